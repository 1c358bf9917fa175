"""Years and quarters, as the tables name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

QUARTERS = ("January to March", "April to June", "July to September", "October to December")
NOT_KNOWN = "day not known"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or with `quarter` (1 to 4) a quarter of it."""

    year: int
    quarter: int | None = None

    @property
    def label(self) -> str:
        """`2024`, or `2024, April to June`."""
        return f"{self.year}, {QUARTERS[self.quarter - 1]}" if self.quarter else str(self.year)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def last(self) -> date:
        """The last day."""
        end = 3 * self.quarter + 1 if self.quarter else 13
        return date(self.year + end // 13, end % 12, 1) - timedelta(1)

    def holds(self, year: int | None, quarter: int | None) -> bool:
        """Whether a quarter of a year is in it."""
        return self.year == year and self.quarter in (None, quarter)


def quarters_between(start: Period, end: Period) -> tuple[Period, ...]:
    """The quarters from one to another, both included."""
    places = range(4 * start.year + (start.quarter or 1) - 1, 4 * end.year + (end.quarter or 4))
    return tuple(Period(place // 4, place % 4 + 1) for place in places)


def period_of(label: str) -> Period | None:
    """The period of a label; None where the label names none."""
    year, _, quarter = label.partition(", ")
    if not year.isdigit():
        return None
    return Period(int(year), QUARTERS.index(quarter) + 1 if quarter else None)
