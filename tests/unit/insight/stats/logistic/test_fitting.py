"""One model: printed values, statsmodels, R's logistf, and limits looked for on the profile."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize
from scipy.special import expit
from scipy.stats import chi2
from sklearn.datasets import load_breast_cancer
from statsmodels.api import GLM, Logit, add_constant, families
from statsmodels.datasets import spector

from tests.unit.insight.stats.logistic.made_up import cases, separated
from unbroken.insight.stats.logistic.design import Block, Design, Numeric, build
from unbroken.insight.stats.logistic.fitting import (
    Fitted,
    _search,
    fit,
    likelihood_ratio,
    profile_interval,
    separated_columns,
)

pytestmark = pytest.mark.demand("ANA-06", "ANA-07")

Floats = NDArray[np.float64]


def numbers(matrix: Floats, outcome: Floats) -> Design:
    variables = [Numeric(f"x{i}", f"X{i}", column.tolist(), "unit") for i, column in enumerate(matrix.T)]
    return build((outcome == 1).tolist(), [Block("all", tuple(variables))])


def economics() -> Design:
    data = spector.load_pandas()
    return numbers(data.exog.to_numpy(float), data.endog.to_numpy(float))


def logistf() -> Design:
    """Data with a separating column; R's logistf on them is what the library's authors hold it to."""
    chance = np.random.default_rng(42)
    separator = chance.choice([0, 1], 100, p=[0.8, 0.2])
    others = [chance.standard_normal(100), chance.uniform(-1, 1, 100), chance.exponential(2.0, 100)]
    outcome = chance.binomial(1, expit(-0.5 + 0.8 * others[0] - 0.6 * others[1] + 0.3 * others[2]))
    outcome[separator == 1] = 1
    return numbers(np.column_stack([separator, *others]).astype(float), outcome)


def test_the_fit_as_printed() -> None:
    """Spector and Mazzeo's data in Greene, Econometric Analysis, table 21.1; the likelihoods as statsmodels prints."""
    found = fit(economics(), penalise=False)
    assert found.coefficients.round(3).tolist() == [-13.021, 2.826, 0.095, 2.379]
    assert (round(found.log_likelihood, 3), found.is_penalised, found.separated) == (-12.890, False, ())
    whole = likelihood_ratio(found, [0, 1, 2])
    assert (round(whole.statistic, 4), whole.degrees, round(whole.p_value, 6)) == (15.4042, 3, 0.001502)


def test_the_fit_is_that_of_statsmodels() -> None:
    design = build(*cases())
    theirs = Logit(design.outcome, add_constant(design.matrix)).fit(disp=0, tol=1e-12)
    ours = fit(design)
    assert ours.coefficients == pytest.approx(theirs.params, abs=1e-8)
    assert ours.log_likelihood == pytest.approx(theirs.llf, abs=1e-9)
    assert ours.model.bse_[:-1] == pytest.approx(theirs.bse[1:], abs=1e-8)
    assert ours.chances == pytest.approx(theirs.predict(), abs=1e-8)


def test_firth_is_that_of_logistf() -> None:
    """Coefficients, tests and profile limits as R prints them."""
    found = fit(logistf())
    assert found.separated == ("X0: each unit more",)
    printed = [-0.4434562830, 3.6577140153, 0.6759781501, -0.8633119501, 0.3385788510]
    assert found.coefficients == pytest.approx(printed, rel=1e-4)
    tests = [likelihood_ratio(found, [index]).p_value for index in range(4)]
    assert tests == pytest.approx([0.0002084147, 0.0093173149, 0.0236385713, 0.0055887969], rel=1e-4)
    limits = [profile_interval(found, index, 0.95) for index in range(4)]
    assert [low for low, _ in limits] == pytest.approx([1.3901043, 0.1602568, -1.6677884, 0.0893054], rel=1e-4)
    assert [high for _, high in limits] == pytest.approx([8.5876062, 1.2568999, -0.1135187, 0.6572681], rel=1e-4)


@pytest.mark.parametrize("cells", [(20, 0, 7, 13), (11, 9, 5, 15), (1, 30, 0, 40)])
def test_firth_of_a_two_by_two_table_adds_a_half_to_each_cell(cells: tuple[int, int, int, int]) -> None:
    """Heinze and Schemper (2002), section 2."""
    a, b, c, d = cells
    exposed = np.repeat([1.0, 1.0, 0.0, 0.0], cells)
    outcome = np.repeat([1.0, 0.0, 1.0, 0.0], cells)
    found = fit(numbers(exposed[:, None], outcome), penalise=True)
    assert found.coefficients[1] == pytest.approx(log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5))), abs=1e-7)


