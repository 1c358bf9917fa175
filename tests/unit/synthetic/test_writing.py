"""The folder of a made-up force: both extracts, and a truth that fits them and the journeys."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from itertools import zip_longest
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from unbroken.synthetic import shape_a, shape_b, write_force

TABLES = ("occurrences", "persons", "events", "actions")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _truth(folder: Path, name: str) -> list[dict[str, str]]:
    return _rows(folder / "truth" / f"{name}.csv")


def _table(folder: Path, name: str) -> list[dict[str, str | None]]:
    rows: list[dict[str, str | None]] = pq.read_table(
        folder / "extract-crime" / "eastvale-connect" / f"{name}.parquet"
    ).to_pylist()
    return rows


@pytest.fixture(scope="module")
def entries(folder: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (folder / "journeys-001.jsonl").read_bytes().splitlines()]


def test_the_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_force(tmp_path, reports=300, seed=11)
    first, again = (json.loads((out / "truth" / "manifest.json").read_text()) for out in (folder, tmp_path))
    assert first == again
    assert len(first["files"]) == 13


def test_the_manifest_counts_and_seals_what_is_there(folder: Path, entries: list[dict[str, Any]]) -> None:
    manifest = json.loads((folder / "truth" / "manifest.json").read_text())
    assert (manifest["seed"], manifest["reports"]) == (11, 300)
    assert sum(manifest["counts"].values()) == 300
    assert manifest["entries"] == dict(sorted(Counter(line["kind"] for line in entries).items()))
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_people_in_the_truth_are_those_described(folder: Path, entries: list[dict[str, Any]]) -> None:
    described = {
        name
        for line in entries
        if line["kind"] == "person.described"
        for role, name in line["subjects"]
        if role == "person"
    }
    people = _truth(folder, "people")
    assert {row["object"] for row in people} == described
    who: dict[str, set[str]] = {}
    for row in people:
        who.setdefault(row["object"], set()).add(row["person"])
    assert {name for name, persons in who.items() if len(persons) > 1} == set()


def test_one_true_person_often_has_several_names_of_record(folder: Path) -> None:
    """Systems fail to link: about half of those described again get a new object."""
    first: dict[str, str] = {}
    again = Counter[bool]()
    for row in _truth(folder, "people"):
        if row["person"] in first:
            again[row["object"] != first[row["person"]]] += 1
        first[row["person"]] = row["object"]
    assert 0.25 < again[True] / sum(again.values()) < 0.75


def test_courses_name_each_incident_and_its_entry(folder: Path, entries: list[dict[str, Any]]) -> None:
    incidents = {line["source_ref"] for line in entries if line["kind"] == "incident.recorded"}
    courses = _truth(folder, "courses")
    assert {row["source_ref"] for row in courses} == incidents
    assert all(row["first_day"] <= row["last_day"] for row in courses)
    pairs: dict[str, set[frozenset[str]]] = {}
    for row in courses:
        pairs.setdefault(row["matter"], set()).add(frozenset((row["victim"], row["suspect"])))
    assert all(len(found) == 1 for found in pairs.values())


def test_reports_in_the_truth_have_the_classes_and_ends_of_the_journeys(
    folder: Path, entries: list[dict[str, Any]]
) -> None:
    classes: dict[str, list[str]] = {}
    withdrawn = set()
    for line in entries:
        about = dict(line["subjects"]).get("report", "")
        if line["kind"] == "report.classified":
            classes.setdefault(about, []).append(line["body"]["offence"])
        if line["kind"] == "victim.withdrew" and line["body"]["stage"] == "investigation":
            withdrawn.add(about)
    reports = _truth(folder, "reports")
    assert len(reports) == 300
    for row in reports:
        assert [row["initial"], row["final"]] == [classes[row["report"]][0], classes[row["report"]][-1]]
    assert {row["report"] for row in reports if row["fate"] == "withdrawn"} >= withdrawn
    assert len(withdrawn) > 80


def test_the_wide_extract_has_one_row_a_report_of_northmoor(folder: Path) -> None:
    rows = _rows(folder / "extract-crime" / "northmoor-cris.csv")
    assert tuple(rows[0]) == shape_a.COLUMNS
    reports = {row["reference"] for row in _truth(folder, "reports") if row["force"] == "northmoor"}
    listed = [row for row in _truth(folder, "rows") if row["file"] == "northmoor-cris.csv"]
    assert {row["reference"] for row in listed} == reports
    assert [int(row["row"]) for row in listed] == list(range(1, len(rows) + 1))


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A force of 1,200 reports: enough for a few rows of every fault."""
    out = tmp_path_factory.mktemp("larger")
    write_force(out, reports=1_200, seed=3)
    return out


