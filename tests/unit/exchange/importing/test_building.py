"""The mapping language, piece by piece: what a row becomes."""

from __future__ import annotations

from typing import Any

import pytest

from unbroken.exchange.importing.building import Compiler
from unbroken.exchange.importing.conversion import Wrong, end_of, read_time
from unbroken.exchange.importing.mapping import CodeTable, Condition, Mapping, SubjectOf, Value, When
from unbroken.record.entries import Subject
from unbroken.record.errors import Problem

pytestmark = pytest.mark.demand("REC-02")

BASE = Mapping.model_validate(
    {
        "source": {"name": "s", "agency": "northmoor"},
        "format": {"dates": ["%d/%m/%Y %H:%M", "%d/%m/%Y", "%m/%Y", "%Y"]},
        "codes": {
            "yes_no": {"values": {"Y": True, "N": False}, "absent": ["?"]},
            "colours": {"values": {"Red": "r"}, "default": "other", "ignore_case": True},
        },
        "tables": [
            {
                "name": "t",
                "row_id": "A",
                "entries": [{"kind": "k", "ref": "r", "happened": "A", "subjects": [{"role": "report", "id": "{A}"}]}],
            }
        ],
    }
)


def compiler(row: dict[str, str]) -> Compiler:
    return Compiler(BASE, "file.csv", {name: index for index, name in enumerate(row)})


def got(spec: Any, row: dict[str, str]) -> tuple[Any, list[Problem]]:
    """What a value gives for a row, and what is wrong with it."""
    problems: list[Problem] = []
    value = Value.model_validate({"column": spec} if isinstance(spec, str) else spec)
    return compiler(row).value(value)(list(row.values()), problems), problems


VALUES: list[tuple[str, Any, dict[str, str], Any]] = [
    ("a column", "A", {"A": "x"}, "x"),
    ("an empty cell is absent", "A", {"A": ""}, None),
    ("a default for an empty cell", {"column": "A", "default": "none"}, {"A": ""}, "none"),
    ("a constant", {"value": 3}, {}, 3),
    ("false is a value", {"value": False}, {}, False),
    ("a template", {"template": "{A} of {B}"}, {"A": "Cat", "B": "Rome"}, "Cat of Rome"),
    ("a template with one part empty", {"template": "{A} {B}"}, {"A": "Cat", "B": ""}, "Cat"),
    ("a template with all parts empty", {"template": "{A} of {B}"}, {"A": "", "B": ""}, None),
    ("upper case", {"column": "A", "case": "upper"}, {"A": "ab"}, "AB"),
    ("title case", {"column": "A", "case": "title"}, {"A": "O'HARA-REID"}, "O'Hara-Reid"),
    ("a match keeps what is in brackets", {"column": "A", "match": "^Outcome (.+)$"}, {"A": "Outcome 16"}, "16"),
    ("a code", {"column": "A", "codes": "yes_no"}, {"A": "Y"}, True),
    ("a code may be false", {"column": "A", "codes": "yes_no"}, {"A": "N"}, False),
    ("a word for not recorded is absent", {"column": "A", "codes": "yes_no"}, {"A": "?"}, None),
    ("case ignored in codes", {"column": "A", "codes": "colours"}, {"A": "RED"}, "r"),
    ("a default code for unknown words", {"column": "A", "codes": "colours"}, {"A": "mauve"}, "other"),
    ("several values", {"column": "A", "split": ";"}, {"A": "x; y;;z"}, ["x", "y", "z"]),
    ("several values, none twice", {"column": "A", "split": ";"}, {"A": "x;x"}, ["x"]),
    ("several values, none of them recorded", {"column": "A", "split": ";", "codes": "yes_no"}, {"A": "?;?"}, None),
    ("several values, with a default", {"column": "A", "split": ";", "default": "other"}, {"A": ""}, ["other"]),
    ("a day", {"column": "A", "date": True}, {"A": "08/03/2024"}, "2024-03-08"),
    ("the day of a time", {"column": "A", "date": True}, {"A": "08/03/2024 23:30"}, "2024-03-08"),
    ("a whole number", {"column": "A", "as": "integer"}, {"A": "7"}, 7),
    ("a number", {"column": "A", "as": "decimal"}, {"A": "0.5"}, 0.5),
    ("a band", {"column": "A", "bands": {"18": "adult", "0": "child"}}, {"A": "17"}, "child"),
    ("the next band", {"column": "A", "bands": {"18": "adult", "0": "child"}}, {"A": "18"}, "adult"),
    ("a condition that holds", {"column": "A", "when": {"column": "B", "is": "1"}}, {"A": "x", "B": "1"}, "x"),
    ("a condition that does not", {"column": "A", "when": {"column": "B", "is": "1"}}, {"A": "x", "B": "2"}, None),
    ("an object", {"object": {"k": {"value": "c"}, "v": "A"}}, {"A": "x"}, {"k": "c", "v": "x"}),
    ("an object with constants alone", {"object": {"k": {"value": "c"}, "v": "A"}}, {"A": ""}, None),
    (
        "a list of objects",
        {"list": [{"object": {"v": "A"}}, {"object": {"v": "B"}}]},
        {"A": "", "B": "x"},
        [{"v": "x"}],
    ),
    ("an empty list is absent", {"list": [{"object": {"v": "A"}}]}, {"A": ""}, None),
    (
        "an object for each piece",
        {"list": [{"each": {"column": "A", "split": ";"}, "object": {"v": "@item", "w": "B"}}]},
        {"A": "x;y", "B": "z"},
        [{"v": "x", "w": "z"}, {"v": "y", "w": "z"}],
    ),
]


