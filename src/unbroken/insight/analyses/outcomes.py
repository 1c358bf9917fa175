"""How stalking ends beside other crimes on one outcome list: which class has each end most and least often.

The published comparison found stalking highest of all violence against women for *victim supports, evidential
difficulties*, at 35 % (MOPAC, *Stalking Deep Dive*, 2024; demand ANA-08). Other crimes are those on this record, which
may be few: an outcome is compared only where a class has enough reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from unbroken.insight.extract import Extract
from unbroken.insight.labels import NOT_RECORDED
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, across, down
from unbroken.vocabulary.offences import HARASSMENT, ORDER_BREACH, STALKING, stalking_class
from unbroken.vocabulary.outcomes import OUTCOMES

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEAST = 30
"""Reports with an outcome that a class must have to be called highest or lowest: of fewer, chance decides."""

CLASSES: Mapping[str, tuple[str, ...]] = {
    "Stalking (s2A)": tuple(code for code in STALKING if stalking_class(code) == "s2a"),
    "Stalking (s4A)": tuple(code for code in STALKING if stalking_class(code) == "s4a"),
    "Stalking, section not known": tuple(code for code in STALKING if stalking_class(code) not in ("s2a", "s4a")),
    "Harassment": tuple(HARASSMENT),
    "Breach of an order": tuple(ORDER_BREACH),
    "Controlling or coercive behaviour": ("controlling_coercive",),
}
"""Classes of the report now, by the codes they have. What is in none is `OTHER`."""
OTHER = "Any other class"
ENDS: Mapping[str, tuple[str, ...]] = {
    "Charged": ("charged",),
    "Out of court": ("out_of_court_formal", "out_of_court_informal", "diversion", "taken_into_consideration"),
    "Victim supports, evidential difficulties": ("evidential_victim_supports",),
    "Victim does not support": ("evidential_victim_does_not_support",),
    "No suspect": ("no_suspect_identified",),
    "Prevented or not in the public interest": ("prosecution_prevented", "not_public_interest"),
    "Passed on": ("fraud", "transferred"),
}
"""Ends by the groups of the outcome list. Every outcome but *not yet assigned* is in one."""
_WHAT = (
    "Reports by their police class now and the Home Office outcome that stands, in the groups of the outcome list. "
    "Shares are of the reports of the class that have an outcome."
)
_NOTES = (
    "Recent reports have an outcome less often, and what ends early ends first: compare periods that are over.",
    f"A class is called highest or lowest where at least {LEAST} of its reports have an outcome.",
)


def report_outcomes(extract: Extract, scope: Scope) -> Analysis:
    """How reports of each class end, of whatever class, and which class has each end most and least often."""
    every = replace(scope, offences="all")
    counted = _counted(every.of(extract.table("cases")))
    definition = Definition(_WHAT, every.words(), _NOTES)
    rows = tuple(_row(name, counted.get(name, {})) for name in (*CLASSES, OTHER, NOT_RECORDED))
    heads = ("Police class now", "Reports", "No outcome yet", "With an outcome", *ENDS)
    columns = range(len(heads))
    sums = (*down(len(rows), *columns[1:]), *across(len(rows), 1, 2, 3), *across(len(rows), 3, *columns[4:]))
    found = tuple(_extremes(counted))
    return Analysis(
        name="outcomes",
        title="How stalking ends beside other crimes",
        words=tuple(_words(counted, found)),
        sheets=(
            Sheet("by_class", "Outcomes by class", definition, heads, rows, sums),
            Sheet("extremes", "Which class has each end most and least often", definition,
                  ("End", "Most often", "Reports", "Least often", "Reports"), found),
        ),
    )  # fmt: skip


_Counts = Mapping[str, Mapping[str, int]]


def _counted(cases: ir.Table) -> _Counts:
    """How many reports of each class have each end; those without an outcome under an empty name."""
    listed = cases.group_by("offence", "outcome").aggregate(n=cases.count()).to_pyarrow().to_pylist()
    named = {code: name for name, codes in CLASSES.items() for code in codes}
    ended = {code.code: name for name, groups in ENDS.items() for code in OUTCOMES.codes if code.group in groups}
    found: dict[str, dict[str, int]] = {}
    for row in listed:
        of = found.setdefault(named.get(row["offence"], OTHER) if row["offence"] else NOT_RECORDED, {})
        end = ended.get(row["outcome"] or "", "")
        of[end] = of.get(end, 0) + row["n"]
    return found


def _ended(counts: Mapping[str, int]) -> int:
    return sum(n for end, n in counts.items() if end)


def _row(name: str, counts: Mapping[str, int]) -> tuple[Cell, ...]:
    ended, waiting = _ended(counts), counts.get("", 0)
    return name, ended + waiting, waiting, ended, *(Share(counts.get(end, 0), ended) for end in ENDS)


def _extremes(counted: _Counts) -> Iterator[tuple[Cell, ...]]:
    """The class with the largest and the one with the smallest share of each end, of those with enough reports."""
    enough = {name: counts for name, counts in counted.items() if _ended(counts) >= LEAST and name != NOT_RECORDED}
    if len(enough) < 2:
        return
    for end in ENDS:
        shares = {name: Share(counts.get(end, 0), _ended(counts)) for name, counts in enough.items()}
        order = sorted(shares, key=lambda name: (-shares[name].count / shares[name].of, name))
        yield end, order[0], shares[order[0]], order[-1], shares[order[-1]]


def _words(counted: _Counts, extremes: Sequence[tuple[Cell, ...]]) -> Iterator[Saying]:
    if not any(_ended(counts) for counts in counted.values()):
        yield "No report within the scope has an outcome yet."
        return
    for name in ("Stalking (s2A)", "Stalking (s4A)"):
        counts: Mapping[str, int] = counted.get(name, {})
        if ended := _ended(counts):
            charged = Share(counts.get("Charged", 0), ended)
            yield ("Of ", ended, f" reports of {name[0].lower()}{name[1:]} with an outcome, ", charged,
                   " led to a charge.")  # fmt: skip
    if not extremes:
        yield f"No two classes have {LEAST} reports with an outcome: nothing is compared."
    for end, most, share, _, _ in extremes:
        if str(most).startswith("Stalking"):
            assert isinstance(share, Share)
            yield f"{end}: most often in {most}, in ", share, " of its reports with an outcome."
