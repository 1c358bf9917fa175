"""Analyses over ten million stage entries: Ibis beside the same SQL by hand on DuckDB, which is the floor, and pandas.

The three give the same rows, or the benchmark fails. pm4py is not compared: its licence (AGPL) keeps it out.
"""

from __future__ import annotations

import os
import resource
from pathlib import Path
from typing import Any

import duckdb
import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unbroken.cases.stages import STAGES as NAMES
from unbroken.insight.attrition import BY_OUTCOME, attrition, flow
from unbroken.insight.process import follows, time_in_stage
from unbroken.insight.schema import STAGES
from unbroken.vocabulary.courts import VERDICTS
from unbroken.vocabulary.outcomes import OUTCOMES

ENTRIES = int(os.environ.get("UNBROKEN_BENCH_STAGES", "10000000"))
_A_REPORT = 5  # stages of a report, as in the made-up force (3.8), rounded up
_FOLLOWS = """
SELECT before, after, COUNT(*) AS n FROM (
    SELECT stage AS before, LEAD(stage) OVER (PARTITION BY "case" ORDER BY n) AS after FROM stages
) WHERE after IS NOT NULL GROUP BY ALL ORDER BY n DESC, before, after
"""
_SPENT = """
SELECT stage, COUNT(left_on) AS n, COUNT(*) - COUNT(left_on) AS open,
       MEDIAN(left_on - "on") AS median, AVG(left_on - "on") AS mean FROM (
    SELECT stage, "on", LEAD("on") OVER (PARTITION BY "case" ORDER BY n) AS left_on FROM stages
) GROUP BY stage ORDER BY stage
"""


