"""Strictness: every refusal names the field and says what would be right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.entries import draft
from unbroken.record.check import check
from unbroken.record.entries import Draft
from unbroken.record.errors import Refused
from unbroken.record.times import Interval

NOW = "2026-11-22T12:00:00.000000Z"


def refused(wrong: Draft) -> dict[str, tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        check(wrong, now=NOW)
    return {problem.field: (problem.message, problem.expected) for problem in caught.value.problems}


def test_a_right_draft_becomes_canonical_json() -> None:
    checked = check(draft(body={"reported_by": "victim", "channel": "phone", "area": None}), now=NOW)
    assert checked.content == '{"channel":"phone","reported_by":"victim"}'
    assert checked.subjects == "report=report:r1 victim=person:v1"


@pytest.mark.parametrize(
    ("change", "field", "message", "expected"),
    [
        ({"kind": "report.maed"}, "kind", "'report.maed' is not a kind of entry", "did you mean report.made?"),
        ({"agency": "Met Police"}, "agency", "'Met Police' is not a short name", "lower-case letters"),
        ({"agency": ""}, "agency", "'' is not a short name", "such as met"),
        ({"source": ""}, "source", "is missing", "what system sent this"),
        ({"source": "a\nb"}, "source", "is too long or has control characters", "at most 80"),
        ({"happened": "2027-01-01"}, "happened", "is in the future", "a plan goes into the body"),
        ({"happened": "31/02/2024"}, "happened", "'31/02/2024' is not a time", ""),
        ({"happened": Interval(NOW, "2020-01-01T00:00:00.000000Z")}, "happened", "ended before it began", "earlier"),
        ({"recorded_at": "2024-03-01"}, "recorded_at", "is before it happened", ""),
        ({"recorded_at": "2027-03-01"}, "recorded_at", "is in the future", ""),
        ({"version": 7}, "version", "7 is not a version of report.made", "use 1"),
        ({"corrects": "some-id"}, "corrects", "names the entry that a correction", "leave it out"),
    ],
)
def test_a_wrong_header_is_named(change: dict[str, Any], field: str, message: str, expected: str) -> None:
    problems = refused(draft(**change))
    assert list(problems) == [field]
    assert message in problems[field][0]
    assert expected in problems[field][1]


@pytest.mark.parametrize(
    ("body", "field", "message", "expected"),
    [
        ({"reported_by": "victim"}, "body.channel", "is missing", "How it came in."),
        (
            {"channel": "phon", "reported_by": "victim"},
            "body.channel",
            "'phon' is not in the list",
            "did you mean phone?",
        ),
        (
            {"channel": "phone", "reported_by": "victim", "narative": "x"},
            "body.narative",
            "is not a field of report.made",
            "did you mean narrative?",
        ),
    ],
)
def test_a_wrong_body_is_named(body: dict[str, Any], field: str, message: str, expected: str) -> None:
    problems = refused(draft(body=body))
    assert list(problems) == [field]
    assert message in problems[field][0]
    assert expected in problems[field][1]


@pytest.mark.parametrize(
    ("objects", "field", "message"),
    [
        (("person:v1",), "subjects.report", "is missing"),
        (("report:r1",), "subjects.victim", "is missing"),
        (("report:r1", "report:r2", "person:v1"), "subjects.report", "is given 2 times"),
        (("report:r1", ("victim", "report:r2")), "subjects.victim", "is not an object name"),
        (("report:r1", ("victim", "person:Jane Doe")), "subjects.victim", "is not an object name"),
        (("report:r1", "person:v1", ("offender", "person:s")), "subjects.offender", "is not a role in report.made"),
        (("report:r1", "person:v1", "person:v1"), "subjects", "names the same object twice"),
    ],
)
def test_wrong_subjects_are_named(objects: tuple[Any, ...], field: str, message: str) -> None:
    problems = refused(draft("report.made", None, *objects))
    assert message in problems[field][0]


def test_a_null_character_is_refused_where_it_stands() -> None:
    body = {"channel": "phone", "reported_by": "victim", "narrative": "rang\x00 twice", "other_references": ["A\x00"]}
    problems = refused(draft(body=body))
    assert problems["body.narrative"] == ("holds a null character", "leave it out")
    assert set(problems) == {"body.narrative", "body.other_references.0"}


def test_what_is_beyond_a_limit_is_told_with_the_limit() -> None:
    identifiers = [{"type": "phone", "value": f"07700 900{n:03}"} for n in range(201)]
    names = [{"kind": "legal", "given": "x" * 201}]
    problems = refused(draft("person.described", {"identifiers": identifiers, "names": names, "age": 200}, "person:p1"))
    assert problems["body.identifiers"] == ("has 201 values", "at most 200")
    assert problems["body.names.0.given"] == ("must be 200 characters or fewer", "")
    assert problems["body.age"] == ("must be at most 120", "")


def test_every_problem_is_told_at_once() -> None:
    problems = refused(draft(body={"channel": "pigeon"}, agency="Met", happened="2031"))
    assert set(problems) == {"agency", "happened", "body.channel", "body.reported_by"}
