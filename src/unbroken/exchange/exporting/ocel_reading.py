"""Entries read back from an OCEL 2.0 file that `ocel` wrote: the proof that nothing is lost on the way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from unbroken.exchange.exporting.columns import Column, header_columns, read_body
from unbroken.exchange.exporting.ocel import event_columns
from unbroken.record.entries import Entry, Subject


def read_ocel_json(data: bytes) -> list[Entry]:
    """The entries of an OCEL 2.0 JSON file, in its order."""
    log = orjson.loads(data)
    types = {
        declared["name"]: {attribute["name"]: attribute["type"] for attribute in declared["attributes"]}
        for declared in log["eventTypes"]
    }
    return [_from_event(event, types[event["type"]]) for event in log["events"]]


def read_ocel_sqlite(path: Path) -> Iterator[Entry]:
    """The entries of an OCEL 2.0 SQLite file, one kind after the other."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        maps = connection.execute("SELECT ocel_type, ocel_type_map FROM event_map_type ORDER BY ocel_type").fetchall()
        for kind, table in maps:
            booleans = [column for column in event_columns(kind) if column.type == "boolean"]
            for row in connection.execute(f'SELECT * FROM "event_{table}" ORDER BY ocel_id'):
                found = connection.execute(
                    "SELECT ocel_qualifier, ocel_object_id FROM event_object WHERE ocel_event_id = ? ORDER BY rowid",
                    (row["ocel_id"],),
                )
                subjects = tuple(Subject(role, name) for role, name in found)
                yield _entry(row["ocel_id"], kind, subjects, _with_booleans(dict(row), booleans))


def _from_event(event: Mapping[str, Any], types: Mapping[str, str]) -> Entry:
    values = {item["name"]: _from_text(item["value"], types[item["name"]]) for item in event["attributes"]}
    subjects = tuple(Subject(item["qualifier"], item["objectId"]) for item in event["relationships"])
    return _entry(event["id"], event["type"], subjects, values)


def _from_text(text: str, type_: str) -> Any:
    if type_ == "boolean":
        return text == "true"
    return int(text) if type_ == "integer" else float(text) if type_ == "float" else text


def _with_booleans(values: dict[str, Any], booleans: list[Column]) -> dict[str, Any]:
    """SQLite keeps true as 1."""
    return values | {c.name: bool(values[c.name]) for c in booleans if values[c.name] is not None}


def _entry(entry_id: str, kind: str, subjects: tuple[Subject, ...], values: Mapping[str, Any]) -> Entry:
    header = {column.source: values[column.name] for column in header_columns()}
    return Entry(id=entry_id, kind=kind, subjects=subjects, body=read_body(kind, values), **header)
