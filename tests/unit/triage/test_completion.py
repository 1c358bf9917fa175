"""Rates and medians of assessments: numerator, denominator, and what is counted apart."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.safety.assessed import FURTHEST
from unbroken.triage.completion import Stands, completion

pytestmark = pytest.mark.demand("ASS-01")
DAY = date(2026, 3, 3)


def stands(area: str = "North", *, on: date | None = DAY, state: str = "done", days: int | None = 2) -> Stands:
    done_on = on + timedelta(days=days) if on and days is not None and state == "done" else None
    return Stands("report:r", area, on, state, done_on)


def test_begun_refused_and_not_said_are_in_the_base_and_not_in_the_count() -> None:
    found = completion(stands(state=state) for state in FURTHEST)
    assert (found.together.done, found.together.reports) == (1, 5)
    assert found.together.states == dict.fromkeys(FURTHEST, 1)


def test_the_median_is_of_the_reports_whose_days_are_known_and_in_order() -> None:
    found = completion([stands(days=0), stands(days=9), stands(days=4), stands(days=5), stands(days=-3),
                        stands(days=None), stands(on=None), stands(state="begun")])  # fmt: skip
    assert (found.together.days, found.together.median_days) == ([0, 9, 4, 5], 4.5)
    assert completion([stands(state="refused")]).together.median_days is None
    assert completion([]).together.reports == 0


def test_areas_come_by_name_and_months_the_latest_first_what_is_not_recorded_last() -> None:
    found = completion([stands(""), stands("south", on=date(2026, 1, 9)), stands("North"), stands("North", on=None)])
    assert list(found.by_area) == ["North", "south", ""]
    assert list(found.by_month) == ["2026-03", "2026-01", ""]
    assert list(found.by_both) == [("North", "2026-03"), ("North", ""), ("south", "2026-01"), ("", "2026-03")]


@given(st.lists(st.builds(Stands, st.just("report:r"), st.sampled_from(["", "a", "b"]),
                          st.none() | st.dates(date(2026, 1, 1), date(2026, 4, 30)), st.sampled_from(FURTHEST),
                          st.none() | st.dates(date(2026, 1, 1), date(2026, 4, 30)))))  # fmt: skip
def test_every_report_is_counted_once_in_each_table(held: list[Stands]) -> None:
    found = completion(held)
    states = Counter(one.state for one in held)
    for tallies in (found.by_area, found.by_month, found.by_both):
        for state in FURTHEST:
            assert sum(tally.states[state] for tally in tallies.values()) == states[state]
        assert sorted(day for tally in tallies.values() for day in tally.days) == sorted(found.together.days)
    for (area, month), tally in found.by_both.items():
        same = [one for one in held if (one.area, one.month) == (area, month)]
        days = [one.days for one in same if one.days is not None]
        assert (tally.reports, tally.median_days) == (len(same), median(days) if days else None)
