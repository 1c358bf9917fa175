from __future__ import annotations

from dataclasses import replace

import pytest

from tests.entries import entry
from tests.unit.access.test_policy import Somebody
from unbroken.access.policy import SEES, UNTOLD
from unbroken.access.roles import Role
from unbroken.access.visibility import refused_person, visible
from unbroken.record.kinds import Handling

WORK = {"programme": "nhs_forensic", "needs": "a need"}
HIM, HER = ("suspect", "person:s1"), ("victim", "person:v1")
LOOK = {"entry": "e1", "concern": "harmful_advice", "places": ["narrative:0-9"], "why": "Spoke with the team."}
CODED = {"frame": "stalking_reports", "frame_version": 1, "state": "done"}
EXAMPLES = {
    Handling.ORDINARY: entry(),
    Handling.CLINICAL: entry("intervention.started", WORK, HIM, "report:r1"),
    Handling.MANAGED_OFFENDER: entry("nominal.registered", {"grounds": ["weapon"]}, HIM),
    Handling.CRIMINAL_RECORD: entry(
        "antecedent.recorded",
        {"what": "charge", "offence": "stalking_2a", "source": "pnc"},
        ("person", "person:s1"),
        "report:r1",
    ),
    Handling.ADVOCATE: entry("safetyplan.made", {"plan": "a plan"}, HER),
    Handling.ADDRESS: entry("victim.rehoused", {"new_address": "an address"}, HER),
    Handling.SUPERVISION: entry("wording.reviewed", LOOK, "report:r1"),
    Handling.STUDY: entry("coding.coded", CODED, ("sample", "sample:s1"), "report:r1"),
}


def correction_of(target, body=None, kind="entry.corrected"):
    return entry(kind, {"why": "Wrong.", "body": body or dict(target.body)}, *pairs(target), corrects=target.id)


def pairs(target):
    return [(subject.role, subject.object) for subject in target.subjects]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_what_it_may_and_is_told_of_the_rest(role):
    seen = visible(list(EXAMPLES.values()), Somebody(role))
    assert seen.entries == tuple(EXAMPLES[handling] for handling in Handling if handling in SEES[role])
    assert seen.withheld == {handling: 1 for handling in Handling if handling not in SEES[role] | UNTOLD}


@pytest.mark.parametrize("handling", sorted(UNTOLD))
def test_that_somebody_has_a_criminal_record_or_is_on_a_list_or_looked_at_is_not_told(handling: Handling) -> None:
    seen = visible([EXAMPLES[handling]], Somebody(Role.ADVOCATE))
    assert (seen.entries, seen.withheld) == ((), {})


@pytest.mark.parametrize("handling", [handling for handling in Handling if handling is not Handling.ORDINARY])
def test_a_correction_is_handled_as_what_it_corrects(handling):
    target = EXAMPLES[handling]
    history = [target, correction := correction_of(target), entry("entry.withdrawn", {"why": "No."},
               *pairs(target), corrects=correction.id)]  # fmt: skip
    role = next(role for role in Role if Handling.ORDINARY in SEES[role] and handling not in SEES[role])
    seen = visible(history, Somebody(role))
    assert seen.entries == ()
    assert seen.withheld == ({} if handling in UNTOLD else {handling: 1})


def test_an_amendment_whose_target_is_not_at_hand_is_not_shown():
    correction = correction_of(EXAMPLES[Handling.ORDINARY])
    assert visible([correction], Somebody("supervisor")).entries == ()


def test_an_amendment_is_shown_with_its_target_beside_it():
    target = EXAMPLES[Handling.ORDINARY]
    correction = correction_of(target)
    assert visible([correction], Somebody("officer"), beside=[target]).entries == (correction,)


def test_an_entry_of_a_kind_no_longer_known_is_not_shown():
    assert visible([entry("weather.changed", {})], Somebody("specialist_reviewer")).entries == ()


@pytest.mark.demand("REC-15")
def test_restricted_reports_are_counted_and_not_shown():
    shut = [entry("report.allocated", {}, "report:r2"), entry("charge.laid", {}, "prosecution:c2", HIM)]
    restricted = {"report:r2": "report:r2", "prosecution:c2": "report:r2"}
    seen = visible([EXAMPLES[Handling.ORDINARY], *shut], Somebody("officer"), restricted=restricted)
    assert seen.entries == (EXAMPLES[Handling.ORDINARY],)
    assert seen.restricted == {"report:r2"}
    assert seen.withheld == {}


@pytest.mark.demand("REC-15")
def test_restricted_reports_are_shown_to_those_with_the_right():
    shut = entry("report.allocated", {}, "report:r2")
    seen = visible([shut], Somebody("supervisor"), restricted={"report:r2": "report:r2"})
    assert seen.entries == (shut,)
    assert seen.restricted == frozenset()


def test_somebody_without_a_role_sees_nothing_and_learns_nothing():
    seen = visible(list(EXAMPLES.values()), Somebody(""))
    assert (seen.entries, seen.withheld) == ((), {})


def test_masked_fields_are_left_out_and_counted():
    described = entry("person.described", HER_BODY, ("person", "person:v1"))
    seen = visible([described], Somebody("prosecutor"))
    assert seen.entries[0].body == {"role_here": "victim", "identifiers": [{"type": "phone", "value": "01632 960000"}]}
    assert seen.masked == {Handling.ADDRESS: 1}
    assert seen.withheld == {}


def test_a_correction_is_masked_as_the_entry_it_corrects():
    described = entry("person.described", HER_BODY, ("person", "person:v1"))
    seen = visible([described, correction_of(described)], Somebody("prosecutor"))
    assert "Street" not in str([item.body for item in seen.entries])
    assert seen.entries[1].body["why"] == "Wrong."


def test_an_erased_body_stays_erased():
    erased = replace(entry(), body=None)
    assert visible([erased], Somebody("officer")).entries == (erased,)


HER_BODY = {
    "role_here": "victim",
    "identifiers": [{"type": "phone", "value": "01632 960000"}, {"type": "address", "value": "1 Some Street"}],
    "safe_contact": {"never": "letters to 1 Some Street"},
}


def test_a_conflict_closes_whatever_names_a_closed_object():
    assert refused_person({"report:r1", "person:v1"}, set())
    assert refused_person({"report:r1"}, {"report:r2"})
    assert not refused_person({"report:r1", "report:r2"}, {"report:r2"})
