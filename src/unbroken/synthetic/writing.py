"""Writes a made-up force to a folder: journeys, two crime-report extracts, its people, and the truth beside them.

    journeys-001.jsonl …                                  the journey format, so many reports a file
    people.csv                                            all who are described, to be linked
    extract-crime/northmoor-cris.csv                      shape A
    extract-crime/eastvale-connect/<table>.parquet        shape B
    extract-crime/eastvale-connect.xlsx                   shape B again, for a force small enough for a spreadsheet
    truth/people.csv courses.csv reports.csv rows.csv manifest.json
    truth/identities.csv                                  who each line of people.csv is

Everything streams: memory does not grow with the number of reports. The same seed and number give the same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from unbroken.synthetic import journeys, people_table, shape_a, shape_b, truth
from unbroken.synthetic.casefile import CaseFile
from unbroken.synthetic.world import files

REPORTS_A_FILE = 10_000
MOST_FOR_A_SPREADSHEET = 5_000
_BATCH = 4_000
_MALFORMED, _DUPLICATE, _CONFLICT = 0.01, 0.015, 0.005  # of the rows of reports: assumed
CSV_NAME, XLSX_NAME, PARQUET_FOLDER = "northmoor-cris.csv", "eastvale-connect.xlsx", "eastvale-connect"
PEOPLE_NAME = "people.csv"


@dataclass
class Written:
    """What was written: how many of what, and the SHA-256 of every file by its path below the folder."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    digests: dict[str, str] = field(default_factory=dict)


def write_force(out: Path, *, reports: int, seed: int, progress: Callable[[int], None] = lambda _: None) -> Written:
    """Write a world of so many reports. `progress` is told of each report written; files there are written over.

    Raises ValueError for a number below one or a seed below zero, OSError where the folder cannot be written.
    """
    if reports < 1 or seed < 0:
        raise ValueError("a made-up force has at least one report, and a seed from 0 up")
    written = Written()
    for folder in (out / "extract-crime" / PARQUET_FOLDER, out / "truth"):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        sheets = reports <= MOST_FOR_A_SPREADSHEET
        sinks = _Sinks(stack, out, written, sheets=sheets)
        for file in files(reports=reports, seed=seed):
            sinks.take(file)
            progress(1)
    _manifest(out, written, reports=reports, seed=seed)
    return written


class _Sinks:
    """All files that are being written."""

    def __init__(self, stack: ExitStack, out: Path, written: Written, *, sheets: bool) -> None:
        self._out, self._written = out, written
        self._journeys = _Shards(out, written)
        stack.callback(self._journeys.close)
        folder = out / "truth"
        self._people = stack.enter_context(_Table(folder / "people.csv", truth.PEOPLE))
        self._courses = stack.enter_context(_Table(folder / "courses.csv", truth.COURSES))
        self._reports = stack.enter_context(_Table(folder / "reports.csv", truth.REPORTS))
        self._identities = stack.enter_context(_Table(folder / "identities.csv", truth.IDENTITIES))
        self._described = stack.enter_context(_Table(out / PEOPLE_NAME, people_table.COLUMNS))
        rows = stack.enter_context(_Table(folder / "rows.csv", truth.ROWS))
        self._wide = stack.enter_context(_Wide(out / "extract-crime" / CSV_NAME, rows))
        self._tables = stack.enter_context(_Relational(out / "extract-crime", rows, sheets=sheets))

    def take(self, file: CaseFile) -> None:
        """Write one report everywhere it belongs."""
        self._journeys.write(journeys.lines(file))
        self._people.rows(truth.people(file))
        self._identities.rows(truth.identities(file))
        self._described.rows(people_table.rows(file))
        self._courses.rows(truth.courses(file))
        self._reports.row(truth.report(file))
        if file.force == "northmoor":
            self._wide.take(file)
        else:
            self._tables.take(file)
        self._written.counts[f"reports {file.force}"] += 1


class _Shards:
    """Journey files, each of so many reports."""

    def __init__(self, out: Path, written: Written) -> None:
        self._out, self._written = out, written
        self._file: IO[bytes] | None = None
        self._reports = 0

    def write(self, lines: Iterable[journeys.Line]) -> None:
        if self._reports % REPORTS_A_FILE == 0:
            self.close()
            number = self._reports // REPORTS_A_FILE + 1
            self._file = (self._out / f"journeys-{number:03}.jsonl").open("wb")
        assert self._file is not None
        self._reports += 1
        for line in lines:
            self._written.kinds[line["kind"]] += 1
            self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


class _Table:
    """A CSV file with a header row."""

    def __init__(self, path: Path, header: Sequence[str], **style: Any) -> None:
        self._file = path.open("w", encoding=style.get("encoding", "utf-8"), newline="")
        self._writer = csv.writer(self._file, lineterminator=style.get("lineterminator", "\n"))
        self._writer.writerow(header)
        self.row = self._writer.writerow
        self.rows = self._writer.writerows

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