@pytest.mark.parametrize("design", [economics(), build(*cases(120)), build(*cases(400, 9))])
def test_limits_are_where_the_profile_is_1_92_below_the_top(design: Design) -> None:
    """The twin holds a coefficient fixed by an offset, and lets statsmodels fit the rest."""
    found = fit(design, penalise=False)
    for index in range(design.matrix.shape[1]):
        low, high = profile_interval(found, index, 0.95)
        assert low < found.coefficients[index + 1] < high
        assert [_drop(design, found, index, limit) for limit in (low, high)] == pytest.approx([1.920729] * 2, abs=1e-4)


def _drop(design: Design, found: Fitted, index: int, value: float) -> float:
    rest = add_constant(np.delete(design.matrix, index, axis=1), has_constant="add")
    offset = value * design.matrix[:, index]
    held = GLM(design.outcome, rest, families.Binomial(), offset=offset).fit(tol=1e-12)
    return float(found.log_likelihood - held.llf)


@pytest.mark.parametrize("design", [economics(), logistf(), build(*separated())])
def test_the_search_finds_the_same_limits_as_the_library(design: Design) -> None:
    found = fit(design)
    for index in range(design.matrix.shape[1]):
        searched = [_search(found, index + 1, 0.95, side) for side in (-1, 1)]
        assert searched == pytest.approx(profile_interval(found, index, 0.95), abs=1e-5)


def test_a_block_of_a_penalised_model_is_tested_with_the_penalty_of_the_whole() -> None:
    """The twin maximises the penalised likelihood written out by a general method, two coefficients held at 0."""
    found = fit(logistf())
    matrix, outcome = add_constant(found.design.matrix), found.design.outcome

    def without(free: Floats) -> float:
        beta = np.array([free[0], 0.0, free[1], 0.0, free[2]])
        chance = expit(matrix @ beta)
        information = matrix.T @ (matrix * (chance * (1 - chance))[:, None])
        return -float(
            np.log(np.where(outcome == 1, chance, 1 - chance)).sum() + 0.5 * np.linalg.slogdet(information)[1]
        )

    least = minimize(without, np.zeros(3), tol=1e-12).fun
    tested = likelihood_ratio(found, [0, 2])
    assert tested.statistic == pytest.approx(2 * (found.maximised + least), abs=1e-5)
    assert tested.p_value == pytest.approx(chi2.sf(tested.statistic, 2))


def test_no_columns_are_no_test() -> None:
    assert likelihood_ratio(fit(economics()), []).p_value == 1.0


def test_separation_is_seen_before_it_is_fitted() -> None:
    """A common library says that it converged on such data."""
    design = build(*separated())
    with np.errstate(all="ignore"):
        theirs = Logit(design.outcome, add_constant(design.matrix)).fit(method="bfgs", disp=0, maxiter=200)
    assert abs(theirs.params[-1]) > 8
    assert separated_columns(design) == ("Statement: yes",)
    assert separated_columns(build(*cases())) == ()


def test_wholly_separated_data_are_fitted_all_the_same() -> None:
    """Scikit-learn's tumours by all thirty measures are told apart wholly."""
    data = load_breast_cancer()
    scaled = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    found = fit(numbers(scaled[:, :6], data.target))
    assert not found.is_penalised
    assert len(separated_columns(numbers(scaled, data.target))) == 30


def test_few_events_for_each_term_are_fitted_with_a_penalty() -> None:
    """11 of 32 for three terms; with the penalty the odds ratios are nearer to 1."""
    found, plain = fit(economics()), fit(economics(), penalise=False)
    assert (found.is_penalised, plain.is_penalised, found.separated) == (True, False, ())
    assert (np.abs(found.coefficients[1:]) < np.abs(plain.coefficients[1:])).all()
    assert not fit(build(*cases())).is_penalised


def test_a_penalised_fit_reports_the_likelihood_without_the_penalty() -> None:
    found = fit(logistf())
    plain = np.log(np.where(found.design.outcome == 1, found.chances, 1 - found.chances)).sum()
    assert found.log_likelihood == pytest.approx(plain)
    assert found.maximised != pytest.approx(plain, abs=0.1)


def test_a_limit_solves_the_equation_for_other_levels_too() -> None:
    found = fit(economics(), penalise=False)
    low, _ = profile_interval(found, 0, 0.8)
    target = chi2.ppf(0.8, 1) / 2
    assert low == pytest.approx(brentq(lambda v: _drop(found.design, found, 0, v) - target, 0, 2.826), abs=1e-5)
