"""When victims leave and police close: the three ways apart, by the published bands, each report once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.leaving import STAYED, WAYS
from unbroken.insight.bands import BANDS
from unbroken.insight.sheets import Share, Sheet

pytestmark = pytest.mark.demand("ANA-08", "ANA-09")
DAY = date(2024, 1, 31)


def left(days: int | None, way: str = "withdrew", **more: Any) -> dict[str, Any]:
    return {
        "offence": "stalking_2a",
        "left_as": way,
        "left_on": DAY,
        "days_to_leaving": days,
        "came_back": False,
        **more,
    }


def closed(days: int, **more: Any) -> dict[str, Any]:
    return {"offence": "stalking_2a", "closed_on": DAY, "days_to_closure": days, "ended_by": "police", "outcome": "15",
            "closure_reasons": ["lack_of_evidence"], **more}  # fmt: skip


def sheets_of(tmp_path: Path, *cases: dict[str, Any]) -> dict[str, Sheet]:
    report = insight.run(insight.Extract(extract(tmp_path / "extract", cases)), only=["leaving"])
    return {sheet.name: sheet for sheet in report.analyses[0].sheets}


def counts(sheet: Sheet) -> dict[str, int]:
    return {str(row[0]): cell.count for row in sheet.rows if isinstance(cell := row[1], Share) and cell.count}


def test_the_ways_are_told_apart_and_who_came_back_is_not_gone(tmp_path: Path) -> None:
    found = sheets_of(
        tmp_path, left(0), left(3), left(3, "disengaged"), left(1, came_back=True), {"offence": "stalking_2a"}
    )
    assert counts(found["ways"]) == {WAYS["withdrew"]: 2, WAYS["disengaged"]: 1, STAYED: 2}
    assert counts(found["withdrew_when"]) == {BANDS[0]: 1, BANDS[1]: 1}
    assert [row[2].count for row in found["withdrew_when"].rows[:-1]] == [1, 2, 2, 2, 2, 2]  # type: ignore[union-attr]


def test_several_reasons_count_each_and_one_given_twice_counts_once(tmp_path: Path) -> None:
    reasons = (["delay", "court_fear"], ["delay", "delay"], [])
    found = sheets_of(tmp_path, *(left(2, leaving_reasons=each) for each in reasons))
    rows = {row[0]: row[1] for row in found["withdrew_why"].rows}
    assert (rows["Delay"], rows["Fear of court"]) == (Share(2, 3), Share(1, 3))
    assert rows["no reason recorded"] == Share(1, 3)


@pytest.mark.parametrize(
    "other",
    [
        {"left_on": date(2024, 1, 30)},
        {"submissions": 1},
        {"charged_on": DAY},
        {"ended_by": "victim"},
        {"left_at": "A4c"},
        {"closed_on": None},
    ],
)
def test_only_what_police_closed_by_themselves_counts_as_closed_by_police(
    tmp_path: Path, other: dict[str, Any]
) -> None:
    found = sheets_of(tmp_path, closed(5), closed(5, **other))
    assert counts(found["closed_when"]) == {BANDS[1]: 1}
    assert counts(found["closed_why"]) == {"Lack of evidence": 1}


def test_a_victim_who_left_after_the_closing_had_not_left_before(tmp_path: Path) -> None:
    assert counts(sheets_of(tmp_path, closed(40, left_on=date(2024, 2, 1)))["closed_when"]) == {BANDS[4]: 1}
