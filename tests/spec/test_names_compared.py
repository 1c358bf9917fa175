"""Two names compare as the table says, whichever comes first."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from unbroken.people.linkage.comparable import Comparable, Described, read_name
from unbroken.people.linkage.comparisons import NAME

CASES = tomllib.loads(Path(__file__).with_name("names_compared.toml").read_text(encoding="utf-8"))["case"]


def called(name: str) -> Comparable:
    return Described("somebody", names=[read_name(name)]).comparable()


@pytest.mark.demand("LNK-01")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['names'][0]} {case['names'][1]}: {case['why']}")
def test_names_compare_as_the_table_says(case: dict[str, Any]) -> None:
    a, b = map(called, case["names"])
    assert [NAME.levels[NAME.level_of(*pair, {})].key for pair in ((a, b), (b, a))] == [case["is"], case["is"]]


def test_the_table_has_every_level() -> None:
    assert {case["is"] for case in CASES} == {level.key for level in NAME.levels}
