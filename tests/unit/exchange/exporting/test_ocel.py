from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from tests.entries import entry
from tests.strategies import KINDS, bodies, subjects
from tests.unit.exchange.exporting.sample import make_entries
from unbroken.exchange.exporting.columns import body_columns
from unbroken.exchange.exporting.ocel import Written, write_ocel_json, write_ocel_sqlite
from unbroken.exchange.exporting.ocel_reading import read_ocel_json, read_ocel_sqlite
from unbroken.record.entries import Entry
from unbroken.record.kinds import Kind

SCHEMA = Path(__file__).parents[3] / "data" / "ocel20-schema.json"
TYPES = {"string", "time", "integer", "float", "boolean"}  # section 8 of the specification


def _json(entries: list[Entry]) -> bytes:
    file = BytesIO()
    write_ocel_json(entries, file)
    return file.getvalue()


def _sqlite(entries: list[Entry], folder: Path) -> Path:
    path = folder / "journey.sqlite"
    write_ocel_sqlite(entries, path)
    return path


def _by_id(entries: Iterator[Entry] | list[Entry]) -> list[tuple[Entry, Any]]:
    """Entries with their bodies, which their equality leaves out."""
    return [(entry, entry.body) for entry in sorted(entries, key=lambda entry: entry.id)]


def _sealed(entries: list[Entry]) -> list[Entry]:
    """The sample with digests, and one body erased."""
    sealed = [replace(one, body_digest="b" * 64, prev="p" * 64, digest=f"{one.seq:064x}") for one in entries]
    return [replace(sealed[0], body=None), *sealed[1:]]


def _validator() -> Draft7Validator:
    formats = FormatChecker()
    formats.checks("date-time", raises=ValueError)(lambda text: text.endswith("Z") and datetime.fromisoformat(text))
    return Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=formats)


@pytest.mark.demand("REC-11")
def test_json_validates_against_the_published_schema() -> None:
    log = json.loads(_json(_sealed(make_entries())))
    assert list(_validator().iter_errors(log)) == []
    assert not _validator().is_valid(log | {"events": [{"id": "e", "type": "t", "time": "yesterday"}]})


def test_json_names_only_types_attributes_and_objects_that_it_declares() -> None:
    log = json.loads(_json(make_entries()))
    declared = {type_["name"]: {one["name"]: one["type"] for one in type_["attributes"]} for type_ in log["eventTypes"]}
    known = {one["id"]: one["type"] for one in log["objects"]}
    assert {kind for types in declared.values() for kind in types.values()} <= TYPES
    assert set(known.values()) == {type_["name"] for type_ in log["objectTypes"]}
    for event in log["events"]:
        names = [attribute["name"] for attribute in event["attributes"]]
        assert len(names) == len(set(names))
        assert set(names) <= declared[event["type"]].keys()
        assert {one["objectId"] for one in event["relationships"]} <= known.keys()


def test_an_entry_is_an_event_with_its_subjects_as_objects() -> None:
    (event,) = json.loads(_json([entry("report.made", happened="2024-03-08T10:00:00Z")]))["events"]
    assert (event["type"], event["time"]) == ("report.made", "2024-03-08T10:00:00.000000Z")
    assert event["relationships"] == [
        {"objectId": "report:r1", "qualifier": "report"},
        {"objectId": "person:v1", "qualifier": "victim"},
    ]


@pytest.mark.demand("REC-11")
def test_json_loses_nothing() -> None:
    entries = _sealed(make_entries())
    back = read_ocel_json(_json(entries))
    assert back == entries
    assert [one.body for one in back] == [one.body for one in entries]


@pytest.mark.demand("REC-11")
def test_sqlite_loses_nothing(tmp_path: Path) -> None:
    entries = _sealed(make_entries())
    assert _by_id(read_ocel_sqlite(_sqlite(entries, tmp_path))) == _by_id(entries)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
