from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.entries import entry
from tests.spec.histories import history
from tests.strategies import KINDS, bodies, subjects
from unbroken.cases.fold import Report, fold_prosecution, fold_report
from unbroken.cases.fold.shapes import Party
from unbroken.cases.stages import SIGNALS, STAGES, TRANSITIONS
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.kinds import REGISTER
from unbroken.record.times import Length

REPORT = "report:r1"
MADE = ["2024-03-01", "report.made"]


def report(*lines: list[Any]) -> Report:
    return fold_report(REPORT, history([MADE, *lines]))


def test_what_the_report_says_of_itself_is_kept() -> None:
    body = {
        "reference": "NM/04512/24",
        "other_references": ["C-1"],
        "force": "met",
        "area": "Eastvale",
        "further_offending": "yes",
    }
    state = fold_report(REPORT, history([["2024-03-01T09:30:00Z", "report.made", body]]))
    assert (state.reference, state.other_references, state.force, state.area) == (
        "NM/04512/24",
        ("C-1",),
        "met",
        "Eastvale",
    )
    assert (state.agency, state.source, state.made_on) == ("northmoor", "tests", date(2024, 3, 1))
    assert (state.made_at, state.further_offending) == ("2024-03-01T09:30:00.000000Z", "yes")
    assert (state.channel, state.reported_by) == ("phone", "victim")


def test_parties_are_those_of_its_own_entries_with_the_first_day() -> None:
    state = report(
        ["2024-03-05", "person.described", {"role_here": "witness"}, ["person=person:w1", "report=report:r1"]],
        ["2024-03-09", "incident.recorded", {}, ["report=report:r1", "victim=person:v1", "suspect=person:s1"]],
        ["2024-04-01", "prosecution.submitted"],
        ["2024-05-01", "measures.granted", {}, ["prosecution=prosecution:c1", "victim=person:v9"]],
    )
    assert state.parties == (  # what a table says happened on a day is recorded as that day ends
        Party("person:s1", "suspect", date(2024, 3, 10)),
        Party("person:v1", "victim", date(2024, 3, 1)),
        Party("person:w1", "witness", date(2024, 3, 6)),
    )
    assert state.people("victim") == ("person:v1",)


def test_somebody_is_first_named_when_it_was_said_and_not_when_it_happened() -> None:
    named = (("report", "report:r1"), ("victim", "person:v1"), ("suspect", "person:s1"))
    made = entry("report.made", {}, *named[:2], happened="2024-03-01")
    incident = entry("incident.recorded", {}, *named, happened="2024-02-01", recorded="2024-03-04")
    state = fold_report(REPORT, standing([made, incident]))
    assert [(item.role, item.since) for item in state.parties] == [
        ("suspect", date(2024, 3, 4)),
        ("victim", date(2024, 3, 1)),
    ]


def test_a_report_nobody_recorded_as_made_is_reported_since_its_first_entry_was_recorded() -> None:
    late = entry("incident.recorded", {}, REPORT, happened="2024-01-01", recorded="2024-03-09")
    early = entry("incident.recorded", {}, REPORT, happened="2024-02-01", recorded="2024-03-04")
    [stage] = fold_report(REPORT, standing([late, early])).stages
    assert (stage.on, stage.entry) == (date(2024, 3, 4), early.id)


@pytest.mark.demand("INV-01")
def test_each_change_of_officer_is_counted_and_a_team_alone_is_not() -> None:
    state = report(
        ["2024-03-01", "report.allocated", {"officer": "PC 1", "team": "Response"}],
        ["2024-03-02", "report.allocated", {"team": "CID"}],
        ["2024-03-03", "report.allocated", {"officer": "PC 1", "stalking_lead": "DS 9"}],
        ["2024-03-04", "report.allocated", {"officer": "DC 2", "reason": "workload"}],
        ["2024-03-05", "report.allocated", {"officer": "PC 1"}],
    ).allocations
    assert (state.officer, state.team, state.stalking_lead) == ("PC 1", "CID", "DS 9")
    assert (state.officers, state.officer_changes) == (2, 2)
    assert [item.reason for item in state.history] == [None, None, None, "workload", None]


