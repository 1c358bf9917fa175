"""What follows what, and how long reports stay: against plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, median
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unbroken.insight.process import follows, time_in_stage
from unbroken.insight.schema import STAGES

pytestmark = pytest.mark.demand("ANA-05", "ANA-09")
Path = list[tuple[str, int]]
_NAMES = ("reported", "under_investigation", "closed", "charged")


def table(paths: list[Path]) -> Any:
    rows = [
        {"case": f"r{number}", "n": n, "stage": stage, "on": date(2024, 1, 1) + timedelta(days)}
        for number, path in enumerate(paths)
        for n, (stage, days) in enumerate(path)
    ]
    return ibis.memtable(pa.Table.from_pylist(rows[::-1], schema=STAGES.arrow()))


steps = st.lists(st.tuples(st.sampled_from(_NAMES), st.integers(0, 40)), min_size=1, max_size=6)
paths = st.lists(steps.map(lambda path: sorted(path, key=lambda step: step[1])), min_size=1, max_size=12)


@settings(max_examples=30)
@given(paths)
def test_it_is_what_plain_python_finds(found: list[Path]) -> None:
    pairs = Counter((one[0], after[0]) for path in found for one, after in pairwise(path))
    rows = follows(table(found)).to_pyarrow().to_pylist()
    assert {(row["before"], row["after"]): row["n"] for row in rows} == pairs
    assert [row["n"] for row in rows] == sorted(pairs.values(), reverse=True)
    spent: dict[str, list[int]] = {}
    for path in found:
        for (stage, on), (_, after) in pairwise(path):
            spent.setdefault(stage, []).append(after - on)
    still = Counter(path[-1][0] for path in found)
    for row in time_in_stage(table(found)).to_pyarrow().to_pylist():
        days = spent.get(row["stage"], [])
        assert (row["n"], row["open"]) == (len(days), still[row["stage"]])
        if days:
            assert row["median"] == median(days)
            assert row["mean"] == pytest.approx(mean(days))
        else:
            assert (row["median"], row["mean"]) == (None, None)
