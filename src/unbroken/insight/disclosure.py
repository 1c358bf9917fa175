"""Tables of counts fit to leave the service: small counts withheld, and whatever would give one of them back.

A published table is an answer to a puzzle: from margins and neighbours a reader works out what is withheld, or bounds
it. So a small count is withheld (primary), and then enough others (complementary) that, whatever linear programming can
make of the published numbers, each withheld count could still be any of many. Or, instead, every count is rounded.

Source: Cox (1980), J Am Stat Assoc 75:377-385; Kelly, Golden and Assad (1992), Networks 22:397-417, for choosing what
to withhold by linear programming; Cox (1987), J Am Stat Assoc 82:520-524, for controlled rounding; Hundepool and others
(2012), Statistical Disclosure Control, chapter 4. The threshold of 5 is that of cases.figures.

What is assumed of the reader: all that is published, that counts are whole numbers, the threshold and this rule. Even
who is told which withheld counts are the small ones finds at least two values for each of them. Not assumed: a reader
who knows one of the cases, or has another release to subtract; nor, in tables of two ways, one who runs this program on
every table there could be (in a list that leads nowhere: a test tries). See docs/explanation/statistics.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import log1p
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Cell = tuple[str, str]
Name = object

THRESHOLD: Final = 5
"""Counts from 1 to one less than this are withheld, and a withheld count has at least this much room."""

BASE: Final = 5
"""What counts are rounded to, where they are rounded."""

TOTAL: Final = "total"
"""The row and the column of a margin."""
_SLACK: Final = 1e-6

Protection = Literal["suppress", "round", "none"]


class DisclosureError(ValueError):
    """A table that does not add up, or that cannot be protected in the way asked for."""


@dataclass(frozen=True, slots=True)
class CountTable:
    """True counts by row and column, for those who may see them. Margins are worked out, so they always agree.

    A table of one way has one column. `counts` (rows, columns).
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a table whose labels and counts do not fit."""
        if len(set(self.rows)) != len(self.rows) or len(set(self.columns)) != len(self.columns):
            raise DisclosureError(f"{self.title}: two rows or two columns have the same name")
        if TOTAL in (*self.rows, *self.columns):
            raise DisclosureError(f"{self.title}: {TOTAL} is the name of the margin")
        if len(self.counts) != len(self.rows) or any(len(row) != len(self.columns) for row in self.counts):
            raise DisclosureError(f"{self.title}: there is one count of each row and column")
        if any(count < 0 or count != int(count) for row in self.counts for count in row):
            raise DisclosureError(f"{self.title}: a count is a whole number, and not below 0")


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table that anybody may see: None where a count is withheld. It holds no count that it does not show.

    `is_rounded` says that counts are rounded to `base`, so that 0 need not be nobody.
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    threshold: int
    is_rounded: bool
    base: int = BASE

    @property
    def withheld(self) -> int:
        """How many counts are withheld, margins with them."""
        shown = [*(count for row in self.counts for count in row), *self.row_totals, *self.column_totals, self.total]
        return sum(count is None for count in shown)

    @property
    def note(self) -> str:
        """What stands under the table."""
        if self.total is None and self.withheld == (len(self.rows) + 1) * (len(self.columns) + 1):
            return f"Withheld: fewer than {self.threshold} cases, or too few to show any part of them."
        if self.is_rounded:
            return f"Counts are rounded to multiples of {self.base}; 0 need not be nobody. Sums agree as rounded."
        if not self.withheld:
            return f"No count is from 1 to {self.threshold - 1}; none is withheld."
        return (
            f"[c]: withheld. Counts from 1 to {self.threshold - 1} are, and others from which those could be worked "
            "out. A withheld count need not be small."
        )


def publish(
    table: CountTable, *, protection: Protection = "suppress", threshold: int = THRESHOLD, hide_zeros: bool = False
) -> PublishedTable:
    """The table as it may leave the service. Protection is on unless somebody says `none`."""
    return publish_together([table], protection=protection, threshold=threshold, hide_zeros=hide_zeros)[0]


def publish_together(
    tables: Sequence[CountTable],
    *,
    protection: Protection = "suppress",
    threshold: int = THRESHOLD,
    hide_zeros: bool = False,
    shared: Mapping[tuple[int, Cell], Name] | None = None,
) -> tuple[PublishedTable, ...]:
    """Tables that are published side by side and share counts, protected as one puzzle.

    `shared` gives counts that are the same in several tables one name: the key is the place of the table and its cell
    ((row, column), with "total" for a margin), the value any name. What is withheld in one table is withheld in all.
    `hide_zeros` withholds zeros too, where that nobody was found says something of somebody. Raises DisclosureError
    where counts of one name differ, for a threshold below 3 (whoever reads that a count is withheld would know it is
    1), and where rounding that agrees in all tables does not exist.
    """
    if threshold < 3:
        raise DisclosureError("a threshold below 3 hides nothing: whoever reads that a count is withheld knows it is 1")
    puzzle = _puzzle(tables, shared or {})
    if protection == "round":
        shown = _rounded(puzzle)
    else:
        hidden = (
            _hidden(puzzle, threshold, hide_zeros) if protection == "suppress" else np.zeros(len(puzzle.counts), bool)
        )
        shown = [None if is_hidden else int(count) for count, is_hidden in zip(puzzle.counts, hidden, strict=True)]
    return tuple(
        _published(table, partial(_shown, puzzle, shown, place), threshold, protection == "round")
        for place, table in enumerate(tables)
    )


def _shown(puzzle: Puzzle, shown: Sequence[int | None], place: int, cell: Cell) -> int | None:
    return shown[puzzle.places[place, cell]]


@dataclass(frozen=True, slots=True)
class Puzzle:
    """Counts (n,) and the sums that hold among them: `relations` (m, n) times the counts is 0.

    `cost` (n,) is how much is lost by withholding a count: margins more than what is inside, totals most. `lists` holds
    the counts of each table of one way. Counts that are `known` (n,) the reader has from elsewhere: they cannot be
    withheld. Counts that are `unseen` (n,) are not published, but are small ones to be kept: what is left of a base.
    """

    counts: Floats
    relations: Floats = field(repr=False)
    cost: Floats = field(repr=False)
    places: Mapping[tuple[int, Cell], int] = field(repr=False)
    lists: tuple[tuple[int, ...], ...] = ()
    known: Flags = field(kw_only=True, repr=False)
    unseen: Flags = field(kw_only=True, repr=False)


def _puzzle(tables: Sequence[CountTable], shared: Mapping[tuple[int, Cell], Name]) -> Puzzle:
    """One variable for each count, or for several that share a name, and the sums of every table."""
    places: dict[tuple[int, Cell], int] = {}
    named: dict[Name, int] = {}
    counts: list[float] = []
    cost: list[float] = []
    for place, table in enumerate(tables):
        for cell, count, weight in _cells(table):
            name = shared.get((place, cell), (place, _same_as(table, cell)))
            if name not in named:
                named[name] = len(counts)
                counts.append(float(count))
                cost.append(weight * (1 + log1p(count)))
            elif counts[named[name]] != count:
                raise DisclosureError(
                    f"{table.title}: {cell} is {count}, and {counts[named[name]]:.0f} in another table"
                )
            places[place, cell] = named[name]
    rows = [relation for place, table in enumerate(tables) for relation in _relations(table, place, places)]
    relations = np.zeros((len(rows), len(counts)))
    for row, members in zip(relations, rows, strict=True):
        for index, sign in members:
            row[index] += sign
    lists = tuple(
        tuple(places[place, (row, table.columns[0])] for row in table.rows)
        for place, table in enumerate(tables)
        if len(table.columns) == 1
    )
    none = np.zeros(len(counts), bool)
    return Puzzle(np.array(counts), relations, np.array(cost), places, lists, known=none, unseen=none)


def withhold(
    counts: Sequence[int],
    sums: Sequence[Sequence[tuple[int, float]]],
    *,
    cost: Sequence[float],
    known: Sequence[bool],
    unseen: Sequence[bool],
    lists: Sequence[Sequence[int]] = (),
    threshold: int = THRESHOLD,
) -> Flags:
    """Which of n counts are to be withheld, (n,), so that none that is small can be worked out or bounded closely.

    Each of `sums` holds (place, sign) of counts that add up to nothing. See Puzzle for `known`, `unseen` and `lists`.
    """
    relations = np.zeros((len(sums), len(counts)))
    for row, members in zip(relations, sums, strict=True):
        for index, sign in members:
            row[index] += sign
    puzzle = Puzzle(np.array(counts, float), relations, np.array(cost, float), {}, tuple(map(tuple, lists)),
                    known=np.array(known, bool), unseen=np.array(unseen, bool))  # fmt: skip
    return _hidden(puzzle, threshold, hide_zeros=False)


def _same_as(table: CountTable, cell: Cell) -> Cell:
    """In a table of one way the margin of a row is its only count."""
    return (cell[0], table.columns[0]) if len(table.columns) == 1 else cell


def _cells(table: CountTable) -> Iterator[tuple[Cell, int, float]]:
    for row, counts in zip(table.rows, table.counts, strict=True):
        for column, count in zip(table.columns, counts, strict=True):
            yield (row, column), count, 1.0
        yield (row, TOTAL), sum(counts), 20.0
    for column, counts in zip(table.columns, zip(*table.counts, strict=True), strict=True):
        yield (TOTAL, column), sum(counts), 20.0
    yield (TOTAL, TOTAL), sum(map(sum, table.counts)), 1000.0


def _relations(
    table: CountTable, place: int, places: Mapping[tuple[int, Cell], int]
) -> Iterator[list[tuple[int, float]]]:
    """Each row and each column, that of the margins too: its counts less their sum is nothing."""
    rows, columns = (*table.rows, TOTAL), (*table.columns, TOTAL)
    for row in rows:
        yield [(places[place, (row, column)], -1.0 if column == TOTAL else 1.0) for column in columns]
    for column in columns:
        yield [(places[place, (row, column)], -1.0 if row == TOTAL else 1.0) for row in rows]


@dataclass(frozen=True, slots=True)
class _Reader:
    """What somebody takes for granted of each withheld count, and how much `room` each must then have.

    `least` and `most` (n,) are the ends that tables found so far have shown each count could have: what has been shown
    stays shown while more is withheld, so few counts need looking into one by one.
    """

    low: Floats
    high: Floats
    room: float
    least: Floats
    most: Floats

    def note(self, table: Floats) -> None:
        """One more table (n,) that the reader could not tell from the true one."""
        np.minimum(self.least, table, out=self.least)
        np.maximum(self.most, table, out=self.most)

    def has_room(self, index: int) -> bool:
        """Whether a count is known to have its room."""
        return bool(self.most[index] - self.least[index] >= self.room - _SLACK)


def _hidden(puzzle: Puzzle, threshold: int, hide_zeros: bool) -> Flags:
    """Which counts are withheld: the small ones, and enough others that every one withheld has room."""
    counts = puzzle.counts
    blank = _too_few(puzzle, threshold)
    small = (counts < threshold) & ((counts > 0) | hide_zeros) & ~blank & ~puzzle.known
    is_shown_zero = np.zeros(len(counts), bool) if hide_zeros else (counts == 0) & ~blank & ~puzzle.unseen
    hidden = small | blank | puzzle.unseen
    readers = _readers(puzzle, small, is_shown_zero | puzzle.known, blank, threshold, 0.0 if hide_zeros else 1.0)
    kept = ~puzzle.unseen | small
    while True:
        earlier = hidden.copy()
        tight = _tight(puzzle, hidden, kept, readers)
        if tight is None:
            _withhold_ties(puzzle, hidden, threshold)
        else:
            for reader in readers:
                _make_room(puzzle, hidden, tight, reader)
        if (earlier == hidden).all():
            # Where nothing more can be done and a count is still tight, the tables say too much: nothing is shown.
            return hidden if tight is None else ~puzzle.known


def _too_few(puzzle: Puzzle, threshold: int) -> Flags:
    """All that is in a table of fewer cases than the threshold: nothing of it is shown, not even its zeros."""
    blank = np.zeros(len(puzzle.counts), bool)
    for (table, cell), index in puzzle.places.items():
        if cell == (TOTAL, TOTAL) and 0 < puzzle.counts[index] < threshold:
            blank[[other for (of, _), other in puzzle.places.items() if of == table]] = True
    return blank


def _withhold_ties(puzzle: Puzzle, hidden: Flags, threshold: int) -> None:
    """In a list, withhold every count that is the same as one withheld beside the small ones.

    Which of two equal counts was chosen would tell whoever knows how it is chosen that the other was not smaller.
    """
    for peers in puzzle.lists:
        chosen = {puzzle.counts[index] for index in peers if hidden[index] and puzzle.counts[index] >= threshold}
        for index in peers:
            hidden[index] |= puzzle.counts[index] in chosen


def _readers(
    puzzle: Puzzle, small: Flags, fixed: Flags, blank: Flags, threshold: int, fewest: float
) -> tuple[_Reader, _Reader]:
    """Somebody who knows the rule, and somebody who is also told which withheld counts are the small ones."""
    counts, is_any = puzzle.counts, blank | (puzzle.unseen & ~small)
    least = np.where(is_any, 0.0, np.where(fixed, counts, fewest))
    most = np.where(fixed, counts, np.inf)
    known_low = np.where(small | fixed | is_any, least, float(threshold))
    known_high = np.where(small, threshold - 1.0, most)
    return (
        _Reader(least, most, float(threshold), counts.copy(), counts.copy()),
        _Reader(known_low, known_high, 1.0, counts.copy(), counts.copy()),
    )


def _tight(puzzle: Puzzle, hidden: Flags, kept: Flags, readers: Sequence[_Reader]) -> int | None:
    """The first withheld count to be `kept` that can be worked out, or bounded too closely, or None."""
    for reader in readers:
        limits = _limits(puzzle, hidden, reader.low, reader.high)
        for index in np.flatnonzero(hidden & kept).tolist():
            for sign in (1.0, -1.0):
                if reader.has_room(index):
                    break
                aim = np.zeros(len(hidden))
                aim[index] = sign
                found = _solve(aim, puzzle.relations, limits)
                if found is not None:
                    reader.note(found)
            if not reader.has_room(index):
                return index
    return None


def _make_room(puzzle: Puzzle, hidden: Flags, index: int, reader: _Reader) -> None:
    """Withhold what it takes that this count could be higher by its room, or else lower, at the least cost.

    The counts are moved so that every sum still holds and the reader could not object; whatever moves is withheld.
    """
    if reader.has_room(index):
        return
    found = [
        move for by in (reader.room, -reader.room) if (move := _cheapest(puzzle, hidden, index, reader, by)) is not None
    ]
    if found:
        cheapest = min(found, key=lambda move: float(np.where(hidden, 0.0, puzzle.cost) @ (np.abs(move) > _SLACK)))
        hidden |= np.abs(cheapest) > _SLACK
        reader.note(puzzle.counts + cheapest)


def _cheapest(puzzle: Puzzle, hidden: Flags, index: int, reader: _Reader, by: float) -> Floats | None:
    """The cheapest change (n,) of counts that moves one by so much, or None: what rises less what falls."""
    n = len(puzzle.counts)
    # A cell already withheld costs next to nothing, not nothing: no idle round trips.
    cost = np.where(hidden, 1e-4, puzzle.cost)
    up, down = reader.high - puzzle.counts, puzzle.counts - reader.low
    limits = np.column_stack([np.zeros(2 * n), np.concatenate([up, down])])
    limits[:, 1] = np.minimum(np.maximum(limits[:, 1], 0.0), max(abs(by), 1.0))
    wanted, other = (index, n + index) if by > 0 else (n + index, index)
    if limits[wanted, 1] < abs(by) - _SLACK:
        return None
    limits[wanted] = abs(by)
    limits[other] = 0.0
    relations = np.hstack([puzzle.relations, -puzzle.relations])
    found = _solve(np.concatenate([cost, cost]), relations, limits)
    return None if found is None else found[:n] - found[n:]


def _limits(puzzle: Puzzle, hidden: Flags, low: Floats, high: Floats) -> Floats:
    """What each count can be, (n, 2). Where nothing bounds a withheld count, a limit far above all that are there."""
    far = 2 * puzzle.counts.max(initial=0.0) + 1000
    return np.column_stack(
        [np.where(hidden, low, puzzle.counts), np.where(hidden, np.minimum(high, far), puzzle.counts)]
    )


def _solve(aim: Floats, relations: Floats, limits: Floats) -> Floats | None:
    """The least of `aim` within the limits, every sum holding; None where there is none."""
    found = linprog(aim, A_eq=relations, b_eq=np.zeros(len(relations)), bounds=limits, method="highs")
    return np.asarray(found.x, dtype=np.float64) if found.status == 0 else None


def _rounded(puzzle: Puzzle) -> list[int | None]:
    """Every count to the multiple of the base below or above it, so that all sums hold and the least is changed.

    A count that is a multiple stays. Of one table a solution always exists (Cox 1987); of several it may not.
    """
    below = np.floor(puzzle.counts / BASE)
    is_between = puzzle.counts % BASE != 0
    over = puzzle.counts - BASE * below
    # Choosing the one above instead of the one below changes the distance by this much.
    change = np.where(is_between, (BASE - over) - over, 0.0)
    found = milp(
        change,
        constraints=LinearConstraint(puzzle.relations, *[-(puzzle.relations @ below)] * 2),
        bounds=Bounds(0, is_between.astype(np.float64)),
        integrality=np.ones(len(below)),
    )
    if found.x is None:
        raise DisclosureError("the tables cannot be rounded so that their sums agree: publish them apart, or withhold")
    return [int(BASE * (whole + round(up))) for whole, up in zip(below, found.x, strict=True)]


def _published(
    table: CountTable, shown: Callable[[Cell], int | None], threshold: int, is_rounded: bool
) -> PublishedTable:
    return PublishedTable(
        title=table.title,
        rows=table.rows,
        columns=table.columns,
        counts=tuple(tuple(shown((row, column)) for column in table.columns) for row in table.rows),
        row_totals=tuple(shown((row, TOTAL)) for row in table.rows),
        column_totals=tuple(shown((TOTAL, column)) for column in table.columns),
        total=shown((TOTAL, TOTAL)),
        threshold=threshold,
        is_rounded=is_rounded,
    )
