"""Cause-specific regression: Cox's, with the other outcomes as censoring, beside two other programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter
from statsmodels.duration.hazard_regression import PHReg

from tests.unit.insight.stats.competing.data import simulated
from unbroken.insight.stats.competing.hazards import cause_specific
from unbroken.insight.stats.competing.subdistribution import SubdistributionFit
from unbroken.insight.stats.competing.times import observe
from unbroken.insight.stats.refusals import Refusal

pytestmark = pytest.mark.demand("ANA-09")
COLUMNS = ("group", "age")


@pytest.mark.parametrize("outcome", ["withdrawal", "nfa"])
def test_estimates_under_ties_are_those_of_statsmodels(outcome: str) -> None:
    observed, columns = simulated(400, 3)
    status = (observed.codes == observed.code(outcome)).astype(int)
    theirs = PHReg(observed.times, columns, status=status, ties="breslow").fit()
    ours = cause_specific(observed, columns, COLUMNS, outcome)
    assert isinstance(ours, SubdistributionFit)
    assert [term.coefficient for term in ours.terms] == pytest.approx(theirs.params, abs=1e-6)
    assert (ours.n, ours.events) == (400, status.sum())


def test_errors_are_the_robust_ones_of_lifelines_where_nothing_ties() -> None:
    observed, columns = simulated(400, 5, by_day=False)
    table = pd.DataFrame(columns, columns=COLUMNS).assign(time=observed.times, hit=observed.codes == 1)
    theirs = CoxPHFitter().fit(table, "time", "hit", robust=True, fit_options={"precision": 1e-9})
    ours = cause_specific(observed, columns, COLUMNS, "withdrawal")
    assert isinstance(ours, SubdistributionFit)
    assert [term.standard_error for term in ours.terms] == pytest.approx(theirs.standard_errors_.tolist(), rel=1e-5)


def test_what_cannot_be_fitted_is_refused() -> None:
    found = cause_specific(observe([1, 2], ["a", None], ("a", "b")), np.array([[0.0], [1.0]]), ["x"], "b")
    assert isinstance(found, Refusal)
    assert found.codes == ("no-events",)
