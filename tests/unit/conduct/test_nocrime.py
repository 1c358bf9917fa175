"""What was said of a report not to be, whichever entry says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.entries import entry
from unbroken.conduct.nocrime import Statement, fold_statements
from unbroken.record.entries import Entry
from unbroken.vocabulary.outcomes import CLOSURE_REASONS
from unbroken.vocabulary.recognition import NO_CRIME_STATEMENTS

pytestmark = pytest.mark.demand("RCG-09")
STATED = {"statement": "no_stalking", "officer": "PC 4411", "reason": "One call.", "supervisor": "PS 208"}


def about(kind: str, report: str = "report:r1", **body: Any) -> Entry:
    return entry(kind, body, report, happened="2024-03-08")


def said(*entries: Entry) -> tuple[Statement, ...]:
    return fold_statements("report:r1", entries).statements


def test_a_statement_has_its_reason_and_who_agreed() -> None:
    one = about("nocrime.stated", **STATED)
    assert said(one) == (Statement(one.id, ("no_stalking",), one.day, "PC 4411", "One call.", "PS 208"),)


def test_a_report_that_is_closed_as_no_crime_says_so_too() -> None:
    closed = about("investigation.closed", reasons=["victim_not_reached", "no_crime", "no_stalking"],
                   supervisor="PS 208", explanation="A parcel.")  # fmt: skip
    assert said(closed) == (Statement(closed.id, ("no_crime", "no_stalking"), closed.day, "", "A parcel.", "PS 208"),)


def test_so_does_a_class_that_is_changed_because_no_crime_happened() -> None:
    changed = about("report.classified", offence="harassment_2", stage="registrar_review",
                    reason="additional_verifiable_information", explanation="On camera.")  # fmt: skip
    assert said(changed) == (Statement(changed.id, ("no_crime",), changed.day, "", "On camera.", ""),)


@pytest.mark.parametrize(
    "other",
    [
        about("investigation.closed", reasons=["evidence_lost"]),
        about("investigation.closed"),
        about("report.classified", offence="harassment_2", stage="final", reason="cps_advice"),
        about("nocrime.stated", "report:r2", **STATED),
    ],
    ids=["another reason", "no reason", "another change", "another report"],
)
def test_nothing_else_says_so(other: Entry) -> None:
    assert said(other) == ()


def test_a_statement_that_was_erased_says_nothing() -> None:
    assert said(replace(about("nocrime.stated", **STATED), body=None)) == ()


def test_the_codes_are_the_reasons_for_closing_that_say_the_same() -> None:
    assert {code.code for code in NO_CRIME_STATEMENTS} == CLOSURE_REASONS.in_group("not_crime")
