"""An extract of a record of a million entries, and the whole report of it; the report of a year's sample of 376."""

from __future__ import annotations

import resource
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.bench.conftest import LARGE, empty_record, lines
from tests.unit.insight.generated import generate
from unbroken import flow, insight
from unbroken.exchange.extracting.writing import write_extract
from unbroken.exchange.importing import run_import

SAMPLE = 376  # reports, as many as were read by hand for the Stalking Deep Dive
_number = count(1)


def peak() -> float:
    """The most memory this process had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.fixture(scope="module")
def record(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A made-up force of so many entries on the record."""
    file = tmp_path_factory.mktemp("force") / "force.jsonl"
    with file.open("wb") as opened:
        opened.writelines(line + b"\n" for line in lines(LARGE))
    with django_db_blocker.unblock():
        run_import([file], take_in=flow.take_in_bulk, by="bench")
        yield
        empty_record()


@pytest.fixture(scope="module")
def extract(record: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> insight.Extract:
    folder = tmp_path_factory.mktemp("extract") / "e"
    with django_db_blocker.unblock():
        write_extract(folder, made_at=datetime.now(UTC))
    return insight.Extract(folder)


@pytest.mark.benchmark(group="extract")
def test_an_extract_of_the_record(benchmark: Any, record: Any, tmp_path: Path) -> None:
    before = peak()
    folders = (tmp_path / f"e{n}" for n in _number)
    benchmark.pedantic(
        lambda folder: write_extract(folder, made_at=datetime.now(UTC)),
        setup=lambda: ((next(folders),), {}),
        rounds=2,
        iterations=1,
    )
    benchmark.extra_info["entries"] = LARGE
    benchmark.extra_info["peak_growth_mb"] = peak() - before


@pytest.mark.benchmark(group="the report")
def test_the_whole_report_of_the_record(benchmark: Any, extract: insight.Extract, tmp_path: Path) -> None:
    """Every report of whatever class."""
    benchmark.pedantic(report, (extract, tmp_path, insight.Scope(offences="all")), rounds=2, iterations=1)
    benchmark.extra_info["reports"] = extract.manifest.rows["cases"]
    benchmark.extra_info["peak_mb"] = peak()


@pytest.mark.benchmark(group="the report")
def test_the_whole_report_of_a_sample(benchmark: Any, tmp_path: Path) -> None:
    extract = insight.Extract(generate(tmp_path / "extract", SAMPLE, seed=7))
    benchmark.pedantic(report, (extract, tmp_path, insight.Scope(offences="all")), rounds=3, iterations=1)
    benchmark.extra_info["reports"] = SAMPLE


def report(extract: insight.Extract, folder: Path, scope: insight.Scope) -> None:
    insight.write_report(insight.run(extract, scope), folder / "report")
