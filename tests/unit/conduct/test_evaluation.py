"""Measuring: intervals, counts, and that the two parts are what they say."""

from __future__ import annotations

import pytest

from unbroken.conduct.evaluation import PARTS, Labelled, Measured, labelled, measure, table, wilson
from unbroken.vocabulary.behaviours import BEHAVIOURS


def test_a_share_has_its_wilson_interval() -> None:
    """Against the worked example of Newcombe (1998), Statistics in Medicine 17, 857: 81 of 263."""
    assert wilson(81, 263) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) is None


def test_what_is_right_wrong_and_missed_is_counted() -> None:
    found = measure(
        [
            Labelled("a", "He followed me home every day; we split up in May.", True, frozenset({"calls_texts"})),
            Labelled("b", "The bus was late.", False, frozenset()),
        ]
    )
    assert found == (
        Measured("stalking", 1, 0, 0),
        Measured("all behaviours", 0, 1, 1),
        Measured("calls_texts", 0, 0, 1),
        Measured("following_surveillance", 0, 1, 0),
    )
    assert "| calls_texts | 0 | 0 | 1 | none | 0.000 (0.000 to 0.793) |" in table(found)


def test_the_two_parts_have_nothing_in_common() -> None:
    parts = [list(labelled(part)) for part in PARTS]
    assert [len(part) for part in parts] == [230, 699]
    assert {one.text for one in parts[0]}.isdisjoint(one.text for one in parts[1])
    assert {code for part in parts for one in part for code in one.behaviours} <= {code.code for code in BEHAVIOURS}
