"""Benchmarks: figures, never timed assertions. Run by `make bench`, which writes docs/benchmarks.md.

Not collected by `make test`. Every figure is taken beside a floor in the same run, on the engine that
UNBROKEN_TEST_DATABASE_URL names, with the durability settings of the service rather than those of the tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

import orjson
import pytest
from django.db import connection

from unbroken.exchange.importing.journey import read_line
from unbroken.record import triggers
from unbroken.record.entries import Draft
from unbroken.synthetic.journeys import force

ENTRIES = int(os.environ.get("UNBROKEN_BENCH_ENTRIES", "200000"))
LARGE = int(os.environ.get("UNBROKEN_BENCH_LARGE", "1000000"))
SEED = 7


def drafts(count: int, *, seed: int = SEED) -> Iterator[Draft]:
    """The first entries of a made-up force, as drafts, in the order of its journey files."""
    read = (read_line(orjson.dumps(line)) for line in force(reports=count, seed=seed))
    return islice((draft for draft in read if isinstance(draft, Draft)), count)


@pytest.fixture
def durable(db: None) -> Iterator[None]:
    """The service's own durability: what is answered as recorded is on the disk."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    yield


def empty_record() -> None:
    """Take everything off the record, which only a benchmark may."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("record_", "cases_", "people_", "safety_", "support_")):
                cursor.execute(f"DELETE FROM {table}")
    triggers.install(connection)
