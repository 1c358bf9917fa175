"""A made-up matter with something in it for every rule of access, each marked with a word of its own.

`record_matter()` records it: a victim with an open report (with its prosecution and order) and a restricted one
(with its prosecution); entries that are clinical, about an address, of a managed offender and an
advocate's own; corrections of these; and another victim of the same suspect, with a report of her own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.entries import draft
from unbroken import flow
from unbroken.access.commands import create_user
from unbroken.access.models import User
from unbroken.access.policy import SEES
from unbroken.access.roles import Role
from unbroken.record.entries import Draft, Entry
from unbroken.record.kinds import Handling

VICTIM, SUSPECT, OTHER_VICTIM = "person:her", "person:him", "person:another"
REPORT, RESTRICTED, OTHER_REPORT = "report:open", "report:shut", "report:others"
PROSECUTION, RESTRICTED_PROSECUTION, ORDER = "prosecution:open", "prosecution:shut", "order:open"
REGISTER = "register:griffin"
SAMPLE = "sample:study"

OPEN = "MARKEDOPEN"
CLINICAL = "MARKEDCLINICAL"
MANAGED = "MARKEDMANAGED"
ADVOCATES = "MARKEDADVOCATES"
ADDRESS = "MARKEDADDRESS"
SUSPECT_HEALTH = "MARKEDSUSPECTHEALTH"
SHUT = "MARKEDRESTRICTED"
OTHER = "MARKEDOTHERVICTIM"
MARKS = (OPEN, CLINICAL, MANAGED, ADVOCATES, ADDRESS, SUSPECT_HEALTH, SHUT, OTHER)

PASSWORD = "a long enough pass phrase"
AGENCIES: Mapping[Role, str] = {
    Role.ADVOCATE: "helpline",
    Role.PROSECUTOR: "cps",
    Role.WITNESS_CARE: "cps",
    Role.PROBATION: "probation",
    Role.HEALTH: "nhs",
    Role.ANALYST: "ministry",
}
_HER = ("victim", VICTIM)
_HIM = ("suspect", SUSPECT)
_CALLS = {"behaviours": ["calls_texts"]}
_LIST = {"name": "Griffin", "keeper": "Stalking unit", "in_force_from": "2024-01-01", "calls_for_marker": "yes",
         "criteria": [{"what": "reports", "at_least": 2}]}  # fmt: skip
_FRAME = """
name = "small"
version = 1
title = "A small frame"
[[variable]]
name = "domestic"
part = "The two"
type = "yes_no"
question = "Is it domestic abuse?"
record = "is_domestic"
"""
_STUDY = {"study": "Study", "of": "reports", "population": "all", "strata_by": ["Area"], "seed": "1", "digest": "d",
          "steps": [{"reason": "in the frame", "removed": 0, "left": 1}],
          "strata": [{"name": "North", "eligible": 1, "wanted": 1, "drawn": 1}], "doubled": 1, "frame": _FRAME,
          "coders": ["researcher-1", "supervisor-1"], "adjudicators": ["specialist_reviewer-1"]}  # fmt: skip
_PLACED = {"grounds": ["serious_harm"], "explanation": MANAGED, "register_name": "Griffin", "marker_owner": MANAGED}


def marks_for(role: Role) -> set[str]:
    """The marks that a role may see on the victim's journey."""
    handled = {
        Handling.CLINICAL: CLINICAL,
        Handling.MANAGED_OFFENDER: MANAGED,
        Handling.ADVOCATE: ADVOCATES,
        Handling.ADDRESS: ADDRESS,
    }
    if not SEES[role]:
        return set()
    marks = {OPEN} | {mark for handling, mark in handled.items() if handling in SEES[role]}
    if role in {Role.SUPERVISOR, Role.SPECIALIST_REVIEWER}:
        marks.add(SHUT)
    if role not in {Role.ADVOCATE, Role.WITNESS_CARE}:
        marks.add(SUSPECT_HEALTH)
    return marks


def make_user(role: Role | str, *, username: str = "", agency: str = "") -> User:
    """Somebody in this role, at the agency where such people work unless told otherwise."""
    role = Role(role)
    where = agency or AGENCIES.get(role, "northmoor")
    return create_user(username or f"{role}-1", role=role, agency=where, password=PASSWORD)


def record_matter() -> dict[str, Entry]:
    """Record the matter; its entries by their references."""
    found = {}
    for step in (_described, _open_matter, _handled, _restricted, _another_victim, _corrections, _drawn):
        for recorded in flow.take_in(step(found), by="tests").recorded:
            found[recorded.entry.source_ref] = recorded.entry
    return found


