"""A protective order as it stands: from the thought of one to its end, with its conditions and its breaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from unbroken.record.entries import Entry
from unbroken.vocabulary.codes import Code, CodeList

ORDER_STAGES = CodeList(
    name="order_stages",
    title="Stage of a protective order",
    source="Stalking Protection Act 2019; demands PRO-01, PRO-03, PRO-16",
    codes=(
        Code("named", "Named elsewhere, nothing recorded of it", group="before"),
        Code("considered", "Considered", group="before"),
        Code("not_applied", "Decided against", group="over"),
        Code("applied", "Applied for", group="before"),
        Code("granted", "Granted, not yet served", group="running"),
        Code("served", "Served", group="running"),
        Code("refused", "Refused", group="over"),
        Code("ended", "Ended", group="over"),
    ),
)

TRANSITIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "order.considered": {"": "considered", "not_applied": "considered"},
    "decided_against": {"": "not_applied", "considered": "not_applied"},
    "order.applied": {"": "applied", "considered": "applied", "not_applied": "applied", "refused": "applied"},
    "order.granted": dict.fromkeys(("", "considered", "not_applied", "applied", "refused"), "granted"),
    "order.refused": dict.fromkeys(("", "considered", "applied"), "refused"),
    "order.served": {"": "served", "granted": "served"},
    "order.ended": dict.fromkeys(("", "granted", "served"), "ended"),
}
"""Signal -> the stage before ("" at the start) -> the stage after. A signal without a transition changes nothing."""

_RUNNING = ORDER_STAGES.in_group("running")


@dataclass(frozen=True, slots=True)
class Breach:
    """An alleged breach: the conditions it broke by number and kind, and the incident it is."""

    on: date
    entry: str
    conditions: tuple[str, ...]
    kinds: tuple[str, ...]
    incident: str | None
    stalking_considered: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """A check on the order."""

    on: date
    entry: str
    result: str | None
    relied_on_victim: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """An order as it stands. `conditions` are those now in force, each as the entry gave it.

    `starts` and `until` are days, `until` None where it runs until further order or nobody said.
    """

    object: str
    type: str | None
    stage: str
    victims: tuple[str, ...]
    suspects: tuple[str, ...]
    reports: tuple[str, ...]
    considered_on: date | None
    why_not: tuple[str, ...]
    applied_on: date | None
    granted_on: date | None
    refused_on: date | None
    served_on: date | None
    starts: date | None
    until: date | None
    until_further_order: bool
    ended_on: date | None
    ended_how: str | None
    court: str | None
    monitoring_officer: str | None
    conditions: tuple[Mapping[str, Any], ...]
    breaches: tuple[Breach, ...]
    checks: tuple[Check, ...]
    next_check: date | None

    def is_in_force(self, day: date) -> bool:
        """Whether it runs on this day: granted, begun, and neither ended nor past its last day.

        An order not yet served is in force; nobody can be convicted of breaching what they did not know of.
        """
        first = self.starts or self.granted_on or self.served_on
        last = min((end for end in (self.until, self.ended_on) if end), default=None)
        is_made = self.stage == "ended" or self.stage in _RUNNING
        return is_made and first is not None and first <= day and (last is None or day <= last)


def fold_order(name: str, entries: Sequence[Entry]) -> Order:
    """The state of an order from its standing entries, in the order in which they happened."""
    steps = [entry for entry in entries if entry.kind.startswith("order.")]
    days = {kind: [entry.day for entry in steps if entry.kind == kind] for kind in TRANSITIONS}
    terms = _terms(steps)
    return Order(
        object=name,
        type=_last(steps, "type"),
        stage=_stage(steps),
        victims=_named(entries, "victim"),
        suspects=_named(entries, "suspect"),
        reports=_named(entries, "report"),
        considered_on=_first(days["order.considered"]),
        why_not=tuple(_last([entry for entry in steps if entry.kind == "order.considered"], "why_not") or ()),
        applied_on=_first(days["order.applied"]),
        granted_on=_first(days["order.granted"]),
        refused_on=_first(days["order.refused"]),
        served_on=_first(days["order.served"]),
        ended_on=_first(days["order.ended"]),
        ended_how=_last(steps, "how"),
        court=_last(steps, "court"),
        monitoring_officer=_last(steps, "monitoring_officer"),
        breaches=tuple(_breach(entry) for entry in steps if entry.kind == "order.breached"),
        checks=tuple(_check(entry) for entry in steps if entry.kind == "order.checked"),
        next_check=_day(_last([entry for entry in steps if entry.kind == "order.checked"], "next_check")),
        **terms,
    )


def _stage(steps: Iterable[Entry]) -> str:
    stage = ""
    for entry in steps:
        is_against = entry.kind == "order.considered" and entry.get("decision") == "not_apply"
        signal = "decided_against" if is_against else entry.kind
        stage = TRANSITIONS.get(signal, {}).get(stage, stage)
    return stage or "named"


def _terms(steps: Iterable[Entry]) -> dict[str, Any]:
    """What the order says now: as granted, then as varied. A variation leaves what it does not name."""
    terms: dict[str, Any] = {"starts": None, "until": None, "until_further_order": False, "conditions": ()}
    for entry in steps:
        if entry.kind not in ("order.granted", "order.varied"):
            continue
        terms["starts"] = _day(entry.get("starts")) or terms["starts"]
        if entry.get("until_further_order") == "yes":
            terms["until"], terms["until_further_order"] = None, True
        elif until := entry.get("until"):
            terms["until"], terms["until_further_order"] = _day(until), False
        terms["conditions"] = tuple(entry.get("conditions") or terms["conditions"])
    return terms


def _breach(entry: Entry) -> Breach:
    return Breach(
        on=entry.day,
        entry=entry.id,
        conditions=tuple(entry.get("conditions_broken") or ()),
        kinds=tuple(entry.get("condition_kinds") or ()),
        incident=entry.get("incident"),
        stalking_considered=entry.get("stalking_considered"),
    )


def _check(entry: Entry) -> Check:
    return Check(entry.day, entry.id, entry.get("result"), entry.get("relied_on_victim"))


def _named(entries: Iterable[Entry], role: str) -> tuple[str, ...]:
    return tuple(sorted({item.object for entry in entries for item in entry.subjects if item.role == role}))


def _last(steps: Iterable[Entry], field: str) -> Any:
    found = None
    for entry in steps:
        found = entry.get(field) or found
    return found


def _first(days: Sequence[date]) -> date | None:
    return days[0] if days else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
