"""How reports move from stage to stage: what follows what, and how long they stay. Ibis expressions, on any engine.

What follows directly is the footprint of process mining (van der Aalst, 2016, *Process Mining*, ch. 6); the table
`stages` of an extract has the stages of each report in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


def follows(stages: ir.Table) -> ir.Table:
    """How often each stage directly follows each: `before`, `after`, `n`; the largest first."""
    moved = stages.select(before=stages.stage, after=_of_the_next(stages.stage))
    moved = moved.filter(moved.after.notnull())
    counted = moved.group_by(["before", "after"]).aggregate(n=moved.count())
    return counted.order_by([counted.n.desc(), "before", "after"])


def time_in_stage(stages: ir.Table, *by: str) -> ir.Table:
    """How many days reports stayed in each stage that they left: `stage`, `n`, `median`, `mean`, apart for `by`.

    Those still in a stage have not left it: `open` counts them and the days are of the others.
    """
    spent = stages.select(*by, "stage", "on", left_on=_of_the_next(stages.on))
    spent = spent.mutate(days=spent.left_on.delta(spent.on, unit="day"))
    counted = spent.group_by([*by, "stage"]).aggregate(
        n=spent.days.count(),
        open=spent.count() - spent.days.count(),
        median=spent.days.median(),
        mean=spent.days.mean(),
    )
    return counted.order_by([*by, "stage"])


def _of_the_next(column: Any) -> Any:
    """The value of a column in the next stage of the same report; none in its last."""
    import ibis

    return column.lead().over(ibis.window(group_by="case", order_by="n"))
