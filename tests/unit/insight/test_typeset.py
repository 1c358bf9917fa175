"""The report as PDF: whole, accessible, the same each time; what an extract says is text and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.unit.insight.test_report import LEFT, extract
from unbroken import insight
from unbroken.insight.typeset import as_pdf

pytestmark = pytest.mark.demand("ANA-02", "GOV-08")
ODD: Mapping[str, Any] = {"offence": "stalking_2a", "area": '#eval("1+1") 🔪 *x*'}


def report(folder: Path) -> insight.Report:
    return insight.run(insight.Extract(extract(folder, [*[LEFT] * 9, *[ODD] * 6])))


def test_it_says_what_the_page_says(tmp_path: Path) -> None:
    made = report(tmp_path / "extract")
    read = PdfReader(BytesIO(as_pdf(made)))
    text = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for analysis in made.analyses:
        assert analysis.title in text
        assert all(sheet.title in text for sheet in analysis.sheets)
    assert "/MarkInfo" in read.root_object, "a reader is told that it is tagged"
    assert read.metadata is not None
    assert read.metadata.title == f"Why cases are lost: {made.scope.words()}"
    assert '#eval("1+1") [hocho, U+1F52A] *x*' in text


def test_it_is_the_same_each_time_and_stands_beside_the_page(tmp_path: Path) -> None:
    made = report(tmp_path / "extract")
    insight.write_report(made, tmp_path / "out")
    assert (tmp_path / "out" / "report.pdf").read_bytes() == as_pdf(made.published())


def test_nothing_within_the_scope_is_said(tmp_path: Path) -> None:
    made = insight.run(insight.Extract(extract(tmp_path / "extract", [])))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(made))).pages)
    assert "There are no reports recorded as stalking" in " ".join(text.split())