def test_good_rows_are_good_and_bad_ones_bad(larger: Path) -> None:
    rows = _rows(larger / "extract-crime" / "northmoor-cris.csv")
    listed = [row for row in _truth(larger, "rows") if row["file"] == "northmoor-cris.csv"]
    fates = Counter(row["fate"] for row in listed)
    assert 2 <= fates["malformed"] <= 20
    assert 3 <= fates["duplicate"] <= 25
    assert fates["conflict"] >= 1
    for row, fate in zip(rows, listed, strict=True):
        if fate["fate"] == "good":
            assert row["CRIME_REF"] == fate["reference"]
            assert int(row["NO_OF_INCIDENTS"]) >= 1
            assert "S9Z" not in row["INITIAL_CLASS"]
    for earlier, row, fate in zip(rows, rows[1:], listed[1:], strict=False):
        if fate["fate"] == "duplicate":
            assert row == earlier
        if fate["fate"] == "conflict":
            assert row["CRIME_REF"] == earlier["CRIME_REF"]
            assert row != earlier


def test_the_relational_extract_hangs_together(folder: Path) -> None:
    tables = {name: _table(folder, name) for name in TABLES}
    for name, rows in tables.items():
        assert tuple(rows[0]) == shape_b.COLUMNS[name]
    known = {row["occurrence_no"] for row in tables["occurrences"]}
    lost = {row["reference"] for row in _truth(folder, "rows") if row["fate"] in ("orphan", "malformed")}
    for name in ("persons", "events", "actions"):
        assert {row["occurrence_no"] for row in tables[name]} - known <= lost | {"43990000000"}
    assert {row["party"] for row in tables["persons"]} >= {"VICTIM", "SUSPECT"}


def test_the_workbook_holds_the_same_rows_as_the_tables(folder: Path) -> None:
    book = load_workbook(folder / "extract-crime" / "eastvale-connect.xlsx", read_only=True)
    assert book.sheetnames == ["Occurrences", "Persons", "Events", "Actions"]
    for name in TABLES:
        header, *cells = book[name.capitalize()].iter_rows(values_only=True)
        assert header == shape_b.COLUMNS[name]
        # the reader leaves out empty cells at the end of a row
        assert [dict(zip_longest(header, row)) for row in cells] == _table(folder, name)
    book.close()


def test_relationship_is_filled_in_few_rows(larger: Path) -> None:
    rows = _rows(larger / "extract-crime" / "northmoor-cris.csv")
    assert sum(bool(row["REL_TO_SUSP"]) for row in rows) / len(rows) == pytest.approx(0.09, abs=0.045)


def test_progress_is_told_report_by_report(tmp_path: Path) -> None:
    told: list[int] = []
    write_force(tmp_path, reports=12, seed=1, progress=told.append)
    assert told == [1] * 12


@pytest.mark.parametrize(("reports", "seed"), [(0, 1), (1, -1)])
def test_a_world_of_nothing_is_refused(reports: int, seed: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one report"):
        write_force(tmp_path, reports=reports, seed=seed)
    assert list(tmp_path.iterdir()) == []
