"""Times, durations and codes in words, as every way out says them. Pure.

Times in full ("Tuesday 3 March 2026, 2:15pm"), never only in figures: 03/04 is two different days. What is not
known is said in words, so that no reader takes silence for *no*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from unbroken.record.times import UK, Interval, Length, to_datetime
from unbroken.vocabulary.codes import CodeList

NOT_RECORDED = "Not recorded"
BEFORE_ITS_REPORT = "Dated before the report was made: one of the two dates may be wrong"
ERASED = "Erased: only the header of this entry remains"
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ISO_MONTH = re.compile(r"\d{4}-\d\d")
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
# Control characters except tab and line break, and the overrides of reading direction.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_ACRONYMS = {"dob": "Date of birth", "id": "Reference", "cctv": "CCTV", "cps": "CPS", "bcu": "BCU", "pnc": "PNC"}
# Agencies that people know by their initials: a short name in the header is otherwise set as a name.
_PRECISION = {
    "instant": "to the minute",
    "day": "to the day",
    "month": "only to the month",
    "year": "only to the year",
    "interval": "as a period",
}


def say_day(day: date) -> str:
    """Thursday 1 March 2018."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def say_short_day(day: date) -> str:
    """1 Mar 2018, where room is short and the full date stands nearby."""
    return f"{day.day} {day:%b} {day.year}"


def say_month(day: date) -> str:
    """March 2018."""
    return f"{day:%B} {day.year}"


def say_clock(moment: datetime) -> str:
    """2:15pm, midday, midnight; 9am on the hour."""
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "midday" if moment.hour else "midnight"
    hour = moment.hour % 12 or 12
    minute = f":{moment.minute:02d}" if moment.minute else ""
    return f"{hour}{minute}{'am' if moment.hour < 12 else 'pm'}"


def say_moment(stored: str) -> str:
    """Tuesday 3 March 2026, 2:15pm, in UK time, from a stored time."""
    moment = to_datetime(stored).astimezone(UK)
    return f"{say_day(moment.date())}, {say_clock(moment)}"


def say_known_at(stored: str) -> str:
    """Up to when something was known: "at the end of Sunday 30 April 2023" where a UK day ends there."""
    moment = to_datetime(stored).astimezone(UK)
    if (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0):
        return f"at the end of {say_day(moment.date() - timedelta(days=1))}"
    return f"on {say_moment(stored)}"


def say_when(interval: Interval) -> str:
    """An interval as it is known: a moment, a day, a month, a year, or from one of these to another."""
    precision = interval.precision
    if precision == "instant":
        return say_moment(interval.start)
    first, last = _days(interval)
    if precision == "day":
        return say_day(first)
    if precision == "month":
        return say_month(first)
    if precision == "year":
        return str(first.year)
    return _say_period(interval, first, last)


def say_precision(interval: Interval) -> str:
    """How closely the time is known: "to the day", "only to the month"."""
    return _PRECISION[interval.precision]


def say_days(days: int) -> str:
    """A number of days in words: "the same day", "1 day", "45 days (about 6 weeks)"."""
    if days == 0:
        return "the same day"
    exact = f"{days:,} day" + ("" if days == 1 else "s")
    about = _about(days)
    return f"{exact} (about {about})" if about else exact


def say_length(length: Length) -> str:
    """45 days (about 6 weeks); "6 to 661 days" where an end of it is known only to a period."""
    return say_days(length.most) if length.is_exact else f"{length.least:,} to {length.most:,} days"


def say_count(number: int, one: str, many: str = "") -> str:
    """3 incidents, 1 incident, no incidents."""
    many = many or f"{one}s"
    return f"1 {one}" if number == 1 else f"{number:,} {many}" if number else f"no {many}"


def say_list(parts: Sequence[str]) -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else " and ".join([", ".join(parts[:-1]), parts[-1]]) if parts else ""


def say_name(name: str) -> str:
    """A field, role or kind as words: `told_to_stop` is "Told to stop"."""
    if name in _ACRONYMS:
        return _ACRONYMS[name]
    text = re.sub(r"[_.\-]+", " ", name).strip()
    return text[:1].upper() + text[1:]


def say_code(code: str, codes: CodeList) -> str:
    """A code's readable name, with the official code in front where people speak of it by that ("16: Suspect …")."""
    label = codes.label(code)
    return f"{code}: {label}" if code in codes and code in codes[code].official.values() else label


def say_plain(text: str) -> str:
    """Text without what could drive a terminal or turn the reading direction; each such character shows as �."""
    return _UNSAFE.sub("\ufffd", text.replace("\r\n", "\n"))


def say_scalar(value: Any, codes: CodeList | None = None) -> str:
    """One stored value in words: a code's label, yes or no, a date in full, otherwise the text itself."""
    if codes is not None and isinstance(value, str):
        return say_code(value, codes)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, str):
        return _say_date_text(say_plain(value))
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else str(value)


def _say_date_text(text: str) -> str:
    """A stored date in words; any other text, and an impossible date, as it is."""
    try:
        if _ISO_DAY.fullmatch(text):
            return say_day(date.fromisoformat(text))
        if _ISO_MOMENT.fullmatch(text):
            return say_moment(text)
        if _ISO_MONTH.fullmatch(text):
            return say_month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return text
    return text


def _days(interval: Interval) -> tuple[date, date]:
    """The first and the last UK day of an interval that has a length."""
    after = to_datetime(interval.end).astimezone(UK)
    return to_datetime(interval.start).astimezone(UK).date(), (after - timedelta(microseconds=1)).date()


def _say_period(interval: Interval, first: date, last: date) -> str:
    start, end = (to_datetime(stored).astimezone(UK) for stored in (interval.start, interval.end))
    after = last + timedelta(days=1)
    if any((moment.hour, moment.minute, moment.second) != (0, 0, 0) for moment in (start, end)):
        if start.date() == end.date():
            return f"{say_day(first)}, {say_clock(start)} to {say_clock(end)}"
        return f"{say_moment(interval.start)} to {say_moment(interval.end)}"
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1):
        return f"{first.year} to {last.year}"
    if (first.day, after.day) == (1, 1):
        return f"{say_month(first)} to {say_month(last)}"
    return f"{say_day(first)} to {say_day(last)}"


def _about(days: int) -> str:
    if days < 28:
        return ""
    if days < 84:
        return say_count(round(days / 7), "week")
    if days < 700:
        return say_count(round(days / 30.44), "month")
    return say_count(round(days / 365.25), "year")
