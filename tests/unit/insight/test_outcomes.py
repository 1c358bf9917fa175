"""Outcomes by class: whole, on one list, and nothing called highest of too few."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.insight.generated import generate
from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.outcomes import CLASSES, ENDS, LEAST, OTHER
from unbroken.insight.sheets import Analysis, Share, Sheet, say
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import OUTCOMES

pytestmark = pytest.mark.demand("ANA-08", "REC-12")


def analysed(folder: Path) -> Analysis:
    return insight.run(insight.Extract(folder), only=["outcomes"]).analyses[0]


def rows_of(analysis: Analysis, name: str) -> dict[str, Any]:
    (sheet,) = (one for one in analysis.sheets if one.name == name)
    assert isinstance(sheet, Sheet)
    return {str(row[0]): row[1:] for row in sheet.rows}


def test_every_outcome_but_none_yet_is_in_one_group_and_every_class_in_one() -> None:
    grouped = Counter(group for groups in ENDS.values() for group in groups)
    assert set(grouped.values()) == {1}
    assert {code.group for code in OUTCOMES.codes} - grouped.keys() == {"not_yet_assigned"}
    classed = Counter(code for codes in CLASSES.values() for code in codes)
    assert set(classed.values()) == {1}
    assert classed.keys() <= {code.code for code in OFFENCES.codes}


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_counted_as_by_hand(tmp_path: Path, seed: int) -> None:
    folder = generate(tmp_path / "extract", 200, seed=seed)
    named = {code: name for name, codes in CLASSES.items() for code in codes}
    ended = {code.code: end for end, groups in ENDS.items() for code in OUTCOMES.codes if code.group in groups}
    by_hand: Counter[tuple[str, str]] = Counter()
    for row in pq.read_table(folder / "cases.parquet").to_pylist():
        if not row["is_restricted"] and not row["is_duplicate"]:
            name = named.get(row["offence"], OTHER) if row["offence"] else "not recorded"
            by_hand[name, ended.get(row["outcome"] or "", "")] += 1
    for name, (whole, waiting, with_one, *shares) in rows_of(analysed(folder), "by_class").items():
        assert (whole, waiting) == (sum(n for (of, _), n in by_hand.items() if of == name), by_hand[name, ""])
        assert [share.count for share in shares] == [by_hand[name, end] for end in ENDS]
        assert with_one == whole - waiting == sum(share.count for share in shares)


def test_the_highest_and_the_lowest_are_named_with_their_intervals(tmp_path: Path) -> None:
    evidential = {"offence": "stalking_2a", "outcome": "15"}
    charged = {"offence": "harassment_2", "outcome": "1"}
    rare = {"offence": "breach_spo", "outcome": "15"}
    cases = [*[evidential] * 20, *[{**evidential, "outcome": "16"}] * 20, *[charged] * 30, *[rare] * (LEAST - 1)]
    analysis = analysed(extract(tmp_path / "extract", cases))
    most, share, least, other = rows_of(analysis, "extremes")["Victim supports, evidential difficulties"]
    assert (most, share, least, other) == ("Stalking (s2A)", Share(20, 40), "Harassment", Share(0, 30))
    said = "most often in Stalking (s2A), in 20 (50.0 %, 95 % interval 35.2 to 64.8) of its reports"
    assert any(said in say(line) for line in analysis.words)


def test_of_too_few_nothing_is_compared(tmp_path: Path) -> None:
    analysis = analysed(extract(tmp_path / "extract", [{"offence": "stalking_2a", "outcome": "15"}] * 3))
    assert rows_of(analysis, "extremes") == {}
    assert say(analysis.words[-1]) == f"No two classes have {LEAST} reports with an outcome: nothing is compared."
    analysis = analysed(extract(tmp_path / "none", [{"offence": "stalking_2a"}] * 3))
    assert analysis.words == ("No report within the scope has an outcome yet.",)
