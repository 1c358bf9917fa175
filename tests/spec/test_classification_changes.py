from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from unbroken.vocabulary.offences import OFFENCES, Change, change_kind

CASES = tomllib.loads(Path(__file__).with_name("classification_changes.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.demand("REC-04")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['from']}-{case['to']}")
def test_a_change_of_class_means_what_the_table_says(case: dict[str, str]) -> None:
    assert change_kind(case["from"], case["to"]) == case["is"], case["why"]


def test_the_table_is_whole() -> None:
    assert {case["is"] for case in CASES} == set(get_args(Change))
    assert all(set(case) == {"from", "to", "is", "why"} for case in CASES)
    assert len({(case["from"], case["to"]) for case in CASES}) == len(CASES)


def test_a_class_outside_the_list_is_refused() -> None:
    with pytest.raises(KeyError, match="burglary_of_a_moat"):
        change_kind("stalking_2a", "burglary_of_a_moat")


@pytest.mark.demand("REC-04")
def test_every_pair_of_classes_has_one_meaning_and_its_mirror() -> None:
    mirror = {
        "none": "none",
        "recognition": "loss",
        "loss": "recognition",
        "seriousness": "seriousness",
        "other": "other",
    }
    for before in OFFENCES:
        for after in OFFENCES:
            assert change_kind(after.code, before.code) == mirror[change_kind(before.code, after.code)]
