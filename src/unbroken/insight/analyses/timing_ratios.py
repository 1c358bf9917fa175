"""What goes with an outcome coming first: how much faster it comes to those still open, and whether more have it.

Both by regression on what was so, or was held to be so, at the report. Association, and never cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unbroken.insight.analyses.timing_groups import COMPARED, GROUPINGS
from unbroken.insight.first import ENDS
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Cell, Definition, Number, Saying, Sheet, Sum, listed
from unbroken.insight.stats.competing.hazards import cause_specific
from unbroken.insight.stats.competing.subdistribution import SubdistributionFit, fine_gray
from unbroken.insight.stats.competing.times import Observed
from unbroken.insight.stats.refusals import Refusal

ENOUGH = 10
"""A level is compared where at least so many of its reports had the outcome (Peduzzi and others 1996)."""
_FACTORS = ("is_domestic", "offence_initial", "earlier_reports", "victim_vulnerable")
"""What ratios are of: what was so, or was held to be so, at the report. Relationship and domestic abuse say nearly the
same, and the class now can be a consequence of what came first."""
_WHAT_RATIOS = (
    "Two ratios, each of the other things in the table being equal. How fast: of those still open, how many times the "
    "daily rate (cause-specific hazard, Cox). How many: above 1 more have it by any day, below 1 fewer "
    "(subdistribution hazard, Fine and Gray); it is not how many times as many. The two differ where the other "
    "outcomes come faster or more slowly."
)
_NOTES_RATIOS = (
    "Associations in what was recorded. No ratio says that one thing brings about another, or anything of one report.",
    "Ratios are taken to be the same on all days. Reports of the same people are taken as having nothing to do with "
    "one another.",
    f"Reports of a level in which fewer than {ENOUGH} had the outcome are left out of its comparison. A level that is "
    "of exactly the same reports as another has no ratio of its own.",
)


@dataclass(frozen=True, slots=True)
class Design:
    """The columns of a comparison (n, p), one for each level but the references; who is in it; and the references."""

    chosen: NDArray[np.bool_]
    columns: NDArray[np.float64]
    levels: tuple[tuple[str, str], ...]
    references: Mapping[str, str]


def design(
    labels: Mapping[str, NDArray[np.str_]], groups: Mapping[str, Sequence[str]], had: NDArray[np.bool_]
) -> Design:
    """The columns for one outcome. `labels` gives the level of each case for each factor, one of its `groups`.

    `had` is who had the outcome. Cases of a level in which too few had it are left out, until no such level is left:
    its ratio could not be told from any other. The reference of a factor is the first level that is left.
    """
    chosen = np.ones(len(had), dtype=np.bool_)
    while True:
        few = [(factor, level) for factor, own in labels.items() for level in np.unique(own[chosen]).tolist()
               if (had & chosen & (own == level)).sum() < ENOUGH]  # fmt: skip
        if not few:
            break
        for factor, level in few:
            chosen &= labels[factor] != level
    columns: list[NDArray[np.float64]] = []
    levels: list[tuple[str, str]] = []
    references: dict[str, str] = {}
    seen: set[bytes] = set()
    for factor, own in labels.items():
        for level in groups[factor]:
            column = (own[chosen] == level).astype(np.float64)
            if not column.any():
                continue
            if references.setdefault(factor, level) != level and column.tobytes() not in seen:
                seen.add(column.tobytes())
                columns.append(column)
                levels.append((factor, level))
    table = np.column_stack(columns) if columns else np.empty((int(chosen.sum()), 0))
    return Design(chosen, table, tuple(levels), references)


def ratios(
    labels: Mapping[str, NDArray[np.str_]], observed: Observed, scope: Scope
) -> tuple[list[Saying], list[Sheet]]:
    """The ratios of each outcome, of which reports they are, and what is said of them.

    `labels` gives the group of each of the cases of `observed` by the columns of GROUPINGS.
    """
    rows: list[tuple[Cell, ...]] = []
    sizes: list[tuple[Cell, ...]] = []
    said: list[Saying] = []
    factors = {column: labels[column] for column in _FACTORS}
    groups = {grouping.column: grouping.groups for grouping in GROUPINGS}
    for end in COMPARED:
        made = design(factors, groups, observed.codes == observed.code(end))
        refusal, fits = _fitted(made, observed, end)
        if refusal:
            said.append(f"{ENDS[end]}: no ratios, because {refusal}.")
        rows += _ratio_rows(end, made, factors, fits)
        compared = int(made.chosen.sum()) if fits else 0
        sizes.append((ENDS[end], compared, len(observed) - compared))
        if 0 < compared < len(observed):
            said.append((f"{ENDS[end]}: the ratios are of ", compared, " reports; the others are of levels in which "
                         f"fewer than {ENOUGH} had it."))  # fmt: skip
        said += _ratio_words(end, made, fits)
    if any(row[3] is not None for row in rows):
        said.append("These are associations in what was recorded, never causes, and say nothing of any one report.")
    heads = ("What came first", "Of", "Level", "How fast: ratio of daily rates", "How many: ratio of incidence")
    definition = Definition(_WHAT_RATIOS, scope.words(), _NOTES_RATIOS)
    whole = tuple(Sum(None, ((row, 1), (row, 2))) for row in range(len(sizes)))
    return said, [
        Sheet("ratios", "What goes with each coming first", definition, heads, tuple(rows)),
        Sheet("ratios_of", "Which reports the ratios are of", definition,
              ("What came first", "Compared", "Left out"), tuple(sizes), whole),
    ]  # fmt: skip


Ratios = Mapping[tuple[str, str], tuple[Number, Number]]


def _fitted(made: Design, observed: Observed, end: str) -> tuple[str, Ratios]:
    """Why there are no ratios, or the two of each level."""
    if not made.levels:
        return f"fewer than two levels of anything have {ENOUGH} reports that had it", {}
    own = observed.only(made.chosen)
    names = [f"{factor}: {level}" for factor, level in made.levels]
    found = [fit(own, made.columns, names, end) for fit in (cause_specific, fine_gray)]
    if refused := [str(one) for one in found if isinstance(one, Refusal)]:
        return listed(list(dict.fromkeys(refused))), {}
    had = own.codes == own.code(end)
    behind = [int(made.columns[had, place].sum()) for place in range(len(made.levels))]
    fast, many = (_numbers(fit, behind) for fit in found if isinstance(fit, SubdistributionFit))
    return "", dict(zip(made.levels, zip(fast, many, strict=True), strict=True))


def _numbers(fit: SubdistributionFit, behind: Sequence[int]) -> list[Number]:
    return [Number(term.ratio, n, 2, (term.interval.low, term.interval.high))
            for term, n in zip(fit.terms, behind, strict=True)]  # fmt: skip


def _ratio_rows(end: str, made: Design, factors: Mapping[str, NDArray[np.str_]], fits: Ratios,
                ) -> Iterator[tuple[Cell, ...]]:  # fmt: skip
    for grouping in GROUPINGS:
        if grouping.column in factors:
            for level in grouping.groups:
                if (factors[grouping.column] == level).any():
                    is_reference = made.references.get(grouping.column) == level
                    shown = f"{level} (the others are compared with this)" if is_reference else level
                    yield (ENDS[end], grouping.head, shown, *fits.get((grouping.column, level), (None, None)))


def _ratio_words(end: str, made: Design, fits: Ratios) -> Iterator[Saying]:
    """The levels whose share by any day differs, by an interval without 1."""
    heads = {grouping.column: grouping.head for grouping in GROUPINGS}
    for (factor, level), (fast, many) in fits.items():
        low, high = many.interval or (0.0, np.inf)
        if not low <= 1 <= high:
            yield (f"{ENDS[end]}. {heads[factor]}: {level}, compared with {made.references[factor]}, goes with "
                   f"{'more' if many.value > 1 else 'fewer'} by any day (ratio of incidence ", many,
                   f"); the daily rate among those still open is {_speed(fast)} (ratio ", fast, ").")  # fmt: skip


def _speed(fast: Number) -> str:
    low, high = fast.interval or (0.0, np.inf)
    return "not shown to differ" if low <= 1 <= high else "higher" if fast.value > 1 else "lower"
