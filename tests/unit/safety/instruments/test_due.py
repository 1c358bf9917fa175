"""Where instruments stand; the reasons why one is due are in tests/spec/reassessment.toml."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.safety.instruments.due import Standing, has_risen, pointing_apart, standings
from unbroken.safety.instruments.facts import Pair
from unbroken.safety.instruments.loading import shipped

HER = "person:v1"


def assessed(day: str, instrument: str = "s_dash", *, victim: str = HER, **body: Any) -> Entry:
    return entry("risk.assessed", {"instrument": instrument, **body}, ("victim", victim), happened=day)


def stand(*entries: Entry, of: str = "s_dash", today: date | None = None) -> Standing:
    return {one.instrument.key: one for one in all_of(*entries, today=today)}[of]


def all_of(*entries: Entry, today: date | None = None) -> tuple[Standing, ...]:
    pair = Pair(frozenset({HER}))
    return standings(shipped(), entries, pair=pair, today=today, recent=timedelta(days=28))


@pytest.mark.demand("ASS-01")
@pytest.mark.parametrize(
    ("complete", "state"),
    [("yes", "done"), ("no", "begun"), ("refused", "refused"), ("unknown", "unclear"), (None, "unclear")],
)
def test_done_begun_refused_and_not_said_are_four_states(complete: str | None, state: str) -> None:
    body = {"complete": complete} if complete else {}
    assert stand(assessed("2024-03-05", **body)).state == state


@pytest.mark.demand("ASS-01")
def test_not_done_is_a_fifth_and_an_assessment_of_another_victim_is_none() -> None:
    assert stand().state == "not_done"
    assert stand(assessed("2024-03-05", complete="yes", victim="person:other")).state == "not_done"


def test_one_that_is_done_stays_done_when_another_is_begun() -> None:
    done, begun = assessed("2024-03-05", complete="yes"), assessed("2024-03-09", complete="no")
    found = stand(done, begun)
    assert (found.state, found.done, found.latest) == ("done", done, begun)


@pytest.mark.demand("ASS-09")
def test_it_is_old_after_the_day_of_review_that_it_names() -> None:
    done = assessed("2024-03-05", complete="yes", review_on="2024-03-10")
    assert [reason.code for reason in stand(done, today=date(2024, 3, 11)).reasons] == ["too_old"]
    assert stand(done, today=date(2024, 3, 10)).reasons == ()
    assert stand(done).reasons == ()


@pytest.mark.demand("ASS-06")
def test_what_probation_records_is_never_due_here() -> None:
    done = assessed("2024-03-05", "ogrs3", complete="yes", computed_grade="low")
    since = entry(
        "incident.recorded", {"behaviours": ["calls_texts"]}, "report:r1", ("victim", HER), happened="2024-03-07"
    )
    assert stand(done, since, of="ogrs3", today=date(2025, 1, 1)).reasons == ()


def test_only_what_has_been_used_or_is_due_is_shown() -> None:
    found = all_of(assessed("2024-03-05", "sash", complete="yes"))
    assert [one.instrument.key for one in found if one.is_shown] == ["s_dash", "sash"]


@pytest.mark.demand("ASS-05")
@pytest.mark.parametrize(
    ("before", "now", "rose"), [("medium", "high", True), ("high", "high", False), ("high", "low", False)]
)
def test_a_rise_in_rating_is_seen(before: str, now: str, rose: bool) -> None:
    made = [
        assessed(day, "rosh", complete="yes", computed_grade=grade)
        for day, grade in (("2024-03-05", before), ("2024-04-05", now))
    ]
    assert has_risen(stand(*made, of="rosh")) is rose
    assert not has_risen(stand(made[0], of="rosh"))


@pytest.mark.demand("ASS-07")
@pytest.mark.parametrize(
    ("harm", "score", "apart"),
    [("high", "low", ("ovp",)), ("very_high", "low", ("ovp",)), ("medium", "low", ()), ("high", "medium", ())],
)
def test_a_low_score_beside_a_high_rating_of_harm_points_apart(harm: str, score: str, apart: tuple[str, ...]) -> None:
    found = all_of(
        assessed("2024-03-05", "rosh", complete="yes", computed_grade=harm),
        assessed("2024-03-05", "ovp", complete="yes", computed_grade=score),
    )
    assert pointing_apart(found) == apart


def supervised(day: str = "2024-03-01", **bands: str) -> Entry:
    return entry("probation.started", bands, ("suspect", "person:s1"), ("victim", HER), happened=day)


@pytest.mark.demand("ASS-06", "ASS-07")
@pytest.mark.parametrize(
    ("entries", "supervision", "apart"),
    [
        ([], None, ()),
        ([], supervised(rosh="high", ovp_band="low", ogrs_band="medium"), ("ovp_band",)),
        ([], supervised(rosh="very_high", ovp_band="low", ogrs_band="low"), ("ogrs_band", "ovp_band")),
        ([], supervised(rosh="medium", ovp_band="low"), ()),
        ([], supervised(ovp_band="low"), ()),
        ([assessed("2024-03-05", "ovp", computed_grade="low", complete="yes")], supervised(rosh="high"), ("ovp",)),
        # of two ratings of serious harm the later one counts
        ([assessed("2024-03-05", "rosh", computed_grade="low", complete="yes")],
         supervised(rosh="high", ovp_band="low"), ()),
        ([assessed("2024-02-05", "rosh", computed_grade="low", complete="yes")],
         supervised(rosh="high", ovp_band="low"), ("ovp_band",)),
    ],
)  # fmt: skip
def test_the_measures_that_come_with_supervision_are_held_beside_the_others(
    entries: list[Entry], supervision: Entry | None, apart: tuple[str, ...]
) -> None:
    assert pointing_apart(all_of(*entries), supervision) == apart
