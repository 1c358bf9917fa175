from __future__ import annotations

from itertools import pairwise
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.people.linkage import made_up
from unbroken.people.linkage.comparable import Comparable, Described
from unbroken.people.linkage.model import probability
from unbroken.people.linkage.scoring import Scorer

pytestmark = pytest.mark.demand("LNK-01")

MODEL = made_up.model()
SCORER = Scorer(MODEL)
PEOPLE = made_up.people(300, seed=11)
CROWDS = made_up.crowds_of(PEOPLE)
PAIRS = [(a, b) for step in (1, 2, 5) for a, b in zip(PEOPLE, PEOPLE[step:], strict=False)]


def test_the_parts_and_the_base_add_up_to_the_weight() -> None:
    for a, b in PAIRS:
        score = SCORER.explain(a, b, CROWDS)
        assert score.weight == pytest.approx(score.base + sum(part.weight for part in score.parts), abs=1e-9)


def test_what_is_explained_is_what_is_weighed() -> None:
    for a, b in PAIRS:
        assert SCORER.explain(a, b, CROWDS).weight == pytest.approx(SCORER.weigh(a, b, CROWDS), abs=1e-9)


def test_it_does_not_matter_which_comes_first() -> None:
    for a, b in PAIRS:
        assert SCORER.explain(a, b, CROWDS) == SCORER.explain(b, a, CROWDS)


def test_nothing_known_is_the_base_and_has_no_parts() -> None:
    score = SCORER.explain(Comparable("a"), Comparable("b"))
    assert (score.weight, score.parts) == (log2(1e-5 / (1 - 1e-5)), ())


def test_a_rare_name_says_more_than_a_common_one() -> None:
    def weight(family: str) -> float:
        one = Described("a", names=[("", family)]).comparable()
        return SCORER.weigh(one, one._replace(id="b"))

    assert weight("Obscure") - weight("Khan") == pytest.approx(log2(0.2 / 1e-5))


def test_rarity_is_the_part_of_a_weight_that_is_due_to_the_value() -> None:
    one = Described("a", names=[("", "Khan")]).comparable()
    (part,) = SCORER.explain(one, one._replace(id="b")).parts
    u = MODEL.weights["name"]["family_only"].u
    plain = MODEL.weights["name"]["family_alone"].weight
    assert (part.level, part.rarity, part.weight) == (
        "family_alone", pytest.approx(log2(u / 0.2)), pytest.approx(plain + log2(u / 0.2))
    )  # fmt: skip


def test_a_crowded_number_says_less() -> None:
    a, b = (Comparable(name, phones=frozenset({"+442079460123"})) for name in "ab")
    weights = [SCORER.weigh(a, b, {"+442079460123": crowd}) for crowd in range(3)]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3


def test_the_least_crowded_of_several_counts() -> None:
    numbers = frozenset({"+442079460123", "+447700900123"})
    a, b = (Comparable(name, phones=numbers) for name in "ab")
    (part,) = SCORER.explain(a, b, {"+442079460123": 2, "+447700900123": 1}).parts
    assert part.level == "few"


@given(st.floats(-5000, 5000))
def test_a_probability_is_one_for_any_weight(weight: float) -> None:
    assert 0 <= probability(weight) <= 1
    assert probability(weight) + probability(-weight) == pytest.approx(1)


def test_probability_rises_with_weight() -> None:
    known = [probability(weight) for weight in (-10, -1, 0, 1, 10)]
    assert known == [1 / 1025, 1 / 3, 0.5, 2 / 3, 1024 / 1025]
    assert all(low < high for low, high in pairwise(known))
