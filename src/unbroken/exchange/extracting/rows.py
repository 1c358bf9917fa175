"""The rows of an extract: from what stands of reports, people, orders and prosecutions on the record.

States are as the tables hold them, read from their JSON: days are ISO texts. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from unbroken.exchange.extracting.pseudonyms import Pseudonyms
from unbroken.record.entries import Entry
from unbroken.vocabulary.behaviours import types_of
from unbroken.vocabulary.courts import VERDICTS
from unbroken.vocabulary.offences import STALKING

_CONVICTED = VERDICTS.in_group("convicted")

State = Mapping[str, Any]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around some reports: who the people in them are, what else names them, what was ordered.

    `resolved` gives the resolved person of a person object and `weakest` the weight of the weakest link of each;
    `reports_of` the reports in which a resolved person has a role, `made` the day on which a report was made.
    """

    people: Mapping[str, State] = field(default_factory=dict)
    resolved: Mapping[str, str] = field(default_factory=dict)
    weakest: Mapping[str, float | None] = field(default_factory=dict)
    reports_of: Mapping[tuple[str, str], Collection[str]] = field(default_factory=dict)
    made: Mapping[str, str | None] = field(default_factory=dict)
    orders: Mapping[str, Sequence[State]] = field(default_factory=dict)
    assessed: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    def who(self, person: str) -> str:
        """The resolved person of a person object."""
        return self.resolved.get(person, person)


def case_row(state: State, around: Around, names: Pseudonyms) -> Row:
    """The row of a report."""
    return {
        **_about(state, names),
        **_classes(state),
        **_people(state, around, names),
        **_linked(state, around),
        **_conduct(state),
        **_investigation(state, around),
        **_leaving(state),
        **_ending(state),
        **_prosecution(state),
        **_orders(around.orders.get(state["object"], ())),
        "flags": list(state["flags"]),
        "entries": state["entries"],
        "link_weight": _weakest(state, around),
    }


def _about(state: State, names: Pseudonyms) -> Row:
    stage = state["stages"][-1]
    return {
        "case": names.of(state["object"]),
        "agency": state["agency"],
        "force": state["force"],
        "area": state["area"],
        "made_on": day(state["made_on"]),
        "channel": state["channel"],
        "reported_by": state["reported_by"],
        "further_offending": state["further_offending"],
        "is_restricted": state["is_restricted"],
        "is_duplicate": state["duplicate_of"] is not None,
        "stage": state["stage"],
        "stage_since": day(stage["on"]),
    }


def _classes(state: State) -> Row:
    classes = state["classes"]
    return {
        "offence_initial": classes["initial"],
        "offence": classes["current"],
        "offence_final": classes["final"],
        "offence_charged": classes["charge"],
        "recognised_on": day(classes["recognised_on"]),
        "days_to_recognition": _least(classes["days_to_recognition"]),
        "recognition_changes": classes["recognition_changes"],
        "seriousness_changes": classes["seriousness_changes"],
        "losses": classes["losses"],
    }


def _people(state: State, around: Around, names: Pseudonyms) -> Row:
    by_role: dict[str, list[str]] = {"victim": [], "suspect": [], "witness": [], "third_party": []}
    for party in state["parties"]:
        by_role.setdefault(party["role"], []).append(party["person"])
    victims = set(by_role["victim"])
    said = [(flag, answer) for person, flag, answer in state["vulnerabilities"] if person in victims]
    stated = state["relationships"][-1] if state["relationships"] else None
    domestic = state["domestic"]
    return {
        "victims": len(by_role["victim"]),
        "suspects": len(by_role["suspect"]),
        "witnesses": len(by_role["witness"]),
        **_person("victim", by_role["victim"], state["made_on"], around, names),
        **_person("suspect", by_role["suspect"], state["made_on"], around, names),
        "relationship": state["relationship"],
        "is_former_partner": stated["is_former_partner"] if stated else None,
        "is_domestic": domestic["stands"],
        "domestic_police": domestic["police"],
        "domestic_cps": domestic["cps"],
        "victim_vulnerable": _any_yes([answer for flag, answer in said if flag == "vulnerable"]),
        "vulnerabilities": sorted({flag for flag, answer in said if answer == "yes"}),
    }


