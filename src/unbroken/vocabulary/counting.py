"""Crime-recording rules that change what is counted, with the dates from which they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

EX_PARTNER_RULE_FROM: Final[Mapping[str, date]] = MappingProxyType(
    {"default": date(2020, 4, 1), "met": date(2019, 4, 1)}
)


def ex_partner_rule_from(force: str | None = None) -> date:
    """The day from which a course of conduct by a former partner is recorded as stalking.

    Home Office Counting Rules: unless the police are satisfied that it is harassment in law only. The national
    break in the statistics is 1 April 2020; a force may have begun earlier, and MOPAC dates the change in the
    Metropolitan Police to 2019 (taken here as the start of that counting year). A force not named has the
    national date.
    """
    return EX_PARTNER_RULE_FROM.get(force or "default", EX_PARTNER_RULE_FROM["default"])


@dataclass(frozen=True, slots=True)
class CountingBreak:
    """A day on which recorded crime before and after stops being comparable."""

    day: date
    title: str
    meaning: str
    source: str


COUNTING_BREAKS: Final = (
    CountingBreak(
        date(2014, 4, 1),
        "Stalking counted apart from harassment",
        "Stalking (class 8Q) was split out of harassment (8L). Before, stalking is inside harassment.",
        "Office for National Statistics, police recorded crime of stalking",
    ),
    CountingBreak(
        date(2018, 4, 1),
        "Course of conduct recorded in addition",
        "Stalking, harassment or controlling behaviour is recorded in addition to the most serious other crime by "
        "the same person against the same victim: two crimes where there was one.",
        "Office for National Statistics, police recorded crime of stalking",
    ),
    CountingBreak(
        date(2020, 4, 1),
        "Conduct by a former partner recorded as stalking",
        "A course of conduct between a victim and a former partner is recorded as stalking unless the police are "
        "satisfied that it is harassment in law only. Some forces began earlier.",
        "Office for National Statistics, police recorded crime of stalking",
    ),
    CountingBreak(
        date(2023, 4, 1),
        "One principal crime again",
        "One principal crime is counted per victim and offender. Other offences disclosed are written inside that "
        "record and vanish from counts unless they are held as offences of their own.",
        "Written answer 181272, 24 April 2023",
    ),
)


def breaks_between(start: date, end: date) -> tuple[CountingBreak, ...]:
    """The breaks that divide this period (start exclusive, end inclusive), oldest first: a trend draws them all."""
    return tuple(rule for rule in COUNTING_BREAKS if start < rule.day <= end)
