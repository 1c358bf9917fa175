"""Whole months, asked for in an address: the reports of a part of a month would tell about the rest of it."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.cases.figures import Period
from unbroken.record.times import read_interval, to_uk_date
from unbroken.web.asked import Reader

FROM_TO = ("from", "to")
_ORDER = "The first month must not be after the last"
_BOTH = "Enter both months, or neither"


def read_months(reader: Reader, names: Iterable[str] = FROM_TO) -> Period | None:
    """The months from one to another, both included; None where none was asked for, or could not be read."""
    first_name, last_name = names
    days = {name: reader.day(name) for name in (first_name, last_name)}
    if reader.errors or not any(days.values()):
        return None
    if not all(days.values()):
        reader.errors[last_name if days[first_name] else first_name] = _BOTH
        return None
    first = to_uk_date(read_interval(days[first_name]).start).replace(day=1)
    last = to_uk_date(read_interval(days[last_name][:7]).start)
    if last < first:
        reader.errors[last_name] = _ORDER
        return None
    return Period(first, last).by_month()
