"""Whatever is read is read as somebody, and what they may not see is in no part of the answer."""

from __future__ import annotations

import pytest

from tests import matter
from tests.entries import draft
from tests.matter import OTHER_VICTIM, REPORT, RESTRICTED, RESTRICTED_PROSECUTION, SUSPECT, VICTIM, make_user
from unbroken import flow
from unbroken.access.closed import closed_to, restricted_objects
from unbroken.access.commands import declare_conflict
from unbroken.access.policy import SEES, Permission, may
from unbroken.access.reading import read_entries, read_entry, read_journey, read_report
from unbroken.access.roles import Role
from unbroken.record.entries import Draft
from unbroken.record.kinds import Handling
from unbroken.record.queries import entries_by_id, heads, stream

pytestmark = pytest.mark.django_db
ALL = {VICTIM, SUSPECT, REPORT, RESTRICTED, matter.PROSECUTION, RESTRICTED_PROSECUTION, matter.ORDER}
WORKING = [role for role in Role if SEES[role]]


@pytest.fixture
def recorded():
    return matter.record_matter()


@pytest.mark.demand("REC-11", "REC-15", "GOV-04")
@pytest.mark.parametrize("role", WORKING)
def test_each_role_reads_exactly_what_it_may(recorded, role):
    reading = read_journey(make_user(role), VICTIM)
    answer = str(reading.effective()) + str(reading.seen.entries)
    assert {mark for mark in matter.MARKS if mark in answer} == matter.marks_for(role)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_those_who_open_no_journey_read_none(recorded, role):
    assert read_journey(make_user(role), VICTIM).seen.entries == ()


def test_what_was_not_yet_known_then_is_empty_and_not_missing(recorded):
    officer = make_user("officer")
    for reading in (read_journey(officer, VICTIM, known_at=LONG_AGO), read_report(officer, REPORT, known_at=LONG_AGO)):
        assert (reading.seen.entries, reading.known_at) == ((), LONG_AGO)
    assert read_journey(officer, "person:nobody", known_at=LONG_AGO) is None


LONG_AGO = "2000-01-01T00:00:00.000000Z"


def test_what_is_withheld_is_counted(recorded):
    seen = read_journey(make_user("officer"), VICTIM).seen
    assert seen.withheld == {Handling.CLINICAL: 1, Handling.ADVOCATE: 1}
    assert seen.masked == {Handling.CLINICAL: 1}
    assert seen.restricted == {RESTRICTED}


def test_the_objects_to_log_are_those_that_are_shown(recorded):
    reading = read_journey(make_user("officer"), VICTIM)
    assert reading.objects == {VICTIM, SUSPECT, REPORT, matter.PROSECUTION, matter.ORDER}


@pytest.mark.demand("REC-15")
def test_a_restriction_covers_the_prosecution_of_the_report_and_can_be_lifted(recorded):
    assert restricted_objects(ALL) == {RESTRICTED: RESTRICTED, RESTRICTED_PROSECUTION: RESTRICTED}
    assert restricted_objects({RESTRICTED_PROSECUTION}) == {RESTRICTED_PROSECUTION: RESTRICTED}
    assert restricted_objects({REPORT, matter.PROSECUTION, VICTIM}) == {}
    flow.take_in([draft("report.unrestricted", {"reason": "The ground has gone."}, RESTRICTED)], by="tests")
    assert restricted_objects(ALL) == {}


def test_a_withdrawn_restriction_no_longer_counts(recorded):
    said = {"why": "The wrong report."}
    target = recorded["restriction"]
    flow.take_in([Draft("entry.withdrawn", said, (), "2024-03-09", "northmoor", "tests", "w", target.id)], by="tests")
    assert restricted_objects(ALL) == {}


def test_a_restriction_does_not_shut_another_report_that_is_linked_to_it(recorded):
    flow.take_in([draft("report.linked", {}, REPORT, ("other_report", RESTRICTED))], by="tests")
    assert REPORT not in restricted_objects(ALL)
    assert read_report(make_user("officer"), REPORT).seen.entries


