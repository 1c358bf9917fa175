"""Whether what comes first, and when, differs between groups of reports: shares by a year, and Gray's test.

All of it is association in what was recorded, and never cause; nothing here says anything of one report or one victim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from unbroken.insight.analyses.timing_groups import COMPARED, GROUPINGS, Grouping
from unbroken.insight.analyses.timing_ratios import ratios
from unbroken.insight.first import ENDS, Firsts
from unbroken.insight.followed import YEAR, shares_at
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Cell, Definition, Number, Saying, Sheet, across, down, listed
from unbroken.insight.stats.competing.gray import GrayTest, gray_test
from unbroken.insight.stats.competing.incidence import cumulative_incidence
from unbroken.insight.stats.competing.times import Observed
from unbroken.insight.stats.refusals import Refusal

_WHAT_BY = (
    "What came first of the reports of each group, and the share that had each by a year, the others competing (Aalen "
    "and Johansen), with its 95 % interval."
)
_WHAT_TEST = (
    "Gray's test of whether the share with an outcome over all days is the same in the groups. A small p says that "
    "groups alike would seldom differ so much by chance. It says neither why, nor how much, nor which group."
)


def compared(firsts: Firsts, scope: Scope) -> tuple[list[Saying], list[Sheet]]:
    """What is said of the differences, and the tables."""
    if not len(firsts.observed):
        return [], []
    labels = {one.column: firsts.labels(one.column, one.named) for one in GROUPINGS}
    apart = [_apart(one, labels[one.column], firsts.observed, scope) for one in GROUPINGS]
    said, tests = _tests(labels, firsts.observed, scope)
    also, more = ratios(labels, firsts.observed, scope)
    return [*said, *also], [*apart, tests, *more]


def _apart(grouping: Grouping, labels: NDArray[np.str_], observed: Observed, scope: Scope) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for group in grouping.groups:
        own = observed.only(labels == group)
        if len(own):
            counts = [int((own.codes == code).sum()) for code in (*range(1, len(ENDS) + 1), 0)]
            shares = dict(zip(ENDS, shares_at(cumulative_incidence(own), YEAR), strict=True))
            rows.append((group, len(own), *counts, *(shares[end] for end in COMPARED)))
    heads = (
        grouping.head,
        "Reports",
        *ENDS.values(),
        "Nothing yet",
        *(f"{ENDS[end]}: % by a year" for end in COMPARED),
    )
    columns = range(2, 3 + len(ENDS))
    sums = (*across(len(rows), 1, *columns), *down(len(rows), 1, *columns))
    title = f"What comes first, by {grouping.head[0].lower()}{grouping.head[1:]}"
    return Sheet(f"by_{grouping.column}", title, Definition(_WHAT_BY, scope.words()), heads, tuple(rows), sums)


def _tests(labels: Mapping[str, NDArray[np.str_]], observed: Observed, scope: Scope) -> tuple[list[Saying], Sheet]:
    rows: list[tuple[Cell, ...]] = []
    said: list[Saying] = []
    for grouping in GROUPINGS:
        if grouping.is_tested:
            own = labels[grouping.column]
            recorded = own != grouping.missing
            found = {end: gray_test(observed.only(recorded), own[recorded].tolist(), end) for end in COMPARED}
            rows += [_test_row(grouping, end, test) for end, test in found.items()]
            said += _test_words(grouping, found)
    heads = ("Groups by", "What came first", "Gray's statistic", "Degrees of freedom", "p")
    notes = ("Reports whose group nobody recorded are left out.",
             f"{len(rows)} tests: where nothing differs, one in twenty has a p below 0.05.")  # fmt: skip
    return said, Sheet("tests", "Do groups differ?", Definition(_WHAT_TEST, scope.words(), notes), heads, tuple(rows))


def _test_row(grouping: Grouping, end: str, test: GrayTest | Refusal) -> tuple[Cell, ...]:
    if isinstance(test, Refusal):
        return grouping.head, ENDS[end], None, None, f"not tested: {_why(test)}"
    n = min(size for _, size in test.groups)
    return grouping.head, ENDS[end], Number(test.statistic, n, 1), str(test.degrees), _p(test, n)


def _p(test: GrayTest, n: int) -> str | Number:
    return "less than 0.001" if test.p_value < 0.001 else Number(test.p_value, n, 3)


def _test_words(grouping: Grouping, found: Mapping[str, GrayTest | Refusal]) -> Iterator[Saying]:
    by = f"{grouping.head[0].lower()}{grouping.head[1:]}"
    tests = {end: test for end, test in found.items() if isinstance(test, GrayTest)}
    for differs in (True, False):
        parts: list[Any] = []
        for end, test in tests.items():
            if (test.p_value < 0.05) == differs:
                p = _p(test, min(size for _, size in test.groups))
                parts += ["; " if parts else "", f"{ENDS[end][0].lower()}{ENDS[end][1:]} (p ",
                          p if isinstance(p, str) else "", *([] if isinstance(p, str) else [p]), ")"]  # fmt: skip
        if parts:
            what = "differ more than chance alone makes likely" if differs else "are not shown to differ"
            yield (f"Between groups by {by} these {what}: ", *parts, ".")
    refused: dict[str, list[str]] = {}
    for end, one in found.items():
        if isinstance(one, Refusal):
            refused.setdefault(_why(one), []).append(f"{ENDS[end][0].lower()}{ENDS[end][1:]}")
    for why, those in refused.items():
        yield f"Between groups by {by} these are not tested, because {why}: {'; '.join(those)}."


def _why(refusal: Refusal) -> str:
    """The reasons of the kernel in the words of this analysis."""
    plain = {"no-events": "nobody had it", "one-group": "there are no two groups to compare"}
    return listed([plain.get(problem.code, problem.says) for problem in refusal.problems])
