"""The published odds ratios, put into made-up cases, come out again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from unbroken.insight.reference import rows
from unbroken.insight.stats.logistic.design import Block, Categorical, build
from unbroken.insight.stats.logistic.fitting import fit, profile_interval

pytestmark = [pytest.mark.slow, pytest.mark.demand("ANA-06", "ANA-07")]

SETS = 200

OUTCOME = {"victim-withdrawal": 169 / 376, "police-nfa": 155 / 207}
"""How many have the outcome, as published: withdrawn of all coded cases; closed of those not withdrawn."""


@dataclass(frozen=True)
class Published:
    """The significant variables of a published model: levels with their odds ratios, the reference first."""

    model: str
    variables: dict[tuple[str, str], dict[str, float]]

    def share(self, variable: str) -> float:
        """The share of each level that is not the reference. Where print has no other: about a quarter."""
        return {"victim age": 0.27, "suspect age": 0.27, "suspect sex": 0.76, "domestic abuse related": 0.71}.get(
            variable, 0.26
        )


def published(model: str) -> Published:
    variables: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows("regression-tables"):
        if row["model"] == model and row["significant"] == "true":
            levels = variables.setdefault((row["block"], row["variable"]), {row["reference_level"]: 1.0})
            levels[row["level"]] = float(row["odds_ratio"])
    return Published(model, variables)


def simulate(of: Published, n: int, seed: int) -> tuple[list[bool], list[Block], NDArray[np.float64]]:
    """Made-up cases with these odds ratios; the truth (columns,) is in the order of the design's columns."""
    chance = np.random.Generator(np.random.PCG64(seed))
    linear = np.zeros(n)
    blocks: dict[str, list[Categorical]] = {}
    truth: list[float] = []
    for (block, name), ratios in of.variables.items():
        reference, *levels = ratios
        share = of.share(name)
        shares = [1 - share * len(levels), *[share] * len(levels)]
        values = chance.choice([reference, *levels], n, p=shares)
        linear += np.log(np.vectorize(ratios.get)(values).astype(float))
        blocks.setdefault(block, []).append(Categorical(name, name, values.tolist(), reference, (reference, *levels)))
        truth += [np.log(ratios[level]) for level in levels]
    intercept = brentq(lambda add: expit(linear + add).mean() - OUTCOME[of.model], -30, 30)
    outcome = chance.random(n) < expit(linear + intercept)
    return outcome.tolist(), [Block(name, tuple(members)) for name, members in blocks.items()], np.array(truth)


def test_the_published_terms_are_all_there() -> None:
    terms = {model: sum(len(levels) - 1 for levels in published(model).variables.values()) for model in OUTCOME}
    assert terms == {"victim-withdrawal": 14, "police-nfa": 12}


@pytest.mark.parametrize("model", OUTCOME)
def test_intervals_cover_the_published_ratios(model: str) -> None:
    """200 made-up sets of 376: at least 93 % of the 95 % intervals hold what was put in."""
    held = []
    for seed in range(SETS):
        outcome, blocks, truth = simulate(published(model), 376, seed)
        fitted = fit(build(outcome, blocks))
        for index, true in enumerate(truth):
            low, high = profile_interval(fitted, index, 0.95)
            held.append(low <= true <= high)
    assert len(held) == SETS * len(truth)
    assert 0.93 <= np.mean(held) <= 0.97


@pytest.mark.parametrize("model", OUTCOME)
def test_estimates_centre_on_the_published_ratios(model: str) -> None:
    """At 20,000 cases, over 10 sets: the mean of each log odds ratio is within four of its own standard errors."""
    found = []
    for seed in range(10):
        outcome, blocks, truth = simulate(published(model), 20_000, 1000 + seed)
        found.append(fit(build(outcome, blocks), separated=()).coefficients[1:] - truth)
    off = np.array(found)
    error = off.std(axis=0, ddof=1) / np.sqrt(len(off))
    assert (np.abs(off.mean(axis=0)) < 4 * error).all()
    assert np.abs(off.mean(axis=0)).max() < 0.05
