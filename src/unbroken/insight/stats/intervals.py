"""Intervals of shares."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

_Z = 1.959963984540054  # of 95 %


class Interval(NamedTuple):
    """From `low` to `high`."""

    low: float
    high: float


def wilson(count: int, of: int) -> Interval:
    """The 95 % Wilson score interval of a share, within 0 and 1; ValueError of nothing.

    Source: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    if not 0 <= count <= of or not of:
        raise ValueError(f"{count} of {of} is no share: it takes a base, and a count from none to all of it")
    share = count / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
