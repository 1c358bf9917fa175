"""What a course of conduct comes to over time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.cases.between import OTHER, Act
from unbroken.conduct.course.measures import Level, Measures, Trend, level_of, measure, trend

START = date(2024, 1, 1)


def act(day: int, *behaviours: str, last: int | None = None, **known: object) -> Act:
    on = START + timedelta(days=day)
    told = {"times": 1, "identifiers": (), "told": (), "orders": (), **known}
    return Act(
        entry=f"e{day}", report="report:r", by=OTHER, on=on, last_on=START + timedelta(days=last or day),
        behaviours=behaviours or ("calls_texts",), is_named=True, is_counter=False, **told,
    )  # type: ignore[arg-type]  # fmt: skip


def days(*numbers: int) -> list[date]:
    return [START + timedelta(days=number) for number in numbers]


@pytest.mark.demand("RCG-01")
def test_nothing_comes_to_nothing() -> None:
    assert measure(()) == Measures()
    assert measure(()).span == 0


@pytest.mark.demand("RCG-01")
def test_a_course_is_counted_by_days_times_and_types() -> None:
    found = measure(
        [act(0, times=3), act(0, "attends_home"), act(9, "attends_home", places=("home",)), act(9, "threats_harm")]
    )
    assert (found.incidents, found.times, found.days, found.contact_days, found.span) == (4, 6, 2, 2, 10)
    assert found.behaviours == (("attends_home", 2), ("calls_texts", 1), ("threats_harm", 1))
    assert (found.types, found.places) == (3, (("home", 1),))


def test_what_was_made_clear_stands_with_the_first_day_of_it() -> None:
    found = measure([act(2, told=("asked_to_stop",)), act(5, told=("blocked", "asked_to_stop"), orders=("spo",))])
    assert found.told == (("asked_to_stop", days(2)[0]), ("blocked", days(5)[0]))
    assert found.orders == (("spo", days(5)[0]),)


def test_a_gap_is_a_month_without_an_incident_and_a_burst_three_days_close_together() -> None:
    found = measure([act(day) for day in (0, 3, 9, 60, 61)])
    assert [(one.first, one.last) for one in found.gaps] == [(days(10)[0], days(59)[0])]
    assert [(one.first, one.last, one.days) for one in found.bursts] == [(days(0)[0], days(9)[0], 3)]


@pytest.mark.demand("ASS-10")
@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ((0, 5, 9), Trend.UNKNOWN),
        ((0, 30, 60, 90, 120), Trend.NONE),
        ((0, 80, 95, 100, 103, 105), Trend.MORE),
        ((0, 2, 5, 10, 25, 105), Trend.LESS),
    ],
)
def test_whether_it_comes_more_often_is_read_from_the_days(numbers: tuple[int, ...], says: Trend) -> None:
    assert trend(days(*numbers)) is says


@given(st.sets(st.integers(0, 400), min_size=4))
def test_the_same_course_backwards_has_the_opposite_trend(numbers: set[int]) -> None:
    forward = sorted(numbers)
    backward = sorted(forward[-1] - number for number in forward)
    opposite = {Trend.MORE: Trend.LESS, Trend.LESS: Trend.MORE, Trend.NONE: Trend.NONE}
    assert trend(days(*backward)) is opposite[trend(days(*forward))]


@pytest.mark.demand("ASS-10")
def test_it_became_graver_on_the_day_on_which_a_graver_level_was_first_reached() -> None:
    found = measure([act(0), act(1), act(4, "attends_home"), act(5), act(8, "threats_harm"), act(9, "threats_harm")])
    assert [(one.act.entry, one.level) for one in found.graver] == [("e4", Level.NEAR), ("e8", Level.SEVERE)]


def test_what_begins_grave_does_not_become_graver() -> None:
    assert measure([act(0, "threats_harm"), act(0), act(3, "physical_violence")]).graver == ()


@pytest.mark.parametrize(
    ("done", "level"),
    [
        (act(0), Level.CONTACT),
        (act(0, orders=("spo",)), Level.NEAR),
        (act(0, "following_surveillance"), Level.NEAR),
        (act(0, threats=("kill",)), Level.SEVERE),
        (act(0, threats=("self_harm",)), Level.CONTACT),
        (act(0, "calls_texts", "property_damage"), Level.SEVERE),
    ],
)
def test_how_grave_an_incident_is_goes_by_the_gravest_of_it(done: Act, level: Level) -> None:
    assert level_of(done) is level