@pytest.mark.demand("REC-04")
def test_a_class_keeps_who_gave_it_when_and_why() -> None:
    [first] = report(
        [
            "2024-03-02",
            "report.classified",
            {
                "offence": "harassment_2",
                "stage": "initial",
                "decided_by": "police",
                "override_reason": "A single row.",
                "included_offences": ["criminal_damage"],
            },
        ]
    ).classes.history
    assert (first.on, first.recorded_by, first.agency, first.decided_by) == (
        date(2024, 3, 2),
        "tests",
        "northmoor",
        "police",
    )
    assert (first.override_reason, first.included, first.change) == ("A single row.", ("criminal_damage",), "none")


@pytest.mark.demand("REC-06")
def test_the_last_statement_about_each_suspect_stands() -> None:
    pair = ["victim=person:v1", "suspect=person:s1", "report=report:r1"]
    other = ["victim=person:v1", "suspect=person:s2", "report=report:r1"]
    state = report(
        ["2024-03-01", "relationship.stated", {"relationship": "unknown"}, pair],
        ["2024-03-02", "relationship.stated", {"relationship": "ex_partner", "children_together": "yes"}, pair],
        ["2024-03-03", "relationship.stated", {"relationship": "neighbour"}, other],
    )
    assert [(item.suspect, item.relationship) for item in state.relationships] == [
        ("person:s1", "ex_partner"),
        ("person:s2", "neighbour"),
    ]
    assert state.relationship == "ex_partner"  # the one who is personally connected, though stated before
    assert state.relationships[0].children_together == "yes"


@pytest.mark.demand("INV-03")
def test_arrests_interviews_bail_and_remand_are_dated_with_what_they_say() -> None:
    state = report(
        ["2024-03-02", "suspect.arrested", {"offences": ["stalking_2a"]}],
        ["2024-03-02", "suspect.interviewed", {"accounts": ["denied", "counter_allegation"]}],
        ["2024-03-09", "suspect.interviewed", {"accounts": ["denied", "no_comment"]}],
        ["2024-03-02", "suspect.bailed", {"conditions": [{"kind": "exclusion_home"}], "until": "2024-05-30"}],
        ["2024-03-20", "suspect.remanded", {"where": "custody"}],
    )
    steps = {(step.kind, step.on.day): step.codes for step in state.suspect_steps}
    assert steps == {
        ("arrested", 2): ("stalking_2a",),
        ("interviewed", 2): ("denied", "counter_allegation"),
        ("bailed", 2): ("exclusion_home",),
        ("interviewed", 9): ("denied", "no_comment"),
        ("remanded", 20): ("custody",),
    }
    assert state.accounts == ("denied", "counter_allegation", "no_comment")
    assert next(step.until for step in state.suspect_steps if step.kind == "bailed") == "2024-05-30"


def test_evidence_of_one_reference_is_one_piece_with_its_last_state() -> None:
    state = report(
        ["2024-03-02", "evidence.referenced", {"type": "cctv", "lost_after": "2024-04-01"}],
        ["2024-03-03", "evidence.requested", {"type": "cctv"}],
        ["2024-03-30", "evidence.refused", {"type": "cctv", "reason": "overwritten"}],
        ["2024-03-09", "evidence.obtained", {"type": "screenshots", "reference": "AB/1"}],
        ["2024-03-10", "evidence.requested", {"type": "screenshots", "reference": "AB/2"}],
    )
    found = {(item.type, item.reference): item for item in state.evidence}
    assert {key: item.state for key, item in found.items()} == {
        ("cctv", None): "refused",
        ("screenshots", "AB/1"): "obtained",
        ("screenshots", "AB/2"): "requested",
    }
    cctv = found["cctv", None]
    assert (cctv.requested_on, cctv.refused_on, cctv.obtained_on) == (date(2024, 3, 3), date(2024, 3, 30), None)
    assert (cctv.refused_because, cctv.lost_after) == ("overwritten", "2024-04-01")


@pytest.mark.demand("CPS-03")
def test_each_submission_is_paired_with_what_came_back() -> None:
    state = report(
        ["2024-04-01", "prosecution.submitted"],
        ["2024-04-10", "prosecution.returned", {"reasons": ["digital_evidence"]}],
        ["2024-05-01", "prosecution.submitted"],
        ["2024-05-10", "prosecution.decided", {"decision": "charge"}],
    )
    first, second = state.submissions
    assert (first.number, first.days, first.returned_on, first.return_reasons, first.decision) == (
        1,
        Length(31, 31),
        date(2024, 4, 10),
        ("digital_evidence",),
        None,
    )
    assert (second.number, second.days, second.decided_on, second.decision) == (
        2,
        Length(61, 61),
        date(2024, 5, 10),
        "charge",
    )


