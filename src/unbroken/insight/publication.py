"""Analyses fit to leave the service: what is small is withheld, in tables, sentences and pictures alike.

After an analysis, and before anything is written or shown, the counts of all its sheets, and of the other sheets of the
report, are one puzzle: `Sheet.sums` says what adds up, and a share tells its base and what is left of it. What to
withhold so that nothing small can be worked out is decided by `disclosure`. Sums and sentences then lack the same
counts, and pictures are drawn from sheets that lack them.

A computed number is withheld where few cases are behind it or a count of its row is withheld: with the count it would
often give the other back. Its own digits are not otherwise examined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log1p
from typing import Final, Literal

from unbroken.insight.sheets import WITHHELD, Analysis, Cell, Number, Saying, Share, Sheet, Sum, Withheld

Protection = Literal["suppress", "round", "none"]
PROTECTIONS: Final[tuple[Protection, ...]] = ("suppress", "round", "none")
THRESHOLD: Final = 5
"""Counts from 1 to one less than this are withheld."""
BASE: Final = 5
"""What counts are rounded to, where they are rounded."""
_TOTAL_COST, _COUNT_COST = 20.0, 1.0
_LEAST: Final = 3
Name = tuple[object, ...]


class BadProtection(ValueError):
    """A protection that there is not, or one that protects nothing: the message names the field and what is right."""


def protect(
    analyses: Sequence[Analysis], *, protection: Protection = "suppress", threshold: int = THRESHOLD
) -> tuple[Analysis, ...]:
    """The analyses of one report as they may be published. Raises BadProtection for a threshold below 3.

    `suppress` withholds small counts and what would give them back; `round` rounds every count to a multiple of BASE,
    works shares out from rounded counts and leaves intervals out, so that sums may differ by a little; `none` is for
    those who may see everything.
    """
    check(protection, threshold)
    if protection == "none":
        return tuple(analyses)
    if protection == "round":
        return tuple(_rounded(analysis, threshold) for analysis in analyses)
    hidden = _hidden(analyses, threshold)
    return tuple(_without(analysis, n, hidden, threshold) for n, analysis in enumerate(analyses))


def check(protection: str, threshold: int) -> Protection:
    """The protection, where it and the threshold are ones that there can be. Raises BadProtection."""
    for known in PROTECTIONS:
        if protection == known and (threshold >= _LEAST or known == "none"):
            return known
    if protection not in PROTECTIONS:
        raise BadProtection(f"protection: {protection!r} is none of {', '.join(PROTECTIONS)}")
    raise BadProtection(
        f"threshold: {threshold} hides nothing, for a withheld count would be known to be 1: give {_LEAST} or more"
    )


# -- the puzzle --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Puzzle:
    """The counts of all sheets: each once, by name, with what adds up to what."""

    counts: list[int] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    known: list[bool] = field(default_factory=list)
    unseen: list[bool] = field(default_factory=list)
    sums: list[list[tuple[int, float]]] = field(default_factory=list)
    lists: list[list[int]] = field(default_factory=list)
    names: dict[Name, int] = field(default_factory=dict)
    shares: dict[Name, tuple[int, int]] = field(default_factory=dict)  # the count and the base of each

    def add(
        self, name: Name, count: int, *, cost: float = _COUNT_COST, known: bool = False, unseen: bool = False
    ) -> int:
        """The place of a count; one that has a name already is the same count."""
        if name not in self.names:
            self.names[name] = len(self.counts)
            self.counts.append(count)
            self.cost.append(cost * (1 + log1p(count)))
            self.known.append(known)
            self.unseen.append(unseen)
        return self.names[name]


def _puzzle(analyses: Sequence[Analysis], threshold: int) -> _Puzzle:
    """`analyses` begin with how the reports of the scope come about: the last of its counts is known to everybody."""
    puzzle = _Puzzle()
    every = max((cell for sheet in analyses[0].sheets for cell in sheet.rows[-1] if isinstance(cell, int)), default=0)
    for a, analysis in enumerate(analyses):
        told: dict[int, int] = {}
        if every >= threshold:
            told[every] = puzzle.add(("every report",), every, known=True)
        for sheet in analysis.sheets:
            _add_counts(puzzle, a, sheet, told)
        for sheet in analysis.sheets:
            _add_shares(puzzle, a, sheet, told)
            for one in sheet.sums:
                _add_sum(puzzle, a, sheet, one, told)
    return puzzle


def _add_counts(puzzle: _Puzzle, a: int, sheet: Sheet, told: dict[int, int]) -> None:
    """`told` gives the first count of the analysis that has a value: a total or a base of this value tells it."""
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, int | Share):
                count = cell if isinstance(cell, int) else cell.count
                known = told.get(count)
                at = (known if known is not None and puzzle.known[known]
                      else puzzle.add(_name(a, sheet, row, column), count))  # fmt: skip
                puzzle.names[a, sheet.name, row, column] = at
                told.setdefault(count, at)


def _name(a: int, sheet: Sheet, row: int, column: int) -> Name:
    """What a count is called: the size of a group has one name in all analyses of a report."""
    group = sheet.rows[row][0]
    first = next((n for n, cell in enumerate(sheet.rows[row]) if isinstance(cell, int)), None)
    if column == first and column == 1 and isinstance(group, str):
        return ("group", sheet.heads[0], group, sheet.rows[row][column], sheet.definition.base)
    return (a, sheet.name, row, column)


def _add_shares(puzzle: _Puzzle, a: int, sheet: Sheet, told: Mapping[int, int]) -> None:
    """Each share is its base less a rest that is not published and may be small."""
    for row, cells in enumerate(sheet.rows):
        beside = {
            cell: puzzle.names[a, sheet.name, row, column] for column, cell in enumerate(cells) if type(cell) is int
        }
        for column, cell in enumerate(cells):
            if isinstance(cell, Share):
                own = (a, sheet.name, row, column)
                base = beside.get(cell.of, told.get(cell.of))
                if base is None:
                    base = puzzle.add((a, "base", cell.of), cell.of, cost=_TOTAL_COST)
                count, rest = puzzle.names[own], puzzle.add((*own, "rest"), cell.of - cell.count, unseen=True)
                if base != count:
                    puzzle.sums.append([(count, 1.0), (rest, 1.0), (base, -1.0)])
                puzzle.shares[own] = (count, base)


def _add_sum(puzzle: _Puzzle, a: int, sheet: Sheet, one: Sum, told: Mapping[int, int]) -> None:
    """Cells that are no counts add nothing: of what does not apply there is none."""
    parts = [at for row, column in one.parts if (at := puzzle.names.get((a, sheet.name, row, column))) is not None]
    if not parts:
        return
    total = sum(puzzle.counts[at] for at in parts)
    if one.whole is None:
        puzzle.lists.append(parts)
        found = told.get(total, puzzle.names.get((a, "base", total)))
        whole = found if found is not None else puzzle.add((a, sheet.name, "total", *parts), total, unseen=True)
    else:
        whole = puzzle.names[a, sheet.name, *one.whole]
    members = [(at, 1.0) for at in parts] + [(whole, -1.0)]
    if one.has_rest:
        rest = puzzle.counts[whole] - total
        if rest < 0:
            return
        members.append((puzzle.add((a, sheet.name, "rest", *parts, whole), rest, unseen=True), 1.0))
    elif total != puzzle.counts[whole]:
        return  # as where a report entered a stage without leaving one: nobody works anything out by what does not hold
    if whole not in parts or one.has_rest:
        puzzle.sums.append(members)


def _hidden(analyses: Sequence[Analysis], threshold: int) -> _Hidden:
    puzzle = _puzzle(analyses, threshold)
    withheld = [False] * len(puzzle.counts)
    for members, sums in _components(puzzle):
        _solve(puzzle, members, sums, withheld, threshold)
    return _Hidden(puzzle, withheld)


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Which counts of the puzzle are withheld."""

    puzzle: _Puzzle
    flags: Sequence[bool]

    def is_withheld(self, a: int, sheet: str, row: int, column: int) -> bool:
        """Whether a cell is withheld: of a share also where its base or what is left of it has to be kept."""
        name = (a, sheet, row, column)
        at = self.puzzle.shares.get(name)
        if at is not None:
            count, base = at
            return self.flags[count] or self.flags[base]
        return self.flags[self.puzzle.names[name]]


