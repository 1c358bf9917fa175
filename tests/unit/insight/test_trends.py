"""Reports over the years: counting breaks named, years without a year to run marked, every report in one period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.insight.test_attrition import cases as table_of
from tests.unit.insight.test_report import extract
from tests.unit.insight.test_timing import holds, said, sheets
from unbroken import insight
from unbroken.insight.analyses.trends import FIRST_AS, NOT_WHOLE, TOO_SOON, WITHIN, by_quarter, counted
from unbroken.insight.classes import CLASSES
from unbroken.insight.periods import Period, period_of, quarters_between
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import WITHHELD, Analysis, Share, Sheet
from unbroken.vocabulary.counting import COUNTING_BREAKS

pytestmark = pytest.mark.demand("ANA-02", "ANA-03")


def made(on: date | None, **more: Any) -> dict[str, Any]:
    return {"offence": "stalking_2a", "offence_initial": "stalking_2a", "made_on": on, **more}


def analysed(tmp_path: Path, *cases: Mapping[str, Any], scope: Scope | None = None) -> Analysis:
    """The extract is made on 5 January 2026."""
    report = insight.run(insight.Extract(extract(tmp_path / "extract", cases)), scope, only=["trends"])
    return report.analyses[0]


def rows_of(found: Analysis) -> dict[str, tuple[Any, ...]]:
    return {str(row[0]): row[1:] for row in sheets(found)["periods"].rows}


YEARS = [made(date(year, month, 1)) for year in (2023, 2024, 2025) for month in (1, 5)]


def test_years_and_quarters_hold_every_report_once(tmp_path: Path) -> None:
    found = analysed(tmp_path, *YEARS, made(date(2024, 6, 30), offence="stalking_4a_fear"), made(None))
    rows = rows_of(found)
    assert {label: row[0] for label, row in rows.items() if row[0]} == {
        "2023": 2,
        "2023, January to March": 1,
        "2023, April to June": 1,
        "2024": 3,
        "2024, January to March": 1,
        "2024, April to June": 2,
        "2025": 2,
        "2025, January to March": 1,
        "2025, April to June": 1,
        "day not known": 1,
    }
    assert len(rows) == 3 + 10 + 1, "quarters without a report between the first and the last are there"
    holds(sheets(found)["periods"])
    assert "1 have no day on which they were made, and are in no year." in said(found)


def test_what_came_within_a_year_is_counted_of_the_year(tmp_path: Path) -> None:
    on = date(2023, 5, 1)
    found = analysed(
        tmp_path,
        made(on, charged_on=on, days_to_charge=365),
        made(on, charged_on=on, days_to_charge=366),
        made(on, left_as="withdrew", left_on=on, days_to_leaving=3),
        made(on, left_as="withdrew", left_on=on, days_to_leaving=3, came_back=True),
        made(on, days_to_recognition=0, recognised_on=on),
        made(on, days_to_recognition=1, recognised_on=on, offence_initial="harassment_2"),
        made(date(2024, 1, 1)),
        made(date(2023, 1, 1), offence="harassment_2"),
    )
    year = rows_of(found)["2023"]
    assert year[-4:-1] == (Share(1, 6), Share(1, 6), Share(1, 6))
    assert year[2:5] == (5, 1, 0)
    assert "Charged within a year: 1 (16.7 %" in said(found)


def test_breaks_are_named_where_they_fall(tmp_path: Path) -> None:
    found = analysed(tmp_path, made(date(2014, 1, 1)), made(date(2024, 1, 1)))
    mind = {label: row[-1] for label, row in rows_of(found).items() if row[-1]}
    for one in COUNTING_BREAKS:
        assert one.title.lower()[1:] in mind[str(one.day.year)]
        assert (
            mind[f"{one.day.year}, April to June"]
            == f"from 1 April {one.day.year}: {one.title[0].lower()}{one.title[1:]}"
        )
    assert len(mind) == 8
    told = sheets(found)["breaks"].rows
    assert [(row[0], row[4]) for row in told] == [(one.day.isoformat(), "yes") for one in COUNTING_BREAKS]
    assert all(row[3] for row in told)
    assert said(found).count("the counting changed on 1 April 2014 (stalking counted apart from harassment), ") == 1
    assert "Numbers before and after are not of the same thing." in said(found)


def test_breaks_of_other_years_are_not_said_of_these(tmp_path: Path) -> None:
    found = analysed(tmp_path, *YEARS[2:])
    assert {row[4] for row in sheets(found)["breaks"].rows} == {"no"}
    assert "the counting changed" not in said(found)


def test_a_force_that_began_earlier_has_its_own_break(tmp_path: Path) -> None:
    found = analysed(tmp_path, made(date(2019, 1, 1), force="met"), made(date(2021, 1, 1)))
    days = [row[0] for row in sheets(found)["breaks"].rows]
    assert days == ["2014-04-01", "2018-04-01", "2019-04-01", "2020-04-01", "2023-04-01"]
    assert "Metropolitan Police" in rows_of(found)["2019, April to June"][-1]


def test_a_year_without_a_year_to_run_is_marked_and_not_compared(tmp_path: Path) -> None:
    found = analysed(tmp_path, *YEARS)
    mind = {label: row[-1] for label, row in rows_of(found).items() if "," not in label}
    assert mind == {"2023": "from 1 April 2023: one principal crime again", "2024": "", "2025": TOO_SOON}
    assert "Reports of 2025 have had less than a year to run: their shares may rise and are not compared." in said(
        found
    )
    assert "Charged within a year: 0 (0.0 %, 95 % interval 0.0 to 65.8) of the reports of 2023, 0" in said(found)
    assert "those of 2025" not in said(found)
    assert "In 2023 2 were made, in 2025 2." in said(found)


def test_a_part_of_a_year_is_marked_and_its_count_not_compared(tmp_path: Path) -> None:
    scope = Scope(since=date(2023, 3, 1), until=date(2025, 6, 30))
    found = analysed(tmp_path, *YEARS, made(date(2026, 1, 2)), scope=scope)
    mind = {label: row[-1] for label, row in rows_of(found).items()}
    assert mind["2023"].endswith(NOT_WHOLE)
    assert mind["2025"] == f"{NOT_WHOLE}; {TOO_SOON}"
    assert "There are no two whole years to compare." in said(found)
    (tmp_path / "now").mkdir()
    lately = analysed(tmp_path / "now", made(date(2026, 1, 2)))
    assert NOT_WHOLE in rows_of(lately)["2026"][-1]
    assert "<polyline" not in lately.drawn()[0][1], "a part of a quarter is no point of a line"


def test_a_year_in_which_the_record_begins_is_not_whole(tmp_path: Path) -> None:
    found = analysed(tmp_path, made(date(2022, 7, 9)), *YEARS)
    assert [rows_of(found)[label][-1] for label in ("2022", "2022, July to September")] == [NOT_WHOLE, ""]
    assert "In 2023 2 were made, in 2025 2." in said(found)


def test_the_rise_is_shown_with_and_without_what_was_reclassified(tmp_path: Path) -> None:
    later = [made(date(2024, 5, 1), offence_initial="harassment_2")] * 3
    found = analysed(tmp_path, made(date(2023, 1, 1)), made(date(2024, 5, 1)), *later)
    assert "In 2023 1 were made, in 2024 4. Of these 1 and 1 were first recorded as stalking;" in said(found)


def test_an_empty_scope_and_reports_without_a_day_are_said(tmp_path: Path) -> None:
    scope = Scope(areas=("Elsewhere",))
    nothing = analysed(tmp_path, *YEARS, scope=scope)
    assert nothing.words == (f"There are no {scope.words()}.",)
    assert "No report with a day is within the scope." in nothing.drawn()[0][1]
    (tmp_path / "other").mkdir()
    unknown = analysed(tmp_path / "other", made(None), made(None))
    assert [row[0] for row in sheets(unknown)["periods"].rows] == ["day not known"]
    holds(sheets(unknown)["periods"])
    assert said(unknown) == (
        "There are no two whole years to compare. 2 have no day on which they were made, and are in no year."
    )


# -- the query against plain Python ------------------------------------------------------------------------------------

START = date(2021, 11, 1)
days = st.one_of(st.none(), st.integers(0, 400))


@st.composite
def case(draw: st.DrawFn) -> dict[str, Any]:
    on = draw(st.one_of(st.none(), st.integers(0, 900).map(lambda n: START + timedelta(n))))
    charged, left = draw(days), draw(days)
    return {
        "made_on": on,
        "offence": draw(
            st.sampled_from([None, "stalking_2a", "stalking_4a_fear", "breach_spo", "stalking_unspecified"])
        ),
        "offence_initial": draw(st.sampled_from([None, "stalking_2a", "harassment_2", "breach_spo"])),
        "charged_on": START if charged is not None else None,
        "days_to_charge": charged,
        "left_as": "disengaged" if left is not None else None,
        "left_on": START if left is not None else None,
        "days_to_leaving": left,
        "came_back": draw(st.sampled_from([None, True, False])),
        "days_to_recognition": draw(days),
    }


def by_hand(
    rows: Sequence[Mapping[str, Any]], year: int | None, quarter: int | None
) -> tuple[int, Counter[str], list[int]]:
    """The slow twin: the reports of a period, by class and first class, and those with each within a year."""
    kinds = {"stalking_2a": "s2a", "stalking_4a_fear": "s4a", "breach_spo": "spo_breach",
             "stalking_unspecified": "unspecified", "harassment_2": "none", None: ""}  # fmt: skip
    found: Counter[str] = Counter()
    within = [0, 0, 0]
    n = 0
    for row in rows:
        on = row["made_on"]
        if (on is None) != (year is None) or (on and (on.year != year or quarter not in (None, (on.month + 2) // 3))):
            continue
        n += 1
        found[f"now {kinds[row['offence']]}"] += 1
        first = kinds[row["offence_initial"]]
        found[f"first {'' if not first else 'other' if first == 'none' else 'stalking'}"] += 1
        within[0] += row["days_to_charge"] is not None and row["days_to_charge"] <= 365
        within[1] += row["days_to_leaving"] is not None and row["days_to_leaving"] <= 365 and not row["came_back"]
        within[2] += row["days_to_recognition"] is not None and 1 <= row["days_to_recognition"] <= 365
    return n, found, within


@settings(max_examples=40)
@given(st.lists(case(), min_size=1, max_size=25))
def test_it_counts_as_plain_python_does(rows: list[dict[str, Any]]) -> None:
    found = by_quarter(table_of(*rows)).to_pyarrow().to_pylist()
    periods = [None, *(Period(year, quarter) for year in range(2021, 2025) for quarter in (None, 1, 2, 3, 4))]
    for period in periods:
        got = counted(found, period)
        n, kinds, within = by_hand(rows, period.year if period else None, period.quarter if period else None)
        named = {**{f"now {name}": n for name, n in got.by_class.items()},
                 **{f"first {name}": n for name, n in got.by_first.items()}}  # fmt: skip
        assert (got.reports, {name: n for name, n in named.items() if n}) == (n, kinds)
        assert list(got.within.values()) == within
    assert (list(got.within), list(got.by_class), list(got.by_first)) == (list(WITHIN), list(CLASSES), list(FIRST_AS))


# -- periods and the picture -------------------------------------------------------------------------------------------


@given(st.integers(1990, 2100), st.sampled_from([None, 1, 2, 3, 4]))
def test_a_period_is_known_by_its_label_and_ends_before_the_next(year: int, quarter: int | None) -> None:
    period = Period(year, quarter)
    assert period_of(period.label) == period
    after = Period(year + 1) if quarter in (None, 4) else Period(year, (quarter or 0) + 1)
    assert period.last + timedelta(1) == after.first


def test_quarters_follow_one_another_and_other_labels_are_none() -> None:
    found = quarters_between(Period(2023, 3), Period(2024, 2))
    assert [(one.year, one.quarter) for one in found] == [(2023, 3), (2023, 4), (2024, 1), (2024, 2)]
    assert period_of("day not known") is None


def test_the_picture_has_each_break_as_a_line_with_its_name(tmp_path: Path) -> None:
    found = analysed(tmp_path, made(date(2017, 1, 1)), *YEARS)
    ((name, drawn),) = found.drawn()
    assert name == "trend"
    assert "role='img'" in drawn
    assert drawn.count("stroke-dasharray='1 3'") == 3
    assert ">1 Apr 2020: Conduct by a former partner recorded as stalking</text>" in drawn
    assert "Counting breaks: 2018: Course of conduct recorded in addition; 2020: " in drawn
    for words in ("Reports", "Stalking, section 2A", *WITHIN.values()):
        assert f">{words}</text>" in drawn
    assert "fill='#fff' stroke=" in drawn, "the year that has not run is hollow"


def test_a_withheld_count_breaks_the_line_and_is_said(tmp_path: Path) -> None:
    found = analysed(tmp_path, *(made(date(2024, month, 1)) for month in range(1, 13)))
    named = sheets(found)
    whole = found.pictures[0].draw(named)
    periods = named["periods"]
    hidden = tuple((row[0], WITHHELD, *row[2:]) if row[0] == "2024, April to June" else row for row in periods.rows)
    drawn = found.pictures[0].draw(
        {**named, "periods": Sheet("periods", "", periods.definition, periods.heads, hidden)}
    )
    assert (whole.count(">[c]</text>"), drawn.count(">[c]</text>")) == (0, 1)
    assert drawn.count("<polyline") == whole.count("<polyline") + 1
