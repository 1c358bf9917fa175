"""The rejects file: nothing is lost, it is whole or marked partial, and only its owner may read it."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import orjson
import pytest

from unbroken.exchange.importing.places import Place
from unbroken.exchange.importing.rejects import COLUMNS, Rejects
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem

pytestmark = [pytest.mark.demand("REC-01"), pytest.mark.demand("REC-14")]

ROW = Place("cris.csv", 7, {"CRIME_REF": "1/24", "SUS1_TEL": "=1+1"})
LINE = Place("a.jsonl", 3, b'{"kind": \xff')
WRONG = Problem("INITIAL_CLASS", "'S9Z' is not in the code table offences", "one of S2A")
DRAFT = Draft("report.made", {}, (), "2024", "met", "cris", "1/24/made")


def test_each_reason_is_a_line_with_the_row(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    with Rejects(path) as rejects:
        rejects.add(ROW, [WRONG, Problem("row", "is odd")])
        rejects.add(LINE, [Problem("line", "is not JSON")])
        rejects.add(ROW, [Problem("happened", "is in the future")], DRAFT)
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert lines[0] == {
        "file": "cris.csv",
        "line": 7,
        "kind": "",
        "source_ref": "",
        "field": "INITIAL_CLASS",
        "reason": "'S9Z' is not in the code table offences",
        "expected": "one of S2A",
        "raw": '{"CRIME_REF":"1/24","SUS1_TEL":"=1+1"}',
    }
    assert [line["field"] for line in lines] == ["INITIAL_CLASS", "row", "line", "happened"]
    assert lines[2]["raw"] == '{"kind": \ufffd'
    assert (lines[3]["kind"], lines[3]["source_ref"]) == ("report.made", "1/24/made")


def test_as_csv_it_opens_in_a_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "rejects.csv"
    with Rejects(path) as rejects:
        rejects.add(Place("a.jsonl", 1, b"=cmd()"), [WRONG])
    heading, row = csv.reader(path.read_text(encoding="utf-8").splitlines())
    assert tuple(heading) == COLUMNS
    assert row == ["a.jsonl", "1", "", "", "INITIAL_CLASS", WRONG.message, "one of S2A", "'=cmd()"]


def test_until_all_is_read_it_is_partial(tmp_path: Path) -> None:
    path, partial = tmp_path / "rejects.jsonl", tmp_path / "rejects.jsonl.partial"
    with Rejects(path) as rejects:
        rejects.add(ROW, [WRONG])
        rejects.flush()
        assert not path.exists()
        assert len(partial.read_bytes().splitlines()) == 1
    assert path.exists()
    assert not partial.exists()


def _break_off(path: Path) -> None:
    with Rejects(path) as rejects:
        rejects.add(ROW, [WRONG])
        raise KeyboardInterrupt


def test_after_a_crash_the_partial_file_stays_and_the_old_one_too(tmp_path: Path) -> None:
    path, partial = tmp_path / "rejects.jsonl", tmp_path / "rejects.jsonl.partial"
    path.write_text("from last time\n", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        _break_off(path)
    assert len(partial.read_bytes().splitlines()) == 1
    assert path.read_text(encoding="utf-8") == "from last time\n"


def test_without_rejects_the_file_is_there_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    path.write_text("from last time\n", encoding="utf-8")
    with Rejects(path):
        pass
    assert path.read_bytes() == b""


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "rejects.jsonl"
    with Rejects(path) as rejects:
        rejects.add(ROW, [WRONG])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    with Rejects(None) as rejects:
        rejects.add(ROW, [WRONG])
        rejects.flush()
    assert list(tmp_path.iterdir()) == []
