"""A nation of described people: laid into the tables of linkage as if folded, or on the record itself and linked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from tests.bench.population import SEED, TOWN, drafts, population
from unbroken import flow
from unbroken.flow import PROJECTIONS
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.keys import filed, numbered
from unbroken.people.linkage.packing import pack
from unbroken.people.whole import Whole
from unbroken.record import book, projector, sql
from unbroken.record.entries import Draft, Subject
from unbroken.synthetic import world
from unbroken.synthetic.casefile import CaseFile

PEOPLE = int(os.environ.get("UNBROKEN_BENCH_PEOPLE", "1000000"))
KEPT = os.environ.get("UNBROKEN_BENCH_KEPT", "")
_CHUNK = 100_000
_SINCE = "00000000-0000-7000-8000-{:012}"


@contextmanager
def database(blocker: Any) -> Iterator[None]:
    """A database of its own, which outlasts the tests of a module: what is laid into it is not made twice."""
    with blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


def on_the_record(size: int = PEOPLE) -> None:
    """Have so many people on the record, folded and linked: taken from what was KEPT of an earlier run, or made.

    To keep them saves half an hour a run. What was kept is of one form of the database: after a migration, delete it.
    """
    if not (kept := _Kept(size) if KEPT else None):
        record(size)
    elif kept.is_there:
        kept.take()
    else:
        record(size)
        kept.keep()


class _Kept:
    """A copy of the database: a file in the folder KEPT, or a database of PostgreSQL beside the one in use."""

    def __init__(self, size: int) -> None:
        self.name, self.used = f"bench_nation_{size}", str(connection.settings_dict["NAME"])
        self.file = Path(KEPT) / f"{self.name}.sqlite3"

    @property
    def is_there(self) -> bool:
        if connection.vendor == "sqlite":
            return self.file.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.name])
            return cursor.fetchone() is not None

    def keep(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._copy(self.used, self.name, str(self.file))

    def take(self) -> None:
        self._copy(self.name, self.used, str(self.file))

    def _copy(self, origin: str, target: str, file: str) -> None:
        connection.close()
        if connection.vendor == "sqlite":
            pair = (file, self.used) if origin == self.name else (self.used, file)
            for end in ("-wal", "-shm"):
                Path(pair[1] + end).unlink(missing_ok=True)
            shutil.copyfile(*pair)
            return
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f'DROP DATABASE IF EXISTS "{target}"')
            cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{origin}"')


def lay(size: int = PEOPLE) -> None:
    """Put so many descriptions and their keys into the tables."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # sorted runs are merged into all of the table: it should fit
            cursor.execute("PRAGMA cache_size = -2000000")
    rest = iter(population(size))
    count = 0
    while chunk := list(islice(rest, _CHUNK)):
        with transaction.atomic():
            sql.insert("people_comparable", ("number", "object", "since", "packed"), sorted(_rows(chunk, count)))
            sql.insert("people_key", ("key", "beside", "number"), sorted(_keys(chunk)))
        count += len(chunk)
    projector.refresh_statistics(PROJECTIONS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE people_key")
            cursor.execute("VACUUM ANALYZE people_comparable")


def record(size: int = PEOPLE) -> Whole:
    """Put so many descriptions on the record, fold them, and link everybody in one go as `unbroken link run` does."""
    rest = iter(drafts(size))
    while chunk := list(islice(rest, _CHUNK)):
        book.append(chunk, by="bench")
    projector.rebuild(PROJECTIONS)
    projector.refresh_statistics(PROJECTIONS)
    done = flow.relink()
    projector.refresh_statistics(PROJECTIONS)
    return done


def _rows(people: Iterable[Comparable], count: int) -> Iterator[tuple[object, ...]]:
    return ((numbered(one.id), one.id, _SINCE.format(count + n), pack(one)) for n, one in enumerate(people))


def _keys(people: Iterable[Comparable]) -> Iterator[tuple[int, str, int]]:
    for one in people:
        number = numbered(one.id)
        yield from ((key, beside, number) for key, beside in filed(one).items())


def retold(count: int) -> Iterator[list[Draft]]:
    """Reports of people who are on the record already, told again by somebody else: each a report, the two people in
    it as they were described then, and three incidents.
    """
    files = (_report(file) for file in world.files(reports=TOWN, seed=SEED))
    return islice((drafts for drafts in files if len(drafts) == len(_TOLD)), count)


_TOLD = ("report.made", "person.described", "person.described", *["incident.recorded"] * 3)


def _report(file: CaseFile) -> list[Draft]:
    """The first acts of a report of the kinds that are told, in order; fewer where it has not got them."""
    rest = list(file.acts)
    found = []
    for n, kind in enumerate(_TOLD):
        act = next((act for act in rest if act.kind == kind), None)
        if act is None:
            break
        rest.remove(act)
        subjects = tuple(Subject(role, f"{object}-again") for role, object in act.subjects)
        found.append(Draft(kind, act.body, subjects, act.happened, act.agency, "told again", f"{file.object}/{n}"))
    return found
