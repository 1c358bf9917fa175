"""What comes first and when, through the whole analysis: values worked out by hand, ties, and what cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.insight.test_attrition import cases as table_of
from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.cases.stages import STAGES as REPORT_STAGES
from unbroken.insight.analyses.timing_ratios import design
from unbroken.insight.analyses.timing_steps import _STAGES, STEPS, days_to_steps, quartiles, stages_sheet
from unbroken.insight.extract import BadExtract
from unbroken.insight.first import ENDS
from unbroken.insight.followed import BY
from unbroken.insight.schema import STAGES
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import WITHHELD, Analysis, Number, Share, Sheet, Sum, say

pytestmark = pytest.mark.demand("ANA-09")
ON = date(2026, 1, 5)  # the day on which the extracts of these tests are made
MADE = ON - timedelta(1000)


def made(days_ago: int = 1000, **more: Any) -> dict[str, Any]:
    return {"offence": "stalking_2a", "made_on": ON - timedelta(days_ago), **more}


def left(days: int, **more: Any) -> dict[str, Any]:
    return made(left_as="withdrew", left_on=MADE + timedelta(days), days_to_leaving=days, **more)


def closed(days: int, **more: Any) -> dict[str, Any]:
    day = MADE + timedelta(days)
    return made(**{"closed_on": day, "days_to_closure": days, "outcome": "15", "ended_by": "police", **more})


def charged(days: int, **more: Any) -> dict[str, Any]:
    return made(charged_on=MADE + timedelta(days), days_to_charge=days, **more)


def analysed(tmp_path: Path, *cases: Mapping[str, Any], scope: Scope | None = None) -> Analysis:
    report = insight.run(insight.Extract(extract(tmp_path / "extract", cases)), scope, only=["time"])
    return report.analyses[0]


def sheets(found: Analysis) -> dict[str, Sheet]:
    return {sheet.name: sheet for sheet in found.sheets}


def said(found: Analysis) -> str:
    return " ".join(map(say, found.words))


def values(sheet: Sheet, column: int) -> dict[str, float]:
    return {str(row[0]): round(cell.value, 4) for row in sheet.rows if isinstance(cell := row[column], Number)}


def holds(sheet: Sheet) -> None:
    """Every relation that a sheet gives holds of its counts."""

    def count(place: tuple[int, int]) -> int:
        cell = sheet.rows[place[0]][place[1]]
        assert isinstance(cell, int | Share), place
        return cell.count if isinstance(cell, Share) else cell

    for one in sheet.sums:
        parts = sum(map(count, one.parts))
        if one.whole is not None:
            assert parts <= count(one.whole) if one.has_rest else parts == count(one.whole), (sheet.name, one)


BY_HAND = (left(0), left(0), closed(0), left(5), charged(5), made(5), made(5), closed(10), made(20), left(200))
"""Ten reports. Of 10 on day 0: two leave, one is closed. Of 7 on day 5: one leaves, one is charged, and after that two
are no longer followed. Of 3 on day 10 one is closed; one is last seen open on day 20; the last leaves on day 200."""


def test_the_shares_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    """Open: 1 - 3/10 = 7/10; times 5/7 = 1/2; times 2/3 = 1/3; at 200, none.

    Left: 2/10; + 7/10 x 1/7 = 3/10; + 1/3 x 1/1 = 19/30. Closed: 1/10; + 1/2 x 1/3 = 4/15. Charged: 7/10 x 1/7 = 1/10.
    """
    first = sheets(analysed(tmp_path, *BY_HAND))["first"]
    counts = [row[1:7] for row in first.rows]
    assert counts == [
        (10, 2, 1, 0, 0, 0),
        (7, 1, 0, 1, 0, 2),
        (3, 0, 1, 0, 0, 0),
        (2, 0, 0, 0, 0, 1),
        (1, 0, 0, 0, 0, 0),
        (1, 0, 0, 0, 0, 0),
        (1, 1, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 0),
    ]
    assert [row[7:11] for row in first.rows[:3]] == [(2, 1, 0, 0), (3, 1, 1, 0), (3, 2, 1, 0)]
    assert first.rows[-1][7:11] == (4, 2, 1, 0)
    bands = [label for label, _ in BY]
    assert list(values(first, 11).values()) == [20, 30, 30, 30, 30, 30, 63.3333, 63.3333]
    assert list(values(first, 12).values()) == [10, 10, *[round(400 / 15, 4)] * 6]
    assert list(values(first, 13).values()) == [0, *[10] * 7]
    assert list(values(first, 14).values()) == [0] * 8
    assert values(first, 15) == dict(zip(bands, [70, 50, *[33.3333] * 4, 0, 0], strict=True))


def test_without_censoring_and_competition_the_interval_is_that_of_a_share(tmp_path: Path) -> None:
    """40 of 100 left on day 3, 60 are followed on: se is root of 0.4 x 0.6 / 100, and the limits log-minus-log."""
    first = sheets(analysed(tmp_path, *[left(3)] * 40, *[made()] * 60))["first"]
    cell = first.rows[1][11]
    assert isinstance(cell, Number)
    reach = 1.959964 * np.sqrt(0.24 / 100) / (0.4 * -np.log(0.4))
    assert cell.interval == pytest.approx([100 * 0.4 ** np.exp(reach), 100 * 0.4 ** np.exp(-reach)], abs=1e-4)
    assert (cell.n, first.rows[0][11]) == (40, Number(0.0, 100, 1))


def test_every_relation_that_the_tables_give_holds(tmp_path: Path) -> None:
    mixed = [*BY_HAND, closed(3, left_at="A4c", outcome="8"), made(), left(2, is_domestic=True), charged(9)]
    found = analysed(tmp_path, *mixed)
    for sheet in found.sheets:
        holds(sheet)
    assert {sheet.name for sheet in found.sheets if sheet.sums} == {
        "base", "first", "made_of", "by_relationship", "by_is_domestic", "by_offence", "by_offence_initial",
        "by_earlier_reports", "by_victim_vulnerable", "ratios_of", "steps",
    }  # fmt: skip


def test_a_row_gives_the_next_its_at_risk(tmp_path: Path) -> None:
    first = sheets(analysed(tmp_path, *BY_HAND))["first"]
    assert first.sums[0] == Sum((0, 1), ((0, 2), (0, 3), (0, 4), (0, 5), (0, 6), (1, 1)))
    assert first.sums[8] == Sum((8, 1), ((8, 2), (8, 3), (8, 4), (8, 5), (8, 6)))


def test_no_share_is_given_where_nobody_was_followed_so_long(tmp_path: Path) -> None:
    found = analysed(tmp_path, *[made(20)] * 5, made(20, left_as="withdrew", days_to_leaving=3))
    assert list(values(sheets(found)["first"], 11)) == [label for label, day in BY if day <= 20]
    assert "No report has been followed for a year: there are no shares within a year." in said(found)
    (picture,) = found.drawn()
    assert "Victim leaves, 17 %" in picture[1]


def test_what_is_behind_each_is_told_and_other_endings_are_not_dropped(tmp_path: Path) -> None:
    other = [closed(4, left_at="A4c", outcome="8"), closed(4, ended_by="neither", outcome="20"),
             closed(4, ended_by="cps", submissions=1), closed(4, ended_by=None, outcome=None)]  # fmt: skip
    found = analysed(tmp_path, left(1), closed(2, ended_by="victim", outcome="16"), closed(2), *other)
    told = {(row[0], row[1]): row[2] for row in sheets(found)["made_of"].rows}
    assert told["Victim leaves", "all"] == Share(2, 7)
    assert told["Victim leaves", "did not support it, by the outcome at closing alone"] == Share(1, 2)
    assert told["Another ending", "all"] == Share(4, 7)
    assert told["Another ending", "Community resolution"] == Share(1, 4)
    assert told["Another ending", "no outcome recorded"] == Share(1, 4)


def test_reports_that_cannot_be_followed_are_counted_and_said(tmp_path: Path) -> None:
    early = {**left(0), "left_on": MADE - timedelta(2)}
    found = analysed(tmp_path, left(1), {**made(), "made_on": None}, made(-3), made(outcome="1"), early)
    rows = {row[0]: row[1] for row in sheets(found)["base"].rows}
    assert list(rows.values()) == [5, 1, 1, 1, 2, 1, 0]
    assert (
        "Of 5 reports recorded as stalking now, or as a breach of a stalking protection order, 2 are followed"
        in said(found)
    )


def test_codes_of_no_list_are_shown_as_they_are_and_counted(tmp_path: Path) -> None:
    odd = [closed(4, ended_by="nobody_knows", outcome="99"), {**left(2), "left_as": "moved_away"}]
    with pytest.raises(BadExtract, match="'outcome' has '99'"):
        analysed(tmp_path, *odd)
    (tmp_path / "again").mkdir()
    found = sheets(analysed(tmp_path / "again", closed(4, ended_by="nobody_knows", outcome="0"), odd[1]))
    told = {(row[0], row[1]): row[2] for row in found["made_of"].rows}
    assert told["Victim leaves", "moved_away"] == Share(1, 1)


def test_an_empty_scope_and_one_that_cannot_be_followed_are_said(tmp_path: Path) -> None:
    scope = Scope(areas=("Elsewhere",))
    nothing = analysed(tmp_path, left(1), scope=scope)
    assert nothing.words[:1] == (f"There are no {scope.words()}.",)
    assert "There are no shares to draw" in nothing.drawn()[0][1]
    (tmp_path / "other").mkdir()
    unknown = analysed(tmp_path / "other", {**made(), "made_on": None})
    assert "0 are followed from the report on" in said(unknown)
    assert [len(sheet.rows) for sheet in unknown.sheets] == [7, 9, 4, 9, 0]


def test_one_outcome_only_gives_sentences_where_there_is_nothing_to_compare(tmp_path: Path) -> None:
    both = [one for n in range(30) for one in (left(n, is_domestic=True), left(2 * n, is_domestic=False))]
    found = analysed(tmp_path, *both)
    assert (
        "by domestic abuse these are not tested, because nobody had it: police close, no further action; charge."
        in (said(found))
    )
    assert "by police class now these are not tested, because there are no two groups to compare: victim leaves;" in (
        said(found)
    )
    assert "Charge: no ratios, because fewer than two levels of anything have 10 reports that had it." in said(found)


def test_a_group_that_tells_the_outcome_apart_by_itself_gets_a_sentence(tmp_path: Path) -> None:
    fast, slow = [left(n, is_domestic=True) for n in range(20)], [left(300 + n, is_domestic=False) for n in range(15)]
    found = analysed(tmp_path, *fast, *slow)
    assert "Victim leaves: no ratios, because a column tells the outcome apart by itself" in said(found)
    assert all(row[3:] == (None, None) for row in sheets(found)["ratios"].rows)


def test_groups_that_differ_are_said_to_and_never_as_cause(tmp_path: Path) -> None:
    fast = [left(n % 20, is_domestic=True) for n in range(70)]
    slow = [closed(100 + n, is_domestic=False) if n % 3 else left(5 + n, is_domestic=False) for n in range(60)]
    found = analysed(tmp_path, *fast, *slow)
    assert (
        "Between groups by domestic abuse these differ more than chance alone makes likely: victim leaves (p less"
        in said(found)
    )
    (row,) = [row for row in sheets(found)["ratios"].rows if row[:3] == ("Victim leaves", "Domestic abuse", "yes")]
    assert [isinstance(cell, Number) and cell.value > 1 for cell in row[3:]] == [True, True]
    assert "goes with more by any day" in said(found)
    assert "associations in what was recorded, never causes" in said(found)
    for word in ("because of", "leads to", "caused", "likelier"):
        assert word not in said(found).lower()


class TestTheColumnsOfRatios:
    def test_levels_with_few_are_left_out_and_the_reference_is_the_first_that_is_left(self) -> None:
        own = np.array(["yes"] * 20 + ["no"] * 30 + ["not recorded"] * 40 + ["odd"] * 3)
        had = np.array([True] * 12 + [False] * 8 + [True] * 15 + [False] * 15 + [True] * 40 + [True] * 3)
        found = design({"domestic": own}, {"domestic": ("odd", "no", "yes", "not recorded")}, had)
        assert (found.references, found.levels) == (
            {"domestic": "no"},
            (("domestic", "yes"), ("domestic", "not recorded")),
        )
        assert (found.columns.shape, int(found.chosen.sum())) == ((90, 2), 90)

    def test_the_same_reports_have_one_column_and_nothing_leaves_nothing(self) -> None:
        own = np.array(["yes"] * 20 + ["no"] * 30)
        groups = dict.fromkeys("ab", ("no", "yes"))
        found = design({"a": own, "b": own}, groups, np.ones(50, dtype=bool))
        assert found.levels == (("a", "yes"),)
        assert design({"a": own}, groups, np.zeros(50, dtype=bool)).levels == ()


# -- steps and stages --------------------------------------------------------------------------------------------------

COLUMNS = {
    "identified": ("identified_on", "days_to_identified"),
    "arrest": ("is_arrested", "days_to_arrest"),
    "interview": ("is_interviewed", "days_to_interview"),
    "recognition": ("recognised_on", "days_to_recognition"),
    "submission": ("submissions", "days_to_submission"),
    "decision": ("cps_decision", ""),
    "charge": ("charged_on", "days_to_charge"),
    "leaving": ("left_as", "days_to_leaving"),
    "closing": ("closed_on", "days_to_closure"),
}


@st.composite
def stepped(draw: st.DrawFn) -> dict[str, Any]:
    row: dict[str, Any] = {"made_on": MADE, "came_back": draw(st.sampled_from([None, False, True]))}
    for step, (had, days) in COLUMNS.items():
        happened = draw(st.booleans())
        kind = {"is_arrested": happened, "is_interviewed": happened, "submissions": int(happened),
                "left_as": "withdrew", "cps_decision": "charge"}.get(had, MADE)  # fmt: skip
        row[had] = kind if happened or isinstance(kind, bool | int) else None
        known = draw(st.one_of(st.none(), st.integers(0, 9)))
        if step == "decision":
            row["decided_on"] = MADE + timedelta(known - 2) if happened and known is not None else None
        else:
            row[days] = known
    return row


def steps_by_hand(rows: Sequence[Mapping[str, Any]]) -> Counter[tuple[str, int | None]]:
    """The slow twin: the steps that each report has had, with their days."""
    found: Counter[tuple[str, int | None]] = Counter()
    for row in rows:
        for step, (had, days) in COLUMNS.items():
            if row[had] and not (step == "leaving" and row["came_back"]):
                decided = max(0, (row["decided_on"] - MADE).days) if row["decided_on"] else None
                found[step, decided if step == "decision" else row[days]] += 1
    return found


@settings(max_examples=40)
@given(st.lists(stepped(), min_size=1, max_size=15))
def test_days_to_steps_are_what_plain_python_finds(rows: list[dict[str, Any]]) -> None:
    found = days_to_steps(table_of(*rows)).to_pyarrow().to_pylist()
    assert Counter({(row["step"], row["days"]): row["n"] for row in found}) == steps_by_hand(rows)
    assert COLUMNS.keys() == STEPS.keys()


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_quartiles_of_counts_are_those_of_the_days_one_by_one(days: list[int]) -> None:
    assert quartiles({**Counter(days), None: 3}) == pytest.approx(np.percentile(days, (25, 50, 75)))


def test_steps_say_how_many_had_them_and_how_many_not_so_far(tmp_path: Path) -> None:
    arrested = [made(is_arrested=True, days_to_arrest=days) for days in (1, 2, 9, None)]
    steps = sheets(analysed(tmp_path, *arrested, made(), made()))["steps"]
    row = next(row for row in steps.rows if row[0] == "First arrest")
    assert row == (
        "First arrest",
        Share(4, 6),
        3,
        2,
        Number(1.5, 3, 1),
        Number(2.0, 3, 1),
        Number(5.5, 3, 1),
        Number(4.0, 3, 1),
    )
    assert next(row for row in steps.rows if row[0] == "First charge")[1:] == (
        Share(0, 6),
        0,
        6,
        None,
        None,
        None,
        None,
    )


_NAMES = ("reported", "under_investigation", "closed", "charged")
Way = list[tuple[str, int]]
ways = st.lists(st.lists(st.tuples(st.sampled_from(_NAMES), st.integers(0, 40)), min_size=1, max_size=6), max_size=10)


@settings(max_examples=30)
@given(ways)
def test_stages_and_what_follows_are_what_plain_python_finds(found: list[Way]) -> None:
    found = [sorted(way, key=lambda step: step[1]) for way in found]
    rows = [{"case": f"r{number}", "n": n, "stage": stage, "on": MADE + timedelta(days)}
            for number, way in enumerate(found) for n, (stage, days) in enumerate(way)]  # fmt: skip
    others = [{"case": "elsewhere", "n": 0, "stage": "sentenced", "on": MADE}]
    stays = Counter(stage for way in found for stage, _ in way)
    stages = ibis.memtable(pa.Table.from_pylist([*rows, *others], schema=STAGES.arrow()))
    sheet = stages_sheet(stages, table_of(*({"case": f"r{number}"} for number in range(len(found) + 1))), Scope())
    holds(sheet)
    moves = Counter((one[0], after[0]) for way in found for one, after in pairwise(way))
    codes = {code.label: code.code for code in REPORT_STAGES.codes}
    shown = [codes[str(head).removeprefix("Then: ")] for head in sheet.heads[5:]]
    told = {codes.get(str(row[0]), str(row[0])): row for row in sheet.rows}
    assert shown == [name for name in codes.values() if name in stays]
    assert {name: told[name][1] for name in shown} == stays
    assert {
        (before, after): n for before in shown for after, n in zip(shown, told[before][5:], strict=True) if n
    } == moves
    if found:
        starts = Counter(way[0][0] for way in found)
        assert told["At the report"][5:] == tuple(starts[name] for name in shown)


def test_stages_are_of_the_scope_alone(tmp_path: Path) -> None:
    folder = extract(tmp_path / "extract", [made(case="in"), made(case="out", area="Moor")])
    rows = [{"case": case, "n": n, "stage": stage, "on": MADE + timedelta(3 * n)}
            for case in ("in", "out") for n, stage in enumerate(("reported", "closed"))]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, schema=STAGES.arrow()), folder / "stages.parquet")
    report = insight.run(insight.Extract(folder, check=False), Scope(areas=("Moor",)), only=["time"])
    stages = sheets(report.analyses[0])["stages"]
    assert stages.rows[1] == ("Reported", 1, 0, Number(3.0, 1, 1), Number(3.0, 1, 1), 0, 1)
    assert stages.rows[2] == ("Closed without charge", 1, 1, None, None, 0, 0)


def test_the_stages_are_those_of_the_record() -> None:
    assert {code.code: code.label for code in REPORT_STAGES.codes} == dict(_STAGES)
    assert [code.code for code in REPORT_STAGES.codes] == list(_STAGES)


# -- the picture -------------------------------------------------------------------------------------------------------


def test_the_picture_names_each_line_and_draws_from_the_table_alone(tmp_path: Path) -> None:
    found = analysed(tmp_path, *BY_HAND)
    drawn = found.pictures[0].draw(sheets(found))
    assert "role='img'" in drawn
    for end, share in zip(ENDS.values(), (63, 27, 10, 0), strict=True):
        assert f">{end}, {share} %</text>" in drawn
    assert drawn.count("<polyline") == 4
    assert drawn.count("stroke-dasharray='9 4'") == 1


def test_what_is_withheld_is_no_point_and_is_said(tmp_path: Path) -> None:
    found = analysed(tmp_path, *BY_HAND)
    first = sheets(found)["first"]
    hidden = tuple((*row[:11], WITHHELD, *row[12:]) if n == 1 else row for n, row in enumerate(first.rows))
    drawn = found.pictures[0].draw(
        {"first": Sheet(first.name, first.title, first.definition, first.heads, hidden, first.sums)}
    )
    assert drawn.count("<circle") == 7
    assert ">[c]</text>" in drawn
    assert "Some shares are withheld." in drawn
