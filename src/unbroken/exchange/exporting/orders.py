"""From when to when each protective order of a journey ran, for the picture and the chronology. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unbroken.exchange.exporting.journey import Journey, Line
from unbroken.exchange.exporting.wording import say_day

_BEGINS = frozenset({"order.granted", "order.served"})


@dataclass(frozen=True, slots=True)
class InForce:
    """An order and the days on which it ran, both included; `last` is None where no end is recorded."""

    object: str
    title: str
    first: date
    last: date | None
    entry: str

    @property
    def text(self) -> str:
        """Non-molestation order, from Thursday 1 March 2018 to Friday 1 March 2019."""
        end = f"to {say_day(self.last)}" if self.last else "no end recorded"
        return f"{self.title}, from {say_day(self.first)} {end}"

    def on(self, first: date, last: date) -> bool:
        """Whether it ran on any of these days."""
        return self.first <= last and (self.last is None or first <= self.last)


def orders_in_force(journey: Journey) -> tuple[InForce, ...]:
    """Each order that was granted or served, with its days, in the order in which they began.

    A variation moves the end, an ending sets it. An order that was only considered or applied for is not in force.
    """
    by_order: dict[str, list[Line]] = {}
    for line in journey.standing:
        if line.kind.startswith("order.") and len(line.orders) == 1:
            by_order.setdefault(line.orders[0], []).append(line)
    found = [order for name, lines in by_order.items() if (order := _in_force(name, lines))]
    return tuple(sorted(found, key=lambda order: (order.first, order.object)))


def _in_force(name: str, lines: Iterable[Line]) -> InForce | None:
    begun = [line for line in lines if line.kind in _BEGINS]
    if not begun:
        return None
    granted = next((line for line in begun if line.kind == "order.granted"), begun[0])
    first = _date(granted, "starts") or granted.day
    last: date | None = None
    for line in lines:
        if line.kind == "order.ended":
            last = line.last_day
        elif (until := _date(line, "until")) is not None:
            last = until
        elif line.value("until_further_order") == "Yes":
            last = None
    return InForce(name, granted.value("type"), first, max(last, first) if last else None, granted.id)


def _date(line: Line, name: str) -> date | None:
    value = line.body.get(name)
    return date.fromisoformat(value) if isinstance(value, str) else None
