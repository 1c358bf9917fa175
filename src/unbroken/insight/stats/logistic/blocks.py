"""Blocks of variables, entered one after the other and each alone, with all that belongs to reading the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Final, Literal

import numpy as np
from scipy.special import ndtr

from unbroken.insight.stats.intervals import Interval, z_of
from unbroken.insight.stats.logistic.design import FEW_PER_TERM, Block, Column, Design, build, problems_of
from unbroken.insight.stats.logistic.diagnostics import (
    Calibration,
    Collinearity,
    Influence,
    calibration,
    collinearity,
    cross_validated,
    influence,
)
from unbroken.insight.stats.logistic.fitting import Fitted, Test, fit, likelihood_ratio, one_thread, profile_interval
from unbroken.insight.stats.refusals import Refusal, refuse

INFLATED: Final = 10.0
"""A variance inflation factor above this is warned of."""

Intervals = Literal["profile", "wald"]


@dataclass(frozen=True, slots=True)
class Term:
    """The odds ratio of one column with its interval, and the p value of the test that agrees with the interval.

    That is the likelihood-ratio test with profile-likelihood limits, and Wald's with his.
    """

    column: Column
    odds_ratio: float
    interval: Interval
    p_value: float
    is_separated: bool


@dataclass(frozen=True, slots=True)
class Strength:
    """How much better a model is than none. Neither is a share of anything explained; they are named for that reason.

    `mcfadden` is 1 - L / L0 in log-likelihoods: McFadden (1974), in Zarembka (ed), Frontiers in Econometrics.
    `nagelkerke` is Cox and Snell's 1 - exp(2 (L0 - L) / n) over its largest value: Nagelkerke (1991), Biometrika
    78:691-692. Both are of likelihoods without a penalty.
    """

    mcfadden: float
    nagelkerke: float


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted model: terms, its test against none, its strength. `separated` says why it is penalised, if it is."""

    n: int
    events: int
    terms: tuple[Term, ...]
    test: Test
    strength: Strength
    is_penalised: bool
    separated: tuple[str, ...]
    intervals: Intervals


@dataclass(frozen=True, slots=True)
class BlockResult:
    """A block alone, and what it adds to those before it. `strength` is that of all blocks up to it."""

    name: str
    alone: Model
    added: Test
    strength: Strength
    is_penalised: bool


@dataclass(frozen=True, slots=True)
class Regression:
    """The whole: every block, the model of all of them together, and what speaks against it.

    `warnings` are to be printed with the result, whatever else is.
    """

    blocks: tuple[BlockResult, ...]
    full: Model
    events_per_variable: float
    collinearity: tuple[Collinearity, ...]
    influence: Influence = field(repr=False)
    calibration: Calibration = field(repr=False)
    warnings: tuple[str, ...] = ()


def regress(
    outcome: Sequence[bool],
    blocks: Sequence[Block],
    *,
    level: float = 0.95,
    intervals: Intervals = "profile",
    penalise: bool | None = None,
    seed: int = 0,
) -> Regression | Refusal:
    """Fit the blocks: each alone, one after the other, and together.

    Profile-likelihood intervals are right where few cases make the likelihood lopsided; `wald` ones are quicker, and
    as good in tens of thousands. A model in which a level separates the outcomes, or with few events for each term, is
    fitted with Firth's penalty (`penalise` says otherwise for the latter); its intervals and tests are then of the
    penalised likelihood, and it says so. Refused, with every reason, where there is one
    outcome only, too few cases of the rarer, a variable that is constant or repeats others, or a level without cases.
    """
    with one_thread():
        try:
            return problems_of(outcome, blocks) or _regress(outcome, blocks, level, intervals, penalise, seed)
        except (ArithmeticError, np.linalg.LinAlgError) as error:
            return refuse("no-estimate", f"there is no stable estimate: {error}")


