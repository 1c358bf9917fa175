"""Gray's test: printed values, comprisk, and how often it errs."""

from __future__ import annotations

import comprisk
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.insight.stats.competing.data import NAMES, simulated, tied, transplant_times, transplants
from unbroken.insight.stats.competing.gray import GrayTest, gray_test
from unbroken.insight.stats.competing.times import Observed, observe
from unbroken.insight.stats.refusals import Refusal

pytestmark = pytest.mark.demand("ANA-09")


@pytest.mark.parametrize(
    ("outcome", "statistic", "p_value"), [("relapse", 2.8623325, 0.09067592), ("death", 0.4481279, 0.50322531)]
)
def test_gray_as_printed(outcome: str, statistic: float, p_value: float) -> None:
    """By R's cmprsk, by disease."""
    found = gray_test(transplant_times(), [row["disease"] for row in transplants()], outcome)
    assert isinstance(found, GrayTest)
    assert (round(found.statistic, 7), round(found.p_value, 8), found.degrees) == (statistic, p_value, 1)
    assert found.groups == (("ALL", 73), ("AML", 104))


@given(tied(), st.data())
def test_gray_is_that_of_comprisk_under_ties(observed: Observed, data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.sampled_from("abc"), min_size=len(observed), max_size=len(observed)))
    ours = gray_test(observed, groups, "nfa")
    assume(isinstance(ours, GrayTest))
    assert isinstance(ours, GrayTest)
    with np.errstate(all="ignore"):
        theirs = comprisk.gray_test(observed.times, observed.codes, groups, cause=2)
    assume(np.linalg.matrix_rank(theirs.var, tol=1e-9) == theirs.df)
    assert (ours.statistic, ours.degrees) == (pytest.approx(theirs.stat, rel=1e-6, abs=1e-9), theirs.df)


def test_groups_that_differ_are_told_apart() -> None:
    observed, columns = simulated(400, 3)
    found = gray_test(observed, [str(value) for value in columns[:, 0]], "withdrawal")
    assert isinstance(found, GrayTest)
    assert found.p_value < 0.001


@pytest.mark.slow
def test_gray_errs_as_often_as_it_says() -> None:
    """1,000 times two groups alike in everything but censoring, in whole days: 5 % are said to differ."""
    chance = np.random.Generator(np.random.PCG64(11))
    said = []
    for _ in range(1000):
        group = chance.integers(0, 2, 150)
        times, codes = chance.exponential(20, 150), chance.integers(1, 3, 150)
        censored = chance.exponential(np.where(group == 1, 25, 80))
        observed = Observed(np.floor(np.minimum(times, censored)), np.where(censored < times, 0, codes), NAMES)
        found = gray_test(observed, [str(value) for value in group], "nfa")
        assert isinstance(found, GrayTest)
        said.append(found.p_value < 0.05)
    assert 0.033 <= np.mean(said) <= 0.068


@pytest.mark.parametrize(
    ("outcomes", "groups", "code"),
    [
        (["nfa", "nfa"], ["a", "a"], "one-group"),
        (["withdrawal", None], ["a", "b"], "no-events"),
        (["nfa", None], ["a", "b"], "no-variance"),
    ],
)
def test_gray_is_refused(outcomes: list[str | None], groups: list[str], code: str) -> None:
    days = [2, 1] if code == "no-variance" else [1, 2]
    found = gray_test(observe(days, outcomes, NAMES), groups, "nfa")
    assert isinstance(found, Refusal)
    assert found.codes == (code,)


def test_there_is_one_group_of_each_case() -> None:
    with pytest.raises(ValueError, match="one group of each case"):
        gray_test(observe([1], ["nfa"], NAMES), [], "nfa")
