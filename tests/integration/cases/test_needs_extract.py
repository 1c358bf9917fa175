"""An extract of needs from the file to the list and the figures: imported once, some and serious apart (ASS-08)."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.integration.triage.stage import report, same, taken
from unbroken import flow
from unbroken.exchange.importing import ImportReport, load_mapping, run_import
from unbroken.record.queries import entries_about
from unbroken.triage.needs import read_all_figures, read_people

EXAMPLE = Path(__file__).parents[3] / "docs/examples/needs"
CALLUM = "person:pnc-2009-0123456X"
pytestmark = [pytest.mark.django_db, pytest.mark.demand("ASS-08")]


def take(path: Path = EXAMPLE, rejects: Path | None = None) -> ImportReport:
    return run_import(
        (path,), take_in=flow.take_in_bulk, by="tests", mapping=load_mapping("oasys_like"), rejects=rejects
    )


def test_the_example_goes_in_whole_and_only_once() -> None:
    first = take()
    assert (first.read, first.rejected, first.recorded, first.notes) == (4, 0, 7, [])
    again = take()
    assert (again.recorded, again.duplicates) == (0, 7)


def test_each_need_has_its_level_and_an_empty_cell_says_nothing() -> None:
    take()
    latest = [entry for entry in entries_about({CALLUM}) if entry.kind == "need.assessed"][-1]
    assert latest.body == {
        "source": "oasys",
        "source_version": "6",
        "needs": [
            {"need": "relationships", "level": "some"},
            {"need": "mental_health", "level": "some"},
            {"need": "self_harm", "level": "not_assessed"},
            {"need": "substance", "level": "serious"},
        ],
    }
    levels = {need: level for need, (_, level) in read_people()[CALLUM].levels.items()}
    assert levels == {
        "relationships": "some", "mental_health": "some", "coping": "some", "self_harm": "none", "substance": "serious",
    }  # fmt: skip


def test_somebody_without_an_assessed_need_is_in_the_base_and_one_without_an_assessment_is_not() -> None:
    take()
    taken(*report("r1", "v1", "dov"), *report("r2", "v2", "jo"), *report("r3", "v3", "pe"))
    taken(same("dov", "pnc-2009-0123456X"), same("jo", "pnc-2011-0345678M"), same("pe", "pnc-2015-0765432Q"))
    found = read_all_figures(made_on=date(2025, 1, 1))["needs-assessed"]
    assert found.base == 2
    assert {row.label: row.count for row in found.rows}["Alcohol or drugs: serious problem"] == 1


def test_a_level_that_is_not_known_is_rejected_and_never_guessed(tmp_path: Path) -> None:
    broken = shutil.copytree(EXAMPLE, tmp_path / "broken")
    with (broken / "needs.csv").open("a") as file:
        file.write("1999/0000001Z,Nobody,N,01/01/1980,M,01/03/2024,6,A PROBLEM,,,,\n")
    found = take(broken, tmp_path / "out.jsonl")
    assert (found.rejected, "A PROBLEM" in (tmp_path / "out.jsonl").read_text()) == (1, True)
