"""Cause-specific hazards: how fast each outcome comes to those to whom nothing has happened yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from unbroken.insight.stats.competing.incidence import Curve
from unbroken.insight.stats.competing.subdistribution import SubdistributionFit, fine_gray
from unbroken.insight.stats.competing.times import Observed
from unbroken.insight.stats.intervals import z_of
from unbroken.insight.stats.refusals import Refusal


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


def cause_specific(
    observed: Observed, columns: ArrayLike, names: Sequence[str], outcome: str, level: float = 0.95
) -> SubdistributionFit | Refusal:
    """Proportional cause-specific hazards of `outcome` on `columns` (n, p): Cox's regression, the others as censoring.

    A ratio above 1 says that it comes faster to those still open. It says nothing of how many have it in the end: for
    that, `fine_gray`, of which this is the case without competing outcomes, whose weights are then all 1. Ties as
    Breslow has them; standard errors robust (Lin and Wei 1989, J Am Stat Assoc 84:1074-1078). Source: Cox (1972), J R
    Stat Soc B 34:187-220; Prentice and others (1978), Biometrics 34:541-554. Refused as `fine_gray` is.
    """
    code = observed.code(outcome)
    alone = Observed(observed.times, np.where(observed.codes == code, 1, 0).astype(np.int64), (outcome,))
    return fine_gray(alone, columns, names, outcome, level)
