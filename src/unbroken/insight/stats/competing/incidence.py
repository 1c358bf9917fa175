"""Cumulative incidence: the share that each outcome has reached by each time, the others competing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from unbroken.insight.stats.competing.times import Floats, Integers, Observed, step
from unbroken.insight.stats.intervals import z_of

_ROUNDING = 1e-12
"""A sum of shares that is all of them may miss 1 by this much."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A step function of one outcome at the distinct times of the data, with variance and limits at each.

    Limits are not a number where the value is 0 or 1: the logarithm on which they rest is not there.
    """

    times: Floats
    value: Floats
    variance: Floats
    low: Floats
    high: Floats

    def at(self, times: ArrayLike) -> tuple[Floats, Floats, Floats]:
        """Value, lower and upper limit at each of `times`. Nothing is known past the last time: it stays as it was."""
        return (
            step(self.times, self.value, times, 0.0),
            step(self.times, self.low, times, np.nan),
            step(self.times, self.high, times, np.nan),
        )


@dataclass(frozen=True, slots=True)
class Incidence:
    """The cumulative incidence of each outcome of n cases, and the share to which nothing has happened yet."""

    n: int
    level: float
    times: Floats
    at_risk: Integers
    censored: Integers
    events: Mapping[str, Integers]
    open: Floats
    curves: Mapping[str, Curve]

    def numbers_at_risk(self, times: ArrayLike) -> Integers:
        """How many were still open and observed just before each of `times`."""
        index = np.searchsorted(self.times, np.asarray(times, dtype=np.float64), side="left")
        return np.asarray(np.concatenate([self.at_risk, [0]])[index], dtype=np.int64)


def cumulative_incidence(observed: Observed, level: float = 0.95) -> Incidence:
    """The Aalen-Johansen estimate of each outcome, exact where times tie, with log-minus-log limits.

    The share of outcome k at t is the sum over times s up to t of S(s-) d_k(s) / Y(s): still open just before s, times
    the share of those at risk who had it at s. Source: Aalen and Johansen (1978), Scand J Stat 5:141-150.

    The variance is of the Greenwood kind, for counts that are multinomial given those at risk, which is what days with
    many events call for; without competing outcomes it is Greenwood's, without censoring the binomial p(1-p)/n.
    Source: Dinse and Larson (1986), Biometrika 73:379-386; the choice among estimators, Allignol, Schumacher and
    Beyersmann (2010), Biom J 52:126-137.

    The limits are p ** exp(+-z se / (p log p)). Source: Kalbfleisch and Prentice (2002), The Statistical Analysis of
    Failure Time Data, section 1.4; for incidence, Choudhury (2002), Stat Med 21:1129-1144.
    """
    counts = observed.counts
    at_risk, events = counts.at_risk.astype(np.float64), counts.events.astype(np.float64)
    still_open: Floats = np.cumprod(1 - counts.any_event / at_risk, dtype=np.float64)
    open_before = np.concatenate([[1.0], still_open[:-1]]) if len(still_open) else still_open
    curves: dict[str, Curve] = {}
    for column, name in enumerate(observed.names):
        hit = events[:, column]
        value = np.minimum(np.cumsum(open_before * hit / at_risk), 1.0)
        variance = _variance(value, hit, counts.any_event.astype(np.float64), at_risk, open_before)
        low, high = log_minus_log(value, variance, level)
        curves[name] = Curve(counts.times, value, variance, low, high)
    return Incidence(
        n=len(observed),
        level=level,
        times=counts.times,
        at_risk=counts.at_risk,
        censored=counts.censored,
        events={name: counts.events[:, column] for column, name in enumerate(observed.names)},
        open=still_open,
        curves=curves,
    )


def _variance(value: Floats, hit: Floats, any_event: Floats, at_risk: Floats, open_before: Floats) -> Floats:
    """Var(t), the sum over s of [F(t) - F(s)]^2 a(s) + b(s) - 2 [F(t) - F(s)] c(s), by running sums.

    a = d / (Y (Y - d)), b = S(s-)^2 d_k (Y - d_k) / Y^3, c = S(s-) d_k / Y^2. Where everybody left at s, F stays as it
    is from then on and the terms with F(t) - F(s) are none.
    """
    staying = at_risk - any_event
    a = np.divide(any_event, at_risk * staying, out=np.zeros_like(at_risk), where=staying > 0)
    b = open_before**2 * hit * (at_risk - hit) / at_risk**3
    c = np.where(staying > 0, open_before * hit / at_risk**2, 0.0)
    total = value**2 * np.cumsum(a) - 2 * value * np.cumsum(a * value) + np.cumsum(a * value**2)
    total += np.cumsum(b) - 2 * (value * np.cumsum(c) - np.cumsum(c * value))
    return np.asarray(np.maximum(total, 0.0), dtype=np.float64)


def log_minus_log(value: Floats, variance: Floats, level: float) -> tuple[Floats, Floats]:
    """The limits of shares by the logarithm of minus their logarithm: always between 0 and 1."""
    inside = (value > _ROUNDING) & (value < 1 - _ROUNDING)
    logarithm = np.log(np.where(inside, value, 0.5))
    reach = z_of(level) * np.sqrt(variance) / np.where(inside, value * -logarithm, 1.0)
    low = np.exp(logarithm * np.exp(reach))
    high = np.exp(logarithm * np.exp(-reach))
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)