_REACHED = """
SELECT reached, "end", COUNT(*) AS n FROM (
    SELECT CASE WHEN is_convicted THEN 'convicted'
                WHEN charged_on IS NOT NULL OR outcome IN ('1', '1A') THEN 'court'
                WHEN submissions > 0 THEN 'cps' ELSE 'investigation' END AS reached,
           CASE WHEN is_convicted THEN 'inside'
                WHEN charged_on IS NOT NULL OR outcome IN ('1', '1A') THEN
                    CASE WHEN ended_on IS NULL THEN 'inside'
                         WHEN {acquitted} THEN 'acquitted' WHEN {dropped} THEN 'dropped' ELSE 'no_verdict' END
                WHEN ended_on IS NULL AND outcome IS NULL THEN 'inside'
                WHEN ended_by = 'cps' AND submissions > 0 THEN 'cps'
                WHEN ended_by = 'victim' THEN 'victim' WHEN ended_by = 'health' THEN 'health'
                {outcomes} ELSE 'no_outcome' END AS "end"
    FROM cases
) GROUP BY ALL
"""


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The columns of the table `cases` that attrition asks for, with a row for each report of those entries."""
    path = tmp_path_factory.mktemp("cases") / "cases.parquet"
    made = np.random.default_rng(7)
    n = ENTRIES // _A_REPORT
    codes = np.array([code.code for code in OUTCOMES.codes])
    verdicts = [[code.code] for code in VERDICTS.codes]

    def some(values: Any, share: float) -> pa.Array:
        return pa.array(values, mask=made.random(n) > share)

    is_charged = made.random(n) < 0.1
    columns = {
        "outcome": some(codes[made.integers(0, len(codes), n)], 0.8),
        "ended_by": some(np.array(["police", "victim", "cps", "health"])[made.integers(0, 4, n)], 0.8),
        "ended_on": some(made.integers(17_000, 20_000, n).astype("datetime64[D]"), 0.8),
        "charged_on": pa.array(made.integers(17_000, 20_000, n).astype("datetime64[D]"), mask=~is_charged),
        "submissions": pa.array(made.integers(0, 3, n).astype(np.int32)),
        "verdicts": pa.array([verdicts[one] for one in made.integers(0, len(verdicts), n)], pa.list_(pa.string())),
        "is_convicted": pa.array(is_charged & (made.random(n) < 0.3)),
    }
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path


def reached_by_hand(cases: Path) -> list[tuple[str, str, int]]:
    of = {name: [code.code for code in VERDICTS.codes if code.group == group]
          for name, group in (("acquitted", "not_convicted"), ("dropped", "stopped"))}  # fmt: skip
    query = _REACHED.format(
        outcomes=" ".join(f"WHEN outcome = '{code}' THEN '{end}'" for code, end in BY_OUTCOME.items()),
        **{name: f"list_has_any(verdicts, {codes})" for name, codes in of.items()},
    )
    with duckdb.connect() as con:
        con.read_parquet(str(cases)).create_view("cases")
        return con.execute(query).fetchall()


@pytest.mark.benchmark(group="attrition")
def test_floor_sql_by_hand_attrition(benchmark: Any, cases: Path) -> None:
    benchmark.pedantic(reached_by_hand, (cases,), rounds=5, warmup_rounds=1)
    benchmark.extra_info["entries"] = ENTRIES // _A_REPORT


@pytest.mark.benchmark(group="attrition")
def test_how_far_reports_get(benchmark: Any, cases: Path) -> None:
    found = benchmark.pedantic(lambda: attrition(ibis.duckdb.connect().read_parquet(cases)), rounds=5, warmup_rounds=1)
    assert found[0].stages == flow(reached_by_hand(cases))
    benchmark.extra_info["entries"] = ENTRIES // _A_REPORT


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The table `stages` of an extract with so many rows, made from a seed."""
    path = tmp_path_factory.mktemp("stages") / "stages.parquet"
    made = np.random.default_rng(7)
    codes = np.array([code.code for code in NAMES.codes])
    at_once = 1_000_000 // _A_REPORT
    with pq.ParquetWriter(path, STAGES.arrow(), compression="zstd") as writer:
        for start in range(0, ENTRIES // _A_REPORT, at_once):
            number = np.repeat(np.arange(start, start + at_once), _A_REPORT)
            first = made.integers(17_000, 20_000, at_once)
            days = (first[:, None] + np.cumsum(made.integers(0, 40, (at_once, _A_REPORT)), axis=1)).ravel()
            columns = {
                "case": pa.array(np.char.add("r", number.astype(str))),
                "n": pa.array(np.tile(np.arange(_A_REPORT, dtype=np.int32), at_once)),
                "stage": pa.array(codes[made.integers(0, len(codes), number.size)]),
                "on": pa.array(days.astype("datetime64[D]")),
            }
            writer.write_table(pa.table(columns, schema=STAGES.arrow()))
    return path


def by_hand(file: Path, query: str) -> list[dict[str, Any]]:
    with duckdb.connect() as con:
        con.read_parquet(str(file)).create_view("stages")
        found: list[dict[str, Any]] = con.execute(query).to_arrow_table().to_pylist()
        return found


def with_ibis(file: Path, analyse: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = analyse(ibis.duckdb.connect().read_parquet(file)).to_pyarrow().to_pylist()
    return found


def with_pandas(file: Path) -> list[dict[str, Any]]:
    import pandas as pd

    table = pd.read_parquet(file, columns=["case", "n", "stage"]).sort_values(["case", "n"])
    table["after"] = table.groupby("case", sort=False)["stage"].shift(-1)
    counted = table.dropna(subset=["after"]).groupby(["stage", "after"]).size().rename("n").reset_index()
    counted = counted.rename(columns={"stage": "before"}).sort_values(
        ["n", "before", "after"], ascending=[False, True, True]
    )
    found: list[dict[str, Any]] = counted.to_dict("records")
    return found


@pytest.mark.benchmark(group="what follows what")
def test_floor_sql_by_hand_what_follows(benchmark: Any, file: Path) -> None:
    benchmark.pedantic(by_hand, (file, _FOLLOWS), rounds=3, warmup_rounds=1)
    benchmark.extra_info["entries"] = ENTRIES


@pytest.mark.benchmark(group="what follows what")
def test_what_stage_follows_what(benchmark: Any, file: Path) -> None:
    found = benchmark.pedantic(with_ibis, (file, follows), rounds=3, warmup_rounds=1)
    assert found == by_hand(file, _FOLLOWS)
    benchmark.extra_info["entries"] = ENTRIES
    benchmark.extra_info["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.benchmark(group="time in stage")
def test_floor_sql_by_hand_time_in_stage(benchmark: Any, file: Path) -> None:
    benchmark.pedantic(by_hand, (file, _SPENT), rounds=3, warmup_rounds=1)
    benchmark.extra_info["entries"] = ENTRIES


@pytest.mark.benchmark(group="time in stage")
def test_how_long_reports_stay_in_each_stage(benchmark: Any, file: Path) -> None:
    found = benchmark.pedantic(with_ibis, (file, time_in_stage), rounds=3, warmup_rounds=1)
    assert found == by_hand(file, _SPENT)
    benchmark.extra_info["entries"] = ENTRIES


@pytest.mark.benchmark(group="what follows what")
def test_pandas_finds_what_stage_follows_what(benchmark: Any, file: Path) -> None:
    """Last: what it holds would be in the peak of the others."""
    found = benchmark.pedantic(with_pandas, (file,), rounds=1)
    assert found == by_hand(file, _FOLLOWS)
    benchmark.extra_info["entries"] = ENTRIES
