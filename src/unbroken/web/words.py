"""How times, durations and absences are said on every screen and in every document: in full, in plain English."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from unbroken.record.times import UK, Interval, Length, day_interval, to_datetime

NOT_RECORDED = "not recorded"


def say_day(day: date | str | None) -> str:
    """`Tuesday 3 March 2026`. Takes a date, a stored text or nothing."""
    if not day:
        return NOT_RECORDED
    found = _local(day) if isinstance(day, str | datetime) else day
    return f"{found:%A} {found.day} {found:%B %Y}"


def say_time(moment: datetime | str | None) -> str:
    """`Tuesday 3 March 2026, 2:15pm`, UK local time. Takes an aware datetime, a stored text or nothing."""
    if not moment:
        return NOT_RECORDED
    local = _local(moment)
    return f"{say_day(local.date())}, {_clock(local)}"


def say_happened(when: Interval | None) -> str:
    """When something happened, as exactly as it is known and no more.

    `Tuesday 3 March 2026, 2:15pm`; `Tuesday 3 March 2026`; `March 2026`; `2018`; `between … and …`.
    """
    if when is None:
        return NOT_RECORDED
    first = _local(when.start)
    match when.precision:
        case "instant":
            return say_time(first)
        case "day":
            return say_day(first)
        case "month":
            return f"{first:%B %Y}"
        case "year":
            return str(first.year)
    return _say_span(first, _local(when.end))


def say_between(first: date | None, last: date | None) -> str:
    """The day on which something happened, or the month, year or period in which it lies."""
    if first is None or last is None or first == last:
        return say_day(first)
    return say_happened(day_interval(first, last))


def say_length(length: Length) -> str:
    """`3 weeks and 2 days`; `6 to 661 days` where it is known only to a period."""
    if length.is_exact:
        return say_duration(length.least)
    if not length.is_ordered or 0 in (length.least, length.most):
        return f"{max(-length.least, length.most):,} days at most"
    least, most = sorted((abs(length.least), abs(length.most)))
    return f"{least:,} to {most:,} days"


def say_duration(length: timedelta | int | None) -> str:
    """A length of time in words, its two largest units: `3 weeks and 2 days`. An int is a number of days."""
    if length is None:
        return NOT_RECORDED
    seconds = length * 86400 if isinstance(length, int) else int(length.total_seconds())
    parts = [_plural(count, unit) for count, unit in _units(abs(seconds)) if count][:2]
    return " and ".join(parts) or ("0 days" if isinstance(length, int) else "less than a minute")


def say_count(count: int, one: str, many: str = "") -> str:
    """`1 report`, `3 reports`, `1,204 entries`: the word after a number agrees with it."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def say_recorded(value: object) -> object:
    """The value; `not recorded` where there is none. Zero and False are values."""
    return NOT_RECORDED if value is None or value == "" or value == () or value == [] else value


def _local(moment: datetime | str) -> datetime:
    return (to_datetime(moment) if isinstance(moment, str) else moment).astimezone(UK)


def _clock(local: datetime) -> str:
    """GOV.UK style: `2:15pm`, `2pm`, `midday`, `midnight`."""
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minute = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minute}{'am' if local.hour < 12 else 'pm'}"


def _say_span(first: datetime, after: datetime) -> str:
    """A span; one made of whole days is said by its first and last day, both included."""
    if (first.hour, first.minute, after.hour, after.minute) == (0, 0, 0, 0):
        last = after.date() - timedelta(days=1)
        return say_day(first.date()) if last <= first.date() else f"between {say_day(first.date())} and {say_day(last)}"
    if first.date() == after.date():
        return f"{say_day(first.date())}, between {_clock(first)} and {_clock(after)}"
    return f"between {say_time(first)} and {say_time(after)}"


def _units(seconds: int) -> list[tuple[int, str]]:
    """Years are 365 days, months are not used: their length differs. Below a day, hours and minutes."""
    days, rest = divmod(seconds, 86400)
    years, days = divmod(days, 365)
    weeks, days = divmod(days, 7)
    hours, rest = divmod(rest, 3600)
    small = [(hours, "hour"), (rest // 60, "minute")] if not years and not weeks else []
    return [(years, "year"), (weeks, "week"), (days, "day"), *small]


def _plural(count: int, unit: str) -> str:
    return say_count(count, unit)
