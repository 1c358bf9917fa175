from __future__ import annotations

from datetime import date

import pytest

from unbroken.vocabulary.courts import SENTENCES
from unbroken.vocabulary.orders import CONDITION_KINDS, ORDER_TYPES


@pytest.mark.parametrize(
    ("order", "last_before", "first"),
    [
        ("spo", date(2020, 1, 19), date(2020, 1, 20)),
        ("interim_spo", date(2020, 1, 19), date(2020, 1, 20)),
        ("dapo", date(2024, 11, 26), date(2024, 11, 27)),
    ],
)
def test_an_order_can_be_made_from_the_day_the_law_began(order: str, last_before: date, first: date) -> None:
    assert [ORDER_TYPES[order].valid_on(day) for day in (last_before, first)] == [False, True]


def test_an_order_and_the_sentence_that_makes_it_share_their_court_result() -> None:
    for order in ("spo", "interim_spo", "dapo", "restraining_order_conviction", "restraining_order_acquittal"):
        assert SENTENCES[order].official["court_result"] == ORDER_TYPES[order].official["court_result"]


def test_every_condition_is_a_prohibition_or_a_requirement() -> None:
    assert {code.group for code in CONDITION_KINDS} == {"prohibition", "requirement"}
