"""A made-up case with something of everything, as drafts: what the screens are tested and looked at with.

Two reports by one victim, a suspect known at first only by a number and a car, an order and its breach, a court,
corrections, a withdrawal, late and vague dates, and entries that only some roles may see. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.entries import about
from unbroken.record.entries import Draft

VICTIM, SUSPECT, UNKNOWN = "person:nm-v1", "person:nm-s1", "person:nm-s0"
R1, R2 = "report:nm-r1", "report:nm-r2"
ORDER, PROSECUTION = "order:nm-o1", "prosecution:nm-p1"
NAME, SUSPECT_NAME = "Marta Lindqvist", "Alwyn Tregarth"
PHONE, PLATE, HANDLE = "+44 7700 900417", "NM17 XYZ", "@northern_kite"

_S = ("suspect", SUSPECT)
_ALL = (R1, VICTIM, _S)
_ALL2 = (R2, VICTIM, _S)


def whole_case() -> list[Draft]:
    """The drafts, in the order in which they were recorded; corrections come last."""
    return [*_first_report(), *_second_report(), *_support(), *_court(), *_care(), *_amendments()]


def _first_report() -> list[Draft]:
    return [*_first_call(), *_first_incidents(), *_first_investigation(), *_first_closing(), *_first_order()]


def _first_call() -> list[Draft]:
    """The call, and the people she names: the suspect by name and by his car."""
    return [
        _d(
            "made-1",
            "report.made",
            {
                "channel": "phone_101",
                "reported_by": "victim",
                "reference": "NM/2023/0417",
                "force": "north_yorkshire",
                "area": "Harbour",
                "narrative": "Calls at all hours since she ended it, and he has been seen outside her flat. "
                "She has changed her number once already.",
                "said_stalking": "yes",
            },
            *_ALL,
            happened="2023-04-17T10:00",
            recorded="2023-04-17T10:25",
        ),
        _person(
            "victim-1",
            VICTIM,
            "victim",
            NAME,
            R1,
            "2023-04-17",
            date_of_birth="1991-09-02",
            sex="female",
            identifiers=[{"type": "phone", "value": PHONE}, {"type": "address", "value": "4 Quay Row, Saltmarket"}],
            safe_contact={"channels": ["phone"], "never": "No messages left at her work."},
        ),
        _person(
            "suspect-1",
            SUSPECT,
            "suspect",
            SUSPECT_NAME,
            R1,
            "2023-04-17",
            age=38,
            sex="male",
            identifiers=[{"type": "vehicle", "value": PLATE}],
            flags=[{"flag": "mental_health", "answer": "yes", "said_by": "victim"}],
        ),
    ]


def _first_incidents() -> list[Draft]:
    """What she told on the day."""
    return [
        _d(
            "calls",
            "incident.recorded",
            {"behaviours": ["calls_texts"], "times": 40, "when_note": "From some time in February."},
            *_ALL,
            happened="2023-02",
            recorded="2023-04-17T10:30",
        ),
        _d(
            "gate",
            "incident.recorded",
            {
                "behaviours": ["attends_home", "following_surveillance"],
                "places": ["home"],
                "told": ["asked_to_stop", "blocked"],
                "identifiers_used": [PLATE],
                "narrative": "Stood at the gate for an hour and rang the bell. Left when a neighbour came out.",
            },
            *_ALL,
            happened="2023-04-14T21:40",
            recorded="2023-04-17T10:31",
        ),
    ]


def _first_investigation() -> list[Draft]:
    """Classed as harassment, the suspect asked once, a parcel that was from somebody else."""
    return [
        _d(
            "class-1",
            "report.classified",
            {"offence": "harassment_2", "stage": "initial", "decided_by": "police"},
            R1,
            happened="2023-04-17",
        ),
        _d(
            "officer-1",
            "report.allocated",
            {"officer": "officer", "team": "Harbour response"},
            R1,
            happened="2023-04-18",
        ),
        _d(
            "interview",
            "suspect.interviewed",
            {"accounts": ["minimised"], "voluntary": "yes"},
            *_ALL,
            happened="2023-05-02T14:00",
        ),
        _d("parcel", "incident.recorded", {"behaviours": ["letters_gifts"]}, *_ALL, happened="2023-06-01"),
        _d(
            "relation",
            "relationship.stated",
            {"relationship": "ex_partner", "separated_on": "2023-01", "stated_by": "victim"},
            *_ALL,
            happened="2023-06-20",
        ),
    ]


def _first_closing() -> list[Draft]:
    """She withdraws, and the police close it."""
    return [
        _d(
            "withdrew",
            "victim.withdrew",
            {
                "stage": "investigation",
                "statement_taken": "no",
                "statement_absent_because": "She did not answer the letter.",
                "reasons": ["fear_of_reprisal"],
            },
            *_ALL,
            happened="2023-06-28",
        ),
        _d(
            "closed",
            "investigation.closed",
            {"outcome": "16", "reasons": ["victim_not_cooperating"]},
            R1,
            VICTIM,
            _S,
            happened="2023-07-03",
        ),
    ]


def _first_order() -> list[Draft]:
    """Her own order, which police serve."""
    return [
        _d(
            "order",
            "order.granted",
            {
                "type": "non_molestation",
                "until": "2030-08-01",
                "court": "Northmoor Family Court",
                "conditions": [{"kind": "no_direct_contact", "number": "1"}, {"kind": "exclusion_home", "number": "2"}],
            },
            ORDER,
            VICTIM,
            _S,
            R1,
            happened="2023-08-01",
            agency="hmcts",
        ),
        _d("served", "order.served", {"type": "non_molestation"}, ORDER, VICTIM, _S, R1, happened="2023-08-04"),
    ]


def _second_report() -> list[Draft]:
    return [*_second_call(), *_breach(), *_recognition(), *_second_investigation()]


def _second_call() -> list[Draft]:
    """She calls again, and the suspect is described with a date of birth and an account."""
    return [
        _d(
            "made-2",
            "report.made",
            {
                "channel": "phone_999",
                "reported_by": "victim",
                "reference": "NM/2024/0022",
                "force": "north_yorkshire",
                "area": "Harbour",
                "further_offending": "yes",
                "narrative": "A message on her sister's account saying that he knows where she has moved to.",
            },
            *_ALL2,
            happened="2024-01-04T08:00",
        ),
        _person(
            "suspect-2",
            SUSPECT,
            "suspect",
            "A. Tregarth",
            R2,
            "2024-01-04",
            date_of_birth="1985-02-11",
            sex="male",
            identifiers=[{"type": "social_handle", "value": HANDLE, "platform": "instagram"}],
        ),
    ]


def _breach() -> list[Draft]:
    """What he did, and the order that it broke."""
    return [
        _d(
            "breach",
            "incident.recorded",
            {
                "behaviours": ["order_breach", "online_contact"],
                "threats": ["harm"],
                "orders_in_force": ["non_molestation"],
                "threat_words": "You will not get away a second time.",
                "narrative": "Wrote to her sister's account. <b>Not</b> markup.",
                "identifiers_used": [HANDLE],
            },
            *_ALL2,
            happened="2024-01-03T18:05",
        ),
        _d(
            "breached",
            "order.breached",
            {"type": "non_molestation", "condition_kinds": ["no_direct_contact"]},
            ORDER,
            VICTIM,
            _S,
            R2,
            happened="2024-01-04",
        ),
    ]


def _recognition() -> list[Draft]:
    """Harassment at first, and stalking when both reports were read together."""
    return [
        _d(
            "class-2",
            "report.classified",
            {
                "offence": "harassment_2",
                "stage": "initial",
                "decided_by": "police",
                "override_reason": "Recorded as one message at first.",
            },
            R2,
            happened="2024-01-04",
        ),
        _d(
            "class-3",
            "report.classified",
            {
                "offence": "stalking_4a_fear",
                "stage": "specialist_review",
                "reason": "course_of_conduct_found",
                "decided_by": "police",
                "explanation": "Read with the report of 2023 it is a course of conduct.",
            },
            R2,
            happened="2024-01-05",
        ),
        _d("officer-2", "report.allocated", {"officer": "officer", "team": "Stalking team"}, R2, happened="2024-01-05"),
    ]


def _second_investigation() -> list[Draft]:
    """The arrest, the link with the first report, and his phone."""
    return [
        _d("arrest", "suspect.arrested", {"offences": ["stalking_4a_fear"]}, *_ALL2, happened="2024-01-06T06:40"),
        _d("linked", "report.linked", {"why": "same_suspect"}, R2, ("other_report", R1), happened="2024-01-05"),
        _d("phone-asked", "evidence.requested", {"type": "suspect_device"}, R2, _S, happened="2024-01-07"),
        _d("phone-got", "evidence.obtained", {"type": "suspect_device"}, R2, _S, happened="2024-02-20"),
    ]


def _support() -> list[Draft]:
    return [
        _d(
            "impact",
            "impact.recorded",
            {
                "statement": "taken",
                "effects": ["fear_of_violence", "changed_route"],
                "words": "I no longer go out alone.",
            },
            VICTIM,
            R1,
            happened="2023-05-10",
            agency="helpline",
        ),
        _d("offered", "support.offered", {"service": "idva"}, VICTIM, R1, happened="2023-05-11", agency="helpline"),
        _d("started", "support.started", {"service": "idva"}, VICTIM, R1, happened="2023-05-20", agency="helpline"),
        _d(
            "told",
            "contact.made",
            {"about": ["arrest"], "channel": "phone", "within_rule": "yes"},
            VICTIM,
            R2,
            happened="2024-01-06T11:00",
        ),
    ]


def _court() -> list[Draft]:
    return [
        _d(
            "file",
            "prosecution.submitted",
            {"number": 1, "all_incidents": "yes"},
            R2,
            PROSECUTION,
            VICTIM,
            _S,
            happened="2024-01-07",
        ),
        _d(
            "advice",
            "prosecution.decided",
            {"decision": "charge", "test": "threshold"},
            PROSECUTION,
            R2,
            VICTIM,
            happened="2024-01-08",
            agency="cps",
        ),
        _d(
            "charge",
            "charge.laid",
            {"offence": "stalking_4a_fear", "by": "cps", "charge": "c1"},
            PROSECUTION,
            R2,
            VICTIM,
            _S,
            happened="2024-01-09",
            agency="cps",
        ),
        _d(
            "hearing",
            "hearing.listed",
            {"date": "2027-03-05", "purpose": "trial", "court": "Northmoor Crown Court"},
            PROSECUTION,
            R2,
            VICTIM,
            happened="2024-02-01",
            agency="hmcts",
        ),
    ]


def _care() -> list[Draft]:
    """What only some roles may see."""
    return [
        _d(
            "plan",
            "safetyplan.made",
            {"plan": "A friend walks with her."},
            VICTIM,
            R1,
            happened="2023-05-21",
            agency="helpline",
        ),
        _d(
            "moved",
            "victim.rehoused",
            {"arranged_by": "council", "wished": "yes", "new_address": "9 Hill End"},
            VICTIM,
            R1,
            happened="2023-12-01",
            agency="helpline",
        ),
        _d(
            "programme",
            "intervention.started",
            {"programme": "nhs_forensic"},
            _S,
            R2,
            happened="2024-03-01",
            agency="nhs",
        ),
    ]


def _amendments() -> list[Draft]:
    gate = {
        "behaviours": ["attends_home", "following_surveillance"],
        "places": ["home"],
        "told": ["warned_by_police"],
        "identifiers_used": [PLATE],
        "narrative": "Stood at the gate for an hour and rang the bell. Left when a neighbour came out.",
    }
    return [
        _amend(
            "gate-again",
            "gate",
            "entry.corrected",
            {"why": "He was warned by police, not asked.", "body": gate},
            happened="2023-05-03",
        ),
        _amend(
            "parcel-away",
            "parcel",
            "entry.withdrawn",
            {"why": "The parcel was from her sister."},
            happened="2023-06-25",
        ),
    ]


def _person(ref: str, person: str, role: str, name: str, report: str, happened: str, **more: Any) -> Draft:
    body = {"role_here": role, "names": [{"text": name}], **more}
    return _d(ref, "person.described", body, ("person", person), report, happened=happened)


def _d(
    ref: str,
    kind: str,
    body: Mapping[str, Any],
    *objects: str | tuple[str, str],
    happened: str,
    recorded: str = "",
    agency: str = "northmoor",
) -> Draft:
    """A draft, recorded on the day it happened unless `recorded` says when."""
    return Draft(
        kind=kind,
        body=body,
        subjects=about(*objects),
        happened=happened,
        agency=agency,
        source="whole-case",
        source_ref=ref,
        recorded_at=recorded or (happened if "T" in happened else f"{happened}T20:00"),
        recorded_by="officer",
    )


def _amend(ref: str, target: str, kind: str, body: Mapping[str, Any], *, happened: str) -> Draft:
    return Draft(
        kind=kind,
        body=body,
        subjects=(),
        happened=happened,
        agency="northmoor",
        source="whole-case",
        source_ref=ref,
        corrects_ref=("whole-case", target),
        recorded_at=f"{happened}T20:00",
        recorded_by="officer",
    )
