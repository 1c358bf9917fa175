"""Time in the made-up world: whole minutes, in UTC, since the start of 2010.

Counting minutes keeps tens of thousands of journeys a second within reach of plain Python; texts are made at the edge
from tables of days.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

DAY = 24 * 60
_FIRST = date(2010, 1, 1)
_LAST = date(2040, 1, 1)  # orders and supervision end years after the horizon
_DAYS = [_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days)]
_ISO = [day.isoformat() for day in _DAYS]
_BRITISH = [day.strftime("%d/%m/%Y") for day in _DAYS]
_OF_DAY = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60)]


def minute_of(day: date) -> int:
    """The first minute (UTC) of a calendar day."""
    return (day - _FIRST).days * DAY


OPENING = minute_of(date(2019, 7, 1))
"""Reports are made from here …"""
CLOSING = minute_of(date(2026, 7, 1))
"""… up to here."""
HORIZON = minute_of(date(2026, 11, 1))
"""Nothing happens, and nothing is recorded, at or after this minute: the day on which the extract is taken."""
FORMER_PARTNER_RULE = minute_of(date(2020, 4, 1))
"""From here harassment by a former partner is recorded as stalking unless reasoned otherwise (Counting Rules)."""


def _last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


# Clocks change at 01:00 UTC on the last Sunday of March and of October (Summer Time Order 2002).
_CHANGES = [minute_of(_last_sunday(year, month)) + 60 for year in range(_FIRST.year, _LAST.year) for month in (3, 10)]


def uk(minute: int) -> int:
    """The minute on a clock in the UK, on the same count: an hour ahead in summer."""
    return minute + 60 if bisect_right(_CHANGES, minute) % 2 else minute


def stored(minute: int) -> str:
    """The text the record stores for an instant."""
    return f"{_ISO[minute // DAY]}T{_OF_DAY[minute % DAY]}:00.000000Z"


def iso(minute: int) -> str:
    """An instant with its offset, as shape B writes it."""
    return f"{_ISO[minute // DAY]}T{_OF_DAY[minute % DAY]}:00+00:00"


def day_text(minute: int) -> str:
    """The calendar day in the UK, `YYYY-MM-DD`."""
    return _ISO[uk(minute) // DAY]


def british_day(minute: int) -> str:
    """The calendar day in the UK, `dd/mm/yyyy`."""
    return _BRITISH[uk(minute) // DAY]


def british_time(minute: int) -> str:
    """Day and time on a UK clock, `dd/mm/yyyy HH:MM`."""
    local = uk(minute)
    return f"{_BRITISH[local // DAY]} {_OF_DAY[local % DAY]}"


def year_of(minute: int) -> int:
    """The calendar year in the UK."""
    return _DAYS[uk(minute) // DAY].year


def ordinal(minute: int) -> int:
    """The proleptic ordinal of the UK day, to compare with dates of birth."""
    return _FIRST.toordinal() + uk(minute) // DAY
