"""Data of the tests of competing outcomes: published patients, and made-up cases with many ties."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from unbroken.insight.stats.competing.times import Observed

NAMES = ("withdrawal", "nfa")


@cache
def transplants() -> list[dict[str, str]]:
    path = Path(__file__).parents[4] / "data" / "transplants.csv"
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def transplant_times() -> Observed:
    times = np.array([float(row["time"]) for row in transplants()])
    return Observed(times, np.array([int(row["status"]) for row in transplants()]), ("relapse", "death"))


def transplant_columns() -> NDArray[np.float64]:
    """Coded as the published example does: levels as the numbers 1, 2, …"""
    phases = {"CR1": 1, "CR2": 2, "CR3": 3, "Relapse": 4}
    return np.array(
        [
            [
                1 + (row["sex"] == "M"),
                1 + (row["disease"] == "AML"),
                phases[row["phase"]],
                float(row["age"]),
                1 + (row["source"] == "PB"),
            ]
            for row in transplants()
        ]
    )


@st.composite
def tied(draw: st.DrawFn, most: int = 40) -> Observed:
    """Cases with times of few distinct days."""
    cases = draw(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 2)), min_size=1, max_size=most))
    return Observed(np.array([float(day) for day, _ in cases]), np.array([code for _, code in cases]), NAMES)


def simulated(n: int, seed: int, *, by_day: bool = True) -> tuple[Observed, NDArray[np.float64]]:
    """Cases with two columns that both outcomes hang on, censored at random; whole days if wanted."""
    chance = np.random.Generator(np.random.PCG64(seed))
    columns = np.column_stack([chance.integers(0, 2, n), chance.normal(size=n)]).astype(np.float64)
    speeds = [np.exp(columns @ np.array(slopes)) / mean for slopes, mean in (((0.7, -0.4), 30), ((-0.3, 0.2), 45))]
    first = np.stack([chance.exponential(1 / speed) for speed in speeds])
    censored = chance.exponential(60, n)
    times, codes = first.min(axis=0), first.argmin(axis=0) + 1
    codes = np.where(censored < times, 0, codes)
    times = np.minimum(times, censored)
    return Observed(np.floor(times) if by_day else times, codes.astype(np.int64), NAMES), columns