@pytest.mark.demand("CPS-05", "VIC-10")
def test_an_adjournment_says_who_asked_and_how_long_until_the_victim_was_told() -> None:
    day = {"date": "2024-06-01", "court": "Eastvale Crown Court", "purpose": "trial"}
    adjourned = {
        "date": "2024-06-01",
        "reason": "prosecution_not_ready",
        "asked_by": "prosecution",
        "until": "2024-09-01",
    }
    state = report(
        ["2024-05-01", "prosecution.submitted"],
        ["2024-05-02", "hearing.listed", day],
        ["2024-05-30", "hearing.adjourned", adjourned],
        ["2024-06-03", "contact.made", {"about": ["adjournment"]}],
    )
    first, again = state.hearings
    assert (first.day, first.state, first.reason, first.asked_by) == (
        date(2024, 6, 1),
        "adjourned",
        "prosecution_not_ready",
        "prosecution",
    )
    assert (first.victim_told_on, first.days_to_tell) == (date(2024, 6, 3), Length(4, 4))
    assert (again.day, again.state, again.court, again.purpose) == (
        date(2024, 9, 1),
        "listed",
        "Eastvale Crown Court",
        "trial",
    )


@pytest.mark.parametrize(
    "contact",
    [
        ["2024-05-01", "contact.made", {"about": ["adjournment"]}],  # before it
        ["2024-06-03", "contact.made", {"about": ["bail"]}],
        ["2024-06-04", "contact.made", {"about": ["adjournment"], "event": "another-entry"}],
    ],
    ids=["earlier", "about something else", "about another"],
)
def test_not_every_contact_tells_of_an_adjournment(contact: list[Any]) -> None:
    adjourned = ["2024-05-30", "hearing.adjourned", {"date": "2024-06-01", "reason": "no_court_time"}]
    assert [hearing.victim_told_on for hearing in report(contact, adjourned).hearings] == [None]


@pytest.mark.demand("REC-10", "REC-11")
def test_incidents_are_counted_and_further_ones_told_apart() -> None:
    state = report(
        ["2023-12-01/2024-02-01", "incident.recorded", {"behaviours": ["calls_texts"], "times": 40}],
        ["2024-03-05", "incident.recorded", {"behaviours": ["face_to_face", "calls_texts"]}],
        ["2024-03-06", "incident.recorded", {"crime_reference": "NM/9/24"}],
        ["2024-03-07", "incident.recorded", {"further": "no"}],  # the source says otherwise
    ).incidents
    assert (state.number, state.acts) == (4, 43)
    assert (state.first_on, state.last_on) == (date(2023, 12, 1), date(2024, 3, 7))
    assert state.behaviours == ("calls_texts", "face_to_face")
    assert (len(state.further), len(state.without_reference)) == (2, 1)


@pytest.mark.demand("REC-09", "VIC-09")
def test_impact_and_the_steps_of_the_statement_are_separate_and_dated() -> None:
    about = ["victim=person:v1", "report=report:r1"]
    state = report(
        ["2024-03-02", "impact.recorded", {"statement": "offered"}, about],
        ["2024-03-05", "impact.recorded", {"effects": ["fear", "sleep"]}, about],
        ["2024-03-09", "impact.recorded", {"effects": ["none_stated"], "statement": "taken"}, about],
    ).impact
    assert (state.asked, state.effects) == (True, ("fear", "sleep"))
    assert (state.first_on, state.last_on) == (date(2024, 3, 5), date(2024, 3, 9))
    assert state.statements == (("offered", date(2024, 3, 2)), ("taken", date(2024, 3, 9)))


@pytest.mark.demand("REC-15")
def test_a_duplicate_names_the_report_it_was_merged_into_and_both_are_linked() -> None:
    linked = ["2024-03-02", "report.linked", {"why": "same_incident"}]
    entries = history([MADE, linked])
    assert fold_report(REPORT, entries).duplicate_of == "report:r2"
    assert fold_report(REPORT, entries).links == (("report:r2", "same_incident"),)
    other = fold_report("report:r2", entries)
    assert (other.duplicate_of, other.links) == (None, (("report:r1", "same_incident"),))


