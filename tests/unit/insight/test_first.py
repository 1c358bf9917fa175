"""What comes first of a report: against plain Python, on every edge that the record can have."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.insight.test_attrition import cases
from unbroken.insight.first import ENDS, OPEN, TROUBLES, day_of, first, read_first

pytestmark = pytest.mark.demand("ANA-09")
MADE = date(2025, 3, 1)
ON = date(2025, 6, 1)
days = st.one_of(st.none(), st.sampled_from([-3, 0, 0, 1, 1, 5, 100]).map(lambda n: MADE + timedelta(n)))


@st.composite
def case(draw: st.DrawFn) -> dict[str, Any]:
    made = draw(st.sampled_from([MADE, MADE, MADE, None, ON + timedelta(2)]))
    row: dict[str, Any] = {
        "made_on": made,
        "left_as": draw(st.sampled_from([None, "withdrew", "disengaged", "no_support_at_report"])),
        "came_back": draw(st.sampled_from([None, False, True])),
        "outcome": draw(st.sampled_from([None, "1", "8", "15", "16", "18"])),
        "ended_by": draw(st.sampled_from([None, "police", "police_or_cps", "cps", "victim"])),
        "left_at": draw(st.sampled_from([None, "A4b", "A4c"])),
        "submissions": draw(st.integers(0, 1)),
        "ended_on": draw(days),
    }
    for day, count in (("left_on", "leaving"), ("closed_on", "closure"), ("charged_on", "charge")):
        row[day] = draw(days)
        known = made is not None and row[day] is not None and draw(st.booleans())
        row[f"days_to_{count}"] = max(0, (row[day] - made).days) if known else None
    return row


def by_hand(row: Mapping[str, Any]) -> tuple[str, int | None, str | None]:
    """The slow twin: what came first, after how many days, and what keeps it from being told."""
    if row["made_on"] is None:
        return "", None, "no_day"
    if row["made_on"] > ON:
        return "", None, "after"
    happened: list[tuple[int, int, str]] = []
    is_charged = row["charged_on"] or row["outcome"] == "1"
    if is_charged:
        happened.append((since(row, "days_to_charge", row["charged_on"] or row["closed_on"]), 0, "charge"))
    if row["left_as"] and not row["came_back"]:
        happened.append((since(row, "days_to_leaving", row["left_on"]), 1, "victim"))
    if not is_charged and (row["closed_on"] or row["ended_on"] or row["outcome"]):
        happened.append((since(row, "days_to_closure", row["closed_on"] or row["ended_on"]), 2, closing(row)))
    if not happened:
        return OPEN, (ON - row["made_on"]).days, None
    n, _, end = min(happened)
    return ("", None, "no_end_day") if any(one[0] == 10**6 for one in happened) else (end, n, None)


def since(row: Mapping[str, Any], column: str, day: date | None) -> int:
    if row[column] is not None:
        return int(row[column])
    return max(0, (day - row["made_on"]).days) if day else 10**6


def closing(row: Mapping[str, Any]) -> str:
    if row["ended_by"] == "victim":
        return "victim"
    is_police = row["ended_by"] in ("police", "police_or_cps") and row["left_at"] != "A4c" and not row["submissions"]
    return "police" if is_police else "other"


@settings(max_examples=60)
@given(st.lists(case(), min_size=1, max_size=30))
def test_it_is_what_plain_python_finds(rows: list[dict[str, Any]]) -> None:
    named = [{**row, "case": f"r{n:02}"} for n, row in enumerate(rows)]
    found = first(cases(*named), ON, "case").order_by("case").to_pyarrow().to_pylist()
    told = [("", None, one["trouble"]) if one["trouble"] else (one["end"], one["days"], None) for one in found]
    assert told == [by_hand(row) for row in rows]


@settings(max_examples=20)
@given(st.lists(case(), min_size=1, max_size=30))
def test_nobody_is_lost_on_the_way_to_the_kernel(rows: list[dict[str, Any]]) -> None:
    firsts = read_first(cases(*rows), ON, "relationship")
    observed = firsts.observed
    assert len(observed) + sum(firsts.troubled(one) for one in TROUBLES) == len(rows)
    hand = [by_hand(row) for row in rows]
    counted = sorted((days, end) for end, days, trouble in hand if trouble is None)
    names = np.array([OPEN, *ENDS])[observed.codes]
    assert sorted(zip(observed.times.astype(int).tolist(), names.tolist(), strict=True)) == counted
    assert firsts.labels("relationship", str).tolist() == ["None"] * len(observed)


@pytest.mark.parametrize(
    ("row", "end", "way"),
    [
        ({}, OPEN, None),
        ({"left_as": "disengaged", "left_on": MADE}, "victim", "disengaged"),
        ({"left_as": "withdrew", "left_on": MADE, "came_back": True}, OPEN, None),
        ({"outcome": "16", "ended_by": "victim", "closed_on": MADE}, "victim", "by_outcome"),
        ({"left_as": "withdrew", "left_on": MADE, "closed_on": MADE, "ended_by": "police"}, "victim", "withdrew"),
        ({"left_as": "withdrew", "left_on": MADE, "charged_on": MADE}, "charge", None),
        ({"outcome": "1", "closed_on": MADE}, "charge", None),
        ({"closed_on": MADE, "ended_by": "police"}, "police", None),
        ({"closed_on": MADE, "ended_by": "police", "charged_on": MADE + timedelta(9)}, "charge", None),
        ({"closed_on": MADE, "ended_by": "police", "left_at": "A4c"}, "other", None),
        ({"closed_on": MADE, "ended_by": "police", "submissions": 1}, "other", None),
        ({"ended_on": MADE}, "other", None),
    ],
)
def test_what_counts_as_what(row: dict[str, Any], end: str, way: str | None) -> None:
    (found,) = first(cases({"made_on": MADE, **row}), ON).to_pyarrow().to_pylist()
    assert (found["end"], found["way"]) == (end, way)


def test_what_is_dated_before_the_report_or_after_the_extract_is_known_as_that() -> None:
    early = {"made_on": MADE, "left_as": "withdrew", "left_on": MADE - timedelta(3)}
    late = {"made_on": MADE, "left_as": "withdrew", "left_on": ON + timedelta(3)}
    found = first(cases(early, late), ON).order_by("days").to_pyarrow().to_pylist()
    assert [(one["days"], one["is_early"], one["is_late"]) for one in found] == [(0, True, False), (95, False, True)]


def test_the_day_of_an_extract_is_that_of_the_uk() -> None:
    assert day_of("2026-07-05T23:30:00+00:00") == date(2026, 7, 6)
    assert day_of("2026-01-05T23:30:00+00:00") == date(2026, 1, 5)
