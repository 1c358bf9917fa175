"""The sweep: everything on the record read and judged anew, and what waits listed."""

from __future__ import annotations

import orjson
import pytest
from django.db import connection
from typer.testing import CliRunner

from tests.entries import MADE, draft
from tests.integration.conduct.test_courses import incident, made, take
from unbroken.cli import app
from unbroken.conduct.models import CourseRow, ReadingRow
from unbroken.conduct.queries import tally
from unbroken.conduct.sweep import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.demand("RCG-08")]
WORDS = "Her ex comes to the house every night and she has told him to stop."


@pytest.fixture
def record(db: None) -> None:
    """A course that is recorded, one that only words tell, and one of which nobody is suspected."""
    take(made("r1"), incident("r1", "2024-03-01"), incident("r1", "2024-03-07", told=["asked_to_stop"]))
    take(made("r2", "w", narrative=WORDS))
    take(draft("report.made", {**MADE, "narrative": WORDS}, "report:r3", ("victim", "person:x")))


def rows() -> list[tuple[object, ...]]:
    return list(CourseRow.objects.order_by("victim", "suspect").values_list())


def readings() -> list[tuple[object, ...]]:
    return list(ReadingRow.objects.order_by("object", "n").values_list())


@pytest.mark.usefixtures("record")
def test_a_sweep_finds_what_was_kept_as_it_was_recorded() -> None:
    kept = rows(), readings()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM conduct_course")
        cursor.execute("DELETE FROM conduct_reading")
    done = sweep()
    assert (done.victims, done.pairs, done.narratives) == (3, 3, 2)
    assert (rows(), readings()) == kept


@pytest.mark.usefixtures("record")
def test_it_leaves_nothing_of_whom_no_report_names_any_more() -> None:
    CourseRow.objects.filter(victim="person:v").update(victim="person:gone")
    sweep()
    assert set(CourseRow.objects.values_list("victim", flat=True)) == {"person:v", "person:w", "person:x"}


@pytest.mark.usefixtures("record")
def test_the_command_lists_what_waits_with_its_reasons_and_says_the_counts() -> None:
    CourseRow.objects.all().delete()
    done = CliRunner().invoke(app, ["recognise", "--sweep"])
    assert done.exit_code == 0, done.output
    lines = [orjson.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert {(line["victim"], line["suspect"]) for line in lines} == {
        ("person:v", "person:s"), ("person:w", "person:s"), ("person:x", "report:r3"),
    }  # fmt: skip
    assert all(line["finding"].startswith("stalking") and "repeated" in line["rules_met"] for line in lines)
    assert [line["rests_on_words"] for line in lines].count(True) == 2
    assert "3 waiting (before 0)" in done.stderr
    assert tally().waiting == 3


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Name the case files to read, or give --sweep"),
        (("--sweep", "case.json"), "case files and --coded do not go with it"),
        (("case.json", "--most", "3"), "--most goes with --sweep"),
    ],
)
def test_what_does_not_go_together_is_said(arguments: tuple[str, ...], says: str) -> None:
    done = CliRunner().invoke(app, ["recognise", *arguments])
    assert done.exit_code == 1
    assert says in " ".join(done.stderr.split())
