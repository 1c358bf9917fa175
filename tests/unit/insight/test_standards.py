"""Standards: what is done, what is recorded as not done, and what nobody recorded are three things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.insight.generated import generate
from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.standards_measured import MEASURES, RISK, TAKEN, TECHNOLOGY
from unbroken.insight.classes import class_label
from unbroken.insight.sheets import Analysis, Share, Sheet, say
from unbroken.vocabulary.orders import INSTRUMENTS

pytestmark = pytest.mark.demand("STD-08", "GOV-01", "ANA-02")
TEXTS = {one.name: one.text for one in MEASURES}


def analysed(folder: Path, **scope: Any) -> Analysis:
    return insight.run(insight.Extract(folder), insight.Scope(**scope), only=["standards"]).analyses[0]


def sheet_of(analysis: Analysis, name: str) -> Sheet:
    return next(sheet for sheet in analysis.sheets if sheet.name == name)


def states(row: Mapping[str, Any]) -> dict[str, str | None]:
    """How each measure stands in a report, by hand: yes, no, unknown or nothing; None where it is of other reports."""
    obtained, wanted = set(row["evidence_obtained"]), set(row["evidence_wanted"])
    taken = set(row["statements"]) & set(TAKEN)

    def got(kinds: set[str]) -> str:
        return "yes" if obtained & kinds else "no" if wanted & kinds else "nothing"

    def known(is_done: Any) -> str:
        return "yes" if is_done else "nothing"

    reached = "yes" if row["contacts_made"] else "no" if row["contacts_failed"] else "nothing"
    answer = {"yes": "yes", "no": "no", None: "nothing"}.get(row["withdrawal_statement"], "unknown")
    return {
        "risk": known(set(row["risk_assessed"]) & set(RISK)),
        "effect": known(row["impact_asked"]),
        "statement": "yes" if taken else "no" if row["statements"] else "nothing",
        "contact": reached,
        "lead": known(row["has_stalking_lead"]),
        "supervisor": known(row["has_supervisor"]),
        "withdrawal": answer if row["left_as"] else None,
        "technology": got(set(TECHNOLOGY)),
        "evidence": "yes" if obtained else "no" if wanted else "nothing",
        "witness": known(row["witnesses"]),
        "witnessed": got({"witness_statement"}),
        "interviewed": known(row["is_interviewed"]) if row["suspect"] else None,
        "arrested": known(row["is_arrested"]) if row["suspect"] else None,
    }


def in_scope(folder: Path) -> list[dict[str, Any]]:
    rows = pq.read_table(folder / "cases.parquet").to_pylist()
    return [row for row in rows if not row["is_restricted"] and not row["is_duplicate"]]


@pytest.mark.parametrize(("seed", "gaps"), [(1, 0.3), (2, 0.7)])
def test_it_is_counted_as_by_hand(tmp_path: Path, seed: int, gaps: float) -> None:
    folder = generate(tmp_path / "extract", 200, seed=seed, gaps=gaps)
    analysis, found = analysed(folder, offences="all"), in_scope(folder)
    rows = {row[0]: row[1:6] for row in sheet_of(analysis, "all").rows}
    for name, text in TEXTS.items():
        stands = [state for row in found if (state := states(row)[name])]
        cells = [stands.count(state) for state in ("yes", "no", "unknown", "nothing")]
        base, *shares = rows[text]
        assert base == len(stands) == sum(cells)
        assert [share.count if isinstance(share, Share) else 0 for share in shares] == cells, name


@pytest.mark.parametrize("by", ["area", "class"])
def test_groups_are_counted_as_by_hand(tmp_path: Path, by: str) -> None:
    folder = generate(tmp_path / "extract", 150, seed=3)
    found = in_scope(folder)

    def group(row: Mapping[str, Any]) -> str:
        return class_label(row["offence"]) if by == "class" else row["area"] or "not recorded"

    for theme in ("victim", "evidence"):
        sheet = sheet_of(analysed(folder, offences="all"), f"{theme}_by_{by}")
        assert {row[0] for row in sheet.rows} == {group(row) for row in found}
        for row in sheet.rows:
            cells = dict(zip(sheet.heads, row, strict=True))
            of = [states(one) for one in found if group(one) == row[0]]
            assert cells["Reports"] == len(of)
            for one in (one for one in MEASURES if one.theme == theme):
                stands = [state[one.name] for state in of if state[one.name]]
                assert cells[one.text] == Share(stands.count("yes"), len(stands))
                if one.can_be_no:
                    assert cells[f"{one.text}: nothing recorded"] == Share(stands.count("nothing"), len(stands))


def test_nothing_recorded_is_apart_from_not_done(tmp_path: Path) -> None:
    stalking = {"offence": "stalking_2a"}
    cases = [
        {**stalking, "statements": ["offered", "declined"], "contacts_failed": 2, "evidence_wanted": ["messages"]},
        {**stalking, "statements": ["offered", "taken"], "contacts_made": 1, "contacts_failed": 1},
        stalking,
    ]
    rows = {row[0]: row[2:6] for row in sheet_of(analysed(extract(tmp_path / "e", cases)), "all").rows}
    assert rows["Victim personal statement taken"] == (Share(1, 3), Share(1, 3), None, Share(1, 3))
    assert rows["Contact with the victim"] == (Share(1, 3), Share(1, 3), None, Share(1, 3))
    assert rows["Technology evidence obtained"] == (Share(0, 3), Share(1, 3), None, Share(2, 3))
    assert rows["Risk assessment"] == (Share(0, 3), None, None, Share(3, 3)), (
        "the record cannot say that there was none"
    )
    assert rows["Suspect interviewed"] == (Share(0, 0), None, None, Share(0, 0)), "no report names a suspect"


def test_an_aid_to_recognition_is_no_risk_assessment(tmp_path: Path) -> None:
    cases = [{"offence": "stalking_2a", "risk_assessed": codes} for codes in (["four"], ["ogrs4"], ["s_dash", "four"])]
    analysis = analysed(extract(tmp_path / "e", cases))
    assert sheet_of(analysis, "all").rows[0][2] == Share(1, 3)
    listed = {row[0]: row[1:] for row in sheet_of(analysis, "instruments").rows}
    assert listed["FOUR"] == ("aid to recognition, no risk assessment", Share(2, 3))
    assert listed["S-DASH"] == ("stalking", Share(1, 3))
    assert {code.group for code in INSTRUMENTS.codes if code.code in RISK}.isdisjoint({"recognition", "probation"})


def test_each_step_type_and_number_is_listed(tmp_path: Path) -> None:
    stalking = {"offence": "stalking_2a"}
    cases = [
        {**stalking, "statements": ["offered", "taken"], "evidence_obtained": ["cctv"], "contacts_made": 3},
        {**stalking, "evidence_wanted": ["messages"], "contacts_failed": 7},
    ]
    analysis = analysed(extract(tmp_path / "e", cases))
    steps = dict(sheet_of(analysis, "statements").rows)
    assert (steps["Offered"], steps["Declined"], steps["Nothing recorded"]) == (Share(1, 2), Share(0, 2), Share(1, 2))
    evidence = {row[0]: row[1:] for row in sheet_of(analysis, "evidence").rows}
    assert evidence == {
        "CCTV": ("other", Share(1, 2), Share(0, 2)),
        "Messages, voicemail or call log": ("technology", Share(0, 2), Share(1, 2)),
    }
    contacts = {row[0]: row[1:] for row in sheet_of(analysis, "contacts").rows}
    assert contacts["2 to 4"] == (Share(1, 2), Share(0, 2))
    assert contacts["5 or more"] == (Share(0, 2), Share(1, 2))


def test_words_say_what_is_not_recorded(tmp_path: Path) -> None:
    stalking = {"offence": "stalking_2a"}
    analysis = analysed(extract(tmp_path / "e", [{**stalking, "risk_assessed": ["dara"]}, *[stalking] * 3]))
    assert "a risk assessment is recorded in 1 (25.0 %" in say(analysis.words[0])
    assert "in 3 (75.0 %" in say(analysis.words[0])
    assert "nothing is recorded of it." in say(analysis.words[0])
    assert analysed(extract(tmp_path / "none", [])).words == (f"There are no {insight.Scope().words()}.",)


@pytest.mark.parametrize("gaps", [0.3, 0.9])
def test_what_adds_up_does_and_small_counts_are_withheld(tmp_path: Path, gaps: float) -> None:
    folder = generate(tmp_path / "e", 120, seed=5, gaps=gaps)
    report = insight.run(insight.Extract(folder), insight.Scope(offences="all"), only=["standards"])
    (analysis,) = report.published().analyses
    assert not any(
        isinstance(cell, Share) and 0 < cell.count < 5 for one in analysis.sheets for row in one.rows for cell in row
    )