def _regress(
    outcome: Sequence[bool],
    blocks: Sequence[Block],
    level: float,
    intervals: Intervals,
    penalise: bool | None,
    seed: int,
) -> Regression:
    fitted = fit(build(outcome, blocks), penalise=penalise)
    collinear = collinearity(fitted.design)
    return Regression(
        blocks=tuple(
            _block(outcome, blocks[: place + 1], level, intervals, penalise)
            for place in range(len(blocks))
            if blocks[place].variables
        ),
        full=_model(fitted, level, intervals),
        events_per_variable=fitted.design.per_term,
        collinearity=collinear,
        influence=influence(fitted),
        calibration=calibration(cross_validated(fitted, seed), fitted.design.outcome, level),
        warnings=_warnings(fitted, collinear),
    )


def _block(
    outcome: Sequence[bool], so_far: Sequence[Block], level: float, intervals: Intervals, penalise: bool | None
) -> BlockResult:
    """The last of these blocks, alone and added to those before it."""
    last = so_far[-1]
    together = fit(build(outcome, so_far), penalise=penalise)
    added = likelihood_ratio(together, together.design.of_block(last.name))
    alone = _model(fit(build(outcome, [last]), penalise=penalise), level, intervals)
    return BlockResult(last.name, alone, added, strength(together), together.is_penalised)


def _model(fitted: Fitted, level: float, intervals: Intervals) -> Model:
    design = fitted.design
    return Model(
        n=len(design.outcome),
        events=int(design.outcome.sum()),
        terms=tuple(_term(fitted, index, level, intervals) for index in range(len(design.columns))),
        test=likelihood_ratio(fitted, list(range(len(design.columns)))),
        strength=strength(fitted),
        is_penalised=fitted.is_penalised,
        separated=fitted.separated,
        intervals=intervals,
    )


def _term(fitted: Fitted, index: int, level: float, intervals: Intervals) -> Term:
    coefficient = float(fitted.coefficients[index + 1])
    if intervals == "profile":
        low, high = profile_interval(fitted, index, level)
        p_value = likelihood_ratio(fitted, [index]).p_value
    else:
        error = float(fitted.model.bse_[index])
        reach = z_of(level) * error
        low, high = coefficient - reach, coefficient + reach
        p_value = float(2 * ndtr(-abs(coefficient) / error))
    column = fitted.design.columns[index]
    return Term(
        column=column,
        odds_ratio=exp(coefficient),
        interval=Interval(exp(low), exp(high) if high < 700 else float("inf"), level),
        p_value=p_value,
        is_separated=f"{column.label}: {column.level}" in fitted.separated,
    )


def strength(fitted: Fitted) -> Strength:
    """How much better the model is than none, by the likelihood without a penalty."""
    outcome = fitted.design.outcome
    n, events = len(outcome), float(outcome.sum())
    none = float(events * np.log(events / n) + (n - events) * np.log(1 - events / n))
    largest = 1 - exp(2 * none / n)
    return Strength(1 - fitted.log_likelihood / none, (1 - exp(2 * (none - fitted.log_likelihood) / n)) / largest)


def _warnings(fitted: Fitted, collinear: Sequence[Collinearity]) -> tuple[str, ...]:
    design = fitted.design
    found = []
    if design.per_term < FEW_PER_TERM:
        found.append(
            f"Fewer than {FEW_PER_TERM} cases of the rarer outcome for each of {len(design.columns)} terms. Another "
            "sample could give quite other odds ratios."
        )
    if fitted.separated:
        found.append(
            f"Fitted with Firth's penalty: {', '.join(fitted.separated)} tells the outcomes apart wholly, and there is "
            "no finite odds ratio without it."
        )
    elif fitted.is_penalised:
        found.append("Fitted with Firth's penalty: without it odds ratios come out too far from 1 with so few cases.")
    inflated = [term.variable for term in collinear if term.vif > INFLATED]
    if inflated:
        found.append(f"Says much the same as other variables: {', '.join(inflated)}. Read their intervals together.")
    missing = [column for column in design.columns if column.is_missing]
    if missing:
        names = "; ".join(", ".join([column.label, *column.also]) for column in missing)
        found.append(f"Not recorded in some cases, and shown as a level: {names}.")
    return tuple(found)


def design_of(outcome: Sequence[bool], blocks: Sequence[Block]) -> Design | Refusal:
    """The columns that a regression of these blocks would have, for whoever wants to look before."""
    return problems_of(outcome, blocks) or build(outcome, blocks)
