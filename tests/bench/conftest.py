"""Benchmarks: figures, never timed assertions. Run by `make bench`, which writes docs/benchmarks.md.

`make test` leaves them out. Every figure is taken beside a floor of its group in the same run, on the engine that
UNBROKEN_TEST_DATABASE_URL names, with the durability of the service rather than that of the tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.db import connection

from tests.bench import nation
from unbroken.exchange.importing.journey import read_line
from unbroken.flow import PROJECTIONS
from unbroken.record import triggers
from unbroken.record.entries import Draft
from unbroken.synthetic.journeys import force

ENTRIES = int(os.environ.get("UNBROKEN_BENCH_ENTRIES", "200000"))
LARGE = int(os.environ.get("UNBROKEN_BENCH_LARGE", "1000000"))
SEED = 7
FOLDED = {table.model._meta.db_table for projection in PROJECTIONS for table in projection.tables}


def lines(count: int, *, seed: int = SEED) -> Iterator[bytes]:
    """The first lines of a made-up force's journey file: reports one after the other."""
    return islice((orjson.dumps(line) for line in force(reports=count, seed=seed)), count)


def drafts(count: int, *, seed: int = SEED) -> Iterator[Draft]:
    """The same as drafts."""
    read = (read_line(line) for line in lines(count, seed=seed))
    return (draft for draft in read if isinstance(draft, Draft))


@pytest.fixture(scope="session")
def journey_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journey file of ENTRIES lines."""
    path = tmp_path_factory.mktemp("bench") / "force.jsonl"
    with path.open("wb") as file:
        file.writelines(line + b"\n" for line in lines(ENTRIES))
    return path


@pytest.fixture(scope="session")
def million(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A million people on the record, linked, in a database of their own. Tests that add to them come last."""
    with nation.database(django_db_blocker):
        nation.on_the_record()
        yield


@pytest.fixture
def durable(transactional_db: None) -> Iterator[None]:
    """An empty record with the service's own durability: what is answered as recorded is on the disk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    yield
    empty_record()


def empty_record() -> None:
    """Take everything off the record, which only a benchmark may."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("record_") or table in FOLDED:
                cursor.execute(f"DELETE FROM {table}")
    triggers.install(connection)
