"""Who is in a report, how they know one another, and whether it is domestic abuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from unbroken.cases.fold.history import History, to_day
from unbroken.cases.fold.shapes import DomesticFlag, Party, Relationship
from unbroken.record.entries import Entry
from unbroken.record.told import told_on
from unbroken.vocabulary.people import PERSONALLY_CONNECTED, is_domestic

_ROLES = frozenset({"victim", "suspect", "witness", "third_party"})
# The youngest age in each band: what the domestic abuse rule asks is whether somebody is 16 or over.
_BAND_FROM = {
    "under_10": 0,
    "10_to_15": 10,
    "16_to_17": 16,
    "18_to_24": 18,
    "25_to_34": 25,
    "35_to_44": 35,
    "45_to_54": 45,
    "55_to_64": 55,
    "65_to_74": 65,
    "75_and_over": 75,
    "adult": 18,
    "child": 0,
}
_ANSWERED = {"yes": True, "no": False}


def fold_parties(history: History) -> tuple[Party, ...]:
    """Every person object in a role in the report, with the day on which an entry first said so."""
    since: dict[tuple[str, str], date] = {}
    for entry in history.entries:
        if not _names(history.object, entry):
            continue
        told = told_on(entry)
        for subject in entry.subjects:
            role = subject.role
            if role == "person" and entry.kind == "person.described":
                role = entry.get("role_here", "")
            if role in _ROLES and told < since.get((role, subject.object), date.max):
                since[role, subject.object] = told
    return tuple(Party(person, role, day) for (role, person), day in sorted(since.items()))


def fold_relationships(history: History) -> tuple[Relationship, ...]:
    """The relationship last stated for each suspect, in the order in which they were stated."""
    stated: dict[str, Relationship] = {}
    for entry in history.of("relationship.stated"):
        if entry.body is None:
            continue
        for suspect in entry.of("suspect"):
            stated.pop(suspect, None)
            stated[suspect] = _relationship(suspect, entry)
    return tuple(stated.values())


def the_relationship(relationships: Sequence[Relationship]) -> str | None:
    """The one relationship a report is counted under.

    Of several suspects, the last stated one who is personally connected to the victim; else the last known one;
    else unknown. None where nobody stated any.
    """
    ranked = [*relationships]
    ranked.sort(key=lambda item: (item.relationship in PERSONALLY_CONNECTED, item.relationship != "unknown"))
    return ranked[-1].relationship if ranked else None


def is_former_partner(stated: Entry) -> bool:
    """Whether a statement of relationship says that suspect and victim are former partners."""
    relationship = stated.get("relationship")
    return relationship == "ex_partner" or (relationship == "current_partner" and bool(stated.get("separated_on")))


def fold_domestic(history: History, relationships: Sequence[Relationship]) -> DomesticFlag:
    """The domestic abuse flag by rule, by police and by the CPS, and where they differ (REC-05)."""
    derived, because = _derived(history, relationships)
    police, police_reason = _flag(history, "police")
    cps, cps_reason = _flag(history, "cps")
    answers = {"police": _ANSWERED.get(police or ""), "cps": _ANSWERED.get(cps or "")}
    differs = [f"{who}_rule" for who, said in answers.items() if derived is not None and said is (not derived)]
    if answers["police"] is not None and answers["cps"] is (not answers["police"]):
        differs.append("police_cps")
    departs = answers["police"] is not None and (derived is None or police_reason is not None)
    stands = answers["police"] if departs else derived
    return DomesticFlag(derived, police, police_reason, cps, cps_reason, stands, tuple(differs), because)


def fold_vulnerabilities(history: History) -> tuple[tuple[str, str, str], ...]:
    """Victims' vulnerability, health and safeguarding flags: (person, flag, answer), as last said."""
    said: dict[tuple[str, str], str] = {}
    for entry in history.of("person.described"):
        if entry.get("role_here") == "victim":
            person = entry.of("person")[0]
            said |= {(person, flag["flag"]): flag["answer"] for flag in entry.get("flags") or ()}
    return tuple((person, flag, answer) for (person, flag), answer in sorted(said.items()))


def _names(report: str, entry: Entry) -> bool:
    """Whether the entry names the report: what a prosecution did for all of its reports says nothing about parties."""
    return report in [subject.object for subject in entry.subjects]  # a list: asked of every entry, and half the time


def _relationship(suspect: str, entry: Entry) -> Relationship:
    return Relationship(
        suspect=suspect,
        victims=entry.of("victim"),
        relationship=entry.get("relationship"),
        is_former_partner=is_former_partner(entry),
        unknown_because=entry.get("unknown_because"),
        children_together=entry.get("children_together"),
        on=entry.day,
        entry=entry.id,
    )


def _derived(history: History, relationships: Sequence[Relationship]) -> tuple[bool | None, str]:
    """Domestic if it is between any victim and suspect; not if it is between none; None where that is open. And why."""
    if not relationships:
        return None, ""
    ages = _ages(history)
    pairs = [
        (item.relationship, ages.get(victim), ages.get(item.suspect))
        for item in relationships
        for victim in item.victims
    ]
    answers = {is_domestic(*pair) for pair in pairs}
    if True in answers:
        return True, "connected"
    if None in answers:
        return None, ""
    kept_apart_by_age = any(relationship in PERSONALLY_CONNECTED for relationship, _, _ in pairs)
    return False, "under_16" if kept_apart_by_age else "not_connected"


def _ages(history: History) -> dict[str, int]:
    """Ages in years on the day of the report, as last described."""
    ages: dict[str, int] = {}
    for entry in history.of("person.described"):
        age = _age(entry, history.made_on or entry.day)
        if age is not None:
            ages |= dict.fromkeys(entry.of("person"), age)
    return ages


def _age(entry: Entry, day: date) -> int | None:
    if born := to_day(entry.get("date_of_birth")):
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    age: int | None = entry.get("age", _BAND_FROM.get(entry.get("age_band", "")))
    return age


def _flag(history: History, setter: str) -> tuple[str | None, str | None]:
    """The last answer of police or CPS and its reason; for police, that of the report where none was set since."""
    answer, reason = None, None
    if setter == "police":
        answer = _last(entry.get("domestic_flag") for entry in history.of("report.made"))
    for entry in history.of("domesticabuse.flagged"):
        if entry.get("by") == setter:
            answer, reason = entry.get("answer"), entry.get("reason")
    return answer, reason


def _last(values: Iterable[str | None]) -> str | None:
    found = None
    for value in values:
        found = value or found
    return found
