"""Times as the record keeps them: UTC text of fixed width, and half-open intervals.

A stored instant is `YYYY-MM-DDTHH:MM:SS.ffffffZ`: fixed width, so text order is time order on every engine, and
the bytes that were hashed are the bytes that are stored. An interval runs from `start` up to, not including,
`end`; an instant has both the same. A date known only to the day, month or year spans it, in UK local time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
_EARLIEST = 1000  # a stored year has four digits
_STORED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class TimeError(ValueError):
    """A time that cannot be read; the message says what would be right."""


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """When something happened, as stored texts: from `start` up to, not including, `end`."""

    start: str
    end: str

    @property
    def precision(self) -> str:
        """`instant`, `day`, `month`, `year` or `interval`, worked out in UK local time."""
        if self.start == self.end:
            return "instant"
        first, after = to_datetime(self.start).astimezone(UK), to_datetime(self.end).astimezone(UK)
        if any((t.hour, t.minute, t.second, t.microsecond) != (0, 0, 0, 0) for t in (first, after)):
            return "interval"
        for name in ("day", "month", "year"):
            if _after(first.date(), name) == after.date() and first.date() == _floor(first.date(), name):
                return name
        return "interval"


@dataclass(frozen=True, slots=True)
class Length:
    """Whole days from one thing to another: `least` and `most` differ where either is known only to a period."""

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether the number of days is known."""
        return self.least == self.most

    @property
    def is_ordered(self) -> bool:
        """Whether it is known which of the two came first, or that they fell on one day."""
        return self.is_exact or self.least >= 0 or self.most <= 0


def to_stored(moment: datetime) -> str:
    """The stored text of a timezone-aware datetime."""
    if moment.tzinfo is None:
        raise TimeError("a time needs a time zone, for example 2026-03-03T14:15:00+00:00")
    if moment.year < _EARLIEST:
        raise TimeError(f"the year {moment.year} is before {_EARLIEST}: write one in four digits")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def to_datetime(stored: str) -> datetime:
    """The aware UTC datetime of a stored text."""
    return datetime.fromisoformat(stored)


@lru_cache(maxsize=65536)  # folds ask it of every entry, mostly of the same midnights
def to_uk_date(stored: str) -> date:
    """The calendar day in the UK of a stored text."""
    return to_datetime(stored).astimezone(UK).date()


@lru_cache(maxsize=65536)
def to_last_uk_date(start: str, end: str) -> date:
    """The last calendar day in the UK on which something can have happened, from the stored texts of its interval."""
    moment = to_datetime(end)
    return (moment if start == end else moment - timedelta(microseconds=1)).astimezone(UK).date()


@lru_cache(maxsize=65536)
def read_interval(text: str) -> Interval:
    """Read what people and files write into an Interval.

    Takes a year (`2018`), a month (`2018-03`), a day (`2018-03-08`), two of these with a slash between
    (`2009/2015`, the end included), a timestamp with a zone (`2018-03-08T14:15:00Z`), a timestamp without one
    (UK local time), or a stored text. Raises TimeError.
    """
    if _STORED.fullmatch(text):
        to_datetime_checked(text)
        return Interval(text, text)
    if text.count("/") == 1:
        first, _, last = text.partition("/")
        return Interval(read_interval(first.strip()).start, read_interval(last.strip()).end)
    if match := _DATE.fullmatch(text.strip()):
        return _calendar_interval(text, *match.groups())
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeError(f"{text!r} is not a time: write 2026-03-03, 2026-03, 2026 or 2026-03-03T14:15") from None
    stored = to_stored(moment if moment.tzinfo else moment.replace(tzinfo=UK))
    return Interval(stored, stored)


def day_interval(first: date, last: date | None = None) -> Interval:
    """The interval that spans a day in the UK, or all days from `first` to `last`."""
    return Interval(_midnight(first), _midnight((last or first) + timedelta(days=1)))


def to_datetime_checked(text: str) -> datetime:
    """As `to_datetime`, raising TimeError for an impossible date such as 31 February."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise TimeError(f"{text!r} is not a time: {error}") from None


def _calendar_interval(text: str, year: str, month: str | None, day: str | None) -> Interval:
    unit = "day" if day else "month" if month else "year"
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        return Interval(_midnight(first), _midnight(_after(first, unit)))
    except (ValueError, OverflowError) as error:
        raise TimeError(f"{text!r} is not a date: {error}") from None


def _midnight(day: date) -> str:
    return to_stored(datetime(day.year, day.month, day.day, tzinfo=UK))


def _floor(day: date, unit: str) -> date:
    return day if unit == "day" else day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _after(day: date, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=1)
    if unit == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(year=day.year + 1, month=1, day=1)
