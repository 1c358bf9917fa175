"""Repeat status on the day of a report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.cases.repeats import Earlier, Repeat, repeat_at

DAY = date(2024, 6, 1)


def report(days: int, offence: str = "assault", *others: str, domestic: bool | None = None) -> Earlier:
    return Earlier(f"report:{days}", DAY - timedelta(days=days), offence, domestic, frozenset(others))


@pytest.mark.demand("LNK-02")
def test_each_kind_is_counted_for_itself() -> None:
    now = report(0, "stalking_2a", "person:him")
    before = [
        report(10, "stalking_2a", "person:him", domestic=True),
        report(20, "harassment_2", "person:else"),
        report(30, "domestic_incident", domestic=True),
        report(40, ""),
    ]
    assert repeat_at(now, [now, *before]) == Repeat(
        since=DAY - timedelta(days=365), crimes=3, domestic=2, stalking=2, same=1, different=1
    )


@pytest.mark.demand("LNK-02")
@pytest.mark.parametrize(("days", "in_a_year", "ever"), [(0, 0, 0), (1, 1, 1), (365, 1, 1), (366, 0, 1), (-1, 0, 0)])
def test_the_look_back_ends_where_it_says(days: int, in_a_year: int, ever: int) -> None:
    now, other = report(0), report(days)
    assert repeat_at(now, [other]).crimes == in_a_year
    assert repeat_at(now, [other], days=None).crimes == ever


def test_nothing_before_is_no_repeat() -> None:
    assert not repeat_at(report(0), [report(0)]).is_repeat


_PAIRS = st.lists(
    st.tuples(st.integers(0, 900), st.sampled_from(["v1", "v2", "v3"]), st.sampled_from(["s1", "s2", "s3"])),
    max_size=12,
)


@pytest.mark.demand("LNK-02")
@given(_PAIRS)
def test_victims_with_the_same_suspect_before_are_suspects_with_the_same_victim_before(
    made: list[tuple[int, str, str]],
) -> None:
    """Printed once as 92 and 89: counted by one rule from either end, they are the same reports."""

    def again(own: int, other: int) -> list[int]:
        found = []
        for number, item in enumerate(made):
            one = Earlier(str(number), DAY + timedelta(days=item[0]), "", None, frozenset({str(item[other])}))
            rest = [
                Earlier(str(n), DAY + timedelta(days=each[0]), "", None, frozenset({str(each[other])}))
                for n, each in enumerate(made)
                if each[own] == item[own]
            ]
            if repeat_at(one, rest, days=None).same:
                found.append(number)
        return found

    assert again(1, 2) == again(2, 1)
