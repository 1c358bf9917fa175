"""Fields for when something happened, as exactly as it is known: a day, only a month, only a year; a time of day.

Values are texts that `record.times.read_interval` reads: `2026-03-03`, `2026-03`, `2026`, `2026-03-03T14:15`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, ClassVar

from unbroken.web.forms.fields import Data, Field, Typed, Wrong, clean

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_PARTS = ("day", "month", "year")
_LONGEST = 40  # characters of a part that are taken: the longest month has nine
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_NAMED = {"midday": (12, 0), "noon": (12, 0), "midnight": (0, 0)}
_CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)


@dataclass(frozen=True)
class When(Field):
    """A date in three boxes. `least` is how exactly it must be known: `day`, `month` or `year`.

    The month may be written as a word. A date in the future is refused unless `future`, and one before 1900 always:
    nobody who could tell of it is alive, so it was mistyped.
    """

    macro: ClassVar[str] = "govukDateInput"

    _: KW_ONLY
    least: str = "day"
    future: bool = False

    def take(self, data: Data, files: Data, name: str) -> Typed:
        """The three parts as typed; nothing where all are empty."""
        return tuple(clean(str(data.get(f"{name}-{part}", ""))[:_LONGEST]).strip() for part in _PARTS)

    def show(self, value: Any) -> Typed:
        """From `2026-03-03`, `2026-03` or `2026`, or a date."""
        parts = str(value).split("-")[::-1] if value else []
        return ("", "", "", *(part.lstrip("0") for part in parts))[-3:]

    def parse(self, typed: Any, *, today: date) -> Any:
        """The date as text, as long as it is exact."""
        self._require_parts(typed)
        year, month, day = self._year(typed[2]), self._month(typed[1]), self._day(typed[0])
        try:
            first = date(year, month or 1, day or 1)
        except ValueError:
            raise Wrong(f"{self.opening} must be a real date", part="day", parts=_PARTS) from None
        if first > today and not self.future:
            raise Wrong(f"{self.opening} must be today or in the past", part="day", parts=_PARTS)
        return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")

    def first_id(self, name: str, wrong: Wrong) -> str:
        """The first box that is wrong."""
        return f"{name}-{wrong.part or 'day'}"

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        bad = (wrong.parts or _PARTS) if wrong else ()
        values = dict(zip(_PARTS, typed or ("", "", ""), strict=True))
        items = [
            {
                "id": f"{name}-{part}",
                "name": f"{name}-{part}",
                "label": part.capitalize(),
                "value": values[part],
                "classes": f"govuk-input--width-{width}" + (" govuk-input--error" if part in bad else ""),
                # A word is a month too, so its box must not bring up a keypad of digits.
                "inputmode": "text" if part == "month" else "numeric",
                "autocomplete": "off",  # never the typist's own birthday
            }
            for part, width in zip(_PARTS, (2, 3, 4), strict=True)
        ]
        return {"id": name, "fieldset": self._legend(), "items": items, **self._notes(wrong)}

    def _require_parts(self, typed: tuple[str, ...]) -> None:
        """A part may be left out only if all that is smaller is left out too, down to `least`."""
        given = [bool(part) for part in typed]
        needed = [self.least == "day" or given[0], self.least in ("day", "month") or given[0] or given[1], True]
        absent = tuple(part for part, need, has in zip(_PARTS, needed, given, strict=True) if need and not has)
        if absent:
            raise Wrong(f"{self.opening} must include a {' and a '.join(absent)}", part=absent[0], parts=absent)

    def _year(self, text: str) -> int:
        if not re.fullmatch(r"\d{4}", text, re.ASCII):
            raise Wrong(f"{self.opening}: the year must be four numbers, like 2026", part="year")
        if int(text) > _LAST_YEAR:
            raise Wrong(f"{self.opening}: the year must be {_LAST_YEAR} or earlier", part="year")
        if int(text) < _FIRST_YEAR:
            raise Wrong(f"{self.opening}: the year must be {_FIRST_YEAR} or later", part="year")
        return int(text)

    def _month(self, text: str) -> int | None:
        if not text:
            return None
        word = text.lower().rstrip(".")
        found = [number for number, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word)]
        if len(found) == 1:
            return found[0]
        if not re.fullmatch(r"0?[1-9]|1[0-2]", text, re.ASCII):
            raise Wrong(f"{self.opening}: the month must be from 1 to 12, or its name", part="month")
        return int(text)

    def _day(self, text: str) -> int | None:
        if not text:
            return None
        if not re.fullmatch(r"0?[1-9]|[12]\d|3[01]", text, re.ASCII):
            raise Wrong(f"{self.opening}: the day must be from 1 to 31", part="day")
        return int(text)


@dataclass(frozen=True)
class Clock(Field):
    """A time of day in one box, as people write it: 2:15pm, 14:15, 1415, 2pm, midnight. The value is `14:15`."""

    macro: ClassVar[str] = "govukInput"

    def parse(self, typed: Any, *, today: date) -> Any:
        """The time on a 24-hour clock."""
        hour, minute = self._parts(typed.strip().lower())
        if hour > 23 or minute > 59:
            raise Wrong(self._example())
        return f"{hour:02}:{minute:02}"

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        return super().params(name, typed, wrong) | {"classes": "govuk-input--width-5", "autocomplete": "off"}

    def _parts(self, text: str) -> tuple[int, int]:
        if text in _NAMED:
            return _NAMED[text]
        match = _CLOCK.fullmatch(text)
        if match is None:
            raise Wrong(self._example())
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if not half:
            if match[2] is None:
                raise Wrong(self._example())  # "2": in the night or in the afternoon?
            return hour, minute
        if not 1 <= hour <= 12:
            raise Wrong(self._example())
        return hour % 12 + (12 if half == "p" else 0), minute

    def _example(self) -> str:
        return f"{self.opening} must be a time, like 2:15pm or 14:15"


def at(day: str | None, clock: str | None) -> str | None:
    """A date and a time of day as one text. The time is kept only with a whole day: without one it says nothing."""
    return f"{day}T{clock}" if day and clock and len(day) == 10 else day


def during(first: str | None, last: str | None) -> str | None:
    """A span as one text: `2009/2015`, both ends included; the end that is known where only one is."""
    return f"{first}/{last}" if first and last and first != last else first or last
