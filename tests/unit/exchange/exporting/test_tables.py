from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from tests.entries import entry
from tests.unit.exchange.exporting.sample import make_entries
from unbroken.exchange.exporting.tables import Format, guard_cell, write_tables
from unbroken.record.entries import Entry, Subject
from unbroken.record.kinds import REGISTER

FORMATS = pytest.mark.parametrize("format", ["parquet", "csv"])


def _entries() -> list[Entry]:
    """The sample, with one body erased."""
    entries = make_entries()
    return [replace(entries[0], body=None), *entries[1:]]


def _rows(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return list(parquet.read_table(path).to_pylist())
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: _given(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def _given(cell: str) -> str | None:
    """A cell as it was: without the apostrophe that guards it; an empty one holds nothing."""
    return cell.removeprefix("'") or None


@FORMATS
def test_the_entries_table_holds_every_entry_whole(format: Format, tmp_path: Path) -> None:
    entries = _entries()
    write_tables(iter(entries), tmp_path, format=format)
    subjects: dict[str, list[Subject]] = {}
    for row in _rows(tmp_path / f"subjects.{format}"):
        subjects.setdefault(row["entry"], []).append(Subject(row["role"], row["object"]))
    back = [
        Entry(
            **{name: value or "" for name, value in row.items() if name not in {"body", "seq", "version"}},
            seq=int(row["seq"]),
            version=int(row["version"]),
            subjects=tuple(subjects[row["id"]]),
            body=orjson.loads(row["body"]) if row["body"] else None,
        )
        for row in _rows(tmp_path / f"entries.{format}")
    ]
    assert back == entries
    assert [one.body for one in back] == [one.body for one in entries]


@FORMATS
def test_each_kind_has_a_table_with_a_row_for_each_entry(format: Format, tmp_path: Path) -> None:
    entries = _entries()
    written = {table.name: table.rows for table in write_tables(entries, tmp_path, format=format)}
    kinds = {one.kind.replace(".", "_") for one in entries}
    assert written.keys() == kinds | {"entries", "subjects", "dictionary"}
    assert written["incident_recorded"] == sum(one.kind == "incident.recorded" for one in entries)
    assert {path.stem for path in tmp_path.iterdir()} == written.keys()


def test_the_columns_of_a_kind_are_typed(tmp_path: Path) -> None:
    body = {"behaviours": ["calls_texts", "online_contact"], "times": 3, "weapon": "no"}
    write_tables([entry("incident.recorded", body)], tmp_path, format="parquet")
    table = parquet.read_table(tmp_path / "incident_recorded.parquet")
    assert table.schema.field("times").type == arrow.int64()
    assert table.schema.field("weapon").type == arrow.string()
    (row,) = table.to_pylist()
    assert (row["times"], row["weapon"], orjson.loads(row["behaviours"])) == (3, "no", body["behaviours"])
    assert row["narrative"] is None


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "'", "\t", "\r", "\n"])
def test_no_cell_is_run_as_a_formula_and_the_text_comes_back(begin: str, tmp_path: Path) -> None:
    text = f'{begin}HYPERLINK("http://example.invalid";"open")'
    write_tables([entry("report.made", {"channel": "phone", "narrative": text})], tmp_path, format="csv")
    with (tmp_path / "report_made.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["narrative"] == f"'{text}"
    assert row["narrative"][1:] == text


@pytest.mark.parametrize("value", ["plain", "a=b", "", 3, -3, None, 0.5])
def test_what_is_no_formula_stays_as_it_is(value: object) -> None:
    assert guard_cell(value) == value


def test_no_cell_of_any_csv_begins_as_a_formula(tmp_path: Path) -> None:
    entries = [replace(entry("report.made", {"channel": "=x", "more": "@y"}), recorded_by="=cmd", source_ref="-1+1")]
    write_tables(entries, tmp_path, format="csv")
    for path in tmp_path.iterdir():
        with path.open(newline="", encoding="utf-8") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], path.name


def test_the_dictionary_says_what_every_column_means(tmp_path: Path) -> None:
    write_tables(_entries(), tmp_path, format="csv")
    rows = _rows(tmp_path / "dictionary.csv")
    for path in tmp_path.iterdir():
        if path.stem != "dictionary":
            with path.open(newline="", encoding="utf-8") as file:
                columns = next(csv.reader(file))
            assert columns == [row["column"] for row in rows if row["table"] == path.stem]
    assert [row for row in rows if not row["meaning"]] == []
    (told,) = (row for row in rows if (row["table"], row["column"]) == ("incident_recorded", "narrative"))
    assert (told["about"], told["label"], told["privacy"]) == ("Incident recorded", "What happened", "words")
    (codes,) = (row for row in rows if (row["table"], row["column"]) == ("report_made", "channel"))
    assert "phone = " in codes["codes"]


@FORMATS
def test_an_entry_of_a_kind_no_longer_known_is_written_too(format: Format, tmp_path: Path) -> None:
    assert "kind.gone" not in REGISTER
    write_tables([entry("kind.gone", {"a": 1})], tmp_path, format=format)
    (row,) = _rows(tmp_path / f"kind_gone.{format}")
    assert orjson.loads(row["entry_rest"]) == {"a": 1}


@FORMATS
def test_rows_are_written_as_they_come(format: Format, tmp_path: Path) -> None:
    """More rows than are held at a time; the source is read once."""
    made = 0

    def source() -> Iterator[Entry]:
        nonlocal made
        for made in range(1, 11_001):
            yield entry("report.made", {"channel": "phone", "area": str(made)})

    written = {table.name: table.rows for table in write_tables(source(), tmp_path, format=format)}
    assert (made, written["entries"], written["report_made"]) == (11_000, 11_000, 11_000)
    areas = [row["area"] for row in _rows(tmp_path / f"report_made.{format}")]
    assert areas == [str(number) for number in range(1, 11_001)]


@FORMATS
def test_no_entry_leaves_empty_tables(format: Format, tmp_path: Path) -> None:
    write_tables([], tmp_path / "new" / "folder", format=format)
    assert _rows(tmp_path / "new" / "folder" / f"entries.{format}") == []
