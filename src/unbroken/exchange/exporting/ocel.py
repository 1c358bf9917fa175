"""The record as an object-centric event log: OCEL 2.0, as JSON and as SQLite (ocel-standard.org, arXiv 2403.01975).

An entry is an event: its id, its kind as the type, when it began to happen as the time. Its subjects are its
objects, with the role as the qualifier of the relationship. How objects stand to one another is in `relations`.
Header and body are attributes, so nothing is lost: `ocel_reading` gives the same entries back, digests included.

Two rules of the published formats shape this. The JSON schema allows only text as a value, so numbers are written
as text and the declared type says what they are. An event has one time, so the end of an interval is an attribute.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

import orjson

from unbroken.exchange.exporting.columns import ERASED, REST, Column, body_columns, body_values, header_columns
from unbroken.exchange.exporting.columns import header_values as header_of
from unbroken.exchange.exporting.relations import Relation, Relations
from unbroken.record.entries import Entry

ALWAYS_TRUE_FROM = "1970-01-01T00:00:00Z"  # the standard's time of an object attribute that never changes
OBJECT_COLUMNS = (Column("reference", "reference", "string", "The local id of the object"),)
_BATCH = 2000
_JSON_TYPES = {"json": "string"}
_SQL_TYPES = {
    "string": "TEXT",
    "json": "TEXT",
    "integer": "INTEGER",
    "float": "REAL",
    "boolean": "BOOLEAN",
    "time": "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: events, objects, relationships of events to objects, and of objects to one another."""

    events: int
    objects: int
    relationships: int
    relations: int


def event_columns(kind: str) -> tuple[Column, ...]:
    """The attributes of an event type: the header, the fields of the kind, and what fits in neither."""
    more = (
        Column(REST, REST, "json", "Fields of the body that fit in no other attribute, as JSON"),
        Column(ERASED, ERASED, "boolean", "True where the body was erased by law"),
    )
    return (*header_columns(), *body_columns(kind), *more)


def write_ocel_json(entries: Iterable[Entry], file: IO[bytes]) -> Written:
    """Write entries as OCEL 2.0 JSON, as they come; only the names of objects are held in memory."""
    with Relations() as relations:
        return _write_json(entries, file, relations)


def _write_json(entries: Iterable[Entry], file: IO[bytes], relations: Relations) -> Written:
    kinds: dict[str, None] = {}
    objects: dict[str, None] = {}
    events = relationships = related = 0
    file.write(b'{"events":[')
    for batch in _batches(entries):
        relations.add(batch)
        for entry in batch:
            file.write(b",\n" if events else b"\n")
            file.write(orjson.dumps(_event(entry)))
            events += 1
            relationships += len(entry.subjects)
            kinds[entry.kind] = None
            objects.update(dict.fromkeys(subject.object for subject in entry.subjects))
    file.write(b'\n],"objects":[')
    for index, (name, found) in enumerate(_with_relations(sorted(objects), relations)):
        file.write(b",\n" if index else b"\n")
        file.write(orjson.dumps(_object(name, found)))
        related += len(found)
    types = {
        "eventTypes": [_declared(kind, event_columns(kind)) for kind in sorted(kinds)],
        "objectTypes": [_declared(type_, OBJECT_COLUMNS) for type_ in sorted({_type(name) for name in objects})],
    }
    file.write(b"\n]," + orjson.dumps(types)[1:])
    return Written(events, len(objects), relationships, related)


def _with_relations(names: Iterable[str], relations: Relations) -> Iterator[tuple[str, list[Relation]]]:
    """Each name with what it is to other objects; both come in the order of their names."""
    groups = groupby(relations.standing(), key=attrgetter("source"))
    source, found = next(groups, ("", iter(())))
    for name in names:
        if name != source:
            yield name, []
            continue
        yield name, list(found)
        source, found = next(groups, ("", iter(())))


def _event(entry: Entry) -> dict[str, Any]:
    values = {**header_of(entry), **body_values(entry)}
    return {
        "id": entry.id,
        "type": entry.kind,
        "time": entry.happened_from,
        "attributes": [{"name": name, "value": _as_text(value)} for name, value in values.items()],
        "relationships": [{"objectId": subject.object, "qualifier": subject.role} for subject in entry.subjects],
    }


def _object(name: str, relations: Iterable[Relation]) -> dict[str, Any]:
    related = [{"objectId": relation.target, "qualifier": relation.qualifier} for relation in relations]
    reference = {"name": "reference", "value": name.partition(":")[2], "time": ALWAYS_TRUE_FROM}
    return {"id": name, "type": _type(name), "attributes": [reference], "relationships": related}


def _declared(name: str, columns: Iterable[Column]) -> dict[str, Any]:
    attributes = [{"name": column.name, "type": _JSON_TYPES.get(column.type, column.type)} for column in columns]
    return {"name": name, "attributes": attributes}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _type(name: str) -> str:
    return name.partition(":")[0]


