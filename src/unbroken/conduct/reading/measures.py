"""How often and for how long, in numbers: `three times`, `over two months`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unbroken.conduct.reading.words import classes

_UP_TO_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
_NUMBERS = {word: n for n, word in enumerate(_UP_TO_TWENTY.split())}
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "dozen": 12, "dozens": 24, "past": 1, "last": 1}
_NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS |= {"hundred": 100, "hundreds": 200, "half": 0}
_UNITS = {"day": 1, "night": 1, "week": 7, "wk": 7, "fortnight": 14, "month": 30, "year": 365, "weekend": 2}
_AFTER_SPANS = frozenset({"ago", "now", "later", "campaign", "period"})
_VAGUE = ("a", "an", "past", "last", "half")


class Measured(NamedTuple):
    """A number with the words that give it."""

    value: int
    start: int
    end: int


def durations(norms: Sequence[str]) -> Iterator[Measured]:
    """For how long, in days."""
    for at, norm in enumerate(norms):
        if norm not in _UNITS or at == 0:
            continue
        count, start = _number_before(norms, at)
        if count is None or count <= 0:
            continue
        before, after = norms[max(0, start - 3) : start], norms[at + 1 : at + 3]
        near = {*norms[max(0, start - 5) : start], *norms[at + 1 : at + 5]}
        is_span = bool(classes()["SPANS"] & {*before, norms[start]} or _AFTER_SPANS & {*after})
        if is_span and not near & classes()["NO_CONDUCT"]:
            yield Measured(count * _UNITS[norm], start, at + 1)


def counts(norms: Sequence[str]) -> Iterator[Measured]:
    """How many times, calls, messages."""
    for at, norm in enumerate(norms):
        if norm == "twice":
            yield Measured(2, at, at + 1)
        elif norm in classes()["COUNTED"] and at:
            count, start = _number_before(norms, at, reach=3)
            if count is not None and count > 0 and norms[start] not in _VAGUE:
                yield Measured(count, start, at + 1)


def _number_before(norms: Sequence[str], at: int, reach: int = 2) -> tuple[int | None, int]:
    for place in range(at - 1, max(-1, at - 1 - reach), -1):
        word = norms[place].replace(",", "").rstrip("+")
        if word.isdigit():
            return (int(word) if len(word) < 6 else None), place
        if word in _NUMBERS:
            return _NUMBERS[word], place
    return None, at
