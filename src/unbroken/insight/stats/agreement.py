"""How far coders agree beyond chance: Cohen's kappa of two, Krippendorff's alpha of any number with gaps.

Values are codes of any hashable kind; None is a value that was not given. Agreement that cannot be told from chance,
because everybody always gave the same value, is None and says so: it is neither 1 nor 0.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unbroken.insight.stats.intervals import Interval, Share, share, z_of

Value = Hashable | None
Weights = Literal["none", "linear", "quadratic"]
Metric = Literal["nominal", "ordinal", "interval"]
Floats = NDArray[np.float64]

ALWAYS_THE_SAME = "everybody always gave the same value: agreement cannot be told from chance"
NOTHING_TWICE = "nothing was coded by two people"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient with its interval; `value` is None where there is none, and `says` why.

    `units` counts what was compared, `values` the codes that were given in it.
    """

    coefficient: str
    value: float | None
    interval: Interval | None
    units: int
    values: int
    says: str = ""


def percent_agreement(first: Sequence[Value], second: Sequence[Value], level: float = 0.95) -> Share:
    """How many of the units that both coded they gave the same value, with Wilson's interval. Chance is still in it."""
    pairs = _both(first, second)
    return share(sum(a == b for a, b in pairs), len(pairs), level)


def cohen_kappa(
    first: Sequence[Value],
    second: Sequence[Value],
    *,
    weights: Weights = "none",
    order: Sequence[Hashable] | None = None,
    level: float = 0.95,
) -> Agreement:
    """Cohen's kappa of two coders, with the large-sample interval, over the units that both coded.

    `linear` and `quadratic` weights take a miss by one step as less than one by two; they need the `order` of the
    values. Source: Cohen (1960), Educ Psychol Meas 20:37-46, and (1968), Psychol Bull 70:213-220; the standard error,
    Fleiss, Cohen and Everitt (1969), Psychol Bull 72:323-327. The interval is rough below some 30 units.
    Raises ValueError for a value that is not in the order, or weights without one.
    """
    pairs = _both(first, second)
    values = _ordered([value for pair in pairs for value in pair], order, needs_order=weights != "none")
    name = "Cohen's kappa" if weights == "none" else f"Cohen's kappa, {weights} weights"
    if not pairs:
        return Agreement(name, None, None, 0, 0, NOTHING_TWICE)
    table = np.zeros((len(values), len(values)))
    for a, b in pairs:
        table[values[a], values[b]] += 1
    return _kappa(name, table, _agreement_weights(weights, len(values)), level)


def _kappa(name: str, counts: Floats, weights: Floats, level: float) -> Agreement:
    units = int(counts.sum())
    table = counts / units
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    observed, expected = float((weights * table).sum()), float(rows @ weights @ columns)
    if expected >= 1 - 1e-12:
        return Agreement(name, None, None, units, len(counts), ALWAYS_THE_SAME)
    kappa = (observed - expected) / (1 - expected)
    by_row, by_column = weights @ columns, rows @ weights
    gap = weights - (by_row[:, None] + by_column[None, :]) * (1 - kappa)
    variance = float((table * gap**2).sum()) - (kappa - expected * (1 - kappa)) ** 2
    reach = z_of(level) * sqrt(max(variance, 0.0) / units) / (1 - expected)
    interval = Interval(max(-1.0, kappa - reach), min(1.0, kappa + reach), level)
    return Agreement(name, kappa, interval, units, len(counts))


