"""Rules of registers, run on what is recorded: who meets one, why, and by which entries (LNK-08, TRI-16). Pure.

A rule sees facts of conduct and process and nothing else: it cannot ask who somebody is, or where they live.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from unbroken.triage.registers import Criterion, Rule

STALKING_REPORT: Final = "stalking_report"
OTHER_REPORT: Final = "other_report"
BREACH: Final = "breach"
STALKING_CONVICTION: Final = "stalking_conviction"
OTHER_CONVICTION: Final = "other_conviction"

# Which facts each criterion counts.
COUNTS: Final = {
    "stalking_victims": (STALKING_REPORT,),
    "stalking_reports": (STALKING_REPORT,),
    "reports": (STALKING_REPORT, OTHER_REPORT),
    "breaches": (BREACH,),
    "stalking_convictions": (STALKING_CONVICTION,),
    "convictions": (STALKING_CONVICTION, OTHER_CONVICTION),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something recorded of a suspect: a report, an alleged breach, a conviction.

    `on` is its day, None where no day is recorded; `about` the report, order or prosecution; `entry` the entry it
    rests on; `victims` those of a report, by the name each is resolved to.
    """

    what: str
    on: date | None
    about: str
    entry: str
    victims: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """A criterion that is met: how many were counted, and the facts, oldest first."""

    criterion: Criterion
    count: int
    facts: tuple[Fact, ...]


def judge(rule: Rule, facts: Iterable[Fact], *, today: date) -> tuple[Reason, ...]:
    """Why somebody meets a rule on this day: the criteria that are met; nothing where the rule is not met.

    A rule without criteria is met by nobody: judgement alone decides.
    """
    known = sorted(facts, key=lambda fact: (fact.on or date.min, fact.about, fact.entry))
    reasons = [_weigh(criterion, known, today=today) for criterion in rule.criteria]
    met = tuple(reason for reason in reasons if reason.count >= reason.criterion.at_least)
    return met if met and (not rule.needs_all or len(met) == len(reasons)) else ()


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weigh(criterion: Criterion, facts: Sequence[Fact], *, today: date) -> Reason:
    counted = tuple(
        fact for fact in facts if fact.what in COUNTS[criterion.what] and _is_within(fact, criterion, today)
    )
    if criterion.what == "stalking_victims":
        return Reason(criterion, len({victim for fact in counted for victim in fact.victims}), counted)
    return Reason(criterion, len(counted), counted)


def _is_within(fact: Fact, criterion: Criterion, today: date) -> bool:
    """Whether a fact counts; one without a day counts only where it does not matter when it was."""
    if criterion.within_months is None:
        return True
    first = months_before(today, criterion.within_months)
    return fact.on is not None and first <= fact.on <= today
