"""One incident that two reports tell of: shown twice, counted once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.entries import MADE, entry
from unbroken.cases.between import OTHER, Act, Two, nobodys
from unbroken.conduct.course.again import APART, count_once, told_again
from unbroken.conduct.course.pairs import between_two, judge_both
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.recognition import Finding
from unbroken.record.entries import Entry

pytestmark = pytest.mark.demand("RCG-01")
HER, HIM = "person:her", "person:him"
TWO = Two(frozenset({HER}), frozenset({HIM}))
BOTH = (("victim", HER), ("suspect", HIM))
START = date(2024, 3, 1).toordinal()


def made(report: str, day: str) -> Entry:
    return entry("report.made", MADE, report, *BOTH, happened=day)


def incident(report: str, day: str, *behaviours: str, **body: object) -> Entry:
    return entry("incident.recorded", {"behaviours": list(behaviours or ("attends_home",)), **body}, report, *BOTH,
                 happened=day)  # fmt: skip


def judged(*entries: Entry, readings: Mapping[str, list[Said]] | None = None) -> Judged:
    ordered = sorted(entries, key=lambda one: (one.happened_from, one.id))
    return judge_both(TWO, between_two(TWO, ordered, nobodys), ordered, readings or {})[OTHER][0]


def rules(found: Judged) -> set[str]:
    return {rule.name for rule in found.recognised.met}


def retold(**second: object) -> tuple[Entry, ...]:
    """A visit that two reports of different days tell of, each with a narrative."""
    return (
        made("report:r1", "2024-03-02"), incident("report:r1", "2024-03-01", times=1),
        made("report:r2", "2024-03-09"), incident("report:r2", "2024-03-01", **second),
    )  # fmt: skip


def test_one_act_told_in_two_reports_is_one_occasion_and_both_tellings_stay() -> None:
    found = judged(*retold())
    assert (found.measures.incidents, found.measures.again) == (2, 1)
    assert (found.measures.times, found.measures.days, found.measures.contact_days) == (1, 1, 1)
    assert [one.act.report for one in found.course.again] == ["report:r2"]
    assert not {"repeated", "earlier_reports"} & rules(found)
    assert found.finding is Finding.NOT_YET


def test_narratives_of_the_two_reports_do_not_make_two_occasions_of_it() -> None:
    entries = retold()
    said = {one.id: [Said("attends_home", 0, 4, "came")] for one in entries if one.kind == "report.made"}
    assert "repeated" not in rules(judged(*entries, readings=said))


def test_a_day_within_a_stretch_that_another_report_tells_of_adds_no_occasion() -> None:
    stretch = incident("report:r1", "2024-03-01/2024-03-10", "calls_texts", times=2)
    found = judged(made("report:r1", "2024-03-11"), stretch, made("report:r2", "2024-03-12"),
                   incident("report:r2", "2024-03-04", "calls_texts"))  # fmt: skip
    assert (found.measures.times, found.told.account.occasions) == (2, 2)


def test_a_number_told_with_the_block_that_it_led_to_is_no_new_number_after_it() -> None:
    first = incident("report:r1", "2024-03-01", "calls_texts", told=["blocked"])
    again = incident("report:r2", "2024-03-01", "calls_texts", identifiers_used=["07700 900123"])
    found = judged(made("report:r1", "2024-03-02"), first, made("report:r2", "2024-03-09"), again)
    assert not found.told.account.tells("new_accounts_after_block")


def test_whoever_compared_the_reports_and_held_them_apart_lets_each_count() -> None:
    apart = entry(APART, {"evidence": ["same_victim"]}, "report:r1", ("other_report", "report:r2"))
    found = judged(*retold(), apart)
    assert (found.measures.incidents, found.measures.again, found.measures.times) == (2, 0, 2)
    assert "earlier_reports" in rules(found)


@pytest.mark.parametrize(
    "second",
    [
        incident("report:r2", "2024-03-02"),
        incident("report:r2", "2024-03-01", "calls_texts"),
        incident("report:r2", "2024-03-01", places=["work"]),
        incident("report:r2", "2024-03-01", identifiers_used=["07700 900124"]),
        incident("report:r1", "2024-03-01"),
    ],
    ids=["another day", "another act", "another place", "another number", "the same report"],
)
def test_what_sets_them_apart_leaves_two(second: Entry) -> None:
    first = incident("report:r1", "2024-03-01", places=["home"], identifiers_used=["07700 900123"])
    found = judged(made("report:r1", "2024-03-03"), made("report:r2", "2024-03-04"), first, second)
    assert found.course.again == ()


def test_two_visits_of_one_day_told_in_both_reports_stay_two() -> None:
    tellings = [incident(report, "2024-03-01") for report in ("report:r1", "report:r1", "report:r2", "report:r2")]
    found = judged(made("report:r1", "2024-03-03"), made("report:r2", "2024-03-04"), *tellings)
    assert (found.measures.incidents, found.measures.again, found.measures.times) == (4, 2, 2)


def _act(n: int, day: int, length: int, report: int, behaviours: tuple[str, ...]) -> Act:
    on = date.fromordinal(START + day)
    return Act(f"e{n}", f"report:{report}", OTHER, on, date.fromordinal(on.toordinal() + length), 1, behaviours,
               (), (), (), is_named=True, is_counter=False)  # fmt: skip


_BEHAVIOURS = st.lists(st.sampled_from(("calls_texts", "attends_home")), min_size=1, max_size=2).map(tuple)
_TOLD = st.tuples(st.integers(0, 6), st.integers(0, 3), st.integers(0, 3), _BEHAVIOURS)


@given(st.lists(_TOLD, max_size=12).map(sorted))
def test_nothing_is_lost_and_each_telling_stands_for_one_of_another_report(
    told: list[tuple[int, int, int, tuple[str, ...]]],
) -> None:
    acts = [_act(n, *one) for n, one in enumerate(told)]
    again = told_again(acts, [])
    once = count_once(acts, again)
    assert len(once) + len(again) == len(acts)
    assert {code for act in once for code in act.behaviours} == {code for act in acts for code in act.behaviours}
    assert {entry for act in once for entry in (act.entry, *act.also)} == {act.entry for act in acts}
    assert all(one.act.report != one.first.report for one in again)
    assert all(earlier.on <= later.on for earlier, later in pairwise(once))
    for first in {one.first.entry for one in again}:
        tellers = [one.act.report for one in again if one.first.entry == first]
        assert len(tellers) == len({*tellers})
