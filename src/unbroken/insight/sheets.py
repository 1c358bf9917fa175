"""What an analysis gives: a table with the definition that goes with it, so that no figure stands without its base.

A sheet knows its counts as counts, its shares as a count of a base and which of them add up; a sentence is made of the
same counts, and a picture is drawn from the sheets. So what is small is withheld in one place, `publication`, after the
analysis, and is then withheld in the table, in the words and in the picture (demands GOV-07, GOV-10).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Share:
    """A count of a base, with its 95 % Wilson interval. Nothing of nothing has no share, and of what is rounded no
    interval is true.
    """

    count: int
    of: int
    is_rounded: bool = False

    @property
    def percent(self) -> float | None:
        """The share in per cent."""
        return 100 * self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The interval in per cent."""
        if not self.of or self.is_rounded:
            return None
        from unbroken.insight.stats.intervals import share  # it loads scipy, which nobody waits for to open an extract

        found = share(self.count, self.of).interval
        return (100 * found.low, 100 * found.high) if found else None


@dataclass(frozen=True, slots=True)
class Number:
    """What was computed from `n` cases: a median, an odds ratio. With its interval, where it has one.

    It is withheld where so few cases are behind it that it says something of one of them, and where a count of its row
    is.
    """

    value: float
    n: int
    digits: int = 2
    interval: tuple[float, float] | None = None


class Withheld(Enum):
    """A count that is not published: it is small, or a small one could be worked out from it."""

    WITHHELD = auto()


WITHHELD = Withheld.WITHHELD
Cell = str | int | Share | Number | Withheld | None
"""A whole number is a count of cases. Any other number is a `Number`, or a text where it is no figure (a year)."""
Saying = str | tuple[str | int | Share | Number | Withheld, ...]
"""A sentence: plain text without figures, or its parts. Each count and share in it also stands in a sheet."""
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sum:
    """Cells of a sheet (row, column) whose counts add up to that of `whole`; with `has_rest`, to at most that.

    A `whole` of None is a total that the reader knows from elsewhere. What is left of the whole is no cell, but can be
    worked out: a small rest is withheld like a small count. That a share is a part of its base needs no sum.
    """

    whole: Place | None
    parts: tuple[Place, ...]
    has_rest: bool = False


def down(rows: int, *columns: int) -> tuple[Sum, ...]:
    """The rows are apart from each other and together all there is: each of these columns adds up to a known total."""
    return tuple(Sum(None, tuple((row, column) for row in range(rows))) for column in columns)


def across(rows: int, whole: int, *parts: int) -> tuple[Sum, ...]:
    """In each row the columns `parts` are apart from each other and together the column `whole`."""
    return tuple(Sum((row, whole), tuple((row, part) for part in parts)) for row in range(rows))


def nested(rows: int, *columns: int) -> tuple[Sum, ...]:
    """In each row each column counts some of those in the column before it."""
    return tuple(Sum((row, outer), ((row, inner),), has_rest=True)
                 for row in range(rows) for outer, inner in pairwise(columns))  # fmt: skip


def running(rows: int, column: int, so_far: int) -> tuple[Sum, ...]:
    """In the column `so_far` the column `column` is added up from the first row on."""
    return tuple(Sum((row, so_far), ((row, column), *(((row - 1, so_far),) if row else ()))) for row in range(rows))


@dataclass(frozen=True, slots=True)
class Definition:
    """What is counted, of what, with what is left out, and what to mind."""

    what: str
    base: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heads, and its rows of as many cells. `name` is its file's, `title` what a reader sees.

    `sums` are the cells that add up: with them a reader could work out what is withheld. `kinds` says what each column
    holds where its cells no longer do.
    """

    name: str
    title: str
    definition: Definition
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Sum, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """What each column holds: `share`, `interval` (numbers with one) or `plain`."""
        return self.kinds or tuple(_kind([row[n] for row in self.rows]) for n in range(len(self.heads)))

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.heads):
                raise ValueError(f"{self.name}: a row of {len(row)} cells under {len(self.heads)} heads: {row}")


def _kind(cells: Sequence[Cell]) -> str:
    if any(isinstance(cell, Share) for cell in cells):
        return "share"
    return "interval" if any(isinstance(cell, Number) and cell.interval for cell in cells) else "plain"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `draw` makes its SVG of the sheets of its analysis by name, in which counts may be withheld."""

    name: str
    draw: Callable[[Mapping[str, Sheet]], str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis: what it says in words, its tables, and its pictures."""

    name: str
    title: str
    words: tuple[Saying, ...]
    sheets: tuple[Sheet, ...]
    pictures: tuple[Picture, ...] = ()

    def drawn(self) -> tuple[tuple[str, str], ...]:
        """Each picture by name, as SVG."""
        sheets = {sheet.name: sheet for sheet in self.sheets}
        return tuple((picture.name, picture.draw(sheets)) for picture in self.pictures)


def say(saying: Saying) -> str:
    """A sentence as it is read."""
    if isinstance(saying, str):
        return saying
    return "".join(part if isinstance(part, str) else _say_part(part) for part in saying)


def _say_part(part: int | Share | Number | Withheld) -> str:
    if part is WITHHELD:
        return "[c: withheld]"
    if isinstance(part, Share):
        return say_share(part)
    if isinstance(part, Number):
        return say_number(part)
    return f"{part:,}"


def say_number(number: Number) -> str:
    """A computed number: `2.31`, `2.31 (1.40 to 3.82)`."""
    said = f"{number.value:,.{number.digits}f}"
    if number.interval is None:
        return said
    low, high = (f"{end:,.{number.digits}f}" for end in number.interval)
    return f"{said} ({low} to {high})"


def say_share(share: Share) -> str:
    """A share as it stands in a sentence: `123 (9.4 %, 95 % interval 7.9 to 11.1)`."""
    if share.percent is None:
        return f"{share.count:,} of none"
    if share.interval is None:
        return f"{share.count:,} ({share.percent:.1f} %)"
    low, high = share.interval
    return f"{share.count:,} ({share.percent:.1f} %, 95 % interval {low:.1f} to {high:.1f})"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
