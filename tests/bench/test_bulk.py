"""Bulk roads: import, verify, rebuild."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

import pytest

from tests.bench.conftest import ENTRIES, drafts, empty_record
from unbroken import flow
from unbroken.exchange.importing import run_import
from unbroken.record import book, projector
from unbroken.record.check import check
from unbroken.record.verify import verify_all

pytestmark = pytest.mark.usefixtures("durable")
FLOOR = min(ENTRIES, 50_000)
BATCH = 2000


def rounds(benchmark: Any, act: Any, *, entries: int, count: int = 3, setup: Any = None) -> None:
    benchmark.extra_info["entries"] = entries
    benchmark.pedantic(act, setup=setup, rounds=count, iterations=1)


@pytest.mark.benchmark(group="bulk import")
def test_floor_bare_chained_append_in_batches(benchmark: Any) -> None:
    """Entries checked beforehand, chained and written; not folded."""
    now = book.stored_now()
    checked = [(index, check(draft, now=now)) for index, draft in enumerate(drafts(FLOOR))]

    def append() -> None:
        for start in range(0, len(checked), BATCH):
            book.append_checked(checked[start : start + BATCH], by="bench", now=now)

    rounds(benchmark, append, entries=len(checked), setup=empty_record)


@pytest.mark.benchmark(group="bulk import")
def test_import_of_a_file_validated_chained_folded(benchmark: Any, journey_file: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    def take_in() -> None:
        run_import([journey_file], take_in=flow.take_in_bulk, by="bench")

    rounds(benchmark, take_in, entries=ENTRIES, count=2, setup=empty_record)
    benchmark.extra_info["peak_growth_mb"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


@pytest.mark.benchmark(group="bulk import")
def test_import_in_order_of_time_rather_than_of_reports(benchmark: Any) -> None:
    """The unkind order: every batch touches nearly every report, which is folded each time."""
    mixed = sorted(enumerate(drafts(FLOOR)), key=lambda pair: (str(pair[1].recorded_at), pair[0]))

    def take_in() -> None:
        flow.take_in_bulk(iter(mixed), by="bench", on_reject=lambda *_: None)

    rounds(benchmark, take_in, entries=len(mixed), count=1, setup=empty_record)


@pytest.mark.benchmark(group="walks")
def test_verify_every_book(benchmark: Any, journey_file: Path) -> None:
    run_import([journey_file], take_in=flow.take_in_bulk, by="bench")
    rounds(benchmark, lambda: [result.misfit for result in verify_all()], entries=ENTRIES)


@pytest.mark.benchmark(group="walks")
def test_rebuild_every_table(benchmark: Any, journey_file: Path) -> None:
    run_import([journey_file], take_in=flow.take_in_bulk, by="bench")
    rounds(benchmark, lambda: projector.rebuild(flow.PROJECTIONS), entries=ENTRIES)
