"""What belongs to a victim's journey, and what does not."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.entries import draft
from tests.matter import (
    ORDER,
    OTHER,
    OTHER_REPORT,
    OTHER_VICTIM,
    PROSECUTION,
    REPORT,
    RESTRICTED,
    RESTRICTED_PROSECUTION,
    SUSPECT,
    VICTIM,
    record_matter,
)
from unbroken import flow
from unbroken.record.amend import standing
from unbroken.record.entries import Draft
from unbroken.record.journey import as_known, journey_entries, journey_objects, linked_persons, report_entries

pytestmark = pytest.mark.django_db
HER, HIM = ("victim", VICTIM), ("suspect", SUSPECT)
MADE = {"channel": "phone", "reported_by": "victim"}


def record(*drafts):
    return [item.entry for item in flow.take_in(drafts, by="tests").recorded]


def refs(entries):
    return {entry.source_ref for entry in entries}


def amend(kind, target, body, ref=""):
    return Draft(kind, {"why": "Wrong.", **body}, (), "2024-03-09", target.agency, "tests", ref or kind, target.id)


def link(kind, one, other, ref, **body):
    body = body or ({"basis": "human"} if kind == "identity.linked" else {"reason": "two people"})
    return draft(kind, body, ("person", one), ("other_person", other), ref=ref)


@pytest.mark.demand("REC-11")
def test_a_journey_runs_over_all_her_reports_and_their_courts():
    record_matter()
    objects = {VICTIM, REPORT, RESTRICTED, PROSECUTION, RESTRICTED_PROSECUTION, ORDER}
    assert journey_objects(VICTIM) == objects
    assert {"made", "charge", "order", "support", "shut", "shut-review", "clinical-2"} <= refs(journey_entries(VICTIM))


def test_another_victim_of_the_same_suspect_is_not_on_it():
    record_matter()
    assert OTHER not in str([entry.body for entry in journey_entries(VICTIM)])
    assert journey_objects(OTHER_VICTIM) == {OTHER_VICTIM, OTHER_REPORT}


def test_nobody_is_nobodys_journey():
    assert journey_entries("person:nobody") == []


def test_a_shared_prosecution_does_not_lead_to_the_other_victims_report():
    record(
        draft("report.made", MADE, "report:a", ("victim", "person:a")),
        draft("report.made", MADE, "report:b", ("victim", "person:b")),
        draft("prosecution.submitted", {}, "report:a", "report:b", "prosecution:both", ref="both"),
        draft("charge.laid", {"offence": "stalking_2a"}, "prosecution:both", HIM, ref="shared"),
        draft("charge.laid", {"offence": "stalking_2a"}, "prosecution:both", HIM, "report:b", ref="hers"),
        draft("measures.granted", {}, "prosecution:both", ("victim", "person:b"), ref="screens"),
    )
    assert journey_objects("person:a") == {"person:a", "report:a", "prosecution:both"}
    assert {"both", "shared"} <= refs(journey_entries("person:a"))
    assert not {"hers", "screens"} & refs(journey_entries("person:a"))
    assert not {"hers", "screens"} & refs(report_entries("report:a"))


def test_an_order_for_two_victims_does_not_mix_their_reports():
    both = ("victim", "person:a"), ("victim", "person:b")
    record(
        draft("report.made", MADE, "report:a", ("victim", "person:a")),
        draft("report.made", MADE, "report:b", ("victim", "person:b")),
        draft("order.granted", {"type": "spo"}, "order:o", *both, HIM, "report:a", "report:b", ref="order"),
    )
    assert journey_objects("person:a") == {"person:a", "report:a", "order:o"}
    assert "order" in refs(journey_entries("person:a"))


def test_her_accuser_is_not_on_the_journey_of_somebody_who_is_also_a_suspect():
    record(
        draft("report.made", MADE, "report:a", ("victim", "person:a"), ("suspect", "person:b")),
        draft("report.made", MADE, "report:b", ("victim", "person:b"), ("suspect", "person:a"), ref="counter"),
        draft("suspect.arrested", {}, "report:b", ("suspect", "person:a"), ref="arrest"),
        draft("nominal.registered", {"grounds": ["weapon"]}, ("suspect", "person:a"), ref="nominal"),
    )
    assert not {"counter", "arrest", "nominal"} & refs(journey_entries("person:a"))


def test_what_is_recorded_about_her_alone_is_on_it():
    record(draft("person.described", {"role_here": "victim"}, ("person", "person:a"), ref="described"))
    assert refs(journey_entries("person:a")) == {"described"}


@pytest.mark.demand("LNK-01")
def test_it_follows_her_under_every_joined_name():
    record(
        draft("report.made", MADE, "report:a", ("victim", "person:a"), ref="first"),
        draft("report.made", MADE, "report:c", ("victim", "person:c"), ref="third"),
        link("identity.linked", "person:a", "person:b", "ab"),
        link("identity.linked", "person:c", "person:b", "cb"),
    )
    assert linked_persons("person:a") == {"person:a", "person:b", "person:c"}
    assert {"first", "third"} <= refs(journey_entries("person:a"))


@pytest.mark.demand("LNK-01", "REC-15")
def test_people_held_to_be_different_stay_apart_until_that_is_withdrawn():
    record(link("identity.linked", "person:a", "person:b", "ab"), link("identity.linked", "person:b", "person:c", "bc"))
    (apart,) = record(link("identity.unlinked", "person:a", "person:c", "not-ac"))
    assert linked_persons("person:a") == {"person:a", "person:b"}
    record(link("identity.linked", "person:c", "person:a", "model", basis="model", score=0.99, model_version="1"))
    assert linked_persons("person:a") == {"person:a", "person:b"}
    record(amend("entry.withdrawn", apart, {}))
    assert linked_persons("person:a") == {"person:a", "person:b", "person:c"}


def test_a_report_corrected_to_another_victim_moves_to_her_journey():
    (made,) = record(draft("report.made", MADE, "report:a", ("victim", "person:a"), ref="made"))
    moved = [["report", "report:a"], ["victim", "person:b"]]
    (correction,) = record(amend("entry.corrected", made, {"body": MADE, "subjects": moved}, ref="moved"))
    record(draft("report.allocated", {}, "report:a", ref="allocated"))
    assert journey_objects("person:b") == {"person:b", "report:a"}
    assert refs(journey_entries("person:b")) == {"made", "moved", "allocated"}
    assert standing(journey_entries("person:b"))[0].of("victim") == ("person:b",)
    assert journey_entries("person:a") == []
    assert refs(journey_entries("person:a", known_at=made.recorded_at)) == {"made"}
    assert made.recorded_at < correction.recorded_at


def test_a_correction_that_was_taken_back_no_longer_leads_to_her():
    """The withdrawal of the correction is not about the first of the two it moved between."""
    (made,) = record(draft("report.made", MADE, "report:a", ("victim", "person:a"), ref="made"))
    to = [[["report", "report:a"], ["victim", name]] for name in ("person:b", "person:c")]
    record(amend("entry.corrected", made, {"body": MADE, "subjects": to[0]}, ref="to-b"))
    (second,) = record(amend("entry.corrected", made, {"body": MADE, "subjects": to[1]}, ref="to-c"))
    assert journey_objects("person:b") == {"person:b"}
    record(amend("entry.withdrawn", second, {}, ref="not-c"))
    assert journey_objects("person:b") == {"person:b", "report:a"}
    assert journey_objects("person:c") == {"person:c"}


def test_a_target_that_somebody_deleted_is_not_looked_for_for_ever(tamper):
    (made,) = record(draft("report.made", MADE, "report:a", ("victim", "person:a")))
    record(amend("entry.withdrawn", made, {}))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_recordentry WHERE id = %s", [made.id])
    assert journey_objects("person:a") == {"person:a"}


def test_a_withdrawn_report_leads_nowhere_but_is_shown_withdrawn():
    (made,) = record(draft("report.made", MADE, "report:a", ("victim", "person:a"), ref="made"))
    record(amend("entry.withdrawn", made, {}, ref="gone"), draft("report.allocated", {}, "report:a", ref="other"))
    assert journey_objects("person:a") == {"person:a"}
    assert refs(journey_entries("person:a")) == {"made", "gone"}


@pytest.mark.demand("REC-11")
def test_as_known_on_a_day_takes_in_the_whole_day():
    assert as_known("2026-05-03") == "2026-05-03T23:00:00.000000Z"
    assert as_known("2026-05-03T12:00:00Z") == "2026-05-03T12:00:00.000000Z"


def test_a_journey_takes_the_same_queries_however_long(django_assert_num_queries):
    record_matter()
    with django_assert_num_queries(7):
        journey_entries(VICTIM)
    record(*(draft("report.allocated", {}, REPORT) for _ in range(100)))
    with django_assert_num_queries(7):
        assert len(journey_entries(VICTIM)) > 100
