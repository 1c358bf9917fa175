"""Fine-Gray regression: printed values, comprisk, a slow twin, the jackknife, and recovery."""

from __future__ import annotations

import numpy as np
import pytest
from comprisk import FineGrayRegression, Surv
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from tests.unit.insight.stats.competing.data import NAMES, simulated, tied, transplant_columns, transplant_times
from unbroken.insight.stats.competing.subdistribution import SubdistributionFit, fine_gray
from unbroken.insight.stats.competing.times import Observed, observe
from unbroken.insight.stats.refusals import Refusal

pytestmark = pytest.mark.demand("ANA-09")

Floats = NDArray[np.float64]
COLUMNS = ("group", "age")


def fitted(observed: Observed, columns: Floats, outcome: str = "withdrawal") -> SubdistributionFit:
    found = fine_gray(observed, columns, COLUMNS, outcome)
    assert isinstance(found, SubdistributionFit)
    return found


def coefficients(fit: SubdistributionFit) -> list[float]:
    return [term.coefficient for term in fit.terms]


def test_fine_gray_as_printed() -> None:
    """By crr of R's cmprsk: coefficients, robust errors, ratios with intervals, likelihoods."""
    found = fine_gray(transplant_times(), transplant_columns(), ["sex", "disease", "phase", "age", "source"], "relapse")
    assert isinstance(found, SubdistributionFit)
    printed = {
        "sex": (0.0494, 0.2867, 1.051, 0.599, 1.84),
        "disease": (-0.4860, 0.3040, 0.615, 0.339, 1.12),
        "phase": (0.4144, 0.1194, 1.514, 1.198, 1.91),
        "age": (-0.0174, 0.0118, 0.983, 0.960, 1.01),
        "source": (0.9526, 0.5469, 2.592, 0.888, 7.57),
    }
    for term in found.terms:
        shown = (term.coefficient, term.standard_error, term.ratio, term.interval.low, term.interval.high)
        assert [round(a, d) for a, d in zip(shown, (4, 4, 3, 3, 2), strict=True)] == list(printed[term.name])
    assert round(found.log_likelihood) == -267
    assert round(2 * (found.log_likelihood - found.null_log_likelihood), 1) == 23.6
    assert (found.n, found.events, round(found.terms[2].p_value, 5)) == (177, 56, 0.00052)


def test_fine_gray_is_that_of_comprisk_where_nothing_ties() -> None:
    observed, columns = simulated(500, 8, by_day=False)
    theirs = FineGrayRegression(max_iter=50, gtol=1e-12).fit(columns, Surv.from_arrays(observed.codes, observed.times))
    assert coefficients(fitted(observed, columns)) == pytest.approx(theirs.coef_, abs=1e-6)


def test_fine_gray_is_that_of_comprisk_under_ties() -> None:
    """Events come before censorings of a day; comprisk is told so by censoring in the afternoon."""
    observed, columns = simulated(500, 9)
    times = observed.times + np.where(observed.codes == 0, 0.5, 0.0)
    theirs = FineGrayRegression(max_iter=50, gtol=1e-12).fit(columns, Surv.from_arrays(observed.codes, times))
    ours = fitted(observed, columns)
    assert coefficients(ours) == pytest.approx(theirs.coef_, abs=1e-6)
    assert ours.log_likelihood == pytest.approx(theirs.log_likelihood_, abs=1e-6)


def test_the_fit_is_where_the_likelihood_written_out_is_largest() -> None:
    observed, columns = simulated(60, 4)
    found = minimize(lambda beta: -_likelihood(observed, columns, beta), np.zeros(2), tol=1e-10)
    ours = fitted(observed, columns)
    assert coefficients(ours) == pytest.approx(found.x, abs=1e-5)
    centred = columns - columns.mean(axis=0)
    assert ours.log_likelihood == pytest.approx(_likelihood(observed, centred, found.x), abs=1e-9)


def _likelihood(observed: Observed, columns: Floats, beta: Floats) -> float:
    """Fine and Gray's partial likelihood, one event after the other and one case after the other."""
    total = 0.0
    for event in np.flatnonzero(observed.codes == 1):
        now, at_risk = observed.times[event], 0.0
        for case in range(len(observed)):
            then = observed.times[case]
            if then >= now:
                at_risk += np.exp(columns[case] @ beta)
            elif observed.codes[case] == 2:
                at_risk += np.exp(columns[case] @ beta) * _uncensored(observed, now) / _uncensored(observed, then)
        total += columns[event] @ beta - np.log(at_risk)
    return total


def _uncensored(observed: Observed, before: float) -> float:
    chance = 1.0
    for time in np.unique(observed.times[observed.times < before]):
        now = observed.times == time
        exposed = (observed.times >= time).sum() - (now & (observed.codes > 0)).sum()
        if exposed:
            chance *= 1 - (now & (observed.codes == 0)).sum() / exposed
    return chance


