"""The victim in the report: what was done, its effect, contact with the victim, and leaving or coming back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unbroken.cases.fold.history import History, codes, once, one_of
from unbroken.cases.fold.shapes import Contact, Impact, Incidents, Leaving, SafeToTalk
from unbroken.record.entries import Entry

_WAYS = {
    "victim.withdrew": "withdrew",
    "victim.disengaged": "disengaged",
    "victim.did_not_support_at_report": "no_support_at_report",
}


def fold_incidents(history: History) -> Incidents:
    """The incidents, in number and in time, and those since the report that have no reference of their own."""
    entries = history.of("incident.recorded")
    if not entries:
        return Incidents()
    further = [entry for entry in entries if _is_further(history, entry)]
    return Incidents(
        number=len(entries),
        acts=sum(entry.get("times") or 1 for entry in entries),
        first_on=entries[0].day,
        last_on=max(entry.day for entry in entries),
        behaviours=once(code for entry in entries for code in codes(entry, "behaviours")),
        further=tuple(entry.id for entry in further),
        without_reference=tuple(entry.id for entry in further if not entry.get("crime_reference")),
    )


def fold_impact(history: History) -> Impact:
    """The effect on the victim and the steps of the victim personal statement (REC-09, VIC-09)."""
    entries = history.of("impact.recorded")
    if not entries:
        return Impact()
    told = [entry for entry in entries if entry.get("effects") or entry.get("words")]
    effects = once(code for entry in told for code in codes(entry, "effects"))
    return Impact(
        asked=bool(told),
        effects=tuple(code for code in effects if code != "none_stated"),
        first_on=told[0].day if told else None,
        last_on=told[-1].day if told else None,
        statements=tuple((step, entry.day) for entry in entries if (step := entry.get("statement"))),
    )


def fold_contact(history: History) -> Contact:
    """Contact with the victim, made and failed."""
    made, failed = history.of("contact.made"), history.of("contact.failed")
    return Contact(
        made=len(made),
        failed=len(failed),
        last_on=made[-1].day if made else None,
        last_to=made[-1].last_day if made else None,
        last_failed_on=failed[-1].day if failed else None,
        safe_to_talk=fold_safe_to_talk(history.of("report.made", "contact.made")),
    )


def fold_safe_to_talk(entries: Sequence[Entry]) -> SafeToTalk | None:
    """The last answer to whether it was safe to talk, of entries in the order in which they happened.

    That nobody asked does not take away what was answered before.
    """
    asked = [entry for entry in entries if entry.get("safe_to_talk")]
    told = [entry for entry in asked if entry.get("safe_to_talk") != "not_asked"] or asked
    if not told:
        return None
    return SafeToTalk(told[-1].get("safe_to_talk"), told[-1].day, told[-1].last_day, told[-1].id)


def fold_leavings(history: History) -> tuple[Leaving, ...]:
    """Withdrawal, loss of contact and no support when reporting, kept apart, with any coming back (INV-07)."""
    found: list[Leaving] = []
    for entry in history.of(*_WAYS, "victim.reengaged"):
        victim = one_of(entry, "victim") or ""
        if entry.kind in _WAYS:
            found.append(_leaving(history, victim, entry))
            continue
        found = [
            replace(item, came_back_on=entry.day) if item.victim == victim and item.came_back_on is None else item
            for item in found
        ]
    return tuple(found)


def fold_escalation(history: History) -> tuple[tuple[str, str], ...]:
    """Whose view it is and whether it is getting worse, as last noted: each view for itself."""
    views = {
        entry.get("by"): entry.get("escalating") or "yes"  # the entry itself says that it is
        for entry in history.of("escalation.noted")
        if entry.body is not None
    }
    return tuple(sorted(views.items()))


def _is_further(history: History, entry: Entry) -> bool:
    """Whether it happened after the report: as the source says, else by its day."""
    said = entry.get("further")
    if said in {"yes", "no"}:
        return bool(said == "yes")
    return history.made_last_on is not None and entry.day > history.made_last_on


def _leaving(history: History, victim: str, entry: Entry) -> Leaving:
    return Leaving(
        way=_WAYS[entry.kind],
        victim=victim,
        on=entry.day,
        last_on=entry.last_day,
        entry=entry.id,
        days=history.days_to(entry),
        stage=entry.get("stage"),
        reasons=codes(entry, "reasons"),
        statement_taken=entry.get("statement_taken"),
        safeguarding_considered=entry.get("safeguarding_considered"),
    )
