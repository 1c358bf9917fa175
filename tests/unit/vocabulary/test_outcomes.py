from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from unbroken.vocabulary.outcomes import (
    CLOSURE_REASONS,
    OUTCOMES,
    WITHDRAWAL_REASONS,
    Ender,
    ended_by,
    is_charge_for_other_offence,
    stage_of,
)


def test_outcomes_carry_the_official_digits() -> None:
    assert [code.code for code in OUTCOMES] == ["0", "1", "1A", "2", "2A", "3", "3A", *map(str, range(4, 23))]
    assert all(code.official["ho_outcome"] == code.code for code in OUTCOMES)


@pytest.mark.demand("REC-12")
def test_outcome_22_came_on_1_april_2019() -> None:
    assert [OUTCOMES["22"].valid_on(day) for day in (date(2019, 3, 31), date(2019, 4, 1))] == [False, True]


@pytest.mark.demand("REC-12", "INV-07")
@pytest.mark.parametrize(
    ("codes", "ender", "stage"),
    [
        (("1", "1A"), "prosecution", "A6"),
        (("2", "2A", "3", "3A", "6", "8", "22"), "police", "A4c"),
        (("14", "16"), "victim", "A4a"),
        (("15",), "police_or_cps", "A4b"),
        (("9",), "cps", "A6n"),
        (("10", "11", "13", "17", "18", "21"), "police", "A4b"),
        (("12",), "police_or_health", "A4d"),
        (("4", "5", "20"), "neither", "other"),
        (("0",), "nobody", "A3"),
    ],
)
def test_closure_by_police_and_after_withdrawal_are_never_merged(
    codes: tuple[str, ...], ender: str, stage: str
) -> None:
    assert {(ended_by(code), stage_of(code)) for code in codes} == {(ender, stage)}


def test_every_outcome_says_who_ended_it() -> None:
    assert {ended_by(code.code) for code in OUTCOMES} == set(get_args(Ender))
    assert [code.code for code in OUTCOMES if not stage_of(code.code)] == []
    with pytest.raises(KeyError, match="23"):
        ended_by("23")


@pytest.mark.demand("REC-12")
def test_no_outcome_yet_stands_in_a_group_of_its_own() -> None:
    assert OUTCOMES.in_group("not_yet_assigned") == {"0"}


def test_a_charge_for_another_offence_is_flagged() -> None:
    assert [code.code for code in OUTCOMES if is_charge_for_other_offence(code.code)] == ["1A"]


@pytest.mark.demand("INV-06")
def test_closure_reasons_tell_evidence_victim_and_suspect_apart() -> None:
    assert {"lack_of_evidence", "digital_evidence_not_obtained"} <= CLOSURE_REASONS.in_group("evidence")
    assert {"victim_not_cooperating", "victim_not_reached"} <= CLOSURE_REASONS.in_group("victim")
    assert "blames the victim" in CLOSURE_REASONS["victim_not_cooperating"].note
    assert "suspect_not_identified" in CLOSURE_REASONS.in_group("suspect")
    assert CLOSURE_REASONS.in_group("not_crime") == {"no_crime", "no_stalking", "no_course_of_conduct"}


@pytest.mark.demand("INV-07")
def test_a_reason_not_asked_for_differs_from_none_given() -> None:
    assert WITHDRAWAL_REASONS.in_group("missing") == {"not_given", "not_asked", "unknown"}
