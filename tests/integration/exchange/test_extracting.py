"""An extract of the record: complete, without anybody's name, and refused where it was changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection
from typer.testing import CliRunner

from tests.entries import draft
from tests.whole_case import (
    HANDLE,
    NAME,
    ORDER,
    PHONE,
    PLATE,
    PROSECUTION,
    R1,
    SUSPECT,
    SUSPECT_NAME,
    VICTIM,
    whole_case,
)
from unbroken import flow
from unbroken.cli import app
from unbroken.exchange.extracting.writing import NotEmpty, write_extract
from unbroken.insight.extract import MANIFEST, BadExtract, Extract
from unbroken.insight.schema import TABLES
from unbroken.record.entries import Draft
from unbroken.record.models import RecordEntry
from unbroken.record.queries import heads

pytestmark = [pytest.mark.django_db, pytest.mark.demand("REC-14", "ANA-18", "GOV-08")]
MADE_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def recorded() -> None:
    for one in whole_case():
        flow.take_in([one], by="tests")


def extracted(folder: Path, **options: Any) -> dict[str, list[dict[str, Any]]]:
    write_extract(folder, made_at=MADE_AT, **options)
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in TABLES}


@pytest.mark.usefixtures("recorded")
def test_every_report_person_and_entry_is_in_it(tmp_path: Path) -> None:
    found = extracted(tmp_path / "out")
    assert len(found["entries"]) == RecordEntry.objects.count()
    counted = {
        "cases": "cases_report",
        "people": "people_person",
        "orders": "safety_order",
        "hearings": "cases_hearing",
    }
    for name, table in counted.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            assert len(found[name]) == cursor.fetchone()[0] > 0, name
    assert all(found[name] for name in TABLES.keys() - {"needs", "assessments", "codings"}), (
        "the whole case has something of everything else"
    )


@pytest.mark.usefixtures("recorded")
def test_a_case_has_what_became_of_it(tmp_path: Path) -> None:
    found = extracted(tmp_path / "out")
    first, second = sorted(found["cases"], key=lambda case: case["made_on"])
    assert (first["made_on"], first["area"], first["victim_sex"]) == (date(2023, 4, 17), "Harbour", "female")
    assert first["incidents"] == sum(one["case"] == first["case"] for one in found["incidents"])
    assert second["earlier_reports"] == first["linked_reports"] == 1
    assert first["earlier_reports"] == 0
    assert first["victim"] == second["victim"] in {one["resolved"] for one in found["people"]}
    assert {one["case"] for one in found["hearings"]} <= {first["case"], second["case"]}
    assert any(case["orders_granted"] for case in (first, second))


@pytest.mark.demand("GOV-06")
@pytest.mark.usefixtures("recorded")
def test_no_name_identifier_or_free_text_is_in_it(tmp_path: Path) -> None:
    extracted(tmp_path / "out")
    written = " ".join(
        str(value) for name in TABLES for row in pq.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist()
        for value in row.values()
    )  # fmt: skip
    ids = [entry.id for entry in RecordEntry.objects.all()]
    objects = [name.partition(":")[2] for name in (VICTIM, SUSPECT, R1, ORDER, PROSECUTION)]
    secrets = [
        *NAME.split(),
        *SUSPECT_NAME.split(),
        PHONE,
        PLATE,
        HANDLE,
        "NM/2023/0417",
        "outside her flat",
        *objects,
        *ids,
    ]
    assert [one for one in secrets if one in written] == []


@pytest.mark.usefixtures("recorded")
def test_pseudonyms_are_of_one_extract_unless_a_key_is_given(tmp_path: Path) -> None:
    first, second = (extracted(tmp_path / name)["people"] for name in ("a", "b"))
    assert {one["person"] for one in first}.isdisjoint(one["person"] for one in second)
    third, fourth = (extracted(tmp_path / name, key=b"k" * 32)["people"] for name in ("c", "d"))
    assert third == fourth


@pytest.mark.usefixtures("recorded")
def test_an_extract_says_of_what_record_it_is_and_opens(tmp_path: Path) -> None:
    made = write_extract(tmp_path / "out", made_at=MADE_AT)
    opened = Extract(tmp_path / "out")
    assert opened.manifest == made
    assert {book: (one["seq"], one["digest"]) for book, one in made.heads.items()} == heads()
    assert (made.made_at, made.rows["entries"]) == ("2026-01-05T09:00:00+00:00", RecordEntry.objects.count())


def test_an_amended_entry_says_so_and_its_correction_counts(tmp_path: Path) -> None:
    told = draft("incident.recorded", {"behaviours": ["calls_texts"]}, "report:r1", ("victim", "person:v1"))
    entry = flow.take_in([draft(), told], by="tests").recorded[1].entry
    said = {"why": "Mistyped.", "body": {"behaviours": ["letters_gifts"]}}
    flow.take_in([Draft("entry.corrected", said, (), "2024-03-09", "northmoor", "tests", "c-1", entry.id)], by="tests")
    found = extracted(tmp_path / "out")
    assert [one["behaviours"] for one in found["incidents"]] == [["letters_gifts"]]
    amended = {one["kind"]: one for one in found["entries"]}
    assert amended["incident.recorded"]["is_amended"]
    assert amended["entry.corrected"]["corrects"] == amended["incident.recorded"]["entry"]


def test_an_empty_record_gives_an_extract_with_no_rows(tmp_path: Path) -> None:
    assert extracted(tmp_path / "out") == {name: [] for name in TABLES}
    assert Extract(tmp_path / "out").manifest.rows == dict.fromkeys(TABLES, 0)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    with pytest.raises(NotEmpty, match="never written over"):
        write_extract(tmp_path, made_at=MADE_AT)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]


def _without_a_column(folder: Path) -> None:
    table = pq.read_table(folder / "cases.parquet")
    pq.write_table(table.drop_columns(["made_on"]), folder / "cases.parquet")


def _with_another_type(folder: Path) -> None:
    table = pq.read_table(folder / "cases.parquet")
    at = table.schema.get_field_index("victims")
    pq.write_table(table.set_column(at, "victims", pa.array([], pa.string())), folder / "cases.parquet")


def _of_another_version(folder: Path) -> None:
    said = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(said | {"version": 99}))


def _changed(folder: Path) -> None:
    table = pq.read_table(folder / "cases.parquet")
    pq.write_table(table, folder / "cases.parquet", compression="none")


def _with_another_digest(folder: Path) -> None:
    said = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(said | {"digests": said["digests"] | {"cases": "0" * 64}}))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_a_column, "has no column 'made_on'"),
        (_with_another_type, "'victims' is string, and should be int32"),
        (_of_another_version, "is of version 99"),
        (_changed, "is not as it was written"),
        (_with_another_digest, "is not as it was written"),
        (lambda folder: (folder / "people.parquet").unlink(), "people.parquet is not there"),
        (lambda folder: (folder / "people.parquet").write_bytes(b"PAR1"), "is no Parquet file"),
        (lambda folder: (folder / MANIFEST).unlink(), "has no extract.json"),
        (lambda folder: (folder / MANIFEST).write_text("{"), "cannot be read"),
    ],
)
def test_what_is_no_extract_is_refused_in_plain_words(
    tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    write_extract(tmp_path / "out", made_at=MADE_AT)
    spoil(tmp_path / "out")
    with pytest.raises(BadExtract, match=said):
        Extract(tmp_path / "out")


def test_the_command_writes_one_and_refuses_a_short_secret(tmp_path: Path) -> None:
    flow.take_in([draft()], by="tests")
    (tmp_path / "secret").write_text("too short")
    refused = CliRunner().invoke(app, ["extract", "--out", str(tmp_path / "a"), "--key", str(tmp_path / "secret")])
    assert (refused.exit_code, "give a secret of at least 32" in refused.output) == (1, True)
    written = CliRunner().invoke(app, ["extract", "--out", str(tmp_path / "a")])
    assert (written.exit_code, "1 reports, 1 entries" in written.output) == (0, True)
