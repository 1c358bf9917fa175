"""Samples: drawn again alike, in proportion, with nobody unaccounted for."""

from __future__ import annotations

import random
from collections import Counter
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from unbroken.insight.stats.sampling import Case, Sample, Step, draw, largest_remainder

pytestmark = pytest.mark.demand("ANA-01")

sizes = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50), min_size=1)


def frame(**strata: int) -> list[Case]:
    return [Case(f"{name}{number:04}", name) for name, size in strata.items() for number in range(size)]


def drawn(sample: Sample) -> dict[str, int]:
    return {stratum.name: stratum.drawn for stratum in sample.strata}


def test_the_same_sample_whatever_the_order() -> None:
    cases = frame(north=90, south=40)
    shuffled = random.Random(3).sample(cases, len(cases))
    assert draw(cases, seed="2024", size=20) == draw(shuffled, seed="2024", size=20)


def test_the_sample_is_this_one_on_every_machine() -> None:
    """Written down once: another machine, or a later version of Python, must draw the same."""
    sample = draw(frame(north=9, south=5), seed="deep coding 2024", size=4)
    assert (sample.keys, sample.digest[:12]) == (("north0000", "north0006", "north0008", "south0003"), "16b6b937ff4a")


def test_another_seed_draws_another_sample() -> None:
    cases = frame(north=400)
    assert draw(cases, seed="1", size=50).keys != draw(cases, seed="2", size=50).keys


def test_one_case_more_changes_at_most_one_drawn() -> None:
    cases = frame(north=400)
    before, after = (set(draw(some, seed="1", size=50).keys) for some in (cases[:-1], cases))
    assert len(before - after) <= 1


@given(sizes, st.integers(0, 300))
def test_parts_are_in_proportion_and_add_up(strata: dict[str, int], total: int) -> None:
    parts = largest_remainder(strata, total)
    whole = sum(strata.values())
    assert sum(parts.values()) == min(total, whole)
    for name, part in parts.items():
        exact = strata[name] * min(total, whole) / whole if whole else 0
        assert floor(exact - 1e-9) <= part <= min(strata[name], floor(exact + 1e-9) + 1)


def test_the_largest_remainder_gets_the_seat() -> None:
    """Balinski and Young (2001), the apportionment of 10 seats by Hamilton's method."""
    assert largest_remainder({"a": 47_000, "b": 16_000, "c": 15_900, "d": 12_000, "e": 6_000, "f": 3_100}, 10) == {
        "a": 5, "b": 2, "c": 1, "d": 1, "e": 1, "f": 0,
    }  # fmt: skip


def test_equal_remainders_go_by_name() -> None:
    assert largest_remainder({"south": 5, "north": 5}, 3) == {"north": 2, "south": 1}


def test_so_many_of_each_stratum() -> None:
    sample = draw(frame(north=30, south=4), seed="1", allocation={"north": 10, "south": 10, "west": 2})
    assert drawn(sample) == {"north": 10, "south": 4, "west": 0}
    assert (sample.short, sample.empty) == (8, ("west",))


def test_asking_for_more_than_there_are_takes_all_and_says_so() -> None:
    sample = draw(frame(north=3, south=2), seed="1", size=9)
    assert (len(sample.keys), sample.short) == (5, 4)


def test_a_stratum_without_cases_is_reported() -> None:
    cases = [*frame(north=5), Case("south0", "south", "restricted")]
    sample = draw(cases, seed="1", size=2, strata=["east", "north", "south"])
    assert sample.empty == ("east", "south")


def test_the_flow_accounts_for_every_case() -> None:
    cases = frame(north=20)
    cases += [Case(f"x{n}", "north", "duplicate") for n in range(4)] + [Case("y", "south", "restricted")]
    sample = draw(cases, seed="1", size=6, reasons=["restricted", "duplicate", "withdrawn"])
    assert sample.flow == (
        Step("in the frame", 0, 25),
        Step("restricted", 1, 24),
        Step("duplicate", 4, 20),
        Step("withdrawn", 0, 20),
        Step("not drawn", 14, 6),
    )


@given(st.lists(st.tuples(st.sampled_from("ns"), st.sampled_from([None, "a", "b"])), max_size=40), st.integers(0, 20))
def test_flow_and_strata_always_add_up(told: list[tuple[str, str | None]], size: int) -> None:
    cases = [Case(str(key), stratum, why) for key, (stratum, why) in enumerate(told)]
    sample = draw(cases, seed="s", size=size)
    assert sample.flow[0].left - sum(step.removed for step in sample.flow) == len(sample.keys) == sample.flow[-1].left
    assert sum(stratum.in_frame for stratum in sample.strata) == len(cases)
    excluded = {case.key for case in cases if case.excluded}
    assert excluded.isdisjoint(sample.keys)
    assert sum(stratum.wanted for stratum in sample.strata) == (size if cases else 0)


def test_every_case_is_as_likely_as_the_next() -> None:
    """Over 2,000 seeds each of twelve cases is drawn about as often as the others."""
    cases = frame(north=12)
    times = Counter(key for seed in range(2000) for key in draw(cases, seed=str(seed), size=3).keys)
    assert len(times) == 12
    assert chisquare(list(times.values())).pvalue > 0.001


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="once: a"):
        draw([Case("a", "x"), Case("a", "y")], seed="1", size=1)
    with pytest.raises(ValueError, match="give the size"):
        draw([], seed="1")
    with pytest.raises(ValueError, match="give the size"):
        draw([], seed="1", size=1, allocation={})
    with pytest.raises(ValueError, match="fewer than none"):
        draw([], seed="1", size=-1)
    with pytest.raises(ValueError, match="fewer than none"):
        draw([], seed="1", allocation={"north": -1})
