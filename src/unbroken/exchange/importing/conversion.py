"""From the text of a cell to a value of a body: codes, dates, numbers, bands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from unbroken.exchange.importing.mapping import CodeTable, Scalar, Value
from unbroken.exchange.importing.rows import ISO
from unbroken.record.times import read_interval, to_datetime, to_stored, to_uk_date

Convert = Callable[[str], Scalar | None]
_SHOWN = 8  # words of a code table shown in a message


class Wrong(ValueError):
    """A cell that cannot be read: what is wrong, and what would be right."""

    def __init__(self, message: str, expected: str = "") -> None:
        self.message, self.expected = message, expected
        super().__init__(message)


def compile_convert(value: Value, codes: dict[str, CodeTable], dates: Sequence[str]) -> Convert:
    """The function from a text that is not empty to its value; None where it says that nothing was recorded."""
    steps: list[Callable[[str], str]] = []
    if value.match:
        steps.append(_matcher(re.compile(value.match)))
    if value.case:
        steps.append({"upper": str.upper, "lower": str.lower, "title": str.title}[value.case])
    last = _last_step(value, codes, tuple(dates))

    def convert(text: str) -> Scalar | None:
        for step in steps:
            text = step(text)
        return last(text)

    return convert


@lru_cache(maxsize=65536)
def read_time(text: str, dates: tuple[str, ...]) -> str:
    """A date or time as `record.times.read_interval` takes it, by the first format that fits. Raises Wrong.

    A format without a day gives its month, one without a month its year.
    """
    for form in dates:
        try:
            if form == ISO:
                read_interval(text)
                return text
            return _as_written(datetime.strptime(text, form), form)
        except ValueError:
            continue
    raise Wrong(f"{text!r} is not a date or time", "written as " + " or ".join(dates))


def end_of(text: str, *, now: str) -> str:
    """The last moment of a day, month or year as a stored text, but not after `now`; a moment itself.

    Of what a source dates by the day it is only known that it had recorded it by the end of that day.
    """
    interval = read_interval(text)
    if interval.start == interval.end:
        return interval.start
    return min(to_stored(to_datetime(interval.end) - timedelta(microseconds=1)), now)


def _as_written(moment: datetime, form: str) -> str:
    if "%H" in form or "%I" in form:
        return moment.isoformat()
    if "%d" in form or "%j" in form:
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m") if any(part in form for part in ("%m", "%b", "%B")) else moment.strftime("%Y")


def _last_step(value: Value, codes: dict[str, CodeTable], dates: tuple[str, ...]) -> Convert:
    if value.codes:
        return _coder(value.codes, codes[value.codes])
    if value.date:
        return lambda text: _day(read_time(text, dates))
    if value.bands:
        return _bander(value.bands)
    if value.as_ == "integer":
        return _integer
    return _decimal if value.as_ == "decimal" else lambda text: text


def _matcher(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def match(text: str) -> str:
        found = pattern.search(text)
        if found is None:
            raise Wrong(f"{text!r} is not of the form expected", pattern.pattern)
        return str(found[1] or "").strip()

    return match


def _coder(name: str, table: CodeTable) -> Convert:
    fold: Callable[[str], str] = str.casefold if table.ignore_case else str
    values = {fold(word): meaning for word, meaning in table.values.items()}
    absent = {fold(word) for word in table.absent}

    def code(text: str) -> Scalar | None:
        found = values.get(fold(text))
        if found is not None:
            return found
        if fold(text) in absent:
            return None
        if table.default is None:
            raise Wrong(f"{text!r} is not in the code table {name}", _hint(text, table))
        return table.default

    return code


def _hint(text: str, table: CodeTable) -> str:
    words = list(table.values)
    near = difflib.get_close_matches(text, words, n=1, cutoff=0.7)
    if near:
        return f"did you mean {near[0]!r}?"
    return "one of " + ", ".join(words[:_SHOWN]) + (", …" if len(words) > _SHOWN else "")


def _bander(bands: dict[str, Scalar]) -> Convert:
    steps = sorted((int(start), name) for start, name in bands.items())

    def band(text: str) -> Scalar | None:
        number = _integer(text)
        fitting = [name for start, name in steps if start <= number]
        if not fitting:
            raise Wrong(f"{text!r} is below the first band", f"{steps[0][0]} or more")
        return fitting[-1]

    return band


def _day(text: str) -> str:
    return to_uk_date(read_interval(text).start).isoformat()


def _integer(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise Wrong(f"{text!r} is not a whole number", "digits only") from None


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Wrong(f"{text!r} is not a number", "such as 3.5") from None