@pytest.mark.parametrize(("what", "spec", "row", "expected"), VALUES, ids=[case[0] for case in VALUES])
def test_a_value(what: str, spec: Any, row: dict[str, str], expected: Any) -> None:
    assert got(spec, row) == (expected, []), what


@pytest.mark.parametrize(
    ("spec", "cell", "problem"),
    [
        ({"column": "A", "codes": "yes_no"}, "y", Problem("A", "'y' is not in the code table yes_no", "one of Y, N")),
        (
            {"column": "A", "split": ";", "codes": "yes_no"},
            "Y;X",
            Problem("A", "'X' is not in the code table yes_no", "one of Y, N"),
        ),
        ({"column": "A", "as": "integer"}, "6½", Problem("A", "'6½' is not a whole number", "digits only")),
        ({"column": "A", "as": "decimal"}, "half", Problem("A", "'half' is not a number", "such as 3.5")),
        ({"column": "A", "bands": {"18": "adult"}}, "3", Problem("A", "'3' is below the first band", "18 or more")),
        ({"column": "A", "match": "^(x)$"}, "y", Problem("A", "'y' is not of the form expected", "^(x)$")),
        ({"template": "{A}", "as": "integer"}, "x", Problem("{A}", "'x' is not a whole number", "digits only")),
        (
            {"list": [{"each": {"column": "A", "split": ";"}, "object": {"v": {"column": "@item", "as": "integer"}}}]},
            "1;x",
            Problem("A", "'x' is not a whole number", "digits only"),
        ),
    ],
)
def test_a_cell_that_cannot_be_read(spec: Any, cell: str, problem: Problem) -> None:
    _, problems = got(spec, {"A": cell})
    assert problems == [problem]


@pytest.mark.parametrize(
    ("condition", "cells", "expected"),
    [
        ({"column": "A"}, ("x", ""), True),
        ({"column": "A"}, ("", "x"), False),
        ({"column": ["A", "B"]}, ("", "x"), True),
        ({"column": "A", "present": False}, ("", ""), True),
        ({"column": ["A", "B"], "present": False}, ("", "x"), False),
        ({"column": "A", "is": ["x", "y"]}, ("y", ""), True),
        ({"column": "A", "is": "x"}, ("z", ""), False),
        ({"column": "A", "is_not": "x"}, ("z", ""), True),
        ({"column": "A", "is_not": "x"}, ("x", ""), False),
        ({"column": "A", "is_not": "x"}, ("", ""), False),
    ],
)
def test_a_condition(condition: Any, cells: tuple[str, str], expected: bool) -> None:
    holds = compiler({"A": "", "B": ""}).conditions([Condition.model_validate(condition)])
    assert holds(cells) is expected


def test_all_conditions_must_hold() -> None:
    both = [Condition(column=["A"]), Condition(column=["B"])]
    holds = compiler({"A": "", "B": ""}).conditions(both)
    assert [holds(("x", "x")), holds(("x", "")), holds(("", "x"))] == [True, False, False]


