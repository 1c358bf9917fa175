"""Blocks alone and entered in turn, with all that belongs to them."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.api import Logit, add_constant
from statsmodels.datasets import spector

from tests.unit.insight.stats.logistic.made_up import cases, separated, yes_no
from unbroken.insight.stats.logistic import blocks as module
from unbroken.insight.stats.logistic.blocks import Regression, design_of, regress
from unbroken.insight.stats.logistic.design import Block, Design, Numeric, build
from unbroken.insight.stats.refusals import Refusal

pytestmark = pytest.mark.demand("ANA-06", "ANA-07")


@pytest.fixture(scope="module")
def plain() -> Regression:
    return fitted(*cases())


@pytest.fixture(scope="module")
def penalised() -> Regression:
    return fitted(*separated())


def fitted(outcome: list[bool], blocks: list[Block]) -> Regression:
    found = regress(outcome, blocks)
    assert isinstance(found, Regression)
    return found


def likelihood(outcome: list[bool], blocks: list[Block]) -> float:
    design = build(outcome, blocks)
    return float(Logit(design.outcome, add_constant(design.matrix)).fit(disp=0, tol=1e-12).llf)


def test_the_strength_as_printed() -> None:
    """Spector and Mazzeo's data: McFadden's is the pseudo-R-squared that statsmodels prints, 0.3740."""
    data = spector.load_pandas()
    variables = [Numeric(name, name, data.exog[name].tolist(), "unit") for name in data.exog]
    found = regress((data.endog == 1).tolist(), [Block("all", tuple(variables))], penalise=False)
    assert isinstance(found, Regression)
    cox_snell = 1 - exp(-15.40419 / 32)
    assert round(found.full.strength.mcfadden, 4) == 0.3740
    assert found.full.strength.nagelkerke == pytest.approx(cox_snell / (1 - exp(2 * -20.59173 / 32)), abs=1e-6)
    assert {term.column.variable: round(term.odds_ratio, 3) for term in found.full.terms} == {
        "GPA": 16.880,
        "TUCE": 1.100,
        "PSI": 10.791,
    }


def test_blocks_are_tested_as_they_enter(plain: Regression) -> None:
    outcome, both = cases()
    share = np.mean(outcome)
    none = 300 * (share * log(share) + (1 - share) * log(1 - share))
    steps = [none, likelihood(outcome, both[:1]), likelihood(outcome, both)]
    for block, before, after, degrees in zip(plain.blocks, steps[:-1], steps[1:], (3, 2), strict=True):
        assert block.added.statistic == pytest.approx(2 * (after - before), abs=1e-6)
        assert block.added.degrees == degrees
        assert block.added.p_value == pytest.approx(chi2.sf(2 * (after - before), degrees))
        assert block.strength.mcfadden == pytest.approx(1 - after / none)
    assert plain.full.test.statistic == pytest.approx(2 * (steps[-1] - none), abs=1e-6)


def test_each_block_stands_alone_too(plain: Regression) -> None:
    outcome, both = cases()
    alone = plain.blocks[1].alone
    design = build(outcome, both[1:])
    theirs = Logit(design.outcome, add_constant(design.matrix)).fit(disp=0, tol=1e-12)
    assert [term.odds_ratio for term in alone.terms] == pytest.approx(np.exp(theirs.params[1:]))
    assert [(block.name, block.alone.n, block.alone.events) for block in plain.blocks] == [
        ("victim", 300, sum(outcome)),
        ("suspect", 300, sum(outcome)),
    ]


def test_every_term_has_an_interval_and_a_test_that_agree(plain: Regression) -> None:
    """A profile interval holds 1 where, and only where, the likelihood-ratio test has p above 0.05."""
    for term in plain.full.terms:
        assert term.interval.low < term.odds_ratio < term.interval.high
        assert (1 in term.interval) == (term.p_value > 0.05)


def test_wald_intervals_where_they_are_asked_for() -> None:
    outcome, both = cases()
    found = regress(outcome, both, intervals="wald")
    assert isinstance(found, Regression)
    design = build(outcome, both)
    theirs = Logit(design.outcome, add_constant(design.matrix)).fit(disp=0, tol=1e-12)
    assert found.full.intervals == "wald"
    ends = [(term.interval.low, term.interval.high) for term in found.full.terms]
    assert np.log(ends) == pytest.approx(theirs.conf_int()[1:], abs=1e-6)
    assert [term.p_value for term in found.full.terms] == pytest.approx(theirs.pvalues[1:], abs=1e-6)


def test_what_separates_is_said_and_fitted_with_a_penalty(penalised: Regression) -> None:
    full = penalised.full
    assert (full.is_penalised, full.separated) == (True, ("Statement: yes",))
    assert [block.is_penalised for block in penalised.blocks] == [False, False, True]
    assert {term.column.variable for term in full.terms if term.is_separated} == {"statement"}
    statement = full.terms[-1]
    assert 1 < statement.interval.low < statement.odds_ratio < statement.interval.high < float("inf")
    assert any("Firth's penalty: Statement: yes" in warning for warning in penalised.warnings)


def test_the_penalty_makes_no_fit_better_than_it_is(penalised: Regression) -> None:
    """The strength is of the likelihood without the penalty, which no fit can take above the largest."""
    assert penalised.blocks[1].strength.mcfadden < penalised.full.strength.mcfadden < 1
    assert penalised.blocks[2].added.p_value < 0.001


def test_few_cases_for_many_terms_are_warned_of() -> None:
    """As in the published model of police closure: 22 variables on 196 cases."""
    chance = np.random.Generator(np.random.PCG64(8))
    many = tuple(yes_no(f"v{i}", (chance.random(196) < 0.5).tolist()) for i in range(22))
    found = fitted((chance.random(196) < 0.75).tolist(), [Block("all", many)])
    assert found.events_per_variable == min(found.full.events, 196 - found.full.events) / 22
    assert "Fewer than 10 cases of the rarer outcome for each of 22 terms" in found.warnings[0]
    assert (found.full.is_penalised, found.full.separated) == (True, ())
    assert "with so few cases" in found.warnings[1]


def test_missing_is_warned_of_and_counted_in_its_column_alone(plain: Regression) -> None:
    outcome, both = cases()
    missing = next(column for column in build(outcome, both).columns if column.is_missing)
    assert plain.warnings[-1] == "Not recorded in some cases, and shown as a level: Herself."
    assert missing.n > 0


def test_variables_that_say_much_the_same_are_warned_of() -> None:
    chance = np.random.Generator(np.random.PCG64(3))
    first = chance.random(400) < 0.5
    second = np.where(chance.random(400) < 0.01, ~first, first)
    variables = (yes_no("asked", first.tolist()), yes_no("told", second.tolist()))
    found = fitted((chance.random(400) < 0.4).tolist(), [Block("all", variables)])
    assert "much the same as other variables: asked, told" in found.warnings[-1]


def test_the_same_data_give_the_same_result(plain: Regression) -> None:
    again = fitted(*cases())
    assert again.full == plain.full
    assert again.calibration == plain.calibration
    assert again.influence.high == plain.influence.high


def test_a_fit_that_does_not_settle_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def unsettled(design: Design, penalise: bool | None) -> None:
        raise ArithmeticError("the fit does not settle")

    monkeypatch.setattr(module, "fit", unsettled)
    found = regress(*cases())
    assert isinstance(found, Refusal)
    assert (found.codes, str(found)) == (("no-estimate",), "there is no stable estimate: the fit does not settle")


@given(st.integers(20, 60), st.integers(0, 10**6))
@settings(max_examples=40)
def test_any_data_give_a_finite_result_or_a_reason(n: int, seed: int) -> None:
    """Few cases, some missing, levels that separate, repeat or are the same for all."""
    chance = np.random.Generator(np.random.PCG64(seed))
    share = chance.random(4) * chance.integers(0, 2, 4)
    columns = [[None if chance.random() < 0.1 else bool(chance.random() < p) for _ in range(n)] for p in share]
    variables = tuple(yes_no(f"v{i}", values) for i, values in enumerate(columns))
    outcome = [bool(columns[0][i]) if chance.random() < 0.7 else bool(chance.random() < 0.5) for i in range(n)]
    found = regress(outcome, [Block("first", variables[:2]), Block("second", variables[2:])])
    if isinstance(found, Refusal):
        assert all(problem.says for problem in found.problems)
        return
    for term in found.full.terms:
        assert 0 < term.interval.low < term.odds_ratio < term.interval.high
        assert 0 <= term.p_value <= 1


def test_the_design_can_be_looked_at_before() -> None:
    outcome, both = cases()
    design = design_of(outcome, both)
    assert isinstance(design, Design)
    assert len(design.columns) == 5
    assert isinstance(design_of([], both), Refusal)


def test_nothing_in_a_result_is_a_chance_of_a_case(plain: Regression) -> None:
    """Results are for the whole set and never a score on one victim."""
    names = {name for part in (plain, plain.full, plain.blocks[0], plain.full.terms[0]) for name in part.__slots__}
    assert not {name for name in names if any(word in name for word in ("chance", "predict", "score", "risk"))}