@given(data=st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_kind_may_hold_comes_back(kind: type[Kind], tmp_path: Path, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(st.tuples(bodies(kind), subjects(kind)), min_size=1, max_size=3))
    entries = [replace(entry(kind.kind, body), subjects=about) for body, about in drawn]
    assert _by_id(read_ocel_json(_json(entries))) == _by_id(entries)
    assert _by_id(read_ocel_sqlite(_sqlite(entries, tmp_path))) == _by_id(entries)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
NAMES = st.sampled_from(("channel", "narrative", "domestic_flag", "times", "weapon", "entry_seq", "ocel_id", "new"))


@given(body=st.dictionaries(NAMES | st.text(st.characters(codec="utf-8"), max_size=6), JSON, max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("kind", ["report.made", "incident.recorded", "kind.gone"])
def test_a_body_of_another_time_comes_back_too(kind: str, tmp_path: Path, body: dict[str, Any]) -> None:
    """Whatever its fields were called and held: an older version of a kind, or a kind that is gone."""
    entries = [entry(kind, body)]
    for back in (read_ocel_json(_json(entries)), list(read_ocel_sqlite(_sqlite(entries, tmp_path)))):
        assert json.dumps(back[0].body, sort_keys=True) == json.dumps(body, sort_keys=True)


def test_fields_have_columns_of_their_own_with_their_type() -> None:
    columns = {column.name: column.type for column in body_columns("incident.recorded")}
    assert (columns["behaviours"], columns["times"], columns["narrative"]) == ("json", "integer", "string")


def _all(connection: sqlite3.Connection, query: str) -> list[Any]:
    return connection.execute(query).fetchall()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(_sqlite(_sealed(make_entries()), tmp_path))) as connection:
        yield connection


def test_sqlite_has_the_tables_of_the_specification(log: sqlite3.Connection) -> None:
    """Sections 6.1 to 6.6: the six fixed tables, and one for each event and object type in the maps."""
    tables = {name for (name,) in _all(log, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    mapped = {f"event_{name}" for (name,) in _all(log, "SELECT ocel_type_map FROM event_map_type")}
    mapped |= {f"object_{name}" for (name,) in _all(log, "SELECT ocel_type_map FROM object_map_type")}
    fixed = {"event", "object", "event_map_type", "object_map_type", "event_object", "object_object"}
    assert tables == fixed | mapped
    assert not fixed & mapped


KEYS = {
    "event_map_type": (["ocel_type"], set()),
    "object_map_type": (["ocel_type"], set()),
    "event": (["ocel_id"], {("ocel_type", "event_map_type", "ocel_type")}),
    "object": (["ocel_id"], {("ocel_type", "object_map_type", "ocel_type")}),
    "event_object": (
        ["ocel_event_id", "ocel_object_id", "ocel_qualifier"],
        {("ocel_event_id", "event", "ocel_id"), ("ocel_object_id", "object", "ocel_id")},
    ),
    "object_object": (
        ["ocel_source_id", "ocel_target_id", "ocel_qualifier"],
        {("ocel_source_id", "object", "ocel_id"), ("ocel_target_id", "object", "ocel_id")},
    ),
    "event_incident_recorded": (["ocel_id"], {("ocel_id", "event", "ocel_id")}),
    "object_person": ([], {("ocel_id", "object", "ocel_id")}),
}


@pytest.mark.parametrize("table", KEYS)
def test_sqlite_has_the_keys_of_the_specification(log: sqlite3.Connection, table: str) -> None:
    """Section 6.7: primary keys, and foreign keys that hold."""
    columns = _all(log, f"PRAGMA table_info({table})")
    primary = [name for _, name, *_, place in sorted(columns, key=lambda column: column[5]) if place]
    foreign = {(row[3], row[2], row[4]) for row in _all(log, f"PRAGMA foreign_key_list({table})")}
    assert (primary, foreign) == KEYS[table]


def test_sqlite_is_consistent(log: sqlite3.Connection) -> None:
    """Section 6.7: every event and object is in the table of its own type and in no other."""
    assert _all(log, "PRAGMA foreign_key_check") == []
    assert _all(log, "PRAGMA integrity_check") == [("ok",)]
    for of in ("event", "object"):
        for type_, table in _all(log, f"SELECT ocel_type, ocel_type_map FROM {of}_map_type"):
            listed = _all(log, f"SELECT ocel_id FROM {of} WHERE ocel_type = '{type_}' ORDER BY ocel_id")
            assert _all(log, f"SELECT ocel_id FROM {of}_{table} ORDER BY ocel_id") == listed


def test_sqlite_columns_have_only_the_types_of_the_specification(log: sqlite3.Connection) -> None:
    for of, fixed in (("event", ["ocel_id", "ocel_time"]), ("object", ["ocel_id", "ocel_time", "ocel_changed_field"])):
        for (table,) in _all(log, f"SELECT ocel_type_map FROM {of}_map_type"):
            columns = _all(log, f"PRAGMA table_info({of}_{table})")
            assert [column[1] for column in columns[: len(fixed)]] == fixed
            assert {column[2] for column in columns} <= {"TEXT", "TIMESTAMP", "INTEGER", "REAL", "BOOLEAN"}


def test_sqlite_of_many_entries_of_many_kinds_is_written_in_batches(tmp_path: Path) -> None:
    entries = [
        entry(("report.made", "hearing.held")[n % 2], {}, f"report:r{n % 7}", happened="2024-03-08")
        for n in range(4500)
    ]
    path = tmp_path / "many.sqlite"
    assert write_ocel_sqlite(iter(entries), path) == Written(events=4500, objects=7, relationships=4500, relations=0)
    assert _by_id(read_ocel_sqlite(path)) == _by_id(entries)


def test_kinds_whose_names_would_share_a_table_each_have_their_own(tmp_path: Path) -> None:
    entries = [entry(kind, {"a": 1}) for kind in ("a.b_c", "a_b.c", "map.type", "object")]
    assert _by_id(read_ocel_sqlite(_sqlite(entries, tmp_path))) == _by_id(entries)


def test_a_file_takes_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "journey.sqlite"
    path.write_bytes(b"what was there")

    def broken() -> Iterator[Entry]:
        yield entry()
        raise OSError("the source went away")

    with pytest.raises(OSError, match="went away"):
        write_ocel_sqlite(broken(), path)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("journey.sqlite", b"what was there")]
    write_ocel_sqlite([entry()], path)
    assert [one.name for one in tmp_path.iterdir()] == ["journey.sqlite"]


def test_nothing_is_an_event_log_too(tmp_path: Path) -> None:
    assert list(_validator().iter_errors(json.loads(_json([])))) == []
    assert list(read_ocel_sqlite(_sqlite([], tmp_path))) == []


def test_the_same_entries_give_the_same_json() -> None:
    entries = make_entries()
    assert _json(entries) == _json(entries)
