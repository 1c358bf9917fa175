"""Orders against the target, and what the record lacks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.completeness import ANSWERS, FIELDS
from unbroken.insight.analyses.orders import gap
from unbroken.insight.schema import CASES
from unbroken.insight.sheets import Number, Share, Sheet


def sheets_of(tmp_path: Path, name: str, *cases: dict[str, Any]) -> dict[str, Sheet]:
    rows = [{"offence": "stalking_2a", "made_on": date(2023, 5, 1), **case} for case in cases]
    (analysis,) = insight.run(insight.Extract(extract(tmp_path / "extract", rows)), only=[name]).analyses
    return {sheet.name: sheet for sheet in analysis.sheets}


@pytest.mark.demand("PRO-04")
@pytest.mark.parametrize(
    ("made", "of", "more"), [(0, 0, 0), (0, 1, 1), (1, 50, 0), (0, 50, 1), (0, 51, 2), (5, 51, 0), (164, 11_721, 71)]
)
def test_the_gap_is_a_number_of_orders(made: int, of: int, more: int) -> None:
    assert gap(made, of) == more


@pytest.mark.demand("PRO-04")
def test_applied_for_and_made_are_told_apart_and_an_interim_order_counts_once(tmp_path: Path) -> None:
    both = {
        "orders_considered": ["spo"],
        "orders_applied_for": ["spo", "interim_spo"],
        "orders_granted": ["interim_spo"],
    }
    found = sheets_of(
        tmp_path, "orders", both, {"orders_applied_for": ["spo"]}, {"orders_granted": ["non_molestation"]}, {}
    )
    (year,) = found["by_year"].rows
    assert year == ("2023", 4, Share(1, 4), Share(2, 4), Share(1, 4), Number(0, 4, digits=0))
    types = {row[0]: row[3] for row in found["types"].rows}
    assert types["Non-molestation order"] == Share(1, 4)


@pytest.mark.demand("GOV-01")
def test_what_nobody_recorded_is_apart_from_what_nobody_knows(tmp_path: Path) -> None:
    asked = [{"suspect_ethnicity_self": code} for code in ("white_british", "not_asked", "declined", "unknown", None)]
    (sheet,) = sheets_of(tmp_path, "completeness", *asked).values()
    row = next(row for row in sheet.rows if row[0] == FIELDS["suspect_ethnicity_self"])
    assert dict(zip(ANSWERS, row[1:], strict=True)) == dict.fromkeys(ANSWERS, Share(1, 5))
    assert all(sum(cell.count for cell in row if isinstance(cell, Share)) == 5 for row in sheet.rows)


def test_every_field_is_a_column_of_the_cases() -> None:
    assert FIELDS.keys() <= set(CASES.names)
