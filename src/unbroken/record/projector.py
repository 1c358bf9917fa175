"""From entries to tables: the only writer of folded state.

A projection folds one type of object. After every intake the objects it touched are folded anew from all their
standing entries and their rows replaced: a late entry, a correction and a withdrawal need no case of their own,
and rebuilding everything from the record gives the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models, transaction

from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.collector import collector_off
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_by_id, ids_about

Row = tuple[Any, ...]
REBUILD_CHUNK = 1000  # objects folded at a time


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
    empty. A report is folded with the entries of its prosecutions: its state runs on into court.
    """

    type: str
    fold: Callable[[str, Sequence[Entry]], Any]
    tables: tuple[Table, ...]


def project(new: Sequence[Entry], projections: Sequence[Projection]) -> None:
    """Fold what new entries are about, and the reports whose prosecutions are among that, and replace their rows."""
    if not new:
        return
    loaded = _Loaded()
    if not any(entry.kind == "body.erased" for entry in new):  # or one of these might have lost its body again
        loaded.keep(new)
    loaded.add({subject.object for entry in new for subject in entry.subjects})
    while tied := loaded.tied():
        loaded.add(tied)
    _fold(loaded, projections, folded_before=loaded.named_before(new))


def rebuild(projections: Sequence[Projection], *, progress: Callable[[int], None] | None = None) -> int:
    """Empty the tables and fold every object anew, in one transaction. The number of objects folded.

    Goes from report to report and takes in the same step whoever and whatever is named beside them, so that most
    entries are read once; then what no report names.
    """
    done: set[str] = set()
    with transaction.atomic(), collector_off():
        with connection.cursor() as cursor:
            for table in _tables(projections):
                cursor.execute(f"DELETE FROM {table.model._meta.db_table}")
        for objects in _objects(("report", *(projection.type for projection in projections))):
            if not (fresh := set(objects) - done):
                continue
            loaded = _Loaded()
            loaded.add(fresh)
            loaded.add(loaded.named() - done)
            while tied := loaded.tied() - done:
                loaded.add(tied)
            _fold(loaded, projections, folded_before=set())
            done |= loaded.objects
            if progress:
                progress(len(loaded.objects))
    return len(done)


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


class _Loaded:
    """Objects with all entries about them, each read once."""

    def __init__(self) -> None:
        self.objects: set[str] = set()
        self.entries: dict[str, Entry] = {}
        self.ties: dict[str, set[str]] = defaultdict(set)  # prosecution → its reports, whatever entry says so

    def add(self, objects: set[str]) -> None:
        """Load the entries about these objects too."""
        self.keep(entries_by_id(ids_about(objects) - self.entries.keys()))
        self.objects |= objects

    def keep(self, entries: Iterable[Entry]) -> None:
        """Entries that need not be read again."""
        for entry in entries:
            self.entries[entry.id] = entry
            for prosecution in entry.of("prosecution"):
                self.ties[prosecution].update(entry.of("report"))

    def named(self) -> set[str]:
        """Every other object that the entries name."""
        return {subject.object for entry in self.entries.values() for subject in entry.subjects} - self.objects

    def named_before(self, new: Iterable[Entry]) -> set[str]:
        """The objects that entries other than these name: only they can have rows already."""
        fresh = {entry.id for entry in new}
        before = (entry for entry in self.entries.values() if entry.id not in fresh)
        return {subject.object for entry in before for subject in entry.subjects}

    def tied(self) -> set[str]:
        """Reports and prosecutions not loaded yet that an entry ties to one that is."""
        matters = ({prosecution, *reports} for prosecution, reports in self.ties.items())
        return {name for tied in matters if not tied.isdisjoint(self.objects) for name in tied} - self.objects

    def histories(self) -> dict[str, list[Entry]]:
        """The standing entries of each object; those of a prosecution also under its reports."""
        found: dict[str, list[Entry]] = defaultdict(list)
        ordered = standing(self.entries.values())
        reports_of = _reports_of(ordered) if self.ties else {}
        for entry in ordered:
            names = {subject.object for subject in entry.subjects}
            if reports_of:
                names.update(*(reports_of.get(name, ()) for name in tuple(names)))
            for name in names & self.objects:
                found[name].append(entry)
        return found


def _reports_of(entries: Iterable[Entry]) -> dict[str, set[str]]:
    """The reports of each prosecution, as the standing entries have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for prosecution in entry.of("prosecution"):
            found[prosecution].update(entry.of("report"))
    return found


def _fold(loaded: _Loaded, projections: Sequence[Projection], *, folded_before: set[str]) -> None:
    histories = loaded.histories()
    for projection in projections:
        named = sorted(name for name in loaded.objects if name.startswith(f"{projection.type}:"))
        stale = [name for name in named if name in folded_before]
        states = [projection.fold(name, histories[name]) for name in named if name in histories]
        for table in projection.tables:
            if stale:
                _delete(table.model._meta.db_table, stale)
            rows = [row for state in states for row in table.rows(state)]
            sql.insert(table.model._meta.db_table, _columns(table.model), rows)


def _delete(table: str, objects: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(objects), sql.CHUNK):
            chunk = objects[start : start + sql.CHUNK]
            cursor.execute(f"DELETE FROM {table} WHERE object IN ({', '.join(['%s'] * len(chunk))})", list(chunk))


def _objects(types: tuple[str, ...]) -> Iterator[list[str]]:
    """All objects of these types, in order, in chunks.

    By pattern, not by range: a linguistic collation does not sort `report:x` before `report;`.
    """
    for kind in types:
        last = ""
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT DISTINCT object FROM record_recordsubject WHERE object > %s AND object LIKE %s "
                    "ORDER BY object LIMIT %s",
                    [last, f"{kind}:%", REBUILD_CHUNK],
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
