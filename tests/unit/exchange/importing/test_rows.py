"""The rows of CSV, XLSX and Parquet as rows of text."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from tests.unit.exchange.importing.tables import CRIME, write_csv, write_xlsx
from unbroken.exchange.importing import open_source
from unbroken.exchange.importing.places import Meter, Place, SourceError
from unbroken.exchange.importing.rows import Grid, Layout, cell_text, open_grids
from unbroken.exchange.importing.sources import expand

UK_DATES = ("%d/%m/%Y %H:%M", "%d/%m/%Y")


def only(path: Path, **options: Any) -> tuple[Grid, list[list[str]]]:
    """The only grid of a file, with its rows."""
    ((grid, rows),) = [(grid, [row.cells for row in grid.rows]) for grid in open_grids(path, layout=Layout(**options))]
    return grid, rows


@pytest.mark.parametrize(
    ("value", "dates", "expected"),
    [
        (None, ("iso",), ""),
        ("text", ("iso",), "text"),
        (True, ("iso",), "true"),
        (False, ("iso",), "false"),
        (7, ("iso",), "7"),
        (7.0, ("iso",), "7"),
        (7.5, ("iso",), "7.5"),
        (time(9, 30), ("iso",), "09:30"),
        (date(2024, 3, 8), ("iso",), "2024-03-08"),
        (date(2024, 3, 8), UK_DATES, "08/03/2024"),
        (datetime(2024, 3, 8), UK_DATES, "08/03/2024"),
        (datetime(2024, 3, 8, 14, 15), ("iso",), "2024-03-08T14:15:00"),
        (datetime(2024, 3, 8, 14, 15), UK_DATES, "08/03/2024 14:15"),
        (datetime(2024, 7, 8, 14, 15, tzinfo=UTC), UK_DATES, "08/07/2024 15:15"),
        (datetime(2024, 3, 8, 14, 15), ("%d/%m/%Y",), "08/03/2024"),
    ],
)
def test_a_typed_cell_is_the_text_that_stands_for_it(value: Any, dates: tuple[str, ...], expected: str) -> None:
    assert cell_text(value, dates) == expected


def test_blank_rows_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("A,B\n1,2\n,\n\n3,4\n", encoding="utf-8")
    assert only(path)[1] == [["1", "2"], ["3", "4"]]
    book = write_xlsx(tmp_path / "a.xlsx", {"S": [{"A": 1, "B": 2}, {"A": "", "B": ""}, {"A": 3, "B": 4}]})
    assert only(book)[1] == [["1", "2"], ["3", "4"]]
    pq.write_table(pa.table({"A": ["1", None, "3"], "B": ["2", None, "4"]}), tmp_path / "a.parquet")
    assert only(tmp_path / "a.parquet")[1] == [["1", "2"], ["3", "4"]]


def test_a_workbook_row_may_end_early_but_not_late(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["A", "B", None], ["1"], ["1", "2", "3"]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (rows,) = [list(grid.rows) for grid in open_grids(tmp_path / "a.xlsx", layout=Layout())]
    assert [row.cells for row in rows] == [["1", ""], ["1", "2", "3"]]
    assert [row.problem and row.problem.problems[0].message for row in rows] == [None, "has 3 cells"]


def test_a_damaged_parquet_file_gives_what_it_can_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"A": [str(number) for number in range(50_000)]}), path, compression="zstd")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 2000] = b"\x00" * 2000
    path.write_bytes(content)
    (rows,) = [list(grid.rows) for grid in open_grids(path, layout=Layout())]
    assert rows[-1].problem is not None
    assert rows[-1].problem.problems[0].message.startswith("cannot be read, nor what follows")


def test_a_heading_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('A,"B\n1,2\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.csv: the heading cannot be read"):
        only(path)


def test_another_ending_is_no_extract(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    path.touch()
    with pytest.raises(SourceError, match=r"the name must end in \.csv, \.xlsx, \.parquet"):
        only(path)


def test_the_meter_counts_to_the_end(tmp_path: Path) -> None:
    path, meter = write_csv(tmp_path / "a.csv", [CRIME] * 3), Meter()
    for grid in open_grids(path, layout=Layout(), meter=meter):
        assert len(list(grid.rows)) == 3
    assert (meter.file, meter.done, meter.total) == ("a.csv", path.stat().st_size, path.stat().st_size)


def test_a_place_reads_as_file_and_line() -> None:
    assert str(Place("a.csv", 7)) == "a.csv:7"


# --- What a file is ------------------------------------------------------------------------------------------------


def test_a_file_is_known_by_its_name(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.gz", "a.csv", "a.txt"):
        (tmp_path / name).write_bytes(gzip.compress(b"") if name.endswith("gz") else b"")
    assert list(open_source(tmp_path / "a.jsonl")) == []
    assert list(open_source(tmp_path / "a.jsonl.gz")) == []
    with pytest.raises(SourceError, match=r"a\.csv is an extract and needs a mapping"):
        open_source(tmp_path / "a.csv")
    with pytest.raises(SourceError, match=r"a\.txt is nothing that can be imported: the name must end in \.jsonl"):
        open_source(tmp_path / "a.txt")


def test_a_folder_stands_for_what_can_be_imported_in_it(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.csv", "notes.md", "manifest.json", "a.csv.rejects.jsonl", "a.csv.rejects.jsonl.partial"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    (tmp_path / "truth").mkdir()
    assert [path.name for path in expand([tmp_path, tmp_path / "b.jsonl"])] == ["a.csv", "b.jsonl"]
    with pytest.raises(SourceError, match="holds nothing that can be imported"):
        expand([tmp_path / "truth"])
