"""How far the assessments of a report have got: by victim and instrument, and the report as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.safety.assessed import Assessed, Made, fold_assessed, together

pytestmark = pytest.mark.demand("ASS-01")
FIRST, LATER = date(2024, 3, 5), date(2024, 3, 9)


def assessed(day: str, *victims: str, report: str = "report:r1", **body: Any) -> Entry:
    named = [("victim", victim) for victim in victims or ("person:v1",)]
    return entry("risk.assessed", {"instrument": "s_dash", **body}, *named, report, happened=day)


def made(victim: str, state: str, done_on: date | None = None) -> Made:
    return Made(victim, "s_dash", state, done_on)


def test_a_report_without_an_assessment_has_none() -> None:
    assert fold_assessed("report:r1", [entry(), assessed("2024-03-05", report="report:other")]) is None


def test_the_first_complete_one_counts_and_a_later_one_begun_takes_nothing_away() -> None:
    entries = [
        assessed("2024-03-04", complete="no"),
        assessed("2024-03-05", complete="yes"),
        assessed("2024-03-08", complete="yes"),
        assessed("2024-03-09", complete="no"),
        assessed("2024-03-09", instrument="sash", complete="refused"),
    ]
    assert fold_assessed("report:r1", entries) == Assessed(
        "report:r1", (made("person:v1", "done", FIRST), Made("person:v1", "sash", "refused", None))
    )


def test_without_a_complete_one_the_latest_says_how_far_it_has_got() -> None:
    found = fold_assessed("report:r1", [assessed("2024-03-04", complete="no"), assessed("2024-03-05")])
    assert found is not None
    assert found.made == (made("person:v1", "unclear"),)


def test_what_was_erased_is_no_assessment() -> None:
    gone = entry("risk.assessed", {"instrument": "s_dash"}, "person:v1", "report:r1")
    assert fold_assessed("report:r1", [Entry(**{**_fields(gone), "body": None})]) is None


def _fields(of: Entry) -> dict[str, Any]:
    return {name: getattr(of, name) for name in of.__dataclass_fields__}


@pytest.mark.parametrize(
    ("victims", "of_each", "expected"),
    [
        ((), (), ("not_done", None)),
        (("a",), (), ("not_done", None)),
        (("a",), (made("a", "begun"),), ("begun", None)),
        (("a",), (made("a", "done", FIRST),), ("done", FIRST)),
        (("a", "b"), (made("a", "done", FIRST),), ("not_done", None)),
        (("a", "b"), (made("a", "done", FIRST), made("b", "begun")), ("begun", None)),
        (("a", "b"), (made("a", "begun"), made("b", "refused")), ("refused", None)),
        (("a", "b"), (made("a", "done", LATER), made("b", "done", FIRST)), ("done", LATER)),
        (("a",), (made("a", "refused"), made("a", "done", LATER), made("a", "done", FIRST)), ("done", FIRST)),
    ],
)
def test_of_several_victims_the_one_least_far_counts(
    victims: tuple[str, ...], of_each: tuple[Made, ...], expected: tuple[str, date | None]
) -> None:
    assert together(victims, of_each) == expected