def test_a_prosecution_shared_with_a_restricted_report_shows_what_is_about_the_open_one(recorded):
    shared = [draft("prosecution.submitted", {}, RESTRICTED, "prosecution:both"),
              draft("charge.laid", {"offence": "stalking_2a"}, "prosecution:both", ("suspect", SUSPECT), ref="both"),
              draft("prosecution.submitted", {}, REPORT, "prosecution:both", ref="ours")]  # fmt: skip
    flow.take_in(shared, by="tests")
    shown = {entry.source_ref for entry in read_journey(make_user("officer"), VICTIM).seen.entries}
    assert "ours" in shown
    assert "both" not in shown


def test_a_restricted_report_by_itself_is_counted_and_not_shown(recorded):
    seen = read_report(make_user("officer"), RESTRICTED).seen
    assert (seen.entries, seen.restricted) == ((), {RESTRICTED})


@pytest.mark.parametrize("role", WORKING)
def test_a_conflict_of_interest_closes_the_matter_from_both_sides(recorded, role):
    for person in (VICTIM, SUSPECT):
        user = make_user(role, username=f"close-to-{person[7:]}")
        declare_conflict(user, person, why="Brother.", by="standards")
        assert read_journey(user, VICTIM) is None
        assert read_report(user, REPORT) is None
        assert all(read_entry(user, entry.id) is None for entry in recorded.values() if entry.source_ref in HERS)


HERS = {"made", "her", "him", "incident", "submitted", "charge", "order", "support", "clinical", "clinical-2", "shut"}


def test_a_conflict_follows_the_person_under_a_joined_name(recorded):
    linked = draft("identity.linked", {"basis": "human"}, ("person", "person:me"), ("other_person", SUSPECT))
    flow.take_in([linked], by="tests")
    user = make_user("supervisor")
    declare_conflict(user, "person:me", why="Himself.", by="standards")
    assert read_journey(user, VICTIM) is None
    assert read_journey(user, OTHER_VICTIM) is None


def test_a_conflict_with_one_victim_does_not_close_another_suspects_victims(recorded):
    other = draft("report.made", {"channel": "phone", "reported_by": "victim"}, "report:z", ("victim", "person:z"))
    flow.take_in([other], by="tests")
    user = make_user("officer")
    declare_conflict(user, VICTIM, why="Sister.", by="standards")
    assert read_journey(user, "person:z") is not None
    assert {VICTIM, REPORT, matter.PROSECUTION, RESTRICTED} <= closed_to(user)


def test_a_feed_leaves_out_what_is_closed_without_counting_it(recorded):
    user = make_user("officer")
    declare_conflict(user, VICTIM, why="Sister.", by="standards")
    everything = [entry for book in heads() for entry in stream(book) if not entry.of("register")]  # is about nobody
    seen = read_entries(user, everything)
    assert {entry.source_ref for entry in seen.entries} & HERS == set()
    assert seen.withheld == {}
    assert seen.restricted == frozenset()
    assert any(matter.OTHER in str(entry.body) for entry in seen.entries)


def test_a_feed_handles_an_amendment_as_what_it_amends(recorded):
    correction = [entry for entry in recorded.values() if entry.source_ref == "clinical-2"]
    assert read_entries(make_user("officer"), correction).entries == ()
    assert read_entries(make_user("health"), correction).entries == tuple(correction)


def test_an_amendment_is_read_with_what_it_amends(recorded):
    reading = read_entry(make_user("health"), recorded["clinical-2"].id)
    assert [entry.id for entry in reading.seen.entries] == [recorded["clinical"].id, recorded["clinical-2"].id]


def test_an_entry_that_is_not_there_is_not_read(recorded):
    assert read_entry(make_user("officer"), "no-such-entry") is None


def test_nothing_read_alters_the_record(recorded):
    before = entries_by_id([entry.id for entry in recorded.values()])
    read_journey(make_user("prosecutor"), VICTIM)
    assert before == entries_by_id([entry.id for entry in recorded.values()])
    assert may(make_user("officer", username="o"), Permission.SEE_JOURNEYS)
