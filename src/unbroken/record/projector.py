"""From entries to tables: the only writer of folded state.

A projection folds one type of object. After every intake the objects it touched are folded anew from all their
standing entries and their rows replaced: a late entry, a correction and a withdrawal need no case of their own,
and rebuilding everything from the record gives the same rows.

Of a small intake, what the rows were is folded too, from the entries without the new ones: to fold twice is cheaper
than to empty and refill a dozen tables of which one entry changes two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

from django.db import connection, models, transaction

from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.collector import collector_off
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_touching

Row = tuple[Any, ...]
REBUILD_CHUNK = 1000  # objects folded at a time
COMPARED = 20  # objects up to which what changes is worked out first; beyond, statements cost less than folds


@dataclass(frozen=True)
class Table:
    """A table of folded state. Its first column says of which object a row is, as `named` writes it.

    `rows` gives the rows of one state, each a tuple in the order of the model's columns and in stored form: dates
    as ISO text, JSON as text. `besides` names the fields of the state that tell nothing of the rows. Of an index that
    cannot be searched by object, `held` gives the rows that it has of objects; it stands before the table from which
    it tells.
    """

    model: type[models.Model]
    rows: Callable[[Any], Iterable[Row]]
    named: Callable[[str], Any] = str
    besides: tuple[str, ...] = ()
    held: Callable[[Sequence[str]], Iterable[Row]] | None = None

    @cached_property
    def is_single(self) -> bool:
        """Whether an object has at most one row: the first column is then the key."""
        return self.model._meta.pk.column == _columns(self.model)[0]

    def stays(self, old: Any, new: Any) -> bool:
        """Whether the rows of these two states of an object must be the same, without making them."""
        if not self.besides or old is None or new is None:
            return False
        told = (field.name for field in fields(new) if field.name not in self.besides)
        return all(getattr(old, name) == getattr(new, name) for name in told)

    def forget(self, objects: Sequence[str]) -> None:
        """Delete the rows of objects."""
        name, columns = self.model._meta.db_table, _columns(self.model)
        if self.held is None:
            sql.delete(name, columns[0], [self.named(object) for object in objects])
        elif objects:
            sql.delete_rows(name, columns, list(self.held(objects)))


@dataclass(frozen=True, slots=True)
class Projection:
    """How one type of object is folded and where its state is kept.

    `fold(object, entries)` is pure; `entries` stand, are in the order in which they happened, and are never
    empty. The state has its `object`; None is the state of one that has no rows. A report is folded with the entries
    of its prosecutions: its state runs on into court.
    """

    type: str
    fold: Callable[[str, Sequence[Entry]], Any]
    tables: tuple[Table, ...]


def project(new: Sequence[Entry], projections: Sequence[Projection], *, change_little: bool = False) -> None:
    """Fold what new entries are about, and the reports whose prosecutions are among that, and replace their rows.

    Of entries that change little of each object, only what changes is written, however many they are.
    """
    if not new:
        return
    loaded = _Loaded()
    is_erasing = any(entry.kind == "body.erased" for entry in new)
    if not is_erasing:  # or one of these might have lost its body again
        loaded.keep(new)
    loaded.add({subject.object for entry in new for subject in entry.subjects})
    while tied := loaded.tied():
        loaded.add(tied)
    fresh = {entry.id for entry in new}
    named_before = loaded.named(without=fresh) & loaded.objects  # only they can have rows already
    if not is_erasing and (change_little or len(loaded.objects) <= COMPARED):
        _change(projections, loaded.histories(without=fresh), loaded.histories())
    else:
        _replace(projections, loaded, stale=named_before)


def rebuild(projections: Sequence[Projection], *, progress: Callable[[int], None] | None = None) -> int:
    """Empty the tables and fold every object anew, in one transaction. The number of objects folded.

    Whoever wants to record waits until it is done; whoever reads sees the tables as they were.

    Goes from report to report and takes in the same step whoever and whatever is named beside them, so that most
    entries are read once; then what no report names.
    """
    done: set[str] = set()
    with sql.room_for_much(), transaction.atomic(), collector_off():
        sql.one_writer()  # an entry recorded meanwhile would change rows that are being emptied
        sql.refresh_statistics(sql.RECORD_TABLES)  # of a record that came in at once the planner knows nothing yet
        with connection.cursor() as cursor:
            for table in _tables(projections):
                cursor.execute(f"DELETE FROM {table.model._meta.db_table}")
        for objects in _objects(("report", *(projection.type for projection in projections))):
            if not (fresh := set(objects) - done):
                continue
            loaded = _Loaded()
            loaded.add(fresh)
            loaded.add(loaded.named() - loaded.objects - done)
            while tied := loaded.tied() - done:
                loaded.add(tied)
            _replace(projections, loaded, stale=set())
            done |= loaded.objects
            if progress:
                progress(len(loaded.objects))
        refresh_statistics(projections)
    return len(done)


def refresh_statistics(projections: Sequence[Projection]) -> None:
    """Have the database count anew what the record and the tables hold: after much of it changed."""
    sql.refresh_statistics((*sql.RECORD_TABLES, *(table.model._meta.db_table for table in _tables(projections))))


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
        self.keep(entries_touching(objects, known=self.entries.keys()))
        self.objects |= objects

    def keep(self, entries: Iterable[Entry]) -> None:
        """Entries that need not be read again."""
        for entry in entries:
            self.entries[entry.id] = entry
            for prosecution in entry.of("prosecution"):
                self.ties[prosecution].update(entry.of("report"))

    def named(self, *, without: Collection[str] = ()) -> set[str]:
        """Every object that the entries name, or that they name without those of these ids."""
        return {
            subject.object for entry in self.entries.values() if entry.id not in without for subject in entry.subjects
        }

    def tied(self) -> set[str]:
        """Reports and prosecutions not loaded yet that an entry ties to one that is."""
        matters = ({prosecution, *reports} for prosecution, reports in self.ties.items())
        return {name for tied in matters if not tied.isdisjoint(self.objects) for name in tied} - self.objects

    def histories(self, *, without: Collection[str] = ()) -> dict[str, list[Entry]]:
        """The standing entries of each object, as they are or were without those of these ids.

        Those of a prosecution stand also under its reports.
        """
        found: dict[str, list[Entry]] = defaultdict(list)
        ordered = standing(entry for entry in self.entries.values() if entry.id not in without)
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


def _replace(projections: Sequence[Projection], loaded: _Loaded, *, stale: set[str]) -> None:
    """Fold everything that is loaded and write its rows, in place of those of the stale objects."""
    histories = loaded.histories()
    for projection in projections:
        states = _states(projection, histories).values()
        gone = sorted(name for name in stale if name.startswith(f"{projection.type}:"))
        for table in projection.tables:
            table.forget(gone)
            rows = [row for state in states for row in table.rows(state)]
            sql.insert(table.model._meta.db_table, _columns(table.model), rows)


def _change(
    projections: Sequence[Projection], before: Mapping[str, Sequence[Entry]], after: Mapping[str, Sequence[Entry]]
) -> None:
    """Write what differs between two sets of histories, the first of which the tables hold."""
    for projection in projections:
        was, now = _states(projection, before), _states(projection, after)
        pairs = ((was.get(name), now.get(name)) for name in sorted(was.keys() | now.keys()))
        changed = [(old, new) for old, new in pairs if old != new]
        for table in projection.tables if changed else ():
            _write_changes(table, [(old, new) for old, new in changed if not table.stays(old, new)])


def _write_changes(table: Table, changed: Iterable[tuple[Any, Any]]) -> None:
    """Write what differs in a table, of objects whose state was one thing and is another. None has no rows."""
    name, columns = table.model._meta.db_table, _columns(table.model)
    if table.held is not None:
        _write_row_by_row(table, changed)
        return
    gone: list[str] = []
    fresh: list[Row] = []
    altered: dict[tuple[int, ...], list[Row]] = defaultdict(list)  # by the places of the columns
    for old, new in changed:
        was, now = ([] if state is None else list(table.rows(state)) for state in (old, new))
        if was == now:
            continue
        if table.is_single and was and now:
            places = tuple(n for n, (before, after) in enumerate(zip(was[0], now[0], strict=True)) if before != after)
            altered[places].append((*(now[0][n] for n in places), table.named(old.object)))
        else:
            gone += [old.object] if was else []
            fresh += now
    for places, rows in altered.items():
        sql.update(name, columns[0], [columns[n] for n in places], rows)
    table.forget(gone)
    sql.insert(name, columns, fresh)


def _write_row_by_row(table: Table, changed: Iterable[tuple[Any, Any]]) -> None:
    """The same of an index: only the rows that are gone and those that are new."""
    gone: list[Row] = []
    fresh: list[Row] = []
    for old, new in changed:
        was, now = ({} if state is None else dict.fromkeys(table.rows(state)) for state in (old, new))
        gone += [row for row in was if row not in now]
        fresh += [row for row in now if row not in was]
    name, columns = table.model._meta.db_table, _columns(table.model)
    sql.delete_rows(name, columns, gone)
    sql.insert(name, columns, fresh)


def _states(projection: Projection, histories: Mapping[str, Sequence[Entry]]) -> dict[str, Any]:
    """The folded state of every object of the projection's type."""
    names = sorted(name for name in histories if name.startswith(f"{projection.type}:"))
    return {name: projection.fold(name, histories[name]) for name in names}


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
