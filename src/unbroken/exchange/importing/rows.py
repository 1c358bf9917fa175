"""The rows of a crime-report extract: CSV, XLSX and Parquet, all as rows of text, streamed.

A typed cell (a date of a workbook, a number of Parquet) is turned into the text that the mapping's own date
format would have, so that the same rows give the same entries whatever file they came in.
"""

from __future__ import annotations

import csv
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from unbroken.exchange.importing.places import Meter, Rejected, SourceError, rejected, shown
from unbroken.record.times import UK

SUFFIXES = (".csv", ".xlsx", ".parquet")
ISO = "iso"
_BATCH = 2_000  # rows of Parquet held at a time
_KEPT = 20  # lines of an unreadable CSV row kept for the rejects file
_UNDECODED = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """How text is written in an extract. `dates` are strptime formats, or `iso`."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","
    dates: tuple[str, ...] = (ISO,)


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file (the first line it stands on); `cells` has one text for each column."""

    number: int
    cells: list[str]
    problem: Rejected | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table in a file: a CSV or Parquet file, or one sheet of a workbook. `rows` can be read once."""

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: Iterator[Row]


def open_grids(path: Path, *, layout: Layout, meter: Meter | None = None) -> Iterator[Grid]:
    """The tables of a file, one after the other; read each before asking for the next. Raises SourceError."""
    readers = {".csv": _csv_grids, ".xlsx": _xlsx_grids, ".parquet": _parquet_grids}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SourceError(f"{path.name} is not an extract: the name must end in {', '.join(SUFFIXES)}")
    meter = meter or Meter()
    for grid in reader(path, layout, meter):
        _check_header(grid)
        meter.file = grid.file
        yield grid


def cell_text(value: Any, dates: Sequence[str]) -> str:
    """A typed cell as the text that stands for it. Midnight in a workbook is a date: it has no other."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return _moment_text(value.astimezone(UK).replace(tzinfo=None) if value.tzinfo else value, dates)
    if isinstance(value, date):
        return _formatted(datetime(value.year, value.month, value.day), dates, timed=False)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _moment_text(moment: datetime, dates: Sequence[str]) -> str:
    return _formatted(moment, dates, timed=moment.time() != time(0))


def _formatted(moment: datetime, dates: Sequence[str], *, timed: bool) -> str:
    """By the first format that keeps the time of day where there is one, and has none where there is none."""
    chosen = next((form for form in dates if form == ISO or ("%H" in form) == timed), dates[0])
    if chosen != ISO:
        return moment.strftime(chosen)
    return moment.isoformat() if timed else moment.date().isoformat()


def _check_header(grid: Grid) -> None:
    if not any(grid.header):
        raise SourceError(f"{grid.file} has no heading: the first row must name the columns")
    twice = {name for name in grid.header if name and grid.header.count(name) > 1}
    if twice:
        raise SourceError(f"{grid.file} has the column {sorted(twice)[0]} twice")


def _csv_grids(path: Path, layout: Layout, meter: Meter) -> Iterator[Grid]:
    meter.total = path.stat().st_size
    # surrogateescape: a byte that the encoding does not know spoils its row, not the file
    with path.open(encoding=layout.encoding, errors="surrogateescape", newline="") as file:
        lines = _Lines(file, meter)
        try:
            reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
            header = tuple(name.strip() for name in next(reader, []))
        except csv.Error as error:
            raise SourceError(f"{path.name}: the heading cannot be read: {error}") from None
        yield Grid(shown(path), "", header, _csv_rows(reader, lines, len(header), layout.encoding))
        meter.done = meter.total


class _Lines:
    """The lines of a file, with those of the present row kept until the next one begins."""

    def __init__(self, file: Iterable[str], meter: Meter) -> None:
        self.file, self.meter = iter(file), meter
        self.number = 0
        self.kept: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = next(self.file)
        self.number += 1
        self.meter.done += len(line)  # characters: near enough for a progress bar
        if len(self.kept) < _KEPT:
            self.kept.append(line)
        return line


