"""What is said: associations, odds below 1 in words, never a cause."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.insight.stats.intervals import Interval
from unbroken.insight.stats.logistic.blocks import Strength, Term
from unbroken.insight.stats.logistic.design import NOT_RECORDED, Column
from unbroken.insight.stats.logistic.wording import CAVEAT, say_odds, say_strength, say_term

pytestmark = pytest.mark.demand("ANA-06", "ANA-07")


def term(ratio: float, low: float, high: float, *, separated: bool = False, **column: object) -> Term:
    told = {"block": "investigation", "variable": "met", "label": "Suspect arrested or interviewed", "level": "yes"}
    made = Column(**{**told, "reference": "no", "n": 90, "events": 20, **column})  # type: ignore[arg-type]
    return Term(made, ratio, Interval(low, high), 0.04, separated)


def test_odds_below_1_are_said_to_be_lower() -> None:
    assert say_term(term(0.125, 0.05, 0.31), "withdrawal") == (
        "Suspect arrested or interviewed: yes, against no. Associated with lower (about an eighth as high) odds of "
        "withdrawal (odds ratio 0.12, 95 % interval 0.05 to 0.31)."
    )


def test_odds_above_1_are_said_to_be_higher() -> None:
    assert say_term(term(2.04, 1.1, 12.3), "withdrawal").endswith(
        "Associated with higher (about 2.0 times as high) odds of withdrawal (odds ratio 2.04, "
        "95 % interval 1.10 to 12.3)."
    )


def test_an_interval_with_1_in_it_shows_no_association() -> None:
    said = say_term(term(0.5, 0.2, 1.4), "withdrawal")
    assert "No association shown with withdrawal: the data fit both lower and higher odds" in said


def test_missing_is_said_to_be_about_recording() -> None:
    said = say_term(term(3, 2, 5, level=NOT_RECORDED, is_missing=True, also=("Suspect sex",)), "withdrawal")
    assert said.startswith("Suspect arrested or interviewed (and Suspect sex) not recorded, against no.")
    assert said.endswith("This is about recording, not about people.")


def test_a_penalised_ratio_says_so() -> None:
    assert "no upper limit, by penalised likelihood)" in say_term(term(70, 9, float("inf"), separated=True), "nfa")


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (0.5, "lower (about a half as high)"),
        (1 / 7, "lower (about a seventh as high)"),
        (0.2, "lower (about a fifth as high)"),
        (0.76, "lower (by 24 %)"),
        (0.03, "far lower (less than a twentieth as high)"),
        (0.001, "far lower (less than a hundredth as high)"),
        (1.3, "higher (about 1.3 times as high)"),
        (17, "higher (about 17 times as high)"),
    ],
)
def test_odds_in_words(ratio: float, said: str) -> None:
    assert say_odds(ratio) == said


@given(st.floats(1e-3, 1e3))
def test_odds_are_higher_or_lower_as_they_are(ratio: float) -> None:
    assert ("lower" in say_odds(ratio)) == (ratio < 1)


@given(st.floats(0.01, 100), st.floats(1.05, 9), st.booleans())
def test_no_sentence_says_that_one_thing_causes_another(ratio: float, spread: float, is_missing: bool) -> None:
    said = say_term(term(ratio, ratio / spread, ratio * spread, is_missing=is_missing), "withdrawal")
    assert "associat" in said.casefold()
    assert not re.search(r"caus|because|due to|leads? to|result|effect|impact|more likely|less likely|risk", said)


def test_the_caveat_says_what_the_figures_are_not() -> None:
    assert "do not say that one thing brings about another" in CAVEAT
    assert "nothing about any one case" in CAVEAT


def test_both_measures_of_fit_are_named() -> None:
    assert say_strength(Strength(0.3740, 0.5278)).startswith("McFadden's pseudo-R² 0.374, Nagelkerke's 0.528:")
