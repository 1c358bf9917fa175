"""The support of a victim as it stands: the effect on the victim, what was offered and done, contact, choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from unbroken.record.entries import Entry

_SERVICE_STEPS: Final = {
    "support.offered": "offered",
    "support.accepted": "accepted",
    "support.declined": "declined",
    "support.started": "started",
    "support.ended": "ended",
}
_CHOICES: Final = {
    "victim.withdrew": "withdrew",
    "victim.disengaged": "disengaged",
    "victim.did_not_support_at_report": "no_support_at_report",
    "victim.reengaged": "came_back",
}
KINDS: Final = frozenset(
    {
        *_SERVICE_STEPS,
        *_CHOICES,
        "impact.recorded",
        "safetyplan.made",
        "scheme.placed",
        "victim.rehoused",
        "contact.made",
        "contact.failed",
        "feedback.given",
    }
)
"""The kinds of which this state is made. They all have one victim."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service with its last step: offered, accepted, declined, started or ended, and when each came last."""

    service: str
    state: str
    since: date
    level: str | None
    reasons: tuple[str, ...]
    steps: tuple[tuple[str, date], ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A safety scheme in place."""

    scheme: str
    on: date
    entry: str
    until: date | None
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The victim's withdrawal, loss of contact, wish for no prosecution, or coming back; never merged."""

    way: str
    on: date
    entry: str
    reports: tuple[str, ...]
    stage: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Support:
    """The support of one victim object, over all reports. Free text stays in the entries."""

    object: str
    services: tuple[Service, ...]
    effects: tuple[str, ...]
    impact_on: date | None
    statement: str | None
    statement_on: date | None
    contacts: int
    failed_contacts: int
    failed_since_contact: int
    last_contact_on: date | None
    outside_rule: int
    choices: tuple[Choice, ...]
    safety_plans: int
    plan_review_on: date | None
    schemes: tuple[Scheme, ...]
    rehoused_on: date | None
    feedback: int

    @property
    def has_left(self) -> str | None:
        """How the victim has left and not come back; None where they have not."""
        last = self.choices[-1].way if self.choices else None
        return None if last == "came_back" else last

    def in_state(self, *states: str) -> tuple[str, ...]:
        """The services whose last step is one of these."""
        return tuple(item.service for item in self.services if item.state in states)


def fold_support(name: str, entries: Sequence[Entry]) -> Support | None:
    """The support of a victim from standing entries, in the order they happened; None where none is about that."""
    by_kind: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    mine = [entry for entry in entries if entry.kind in KINDS and name in entry.of("victim")]
    for entry in mine:
        by_kind[entry.kind].append(entry)
    if not mine:
        return None
    plans = by_kind["safetyplan.made"]
    return Support(
        object=name,
        services=_services(mine),
        choices=tuple(_choice(entry) for entry in mine if entry.kind in _CHOICES),
        safety_plans=len(plans),
        plan_review_on=_day(plans[-1].get("review_on")) if plans else None,
        schemes=tuple(_scheme(entry) for entry in by_kind["scheme.placed"] if entry.body is not None),
        rehoused_on=_last_day(by_kind["victim.rehoused"]),
        feedback=len(by_kind["feedback.given"]),
        **_impact(by_kind["impact.recorded"]),
        **_contact(by_kind["contact.made"], by_kind["contact.failed"]),
    )


def _services(entries: Sequence[Entry]) -> tuple[Service, ...]:
    steps: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind in _SERVICE_STEPS and entry.body is not None:
            steps.setdefault(entry.get("service"), []).append(entry)
    return tuple(_service(service, taken) for service, taken in sorted(steps.items()))


def _service(service: str, steps: Sequence[Entry]) -> Service:
    last = steps[-1]
    levels = [level for entry in steps if (level := entry.get("level"))]
    return Service(
        service=service,
        state=_SERVICE_STEPS[last.kind],
        since=last.day,
        level=levels[-1] if levels else None,
        reasons=tuple(last.get("reasons") or ()),
        steps=tuple({_SERVICE_STEPS[entry.kind]: entry.day for entry in steps}.items()),
    )


def _choice(entry: Entry) -> Choice:
    return Choice(
        way=_CHOICES[entry.kind],
        on=entry.day,
        entry=entry.id,
        reports=entry.of("report"),
        stage=entry.get("stage"),
        reasons=tuple(entry.get("reasons") or ()),
    )


def _scheme(entry: Entry) -> Scheme:
    return Scheme(entry.get("scheme"), entry.day, entry.id, _day(entry.get("until")), _day(entry.get("review_on")))


def _impact(entries: Sequence[Entry]) -> dict[str, Any]:
    told = [entry for entry in entries if entry.get("effects") or entry.get("words")]
    steps = [entry for entry in entries if entry.get("statement")]
    effects = dict.fromkeys(code for entry in told for code in entry.get("effects") or ())
    return {
        "effects": tuple(code for code in effects if code != "none_stated"),
        "impact_on": _last_day(told),
        "statement": steps[-1].get("statement") if steps else None,
        "statement_on": _last_day(steps),
    }


def _contact(made: Sequence[Entry], failed: Sequence[Entry]) -> dict[str, Any]:
    last = made[-1].happened_from if made else ""
    return {
        "contacts": len(made),
        "failed_contacts": len(failed),
        "failed_since_contact": sum(entry.happened_from > last for entry in failed),
        "last_contact_on": _last_day(made),
        "outside_rule": sum(entry.get("within_rule") == "no" for entry in (*made, *failed)),
    }


def _last_day(entries: Sequence[Entry]) -> date | None:
    return entries[-1].day if entries else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
