"""The published figures, read from `published.toml`, as probabilities.

Every figure keeps the id of its row in the published table, so that what the made-up force shows can be laid beside
what was printed. Nothing here, or anywhere in the generator, lets an outcome depend on ethnicity: the two published
odds ratios on ethnicity (victim Asian or Arab; suspect ethnicity not recorded) are left out on purpose. They describe
how one force acted in one year, their bases are mostly missing values, and a tool that is tried out on data where
ethnicity decides would learn to expect it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure. `numerator` and `denominator` are counts, `percent` as printed, `mean` in its own unit."""

    id: str
    measure: str
    population: str
    numerator: int | None = None
    denominator: int | None = None
    percent: float | None = None
    mean: float | None = None
    note: str = ""

    @property
    def share(self) -> float:
        """As a share of one: the counts where both are printed, else the printed percentage."""
        if self.numerator is not None and self.denominator:
            return self.numerator / self.denominator
        if self.percent is None:
            raise ValueError(f"{self.id} is not a share")
        return self.percent / 100


@dataclass(frozen=True, slots=True)
class Odds:
    """One variable printed as significant in a published logistic regression."""

    model: str
    variable: str
    level: str
    reference: str
    direction: str
    times: float
    block: str

    @property
    def log_odds(self) -> float:
        """Natural logarithm of the odds ratio."""
        return log(self.times) if self.direction == "more likely" else -log(self.times)

    @property
    def used(self) -> bool:
        """Whether the generator follows it: all but those on ethnicity."""
        return "ethnicity" not in self.variable


@cache
def _published() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("published.toml").read_text(encoding="utf-8"))


@cache
def figures() -> Mapping[str, Figure]:
    """Every published figure the generator follows, by id."""
    return {name: Figure(id=name, **row) for name, row in _published()["figures"].items()}


@cache
def odds() -> tuple[Odds, ...]:
    """The significant variables of both published regressions, in the order of the tables."""
    return tuple(Odds(**row) for row in _published()["odds"])


@cache
def share(figure: str) -> float:
    """A published share as a probability; KeyError for an id that is not in the file."""
    return figures()[figure].share


@cache
def count(figure: str) -> int:
    """A published count; ValueError for a figure that has none."""
    found = figures()[figure].numerator
    if found is None:
        raise ValueError(f"{figure} is not a count")
    return found


@cache
def mean(figure: str) -> float:
    """A published mean; ValueError for a figure that is none."""
    found = figures()[figure].mean
    if found is None:
        raise ValueError(f"{figure} is not a mean")
    return found


def log_odds(model: str, variable: str, level: str = "yes") -> float:
    """The coefficient of a variable in a published model (`withdrawal`, `nfa`); KeyError where there is none."""
    for row in odds():
        if (row.model, row.variable, row.level) == (model, variable, level) and row.used:
            return row.log_odds
    raise KeyError(f"{model}: {variable} = {level}")