def _person(role: str, persons: Sequence[str], made_on: str | None, around: Around, names: Pseudonyms) -> Row:
    first = persons[0] if persons else None
    known: State = around.people.get(first, {}) if first else {}
    return {
        role: names.of(around.who(first)) if first else None,
        f"{role}_sex": known.get("sex"),
        f"{role}_age": _age(known.get("date_of_birth"), made_on),
        f"{role}_age_band": known.get("age_band"),
        f"{role}_ethnicity_self": known.get("ethnicity_self"),
        f"{role}_ethnicity_officer": known.get("ethnicity_officer"),
        f"{role}_in_policing": bool(known.get("works_in")),
    }


def _linked(state: State, around: Around) -> Row:
    """How many other reports name the same two people, and name the suspect beside somebody else."""
    report, made = state["object"], state["made_on"]
    both: dict[str, set[str]] = {"victim": set(), "suspect": set()}
    for party in state["parties"]:
        if party["role"] in both:
            both[party["role"]].add(around.who(party["person"]))
    against = {role: {other for who in both[role] for other in around.reports_of.get((role, who), ())} for role in both}
    same = (against["victim"] & against["suspect"]) - {report}
    earlier = [other for other in same if made and (on := around.made.get(other)) and on < made]
    return {
        "linked_reports": len(same),
        "earlier_reports": len(earlier),
        "suspect_reports_against_others": len(against["suspect"] - against["victim"] - {report}),
    }


def _conduct(state: State) -> Row:
    incidents, said = state["incidents"], dict(state["escalating"])
    return {
        "incidents": incidents["number"],
        "first_incident_on": day(incidents["first_on"]),
        "last_incident_on": day(incidents["last_on"]),
        "behaviours": list(incidents["behaviours"]),
        "behaviour_types": len(types_of(frozenset(incidents["behaviours"]))),
        "incidents_after_report": len(incidents["further"]),
        "escalation_victim": said.get("victim"),
        "escalation_police": said.get("police"),
        "impact_asked": state["impact"]["asked"],
        "effects": list(state["impact"]["effects"]),
    }


def _investigation(state: State, around: Around) -> Row:
    steps = Counter(step["kind"] for step in state["suspect_steps"])
    evidence, allocations, days = state["evidence"], state["allocations"], state["days"]
    obtained = {one["type"] for one in evidence if one["state"] == "obtained"}
    delays = state["delays"]
    return {
        "identified_on": day(state["identified_on"]),
        "identified_band": state["identified_band"],
        "days_to_identified": _least(days["identified"]),
        "days_to_arrest": _least(days["arrested"]),
        "days_to_interview": _least(days["interviewed"]),
        "is_arrested": steps["arrested"] > 0,
        "is_interviewed": steps["interviewed"] > 0,
        "is_bailed": steps["bailed"] > 0,
        "is_remanded": steps["remanded"] > 0,
        "accounts": list(state["accounts"]),
        "officers": allocations["officers"],
        "officer_changes": allocations["officer_changes"],
        "has_stalking_lead": allocations["stalking_lead"] is not None,
        "has_supervisor": allocations["supervisor"] is not None,
        "evidence_obtained": sorted(obtained),
        "evidence_wanted": sorted({one["type"] for one in evidence} - obtained),
        "delays": sorted({one["cause"] for one in delays}),
        "delay_days": sum(one["days"] or 0 for one in delays),
        "contacts_made": state["contact"]["made"],
        "contacts_failed": state["contact"]["failed"],
        "risk_assessed": sorted({one.get("instrument") for one in around.assessed.get(state["object"], ())
                                 if one.get("instrument")}),
        "statements": sorted({step for step, _ in state["impact"]["statements"]}),
    }  # fmt: skip


