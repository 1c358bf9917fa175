from __future__ import annotations

from datetime import date, timedelta

import pytest

from unbroken.vocabulary.counting import COUNTING_BREAKS, EX_PARTNER_RULE_FROM, breaks_between, ex_partner_rule_from
from unbroken.vocabulary.reports import FORCES


@pytest.mark.demand("REC-03")
def test_the_former_partner_rule_began_earlier_in_the_met() -> None:
    assert ex_partner_rule_from("met") == date(2019, 4, 1)
    assert ex_partner_rule_from("sussex") == date(2020, 4, 1)
    assert ex_partner_rule_from(None) == ex_partner_rule_from() == date(2020, 4, 1)


def test_only_forces_have_a_date_of_their_own() -> None:
    assert {force for force in EX_PARTNER_RULE_FROM if force not in FORCES} == {"default"}


@pytest.mark.demand("REC-03")
def test_counts_break_four_times() -> None:
    assert [rule.day for rule in COUNTING_BREAKS] == [
        date(2014, 4, 1),
        date(2018, 4, 1),
        date(2020, 4, 1),
        date(2023, 4, 1),
    ]
    assert all(rule.title and rule.meaning and rule.source for rule in COUNTING_BREAKS)


def test_a_period_is_divided_by_the_breaks_inside_it() -> None:
    second = COUNTING_BREAKS[1].day
    day = timedelta(days=1)
    assert breaks_between(second - day, second) == (COUNTING_BREAKS[1],)
    assert breaks_between(second, COUNTING_BREAKS[2].day - day) == ()
    assert breaks_between(date(2013, 1, 1), date(2024, 1, 1)) == COUNTING_BREAKS
