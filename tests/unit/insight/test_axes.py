"""What pictures share: round steps, words that do not lie over one another, lines that no colour tells apart alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.insight.pictures.axes import STYLES, line, spread, text, ticks

pytestmark = pytest.mark.demand("ANA-02", "ANA-09")


@given(st.floats(0, 1e6))
def test_steps_are_few_start_at_nothing_and_reach_the_top(top: float) -> None:
    steps = ticks(top)
    assert steps[0] == 0
    assert steps[-1] >= top
    assert 2 <= len(steps) <= 12


@pytest.mark.parametrize(
    ("top", "steps"), [(63, [0, 20, 40, 60, 80]), (3054, [0, 1000, 2000, 3000, 4000]), (4, [0, 1, 2, 3, 4])]
)
def test_steps_are_round(top: float, steps: list[float]) -> None:
    assert ticks(top) == steps


@given(st.lists(st.floats(0, 300), min_size=1, max_size=6))
def test_words_keep_their_order_and_distance(wanted: list[float]) -> None:
    placed = spread(wanted, 0, 300)
    assert all(after - before >= 16.999 for before, after in pairwise(sorted(placed)))
    assert all(-1e-6 <= y <= 300 + 1e-6 for y in placed)
    for (want, put), (other, its) in pairwise(sorted(zip(wanted, placed, strict=True))):
        assert put < its or want == other


def test_every_line_has_dashes_and_a_mark_of_its_own() -> None:
    assert len({style.dash for style in STYLES}) == len({style.mark for style in STYLES}) == len(STYLES)
    assert line([], STYLES[0]) == ""
    assert line([(1, 2), (3, 4)], STYLES[1]).count("<rect") == 2


def test_words_of_an_extract_are_text() -> None:
    assert "<b>" not in text(0, 0, "<b>Moor</b>")