def _described(found: Mapping[str, Entry]) -> list[Draft]:
    her = {
        "role_here": "victim",
        "names": [{"given": "Asha", "family": OPEN}],
        "identifiers": [
            {"type": "address", "value": f"1 {ADDRESS} Street"},
            {"type": "phone", "value": "020 7946 0000"},
        ],
        "safe_contact": {"never": f"no letters to {ADDRESS}"},
    }
    him = {
        "role_here": "suspect",
        "names": [{"text": "a man called Dov"}],
        "flags": [{"flag": "mental_health", "answer": "yes", "note": SUSPECT_HEALTH}],
        "access_needs": SUSPECT_HEALTH,
    }
    return [
        _draft("report.made", {"narrative": f"{OPEN} was told to ignore him."}, "made", _HER, _HIM, REPORT),
        draft("person.described", her, ("person", VICTIM), REPORT, ref="her"),
        draft("person.described", him, ("person", SUSPECT), REPORT, ref="him"),
    ]


def _open_matter(found: Mapping[str, Entry]) -> list[Draft]:
    return [
        draft(
            "incident.recorded", {"behaviours": ["calls_texts"], "narrative": OPEN}, REPORT, _HER, _HIM, ref="incident"
        ),
        draft("prosecution.submitted", {}, REPORT, PROSECUTION, _HIM, ref="submitted"),
        draft("charge.laid", {"offence": "stalking_2a"}, PROSECUTION, _HIM, ref="charge", agency="cps"),
        draft("order.granted", {"type": "spo"}, ORDER, _HER, _HIM, REPORT, ref="order"),
        draft("support.started", {"service": "paladin"}, _HER, ref="support", agency="helpline"),
        draft("contact.made", {"about": ["general"]}, _HER, REPORT, ref="probation-told", agency="probation"),
    ]


def _handled(found: Mapping[str, Entry]) -> list[Draft]:
    work = {"programme": "nhs_forensic", "needs": CLINICAL}
    plan = {"plan": ADVOCATES}
    return [
        draft("intervention.started", work, _HIM, REPORT, ref="clinical", agency="nhs"),
        draft("register.defined", _LIST, ("register", REGISTER), ref="register"),
        draft("nominal.registered", _PLACED, _HIM, REPORT, ref="managed"),
        draft("safetyplan.made", plan, _HER, REPORT, ref="plan", agency="helpline"),
        draft("victim.rehoused", {"new_address": ADDRESS}, _HER, ref="rehoused", agency="helpline"),
        draft("risk.assessed", {"instrument": "srp", "formulation": CLINICAL}, _HER, _HIM, REPORT, ref="risk"),
    ]


def _restricted(found: Mapping[str, Entry]) -> list[Draft]:
    return [
        _draft("report.made", {"narrative": SHUT}, "shut", _HER, RESTRICTED),
        draft("report.restricted", {"reason": "covert", "note": SHUT}, RESTRICTED, ref="restriction"),
        draft("prosecution.submitted", {"reference": SHUT}, RESTRICTED, RESTRICTED_PROSECUTION, ref="shut-sent"),
        draft("case.reviewed_jointly", {"action": SHUT}, RESTRICTED_PROSECUTION, ref="shut-review"),
    ]


def _another_victim(found: Mapping[str, Entry]) -> list[Draft]:
    hers = ("victim", OTHER_VICTIM)
    return [
        _draft("report.made", {"narrative": OTHER}, "other", hers, _HIM, OTHER_REPORT),
        draft("incident.recorded", {**_CALLS, "narrative": OTHER}, OTHER_REPORT, hers, _HIM),
        draft("person.described", {"role_here": "victim", "names": [{"given": OTHER}]}, ("person", OTHER_VICTIM)),
    ]


def _drawn(found: Mapping[str, Entry]) -> list[Draft]:
    study = ("sample", SAMPLE)
    report = {"number": 1, "stratum": "North", "coders": _STUDY["coders"]}
    return [
        draft("coding.sampled", _STUDY, study, ref="sampled"),
        draft("coding.drawn", report, study, REPORT, ref="drawn"),
    ]


def _corrections(found: Mapping[str, Entry]) -> list[Draft]:
    def corrected(ref: str, body: dict[str, Any], agency: str) -> Draft:
        said = {"why": "Mistyped.", "body": body}
        return Draft("entry.corrected", said, (), "2024-03-09", agency, "tests", f"{ref}-2", found[ref].id)

    return [
        corrected("clinical", {"programme": "nhs_forensic", "needs": f"{CLINICAL} again"}, "nhs"),
        corrected("rehoused", {"new_address": f"{ADDRESS} again"}, "helpline"),
    ]


def _draft(kind: str, body: dict[str, Any], ref: str, *objects: str | tuple[str, str]) -> Draft:
    return draft(kind, {"channel": "phone", "reported_by": "victim", **body}, *objects, ref=ref)
