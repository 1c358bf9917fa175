from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from unbroken.vocabulary.people import RELATIONSHIPS, is_domestic

CASES = tomllib.loads(Path(__file__).with_name("domestic_abuse.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.demand("REC-05", "REC-06")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_domestic_abuse_rule_says_what_the_table_says(case: dict[str, Any]) -> None:
    facts = (case.get("relationship"), case.get("victim_age"), case.get("suspect_age"))
    assert is_domestic(*facts) is case.get("is")


def test_a_relationship_outside_the_scheme_is_refused() -> None:
    with pytest.raises(KeyError, match="boyfriend"):
        is_domestic("boyfriend", 30, 30)


def test_every_relationship_is_settled_between_adults_unless_it_is_unknown() -> None:
    unsettled = {code.code for code in RELATIONSHIPS if is_domestic(code.code, 30, 30) is None}
    assert unsettled == {"unknown"}