def krippendorff_alpha(
    coders: Sequence[Sequence[Value]],
    *,
    metric: Metric = "nominal",
    order: Sequence[Hashable] | None = None,
    level: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> Agreement:
    """Krippendorff's alpha of any number of coders, some values missing, with a bootstrap interval over units.

    `coders` holds one sequence of each coder, unit by unit. `ordinal` needs the `order` of the values; `interval` takes
    the values as numbers. A unit that fewer than two coded is left out. Source: Krippendorff (2011), Computing
    Krippendorff's Alpha-Reliability. The interval draws units with replacement, the percentiles of `resamples` draws:
    Zapf, Castell, Morawietz and Karch (2016), BMC Med Res Methodol 16:93. The same seed gives the same interval.
    Raises ValueError for a value that is not in the order, `ordinal` without one, or coders of unlike length.
    """
    if len({len(coder) for coder in coders}) > 1:
        raise ValueError("every coder has a value, or None, of each unit")
    units = [[value for value in unit if value is not None] for unit in zip(*coders, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    name = f"Krippendorff's alpha, {metric}"
    if not units:
        return Agreement(name, None, None, 0, 0, NOTHING_TWICE)
    values = _ordered([value for unit in units for value in unit], order, needs_order=metric == "ordinal")
    coincidences = np.stack([_coincidences(unit, values) for unit in units])
    numbers = np.array([float(value) for value in values], dtype=np.float64) if metric == "interval" else None  # type: ignore[arg-type]
    alpha = _alpha(coincidences.sum(axis=0), metric, numbers)
    if alpha is None:
        return Agreement(name, None, None, len(units), len(values), ALWAYS_THE_SAME)
    interval = _bootstrap(coincidences, metric, numbers, level, resamples, seed)
    return Agreement(name, alpha, interval, len(units), len(values))


def _bootstrap(
    coincidences: Floats, metric: Metric, numbers: Floats | None, level: float, resamples: int, seed: int
) -> Interval | None:
    """The percentiles of alpha over draws of units; draws in which it is not defined are left out."""
    units = len(coincidences)
    chance = np.random.Generator(np.random.PCG64(seed))
    flat = coincidences.reshape(units, -1)
    size = coincidences.shape[1]
    found = []
    for _ in range(resamples):
        times = np.bincount(chance.integers(0, units, units), minlength=units)
        found.append(_alpha((times @ flat).reshape(size, size), metric, numbers))
    defined = [alpha for alpha in found if alpha is not None]
    if not defined:
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return Interval(float(low), float(high), level)


def _alpha(coincidences: Floats, metric: Metric, numbers: Floats | None) -> float | None:
    """One less the observed over the expected disagreement; None where no disagreement can be expected."""
    totals = coincidences.sum(axis=0)
    whole = totals.sum()
    distance = _distances(metric, totals, numbers)
    expected = totals @ distance @ totals / (whole - 1)
    if expected <= 0:
        return None
    return float(1 - (coincidences * distance).sum() / expected)


def _coincidences(unit: Sequence[Value], values: Mapping[Value, int]) -> Floats:
    """The pairs of values of different coders in one unit, (values, values), each unit counting as many as coded it."""
    counts = np.bincount([values[value] for value in unit], minlength=len(values)).astype(np.float64)
    return (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)


def _distances(metric: Metric, totals: Floats, numbers: Floats | None) -> Floats:
    """How unlike two values are, (values, values). On an ordinal scale: how many were given between them."""
    if metric == "nominal":
        return 1 - np.eye(len(totals))
    if numbers is not None:
        return np.asarray((numbers[:, None] - numbers[None, :]) ** 2, dtype=np.float64)
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2, dtype=np.float64)


def _agreement_weights(weights: Weights, size: int) -> Floats:
    """How far two values agree, (values, values): 1 on the diagonal, 0 between the ends of the order."""
    if weights == "none":
        return np.eye(size)
    steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    return np.asarray(1 - (steps if weights == "linear" else steps**2), dtype=np.float64)


def _both(first: Sequence[Value], second: Sequence[Value]) -> list[tuple[Hashable, Hashable]]:
    if len(first) != len(second):
        raise ValueError("both coders have a value, or None, of each unit")
    return [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]


def _ordered(given: Sequence[Value], order: Sequence[Hashable] | None, *, needs_order: bool) -> dict[Value, int]:
    """The place of each value: in the order if there is one, else as they come."""
    if order is None:
        if needs_order:
            raise ValueError("say the order of the values")
        return {value: place for place, value in enumerate(dict.fromkeys(given))}
    places: dict[Value, int] = {value: place for place, value in enumerate(order)}
    strangers = [value for value in given if value not in places]
    if strangers:
        raise ValueError(f"not in the order of the values: {strangers[0]}")
    return places