def _csv_rows(reader: Iterator[list[str]], lines: _Lines, width: int, encoding: str) -> Iterator[Row]:
    while True:
        first = lines.number + 1
        lines.kept.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = rejected("row", f"cannot be read as CSV: {error}", "quotes closed, and doubled inside a cell")
            yield Row(first, ["".join(lines.kept)], problem)
            continue
        if cells and any(cells):
            yield Row(first, cells, _csv_problem(cells, width, encoding))


def _csv_problem(cells: list[str], width: int, encoding: str) -> Rejected | None:
    if len(cells) != width:
        return rejected("row", f"has {len(cells)} cells", f"{width}, as in the heading")
    text = "".join(cells)
    if not text.isascii() and _UNDECODED.search(text):
        return rejected("row", f"has bytes that are not {encoding}", "the encoding of the file in the mapping")
    return None


def _xlsx_grids(path: Path, layout: Layout, meter: Meter) -> Iterator[Grid]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook  # heavy: only where a workbook is read
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise SourceError(f"{path.name} is not a workbook that can be read: {error}") from None
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some writers state a wrong size, and rows would be cut
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            _, heading = next(rows, (1, ()))
            header = _trimmed([cell_text(value, layout.dates).strip() for value in heading])
            meter.done, meter.total = 0, 0
            read = _guarded(_xlsx_rows(rows, len(header), layout, meter), _damaged_workbook())
            yield Grid(shown(path, sheet.title), sheet.title, header, read)


def _xlsx_rows(rows: Iterator[tuple[int, tuple[Any, ...]]], width: int, layout: Layout, meter: Meter) -> Iterator[Row]:
    for number, values in rows:
        meter.done = number
        cells = [cell_text(value, layout.dates) for value in values]
        if not any(cells):
            continue
        surplus = any(cells[width:])
        cells = (cells + [""] * (width - len(cells)))[: None if surplus else width]
        yield Row(number, cells, rejected("row", f"has {len(cells)} cells", f"{width}") if surplus else None)


def _damaged_workbook() -> tuple[type[Exception], ...]:
    from xml.etree.ElementTree import ParseError
    from zipfile import BadZipFile

    return (BadZipFile, ParseError, zlib.error, EOFError, ValueError)


def _guarded(rows: Iterator[Row], errors: tuple[type[Exception], ...]) -> Iterator[Row]:
    """The rows, and where the file turns out to be damaged a row that says so."""
    number = 1
    try:
        for row in rows:
            number = row.number
            yield row
    except errors as error:
        problem = rejected("row", f"cannot be read, nor what follows: {error}", "send the file again")
        yield Row(number + 1, [], problem)


def _trimmed(header: list[str]) -> tuple[str, ...]:
    while header and not header[-1]:
        header.pop()
    return tuple(header)


def _parquet_grids(path: Path, layout: Layout, meter: Meter) -> Iterator[Grid]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile  # heavy: only where Parquet is read

    try:
        file = ParquetFile(path)
    except (ArrowException, OSError) as error:
        raise SourceError(f"{path.name} is not a Parquet file that can be read: {error}") from None
    with closing(file):
        meter.total = file.metadata.num_rows
        header = tuple(name.strip() for name in file.schema_arrow.names)
        read = _guarded(_parquet_rows(file, layout, meter), (ArrowException, OSError))
        yield Grid(shown(path), "", header, read)


def _parquet_rows(file: Any, layout: Layout, meter: Meter) -> Iterator[Row]:
    number = 1  # the heading, so that a row has the number it has in the other formats
    for batch in file.iter_batches(batch_size=_BATCH):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            number += 1
            meter.done = number - 1
            cells = [value if type(value) is str else cell_text(value, layout.dates) for value in values]
            if any(cells):
                yield Row(number, cells)
