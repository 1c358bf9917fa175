"""How reports move from stage to stage: what follows what, and how long they stay. Ibis expressions, on any engine.

What follows directly is the footprint of process mining (van der Aalst, 2016, *Process Mining*, ch. 6); the table
`stages` of an extract has the stages of each report in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


def follows(stages: ir.Table) -> ir.Table:
    """How often each stage directly follows each: `before`, `after`, `n`; the largest first."""
    moved = _moved(stages)
    moved = moved.filter(moved.after.notnull())
    counted = moved.group_by(["before", "after"]).aggregate(n=moved.count())
    return counted.order_by([counted.n.desc(), "before", "after"])


def time_in_stage(stages: ir.Table, *by: str) -> ir.Table:
    """How many days reports stayed in each stage that they left: `stage`, `n`, `median`, `mean`, apart for `by`.

    Those still in a stage have not left it: `open` counts them and the days are of the others.
    """
    moved = _moved(stages, *by)
    left = moved.left_on.notnull()
    counted = moved.group_by([*by, moved.before.name("stage")]).aggregate(
        n=moved.count(where=left),
        open=moved.count(where=~left),
        median=moved.days.median(where=left),
        mean=moved.days.mean(where=left),
    )
    return counted.order_by([*by, "stage"])


def _moved(stages: ir.Table, *by: str) -> ir.Table:
    """Each stage with the one after it and the days between; neither where it is the last of its report."""
    import ibis

    window = ibis.window(group_by="case", order_by="n")
    moved = stages.select(
        *by,
        before=stages.stage,
        after=stages.stage.lead().over(window),
        on=stages.on,
        left_on=stages.on.lead().over(window),
    )
    return moved.mutate(days=moved.left_on.delta(moved.on, unit="day"))
