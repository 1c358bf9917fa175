"""From entries to tables: the only writer of folded state.

A projection folds one type of object. After every intake the objects it touched are folded anew from all their
standing entries and their rows replaced: a late entry, a correction and a withdrawal need no case of their own,
and rebuilding everything from the record gives the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about

Row = tuple[Any, ...]
REBUILD_CHUNK = 1000  # objects folded at a time
_REACH = frozenset({"report", "prosecution"})  # folded together: a report's state runs on into court


@dataclass(frozen=True, slots=True)
class Table:
    """A table of folded state. Its first column is `object`.

    `rows` gives the rows of one state, each a tuple in the order of the model's columns and in stored form: dates
    as ISO text, JSON as text.
    """

    model: type[models.Model]
    rows: Callable[[Any], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Projection:
    """How one type of object is folded and where its state is kept.

    `fold(object, entries)` is pure; `entries` stand, are in the order in which they happened, and are never
    empty. With `reach`, a report is folded with the entries of its prosecutions.
    """

    type: str
    fold: Callable[[str, Sequence[Entry]], Any]
    tables: tuple[Table, ...]


def project(objects: Collection[str], projections: Sequence[Projection]) -> None:
    """Fold these objects, and the reports whose prosecutions are among them, and replace their rows."""
    if not objects:
        return
    wanted, entries = _with_neighbours(set(objects))
    histories = _by_object(wanted, standing(entries))
    for projection in projections:
        named = sorted(name for name in wanted if name.startswith(f"{projection.type}:"))
        if named:
            _replace(projection, named, histories)


def rebuild(projections: Sequence[Projection], *, progress: Callable[[int], None] | None = None) -> int:
    """Empty the tables and fold every object anew, in one transaction. The number of objects folded."""
    folded = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in _tables(projections):
                cursor.execute(f"DELETE FROM {table.model._meta.db_table}")
        for objects in _objects(tuple(projection.type for projection in projections)):
            project(objects, projections)
            folded += len(objects)
            if progress:
                progress(len(objects))
    return folded


def snapshot(projections: Sequence[Projection]) -> dict[str, list[Row]]:
    """Every row of every table, in order: for showing that two databases hold the same."""
    found = {}
    with connection.cursor() as cursor:
        for table in _tables(projections):
            columns = _columns(table.model)
            names = ", ".join(columns)
            cursor.execute(f"SELECT {names} FROM {table.model._meta.db_table} ORDER BY {names}")
            found[table.model._meta.db_table] = cursor.fetchall()
    return found


def _with_neighbours(objects: set[str]) -> tuple[set[str], list[Entry]]:
    """The objects with the reports and prosecutions tied to them, and the entries about all of these."""
    entries: dict[str, Entry] = {}
    wanted: set[str] = set()
    fresh = objects
    while fresh:
        wanted |= fresh
        loaded = entries_about(fresh)
        entries |= {entry.id: entry for entry in loaded}
        tied = (entry for entry in loaded if any(subject.type == "prosecution" for subject in entry.subjects))
        named = {subject.object for entry in tied for subject in entry.subjects if subject.type in _REACH}
        fresh = named - wanted
    return wanted, list(entries.values())


def _by_object(wanted: Collection[str], entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The standing entries of each object; those of a prosecution also under its reports."""
    found: dict[str, list[Entry]] = defaultdict(list)
    reports_of: dict[str, set[str]] = defaultdict(set)
    ordered = list(entries)
    for entry in ordered:
        reports = entry.of("report")
        for prosecution in entry.of("prosecution"):
            reports_of[prosecution].update(reports)
    for entry in ordered:
        names = {subject.object for subject in entry.subjects}
        for prosecution in entry.of("prosecution"):
            names |= reports_of[prosecution]
        for name in names & wanted if isinstance(wanted, set) else names.intersection(wanted):
            found[name].append(entry)
    return found


def _replace(projection: Projection, objects: Sequence[str], histories: Mapping[str, Sequence[Entry]]) -> None:
    states = [projection.fold(name, histories[name]) for name in objects if histories.get(name)]
    for table in projection.tables:
        _delete(table.model._meta.db_table, objects)
        sql.insert(
            table.model._meta.db_table, _columns(table.model), [row for state in states for row in table.rows(state)]
        )


def _delete(table: str, objects: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(objects), sql.CHUNK):
            chunk = objects[start : start + sql.CHUNK]
            cursor.execute(f"DELETE FROM {table} WHERE object IN ({', '.join(['%s'] * len(chunk))})", list(chunk))


def _objects(types: tuple[str, ...]) -> Iterator[list[str]]:
    """All objects of these types, in order, in chunks."""
    for kind in types:
        last = f"{kind}:"
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT DISTINCT object FROM record_recordsubject WHERE object > %s AND object < %s "
                    "ORDER BY object LIMIT %s",
                    [last, f"{kind};", REBUILD_CHUNK],
                )
                names = [row[0] for row in cursor.fetchall()]
            if names:
                yield names
            if len(names) < REBUILD_CHUNK:
                break
            last = names[-1]


def _tables(projections: Sequence[Projection]) -> Iterator[Table]:
    return (table for projection in projections for table in projection.tables)


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.column for field in model._meta.concrete_fields if field.column)