def _components(puzzle: _Puzzle) -> Iterator[tuple[list[int], list[list[tuple[int, float]]]]]:
    """The counts that hang together, without those that are known, with their sums."""
    root = list(range(len(puzzle.counts)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for members in puzzle.sums:
        apart = [at for at, _ in members if not puzzle.known[at]]
        for at in apart[1:]:
            root[find(at)] = find(apart[0])
    sums: defaultdict[int, list[list[tuple[int, float]]]] = defaultdict(list)
    together: defaultdict[int, set[int]] = defaultdict(set)
    for at in range(len(puzzle.counts)):
        if not puzzle.known[at]:
            together[find(at)].add(at)
    for members in puzzle.sums:
        key = find(next(at for at, _ in members if not puzzle.known[at]))
        sums[key].append(members)
        together[key] |= {at for at, _ in members}
    for key, found in together.items():
        yield sorted(found), sums[key]


def _solve(
    puzzle: _Puzzle, members: Sequence[int], sums: Sequence[Sequence[tuple[int, float]]], withheld: list[bool],
    threshold: int,
) -> None:  # fmt: skip
    """Say what of a component is withheld: where nothing is small, nothing is."""
    from unbroken.insight.disclosure import withhold  # it loads scipy, which nobody waits for to open an extract

    if not any(0 < puzzle.counts[at] < threshold for at in members if not puzzle.known[at]):
        return
    place = {at: n for n, at in enumerate(members)}
    flags = withhold(
        [puzzle.counts[at] for at in members],
        [[(place[at], sign) for at, sign in one] for one in sums],
        cost=[puzzle.cost[at] for at in members],
        known=[puzzle.known[at] for at in members],
        unseen=[puzzle.unseen[at] for at in members],
        lists=[[place[at] for at in one] for one in puzzle.lists if all(at in place for at in one)],
        threshold=threshold,
    )
    for at, flag in zip(members, flags.tolist(), strict=True):
        withheld[at] = flag and not puzzle.unseen[at]


# -- what is shown -----------------------------------------------------------------------------------------------------


def _without(analysis: Analysis, a: int, hidden: _Hidden, threshold: int) -> Analysis:
    sheets = tuple(_sheet_without(sheet, a, hidden, threshold) for sheet in analysis.sheets)
    gone = _told(analysis.sheets, sheets)
    words = tuple(_saying_without(saying, gone, threshold) for saying in analysis.words)
    return replace(analysis, sheets=sheets, words=words)


def _sheet_without(sheet: Sheet, a: int, hidden: _Hidden, threshold: int) -> Sheet:
    def shown(row: int, column: int, cell: Cell) -> Cell:
        is_kept = isinstance(cell, int | Share) and hidden.is_withheld(a, sheet.name, row, column)
        return WITHHELD if is_kept else cell

    rows = []
    for row, cells in enumerate(sheet.rows):
        found = [shown(row, column, cell) for column, cell in enumerate(cells)]
        is_any = WITHHELD in found
        rows.append(tuple(WITHHELD if isinstance(cell, Number) and (is_any or cell.n < threshold) else cell
                          for cell in found))  # fmt: skip
    return replace(sheet, rows=tuple(rows), kinds=sheet.columns)


def _told(before: Sequence[Sheet], after: Sequence[Sheet]) -> frozenset[Cell]:
    """The counts, shares and numbers that some sheet withholds."""
    return frozenset(
        cell
        for sheet, shown in zip(before, after, strict=True)
        for row, cells in zip(sheet.rows, shown.rows, strict=True)
        for cell, kept in zip(row, cells, strict=True)
        if kept is WITHHELD
    )


def _saying_without(saying: Saying, gone: frozenset[Cell], threshold: int) -> Saying:
    if isinstance(saying, str):
        return saying
    return tuple(WITHHELD if not isinstance(part, str) and (part in gone or _is_small(part, threshold)) else part
                 for part in saying)  # fmt: skip


def _is_small(part: int | Share | Number | Withheld, threshold: int) -> bool:
    """A sentence may have a count that no sheet has: it is looked at by itself."""
    if isinstance(part, Share):
        return any(0 < n < threshold for n in (part.count, part.of - part.count, part.of))
    if isinstance(part, Number):
        return part.n < threshold
    return isinstance(part, int) and 0 < part < threshold


def _rounded(analysis: Analysis, threshold: int) -> Analysis:
    """Every count to the nearest multiple; a number of few cases is withheld, for it cannot be rounded like a count."""

    def nearest(count: int) -> int:
        return BASE * ((count + BASE // 2) // BASE)

    def shown(cell: Cell) -> Cell:
        if isinstance(cell, Share):
            return Share(nearest(cell.count), nearest(cell.of), is_rounded=True)
        if isinstance(cell, Number):
            return WITHHELD if cell.n < threshold else cell
        return nearest(cell) if isinstance(cell, int) else cell

    def said(saying: Saying) -> Saying:
        if isinstance(saying, str):
            return saying
        return tuple(part if isinstance(part, str) else shown(part) for part in saying)  # type: ignore[misc]

    sheets = tuple(
        replace(sheet, rows=tuple(tuple(map(shown, row)) for row in sheet.rows), kinds=sheet.columns)
        for sheet in analysis.sheets
    )
    return replace(analysis, sheets=sheets, words=tuple(map(said, analysis.words)))


def note(sheet: Sheet, protection: Protection, threshold: int = THRESHOLD) -> str:
    """What stands under a sheet about what it withholds; nothing where it withholds nothing."""
    if protection == "round":
        return (
            f"Counts are rounded to the nearest {BASE}: 0 need not be nobody, shares are of rounded counts, and sums "
            "may differ a little."
        )
    withheld = sum(cell is WITHHELD for row in sheet.rows for cell in row)
    if not withheld:
        return ""
    return (
        f"[c]: withheld, {withheld} of the figures here. Counts from 1 to {threshold - 1} are, and others from which "
        "those could be worked out. A withheld figure need not be small."
    )


def about(protection: Protection, threshold: int = THRESHOLD) -> str:
    """What a report says of the whole of its protection."""
    if protection == "none":
        return (
            "Nothing is withheld here: small counts are shown as they are. Not for publication, and only for those who "
            "may see the record."
        )
    if protection == "round":
        return f"For publication: every count is rounded to the nearest {BASE}."
    return (
        f"For publication: counts from 1 to {threshold - 1} are withheld and shown as [c], and with them others from "
        "which they could be worked out."
    )
