"""Weeks in which something was done more than a number of times, by the dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.safety.instruments.weeks import busy_weeks

pytestmark = pytest.mark.demand("ASS-01")
START = date(2024, 3, 4)


def visit(day: int, *, last: int | None = None, times: int = 1, report: str = "report:r1") -> Entry:
    first, until = (START + timedelta(days=n) for n in (day, day if last is None else last))
    happened = f"{first}" if first == until else f"{first}/{until}"
    return entry("incident.recorded", {"behaviours": ["attends_home"], "times": times}, report,
                 ("victim", "person:v"), happened=happened)  # fmt: skip


def test_two_reports_that_tell_of_one_day_count_once() -> None:
    told = [visit(day, report=report) for day in (0, 1) for report in ("report:r1", "report:r2")]
    assert busy_weeks(told, more_than=3) == ()
    assert [week.times for week in busy_weeks([*told, visit(2, times=2)], more_than=3)] == [4]


def test_of_a_stretch_the_even_share_of_a_week_counts() -> None:
    assert busy_weeks([visit(0, last=27, times=12)], more_than=3) == ()
    assert [week.times for week in busy_weeks([visit(0, last=27, times=13)], more_than=3)] == [4]


@given(st.lists(st.integers(0, 40), max_size=25))
def test_there_is_such_a_week_just_where_some_seven_days_have_more(days: list[int]) -> None:
    found = busy_weeks([visit(day) for day in days], more_than=3)
    assert bool(found) == any(sum(first <= day < first + 7 for day in days) > 3 for first in range(41))
    assert all(len(week.entries) == week.times > 3 for week in found)
    firsts = [(week.first - START).days for week in found]
    assert all(later - earlier >= 7 for earlier, later in pairwise(firsts))
