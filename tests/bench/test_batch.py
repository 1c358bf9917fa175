"""A million descriptions trained, predicted and clustered, beside plain Splink, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.bench import batch_runs, nation

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="linking all at once needs no database")


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(nation.KEPT) / f"batch_{nation.PEOPLE}" if nation.KEPT else tmp_path_factory.mktemp("batch")
    if not (folder / "token.parquet").exists():
        folder.mkdir(exist_ok=True)
        batch_runs.lay_out(nation.PEOPLE, folder)
    return folder


def _run(benchmark: Any, what: str, folder: Path) -> None:
    told: list[dict[str, Any]] = []

    def run() -> None:
        command = [sys.executable, "-m", "tests.bench.batch_runs", what, str(folder)]
        told.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))

    benchmark.pedantic(run, rounds=1, iterations=1)
    benchmark.stats.stats.data[:] = [one["total"] for one in told]  # without reading the tables, which is the same
    benchmark.extra_info |= {"people": nation.PEOPLE, "peak_mb": told[0]["peak_mb"], "found": told[0]["people"]}
    benchmark.extra_info |= {f"{step}_seconds": seconds for step, seconds in told[0]["seconds"].items()}


@pytest.mark.benchmark(group="linking all at once")
def test_floor_plain_splink(benchmark: Any, laid_out: Path) -> None:
    _run(benchmark, "splink", laid_out)


@pytest.mark.benchmark(group="linking all at once")
def test_trained_predicted_and_clustered_with_guards(benchmark: Any, laid_out: Path) -> None:
    _run(benchmark, "ours", laid_out)
