"""A code that no list has is refused when an extract is opened: no figure would know what it counts."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.insight.generated import generate
from tests.unit.insight.test_publication import assert_that_text_counts_nothing
from unbroken import insight
from unbroken.insight.analyses import ANALYSES
from unbroken.insight.extract import MANIFEST, Manifest, digest_of
from unbroken.insight.schema import TABLES

pytestmark = pytest.mark.demand("ANA-02", "GOV-10")


def change(folder: Path, table: str, column: str, value: object) -> Path:
    """The extract with this value in every row of a column, and digests that say so."""
    file = folder / f"{table}.parquet"
    rows = [row | {column: value} for row in pq.read_table(file).to_pylist()]
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[table].arrow()), file)
    said = json.loads((folder / MANIFEST).read_text())
    manifest = Manifest(**{name: said[name] for name in Manifest.__slots__})
    manifest = Manifest(manifest.version, manifest.made_at, {}, manifest.rows,
                        {name: digest_of(folder / f"{name}.parquet") for name in TABLES})  # fmt: skip
    (folder / MANIFEST).write_text(json.dumps(manifest.as_json()))
    return folder


def test_an_agency_has_the_name_that_its_installation_chose(tmp_path: Path) -> None:
    insight.Extract(change(generate(tmp_path / "extract", 5), "cases", "agency", "devon_and_cornwall"))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("cases", "offence", "spo_breach"), ("cases", "behaviours", ["weather"]), ("people", "sex", "x")],
)
def test_an_unknown_code_is_refused_by_name(tmp_path: Path, table: str, column: str, value: object) -> None:
    folder = change(generate(tmp_path / "extract", 5), table, column, value)
    wrong = value[0] if isinstance(value, list) else value
    with pytest.raises(insight.BadExtract, match=f"{table}.parquet: '{column}' has '{wrong}', which is no code"):
        insight.Extract(folder)


@pytest.mark.parametrize("gaps", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("reports", [0, 1, 40])
def test_every_analysis_copes_with_any_extract(tmp_path: Path, reports: int, gaps: float) -> None:
    """Nothing hangs together in it, much or all of it is empty: there is a result, or words that say why not."""
    extract = insight.Extract(generate(tmp_path / "extract", reports, seed=3, gaps=gaps))
    for offences in ("stalking", "all"):
        report = insight.run(extract, insight.Scope(offences=offences))
        assert [one.name for one in report.analyses] == list(ANALYSES)
        assert all(one.words for one in report.analyses)
        assert_that_text_counts_nothing(report)
        insight.write_report(report, tmp_path / offences)
