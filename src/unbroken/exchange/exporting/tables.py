"""The record as tables: Parquet and CSV, written as the entries come. Memory does not grow with the record.

`entries` has every header with the body as JSON, `subjects` who or what each entry is about, and each kind has a
table of its own with typed columns. `dictionary.csv` says what every column means.

A cell of a CSV that a spreadsheet would run as a formula is made harmless by an apostrophe in front of it, as is a
cell that begins with an apostrophe already, so that taking one apostrophe off every such cell gives the text back.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

import orjson

from unbroken.exchange.exporting.columns import Column, body_values, header_columns, header_values
from unbroken.exchange.exporting.ocel import event_columns
from unbroken.exchange.exporting.shapes import title_of
from unbroken.record.entries import Entry

Format = Literal["parquet", "csv"]
APOSTROPHE = (
    "A text that begins with = + - @ ' a tab or a line break has an apostrophe in front, so that no spreadsheet runs it"
)
_FORMULA = ("=", "+", "-", "@", "'", "\t", "\r", "\n")
_ROWS = 5000  # rows of one table held before they are written


@dataclass(frozen=True, slots=True)
class TableWritten:
    """A table that was written: its name, its file and how many rows it has."""

    name: str
    path: Path
    rows: int


_ID = Column("id", "id", "string", "The entry")
_KIND = Column("kind", "kind", "string", "The kind of entry")
_ENTRIES = (
    _ID,
    _KIND,
    *(replace(column, name=column.source) for column in header_columns()),
    Column("body", "body", "json", "Every field, as JSON; empty where the body was erased"),
)
_SUBJECTS = (
    Column("entry", "entry", "string", "The entry"),
    Column("role", "role", "string", "The part that the object plays in it"),
    Column("object", "object", "string", "The object, as type:id"),
    Column("type", "type", "string", "The type of the object"),
)


def write_tables(entries: Iterable[Entry], folder: Path, *, format: Format) -> tuple[TableWritten, ...]:
    """Write all tables and the data dictionary into a folder, which is made if need be.

    A kind without an entry has no table. What stood under the same names is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        tables = _Tables(folder, format, stack)
        for entry in entries:
            tables.add(entry)
        written = tables.written()
    return (*written, _write_dictionary(folder, tables.columns))


def guard_cell(value: Any) -> Any:
    """A CSV cell that no spreadsheet takes for a formula. Numbers stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


class _Tables:
    """The tables that have been begun, by name."""

    def __init__(self, folder: Path, format: Format, stack: ExitStack) -> None:
        self.folder, self.format, self.stack = folder, format, stack
        self.columns: dict[str, tuple[Column, ...]] = {}
        self.tables: dict[str, _Table] = {}
        self._begin("entries", _ENTRIES)
        self._begin("subjects", _SUBJECTS)

    def add(self, entry: Entry) -> None:
        """Add an entry to every table that it belongs in."""
        body = None if entry.body is None else orjson.dumps(entry.body, option=orjson.OPT_SORT_KEYS).decode()
        header = {column.name: getattr(entry, column.source) for column in _ENTRIES[:-1]}
        self.tables["entries"].add({**header, "body": body})
        for subject in entry.subjects:
            row = {"entry": entry.id, "role": subject.role, "object": subject.object, "type": subject.type}
            self.tables["subjects"].add(row)
        self._of_kind(entry.kind).add({"id": entry.id, **header_values(entry), **body_values(entry)})

    def written(self) -> tuple[TableWritten, ...]:
        """Write what is still held, and say what there is."""
        for table in self.tables.values():
            table.write()
        return tuple(TableWritten(name, table.path, table.rows) for name, table in self.tables.items())

    def _of_kind(self, kind: str) -> _Table:
        name = kind.replace(".", "_")
        return self.tables.get(name) or self._begin(name, (_ID, *event_columns(kind)))

    def _begin(self, name: str, columns: tuple[Column, ...]) -> _Table:
        self.columns[name] = columns
        path = self.folder / f"{name}.{self.format}"
        writer = _parquet(path, columns, self.stack) if self.format == "parquet" else _csv(path, columns, self.stack)
        self.tables[name] = _Table(path, writer)
        return self.tables[name]


class _Writer(Protocol):
    def __call__(self, rows: Sequence[Mapping[str, Any]], /) -> None: ...


class _Table:
    """One table, with the rows that are not yet written."""

    def __init__(self, path: Path, writer: _Writer) -> None:
        self.path, self.rows = path, 0
        self._writer = writer
        self._held: list[Mapping[str, Any]] = []

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row: values by column name, absent where unknown."""
        self.rows += 1
        self._held.append(row)
        if len(self._held) >= _ROWS:
            self.write()

    def write(self) -> None:
        """Write what is held."""
        self._writer(self._held)
        self._held = []


def _parquet(path: Path, columns: Sequence[Column], stack: ExitStack) -> _Writer:
    import pyarrow as arrow  # heavy: only who exports pays for it
    import pyarrow.parquet as parquet

    types = {"integer": arrow.int64(), "float": arrow.float64(), "boolean": arrow.bool_()}
    schema = arrow.schema([arrow.field(column.name, types.get(column.type, arrow.string())) for column in columns])
    writer = stack.enter_context(parquet.ParquetWriter(path, schema, compression="zstd"))

    def write(rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            writer.write_table(arrow.Table.from_pylist([dict(row) for row in rows], schema=schema))

    return write


def _csv(path: Path, columns: Sequence[Column], stack: ExitStack) -> _Writer:
    file = stack.enter_context(path.open("w", newline="", encoding="utf-8"))
    writer = csv.writer(file)
    writer.writerow([column.name for column in columns])

    def write(rows: Sequence[Mapping[str, Any]]) -> None:
        writer.writerows([_csv_cell(row.get(column.name)) for column in columns] for row in rows)

    return write


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard_cell(value)


def _write_dictionary(folder: Path, tables: Mapping[str, Sequence[Column]]) -> TableWritten:
    """One row for each column of each table: its type, meaning, code list and privacy class."""
    path = folder / "dictionary.csv"
    rows = [_described(table, column) for table, columns in tables.items() for column in columns]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "about", "column", "type", "label", "meaning", "codes", "privacy", "note"])
        writer.writerows([guard_cell(cell) for cell in row] for row in rows)
    return TableWritten("dictionary", path, len(rows))


def _described(table: str, column: Column) -> tuple[str, ...]:
    shape = column.shape
    known = {"entries": "Every entry", "subjects": "Who and what each entry is about"}
    return (
        table,
        known.get(table) or title_of(table.replace("_", ".", 1)),
        column.name,
        "JSON text" if column.type == "json" else column.type,
        shape.label if shape else "",
        column.meaning,
        "; ".join(f"{code.code} = {code.label}" for code in shape.codes) if shape and shape.codes else "",
        shape.privacy.value if shape and shape.privacy else "",
        f"CSV only: {APOSTROPHE}" if column.type in {"string", "json"} else "",
    )
