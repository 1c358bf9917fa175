"""Of how many reports of stalking the risk was assessed, how soon, by area and by month. Pure (ASS-01).

The Stalking Deep Dive found S-DASH done in 27 of 376 cases. A form begun, a refusal, and an assessment of which nobody
said whether it was complete are counted each by itself, and none of them as done.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Final, TypeVar

from unbroken.safety.assessed import FURTHEST

Key = TypeVar("Key", bound=Hashable)

UNDATED: Final = ""
"""The month of a report whose day is not recorded."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a report of stalking stands: its area ("" where not recorded), its day, its state, when it was done."""

    report: str
    area: str
    made_on: date | None
    state: str
    done_on: date | None

    @property
    def month(self) -> str:
        """The month in which it was made, such as 2026-03; UNDATED where it is not recorded."""
        return self.made_on.isoformat()[:7] if self.made_on else UNDATED

    @property
    def days(self) -> int | None:
        """Whole days from the report to the assessment; None where either day is missing or it came before."""
        if self.made_on is None or self.done_on is None or self.done_on < self.made_on:
            return None
        return (self.done_on - self.made_on).days


@dataclass(slots=True)
class Tally:
    """Reports counted together: by state, and the days that those done took, as far as they are known."""

    states: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FURTHEST, 0))
    days: list[int] = field(default_factory=list)

    def add(self, one: Stands) -> None:
        """Count a report."""
        self.states[one.state] += 1
        if one.days is not None:
            self.days.append(one.days)

    @property
    def reports(self) -> int:
        """The denominator of the rate: every report."""
        return sum(self.states.values())

    @property
    def done(self) -> int:
        """The numerator of the rate."""
        return self.states["done"]

    @property
    def median_days(self) -> float | None:
        """The median of the days; None where none is known."""
        return median(self.days) if self.days else None


@dataclass(frozen=True, slots=True)
class Completion:
    """The same reports counted together, by area, by month, and by both."""

    together: Tally
    by_area: Mapping[str, Tally]
    by_month: Mapping[str, Tally]
    by_both: Mapping[tuple[str, str], Tally]


def completion(stands: Iterable[Stands]) -> Completion:
    """Count reports. Areas by name, the unnamed last; months the latest first, the undated last."""
    held = list(stands)
    areas = _tallies((one.area, one) for one in held)
    months = _tallies((one.month, one) for one in held)
    both = _tallies(((one.area, one.month), one) for one in held)
    in_areas = sorted(areas, key=lambda area: (not area, area.casefold(), area))
    in_months = sorted(months, reverse=True)
    return Completion(
        next(iter(_tallies(("", one) for one in held).values()), Tally()),
        {area: areas[area] for area in in_areas},
        {month: months[month] for month in in_months},
        {(area, month): both[area, month] for area in in_areas for month in in_months if (area, month) in both},
    )


def _tallies(stands: Iterable[tuple[Key, Stands]]) -> dict[Key, Tally]:
    found: dict[Key, Tally] = {}
    for key, one in stands:
        found.setdefault(key, Tally()).add(one)
    return found
