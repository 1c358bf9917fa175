"""What an analysis gives: a table with the definition that goes with it, so that no figure stands without its base.

A sheet knows its counts as counts and its shares as a count of a base: small ones are withheld, and rounding is done,
where it is shown or written, never before (demands GOV-07, GOV-10).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """A count of a base, with its 95 % Wilson interval. Nothing of nothing has no share."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in per cent."""
        return 100 * self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval in per cent."""
        if not self.of:
            return None
        from unbroken.insight.stats.intervals import share  # it loads scipy, which nobody waits for to open an extract

        found = share(self.count, self.of).interval
        return (100 * found.low, 100 * found.high) if found else None


Cell = str | int | float | Share | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What is counted, of what, with what is left out, and what to mind."""

    what: str
    base: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, and its rows of as many cells. `name` is its file's, `title` what a reader sees."""

    name: str
    title: str
    definition: Definition
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.heads):
                raise ValueError(f"{self.name}: a row of {len(row)} cells under {len(self.heads)} heads: {row}")


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis: what it says in words, its tables, and its pictures as SVG by name."""

    name: str
    title: str
    words: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    pictures: tuple[tuple[str, str], ...] = ()


def say_share(share: Share) -> str:
    """A share as it stands in a sentence: `123 (9.4 %, 95 % interval 7.9 to 11.1)`."""
    if share.percent is None or share.interval is None:
        return f"{share.count:,} of none"
    low, high = share.interval
    return f"{share.count:,} ({share.percent:.1f} %, 95 % interval {low:.1f} to {high:.1f})"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
