"""Cause-specific hazards: how fast each outcome comes to those to whom nothing has happened yet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from unbroken.insight.stats.competing.incidence import Curve
from unbroken.insight.stats.competing.times import Observed
from unbroken.insight.stats.intervals import z_of


def cumulative_hazards(observed: Observed, level: float = 0.95) -> Mapping[str, Curve]:
    """The Nelson-Aalen estimate of the cumulative hazard of each outcome, the others taken as censoring.

    The sum of d_k / Y. It says how fast, not how many: only cumulative incidence says what share. Source: Aalen (1978),
    Ann Stat 6:701-726. The variance, the sum of d_k (Y - d_k) / Y^3, holds under ties: Klein (1991), Scand J Stat
    18:333-340. The limits are by the logarithm: H exp(+-z se / H); not a number while the hazard is 0.
    """
    counts = observed.counts
    at_risk, events = counts.at_risk.astype(np.float64), counts.events.astype(np.float64)
    curves: dict[str, Curve] = {}
    for column, name in enumerate(observed.names):
        hit = events[:, column]
        value = np.cumsum(hit / at_risk)
        variance = np.cumsum(hit * (at_risk - hit) / at_risk**3)
        begun = value > 0
        factor = np.exp(z_of(level) * np.sqrt(variance) / np.where(begun, value, 1.0))
        low, high = np.where(begun, value / factor, np.nan), np.where(begun, value * factor, np.nan)
        curves[name] = Curve(counts.times, value, variance, low, high)
    return curves
