"""Writing an extract: the tables of `insight.schema` as Parquet, in one view of the record, a chunk at a time.

What is held at once is a chunk of reports with the people in them, so that memory does not grow with the record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, models

from unbroken.cases.models import ReportRow
from unbroken.cases.queries import parts_of
from unbroken.coding.queries import every_sample, read_sample
from unbroken.exchange.extracting import rows
from unbroken.exchange.extracting.assessed import assessment_rows, need_rows
from unbroken.exchange.extracting.coding_rows import coding_rows
from unbroken.exchange.extracting.pseudonyms import Pseudonyms
from unbroken.exchange.extracting.rows import Around, Row, State
from unbroken.insight.extract import MANIFEST, Manifest, digest_of
from unbroken.insight.schema import TABLES, VERSION
from unbroken.people.models import PersonRow
from unbroken.people.resolved import resolved
from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.entries import Entry, read_subjects
from unbroken.record.queries import amendments_by_target, entries_by_id, heads
from unbroken.record.times import to_datetime
from unbroken.safety.models import OrderPartyRow, OrderRow

_CHUNK = 500  # reports, people or orders at a time
_ENTRIES = 20_000  # entries at a time: their headers are small
_OF_KIND = {"assessments": ("risk.assessed", assessment_rows), "needs": ("need.assessed", need_rows)}
_OF_REPORTS = ("incident.recorded", "risk.assessed", "contact.made", "contact.failed")


class NotEmpty(ValueError):
    """The folder for an extract has something in it: an extract is never written over."""


def write_extract(
    folder: Path,
    *,
    made_at: datetime,
    key: bytes | None = None,
    progress: Callable[[str, int], None] = lambda table, written: None,
) -> Manifest:
    """Write an extract of the whole record into a folder that is empty or not there. Raises NotEmpty.

    Pseudonyms are under `key`, which is kept nowhere; without one they are of this extract alone. `progress` is told
    how many rows of which table were written just now.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(
            f"{folder} has files in it; an extract is never written over: give a folder that is empty or not there"
        )
    folder.mkdir(parents=True, exist_ok=True)
    names = Pseudonyms(key)
    with sql.one_snapshot(), _Writer(folder, progress) as writer:
        at = heads()
        _write_reports(writer, names)
        writer.add("orders", (rows.order_row(state, names) for state in _states(OrderRow)))
        _write_people(writer, names)
        for table, (kind, made) in _OF_KIND.items():
            writer.add(table, (row for entry in _of_kind(kind) for row in made(entry, names)))
        _write_entries(writer, names)
        for name in every_sample():
            writer.add("codings", coding_rows(read_sample(name), names))
    manifest = Manifest(
        version=VERSION,
        made_at=made_at.astimezone(UTC).isoformat(timespec="seconds"),
        heads={book: {"seq": seq, "digest": digest} for book, (seq, digest) in at.items()},
        rows=writer.written,
        digests={name: digest_of(folder / f"{name}.parquet") for name in TABLES},
    )
    (folder / MANIFEST).write_bytes(orjson.dumps(manifest.as_json(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
    return manifest


class _Writer:
    """Parquet files, one a table, written row group by row group."""

    def __init__(self, folder: Path, progress: Callable[[str, int], None]) -> None:
        self._folder, self._progress, self._open = folder, progress, ExitStack()
        self.written = dict.fromkeys(TABLES, 0)

    def __enter__(self) -> _Writer:
        self._schemas = {name: table.arrow() for name, table in TABLES.items()}
        self._files = {name: self._open.enter_context(pq.ParquetWriter(self._folder / f"{name}.parquet", schema,
                                                                       compression="zstd"))
                       for name, schema in self._schemas.items()}  # fmt: skip
        self._waiting: dict[str, list[Row]] = {name: [] for name in TABLES}
        return self

    def __exit__(self, *problem: object) -> None:
        if problem[0] is None:
            for name in TABLES:
                self._flush(name)
        self._open.close()

    def add(self, name: str, found: Iterable[Row]) -> None:
        """Add rows to a table."""
        waiting = self._waiting[name]
        for row in found:
            waiting.append(row)
            if len(waiting) >= _ENTRIES:
                self._flush(name)

    def _flush(self, name: str) -> None:
        if found := self._waiting[name]:
            columns = {column: [row[column] for row in found] for column in TABLES[name].names}
            self._files[name].write_table(pa.table(columns, schema=self._schemas[name]))
            self.written[name] += len(found)
            self._progress(name, len(found))
            found.clear()


# -- reports -----------------------------------------------------------------------------------------------------------


def _write_reports(writer: _Writer, names: Pseudonyms) -> None:
    for states in _chunks(_states(ReportRow)):
        reports = [str(state["object"]) for state in states]
        told = _entries_of(reports)
        around = _around(states, told)
        for state in states:
            writer.add("cases", (rows.case_row(state, around, names),))
            writer.add("hearings", rows.hearing_rows(state, names))
            writer.add("classifications", rows.classification_rows(state, names))
            writer.add("stages", rows.stage_rows(state, names))
        asked = set(reports)
        for entry in told:
            if entry.kind == "incident.recorded":
                writer.add("incidents", (rows.incident_row(entry, entry.of("report")[0], names),))
            elif entry.kind in ("contact.made", "contact.failed") and entry.of("report")[0] in asked:
                writer.add("contacts", (rows.contact_row(entry, names),))


def _around(states: Sequence[State], told: Sequence[Entry]) -> Around:
    """What is known around some reports. A dozen queries."""
    persons = {party["person"] for state in states for party in state["parties"]}
    people = resolved(persons)
    members = {name: one.name for one in people.values() for name in (*one.members, one.name)}
    reports_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for part in parts_of(sorted(members)):
        reports_of[part.role, members[part.person]].add(part.report)
    others = {report for found in reports_of.values() for report in found}
    made = dict(sql.fetch_in("SELECT object, made_on FROM cases_report", "object", sorted(others)))
    assessed: dict[str, list[Entry]] = defaultdict(list)
    for entry in told:
        if entry.kind == "risk.assessed":
            for report in entry.of("report"):
                assessed[report].append(entry)
    return Around(
        people={str(state["object"]): state for state in _states_of(PersonRow, persons)},
        resolved=members,
        weakest={one.name: one.weakest for one in people.values()},
        reports_of=reports_of,
        made={report: str(on) if on else None for report, on in made.items()},
        orders=_orders_of([state["object"] for state in states]),
        assessed=assessed,
    )


def _orders_of(reports: Sequence[str]) -> Mapping[str, Sequence[State]]:
    """The orders that name each of these reports."""
    select = f"SELECT object, party FROM {OrderPartyRow._meta.db_table}"
    named = [(order, report) for order, report in sql.fetch_in(select, "role = 'report' AND party", sorted(reports))]
    states = {state["object"]: state for state in _states_of(OrderRow, {order for order, _ in named})}
    found: dict[str, list[State]] = defaultdict(list)
    for order, report in sorted(named):
        found[report].append(states[order])
    return found


def _entries_of(reports: Collection[str]) -> list[Entry]:
    """What stands of the kinds whose bodies are read, about these reports, in order. Two queries, and amendments."""
    kinds = ", ".join(["%s"] * len(_OF_REPORTS))
    select = "SELECT s.entry_id FROM record_recordsubject s JOIN record_recordentry e ON e.id = s.entry_id"
    ids = {row[0] for row in sql.fetch_in(select, f"e.kind IN ({kinds}) AND s.object", sorted(reports), _OF_REPORTS)}
    kept = (entry for entry in _standing(ids) if entry.kind in _OF_REPORTS and entry.of("report"))
    return sorted(kept, key=lambda one: (one.happened_from, one.id))


def _standing(ids: Collection[str]) -> Iterable[Entry]:
    """These entries as they stand today: corrected, and without what was withdrawn or erased. Two queries."""
    found = entries_by_id(ids)
    amendments = amendments_by_target([entry.id for entry in found])
    every = {entry.id: entry for entry in (*found, *(one for each in amendments.values() for one in each))}
    return standing(every.values())


def _of_kind(kind: str) -> Iterator[Entry]:
    """What stands of a kind, whatever it is about, a chunk at a time."""
    select = "SELECT id FROM record_recordentry WHERE kind = %s AND id > %s ORDER BY id LIMIT %s"
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(select, [kind, after, _CHUNK])
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        yield from (entry for entry in _standing(ids) if entry.kind == kind)
        after = ids[-1]


# -- people and entries ------------------------------------------------------------------------------------------------


def _write_people(writer: _Writer, names: Pseudonyms) -> None:
    for states in _chunks(_states(PersonRow)):
        people = resolved({str(state["object"]) for state in states})
        for state in states:
            one = people[state["object"]]
            writer.add("people", (rows.person_row(state, one.name, one.weakest, names),))


def _write_entries(writer: _Writer, names: Pseudonyms) -> None:
    select = (
        "SELECT e.id, e.kind, e.agency, e.happened_from, e.happened_to, e.recorded_at, e.subjects, e.corrects, "
        f"EXISTS (SELECT 1 FROM record_recordentry a WHERE {sql.AMENDS.replace('e.', 'a.')} = e.id) "
        "FROM record_recordentry e WHERE e.id > %s ORDER BY e.id LIMIT %s"
    )
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(select, [after, _ENTRIES])
            found = cursor.fetchall()
        if not found:
            return
        writer.add("entries", (_entry_row(row, names) for row in found))
        after = found[-1][0]


def _entry_row(row: Sequence[Any], names: Pseudonyms) -> Row:
    entry_id, kind, agency, happened_from, happened_to, recorded_at, subjects, corrects, is_amended = row
    named = read_subjects(subjects)
    case = next((one.object for one in named if one.type == "report"), None)
    people = [one for one in named if one.type == "person"]
    person = next((one.object for one in people if one.role == "victim"), people[0].object if people else None)
    return {
        "entry": names.entry(entry_id),
        "kind": kind,
        "agency": agency,
        "happened_from": to_datetime(happened_from),
        "happened_to": to_datetime(happened_to),
        "recorded_at": to_datetime(recorded_at),
        "case": names.of(case) if case else None,
        "person": names.of(person) if person else None,
        "corrects": names.entry(corrects) if corrects else None,
        "is_amended": bool(is_amended),
    }


def _states(table: type[models.Model]) -> Iterator[State]:
    """Every state of a table, by the name of its object, a chunk at a time."""
    select = f"SELECT object, state FROM {table._meta.db_table} WHERE object > %s ORDER BY object LIMIT %s"
    after = ""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(select, [after, _CHUNK])
            found = cursor.fetchall()
        if not found:
            return
        yield from (orjson.loads(state) for _, state in found)
        after = found[-1][0]


def _states_of(table: type[models.Model], objects: Collection[str]) -> Iterator[State]:
    """The states of these objects."""
    select = f"SELECT state FROM {table._meta.db_table}"
    return (orjson.loads(state) for (state,) in sql.fetch_in(select, "object", sorted(objects)))


def _chunks(states: Iterator[State]) -> Iterator[list[State]]:
    chunk: list[State] = []
    for state in states:
        chunk.append(state)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
