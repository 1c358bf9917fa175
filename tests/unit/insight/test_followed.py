"""Following reports over the published days: against plain Python, with many on one day."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.insight.bands import band
from unbroken.insight.first import ENDS
from unbroken.insight.followed import BY, LATER, intervals, is_known, open_at, shares_at
from unbroken.insight.stats.competing.incidence import cumulative_incidence
from unbroken.insight.stats.competing.times import Observed

pytestmark = pytest.mark.demand("ANA-09")
Case = tuple[int, int]
days_seen = st.sampled_from([0, 0, 1, 7, 8, 8, 14, 28, 29, 91, 200, 365, 366, 731, 900])
cases = st.lists(st.tuples(days_seen, st.integers(0, len(ENDS))), max_size=25)


def observed(found: list[Case]) -> Observed:
    days, ends = [days for days, _ in found], [end for _, end in found]
    return Observed(np.array(days, dtype=np.float64), np.array(ends, dtype=np.int64), tuple(ENDS))


def by_hand(found: list[Case], until: int) -> tuple[Fraction, list[Fraction]]:
    """The slow twin: the share still open and those of each outcome by a day, day by day, in fractions."""
    still, shares = Fraction(1), [Fraction(0)] * len(ENDS)
    for day in range(until + 1):
        at_risk = sum(days >= day for days, _ in found)
        hits = [sum(one == (day, end) for one in found) for end in range(1, len(ENDS) + 1)]
        if at_risk:
            shares = [share + still * Fraction(hit, at_risk) for share, hit in zip(shares, hits, strict=True)]
            still *= 1 - Fraction(sum(hits), at_risk)
    return still, shares


@given(cases, st.sampled_from([day for _, day in BY]))
def test_shares_by_a_day_are_those_in_fractions(found: list[Case], day: int) -> None:
    incidence = cumulative_incidence(observed(found))
    shares, still = shares_at(incidence, day), open_at(incidence, day)
    is_open = [end == 0 for days, end in found if days == max(days for days, _ in found)]
    last = max((days for days, _ in found), default=-1)
    assert is_known(incidence, day) == (bool(found) and (last >= day or not any(is_open)))
    if not is_known(incidence, day):
        assert (shares, still) == ((None,) * len(ENDS), None)
        return
    open_share, by_end = by_hand(found, day)
    assert [share.value for share in shares if share] == pytest.approx([float(100 * one) for one in by_end])
    assert still is not None
    assert still.value == pytest.approx(float(100 * open_share))
    had = [sum(days <= day and end == code for days, end in found) for code in range(1, len(ENDS) + 1)]
    assert [share.n for share in shares if share] == [n or len(found) for n in had]


@given(cases)
def test_intervals_hold_everybody_once(found: list[Case]) -> None:
    at_risk = len(found)
    start = -1
    for one in intervals(observed(found)):
        end = one.last if one.last is not None else 10**6
        own = [code for days, code in found if start < days <= end]
        assert (one.at_risk, one.censored) == (at_risk, own.count(0))
        assert one.events == tuple(own.count(code) for code in range(1, len(ENDS) + 1))
        at_risk, start = at_risk - len(own), end
    assert at_risk == 0


def test_the_first_intervals_are_the_published_bands() -> None:
    starts = [0, *(day + 1 for _, day in BY[:4])]
    assert [label for label, _ in BY[:5]] == [band(day) for day in starts]
    assert [label for label, _ in BY[:5]] == [band(day) for _, day in BY[:5]]
    assert LATER not in dict(BY)
