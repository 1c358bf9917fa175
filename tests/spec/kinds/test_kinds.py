"""Every kind against the tables beside this file: what is taken, what is refused and why, and how it reads."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.strategies import REGISTER
from unbroken.record.check import check_body

Case = dict[str, Any]
TABLES = sorted(Path(__file__).parent.glob("*.toml"))
CASES: list[Case] = [case for table in TABLES for case in tomllib.loads(table.read_text(encoding="utf-8"))["case"]]
TAKEN = [case for case in CASES if "refused" not in case]
REFUSED = [case for case in CASES if "refused" in case]
TOO_LONG = "a" * 20_001  # stands in the tables as LONG


def name_of(case: Case) -> str:
    return f"{case['kind']}: {case['why']}"


def input_of(case: Case) -> dict[str, Any]:
    return {name: TOO_LONG if value == "LONG" else value for name, value in case["input"].items()}


@pytest.mark.parametrize("case", TAKEN, ids=name_of)
def test_it_is_taken_and_reads_as_the_table_says(case: Case) -> None:
    kind = REGISTER[case["kind"]]
    content, problems = check_body(input_of(case), kind)
    assert problems == ()
    assert content
    assert kind.sentence(case["input"]) == case["says"]


@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_it_is_refused_and_the_field_is_named(case: Case) -> None:
    content, problems = check_body(input_of(case), REGISTER[case["kind"]])
    assert content == ""
    assert [problem.field for problem in problems] == [f"body.{case['refused']}"]


@pytest.mark.parametrize("case", [case for case in CASES if case.get("fields") == "required"], ids=name_of)
def test_without_a_required_field_it_is_refused(case: Case) -> None:
    kind = REGISTER[case["kind"]]
    for name in case["input"]:
        _, problems = check_body({key: value for key, value in case["input"].items() if key != name}, kind)
        assert problems, f"{name} is not required"


@pytest.mark.parametrize("case", [case for case in CASES if case.get("fields") == "all"], ids=name_of)
def test_the_full_case_has_every_field(case: Case) -> None:
    fields = REGISTER[case["kind"]].model_fields
    assert set(case["input"]) == {info.alias or name for name, info in fields.items()}


def test_every_kind_stands_in_the_tables() -> None:
    required = Counter(case["kind"] for case in CASES if case.get("fields") == "required")
    full = {case["kind"] for case in CASES if case.get("fields") == "all"}
    some_optional = {kind.kind for kind in REGISTER if not all(i.is_required() for i in kind.model_fields.values())}
    assert required == Counter(kind.kind for kind in REGISTER)
    assert full == some_optional


def test_each_case_has_a_name_of_its_own() -> None:
    assert [name for name, count in Counter(map(name_of, CASES)).items() if count > 1] == []
