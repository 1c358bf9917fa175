"""What every course of conduct comes to is kept as it is recorded, and follows who is who."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest

from tests.entries import MADE, draft
from unbroken import flow
from unbroken.conduct.models import CourseRow, ReadingRow
from unbroken.people.commands import NOT_THE_SAME, SAME, decide
from unbroken.record.entries import Draft

pytestmark = pytest.mark.django_db
_refs = count(1)
LETTER = {"behaviours": ["letters_gifts"]}
SPLIT_UP = {"relationship": "ex_partner", "stated_by": "victim"}


def made(report: str, victim: str = "v", suspect: str = "s", **body: object) -> Draft:
    about = (f"report:{report}", ("victim", f"person:{victim}"), ("suspect", f"person:{suspect}"))
    return draft("report.made", {**MADE, **body}, *about)


def incident(report: str, day: str, victim: str = "v", suspect: str = "s", **body: Any) -> Draft:
    about = (f"report:{report}", ("victim", f"person:{victim}"), ("suspect", f"person:{suspect}"))
    return draft("incident.recorded", {**LETTER, **body}, *about, happened=day)


def described(person: str, report: str, given: str) -> Draft:
    body = {"role_here": "victim", "names": [{"given": given, "family": f"Of {report}"}]}
    return draft("person.described", body, ("person", f"person:{person}"), f"report:{report}")


def take(*drafts: Draft) -> list[str]:
    return [item.entry.id for item in flow.take_in(drafts, by="tests").recorded]


def same(one: str, other: str, verdict: str = SAME) -> Draft:
    return decide(
        f"person:{one}", f"person:{other}", verdict, "Looked at both files.",
        agency="northmoor", source="tests", source_ref=f"decision-{next(_refs)}", happened="2024-05-01",
    )  # fmt: skip


def found() -> Mapping[tuple[str, str], tuple[str, int, int]]:
    rows = CourseRow.objects.values_list("victim", "suspect", "finding", "incidents", "reports")
    return {(victim[7:], suspect[7:]): tuple(rest) for victim, suspect, *rest in rows}


@pytest.mark.demand("RCG-01")
def test_the_finding_changes_with_the_incident_that_changes_it() -> None:
    take(made("r1"), incident("r1", "2024-03-01"))
    assert found() == {("v", "s"): ("not_yet", 1, 1)}
    take(made("r2"), incident("r2", "2024-03-07", told=["asked_to_stop"]))
    assert found() == {("v", "s"): ("stalking_2A", 2, 2)}


@pytest.mark.demand("RCG-01", "LNK-01")
def test_reports_of_two_descriptions_are_one_course_once_somebody_says_who_is_who_and_two_again_when_not() -> None:
    take(made("r1"), incident("r1", "2024-03-01"), described("v", "r1", "Jane"))
    take(made("r2", "w"), incident("r2", "2024-03-07", "w", told=["asked_to_stop"]), described("w", "r2", "Ada"))
    apart = {("v", "s"): ("not_yet", 1, 1), ("w", "s"): ("not_yet", 1, 1)}
    assert found() == apart
    take(same("v", "w"))
    (joined,) = found().values()
    assert joined == ("stalking_2A", 2, 2)
    take(same("v", "w", NOT_THE_SAME))
    assert found() == apart


def test_both_directions_are_courses_of_their_own() -> None:
    take(made("r1"), incident("r1", "2024-03-01"))
    take(made("r2", "s", "v"), incident("r2", "2024-03-09", "s", "v"))
    assert found() == {("v", "s"): ("not_yet", 1, 1), ("s", "v"): ("not_yet", 1, 1)}


@pytest.mark.demand("RCG-01")
def test_a_report_that_names_nobody_as_suspect_stands_for_whoever_did_it_until_somebody_is_named() -> None:
    about = ("report:r1", ("victim", "person:v"))
    acts = [draft("incident.recorded", {**LETTER, "told": ["blocked"]}, *about, happened=day)
            for day in ("2024-03-01", "2024-03-05")]  # fmt: skip
    take(draft("report.made", MADE, *about), *acts)
    rows = CourseRow.objects.values_list("victim", "suspect", "finding", "incidents", "reports")
    assert list(rows) == [("person:v", "report:r1", "stalking_2A", 2, 1)]
    body = {"finding": "stalking_2A", "decision": "accepted", "reason": "Clear.", "incidents": 2, "reports": 1}
    take(draft("finding.decided", body, *about, happened="2024-04-01"))
    assert CourseRow.objects.get().is_settled
    take(incident("r1", "2024-03-09"))
    assert found() == {("v", "s"): ("stalking_2A", 3, 1)}  # the others are whoever's their report says is suspected


@pytest.mark.demand("RCG-08")
def test_a_narrative_is_read_as_it_is_recorded_and_its_words_are_marked() -> None:
    words = "Her ex has come to the house every night this week and knocks on the door. She has told him to stop."
    take(made("r1", narrative=words))
    assert ReadingRow.objects.filter(object="report:r1").count() == 1
    row = CourseRow.objects.get()
    assert row.finding.startswith("stalking")
    assert row.rests_on_words


def test_an_erased_narrative_leaves_no_reading_and_no_finding() -> None:
    (entry,) = take(made("r1", narrative="Her ex comes to the house every night and has been told to stop."))
    erase = draft("body.erased", {"ground": "court_order", "authorised_by": "Records"}, corrects=entry)
    flow.take_in([Draft(**{**{name: getattr(erase, name) for name in erase.__dataclass_fields__}, "subjects": ()})],
                 by="tests")  # fmt: skip
    assert ReadingRow.objects.count() == 0
    assert [row.finding for row in CourseRow.objects.all()] in ([], ["none"])


@pytest.mark.demand("RCG-08")
def test_a_decision_settles_the_course_until_something_new_is_recorded() -> None:
    take(made("r1"), incident("r1", "2024-03-01"), incident("r1", "2024-03-07", told=["asked_to_stop"]))
    body = {
        "finding": "stalking_2A",
        "decision": "rejected",
        "reason": "Two letters on one matter.",
        "incidents": 2,
        "reports": 1,
    }
    take(draft("finding.decided", body, ("victim", "person:v"), ("suspect", "person:s"), happened="2024-04-01"))
    row = CourseRow.objects.get()
    assert (row.decision, row.is_settled) == ("rejected", True)
    take(incident("r1", "2024-04-09"))
    row = CourseRow.objects.get()
    assert (row.decision, row.is_settled) == ("rejected", False)


def test_a_report_recorded_as_stalking_is_known_as_such() -> None:
    take(made("r1"), incident("r1", "2024-03-01"))
    assert not CourseRow.objects.get().is_recorded
    take(draft("report.classified", {"offence": "stalking_2a", "stage": "initial"}, "report:r1"))
    assert CourseRow.objects.get().is_recorded


def test_who_is_no_longer_named_as_suspect_has_no_course() -> None:
    (entry,) = take(made("r1"))
    take(draft("entry.withdrawn", {"why": "Wrong person."}, "report:r1", ("victim", "person:v"),
               ("suspect", "person:s"), corrects=entry))  # fmt: skip
    assert found() == {}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_report_named_beside_another_is_judged_with_the_people_of_the_entry(at_once: bool) -> None:
    restricted = draft("report.restricted", {"reason": "covert"}, ("report", "report:r1"))
    told = draft(
        "record.disclosed", {"to": "CPS", "ground": "prosecution", "what": "Both.", "why": "Asked for."},
        ("report", "report:r4"), ("other_report", "report:r1"), ("victim", "person:p1"),
    )  # fmt: skip
    for drafts in [[restricted, told]] if at_once else [[restricted], [told]]:
        flow.take_in(drafts, by="tests")
    found = CourseRow.objects.values_list("victim", "suspect").order_by("suspect")
    assert list(found) == [("person:p1", "report:r1"), ("person:p1", "report:r4")]
