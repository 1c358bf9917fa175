"""Chance that can be repeated: one stream of random numbers per thing made, so that no thing depends on another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")
_KEY_BITS = 40


class Weighted(Generic[T]):
    """Values with their weights, prepared so that a draw is one look-up. Weights need not add to one."""

    __slots__ = ("_ceilings", "values")

    def __init__(self, weights: Mapping[T, float]) -> None:
        total = sum(weights.values())
        if total <= 0:
            raise ValueError("weights must add up to more than nothing")
        self.values = tuple(weights)
        self._ceilings = [part / total for part in accumulate(weights.values())]
        self._ceilings[-1] = 1.0

    def at(self, point: float) -> T:
        """The value at a point of [0, 1)."""
        return self.values[bisect_right(self._ceilings, point)]


class Stream(Random):
    """A stream of chance with the few draws that the generator needs, each a single random number."""

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.random() < probability

    def pick(self, table: Weighted[T]) -> T:
        """One value, by weight."""
        return table.at(self.random())

    def one_of(self, values: Sequence[T]) -> T:
        """One value, all alike."""
        return values[int(self.random() * len(values))]

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.random() * (high - low + 1))

    def days(self, mean: float) -> int:
        """A whole number of days, 0 or more, exponential with about this mean."""
        return int(self.expovariate(1.0 / mean) + 0.5)


def stream(seed: int, *keys: int) -> Stream:
    """The stream of a seed and up to a few whole numbers that name one thing; the same numbers, the same stream."""
    if seed < 0:
        raise ValueError("a seed is a whole number from 0 up")
    name = seed
    for key in keys:
        name = (name << _KEY_BITS) | key
    return Stream((name << 8) | len(keys))
