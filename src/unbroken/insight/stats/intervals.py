"""Shares, rates, their differences and ratios, each with its interval.

A share of nobody is no share: where a base is 0, the value and its interval are None, never 0 and never an error.
Counts and bases are whole numbers; `level` is the confidence of the interval, 0.95 unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf, isfinite, sqrt

from scipy.optimize import brentq
from scipy.special import betaincinv, gammaincinv, ndtri


@dataclass(frozen=True, slots=True)
class Interval:
    """From the lowest value that the data speak for to the highest, at a confidence (0.95 is 95 %)."""

    low: float
    high: float
    level: float = 0.95

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Share:
    """A count out of a base. `value` and `interval` are None where the base is 0."""

    count: int
    base: int
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per unit of exposure (person-years, thousand residents). None where the exposure is 0."""

    count: int
    exposure: float
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A difference or a ratio, the first against the second; None where it is not defined. A limit may be infinite."""

    value: float | None
    interval: Interval | None


def z_of(level: float) -> float:
    """How many standard errors an interval of this confidence reaches to either side: 1.96 for 0.95.

    Raises ValueError outside 0 to 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"the confidence of an interval is between 0 and 1, not {level}")
    return float(ndtri(0.5 + level / 2))


def share(count: int, base: int, level: float = 0.95) -> Share:
    """The share with its Wilson score interval.

    Source: Wilson (1927), J Am Stat Assoc 22:209-212; method 3 of Newcombe (1998), Stat Med 17:857-872. It needs no
    correction for small bases, and a share of 0 or 1 has an interval that is not a point.
    """
    _check(count, base)
    z = z_of(level)
    if not base:
        return Share(count, base, None, None)
    middle, reach = 2 * count + z * z, z * sqrt(z * z + 4 * count * (base - count) / base)
    scale = 2 * (base + z * z)
    low = 0.0 if count == 0 else (middle - reach) / scale
    high = 1.0 if count == base else (middle + reach) / scale
    return Share(count, base, count / base, Interval(low, high, level))


def share_difference(count: int, base: int, other_count: int, other_base: int, level: float = 0.95) -> Comparison:
    """The first share less the other, of two groups that share nobody, with Newcombe's hybrid score interval.

    Source: method 10 of Newcombe (1998), Stat Med 17:873-890. Not for two shares of the same people.
    """
    first, second = share(count, base, level), share(other_count, other_base, level)
    if first.value is None or first.interval is None or second.value is None or second.interval is None:
        return Comparison(None, None)
    difference = first.value - second.value
    below = sqrt((first.value - first.interval.low) ** 2 + (second.interval.high - second.value) ** 2)
    above = sqrt((first.interval.high - first.value) ** 2 + (second.value - second.interval.low) ** 2)
    return Comparison(difference, Interval(max(-1.0, difference - below), min(1.0, difference + above), level))


def share_ratio(count: int, base: int, other_count: int, other_base: int, level: float = 0.95) -> Comparison:
    """The first share over the other, of two groups that share nobody, with Koopman's score interval.

    Source: Koopman (1984), Biometrics 40:513-517; the chance in the second group under a given ratio by Miettinen and
    Nurminen (1985), Stat Med 4:213-226; recommended by Fagerland, Lydersen and Laake (2015), Stat Methods Med Res
    24:224-254. With no count in the second group the ratio is infinite where the first has one, and not defined where
    neither has; the limits are then from the score alone: 0 or infinite on the side where nothing bounds it.
    """
    _check(count, base)
    _check(other_count, other_base)
    z = z_of(level)
    if not base or not other_base or not (count or other_count):
        return Comparison(None, None)
    value = inf if not other_count else (count / base) / (other_count / other_base)

    def excess(ratio: float) -> float:
        return _koopman(count, base, other_count, other_base, ratio) - z * z

    low = 0.0 if not count else _root(excess, value, upward=False)
    high = inf if not other_count else _root(excess, value, upward=True)
    return Comparison(value, Interval(low, high, level))


def rate(count: int, exposure: float, level: float = 0.95) -> Rate:
    """Events per unit of exposure with the exact Poisson interval.

    Source: Garwood (1936), Biometrika 28:437-442, by the gamma distribution.
    """
    _check_exposure(count, exposure)
    z_of(level)
    if not exposure:
        return Rate(count, exposure, None, None)
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) / exposure if count else 0.0
    high = float(gammaincinv(count + 1, 1 - tail)) / exposure
    return Rate(count, exposure, count / exposure, Interval(low, high, level))


