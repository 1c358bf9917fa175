"""Changes of class: each report once, recognition apart from seriousness, totals that match at each step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.reclassification import CLASSES, DIRECTIONS, class_of, direction
from unbroken.insight.bands import BANDS, NOT_KNOWN, band, in_bands
from unbroken.insight.sheets import Share, Sheet, say
from unbroken.vocabulary.offences import OFFENCES

pytestmark = pytest.mark.demand("ANA-04", "REC-04")
A, FEAR, DISTRESS, H = "stalking_2a", "stalking_4a_fear", "stalking_4a_distress", "harassment_2"


@pytest.mark.parametrize(
    ("first", "now", "way"),
    [
        (H, A, "recognition"),
        (A, H, "loss"),
        (A, FEAR, "up"),
        (FEAR, A, "down"),
        (FEAR, DISTRESS, "other"),
        (A, A, "none"),
        (None, A, ""),
        (A, None, ""),
    ],
)
def test_each_change_has_its_way(first: str | None, now: str | None, way: str) -> None:
    assert direction(first, now) == way
    assert way in DIRECTIONS


def test_every_offence_has_a_class() -> None:
    assert {class_of(code.code) for code in OFFENCES.codes} == CLASSES.keys() - {""}
    assert class_of("no-such-offence") == ""


@pytest.mark.parametrize(
    ("days", "name"),
    [(0, BANDS[0]), (1, BANDS[1]), (7, BANDS[1]), (8, BANDS[2]), (14, BANDS[2]), (28, BANDS[3]), (91, BANDS[4]),
     (92, BANDS[5]), (None, NOT_KNOWN)],
)  # fmt: skip
def test_days_fall_into_the_published_bands(days: int | None, name: str) -> None:
    assert band(days) == name
    assert in_bands([(days, 3)])[name] == 3


def test_the_totals_of_each_table_are_the_base(tmp_path: Path) -> None:
    cases: list[dict[str, Any]] = [
        {"offence_initial": H, "offence": A, "days_to_recognition": 3},
        {"offence_initial": H, "offence": FEAR, "days_to_recognition": None, "offence_charged": H},
        {"offence_initial": A, "offence": FEAR, "offence_charged": A},
        {"offence_initial": None, "offence": A},
    ]
    report = insight.run(insight.Extract(extract(tmp_path / "extract", cases)), only=["reclassification"])
    (analysis,) = report.analyses
    sheets = {sheet.name: sheet for sheet in analysis.sheets}
    assert total(sheets["first_to_now"]) == total(sheets["direction"]) == 4
    assert total(sheets["now_to_charge"]) == 2
    assert total(sheets["days_to_recognition"]) == 2
    assert {row[0]: row[1].count for row in sheets["days_to_recognition"].rows if row[1].count} == {  # type: ignore[union-attr]
        "days 1 to 7": 1, NOT_KNOWN: 1,
    }  # fmt: skip
    assert say(analysis.words[0]).startswith("Of reports recorded as stalking now")


def total(sheet: Sheet) -> int:
    return sum(cell.count for row in sheet.rows for cell in row if isinstance(cell, Share))
