"""What answers to an instrument add up to: counts, what is open, and a grade where a published rule gives one. Pure.

Every instrument is graded by itself: two of them never make one number (risk-instrument practice; S-DASH and SASH were
confused in the cases that the Stalking Deep Dive coded). Where no cut-off is published, none is made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from unbroken.record.phrasing import inline
from unbroken.safety.instruments.shapes import Instrument, Rule
from unbroken.vocabulary.orders import RISK_GRADES

NOT_GRADED = "not_graded"


@dataclass(frozen=True, slots=True)
class Graded:
    """What the answers add up to.

    `counts` is by response, of the items that count; `open` are the items asked that nobody went through: without an
    answer, or answered with *not asked*. `positive` are the items answered with yes that count, of `of`.
    """

    counts: Mapping[str, int]
    positive: tuple[str, ...]
    of: int
    open: tuple[str, ...]
    grade: str | None
    why: str

    @property
    def is_complete(self) -> bool:
        """Whether every item was gone through. Refused and not known were; not asked was not."""
        return not self.open


def grade(instrument: Instrument, answers: Mapping[str, str]) -> Graded:
    """What these answers, by item, add up to. Answers to items that are not asked do not count."""
    asked = [item for item in instrument.asked(answers) if item.response == "answer"]
    given = {item.key: answers[item.key] for item in asked if item.key in answers}
    counted = [item for item in asked if item.counts]
    positive = tuple(item.key for item in counted if given.get(item.key) == "yes")
    left = tuple(item.key for item in asked if given.get(item.key, "not_asked") == "not_asked")
    rule = _rule_met(instrument, len(positive))
    return Graded(
        counts=dict(Counter(given[item.key] for item in counted if item.key in given)),
        positive=positive,
        of=len(counted),
        open=left,
        grade=rule.grade if rule else None,
        why=_why(instrument, rule, len(positive), len(counted), len(left)),
    )


def judgement_faults(
    instrument: Instrument, *, computed: str | None, judgement: str | None, reason: str | None
) -> Iterator[tuple[str, str]]:
    """What is wrong with a professional judgement, as (field, message): it may raise a computed grade, never lower it.

    SafeLives: professional judgement alone can take a case to a MARAC, and never lowers what the answers show.
    """
    if not judgement:
        return
    if computed and instrument.rank(judgement) < instrument.rank(computed):
        shown = inline(RISK_GRADES.label(computed))
        yield (
            "judgement",
            f"The answers by themselves show {shown}. Your judgement can raise the grade and not lower it",
        )
    elif judgement != computed and not reason:
        yield "judgement_reason", "Enter the reason for your judgement"


def _rule_met(instrument: Instrument, count: int) -> Rule | None:
    met = [rule for rule in instrument.grading.rules if count >= rule.at_least]
    return max(met, key=lambda rule: instrument.rank(rule.grade), default=None)


def _why(instrument: Instrument, rule: Rule | None, count: int, of: int, left: int) -> str:
    said = f"{count} of {of} answered yes."
    if rule is not None:
        shown = inline(RISK_GRADES.label(rule.grade))
        return f"{said} {rule.at_least} or more show {shown} by themselves ({rule.source})."
    still = " Items are still open, so it may rise." if left and instrument.grading.rules else ""
    return f"{said} {instrument.grading.why}{still}"
