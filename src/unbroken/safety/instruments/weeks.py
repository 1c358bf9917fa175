"""Seven days in a row in which something was done more often than a number of times, by the dates alone. Pure.

A published item asks whether somebody turns up more than three times a week. One visit does not say so. What counts is
any seven days, not those from a Monday on: four visits from a Saturday to a Tuesday are four in a week. Of one day only
what one report tells is counted, the one that tells of most: two reports may tell of one visit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from unbroken.record.entries import Entry

DAYS = 7


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days, the first of them, with at least so many times in them, and the entries that tell of these."""

    first: date
    times: int
    entries: tuple[Entry, ...]


def busy_weeks(entries: Iterable[Entry], *, more_than: int) -> tuple[Week, ...]:
    """The weeks in which these incidents were more than a number of times, none of which overlaps another.

    Each begins with a day on which there was one; of several that overlap the earliest stands. An incident over
    several days that its source counted stands by itself: at least an even share of its times fell into one week.
    """
    by_day: dict[date, list[Entry]] = defaultdict(list)
    found: list[Week] = []
    for entry in entries:
        if entry.day == entry.last_day:
            by_day[entry.day].append(entry)
        elif (least := _least_in_a_week(entry)) > more_than:
            found.append(Week(entry.day, least, (entry,)))
    until = date.min
    for first in sorted(by_day):
        days = [first + timedelta(days=n) for n in range(DAYS)]
        times = sum(_times(by_day.get(day, ())) for day in days)
        if first > until and times > more_than:
            found.append(Week(first, times, tuple(one for day in days for one in by_day.get(day, ()))))
            until = days[-1]
    return tuple(sorted(found, key=lambda week: (week.first, week.times)))


def _times(entries: Sequence[Entry]) -> int:
    """How often on one day, by the report that tells of most."""
    by_report: dict[tuple[str, ...], int] = defaultdict(int)
    for entry in entries:
        by_report[tuple(entry.of("report"))] += entry.get("times") or 1
    return max(by_report.values(), default=0)


def _least_in_a_week(entry: Entry) -> int:
    """How many of the times of a stretch fell at least into one of the weeks that it touches."""
    weeks = -(-((entry.last_day - entry.day).days + 1) // DAYS)
    return -(-(entry.get("times") or 1) // weeks)
