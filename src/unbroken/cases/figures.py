"""Figures fit to publish: a table that never stands without what it needs to be understood, and checks itself. Pure.

`Figures` are true counts with their source, period, base and caveats (GOV-07). Their sums and their rounding are
checked when they are made (GOV-10): figures that do not add up cannot exist. `Figures.for_publication` withholds what
could point at somebody (GOV-06).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

SMALL: Final = 5
"""Counts from 1 to one less than this are not published."""

SETTLING: Final = timedelta(days=92)
"""For about three months after a report was made, its class and its outcome are still being put right."""


class FiguresError(ValueError):
    """Figures that do not add up, or that lack what a reader needs."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was counted, and how often it was found."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Measure:
    """Something worked out from the counts, in words, for those who may see them. It is never published."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last on which what was counted was reported; both empty where no day is recorded."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        """Refuse half a period, and one that ends before it begins."""
        if (self.first is None) != (self.last is None):
            raise FiguresError("a period has a first and a last day, or neither")
        if self.first and self.last and self.last < self.first:
            raise FiguresError(f"the period ends on {self.last}, before it begins on {self.first}")

    def by_month(self) -> Period:
        """The same to the month: the first and the last day are each the day of somebody's report."""
        if self.first is None or self.last is None:
            return self
        next_month = (self.last.replace(day=1) + timedelta(days=32)).replace(day=1)
        return Period(self.first.replace(day=1), next_month - timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a reader must know of a table. `unit` is what was counted, in the singular: a report, not a victim.

    `heading` stands over the names of the rows. `dated` says what the days of the period are days of, where it is not
    that on which each of what was counted was made. `open_cases` says whether any of what was counted has not ended,
    `undated` whether the day of any is not recorded.
    """

    title: str
    heading: str
    source: str
    period: Period
    unit: str
    made_on: date
    caveats: tuple[str, ...]
    open_cases: bool
    undated: bool = False
    dated: str = ""

    @property
    def says_dated(self) -> str:
        """What was made in the period."""
        return self.dated or f"{self.unit.capitalize()}s made"

    def __post_init__(self) -> None:
        """Refuse a table whose reader would not know what they look at (GOV-07)."""
        said = {"title": self.title, "heading": self.heading, "source": self.source, "unit": self.unit}
        said["caveat"] = " ".join(self.caveats) if all(caveat.strip() for caveat in self.caveats) else ""
        missing = [name for name, text in said.items() if not text.strip()]
        if missing:
            raise FiguresError(f"figures cannot stand without {', '.join(missing)}")

    @property
    def provisional(self) -> tuple[str, ...]:
        """Why the figures may still change; nothing where they are final."""
        last = self.period.last
        reasons = {
            f"some of these {self.unit}s are still open": self.open_cases,
            "the last three months are still being put right": last is not None and last > self.made_on - SETTLING,
            f"the day of some {self.unit}s is not recorded": self.undated,
        }
        return tuple(reason for reason, holds in reasons.items() if holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A table of true counts, for those who may see them.

    `is_exclusive` says that each of the base is in exactly one row; otherwise one can be in several, or in none.
    """

    about: About
    base: int
    rows: tuple[Row, ...]
    is_exclusive: bool
    measures: tuple[Measure, ...] = ()

    def __post_init__(self) -> None:
        """Refuse figures that do not add up (GOV-10)."""
        title = self.about.title
        if len({row.label for row in self.rows}) != len(self.rows):
            raise FiguresError(f"{title}: two rows have the same name")
        for row in self.rows:
            if not 0 <= row.count <= self.base:
                raise FiguresError(f"{title}: {row.label} has {row.count}, and the base is {self.base}")
        total = sum(row.count for row in self.rows)
        if self.is_exclusive and total != self.base:
            raise FiguresError(f"{title}: the rows add up to {total}, and the base is {self.base}")
        _check_rounding(title, [row.count for row in self.rows], self.base, is_whole=self.is_exclusive)

    def for_publication(self, small: int = SMALL) -> Published:
        """The table with every count from 1 to `small` - 1 withheld, and whatever would give one of them back.

        The rows come in the order of their names: any order that followed the counts would tell about those withheld.
        """
        if small < 3:
            raise ValueError("a limit below 3 hides nothing: whoever reads that a count is withheld knows it is 1")
        withhold = _withheld_of_parts if self.is_exclusive else _withheld_of_overlapping
        hidden = withhold([row.count for row in self.rows], self.base, small)
        is_base_small = 0 < self.base < small
        is_empty = self.is_exclusive and not any(row.count and row.count not in hidden for row in self.rows)
        shown = () if is_base_small or (hidden and is_empty) else tuple(self._publish(hidden))
        return Published(
            about=replace(self.about, period=self.about.period.by_month()),
            base=None if is_base_small else self.base,
            rows=shown,
            is_exclusive=self.is_exclusive,
            is_withheld=bool(self.rows) and not shown,
            small=small,
        )

    def _publish(self, hidden: frozenset[int]) -> Iterator[PublishedRow]:
        for row in sorted(self.rows, key=lambda row: (row.label.casefold(), row.label)):
            is_hidden = row.count in hidden
            yield PublishedRow(row.label, None) if is_hidden else PublishedRow(row.label, row.count)


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One line of a published table; the count is None where it is withheld."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A table that anybody may see. `base` is None where it is withheld, `is_withheld` says that every row is.

    It holds no count that it does not show, and is checked once more when it is made.
    """

    about: About
    base: int | None
    rows: tuple[PublishedRow, ...]
    is_exclusive: bool
    is_withheld: bool
    small: int

    def __post_init__(self) -> None:
        """Refuse to let out a small count, or a sum that gives one away (GOV-06, GOV-10)."""
        if self.base is None:
            _refuse_if(bool(self.rows), f"{self.about.title}: rows without a base")
            return
        shown = [row.count for row in self.rows if row.count is not None]
        _refuse_if(any(0 < count < self.small for count in shown), f"{self.about.title}: a small count is shown")
        rest = self.base - sum(shown)
        if self.is_exclusive and self.rows:
            withheld = len(self.rows) - len(shown)
            gives_away = withheld == 1 or rest < self.small if withheld else rest != 0
            _refuse_if(gives_away, f"{self.about.title}: the rest of {rest} gives a count away")
        _check_rounding(self.about.title, shown, self.base, is_whole=self.is_exclusive and not rest)

    @property
    def has_withheld(self) -> bool:
        """Whether anything is withheld."""
        return self.is_withheld or self.base is None or any(row.count is None for row in self.rows)


def percent(count: int, base: int) -> int:
    """The share in whole percent, halves rounded up. Whole numbers throughout, so that no float decides."""
    return (200 * count + base) // (2 * base) if base else 0


def say_share(count: int, base: int) -> str:
    """The share of the base in whole percent. What is not nothing is not said to be 0%, nor what is not all 100%."""
    if count > 0 and count * 100 < base:
        return "less than 1%"
    if count < base and (base - count) * 100 < base:
        return "more than 99%"
    return f"{percent(count, base)}%"


def _check_rounding(title: str, counts: Sequence[int], base: int, *, is_whole: bool) -> None:
    """No percentage is further than a half from what it stands for, nor, of a whole, all of them together from 100."""
    if not base:
        return
    rounded = [percent(count, base) for count in counts]
    for count, said in zip(counts, rounded, strict=True):
        _refuse_if(abs(100 * count - said * base) * 2 > base, f"{title}: {count} of {base} is not {said}%")
    total = sum(rounded)
    is_off = is_whole and abs(total - 100) * 2 > len(counts)
    _refuse_if(is_off, f"{title}: the percentages add up to {total}, which rounding does not explain")


def _withheld_of_parts(counts: Sequence[int], base: int, small: int) -> frozenset[int]:
    """The counts to withhold of a table whose rows make up its base.

    All the small ones; and where the reader could work one of them out, all rows with the next count up too. Rows are
    chosen by their count alone, so the published table would be the same with the withheld counts dealt out to their
    rows in any other order: where they differ, each row could have had at least two of them.
    """
    hidden = frozenset(count for count in counts if 0 < count < small)
    if not hidden or not _gives_away([count for count in counts if count in hidden], small):
        return hidden
    larger = [count for count in counts if count >= small]
    return hidden | {min(larger)} if larger else hidden


def _gives_away(withheld: Sequence[int], small: int) -> bool:
    """Whether small counts can be worked out from their sum, or the sum is itself a small count, as that of one is.

    The reader knows that each is from 1 to `small` - 1. Where all are the same and lie at an end of that range, their
    sum can come about in one way only. Elsewhere one could be higher and another lower.
    """
    are_at_an_end = set(withheld) in ({1}, {small - 1})
    return sum(withheld) < small or are_at_an_end


def _withheld_of_overlapping(counts: Sequence[int], base: int, small: int) -> frozenset[int]:
    """The counts to withhold of a table whose rows are counted each by itself.

    Nothing is learnt from the other rows, but the base less a row is how many are not in it: that may be small too.
    """
    return frozenset(count for count in counts if 0 < count < small or 0 < base - count < small)


def _refuse_if(is_wrong: bool, message: str) -> None:
    if is_wrong:
        raise FiguresError(message)
