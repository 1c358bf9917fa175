"""Made-up cases for the tests of regression."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from unbroken.insight.stats.logistic.design import Block, Categorical, Numeric


def yes_no(name: str, values: Sequence[bool | None]) -> Categorical:
    return Categorical(name, name.capitalize(), [None if v is None else "yes" if v else "no" for v in values], "no")


def cases(n: int = 300, seed: int = 1) -> tuple[list[bool], list[Block]]:
    """Two blocks: whether she was afraid and whether reported by her, where not recorded for some; and his age."""
    chance = np.random.Generator(np.random.PCG64(seed))
    afraid, herself = chance.random(n) < 0.4, chance.random(n) < 0.7
    arrested, age = chance.random(n) < 0.25, chance.normal(38, 11, n).round()
    unknown = chance.random(n) < 0.12
    outcome = chance.random(n) < expit(0.2 - 1.1 * afraid + 0.3 * herself - 1.6 * arrested + 0.02 * (age - 38))
    recorded = [None if is_unknown else bool(value) for value, is_unknown in zip(herself, unknown, strict=True)]
    first = Block("victim", (yes_no("afraid", afraid.tolist()), yes_no("herself", recorded)))
    second = Block("suspect", (yes_no("arrested", arrested.tolist()), Numeric("age", "Age", age.tolist(), "year")))
    return outcome.tolist(), [first, second]


def separated(n: int = 200, seed: int = 2) -> tuple[list[bool], list[Block]]:
    """As `cases`, with a third block in which one level is only ever found with the outcome."""
    outcome, blocks = cases(n, seed)
    chance = np.random.Generator(np.random.PCG64(seed + 50))
    statement = [hit and bool(chance.random() < 0.15) for hit in outcome]
    return outcome, [*blocks, Block("statement", (yes_no("statement", statement),))]
