"""Agreement against printed examples and statsmodels, scikit-learn."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from unbroken.insight.stats.agreement import (
    ALWAYS_THE_SAME,
    NOTHING_TWICE,
    Metric,
    Weights,
    cohen_kappa,
    krippendorff_alpha,
    percent_agreement,
)

pytestmark = pytest.mark.demand("ANA-01")

# Fleiss (1981), Statistical Methods for Rates and Proportions, table 13.1: two raters of 100 patients
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C: four observers, twelve units
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]

pairs = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=5, max_size=40).filter(
    lambda coded: len({value for pair in coded for value in pair}) > 1
)


def coded(table: list[list[int]]) -> tuple[list[int], list[int]]:
    both = [(row, column) for row in range(3) for column in range(3) for _ in range(table[row][column])]
    return [a for a, _ in both], [b for _, b in both]


def test_kappa_as_printed() -> None:
    """Fleiss prints 0.68 with a standard error of 0.088 for the interval."""
    found = cohen_kappa(*coded(FLEISS))
    assert found.value == pytest.approx(0.676, abs=5e-4)
    assert found.interval is not None
    assert (found.interval.high - found.interval.low) / 2 / 1.959964 == pytest.approx(0.0877, abs=5e-5)


@given(pairs, st.sampled_from(["none", "linear", "quadratic"]))
def test_kappa_is_that_of_the_libraries(both: list[tuple[int, int]], weights: Weights) -> None:
    first, second = [a for a, _ in both], [b for _, b in both]
    table = np.zeros((4, 4))
    for a, b in both:
        table[a, b] += 1
    # Theirs takes the root of a variance that rounding leaves below 0, and divides by a chance that it leaves at 1.
    with np.errstate(invalid="ignore", divide="ignore"):
        theirs = cohens_kappa(table, wt=None if weights == "none" else weights)
    assume(np.isfinite(theirs.kappa) and not np.isinf(theirs.std_kappa))
    found = cohen_kappa(first, second, weights=weights, order=range(4))
    assert found.value is not None
    assert found.interval is not None
    assert found.value == pytest.approx(theirs.kappa)
    assert found.value == pytest.approx(
        cohen_kappa_score(first, second, weights=None if weights == "none" else weights, labels=list(range(4)))
    )
    reach = 1.959964 * np.nan_to_num(theirs.std_kappa)
    assert found.interval.low == pytest.approx(max(theirs.kappa - reach, -1), abs=1e-5)
    assert found.interval.high == pytest.approx(min(theirs.kappa + reach, 1), abs=1e-5)


def test_kappa_leaves_out_what_one_did_not_code() -> None:
    found = cohen_kappa(["a", None, "b", "a"], ["a", "b", "b", None])
    assert (found.value, found.units) == (1.0, 2)


def test_agreement_beyond_chance_needs_two_values() -> None:
    found = cohen_kappa(["yes"] * 9, ["yes"] * 9)
    assert (found.value, found.interval, found.says) == (None, None, ALWAYS_THE_SAME)
    assert krippendorff_alpha([["yes"] * 9, ["yes"] * 9]).says == ALWAYS_THE_SAME


def test_nothing_coded_twice_has_no_agreement() -> None:
    assert cohen_kappa(["a", None], [None, "a"]).says == NOTHING_TWICE
    assert krippendorff_alpha([["a", None], [None, "a"]]).says == NOTHING_TWICE
    assert percent_agreement(["a", None], [None, "a"]).value is None


def test_percent_agreement_counts_alike() -> None:
    found = percent_agreement(["a", "b", "a", None], ["a", "a", "a", "b"])
    assert (found.count, found.base) == (2, 3)


@pytest.mark.parametrize(("metric", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_as_printed(metric: Metric, printed: float) -> None:
    found = krippendorff_alpha(KRIPPENDORFF, metric=metric, order=[1, 2, 3, 4, 5], resamples=50)
    assert found.value == pytest.approx(printed, abs=5e-4)
    assert (found.units, found.values) == (11, 5)


@given(st.lists(st.lists(st.sampled_from([0, 1, 2, None]), min_size=3, max_size=3), min_size=3, max_size=12))
def test_alpha_is_that_of_all_pairs_written_out(units: list[list[int | None]]) -> None:
    found = krippendorff_alpha([[unit[coder] for unit in units] for coder in range(3)], resamples=2)
    values = [[value for value in unit if value is not None] for unit in units]
    values = [unit for unit in values if len(unit) > 1]
    given = [value for unit in values for value in unit]
    unlike = sum(2 / (len(unit) - 1) * sum(a != b for a, b in combinations(unit, 2)) for unit in values)
    chance = 2 * sum(a != b for a, b in combinations(given, 2))
    if not chance:
        assert found.value is None
        return
    assert found.value == pytest.approx(1 - (len(given) - 1) * unlike / chance)


def test_the_same_seed_gives_the_same_interval() -> None:
    first, again, other = (krippendorff_alpha(KRIPPENDORFF, seed=seed, resamples=300).interval for seed in (7, 7, 8))
    assert first == again != other
    assert first is not None
    assert first.low < 0.743 < first.high


def test_a_draw_without_any_disagreement_to_expect_is_left_out() -> None:
    """Of two units one alike throughout: drawn twice it says nothing, and a single draw may be that one."""
    drawn = [krippendorff_alpha([["a", "a"], ["a", "b"]], resamples=1, seed=seed) for seed in range(30)]
    assert {found.value for found in drawn} == {0.0}
    assert {found.interval is None for found in drawn} == {True, False}


@pytest.mark.slow
def test_the_bootstrap_covers_what_is_there() -> None:
    """Two coders who each err in one of five units of three values.

    They agree in 0.8 x 0.8 + 2 x 0.1 x 0.1 = 0.66; chance alone would give 1/3: alpha is 0.49 in the long run. Of 60
    units, 150 times: at least 88 % of the 95 % intervals hold it (percentiles are a little short at so few units).
    """
    chance = random.Random(20)

    def see(truth: int) -> int:
        return truth if chance.random() > 0.2 else chance.choice([value for value in range(3) if value != truth])

    covered = 0
    for _ in range(150):
        truths = [chance.randrange(3) for _ in range(60)]
        found = krippendorff_alpha([[see(t) for t in truths] for _ in range(2)], resamples=400).interval
        assert found is not None
        covered += 0.49 in found
    assert covered >= 132


@pytest.mark.parametrize("weights", ["linear", "quadratic"])
def test_weights_need_an_order(weights: Weights) -> None:
    with pytest.raises(ValueError, match="order"):
        cohen_kappa([1], [2], weights=weights)


def test_what_is_not_in_the_order_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the order"):
        krippendorff_alpha([["a"], ["c"]], metric="ordinal", order=["a", "b"])
    with pytest.raises(ValueError, match="say the order"):
        krippendorff_alpha([["a"], ["c"]], metric="ordinal")
    with pytest.raises(ValueError, match="of each unit"):
        krippendorff_alpha([["a"], ["c", "d"]])
    with pytest.raises(ValueError, match="of each unit"):
        cohen_kappa(["a"], ["c", "d"])
