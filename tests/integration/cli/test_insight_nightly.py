"""Each night's extract, with its report, for the pages of Insight."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.matter import record_matter
from unbroken import insight
from unbroken.access.models import AccessLog, Category
from unbroken.cli import app
from unbroken.insight import kept
from unbroken.insight.kept import read_kept
from unbroken.insight.scope import Scope
from unbroken.insight.shelf import newest

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ANA-02")]


def nightly(*words: str) -> Result:
    return CliRunner().invoke(app, ["insight", "nightly", *words], env={"COLUMNS": "160"})


@pytest.fixture
def shelf(tmp_path: Path, settings: Any) -> Path:
    settings.UNBROKEN_EXTRACTS = tmp_path / "extracts"
    return tmp_path / "extracts"


@pytest.mark.slow
def test_it_leaves_an_extract_with_its_report_and_removes_the_old(shelf: Path) -> None:
    record_matter()
    old = shelf / "2020-01-01T020000Z"
    old.mkdir(parents=True)
    made = nightly("--keep-days", "7", "--why", "A test")
    assert made.exit_code == 0, made.output
    assert "Removed: 2020-01-01T020000Z" in made.output
    assert not old.exists()
    found = newest(shelf)
    assert found is not None
    assert insight.Extract(found.folder).manifest.rows["cases"] > 0
    assert read_kept(found, Scope()) is not None
    assert found.folder.stat().st_mode & 0o077 == 0, "somebody else may read it"
    logged = AccessLog.objects.get(action="unbroken insight nightly")
    assert (logged.category, logged.why) == (Category.DISCLOSURE, "A test")


def test_an_extract_whose_report_fails_is_there_all_the_same(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*told: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(kept, "keep", stumble)
    made = nightly()
    assert made.exit_code == 1
    assert "its report could not be made: ZeroDivisionError" in made.output
    assert newest(shelf) is not None
