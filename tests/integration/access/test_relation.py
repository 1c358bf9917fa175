"""Whose matter it is: what an agency recorded, whom its service has, and what follows from that."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import matter
from tests.entries import draft
from tests.integration.access.test_closed import plan_of
from tests.matter import OTHER_REPORT, OTHER_VICTIM, REPORT, RESTRICTED, SUSPECT, VICTIM, make_user
from unbroken import flow
from unbroken.access.policy import OWN_MATTERS
from unbroken.access.reading import read_entries, read_entry, read_journey, read_report
from unbroken.access.relation import own_of
from unbroken.access.writing import MayNotRecord, check_may_record, judge
from unbroken.record.entries import Draft
from unbroken.record.journey import linked_persons
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db, pytest.mark.demand("REC-11")]
CONTACT = {"about": ["general"]}
OTHERS = ("officer", "supervisor", "specialist_reviewer", "prosecutor")


@pytest.fixture
def recorded():
    return matter.record_matter()


@pytest.fixture
def stranger(recorded):
    """An advocate of a service that has nothing to do with anybody yet."""
    return make_user("advocate", agency="elsewhere", username="stranger")


def take_in(*drafts: Draft) -> None:
    flow.take_in(drafts, by="tests")


def test_a_matter_of_another_agency_is_not_there(recorded, stranger):
    assert read_journey(stranger, VICTIM) is None
    assert read_report(stranger, REPORT) is None
    assert all(read_entry(stranger, entry.id) is None for entry in recorded.values())
    assert read_entries(stranger, entries_about([VICTIM, SUSPECT])).entries == ()


@pytest.mark.parametrize("role", OTHERS)
def test_roles_that_open_every_matter_still_do(recorded, role):
    assert own_of(make_user(role, agency="elsewhere")) is None
    assert read_journey(make_user(role, agency="elsewhere", username="two"), VICTIM)


@pytest.mark.parametrize("role", OWN_MATTERS)
def test_what_the_agency_recorded_makes_the_victims_matters_its_own(recorded, role):
    own = own_of(make_user(role))
    assert own.victims == {VICTIM}
    assert own.reports == {REPORT, RESTRICTED}
    assert {matter.PROSECUTION, matter.ORDER} <= own.matters
    assert {VICTIM, SUSPECT} <= own.people
    assert not own.knows(OTHER_VICTIM)
    assert not own.knows(OTHER_REPORT)


def test_of_the_suspect_only_what_is_about_her_is_seen(recorded):
    seen = read_entries(make_user("advocate"), entries_about([SUSPECT, OTHER_VICTIM]))
    assert seen.entries
    assert all(OTHER_VICTIM not in entry.of("victim") for entry in seen.entries)


def test_a_service_opens_a_journey_when_the_victim_has_accepted_it(recorded):
    user = make_user("advocate", agency="elsewhere")
    user.service = "veritas"
    take_in(draft("support.offered", {"service": "veritas"}, VICTIM))
    assert read_journey(user, VICTIM) is None
    take_in(draft("support.accepted", {"service": "veritas"}, VICTIM, happened="2024-03-09"))
    assert read_journey(user, VICTIM)
    take_in(draft("support.ended", {"service": "veritas"}, VICTIM, happened="2024-03-10"))
    assert read_journey(user, VICTIM) is None


def test_what_was_withdrawn_opens_nothing(recorded, stranger):
    [said] = flow.take_in([draft("contact.made", CONTACT, OTHER_VICTIM, agency="elsewhere")], by="tests").recorded
    assert read_journey(stranger, OTHER_VICTIM)
    why = {"why": "The wrong person."}
    take_in(Draft("entry.withdrawn", why, (), "2024-03-09", "elsewhere", "tests", "taken-back", said.entry.id))
    assert read_journey(stranger, OTHER_VICTIM) is None


def test_it_follows_the_victim_under_a_joined_name(recorded, stranger):
    take_in(
        draft("support.started", {"service": "paladin"}, "person:caller", agency="elsewhere"),
        draft("identity.linked", {"basis": "human"}, ("person", "person:caller"), ("other_person", VICTIM)),
    )
    assert read_journey(stranger, "person:caller")
    assert read_report(stranger, REPORT)
    take_in(draft("identity.unlinked", {"reason": "Two people."}, ("person", VICTIM),
                  ("other_person", "person:caller"), happened="2024-03-09"))  # fmt: skip
    assert read_report(stranger, REPORT) is None


def test_describing_somebody_as_what_is_known_of_her_opens_nothing(recorded, stranger):
    known = {
        "role_here": "victim",
        "names": [{"kind": "legal", "given": "Jane", "family": "Whitlock"}],
        "date_of_birth": "1990-02-22",
        "identifiers": [{"type": "phone", "value": "07700 900917"}],
    }
    take_in(draft("person.described", known, ("person", VICTIM), ("report", REPORT)))
    take_in(
        draft("person.described", known, ("person", "person:caller"), agency="elsewhere"),
        draft("support.started", {"service": "paladin"}, "person:caller", agency="elsewhere"),
    )
    assert linked_persons("person:caller") == {"person:caller", VICTIM}
    assert read_journey(stranger, "person:caller")
    assert read_report(stranger, REPORT) is None
    assert read_journey(stranger, VICTIM) is None
    take_in(draft("identity.linked", {"basis": "human"}, ("person", "person:caller"), ("other_person", VICTIM)))
    assert read_report(stranger, REPORT)


def test_a_referral_that_the_agency_answered_is_a_matter_of_its_own(recorded, stranger):
    about = ("referral", "referral:one")
    take_in(draft("referral.made", {"to": "advocacy"}, about, ("victim", OTHER_VICTIM), ("report", OTHER_REPORT)))
    assert read_report(stranger, OTHER_REPORT) is None
    take_in(draft("referral.answered", {"result": "accepted"}, about, agency="elsewhere", happened="2024-03-09"))
    assert read_report(stranger, OTHER_REPORT)
    assert read_report(stranger, REPORT) is None


def test_witness_care_of_a_force_has_what_went_to_the_prosecutor(recorded):
    user = make_user("witness_care", agency="northmoor")
    assert read_report(user, REPORT)
    assert read_report(user, OTHER_REPORT) is None  # the force recorded it, and sent no file


def test_nobody_makes_a_matter_their_own_by_recording_about_it(recorded, stranger):
    for about in ([VICTIM], [("victim", "person:new"), ("suspect", SUSPECT)], ["person:new", REPORT]):
        with pytest.raises(MayNotRecord):
            check_may_record(stranger, [draft("contact.made", CONTACT, *about, agency="elsewhere")])
    check_may_record(stranger, [draft("contact.made", CONTACT, "person:elsewhere.new", agency="elsewhere")])
    check_may_record(make_user("advocate"), [draft("contact.made", CONTACT, VICTIM, REPORT, agency="helpline")])


def test_a_victim_cannot_be_claimed_before_she_is_on_the_record(stranger):
    """Recorded about somebody who is not there yet, it would open her report the day after."""
    claim = draft(
        "support.started", {"service": "isac"}, "person:nm-2026-18-v", "report:nm-2026-18", agency="elsewhere"
    )
    with pytest.raises(MayNotRecord):
        check_may_record(stranger, [claim])
    take_in(claim)  # in a file that somebody else took in: it opens nothing either
    assert read_journey(stranger, "person:nm-2026-18-v")
    take_in(draft("report.made", None, "person:nm-2026-18-v", ("suspect", SUSPECT), "report:nm-2026-18"))
    assert read_journey(stranger, "person:nm-2026-18-v") is None
    assert read_report(stranger, "report:nm-2026-18") is None
    assert not own_of(stranger).knows(SUSPECT)
    again = draft("support.started", {"service": "isac"}, "person:nm-2026-18-v", agency="elsewhere")
    with pytest.raises(MayNotRecord):
        check_may_record(stranger, [again])


def test_a_service_has_its_own_first_contact_with_somebody_new(stranger):
    name = "person:elsewhere.17"
    first = draft("support.started", {"service": "isac"}, name, agency="elsewhere")
    check_may_record(stranger, [first])
    [said] = flow.take_in([first], by="tests").recorded
    assert read_journey(stranger, name)
    check_may_record(stranger, [draft("safetyplan.made", {"plan": "Locks."}, name, agency="elsewhere")])
    take_in(draft("report.made", None, name, "report:nm-2026-18"))
    assert read_journey(stranger, name) is None
    assert read_report(stranger, "report:nm-2026-18") is None
    assert read_entry(stranger, said.entry.id), "what they recorded themselves is theirs"
    stranger.service = "veritas"
    take_in(draft("support.accepted", {"service": "veritas"}, name, happened="2024-03-09"))
    assert read_journey(stranger, name)
    assert read_report(stranger, "report:nm-2026-18")


@pytest.mark.parametrize("role", OWN_MATTERS)
def test_a_refusal_does_not_tell_whether_it_is_on_the_record(recorded, role):
    user = make_user(role, agency="elsewhere")
    coded = {"frame": "small", "frame_version": 1, "state": "done"}
    recordable = {"health": ("risk.assessed", {"instrument": "srp"}), "researcher": ("coding.coded", coded)}
    kind, body = recordable.get(role, ("contact.made", CONTACT))

    def reasons(*names: str) -> set[str]:
        return {judge(user, [draft(kind, body, name, agency="elsewhere")])[0].reason for name in names}

    [reason] = reasons(VICTIM, "person:nobody", "person:elsewhere-east.17", "person:else.17")
    assert reason.startswith("You may not record anything about this matter. Somebody or something new needs a UUID")
    assert reasons("person:0192aa3e-6a2b-7c11-8a55-0f1d2c3b4a59") == {""}
    shared = {"witness_care", "researcher"}  # a force's own names begin so too
    assert (reasons("person:elsewhere.17") == {""}) == (role not in shared)


@pytest.mark.parametrize(
    ("kind", "body", "opens"),
    [
        ("support.offered", {"service": "isac"}, False),
        ("support.declined", {"service": "isac"}, False),
        ("support.accepted", {"service": "isac"}, True),
        ("support.started", {"service": "isac"}, True),
        ("contact.failed", {"channel": "phone", "about": ["general"]}, False),
        ("contact.made", CONTACT, True),
        ("safetyplan.made", {"plan": "Locks."}, True),
    ],
)
def test_what_was_offered_or_declined_opens_nothing(recorded, stranger, kind, body, opens):
    [said] = flow.take_in([draft(kind, body, OTHER_VICTIM, agency="elsewhere")], by="tests").recorded
    assert (read_journey(stranger, OTHER_VICTIM) is not None) == opens
    assert (read_report(stranger, OTHER_REPORT) is not None) == opens
    assert read_entry(stranger, said.entry.id)


@pytest.mark.parametrize("role", ["advocate", "probation", "health"])
def test_a_referral_that_the_agency_turned_down_opens_nothing(recorded, role):
    user = make_user(role, agency="elsewhere")
    about = ("referral", "referral:one")
    take_in(draft("referral.made", {"to": "advocacy"}, about, ("victim", OTHER_VICTIM), ("report", OTHER_REPORT)))
    answer = draft("referral.answered", {"result": "declined_by_person"}, about, ("victim", OTHER_VICTIM),
                   agency="elsewhere", happened="2024-03-09")  # fmt: skip
    [said] = flow.take_in([answer], by="tests").recorded
    assert read_report(user, OTHER_REPORT) is None
    for result, opens in (("accepted", True), ("no_capacity", False)):
        corrected = {"why": "Mistyped.", "body": {"result": result}}
        take_in(Draft("entry.corrected", corrected, (), "2024-03-10", "elsewhere", "tests", result, said.entry.id))
        assert (read_report(user, OTHER_REPORT) is not None) == opens


def test_an_account_without_an_agency_has_no_matters(recorded):
    user = make_user("advocate")
    user.agency = ""
    assert own_of(user).victims == frozenset()


def test_it_costs_the_same_for_one_client_as_for_forty(stranger):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            own_of(make_user("advocate", agency="elsewhere", username=f"a{len(own_of(stranger).victims)}"))
        return len([query for query in captured if "access_user" not in query["sql"]])

    def client(n: int) -> Draft:
        return draft("support.started", {"service": "isac"}, f"person:c{n}", f"report:c{n}", agency="elsewhere")

    take_in(client(0))
    one = cost()
    take_in(*(client(n) for n in range(1, 40)))
    assert cost() == one
    assert len(own_of(stranger).victims) == 40


def test_what_an_agency_recorded_is_found_by_the_index():
    plan = plan_of("SELECT subjects FROM record_recordentry e WHERE e.agency = 'helpline' AND e.kind = 'charge.laid'")
    assert "access_own_matters" in plan