@pytest.mark.parametrize(
    ("cells", "expected", "problems"),
    [
        (("01/02/2024", "03/02/2024", ""), "2024-02-01/2024-02-03", []),
        (("01/02/2024", "01/02/2024", ""), "2024-02-01", []),
        (("01/02/2024", "", "2023"), "2024-02-01", []),
        (("", "03/02/2024", ""), "2024-02-03", []),
        (("", "", "2023"), "2023", []),
        (("", "", ""), "", ["is empty"]),
        (("x", "", "2023"), "2023", ["'x' is not a date or time"]),
    ],
)
def test_when_it_happened(cells: tuple[str, str, str], expected: str, problems: list[str]) -> None:
    when = When.model_validate({"from": "A", "to": "B", "otherwise": "C"})
    found: list[Problem] = []
    assert compiler({"A": "", "B": "", "C": ""}).happened(when)(cells, found) == expected
    assert [problem.message for problem in found] == problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08/03/2024 14:15", "2024-03-08T14:15:00"),
        ("08/03/2024", "2024-03-08"),
        ("03/2024", "2024-03"),
        ("2024", "2024"),
    ],
)
def test_a_date_is_known_as_far_as_its_format_goes(text: str, expected: str) -> None:
    assert read_time(text, tuple(BASE.format.dates)) == expected


@pytest.mark.parametrize("text", ["31/02/2024", "2024-13", "soon", "0/0/0"])
def test_an_impossible_date_says_how_dates_are_written(text: str) -> None:
    with pytest.raises(Wrong) as caught:
        read_time(text, ("%d/%m/%Y", "iso"))
    assert (caught.value.message, caught.value.expected) == (
        f"{text!r} is not a date or time",
        "written as %d/%m/%Y or iso",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-08", "2024-03-08T23:59:59.999999Z"),
        ("2024-07-08", "2024-07-08T22:59:59.999999Z"),
        ("2024-02", "2024-02-29T23:59:59.999999Z"),
        ("2024-03-08T14:15:00+00:00", "2024-03-08T14:15:00.000000Z"),
        ("2026-01-01", "2026-01-01T08:00:00.000000Z"),
    ],
)
def test_the_end_of_a_time_is_not_after_now(text: str, expected: str) -> None:
    assert end_of(text, now="2026-01-01T08:00:00.000000Z") == expected


@pytest.mark.parametrize(
    ("ids", "row", "expected"),
    [
        (["{A}"], {"A": "3400123/24"}, "person:northmoor-3400123-24"),
        (["{A}-v1"], {"A": "12"}, "person:northmoor-12-v1"),
        (["{B}", "{A}-v1"], {"A": "12", "B": ""}, "person:northmoor-12-v1"),
        (["{B}", "{A}-v1"], {"A": "12", "B": "N7"}, "person:northmoor-N7"),
    ],
)
def test_an_object_is_named_by_its_own_reference(ids: list[str], row: dict[str, str], expected: str) -> None:
    subject = SubjectOf(role="victim", id=ids)
    problems: list[Problem] = []
    assert compiler(row).subject(subject)(list(row.values()), problems) == [Subject("victim", expected)]
    assert problems == []


@pytest.mark.parametrize(
    ("cell", "message"),
    [("", "is empty: no victim can be named"), ("x" * 90, "gives too long a name for an object")],
)
def test_an_object_that_cannot_be_named(cell: str, message: str) -> None:
    problems: list[Problem] = []
    assert compiler({"A": cell}).subject(SubjectOf(role="victim", id=["{A}"]))([cell], problems) == []
    assert problems == [Problem("A", message, "the victim by its own reference")]


def test_a_subject_for_each_piece() -> None:
    subject = SubjectOf.model_validate({"role": "suspect", "id": "{@item}", "each": {"column": "A", "split": ";"}})
    assert compiler({"A": ""}).subject(subject)(["s1;s2"], []) == [
        Subject("suspect", "person:northmoor-s1"),
        Subject("suspect", "person:northmoor-s2"),
    ]


def test_a_code_table_needs_values() -> None:
    with pytest.raises(ValueError, match="values"):
        CodeTable.model_validate({"default": "x"})
