"""Times to the first outcome: what was observed, and how many were at risk when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Observed:
    """What was observed of n cases: `times` (n,) in any unit, `codes` (n,), 0 where nothing had happened by then.

    `names[k - 1]` is the outcome of code k. The names fix the order; an outcome that nobody had may be among them.
    """

    times: Floats
    codes: Integers
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse times before the start, times that are no numbers, and codes that have no name."""
        if self.times.ndim != 1 or self.times.shape != self.codes.shape:
            raise ValueError("there is one time and one outcome of each case")
        if not np.isfinite(self.times).all() or (self.times < 0).any():
            raise ValueError("a time is a number, and not before the start")
        if len(set(self.names)) != len(self.names):
            raise ValueError("two outcomes have the same name")
        if ((self.codes < 0) | (self.codes > len(self.names))).any():
            raise ValueError("an outcome has no name")

    def __len__(self) -> int:
        return len(self.times)

    def code(self, name: str) -> int:
        """The code of the outcome with this name. Raises ValueError where there is none."""
        if name not in self.names:
            raise ValueError(f"no outcome is called {name}: there are {', '.join(self.names)}")
        return self.names.index(name) + 1

    def only(self, chosen: NDArray[np.bool_]) -> Observed:
        """The same of some of the cases."""
        return Observed(self.times[chosen], self.codes[chosen], self.names)

    @cached_property
    def counts(self) -> Counts:
        """Events, censorings and numbers at risk at each distinct time."""
        times, inverse = np.unique(self.times, return_inverse=True)
        cells = np.zeros((len(times), len(self.names) + 1), dtype=np.int64)
        np.add.at(cells, (inverse, self.codes), 1)
        left = cells.sum(axis=1)
        at_risk = left[::-1].cumsum()[::-1]
        return Counts(times, at_risk, cells[:, 1:], cells[:, 0])


@dataclass(frozen=True, slots=True)
class Counts:
    """At each of t distinct times: `at_risk` just before it, `events` (t, outcomes) and `censored` at it.

    Of what is on one day, the events come first: who was censored on a day was at risk of that day's events.
    """

    times: Floats
    at_risk: Integers
    events: Integers
    censored: Integers

    @property
    def any_event(self) -> Integers:
        """Events of whatever outcome, at each time."""
        return np.asarray(self.events.sum(axis=1), dtype=np.int64)


def observe(times: ArrayLike, outcomes: Sequence[str | None], names: Sequence[str] | None = None) -> Observed:
    """Times with the outcome of each case by name, None where it was still open at its time.

    `names` fixes the order of the outcomes; without it they come by name. Raises ValueError for an outcome that is not
    among the names, and for times that cannot be.
    """
    order = tuple(names) if names is not None else tuple(sorted({name for name in outcomes if name is not None}))
    codes = {name: code for code, name in enumerate(order, start=1)}
    strangers = {name for name in outcomes if name is not None} - set(codes)
    if strangers:
        raise ValueError(f"outcomes without a place in the order: {', '.join(sorted(strangers))}")
    coded = [0 if name is None else codes[name] for name in outcomes]
    return Observed(np.asarray(times, dtype=np.float64), np.asarray(coded, dtype=np.int64), order)


def step(times: Floats, values: Floats, at: ArrayLike, before: float) -> Floats:
    """The value of a step function at each of `at`: the last one at or before it, `before` where there is none."""
    index = np.searchsorted(times, np.asarray(at, dtype=np.float64), side="right")
    return np.asarray(np.concatenate([[before], values])[index], dtype=np.float64)
