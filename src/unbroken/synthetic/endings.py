"""When each report ends, and the few dates that its end hangs on.

Of withdrawals 18 % come within a day and 36 % within the week; of police closures 19 % within a week and 42 % within
four weeks. Cases that wait for devices or for a suspect to be found end later; the chances of the others to end early
are raised so that the published shares come out over all.
"""

from __future__ import annotations

from dataclasses import dataclass

from unbroken.synthetic import fates
from unbroken.synthetic.clock import DAY, uk
from unbroken.synthetic.courses import STALKING
from unbroken.synthetic.fates import CLOSED, ELSEWHERE, SUBMITTED, WITHDRAWN, calibration
from unbroken.synthetic.features import AT_ONCE, LATER, Features
from unbroken.synthetic.rates import mean, share
from unbroken.synthetic.streams import Stream, Weighted

_DAY1, _WEEK1 = share("dd-withdrew-day1"), share("dd-withdrew-week1")
_NFA_WEEK, _NFA_MONTH = share("dd-nfa-1wk"), share("dd-nfa-4wk-key")
# After the first days print gives no shares: these are assumed.
_WITHDRAWN_LATER = Weighted({(8, 14): 20, (15, 28): 26, (29, 91): 37, (92, 200): 17})
_CLOSED_LATER = Weighted({(29, 91): 58, (92, 240): 42})
_LATE = Weighted(
    {
        (2, 7): share("dd-time-to-id-2-7d"),
        (8, 14): share("dd-time-to-id-1-2w"),
        (15, 28): share("dd-time-to-id-2-4w"),
        (32, 80): share("dd-time-to-id-1m"),
    }
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a report ends and when (a minute). `identified` is when the suspect is, None if never or not dated.

    For a file sent to the CPS the end is its last submission. Device dates are None where no device was taken.
    """

    fate: str
    room: int
    identified: int | None
    victim_technology: int | None
    suspect_technology: int | None

    def end(self, made: int) -> int:
        """The minute of the end."""
        return made + self.room


def ending(draw: Stream, x: Features, *, truth: str, made: int) -> Ending:
    """The end of a report made at a minute; every date it gives lies between the report and its end."""
    fate = fates.fate(draw, x) if truth == STALKING else fates.other_fate(draw, x)
    room = _minutes(draw, made, _days(draw, fate, x.slow))
    given = _taken(draw, x.victim_technology, mean("dd-victim-tech-days"))
    seized = _taken(draw, x.suspect_technology, mean("dd-suspect-tech-days"))
    found = _identified(draw, x, made)
    if fate == SUBMITTED:  # the file waits for nothing: its mean time is printed, so the rest fits into it
        given, seized, found = (None if day is None else min(day, room - 30) for day in (given, seized, found))
    else:
        slack = draw.between(1, 9) * DAY if x.slow else 5
        room = max(room, *(0 if day is None else day + slack for day in (given, seized, found)))
    return Ending(fate, room, *(None if day is None else made + day for day in (found, given, seized)))


def _days(draw: Stream, fate: str, slow: bool) -> int:
    if fate == WITHDRAWN:
        return _withdrawn(draw, slow)
    if fate == CLOSED:
        return _closed(draw, slow)
    if fate == SUBMITTED:
        return 9 + draw.days(mean("dd-cps-days") - 8.5)
    return 5 + draw.days(30 if fate == ELSEWHERE else 10)


def _withdrawn(draw: Stream, slow: bool) -> int:
    quick = 1 - calibration().slow_withdrawn
    chance = 1.0 if slow else draw.random()
    if chance < _DAY1 / quick:
        return draw.between(0, 1)
    low, high = (2, 6) if chance < _WEEK1 / quick else draw.pick(_WITHDRAWN_LATER)
    return draw.between(low, high)


def _closed(draw: Stream, slow: bool) -> int:
    quick = 1 - calibration().slow_closed
    chance = 1.0 if slow else draw.random()
    if chance < _NFA_WEEK / quick:
        return draw.between(0, 6)
    low, high = (7, 27) if chance < _NFA_MONTH / quick else draw.pick(_CLOSED_LATER)
    return draw.between(low, high)


def _taken(draw: Stream, taken: bool, days: float) -> int | None:
    return draw.days(days) * DAY + draw.between(60, 600) if taken else None


def _identified(draw: Stream, x: Features, made: int) -> int | None:
    """Minutes from the report to knowing who it is: within a day for most; None when never, or not dated."""
    if x.identified == LATER:
        low, high = draw.pick(_LATE)
        return _minutes(draw, made, draw.between(low, high))
    return draw.between(0, 30) if x.identified == AT_ONCE else None


def _minutes(draw: Stream, made: int, days: int) -> int:
    """Minutes from a report to a time in working hours so many calendar days (UK) later; soon after it for none."""
    of_day = uk(made) % DAY
    if days == 0:
        return draw.between(10, max(min(600, DAY - 1 - of_day), 11))
    return days * DAY - of_day + draw.between(480, 1200)
