"""What may join the record: the rules of cases.rules, asked of what is there and of what comes with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from tests.spec.histories import load
from unbroken.cases.guards import Guards
from unbroken.flow import take_in, take_in_bulk
from unbroken.record.check import check
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem, Refused

pytestmark = pytest.mark.django_db

PAIR = (("victim", "person:v1"), ("suspect", "person:s1"), ("report", "report:r1"))
NOW = "2026-01-01T00:00:00.000000Z"


def made(report: str = "report:r1", happened: str = "2024-03-01", **body: Any) -> Draft:
    whole = {"channel": "phone", "reported_by": "victim", **body}
    return draft("report.made", whole, ("report", report), ("victim", "person:v1"), happened=happened)


def classified(offence: str, happened: str = "2024-03-02", **body: Any) -> Draft:
    header = {name: body.pop(name) for name in ("recorded_at", "ref") if name in body}
    whole = {"offence": offence, "stage": "initial", **body}
    return draft("report.classified", whole, ("report", "report:r1"), happened=happened, **header)


def stated(relationship: str = "ex_partner", happened: str = "2024-03-01", **body: Any) -> Draft:
    return draft("relationship.stated", {"relationship": relationship, **body}, *PAIR, happened=happened)


def closed(happened: str = "2024-05-01", outcome: str = "15", **header: Any) -> Draft:
    return draft("investigation.closed", {"outcome": outcome}, ("report", "report:r1"), happened=happened, **header)


def corrected(entry_id: str, body: dict[str, Any], **extra: Any) -> Draft:
    said = {"why": "Mistyped.", "body": body, **extra}
    return Draft("entry.corrected", said, (), "2024-06-01", "northmoor", "tests", f"fix-{entry_id[-12:]}", entry_id)


def withdrawn(entry_id: str) -> Draft:
    said = {"why": "Never happened."}
    return Draft("entry.withdrawn", said, (), "2024-06-01", "northmoor", "tests", f"out-{entry_id[-12:]}", entry_id)


def refused(*drafts: Draft) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        take_in(drafts, by="tests")
    return caught.value.problems


@pytest.mark.demand("REC-03")
@pytest.mark.parametrize("case", load("former_partner_rule.toml"), ids=lambda case: str(case["why"]))
def test_a_class_is_refused_where_the_table_says_so(case: dict[str, Any]) -> None:
    relationship = "ex_partner" if case["former_partner"] else "acquaintance"
    body = {"override_reason": case["override"]} if "override" in case else {}
    force = {"force": case["force"]} if "force" in case else {}
    drafts = (
        made(happened="2018-01-01", **force),
        stated(relationship, happened="2018-01-01"),
        classified(case["offence"], case["on"].isoformat(), **body),
    )
    if case["refused"]:
        [problem] = refused(*drafts)
        assert problem.field == "body.offence"
        assert problem.expected == "record it as stalking, or say why it is harassment only"
    else:
        assert len(take_in(drafts, by="tests").recorded) == 3


def test_what_the_record_holds_counts_as_what_comes_in_the_same_batch_does() -> None:
    take_in([made(), stated()], by="tests")
    [problem] = refused(classified("harassment_2"))
    assert problem.field == "body.offence"


def test_a_withdrawn_relationship_counts_for_nothing() -> None:
    _, said = take_in([made(), stated()], by="tests").recorded
    take_in([withdrawn(said.entry.id)], by="tests")
    assert take_in([classified("harassment_2")], by="tests").recorded


def test_a_corrected_relationship_counts_as_corrected() -> None:
    _, said = take_in([made(), stated("neighbour")], by="tests").recorded
    take_in([corrected(said.entry.id, {"relationship": "current_partner", "separated_on": "2023"})], by="tests")
    [problem] = refused(classified("harassment_2"))
    assert problem.field == "body.offence"


def test_a_correction_is_held_to_the_same_rules() -> None:
    *_, first = take_in([made(), stated(), classified("stalking_2a")], by="tests").recorded
    body = {"offence": "harassment_2", "stage": "initial"}
    [problem] = refused(corrected(first.entry.id, body))
    assert problem.field == "body.body.offence"
    moved = corrected(first.entry.id, body, happened="2019-05-01")  # before the rule
    assert take_in([moved], by="tests").recorded


@pytest.mark.demand("REC-03")
def test_the_force_is_the_agency_where_the_report_names_none() -> None:
    drafts = [
        draft(kind, body, *objects, happened="2019-05-01", agency="met")
        for kind, body, objects in (
            ("report.made", {"channel": "phone", "reported_by": "victim"}, PAIR),
            ("relationship.stated", {"relationship": "ex_partner"}, PAIR),
            ("report.classified", {"offence": "harassment_2", "stage": "initial"}, PAIR[2:]),
        )
    ]
    [problem] = refused(*drafts)
    assert "since 1 April 2019" in problem.message


@pytest.mark.demand("REC-04")
def test_a_change_of_class_needs_its_reason() -> None:
    take_in([made(), classified("harassment_2")], by="tests")
    [problem] = refused(classified("stalking_2a", "2024-03-05", stage="final"))
    assert (problem.field, problem.expected) == ("body.reason", "give the reason for the change")
    assert problem.message == "the class changes from Harassment (s.2) to Stalking (s.2A)"
    reasoned = classified("stalking_2a", "2024-03-05", stage="final", reason="course_of_conduct_found")
    assert take_in([reasoned], by="tests").recorded


def test_confirming_the_class_needs_none() -> None:
    take_in([made(), classified("stalking_2a")], by="tests")
    assert take_in([classified("stalking_2a", "2024-03-05", stage="final")], by="tests").recorded


def test_a_first_class_that_arrives_late_changes_nothing() -> None:
    take_in([made(), classified("stalking_2a", "2024-03-05", stage="final")], by="tests")
    assert take_in([classified("harassment_2", "2024-03-02")], by="tests").recorded


def test_the_class_at_charge_gives_its_reason_and_the_next_police_class_goes_on_from_the_police_class() -> None:
    take_in([made(), classified("stalking_2a")], by="tests")
    at_charge = {"stage": "charge", "happened": "2024-04-01"}
    [problem] = refused(classified("harassment_2", **at_charge))
    assert problem.field == "body.reason"
    take_in([classified("harassment_2", **at_charge, reason="cps_advice")], by="tests")
    assert take_in([classified("stalking_2a", "2024-05-01", stage="final")], by="tests").recorded


@pytest.mark.demand("REC-06", "INV-06")
def test_closing_needs_the_relationship() -> None:
    take_in([made()], by="tests")
    [problem] = refused(closed())
    assert problem.message == "the relationship of suspect to victim is not stated"
    take_in([stated("unknown")], by="tests")
    assert refused(closed())  # unknown without saying why is no answer
    take_in([stated("unknown", unknown_because="Nobody is identified.")], by="tests")
    assert take_in([closed()], by="tests").recorded


@pytest.mark.demand("REC-06")
def test_history_taken_over_is_let_in_without_it() -> None:
    assert take_in([made(), closed(recorded_at="2024-05-02")], by="tests").recorded


@pytest.mark.demand("REC-03", "REC-12")
def test_a_code_stays_valid_for_a_report_made_while_it_was_in_use() -> None:
    old = {"offence": "stalking_4a_fear_before_2017", "stage": "final"}
    late = draft("report.classified", old, ("report", "report:r1"), happened="2018-01-01")
    [problem] = refused(made(happened="2017-06-01"), late)
    assert (problem.field, problem.expected) == ("body.offence", "in use from 2012-11-25 to 2017-04-02")
    assert take_in([made(happened="2017-03-01"), late], by="tests").recorded


def test_a_code_in_a_correction_is_held_to_its_dates() -> None:
    take_in([made(happened="2018-06-01"), stated(happened="2018-06-01")], by="tests")
    [outcome] = take_in([closed("2019-05-01", "18")], by="tests").recorded
    [problem] = refused(corrected(outcome.entry.id, {"outcome": "22"}, happened="2019-01-01"))
    assert problem.field == "body.body.outcome"
    assert take_in([corrected(outcome.entry.id, {"outcome": "22"})], by="tests").recorded


@pytest.mark.demand("REC-11")
def test_a_report_is_made_once_and_again_after_it_was_withdrawn() -> None:
    [first] = take_in([made()], by="tests").recorded
    [problem] = refused(made())
    assert problem.field == "subjects.report"
    take_in([withdrawn(first.entry.id)], by="tests")
    assert take_in([made()], by="tests").recorded


def test_correcting_what_made_a_report_does_not_make_it_twice() -> None:
    [first] = take_in([made()], by="tests").recorded
    assert take_in([corrected(first.entry.id, {"channel": "online", "reported_by": "victim"})], by="tests").recorded


@pytest.mark.demand("REC-15")
def test_two_reports_are_not_each_the_duplicate_of_the_other() -> None:
    there = (("report", "report:r1"), ("other_report", "report:r2"))
    back = (("report", "report:r2"), ("other_report", "report:r1"))
    duplicate = {"why": "same_incident"}
    [link] = take_in([draft("report.linked", duplicate, *there)], by="tests").recorded
    [problem] = refused(draft("report.linked", duplicate, *back))
    assert problem.message == "is already merged into this report"
    assert take_in([draft("report.linked", {"why": "same_victim"}, *back)], by="tests").recorded
    take_in([withdrawn(link.entry.id)], by="tests")  # unmerged
    assert take_in([draft("report.linked", duplicate, *back)], by="tests").recorded


@pytest.mark.demand("REC-15")
@pytest.mark.parametrize("at_once", [False, True])
def test_no_ring_of_duplicates_leaves_none_to_be_counted(at_once: bool) -> None:
    def merge(one: str, other: str) -> Draft:
        return draft("report.linked", {"why": "same_incident"}, ("report", f"report:{one}"),
                     ("other_report", f"report:{other}"), ref=f"{one}-{other}")  # fmt: skip

    chain = [merge("r1", "r2"), merge("r2", "r3")]
    if at_once:
        with pytest.raises(Refused, match="is already merged into this report"):
            take_in([*chain, merge("r3", "r1")], by="tests")
        return
    take_in(chain, by="tests")
    with pytest.raises(Refused, match="is already merged into this report"):
        take_in([merge("r3", "r1")], by="tests")
    assert take_in([merge("r3", "r4")], by="tests").recorded


@pytest.mark.demand("REC-15")
@pytest.mark.parametrize(
    ("kind", "body"),
    [("report.linked", {"why": "same_incident"}), ("report.kept_apart", {"evidence": ["same_victim"]})],
)
def test_a_report_is_neither_linked_with_itself_nor_kept_apart_from_itself(kind: str, body: dict[str, object]) -> None:
    itself = (("report", "report:r1"), ("other_report", "report:r1"))
    [problem] = refused(draft(kind, body, *itself))
    assert problem.field == "subjects.other_report"


def test_in_bulk_one_refusal_leaves_the_rest() -> None:
    rejected: list[tuple[int, str]] = []
    drafts = [made(), stated(), classified("harassment_2"), classified("stalking_2a")]
    result = take_in_bulk(
        enumerate(drafts),
        by="tests",
        on_reject=lambda place, _, problems: rejected.append((place, problems[0].field)),
    )
    assert (result.recorded, result.rejected) == (3, 1)
    assert rejected == [(2, "body.offence")]


def test_a_batch_with_nothing_guarded_asks_the_database_nothing() -> None:
    incident = draft("incident.recorded", {"behaviours": ["calls_texts"]}, *PAIR)
    assert _queries([incident] * 3) == 0


def test_a_guarded_batch_asks_the_database_twice_however_large() -> None:
    take_in([made()], by="tests")
    few = [classified("stalking_2a")]
    many = [draft("report.classified", {"offence": "stalking_2a", "stage": "initial"}, ("report", f"report:r{n}"))
            for n in range(1, 200)]  # fmt: skip
    assert _queries(few) == _queries([*few, *many]) == 2


def _queries(drafts: Sequence[Draft]) -> int:
    checked = [check(item, now=NOW) for item in drafts]
    with CaptureQueriesContext(connection) as queries:
        guards = Guards(checked)
        for item in checked:
            guards.problems(item, None)
    return len(queries)


@pytest.mark.demand("INV-06")
def test_a_report_is_closed_without_an_outcome_only_with_a_reason_or_by_another_system() -> None:
    take_in([made(), stated()], by="tests")
    subjects = ("report", "report:r1")
    [problem] = refused(draft("investigation.closed", {}, subjects, happened="2024-05-01"))
    assert (problem.field, problem.expected) == ("body.outcome", "choose the outcome, or say why there is none")
    because = {"no_outcome_because": "The file is with the CPS."}
    assert take_in([draft("investigation.closed", because, subjects, happened="2024-05-01")], by="tests").recorded
    taken_over = draft("investigation.closed", {}, subjects, happened="2024-05-01", recorded_at="2024-05-01")
    assert take_in([taken_over], by="tests").recorded


def test_a_report_is_not_closed_with_no_outcome_unless_another_system_did() -> None:
    take_in([made(), stated()], by="tests")
    [problem] = refused(closed(outcome="0"))
    assert (problem.field, problem.expected) == ("body.outcome", "choose why it is closed")
    assert take_in([closed(outcome="0", recorded_at="2024-05-01")], by="tests").recorded
