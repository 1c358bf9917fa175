"""Assessments of risk and of needs in an extract: as they stand, without what is for clinical eyes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.entries import draft
from unbroken import flow
from unbroken.exchange.extracting.writing import write_extract
from unbroken.record.entries import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ASS-08", "INT-01", "ANA-12", "GOV-08")]
SUSPECT, VICTIM = ("suspect", "person:s1"), ("victim", "person:v1")
RISK = {"instrument": "sash", "computed_grade": "moderate", "judgement": "high", "judgement_reason": "Burnt her car.",
        "typology": ["rejected"], "formulation": "Clinical words."}  # fmt: skip
NEEDS = {"source": "oasys", "needs": [{"need": "coping", "level": "serious", "note": "Words."},
                                      {"need": "substance", "level": "none"}]}  # fmt: skip


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    write_extract(folder, made_at=datetime(2026, 1, 5, tzinfo=UTC))
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in ("assessments", "needs", "people")}


def test_an_assessment_has_its_grades_and_types_and_no_words(tmp_path: Path) -> None:
    flow.take_in([draft(), draft("risk.assessed", RISK, VICTIM, SUSPECT, "report:r1")], by="tests")
    (row,) = tables(tmp_path / "out")["assessments"]
    assert (row["instrument"], row["grade"], row["judged"], row["typologies"]) == (
        "sash", "moderate", "high", ["rejected"],
    )  # fmt: skip
    assert row["case"]
    assert row["suspect"] != row["victim"]
    assert not {"Burnt her car.", "Clinical words."} & {str(value) for value in row.values()}


def test_each_need_is_a_row_and_a_correction_counts(tmp_path: Path) -> None:
    taken = flow.take_in([draft(), draft("need.assessed", NEEDS, SUSPECT)], by="tests").recorded
    rows = tables(tmp_path / "a")["needs"]
    assert {(row["source"], row["need"], row["level"]) for row in rows} == {
        ("oasys", "coping", "serious"), ("oasys", "substance", "none"),
    }  # fmt: skip
    said = {"why": "Wrong form.", "body": {**NEEDS, "needs": [{"need": "coping", "level": "some"}]}}
    flow.take_in(
        [Draft("entry.corrected", said, (), "2024-03-09", "northmoor", "tests", "c", taken[1].entry.id)], by="t"
    )
    assert [(row["need"], row["level"]) for row in tables(tmp_path / "b")["needs"]] == [("coping", "some")]