@pytest.mark.demand("REC-15")
def test_a_report_is_restricted_until_the_restriction_is_lifted() -> None:
    shut = ["2024-03-02", "report.restricted", {"reason": "covert"}]
    assert report(shut).is_restricted
    assert not report(shut, ["2024-03-09", "report.unrestricted", {"reason": "No longer needed."}]).is_restricted


def test_each_review_is_paired_with_its_result() -> None:
    state = report(
        ["2024-03-02", "review.requested", {"of": "police_no_further_action"}],
        ["2024-03-03", "review.requested", {"of": "lesser_charge"}],
        ["2024-04-02", "review.decided", {"of": "lesser_charge", "result": "upheld"}],
    )
    assert [(item.of, item.result) for item in state.reviews] == [
        ("police_no_further_action", None),
        ("lesser_charge", "upheld"),
    ]


@pytest.mark.demand("CPS-08")
def test_a_sentence_keeps_its_parts_and_whether_an_order_was_made() -> None:
    [sentence] = report(
        ["2024-04-01", "prosecution.submitted"],
        [
            "2024-09-01",
            "sentence.passed",
            {
                "components": [{"type": "suspended", "days": 120}, {"type": "fine", "pounds": 50}],
                "order_requested": "yes",
                "order_made": "no",
            },
        ],
    ).sentences
    assert sentence.components == (("suspended", 120), ("fine", None))
    assert (sentence.order_requested, sentence.order_made) == ("yes", "no")


def test_escalation_keeps_each_view_for_itself() -> None:
    state = report(
        ["2024-03-02", "escalation.noted", {"by": "victim"}],
        ["2024-03-02", "escalation.noted", {"by": "police", "escalating": "no"}],
    )
    assert state.escalating == (("police", "no"), ("victim", "yes"))


def test_contact_is_counted_and_dated_and_nothing_is_measured_against_today() -> None:
    state = report(
        ["2024-03-02", "contact.made"],
        ["2024-03-09", "contact.failed", {"about": ["general"]}, ["victim=person:v1", "report=report:r1"]],
    ).contact
    assert (state.made, state.failed, state.last_on, state.last_failed_on) == (
        1,
        1,
        date(2024, 3, 2),
        date(2024, 3, 9),
    )


def test_a_prosecution_is_folded_by_itself() -> None:
    state = fold_prosecution(
        "prosecution:c1",
        history(
            [
                ["2024-04-01", "prosecution.submitted", {}, ["prosecution=prosecution:c1", "report=report:r1"]],
                ["2024-05-01", "charge.laid", {"offence": "stalking_2a"}],
                ["2024-06-01", "hearing.held", {"date": "2024-06-01"}],
            ]
        ),
    )
    assert (state.stage, state.reports, state.suspects) == ("in_court", ("report:r1",), ("person:s1",))
    assert [item.stage for item in state.stages] == ["under_investigation", "submitted", "charged", "in_court"]
    assert state.ended_on is None


def test_the_table_of_stages_is_whole() -> None:
    stages = {code.code for code in STAGES}
    reached = {after for moves in TRANSITIONS.values() for after in moves.values()}
    assert reached | {"reported"} == stages
    assert {before for moves in TRANSITIONS.values() for before in moves} < stages
    assert set(SIGNALS.values()) < set(TRANSITIONS)
    assert all(kind in REGISTER for kind in SIGNALS)
    assert all(before != after for moves in TRANSITIONS.values() for before, after in moves.items())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_history_folds_whatever_order_it_arrived_in(data: st.DataObject) -> None:
    entries = data.draw(st.lists(_any_entry(), min_size=1, max_size=12))
    ordered = standing(entries)
    shuffled = list(entries)
    random.Random(data.draw(st.integers(0, 9))).shuffle(shuffled)
    for name in sorted({subject.object for item in entries for subject in item.subjects}):
        if name.startswith("report:"):
            assert fold_report(name, standing(shuffled)) == fold_report(name, ordered)
        if name.startswith("prosecution:"):
            assert fold_prosecution(name, standing(shuffled)) == fold_prosecution(name, ordered)


@st.composite
def _any_entry(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(KINDS))
    named = tuple((subject.role, subject.object) for subject in draw(subjects(kind)))
    body = draw(st.one_of(st.none(), bodies(kind)))
    day = draw(st.dates(date(2020, 1, 1), date(2024, 1, 1)))
    found = entry(kind.kind, {}, *named, happened=day.isoformat())
    return Entry(**{name: getattr(found, name) for name in found.__slots__} | {"body": body})