class _Wide:
    """Shape A, with the faults that a real extract has."""

    def __init__(self, path: Path, rows: _Table) -> None:
        self._table = _Table(path, shape_a.COLUMNS, encoding="utf-8-sig", lineterminator="\r\n")
        self._rows = rows
        self._number = 0

    def __enter__(self) -> _Wide:
        return self

    def __exit__(self, *_: object) -> None:
        self._table.__exit__()

    def take(self, file: CaseFile) -> None:
        """The row of a report: good, spoilt, or given twice."""
        row = shape_a.row(file)
        if row is None:
            return
        chance, cells = file.draw.random(), list(row.values())
        if chance < _MALFORMED:
            cells, column, reason = shape_a.spoil(file.draw, row)
            self._write(cells, file.reference, "malformed", column, reason)
            return
        self._write(cells, file.reference, "good")
        if chance < _MALFORMED + _DUPLICATE:
            self._write(cells, file.reference, "duplicate")
        elif chance < _MALFORMED + _DUPLICATE + _CONFLICT:
            self._write(shape_a.changed(row), file.reference, "conflict", "", "the same reference with other content")

    def _write(self, cells: list[str], reference: str, fate: str, column: str = "", reason: str = "") -> None:
        self._number += 1
        self._table.row(cells)
        self._rows.row((CSV_NAME, self._number, reference, fate, column, reason))


class _Relational:
    """Shape B, as Parquet and for a small force as a workbook too."""

    def __init__(self, folder: Path, rows: _Table, *, sheets: bool) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._rows, self._numbers = rows, Counter[str]()
        self._pending: dict[str, list[shape_b.Row]] = {name: [] for name in shape_b.COLUMNS}
        self._schemas = {
            name: pa.schema([(column, pa.string()) for column in columns]) for name, columns in shape_b.COLUMNS.items()
        }
        self._writers = {
            name: pq.ParquetWriter(folder / PARQUET_FOLDER / f"{name}.parquet", schema)
            for name, schema in self._schemas.items()
        }
        self._book = _Workbook(folder / XLSX_NAME) if sheets else None

    def __enter__(self) -> _Relational:
        return self

    def __exit__(self, *_: object) -> None:
        for name, writer in self._writers.items():
            self._flush(name)
            writer.close()
        if self._book is not None:
            self._book.close()

    def take(self, file: CaseFile) -> None:
        """The rows of a report, good, spoilt, or its occurrence given twice."""
        rows = shape_b.rows(file)
        if rows is None:
            return
        chance = file.draw.random()
        bad = shape_b.spoil(file.draw, rows) if chance < _MALFORMED else None
        lost = rows[shape_b.OCCURRENCES][0]["occurrence_no"] is None
        for name, found in rows.items():
            for place, row in enumerate(found):
                if bad and (name, place) == bad[:2]:
                    self._write(name, row, file.reference, "malformed", *bad[2:])
                else:
                    self._write(name, row, file.reference, "orphan" if lost else "good")
        if bad is None and chance < _MALFORMED + _DUPLICATE:
            self._write(shape_b.OCCURRENCES, rows[shape_b.OCCURRENCES][0], file.reference, "duplicate")
        elif bad is None and chance < _MALFORMED + _DUPLICATE + _CONFLICT:
            reason = "the same reference with other content"
            self._write(shape_b.OCCURRENCES, shape_b.changed(rows), file.reference, "conflict", "", reason)

    def _write(
        self, table: str, row: shape_b.Row, reference: str, fate: str, column: str = "", reason: str = ""
    ) -> None:
        self._numbers[table] += 1
        self._pending[table].append(row)
        if self._book is not None:
            self._book.row(table, list(row.values()))
        if fate != "good" or table == shape_b.OCCURRENCES:  # the other tables are too long to list what is right
            self._rows.row((f"{PARQUET_FOLDER}/{table}", self._numbers[table], reference, fate, column, reason))
        if len(self._pending[table]) >= _BATCH:
            self._flush(table)

    def _flush(self, table: str) -> None:
        import pyarrow as pa

        if self._pending[table]:
            self._writers[table].write_table(pa.Table.from_pylist(self._pending[table], schema=self._schemas[table]))
            self._pending[table] = []


class _Workbook:
    """A workbook with one sheet a table, all text, the same bytes each time."""

    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book = Workbook(write_only=True)
        self._sheets = {name: self._book.create_sheet(name.capitalize()) for name in shape_b.COLUMNS}
        for name, columns in shape_b.COLUMNS.items():
            self._sheets[name].append(columns)

    def row(self, table: str, cells: list[str | None]) -> None:
        self._sheets[table].append(cells)

    def close(self) -> None:
        """Save, with the times that the library writes into the file taken out."""
        fresh = io.BytesIO()
        self._book.save(fresh)
        with ZipFile(fresh) as old, ZipFile(self._path, "w", ZIP_DEFLATED) as new:
            for part in old.infolist():
                data = old.read(part)
                if part.filename == "docProps/core.xml":
                    data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-01T00:00:00Z", data)
                new.writestr(ZipInfo(part.filename, (2026, 11, 1, 0, 0, 0)), data, ZIP_DEFLATED)


def _manifest(out: Path, written: Written, *, reports: int, seed: int) -> None:
    for path in sorted(_files(out)):
        written.digests[path.relative_to(out).as_posix()] = _digest(path)
    whole = hashlib.sha256("".join(f"{name} {digest}\n" for name, digest in written.digests.items()).encode())
    content = {
        "made_up": "Every person, place, number and event in these files is made up.",
        "seed": seed,
        "reports": reports,
        "counts": dict(sorted(written.counts.items())),
        "entries": dict(sorted(written.kinds.items())),
        "files": written.digests,
        "digest": whole.hexdigest(),
    }
    path = out / "truth" / "manifest.json"
    path.write_bytes(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _files(out: Path) -> Iterator[Path]:
    yield from out.glob("journeys-*.jsonl")
    yield out / PEOPLE_NAME
    yield from (path for path in (out / "extract-crime").rglob("*") if path.is_file())
    yield from (out / "truth").glob("*.csv")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
