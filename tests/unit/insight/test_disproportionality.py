"""Disproportionality: missing first, nothing concluded of too much missing or of too few, and never why."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.insight.generated import generate
from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.disproportionality_compared import (
    COULD_REVERSE,
    HIGHER,
    LARGEST,
    LEAST,
    LOWER,
    NOT_SHOWN,
    TOO_FEW,
    TOO_MUCH_MISSING,
    UNKNOWN,
    Tally,
    compare,
)
from unbroken.insight.analyses.disproportionality_groups import ATTRIBUTES, MISSING
from unbroken.insight.sheets import Analysis, Number, Share, Sheet, say
from unbroken.insight.stats.intervals import share_difference, share_ratio
from unbroken.vocabulary.people import AGE_BANDS, ETHNICITY_OFFICER, ETHNICITY_SELF, SEXES

pytestmark = pytest.mark.demand("ANA-13", "GOV-01", "GOV-07")
VICTIM = {"offence": "stalking_2a", "victim": "p1", "made_on": date(2023, 5, 1)}
CHARGED = {"charged_on": date(2023, 6, 1)}


def analysed(folder: Path, **scope: Any) -> Analysis:
    return insight.run(insight.Extract(folder), insight.Scope(**scope), only=["disproportionality"]).analyses[0]


def sheet_of(analysis: Analysis, name: str) -> Sheet:
    return next(sheet for sheet in analysis.sheets if sheet.name == name)


def readings(analysis: Analysis, name: str, stage: str) -> dict[object, object]:
    return {row[0]: row[-1] for row in sheet_of(analysis, name).rows if row[2] == stage}


def of_sexes(*counted: tuple[str | None, int, int]) -> list[dict[str, Any]]:
    """Reports of victims by sex: so many, of which so many charged."""
    return [{**VICTIM, "victim_sex": sex, **(CHARGED if n < charged else {})}
            for sex, of, charged in counted for n in range(of)]  # fmt: skip


def said(analysis: Analysis) -> str:
    return " ".join(map(say, analysis.words))


# -- groups ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("codes", [SEXES, ETHNICITY_SELF, ETHNICITY_OFFICER], ids=lambda codes: str(codes.name))
def test_every_code_is_of_a_group_or_missing_with_its_reason(codes: Any) -> None:
    columns = {"sexes": "sex", "ethnicity_self": "ethnicity_self", "ethnicity_officer": "ethnicity_officer"}
    (one,) = (one for one in ATTRIBUTES if one.columns == (columns[codes.name],))
    for code in (*(code.code for code in codes.codes), None):
        assert one.of([code]) in (*one.groups, *MISSING)
    assert one.of([None]) == "left empty"
    assert one.of(["unknown"]) == "not known"


def test_an_age_is_of_the_band_that_the_list_has_for_it() -> None:
    (age,) = (one for one in ATTRIBUTES if one.name == "age")
    for code in AGE_BANDS.codes:
        assert age.of([None, code.code]) in (*age.groups, *MISSING)
    of_year = {17: "16_to_17", 18: "18_to_24", 24: "18_to_24", 35: "35_to_44", 64: "55_to_64", 65: "65_to_74"}
    for years, band in of_year.items():
        assert age.of([years, None]) == age.of([None, band])
    assert age.of([30, "adult"]) == "25 to 34"
    assert [age.of([None, band]) for band in ("adult", "unknown", None)] == ["not known", "not known", "left empty"]


# -- counting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["victim", "suspect"])
@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_counted_as_by_hand(tmp_path: Path, role: str, seed: int) -> None:
    folder = generate(tmp_path / "extract", 250, seed=seed)
    analysis = analysed(folder, offences="all")
    every = [row for row in pq.read_table(folder / "cases.parquet").to_pylist()
             if not row["is_restricted"] and not row["is_duplicate"]]  # fmt: skip
    named = [row for row in every if row[role]]
    for one in ATTRIBUTES:
        group = {n: one.of([row[f"{role}_{column}"] for column in one.columns]) for n, row in enumerate(named)}
        counted = Counter(group.values())
        at = {
            "Convicted of anything": [n for n, row in enumerate(named) if row["is_convicted"]],
            "Charged": [n for n, row in enumerate(named) if row["charged_on"] or row["outcome"] in ("1", "1A")],
            "Victim withdrew": [
                n for n, row in enumerate(named) if row["left_as"] == "withdrew" and not row["came_back"]
            ],
            "Recognised as stalking at some time": [n for n, row in enumerate(named) if row["recognised_on"]],
        }
        rows = {(row[2], row[0]): (row[1], row[3]) for row in sheet_of(analysis, f"{role}_{one.name}").rows}
        for stage, who in at.items():
            of = Counter(group[n] for n in who)
            for name in one.groups:
                wanted = (counted[name], Share(of[name], counted[name])) if counted[name] else None
                assert rows.get((stage, name)) == wanted
            lacking = sum(counted[reason] for reason in MISSING)
            assert rows[stage, "not recorded"] == (lacking, Share(sum(of[reason] for reason in MISSING), lacking))
    for row in sheet_of(analysis, "missing").rows:
        whose = f"{role.capitalize()}: "
        field = next((one for one in ATTRIBUTES if row[0] == f"{whose}{one.text}"), None)
        assert field or not str(row[0]).startswith(whose)
        if field:
            reasons = Counter(field.of([case[f"{role}_{column}"] for column in field.columns]) for case in named)
            assert row[1:4] == (len(every), len(named), len(every) - len(named))
            assert row[6:10] == tuple(Share(reasons[reason], len(named)) for reason in MISSING)


def test_recognition_is_of_reports_of_any_class_and_the_rest_of_the_scope(tmp_path: Path) -> None:
    other = {**VICTIM, "offence": "harassment_2", "victim_sex": "male"}
    known = {**VICTIM, "victim_sex": "female", "recognised_on": date(2023, 5, 2)}
    rows = sheet_of(analysed(extract(tmp_path / "e", [*[known] * 3, *[other] * 2])), "victim_sex").rows
    assert [row[:4] for row in rows[:3]] == [
        ("Female", 3, "Recognised as stalking at some time", Share(3, 3)),
        ("Male", 2, "Recognised as stalking at some time", Share(0, 2)),
        ("Female", 3, "Victim withdrew", Share(0, 3)),
    ]


# -- comparing ---------------------------------------------------------------------------------------------------------


def test_a_difference_has_newcombes_interval_and_a_ratio_koopmans(tmp_path: Path) -> None:
    analysis = analysed(extract(tmp_path / "e", of_sexes(("female", 200, 60), ("male", 100, 10))))
    (row,) = (row for row in sheet_of(analysis, "victim_sex").rows if row[0] == "Male" and row[2] == "Charged")
    wanted, ratio = share_difference(10, 100, 60, 200), share_ratio(10, 100, 60, 200)
    assert wanted.interval is not None
    assert ratio.interval is not None
    difference = row[5]
    assert isinstance(difference, Number)
    assert difference.value == pytest.approx(-20)
    assert difference.interval == pytest.approx((100 * wanted.interval.low, 100 * wanted.interval.high))
    assert row[6] == Number(ratio.value or 0, 100, 2, (ratio.interval.low, ratio.interval.high))
    assert (row[3], row[4], row[-1]) == (Share(10, 100), Share(60, 200), LOWER)
    assert "Victim: sex, Male. Charged: 10 (10.0 %" in said(analysis)
    assert "of the largest group, Female: 60 (30.0 %" in said(analysis)


def test_too_much_missing_is_not_compared_and_nothing_is_concluded(tmp_path: Path) -> None:
    """However large the difference: at 20 % it is compared, above it is not."""
    known = (("female", 400, 200), ("male", 400, 10))
    at = analysed(extract(tmp_path / "at", of_sexes(*known, (None, 200, 0))))
    above = analysed(extract(tmp_path / "above", of_sexes(*known, ("not_asked", 201, 0))))
    assert readings(at, "victim_sex", "Charged")["Male"] == LOWER
    assert set(readings(above, "victim_sex", "Charged").values()) == {TOO_MUCH_MISSING, UNKNOWN}
    charged = [row for row in sheet_of(above, "victim_sex").rows if row[2] == "Charged"]
    assert all(row[4:9] == (None,) * 5 for row in charged)
    assert "No two groups of at least" in said(above)
    assert "neither compared nor concluded from: victim: sex" in said(above)
    missing = {row[0]: row[-1] for row in sheet_of(above, "missing").rows}
    assert missing["Victim: sex"] == "no"


def test_what_missing_could_reverse_is_no_finding(tmp_path: Path) -> None:
    """Clear by chance, and within what 15 % missing could make of it."""
    cases = of_sexes(("female", 450, 90), ("male", 400, 40), (None, 150, 60))
    analysis = analysed(extract(tmp_path / "e", cases))
    assert readings(analysis, "victim_sex", "Charged")["Male"] == COULD_REVERSE
    assert "No group is shown to differ" in said(analysis)


def test_small_groups_are_not_compared(tmp_path: Path) -> None:
    cases = of_sexes(("female", 300, 30), ("male", LEAST - 1, LEAST - 1))
    assert readings(analysed(extract(tmp_path / "e", cases)), "victim_sex", "Charged")["Male"] == TOO_FEW
    cases = of_sexes(("female", 300, 30), ("male", LEAST, LEAST))
    found = readings(analysed(extract(tmp_path / "f", cases)), "victim_sex", "Charged")
    assert found == {"Female": LARGEST, "Male": HIGHER}


def test_one_of_many_comparisons_needs_a_wider_interval() -> None:
    tally = Tally({"a": 200, "b": 200}, {"a": 40, "b": 59}, ("a", "b"))
    assert compare(tally, "b", 1).reading == HIGHER
    assert compare(tally, "b", 50).reading == NOT_SHOWN
    assert compare(tally, "b", 1).difference == compare(tally, "b", 50).difference, "what is shown is the 95 % interval"


def test_the_range_that_missing_could_make_is_of_every_way_of_dealing_them_out() -> None:
    tally = Tally({"a": 40, "b": 35, "left empty": 4}, {"a": 20, "b": 10, "left empty": 2}, ("a", "b"))
    ratios = [
        ((10 + yes_b) / (35 + yes_b + no_b)) / ((20 + yes_a) / (40 + yes_a + no_a))
        for yes_b in range(3) for no_b in range(3) for yes_a in range(3 - yes_b) for no_a in range(3 - no_b)
    ]  # fmt: skip
    found = compare(tally, "b", 1)
    assert found.least.value == pytest.approx(min(ratios))
    assert found.most is not None
    assert found.most.value == pytest.approx(max(ratios))


def test_nobody_at_a_stage_is_not_compared_and_nobody_at_all_is_said(tmp_path: Path) -> None:
    analysis = analysed(extract(tmp_path / "e", of_sexes(("female", 60, 0), ("male", 50, 0))))
    assert readings(analysis, "victim_sex", "Charged")["Male"] == "not compared: in no report of either group"
    assert "Suspect: sex: no report names anybody." in said(analysis)
    assert analysed(extract(tmp_path / "none", [])).words == (f"There are no {insight.Scope().words()}.",)


# -- what is said ------------------------------------------------------------------------------------------------------


def test_what_is_missing_and_which_groups_come_before_any_comparison(tmp_path: Path) -> None:
    analysis = analysed(extract(tmp_path / "e", of_sexes(("female", 300, 30), ("male", 100, 40))))
    names = [sheet.name for sheet in analysis.sheets]
    assert names[:4] == ["missing", "missing_any_class", "missing_by_year", "groups"]
    assert "is not recorded in" in say(analysis.words[0])
    words = said(analysis)
    assert words.index("Victim: officer-defined ethnicity is not recorded") < words.index("comparisons are made")
    assert words.index("comparisons are made") < words.index("Victim: sex, Male. Charged")
    assert {row[3] for row in sheet_of(analysis, "groups").rows} == {"2023"}


def test_no_words_of_cause_or_character(tmp_path: Path) -> None:
    analysis = analysed(extract(tmp_path / "e", of_sexes(("female", 300, 30), ("male", 100, 40))))
    sheets = analysis.sheets
    texts = [
        said(analysis),
        *(cell for sheet in sheets for row in sheet.rows for cell in row if isinstance(cell, str)),
        *(text for sheet in sheets for text in (sheet.definition.what, *sheet.definition.notes)),
    ]
    forbidden = (
        r"\b(because|due to|cause[sd]?|leads? to|effect of|bias(ed)?|discriminat\w+|likely|prone|tend(s)? to|risk)\b"
    )
    assert [text for text in texts if re.search(forbidden, text)] == []
    assert "They say nothing of why" in said(analysis)


@pytest.mark.parametrize("gaps", [0.05, 0.3, 1.0])
def test_what_adds_up_does_and_small_counts_are_withheld(tmp_path: Path, gaps: float) -> None:
    folder = generate(tmp_path / "e", 200, seed=5, gaps=gaps)
    report = insight.run(insight.Extract(folder), insight.Scope(offences="all"), only=["disproportionality"])
    (analysis,) = report.published().analyses
    shares = [cell for one in analysis.sheets for row in one.rows for cell in row if isinstance(cell, Share)]
    assert not any(0 < cell.count < 5 for cell in shares)
