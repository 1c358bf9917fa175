"""When it happened, as it is asked: a day, a month or a year, a time of day, and an end where it went on. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from unbroken.record.times import UK, Interval, to_datetime
from unbroken.web.forms import Clock, Field, When, at, during

HAPPENED, CLOCK, UNTIL = "happened", "happened_clock", "happened_until"


def when_fields(label: str, *, hint: str = "", spans: bool = False) -> tuple[Field, ...]:
    """The questions for when it happened; with `spans`, also until when."""
    first = When(HAPPENED, label, called="when it happened", least="year", hint=hint)
    clock = Clock(CLOCK, "At what time?", called="the time", required=False, hint="If it is known. For example, 2:15pm")
    last = When(UNTIL, "When did it last happen, if it went on for a time?", called="when it last happened",
                least="year", required=False)  # fmt: skip
    return (first, clock, last) if spans else (first, clock)


def when_rules(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What does not fit together in it."""
    first, last = values.get(HAPPENED), values.get(UNTIL)
    if first and last and last[: len(first)] < first[: len(last)]:
        yield UNTIL, "When it last happened must not be before it began"
    if values.get(CLOCK) and first and len(first) < 10:
        yield CLOCK, "Enter the time only where the whole day is known"


def happened_in(values: Mapping[str, Any]) -> str | None:
    """When it happened, from its answers; None where it was not answered."""
    first, last = values.get(HAPPENED), values.get(UNTIL)
    return during(first, last) if last and last != first else at(first, values.get(CLOCK))


def answers_for(when: Interval) -> dict[str, str]:
    """The answers that say when something happened, as nearly as the questions allow."""
    first = to_datetime(when.start).astimezone(UK)
    day = f"{first:%Y-%m-%d}"
    match when.precision:
        case "instant":
            return {HAPPENED: day, CLOCK: f"{first:%H:%M}"}
        case "day":
            return {HAPPENED: day}
        case "month":
            return {HAPPENED: day[:7]}
        case "year":
            return {HAPPENED: day[:4]}
    last = to_datetime(when.end).astimezone(UK) - timedelta(microseconds=1)
    return {HAPPENED: day, UNTIL: f"{last:%Y-%m-%d}"}