def write_ocel_sqlite(entries: Iterable[Entry], path: Path) -> Written:
    """Write entries as an OCEL 2.0 SQLite file, in batches: memory does not grow with the record.

    Built beside `path` and moved into place when it is whole, replacing what was there.
    """
    building = path.with_name(f"{path.name}.building")
    building.unlink(missing_ok=True)
    try:
        written = _build(entries, building)
        os.replace(building, path)
    finally:
        building.unlink(missing_ok=True)
    return written


def _build(entries: Iterable[Entry], path: Path) -> Written:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Nothing is lost by a crash: the file only takes its name when it is complete.
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;")
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        log = _Log(connection)
        with Relations() as relations:
            for batch in _batches(entries):
                log.add(batch)
                relations.add(batch)
            connection.executemany("INSERT INTO object_object VALUES (?, ?, ?)", relations.standing())
        connection.execute("COMMIT")
        return log.written()


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    source = iter(entries)
    while batch := list(islice(source, _BATCH)):
        yield batch


# Tables, keys and foreign keys as in section 6 of the specification.
_TABLES = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL UNIQUE);
CREATE TABLE event (
    ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type)
);
CREATE TABLE object (
    ocel_id TEXT PRIMARY KEY,
    ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type)
);
CREATE TABLE event_object (
    ocel_event_id TEXT NOT NULL REFERENCES event (ocel_id),
    ocel_object_id TEXT NOT NULL REFERENCES object (ocel_id),
    ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier)
);
CREATE TABLE object_object (
    ocel_source_id TEXT NOT NULL REFERENCES object (ocel_id),
    ocel_target_id TEXT NOT NULL REFERENCES object (ocel_id),
    ocel_qualifier TEXT NOT NULL,
    PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier)
);
"""


class _Log:
    """An OCEL database being filled."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.event_tables: dict[str, str] = {}
        self.object_tables: dict[str, str] = {}

    def add(self, entries: list[Entry]) -> None:
        """Add entries with their objects and relationships."""
        for kind in {entry.kind: None for entry in entries}:
            self._ensure_event_type(kind)
        self._add_objects({subject.object: None for entry in entries for subject in entry.subjects})
        many = self.connection.executemany
        many("INSERT INTO event VALUES (?, ?)", ((entry.id, entry.kind) for entry in entries))
        for kind, table in self.event_tables.items():
            columns = event_columns(kind)
            rows = [_row(entry, columns) for entry in entries if entry.kind == kind]
            if rows:
                many(f"INSERT INTO {table} VALUES ({', '.join('?' * (len(columns) + 2))})", rows)
        pairs = ((entry.id, subject.object, subject.role) for entry in entries for subject in entry.subjects)
        many("INSERT INTO event_object VALUES (?, ?, ?)", pairs)

    def written(self) -> Written:
        """What has been added so far."""
        tables = ("event", "object", "event_object", "object_object")
        counts = [self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
        return Written(*counts)

    def _ensure_event_type(self, kind: str) -> None:
        if kind not in self.event_tables:
            more = "ocel_id TEXT PRIMARY KEY REFERENCES event (ocel_id), ocel_time TIMESTAMP NOT NULL"
            self.event_tables[kind] = self._create("event", kind, more, event_columns(kind), self.event_tables)

    def _add_objects(self, names: Mapping[str, None]) -> None:
        for type_ in {_type(name): None for name in names}:
            if type_ not in self.object_tables:
                more = "ocel_id TEXT NOT NULL REFERENCES object (ocel_id), ocel_time TIMESTAMP NOT NULL, "
                more += "ocel_changed_field TEXT"
                self.object_tables[type_] = self._create("object", type_, more, OBJECT_COLUMNS, self.object_tables)
        for name in names:
            added = self.connection.execute("INSERT OR IGNORE INTO object VALUES (?, ?)", (name, _type(name)))
            if added.rowcount:
                values = (name, ALWAYS_TRUE_FROM, None, name.partition(":")[2])
                self.connection.execute(f"INSERT INTO {self.object_tables[_type(name)]} VALUES (?, ?, ?, ?)", values)

    def _create(self, of: str, name: str, keys: str, columns: Iterable[Column], taken: Mapping[str, str]) -> str:
        """Create the table of an event or object type, and put it in the map."""
        plain = re.sub(r"\W", "_", name)
        reserved = {*taken.values(), f"{of}_object", f"{of}_map_type"}
        table = next(
            table
            for number in range(len(taken) + 3)
            if (table := f"{of}_{plain}" + (f"_{number}" if number else "")) not in reserved
        )
        declared = "".join(f', "{column.name}" {_SQL_TYPES[column.type]}' for column in columns)
        self.connection.execute(f"CREATE TABLE {table} ({keys}{declared})")
        map_name = table.removeprefix(f"{of}_")
        self.connection.execute(f"INSERT INTO {of}_map_type VALUES (?, ?)", (name, map_name))
        return table


def _row(entry: Entry, columns: Iterable[Column]) -> tuple[Any, ...]:
    values = {**header_of(entry), **body_values(entry)}
    return (entry.id, entry.happened_from, *(values.get(column.name) for column in columns))
