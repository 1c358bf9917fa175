"""Following reports over the published days: how many were at risk, what happened, and what share had what by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from unbroken.insight.first import ENDS
from unbroken.insight.sheets import Number
from unbroken.insight.stats.competing.incidence import Incidence
from unbroken.insight.stats.competing.times import Observed

BY: tuple[tuple[str, int], ...] = (
    ("the same day", 0),
    ("days 1 to 7", 7),
    ("days 8 to 14", 14),
    ("days 15 to 28", 28),
    ("day 29 to three months", 91),
    ("to six months", 182),
    ("to a year", 365),
    ("to two years", 730),
)
"""Intervals of days by name with the last day of each: the published bands (`bands`), and on to two years."""
LATER = "later"
YEAR = 365


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of days: at risk at its start, how many had each of ENDS in it, and how many were last seen open.

    `last` is its last day, None of the interval without an end.
    """

    label: str
    last: int | None
    at_risk: int
    events: tuple[int, ...]
    censored: int


def intervals(observed: Observed) -> Iterator[Interval]:
    """What happened in each interval. Each one's at risk are its events, its censored and the next one's at risk."""
    lasts = np.array([last for _, last in BY], dtype=np.float64)
    place = np.searchsorted(lasts, observed.times, side="left")
    cells = np.zeros((len(BY) + 1, len(ENDS) + 1), dtype=np.int64)
    np.add.at(cells, (place, observed.codes), 1)
    at_risk = len(observed)
    for (label, last), (censored, *events) in zip((*BY, (LATER, None)), cells.tolist(), strict=True):
        yield Interval(label, last, at_risk, tuple(events), censored)
        at_risk -= sum(events) + censored


def is_known(incidence: Incidence, day: float) -> bool:
    """Whether the shares by a day are known: somebody was followed to it, or of everybody it is known how it ended."""
    if not incidence.n:
        return False
    return bool(incidence.numbers_at_risk([day])[0]) or bool(incidence.open[-1] < 1e-9)


def shares_at(incidence: Incidence, day: int | None) -> tuple[Number | None, ...]:
    """The share in per cent that had each of ENDS by a day, with its 95 % interval; None where it is not known.

    The cases behind a share are those who had the outcome by then; behind none are all that were followed.
    """
    if day is None or not is_known(incidence, day):
        return (None,) * len(ENDS)
    found = []
    for end in ENDS:
        value, low, high = (float(one[0]) for one in incidence.curves[end].at([day]))
        had = int(incidence.events[end][incidence.times <= day].sum())
        limits = (100 * low, 100 * high) if np.isfinite(low) and np.isfinite(high) else None
        found.append(Number(100 * value, had or incidence.n, 1, limits))
    return tuple(found)


def open_at(incidence: Incidence, day: int | None) -> Number | None:
    """The share in per cent to which nothing had happened by a day."""
    if day is None or not is_known(incidence, day):
        return None
    until = int(np.searchsorted(incidence.times, day, side="right"))
    return Number(100 * float(incidence.open[until - 1]) if until else 100.0, incidence.n, 1)
