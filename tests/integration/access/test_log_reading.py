"""The access log can be taken out, by person, by user and by day; and that it was is in it."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.matter import VICTIM, make_user
from unbroken.access.log import log
from unbroken.access.log_reading import LogWanted, read_log
from unbroken.access.models import AccessLog, Category
from unbroken.cli import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def acts(db: None) -> None:
    log(Category.CONSULTATION, by=make_user("officer"), action="journey", objects=[VICTIM], why="=1+1")
    log(Category.CONSULTATION, by=make_user("supervisor"), action="report", objects=["report:r1"], refused=True)


def test_it_is_read_by_person_user_and_day() -> None:
    today = date.today()
    assert [row[5] for row in read_log(LogWanted())] == ["journey", "report"]
    assert [row[5] for row in read_log(LogWanted(about=VICTIM))] == ["journey"]
    assert [row[5:] for row in read_log(LogWanted(who="supervisor-1"))] == [("report", "", "yes", "report:r1")]
    assert list(read_log(LogWanted(first=today + timedelta(days=2)))) == []
    assert list(read_log(LogWanted(last=today - timedelta(days=2)))) == []


def test_the_command_writes_it_and_is_itself_logged(tmp_path: Path) -> None:
    target = tmp_path / "log.csv"
    done = CliRunner().invoke(app, ["log", str(target), "--why", "Inquiry 4", "--about", VICTIM])
    assert done.exit_code == 0, done.output
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["who"], row["why"]) for row in rows] == [("officer-1", "'=1+1"), (rows[-1]["who"], "Inquiry 4")]
    assert AccessLog.objects.filter(action="log", category="disclosure", why="Inquiry 4").exists()
