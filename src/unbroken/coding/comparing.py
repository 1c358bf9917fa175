"""What two coders answered of the reports that both are done with. Pure."""

from __future__ import annotations

from unbroken.coding.fold import Drawn, Sample
from unbroken.insight.coding.agreement import Disagreement, Pair, disagreements


def pairs_of(sample: Sample) -> tuple[Pair, ...]:
    """The answers of both coders, of each report that both are done with."""
    return tuple(
        Pair(drawn.report, both[0].answers, both[1].answers) for drawn in sample.reports if (both := drawn.both)
    )


def open_questions(sample: Sample, drawn: Drawn) -> tuple[Disagreement, ...]:
    """What the two coders of a report answered differently, settled or not; nothing until both are done."""
    both = drawn.both
    return disagreements(sample.frame, [Pair(drawn.report, both[0].answers, both[1].answers)]) if both else ()


def unsettled(sample: Sample, drawn: Drawn) -> int:
    """How many of these nobody has settled yet."""
    return sum((one.variable, one.person) not in drawn.settled for one in open_questions(sample, drawn))
