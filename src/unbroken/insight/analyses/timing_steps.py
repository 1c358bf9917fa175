"""Days from the report to each step, how long reports stay in each stage, and what follows what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from unbroken.insight.first import is_charged, is_gone
from unbroken.insight.process import follows, time_in_stage
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Cell, Definition, Number, Saying, Share, Sheet, Sum

if TYPE_CHECKING:
    import ibis.expr.types as ir

STEPS: Mapping[str, str] = {
    "identified": "Suspect identified",
    "arrest": "First arrest",
    "interview": "First interview of a suspect",
    "recognition": "First held to be stalking",
    "submission": "First sent to the CPS",
    "decision": "Last decision of the CPS",
    "charge": "First charge",
    "leaving": "Victim left, and has not come back",
    "closing": "Closed, as it stands",
}
_WHAT_STEPS = (
    "Days from the report to each step, of reports that have had it. Half had it by the middle number of days, a "
    "quarter by the lower and three quarters by the upper."
)
_NOTES_STEPS = (
    "Reports made lately can only have had a step soon: days of those that had it are fewer than they will be once all "
    "have run. The shares by a day, which take that into account, are in the table of what comes first.",
    "Days are whole days; the least where a day is known only to a period. What is dated before the report counts on "
    "its day.",
)
_WHAT_STAGES = (
    "Each stay of a report in a stage: how many days it took, and which stage it went to from there. A report counts "
    "as often as it was in a stage. Days are of stays that ended; those still in the stage are counted apart."
)
_AT_FIRST = "At the report"
_STAGES: Mapping[str, str] = {
    "reported": "Reported",
    "under_investigation": "Under investigation",
    "withdrawn": "Victim withdrew",
    "reopened": "Reopened",
    "closed": "Closed without charge",
    "submitted": "With the CPS",
    "charged": "Charged",
    "in_court": "In court",
    "convicted": "Convicted, sentence to come",
    "acquitted": "Acquitted",
    "discontinued": "Discontinued after charge",
    "sentenced": "Sentenced",
    "after_sentence": "After sentence",
}
"""The stages of a report in order, as the record has them; an extract gives their codes alone."""


def days_to_steps(cases: ir.Table) -> ir.Table:
    """How many cases have had each of STEPS, by days: `step`, `days` (none where nobody knows the day) and `n`."""
    import ibis

    each = [cases.filter(had).select(step=ibis.literal(step), days=days.cast("int64"))
            for step, (had, days) in _steps(cases).items()]  # fmt: skip
    found = ibis.union(*each)
    return found.group_by(["step", "days"]).aggregate(n=found.count())


def _steps(cases: Any) -> Mapping[str, tuple[Any, Any]]:
    """Whether a case has had a step, and the days to it."""
    import ibis

    decided = cases.decided_on.delta(cases.made_on, unit="day")
    return {
        "identified": (cases.identified_on.notnull(), cases.days_to_identified),
        "arrest": (cases.is_arrested, cases.days_to_arrest),
        "interview": (cases.is_interviewed, cases.days_to_interview),
        "recognition": (cases.recognised_on.notnull(), cases.days_to_recognition),
        "submission": (cases.submissions > 0, cases.days_to_submission),
        "decision": (cases.cps_decision.notnull(), ibis.ifelse(decided < 0, 0, decided)),
        "charge": (is_charged(cases), cases.days_to_charge),
        "leaving": (is_gone(cases), cases.days_to_leaving),
        "closing": (cases.closed_on.notnull(), cases.days_to_closure),
    }


def steps_sheet(cases: ir.Table, scope: Scope) -> Sheet:
    """How many had each step, and the quartiles of days to it."""
    base = int(cases.count().to_pyarrow().as_py())
    counted: dict[str, Counter[int | None]] = {step: Counter() for step in STEPS}
    for row in days_to_steps(cases).to_pyarrow().to_pylist():
        counted[row["step"]][row["days"]] += row["n"]
    rows = tuple(_step_row(text, counted[step], base) for step, text in STEPS.items())
    heads = ("Step", "Had it", "On a day that is known", "Not so far, or not recorded", "Days: lower quarter",
             "Days: half", "Days: upper quarter", "Days: mean")  # fmt: skip
    sums = []
    for row in range(len(rows)):
        sums += [Sum(None, ((row, 1), (row, 3))), Sum((row, 1), ((row, 2),), has_rest=True)]
    definition = Definition(_WHAT_STEPS, scope.words(), _NOTES_STEPS)
    return Sheet("steps", "Days from the report to each step", definition, heads, rows, tuple(sums))


def _step_row(text: str, counted: Counter[int | None], base: int) -> tuple[Cell, ...]:
    had = sum(counted.values())
    known = had - counted[None]
    days = (Number(one, known, 1) for one in (*quartiles(counted), mean(counted))) if known else (None,) * 4
    return text, Share(had, base), known, base - had, *days


def quartiles(counted: Mapping[int | None, int]) -> tuple[float, ...]:
    """The lower quartile, the median and the upper quartile of the days that are known, of which there is one.

    Between two days they are in proportion, as numpy has them.
    """
    known = sorted((days, n) for days, n in counted.items() if days is not None)
    days, n = np.array(known, dtype=np.int64).T
    return tuple(np.percentile(np.repeat(days, n), (25, 50, 75)).tolist())


def mean(counted: Mapping[int | None, int]) -> float:
    """The mean of the days that are known, of which there is one."""
    known = [(days, n) for days, n in counted.items() if days is not None]
    return sum(days * n for days, n in known) / sum(n for _, n in known)


def steps_words(steps: Sheet) -> Iterator[Saying]:
    """Of the steps that lead to a charge: how many had them and by when half of these had."""
    for cells in steps.rows:
        had, half = cells[1], cells[5]
        if isinstance(had, Share) and isinstance(half, Number) and cells[0] in _SAID:
            yield f"{cells[0]}: ", had, " of the reports so far, half of these by day ", half, "."


_SAID = tuple(STEPS[step] for step in ("identified", "interview", "charge"))


def stages_sheet(stages: ir.Table, cases: ir.Table, scope: Scope) -> Sheet:
    """Stays in each stage with their days, and the stage that came next.

    What goes into a stage is what came from others and what began in it; all of it went on or is still there.
    """
    own = stages.semi_join(cases, "case")
    spent = {row["stage"]: row for row in time_in_stage(own).to_pyarrow().to_pylist()}
    moved = {(row["before"], row["after"]): row["n"] for row in follows(own).to_pyarrow().to_pylist()}
    begun = own.filter(own.n == 0)
    at_first = {row["stage"]: row["n"]
                for row in begun.group_by("stage").aggregate(n=begun.count()).to_pyarrow().to_pylist()}  # fmt: skip
    names = sorted(
        spent, key=lambda name: (name not in _STAGES, [*_STAGES].index(name) if name in _STAGES else 0, name)
    )
    rows: list[tuple[Cell, ...]] = []
    if names:
        rows.append((_AT_FIRST, sum(at_first.values()), None, None, None, *(at_first.get(name, 0) for name in names)))
    for name in names:
        row = spent[name]
        days = (Number(row[one], row["n"], 1) if row["n"] else None for one in ("median", "mean"))
        rows.append((_named(name), row["n"] + row["open"], row["open"], *days,
                     *(moved.get((name, after), 0) for after in names)))  # fmt: skip
    then = (f"Then: {_named(name)}" for name in names)
    heads = ("Stage", "Stays", "Still in it", "Days: half", "Days: mean", *then)
    title, definition = "How long reports stay in each stage, and what follows", Definition(_WHAT_STAGES, scope.words())
    return Sheet("stages", title, definition, heads, tuple(rows), tuple(_stage_sums(len(names))))


def _stage_sums(stages: int) -> Iterator[Sum]:
    """Stays of a stage (row n + 1, column 1) by where they went, and by where they came from (column n + 5)."""
    after = range(5, 5 + stages)
    for row in range(1, stages + 1):
        yield Sum((row, 1), ((row, 2), *((row, column) for column in after)))
    for place, column in enumerate(after):
        yield Sum((place + 1, 1), tuple((row, column) for row in range(stages + 1)))
    if stages:
        yield Sum((0, 1), tuple((0, column) for column in after))


def _named(stage: str) -> str:
    return _STAGES.get(stage, stage)