def test_robust_errors_are_about_those_of_the_jackknife() -> None:
    """Leaving each case out in turn, with everything done anew: the same spread, weights included."""
    observed, columns = simulated(150, 6)
    whole = np.arange(150)
    left_out = np.array([coefficients(fitted(observed.only(whole != i), columns[whole != i])) for i in range(150)])
    spread = np.sqrt(149 / 150 * ((left_out - left_out.mean(axis=0)) ** 2).sum(axis=0))
    errors = [term.standard_error for term in fitted(observed, columns).terms]
    assert errors == pytest.approx(spread, rel=0.06)


def test_without_competing_outcomes_it_is_cox_regression() -> None:
    from statsmodels.duration.hazard_regression import PHReg

    observed, columns = simulated(200, 2)
    alone = Observed(observed.times, (observed.codes == 1).astype(np.int64), NAMES)
    theirs = PHReg(alone.times, columns, alone.codes, ties="breslow").fit()
    assert coefficients(fitted(alone, columns)) == pytest.approx(theirs.params, abs=1e-6)


@pytest.mark.slow
def test_intervals_cover_a_true_ratio() -> None:
    """Data whose subdistribution hazards are proportional (Fine and Gray 1999, section 5): 300 sets of 250 cases."""
    held = []
    for seed in range(300):
        observed, columns = _proportional(250, seed)
        for term, truth in zip(fitted(observed, columns).terms, (0.6, -0.4), strict=True):
            held.append(np.exp(truth) in term.interval)
    assert 0.925 <= np.mean(held) <= 0.97


def _proportional(n: int, seed: int) -> tuple[Observed, Floats]:
    chance = np.random.Generator(np.random.PCG64(seed))
    columns = np.column_stack([chance.integers(0, 2, n), chance.normal(size=n)]).astype(np.float64)
    risk, base = np.exp(columns @ np.array([0.6, -0.4])), 0.4
    has_it = chance.random(n) < 1 - (1 - base) ** risk
    drawn = chance.random(n) * (1 - (1 - base) ** risk)
    inner = (1 - (1 - drawn) ** (1 / risk)) / base
    times = np.where(has_it, -np.log(1 - np.minimum(inner, 1 - 1e-12)), chance.exponential(1.0, n))
    censored = chance.uniform(0.3, 4.0, n)
    codes = np.where(censored < times, 0, np.where(has_it, 1, 2))
    return Observed(np.floor(50 * np.minimum(times, censored)), codes.astype(np.int64), NAMES), columns


OUTCOMES = ["withdrawal", "withdrawal", "withdrawal", "nfa", None, None]


@pytest.mark.parametrize(
    ("columns", "outcome", "code"),
    [
        ([[1, 0], [0, 1], [1, 2], [0, 3], [1, 4], [0, 9]], "charge", "no-events"),
        ([[1, np.nan], [0, 1], [1, 2], [0, 3], [1, 4], [0, 9]], "withdrawal", "missing"),
        ([[1, 7], [0, 7], [1, 7], [0, 7], [1, 7], [0, 7]], "withdrawal", "constant"),
        ([[1, 2], [0, 0], [1, 2], [0, 0], [1, 2], [0, 0]], "withdrawal", "duplicated"),
        ([[1, 0], [0, 1], [1, 2], [0, 3], [1, 4], [0, 9]], "nfa", "few-events"),
        ([[1, 0], [1, 1], [1, 2], [0, 3], [0, 4], [0, 9]], "withdrawal", "no-estimate"),
    ],
)
def test_fine_gray_is_refused(columns: list[list[float]], outcome: str, code: str) -> None:
    observed = observe([1, 2, 3, 9, 9, 9], OUTCOMES, ("withdrawal", "nfa", "charge"))
    found = fine_gray(observed, columns, COLUMNS, outcome)
    assert isinstance(found, Refusal)
    assert found.codes == (code,)


@given(tied(), st.data())
def test_any_data_give_a_finite_fit_or_a_reason(observed: Observed, data: st.DataObject) -> None:
    columns = data.draw(
        st.lists(st.tuples(st.booleans(), st.integers(0, 3)), min_size=len(observed), max_size=len(observed))
    )
    found = fine_gray(observed, np.array(columns, dtype=float), COLUMNS, "withdrawal")
    if isinstance(found, SubdistributionFit):
        told = [(term.ratio, term.standard_error, term.interval.low, term.p_value) for term in found.terms]
        assert np.isfinite(told).all()


def test_there_is_one_row_of_each_case() -> None:
    with pytest.raises(ValueError, match="one row of each case"):
        fine_gray(observe([1], ["nfa"], NAMES), [[1.0], [2.0]], ["a"], "nfa")