def _leaving(state: State) -> Row:
    """The first leaving that stands, or where the victim came back from each, the first of all."""
    leavings = state["leavings"]
    gone = [one for one in leavings if one["came_back_on"] is None]
    first = (gone or leavings or [None])[0]
    if first is None:
        return dict.fromkeys(("left_as", "left_on", "days_to_leaving", "withdrawal_statement", "came_back")) | {
            "leaving_reasons": []
        }
    return {
        "left_as": first["way"],
        "left_on": day(first["on"]),
        "days_to_leaving": _least(first["days"]),
        "leaving_reasons": list(first["reasons"]),
        "withdrawal_statement": first["statement_taken"],
        "came_back": not gone,
    }


def _ending(state: State) -> Row:
    outcome = state["outcome"]
    closed = outcome or {}
    return {
        "outcome": closed.get("outcome"),
        "ended_by": closed.get("ended_by") or None,
        "left_at": closed.get("left_at") or None,
        "closure_reasons": list(closed.get("reasons", ())),
        "closed_on": day(closed.get("on")),
        "days_to_closure": _least(closed.get("days")),
        "closures": len(state["closures"]),
        "ended_on": day(state["ended_on"]),
    }


def _prosecution(state: State) -> Row:
    submissions, charges, days = state["submissions"], state["charges"], state["days"]
    laid = sorted((one for one in charges if one["laid_on"]), key=lambda one: str(one["laid_on"]))
    decided = [one for one in submissions if one["decided_on"]]
    convicted = [one for one in charges if one["verdict"] in _CONVICTED]
    return {
        "prosecutions": len(state["prosecutions"]),
        "submissions": len(submissions),
        "submitted_on": day(submissions[0]["on"]) if submissions else None,
        "days_to_submission": _least(days["submissions"][0]) if days["submissions"] else None,
        "cps_decision": decided[-1]["decision"] if decided else None,
        "decided_on": day(decided[-1]["decided_on"]) if decided else None,
        "charged_on": day(laid[0]["laid_on"]) if laid else None,
        "days_to_charge": _least(days["charged"]),
        "charged_by": laid[0]["laid_by"] if laid else None,
        "charges": sorted({one["final"] or one["laid"] for one in laid if one["final"] or one["laid"]}),
        "verdicts": sorted({one["verdict"] for one in charges if one["verdict"]}),
        "is_convicted": bool(convicted),
        "is_convicted_of_stalking": any((one["convicted_of"] or one["final"]) in STALKING for one in convicted),
        "sentences": sorted({part for one in charges for part in one["sentence"]}),
        "hearings": len(state["hearings"]),
    }


def _orders(orders: Sequence[State]) -> Row:
    def types(step: str) -> list[str]:
        return sorted({one["type"] for one in orders if one["type"] and one[step]})

    return {
        "orders_considered": types("considered_on"),
        "orders_applied_for": types("applied_on"),
        "orders_granted": types("granted_on"),
    }


def _weakest(state: State, around: Around) -> float | None:
    held = [around.weakest.get(around.who(party["person"])) for party in state["parties"]]
    return min((weight for weight in held if weight is not None), default=None)


# -- the other tables --------------------------------------------------------------------------------------------------


def hearing_rows(state: State, names: Pseudonyms) -> Iterator[Row]:
    """The days in court of a report."""
    for one in state["hearings"]:
        yield {
            "case": names.of(state["object"]),
            "prosecution": names.of(one["prosecution"]),
            "day": day(one["day"]),
            "state": one["state"],
            "court_type": one["court_type"],
            "purpose": one["purpose"],
            "reason": one["reason"],
            "victim_told": one["victim_told_on"] is not None,
        }


def classification_rows(state: State, names: Pseudonyms) -> Iterator[Row]:
    """The classes given to a report."""
    for n, one in enumerate(state["classes"]["history"]):
        yield {
            "case": names.of(state["object"]),
            "n": n,
            "offence": one["offence"],
            "stage": one["stage"],
            "on": day(one["on"]),
            "agency": one["agency"],
            "change": one["change"],
            "reason": one["reason"],
        }


