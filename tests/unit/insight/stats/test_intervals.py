"""Intervals against printed examples, against statsmodels, and against slow twins."""

from __future__ import annotations

from math import comb, inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import chi2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from unbroken.insight.stats.intervals import (
    Interval,
    Share,
    rate,
    rate_ratio,
    share,
    share_difference,
    share_ratio,
    share_ratio_with_missing,
)

pytestmark = pytest.mark.demand("ANA-08", "ANA-13")

bases = st.integers(1, 60)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    base = draw(bases)
    return draw(st.integers(0, base)), base


def rounded(interval: Interval | None, digits: int = 4) -> tuple[float, float]:
    assert interval is not None
    return round(interval.low, digits), round(interval.high, digits)


@pytest.mark.parametrize(
    ("count", "base", "printed"),
    [  # Newcombe (1998), Stat Med 17:857-872, table I, method 3
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_as_printed(count: int, base: int, printed: tuple[float, float]) -> None:
    assert rounded(share(count, base).interval) == printed


@given(counts())
def test_wilson_is_that_of_statsmodels(case: tuple[int, int]) -> None:
    count, base = case
    assert rounded(share(count, base, 0.9).interval, 10) == pytest.approx(
        proportion_confint(count, base, alpha=0.1, method="wilson"), abs=1e-9
    )


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [  # Newcombe (1998), Stat Med 17:873-890, table II, method 10
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_difference_as_printed(first: tuple[int, int], second: tuple[int, int], printed: tuple[float, float]) -> None:
    assert rounded(share_difference(*first, *second).interval) == printed


@given(counts(), counts())
def test_difference_is_that_of_statsmodels(first: tuple[int, int], second: tuple[int, int]) -> None:
    theirs = confint_proportions_2indep(*first, *second, compare="diff", method="newcomb")
    assert rounded(share_difference(*first, *second).interval, 10) == pytest.approx(theirs, abs=1e-9)


def test_ratio_as_printed() -> None:
    """Koopman (1984), Biometrics 40:513-517: 36 of 40 against 16 of 80 gives 2.94 to 7.15."""
    assert rounded(share_ratio(36, 40, 16, 80).interval, 2) == (2.94, 7.15)


@given(counts(), counts())
def test_ratio_limits_are_where_the_profile_says_so(first: tuple[int, int], second: tuple[int, int]) -> None:
    """The twin maximises the likelihood of the two counts under the limit by bisection, and computes its score."""
    (count, base), (other, other_base) = first, second
    found = share_ratio(count, base, other, other_base)
    if not count + other:
        assert found.interval is None
        return
    assert found.interval is not None
    assert (found.interval.low == 0) == (count == 0)
    assert (found.interval.high == inf) == (other == 0)
    for limit in (found.interval.low, found.interval.high):
        if 0 < limit < inf and 0 < count < base and 0 < other < other_base:
            assert _score(count, base, other, other_base, limit) == pytest.approx(chi2.ppf(0.95, 1), rel=1e-5)


def _score(count: int, base: int, other: int, other_base: int, ratio: float) -> float:
    def slope(chance: float) -> float:
        first = ratio * chance
        return (
            count / chance - (base - count) * ratio / (1 - first) + other / chance - (other_base - other) / (1 - chance)
        )

    top = min(1.0, 1 / ratio)
    chance = brentq(slope, top * 1e-12, top * (1 - 1e-12), xtol=1e-15)
    pearson = [(n, x, p) for n, x, p in ((base, count, ratio * chance), (other_base, other, chance))]
    return sum((x - n * p) ** 2 / (n * p * (1 - p)) for n, x, p in pearson)


@pytest.mark.parametrize(
    ("count", "printed"), [(0, (0.0, 3.69)), (1, (0.0253, 5.57)), (10, (4.80, 18.39)), (50, (37.11, 65.92))]
)
def test_rate_as_printed(count: int, printed: tuple[float, float]) -> None:
    """The exact limits of a Poisson count as tabulated: Pearson and Hartley (1954), Biometrika Tables, table 40."""
    found = rate(count, 1.0).interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx(printed, abs=6e-3)


def test_rate_is_per_unit_of_exposure() -> None:
    assert rate(10, 2.5).value == 4.0
    assert rounded(rate(10, 2.5).interval) == rounded(Interval(*(end / 2.5 for end in (4.795389, 18.390356))), 4)


@given(st.integers(0, 25), st.integers(0, 25))
def test_rate_ratio_limits_leave_half_the_rest_in_each_tail(count: int, other: int) -> None:
    """The twin adds up binomial chances, the counts' sum being given."""
    found = rate_ratio(count, 2.0, other, 5.0)
    if not count + other:
        assert (found.value, found.interval) == (None, None)
        return
    assert found.interval is not None
    if count:
        assert _tail(range(count, count + other + 1), count + other, found.interval.low) == pytest.approx(0.025)
    if other:
        assert _tail(range(count + 1), count + other, found.interval.high) == pytest.approx(0.025)
    assert (found.interval.low == 0, found.interval.high == inf) == (count == 0, other == 0)


def _tail(hits: range, total: int, ratio: float) -> float:
    chance = ratio * 2.0 / (ratio * 2.0 + 5.0)
    return sum(comb(total, hit) * chance**hit * (1 - chance) ** (total - hit) for hit in hits)


def test_a_base_of_nobody_has_no_share() -> None:
    assert share(0, 0) == Share(0, 0, None, None)
    assert share_difference(0, 0, 3, 9).value is None
    assert share_ratio(3, 9, 0, 0).interval is None
    assert rate(0, 0.0).value is None
    assert rate_ratio(0, 0.0, 4, 2.0).value is None


@pytest.mark.parametrize("wrong", [(-1, 3), (4, 3)])
def test_a_count_outside_its_base_is_refused(wrong: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="lies between 0 and its base"):
        share(*wrong)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no exposure"):
        rate(1, 0.0)
    with pytest.raises(ValueError, match="not below 0"):
        rate(1, -2.0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        share(1, 2, 95)


def test_a_lower_confidence_is_a_narrower_interval() -> None:
    wide, narrow = share(7, 30, 0.99).interval, share(7, 30, 0.8).interval
    assert wide is not None
    assert narrow is not None
    assert wide.low < narrow.low < 7 / 30 < narrow.high < wide.high
    assert (7 / 30 in narrow, 0.9 in wide) == (True, False)


@given(counts(), counts(), counts())
def test_missing_groups_bound_every_way_of_dealing_them_out(
    group: tuple[int, int], other: tuple[int, int], missing: tuple[int, int]
) -> None:
    found = share_ratio_with_missing(share(*group), share(*other), share(*missing))
    dealt = [
        _deal(group, other, missing, hits, rest)
        for hits in range(missing[0] + 1)
        for rest in range(missing[1] - missing[0] + 1)
    ]
    assert log(found.low or 1e-300) == pytest.approx(log(min(dealt) or 1e-300))
    assert found.high == pytest.approx(max(dealt))


def _deal(group: tuple[int, int], other: tuple[int, int], missing: tuple[int, int], hits: int, rest: int) -> float:
    """The ratio with so many of the missing that are counted, and so many that are not, in the first group."""
    first = (group[0] + hits) / (group[1] + hits + rest)
    left_hits, left_rest = missing[0] - hits, missing[1] - missing[0] - rest
    second = (other[0] + left_hits) / (other[1] + left_hits + left_rest)
    return first / second if second else (inf if first else 1.0)