def rate_ratio(count: int, exposure: float, other_count: int, other_exposure: float, level: float = 0.95) -> Comparison:
    """The first rate over the other, with the exact interval given the sum of the two counts.

    Given the sum, the first count is binomial; its Clopper-Pearson limits become those of the ratio. Source:
    Przyborowski and Wilenski (1940), Biometrika 31:313-323; Clopper and Pearson (1934), Biometrika 26:404-413. At
    least as wide as its confidence says. None where neither has an event or either has no exposure.
    """
    _check_exposure(count, exposure)
    _check_exposure(other_count, other_exposure)
    z_of(level)
    if not exposure or not other_exposure or not count + other_count:
        return Comparison(None, None)
    tail, scale = (1 - level) / 2, other_exposure / exposure
    low = _odds(float(betaincinv(count, other_count + 1, tail))) * scale if count else 0.0
    high = _odds(float(betaincinv(count + 1, other_count, 1 - tail))) * scale if other_count else inf
    value = inf if not other_count else count / other_count * scale
    return Comparison(value, Interval(low, high, level))


def share_ratio_with_missing(group: Share, other: Share, missing: Share) -> Interval:
    """The lowest and the highest ratio of two shares that those of neither known group could bring about.

    `missing` counts those whose group is not recorded, and how many of them are in the count. Every way of dealing
    them out to the two groups is allowed for, so nothing is assumed about why it was not recorded; chance is not in it.
    A conclusion that the whole range does not bear out must not be drawn. Source: the worst-case bounds of Manski
    (1989), J Hum Resour 24:343-360. `level` is 1: no value outside can be. A share of nobody counts as 0.
    """
    rest = missing.base - missing.count
    most = _ratio(group.count + missing.count, group.base + missing.count, other.count, other.base + rest)
    least = _ratio(group.count, group.base + rest, other.count + missing.count, other.base + missing.count)
    return Interval(least, most, 1.0)


def _ratio(count: int, base: int, other_count: int, other_base: int) -> float:
    first, second = count / base if base else 0.0, other_count / other_base if other_base else 0.0
    if not second:
        return inf if first else 1.0
    return first / second


def _koopman(count: int, base: int, other_count: int, other_base: int, ratio: float) -> float:
    """Pearson's chi-squared of the two counts where the first share is `ratio` times the second, at its likeliest."""
    b = ratio * (base + other_count) + count + other_base
    root = sqrt(max(b * b - 4 * (base + other_base) * ratio * (count + other_count), 0.0))
    # Twice the constant term over the sum: the same as the lesser root, without taking the like from the like.
    second = min(2 * (count + other_count) / (b + root), 1.0, 1 / ratio)
    return _squared(count, base, ratio * second) + _squared(other_count, other_base, second)


def _squared(count: int, base: int, chance: float) -> float:
    variance = base * chance * (1 - chance)
    gap = count - base * chance
    return gap * gap / variance if variance > 0 else (0.0 if abs(gap) < 1e-9 else inf)


def _root(excess: Callable[[float], float], start: float, *, upward: bool) -> float:
    """Where `excess` crosses 0 from below, walking away from the start: up, or down toward 0."""
    inner = start if isfinite(start) and start > 0 else (1e-9 if upward else 1e9)
    outer = inner
    for _ in range(200):
        outer = outer * 2 if upward else outer / 2
        if excess(outer) > 0:
            return float(brentq(excess, min(inner, outer), max(inner, outer), xtol=1e-14, rtol=1e-12))
        inner = outer
    return inf if upward else 0.0


def _odds(chance: float) -> float:
    return inf if chance >= 1 else chance / (1 - chance)


def _check(count: int, base: int) -> None:
    if not 0 <= count <= base:
        raise ValueError(f"a count lies between 0 and its base: {count} of {base}")


def _check_exposure(count: int, exposure: float) -> None:
    if count < 0 or not exposure >= 0 or not isfinite(exposure):
        raise ValueError(f"a count and an exposure are not below 0: {count} in {exposure}")
    if count and not exposure:
        raise ValueError(f"{count} events cannot come about in no exposure")
