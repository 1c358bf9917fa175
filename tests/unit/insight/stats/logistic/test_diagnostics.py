"""Diagnostics against statsmodels, and what calibration must show of data made to be over-fitted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from statsmodels.api import GLM, add_constant, families
from statsmodels.datasets import spector
from statsmodels.stats.outliers_influence import variance_inflation_factor

from tests.unit.insight.stats.logistic.made_up import cases, separated, yes_no
from unbroken.insight.stats.logistic.design import Block, Categorical, Numeric, build
from unbroken.insight.stats.logistic.diagnostics import (
    calibration,
    collinearity,
    cross_validated,
    influence,
)
from unbroken.insight.stats.logistic.fitting import fit

pytestmark = pytest.mark.demand("ANA-06", "ANA-07")


def test_leverage_and_distance_are_those_of_statsmodels() -> None:
    data = spector.load_pandas()
    variables = tuple(Numeric(name, name, data.exog[name].tolist(), "unit") for name in data.exog)
    found = influence(fit(build((data.endog == 1).tolist(), [Block("all", variables)]), penalise=False))
    theirs = GLM(data.endog, add_constant(data.exog), families.Binomial()).fit(tol=1e-12).get_influence()
    assert found.leverage == pytest.approx(theirs.hat_matrix_diag, abs=1e-7)
    assert found.cook == pytest.approx(np.asarray(theirs.cooks_distance[0]), abs=1e-7)
    stands_out = (found.cook > 4 / 32) | (found.leverage > 2 * 4 / 32)
    assert found.high == tuple(np.flatnonzero(stands_out).tolist()) != ()


def test_inflation_is_that_of_statsmodels() -> None:
    outcome, blocks = cases()
    design = build(outcome, blocks)
    whole = add_constant(design.matrix)
    found = {term.variable: term for term in collinearity(design)}
    singles = {"afraid": 1, "arrested": 4, "age": 5}
    for name, place in singles.items():
        assert found[name].gvif == pytest.approx(variance_inflation_factor(whole, place), rel=1e-9)
        assert found[name].vif == found[name].gvif
    assert found["herself"].degrees == 2


def test_inflation_of_levels_does_not_hang_on_the_reference() -> None:
    """Fox and Monette (1992): of several columns, the same whatever they are set against."""
    chance = np.random.Generator(np.random.PCG64(1))
    ages = chance.choice(["a", "b", "c"], 200).tolist()
    other = yes_no("other", [age == "a" or bool(chance.random() < 0.2) for age in ages])
    found = [
        collinearity(build([True, False] * 100, [Block("all", (Categorical("age", "Age", ages, level), other))]))
        for level in ("a", "b")
    ]
    assert found[0][0].gvif == pytest.approx(found[1][0].gvif) != pytest.approx(1.0)
    assert found[0][0].vif == pytest.approx(found[0][0].gvif ** 0.5)


def test_one_column_is_inflated_by_nothing() -> None:
    design = build([True, False] * 10, [Block("all", (yes_no("a", [True, False, False, False] * 5),))])
    assert [(term.variable, term.vif) for term in collinearity(design)] == [("a", 1.0)]


def test_chances_that_come_true_are_calibrated() -> None:
    chance = np.random.Generator(np.random.PCG64(2))
    true = expit(chance.normal(0, 1.5, 20_000))
    found = calibration(true, (chance.random(20_000) < true).astype(float))
    assert found.intercept == pytest.approx(0, abs=0.05)
    assert found.slope == pytest.approx(1, abs=0.05)
    assert sum(tenth.n for tenth in found.tenths) == 20_000
    assert sum(tenth.expected in tenth.interval for tenth in found.tenths) >= 8


def test_too_extreme_chances_have_a_slope_below_1() -> None:
    """Log odds doubled and raised by 1: slope 1/2; the intercept puts the mean right."""
    chance = np.random.Generator(np.random.PCG64(5))
    true = expit(chance.normal(0, 1, 20_000))
    outcome = (chance.random(20_000) < true).astype(float)
    found = calibration(expit(2 * logit(true)), outcome)
    assert found.slope == pytest.approx(0.5, abs=0.04)
    assert found.slope_interval is not None
    assert 0.5 in found.slope_interval
    raised = calibration(expit(logit(true) + 1), outcome)
    assert raised.intercept == pytest.approx(-1, abs=0.06)


def test_what_cannot_be_calibrated_is_none() -> None:
    same = calibration(np.full(20, 0.4), np.array([1.0, 0.0] * 10))
    assert (same.slope, same.slope_interval) == (None, None)
    assert same.intercept == pytest.approx(logit(0.5) - logit(0.4))
    told_apart = calibration(np.array([0.1, 0.2, 0.8, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert told_apart.slope is None
    one = calibration(np.array([0.1, 0.2]), np.array([1.0, 1.0]))
    assert (one.intercept, one.slope) == (None, None)


def test_on_its_own_cases_a_model_is_always_right_on_average() -> None:
    """Which is why calibration is shown on cases left out."""
    fitted = fit(build(*cases()))
    found = calibration(fitted.chances, fitted.design.outcome)
    assert (found.intercept, found.slope) == pytest.approx((0, 1), abs=1e-6)


def test_chances_of_cases_left_out_show_that_a_model_is_too_extreme() -> None:
    """Thirty variables that say nothing: the slope on cases left out is near 0, and in no way near 1."""
    chance = np.random.Generator(np.random.PCG64(6))
    noise = tuple(yes_no(f"v{i}", (chance.random(250) < 0.5).tolist()) for i in range(30))
    fitted = fit(build((chance.random(250) < 0.5).tolist(), [Block("all", noise)]))
    found = calibration(cross_validated(fitted), fitted.design.outcome)
    assert found.slope is not None
    assert found.slope < 0.5


def test_a_case_left_out_has_no_part_in_its_own_chance() -> None:
    """With its outcome turned round, the chance of a case stays: it was not looked at. (Its fold stays, too.)"""
    outcome, blocks = cases()
    fitted = fit(build(outcome, blocks))
    first = cross_validated(fitted)
    place = int(np.flatnonzero(fitted.design.outcome == 1)[0])
    rest = np.delete(np.arange(300), place)
    assert first[place] != pytest.approx(fitted.chances[place], abs=1e-12)
    assert cross_validated(fitted)[rest] == pytest.approx(first[rest], abs=0)
    assert cross_validated(fitted, seed=1)[place] != first[place]


def test_cases_left_out_of_a_separated_model_have_chances_too() -> None:
    fitted = fit(build(*separated()))
    chances = cross_validated(fitted)
    assert ((chances > 0) & (chances < 1)).all()


def test_a_level_that_only_one_fold_has_is_left_out_of_that_fit() -> None:
    outcome, blocks = cases()
    rare = yes_no("rare", [i == 7 for i in range(300)])
    chances = cross_validated(fit(build(outcome, [*blocks, Block("rare", (rare,))])))
    assert np.isfinite(chances).all()