def stage_rows(state: State, names: Pseudonyms) -> Iterator[Row]:
    """The stages that a report entered."""
    for n, one in enumerate(state["stages"]):
        yield {"case": names.of(state["object"]), "n": n, "stage": one["stage"], "on": day(one["on"])}


def incident_row(entry: Entry, report: str, names: Pseudonyms) -> Row:
    """The row of an incident."""
    return {
        "entry": names.entry(entry.id),
        "case": names.of(report),
        "first_on": entry.day,
        "last_on": entry.last_day,
        "acts": entry.get("times"),
        "behaviours": list(entry.get("behaviours") or ()),
        "places": list(entry.get("places") or ()),
        "threats": list(entry.get("threats") or ()),
        "weapon": entry.get("weapon"),
        "injury": entry.get("injury"),
        "told": list(entry.get("told") or ()),
        "orders_in_force": list(entry.get("orders_in_force") or ()),
    }


def contact_row(entry: Entry, names: Pseudonyms) -> Row:
    """The row of a contact with a victim, or of an attempt."""
    return {
        "entry": names.entry(entry.id),
        "case": _first(entry, "report", names),
        "person": _first(entry, "victim", names),
        "agency": entry.agency,
        "on": entry.day,
        "is_made": entry.kind == "contact.made",
        "channel": entry.get("channel"),
        "about": list(entry.get("about") or ()),
    }


def order_row(state: State, names: Pseudonyms) -> Row:
    """The row of a protective order."""
    breaches = state["breaches"]
    return {
        "order": names.of(state["object"]),
        "case": names.of(state["reports"][0]) if state["reports"] else None,
        "type": state["type"],
        "stage": state["stage"],
        "considered_on": day(state["considered_on"]),
        "why_not": list(state["why_not"]),
        "applied_on": day(state["applied_on"]),
        "granted_on": day(state["granted_on"]),
        "refused_on": day(state["refused_on"]),
        "served_on": day(state["served_on"]),
        "until": day(state["until"]),
        "ended_on": day(state["ended_on"]),
        "has_monitoring_officer": state["monitoring_officer"] is not None,
        "conditions": len(state["conditions"]),
        "breaches": len(breaches),
        "first_breach_on": day(min((one["on"] for one in breaches), default=None)),
        "checks": len(state["checks"]),
    }


def person_row(state: State, resolved: str, weakest: float | None, names: Pseudonyms) -> Row:
    """The row of a person object."""
    born = state["date_of_birth"]
    return {
        "person": names.of(state["object"]),
        "resolved": names.of(resolved),
        "sex": state["sex"],
        "birth_year": int(born[:4]) if born else None,
        "age_band": state["age_band"],
        "ethnicity_self": state["ethnicity_self"],
        "ethnicity_officer": state["ethnicity_officer"],
        "in_policing": bool(state["works_in"]),
        "link_weight": weakest,
    }


def day(text: str | None) -> date | None:
    """A day of a state."""
    return date.fromisoformat(text) if text else None


def _first(entry: Entry, role: str, names: Pseudonyms) -> str | None:
    named = entry.of(role)
    return names.of(named[0]) if named else None


def _least(length: State | None) -> int | None:
    """A number of days after the report; what is dated before it was, at the latest, on the day."""
    return None if length is None else max(0, int(length["least"]))


def _any_yes(answers: Collection[str]) -> bool | None:
    return True if "yes" in answers else False if "no" in answers else None


def _age(born: str | None, on: str | None) -> int | None:
    """Age in whole years. None where a day is missing, or is not one that a person can be so old on."""
    if not born or not on or len(born) < len(on):
        return None
    years = int(on[:4]) - int(born[:4]) - (on[5:] < born[5:])
    return years if years >= 0 else None
