"""The report of an extract: whole in itself, every figure with its base, and errors in plain words."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from unbroken import insight
from unbroken.cli import app
from unbroken.insight.extract import MANIFEST, Manifest, digest_of
from unbroken.insight.labels import codes_of
from unbroken.insight.schema import TABLES, VERSION
from unbroken.insight.sheets import Definition, Share, Sheet

pytestmark = pytest.mark.demand("ANA-02", "ANA-05", "GOV-07", "GOV-08")
Rows = Sequence[Mapping[str, Any]]


def extract(folder: Path, cases: Rows) -> Path:
    """An extract with these cases; what a row leaves out is not recorded."""
    folder.mkdir()
    for name, table in TABLES.items():
        empty = {column.name: _empty(column) for column in table.columns}
        rows = [{**empty, **row} for row in (cases if name == "cases" else ())]
        pq.write_table(pa.Table.from_pylist(rows, schema=table.arrow()), folder / f"{name}.parquet")
    digests = {name: digest_of(folder / f"{name}.parquet") for name in TABLES}
    made = Manifest(VERSION, "2026-01-05T09:00:00+00:00", {}, dict.fromkeys(TABLES, 0) | {"cases": len(cases)}, digests)
    (folder / MANIFEST).write_text(json.dumps(made.as_json()))
    return folder


def _empty(column: Any) -> Any:
    if column.kind == "codes":
        return []
    if not column.is_always:
        return None
    if listed := codes_of(column):
        return listed.codes[0].code
    return {"count": 0, "yes_no": False, "day": date(2024, 1, 1)}.get(column.kind, "x")


LEFT = {
    "offence": "stalking_2a",
    "outcome": "16",
    "ended_by": "victim",
    "ended_on": date(2024, 2, 1),
    "area": "Harbour",
}
CONVICTED = {
    "offence": "stalking_4a_fear",
    "charged_on": date(2024, 2, 1),
    "submissions": 1,
    "is_convicted": True,
    "area": "Moor",
}
ODD = {"offence": "stalking_2a", "area": "<b>Moor</b>"}
CASES: Rows = [*[LEFT] * 60, *[CONVICTED] * 40, *[ODD] * 20, *[{"offence": "harassment_2"}] * 10]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return extract(tmp_path / "extract", CASES)


def test_the_page_is_whole_in_itself_and_says_of_what_it_is(folder: Path, tmp_path: Path) -> None:
    report = insight.run(insight.Extract(folder))
    insight.write_report(report, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    assert "Of 120 reports recorded as stalking now, or as a breach of a stalking protection order, 40 (33.3 %" in page
    assert report.extract.name in page
    assert re.findall(r"(?:src|href)=.(https?:|//)", page) == []
    assert "<b>Moor</b>" not in page, "what an extract says is text"
    assert page.count("<caption>") == sum(len(one.sheets) for one in report.analyses) + 1


def test_every_table_is_a_file_with_what_it_counts_beside_it(folder: Path, tmp_path: Path) -> None:
    report = insight.run(insight.Extract(folder))
    written = insight.write_report(report, tmp_path / "out")
    for analysis in report.analyses:
        for sheet in analysis.sheets:
            stem = tmp_path / "out" / "tables" / f"{analysis.name}-{sheet.name}"
            about = json.loads(stem.with_suffix(".json").read_text())
            assert about["extract"] == report.extract.manifest.digest
            assert any(words in about["base"] for words in ("reports of any class", report.scope.words()))
            rows = list(csv.reader(stem.with_suffix(".csv").read_text().splitlines()))
            assert {len(row) for row in rows} == {len(rows[0])}
            assert len(rows) == len(sheet.rows) + 1
    assert all(file.stat().st_size for file in written)
    text = (tmp_path / "out" / "tables" / "attrition-by_area.csv").read_text()
    by_area = {row["Area"]: row for row in csv.DictReader(text.splitlines())}
    assert (by_area["Moor"]["Convicted: count"], by_area["Moor"]["Convicted: per cent from"]) == ("40", "91.24")


def test_nothing_in_the_scope_is_said_and_no_share_is_made_of_it(folder: Path, tmp_path: Path) -> None:
    report = insight.run(insight.Extract(folder), insight.Scope(areas=("Elsewhere",)))
    assert report.analyses[0].words == (f"There are no {report.scope.words()}.",)
    insight.write_report(report, tmp_path / "out")
    assert "No report is within the scope." in (tmp_path / "out" / "index.html").read_text()


def test_the_command_writes_it_and_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    def run(*more: str, of: Path = folder) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["insight", "run", str(of), "--out", str(tmp_path / "out"), *more])
        return result.exit_code, " ".join(result.output.split())

    assert run("--offences", "all")[0] == 0
    assert (tmp_path / "out" / "figures" / "attrition-flow.png").read_bytes()[:4] == b"\x89PNG"
    code, said = run("--since", "2024-02-01", "--until", "2024-01-01")
    assert (code, "until: 2024-01-01 is before since, 2024-02-01" in said) == (1, True)
    code, said = run("--only", "weather")
    assert (code, "only: weather: there is no such analysis; there are attrition" in said) == (1, True)
    code, said = run(of=tmp_path)
    assert (code, "has no extract.json" in said) == (1, True)


def test_a_share_of_nothing_is_none_and_a_row_fits_its_heads() -> None:
    assert (Share(0, 0).percent, Share(0, 0).interval) == (None, None)
    with pytest.raises(ValueError, match="a row of 1 cells under 2 heads"):
        Sheet("s", "S", Definition("", ""), ("a", "b"), (("x",),))
