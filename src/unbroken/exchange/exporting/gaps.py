"""The stretches of a journey in which nothing is on the record. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unbroken.exchange.exporting.wording import say_day, say_days

GAP_AFTER_DAYS = 28  # a stretch with nothing on the record that a reader should know of


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch with nothing on the record: the days on either side that have something, and its length."""

    after: date
    before: date
    days: int
    text: str


def find_gaps(spans: Iterable[tuple[date, date]], *, longer_than: int = GAP_AFTER_DAYS) -> tuple[Gap, ...]:
    """The stretches of more than `longer_than` days that no span (first day, last day) touches.

    A date known only to the year covers that year: the record does not say that nothing happened in it.
    """
    gaps: list[Gap] = []
    reached: date | None = None
    for first, last in sorted(spans):
        if reached is not None and (first - reached).days > longer_than:
            gaps.append(_gap(reached, first))
        reached = last if reached is None else max(reached, last)
    return tuple(gaps)


def _gap(after: date, before: date) -> Gap:
    days = (before - after).days
    text = f"Nothing recorded between {say_day(after)} and {say_day(before)}: {say_days(days)}"
    return Gap(after, before, days, text)
