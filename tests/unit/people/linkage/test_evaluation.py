"""Precision and recall of who is who: worked by hand, and against a slow and obvious twin."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unbroken.people.linkage.evaluation import Evaluation, Measure, Quality, evaluate, table
from unbroken.people.linkage.files import BadFile

# Three people, of whom the third record of the first was put with the second.
TRUTH = {"1": "A", "2": "A", "3": "A", "4": "B", "5": "B", "6": "C"}
FOUND = {"1": "x", "2": "x", "3": "y", "4": "y", "5": "y", "6": "z"}
UNDEFINED = Measure(None)


def _values(one: Quality) -> list[float | None]:
    return [
        measure.value for rates in (one.pairwise, one.b_cubed) for measure in (rates.precision, rates.recall, rates.f1)
    ]


@pytest.mark.demand("LNK-01")
def test_pairs_are_counted_as_by_hand() -> None:
    found = evaluate(FOUND, TRUTH).overall
    assert (found.records, found.people, found.clusters) == (6, 3, 3)
    # joined: 1-2, 3-4, 3-5, 4-5; of one person: 1-2, 1-3, 2-3, 4-5; both: 1-2, 4-5
    assert (found.joined_pairs, found.true_pairs, found.right_pairs) == (4, 4, 2)
    assert _values(found)[:3] == [2 / 4, 2 / 4, 2 * 2 / (4 + 4)]


@pytest.mark.demand("LNK-01")
def test_b_cubed_is_the_mean_over_records() -> None:
    found = evaluate(FOUND, TRUTH).overall.b_cubed
    precision = (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3 + 1) / 6
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1 + 1) / 6
    assert found.precision.value == pytest.approx(precision)
    assert found.recall.value == pytest.approx(recall)
    assert found.f1.value == pytest.approx(2 * precision * recall / (precision + recall))


def test_an_interval_draws_people_and_counts_a_wrong_pair_half_for_either() -> None:
    """Of A: joined 1-2 and half of 3-4 and 3-5, true 3, right 1. Of B: joined 4-5 and the other halves, true 1,
    right 1. So precision is (a + b) / (2a + 2b) whoever is drawn. Recall is (a + b) / (3a + b): a third where B is not
    drawn, 1 where A is not, and either has a chance of 7 in 27."""
    found = evaluate(FOUND, TRUTH).overall.pairwise
    assert found.precision == Measure(0.5, 0.5, 0.5)
    assert found.recall == Measure(0.5, pytest.approx(1 / 3), 1.0)


@pytest.mark.demand("LNK-01", "GOV-01")
def test_a_group_has_the_pairs_within_it_and_its_records_with_their_whole_clusters() -> None:
    groups = dict.fromkeys("123", "first") | dict.fromkeys("456", "second") | {"not asked for": "third"}
    found = evaluate(FOUND, TRUTH, groupings={"half": groups}).by["half"]
    first, second = found["first"], found["second"]
    assert list(found) == ["first", "second"]
    assert (first.records, first.people, first.clusters, second.people) == (3, 1, 2, 2)
    # of 1, 2, 3: joined 1-2; true 1-2, 1-3, 2-3
    assert _values(first)[:3] == [1, pytest.approx(1 / 3), 2 * 1 / (1 + 3)]
    assert first.b_cubed.precision.value == pytest.approx((1 + 1 + 1 / 3) / 3)
    assert first.b_cubed.recall.value == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    # of 4, 5, 6: joined and true 4-5; that 3 is with them shows in B-cubed
    assert _values(second)[:3] == [1, 1, 1]
    assert second.b_cubed.precision.value == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_precision_of_nothing_joined_is_not_defined() -> None:
    found = evaluate({name: name for name in TRUTH}, TRUTH).overall.pairwise
    assert found.precision == UNDEFINED
    assert (found.recall.value, found.f1.value) == (0, 0)


def test_recall_of_people_with_one_record_each_is_not_defined() -> None:
    found = evaluate(dict.fromkeys("12", "x"), {"1": "A", "2": "B"}).overall.pairwise
    assert (found.precision.value, found.recall, found.f1.value) == (0, UNDEFINED, 0)
    alone = evaluate({"1": "x", "2": "y"}, {"1": "A", "2": "B"}).overall
    assert (alone.pairwise.precision, alone.pairwise.recall, alone.pairwise.f1) == (UNDEFINED,) * 3
    assert alone.b_cubed.f1 == Measure(1, 1, 1)


def test_one_record_has_no_interval() -> None:
    found = evaluate({"1": "x"}, {"1": "A"}).overall
    assert found.pairwise.precision == UNDEFINED
    assert found.b_cubed.precision == Measure(1.0)


def test_the_same_seed_gives_the_same_intervals() -> None:
    truth = {str(n): str(n // 3) for n in range(300)}
    found = {name: str(int(name) // 4) for name in truth}
    assert evaluate(found, truth, seed=3) == evaluate(found, truth, seed=3)
    assert evaluate(found, truth, seed=3) != evaluate(found, truth, seed=4)


@pytest.mark.parametrize(
    ("clusters", "truth", "groups", "message"),
    [
        ({"1": "x"}, {"1": "A", "2": "A", "3": "B"}, {},
         "2 of 3 records of the truth are not in the clusters: '2', '3'. "),
        ({str(n): "x" for n in range(2000)}, {"0": "A"}, {},
         "1,999 of 2,000 records of the clusters are not in the truth: '1', '2', '3' and others."),
        ({"1": "x"}, {"1": "A"}, {"sex": {"2": "f"}}, "1 of 1 records of the truth are not in the grouping sex: '1'."),
        ({}, {}, {}, "There are no records to measure."),
    ],
)  # fmt: skip
def test_records_of_which_not_both_are_known_are_refused(
    clusters: Mapping[str, str], truth: Mapping[str, str], groups: Mapping[str, Mapping[str, str]], message: str
) -> None:
    with pytest.raises(BadFile) as error:
        evaluate(clusters, truth, groupings=groups)
    assert str(error.value).startswith(message)


def test_an_interval_takes_replicates() -> None:
    with pytest.raises(ValueError, match="at least one"):
        evaluate(FOUND, TRUTH, replicates=0)


def test_the_table_reads_as_columns_and_says_what_is_not_defined() -> None:
    shown = table(evaluate(FOUND, TRUTH, groupings={"kind": {**dict.fromkeys("12345", "a\x1b[2J"), "6": "b"}}))
    lines = shown.splitlines()
    assert [re.split(r"\s{2,}", line.strip()) for line in lines] == [
        ["Pairs of records"],
        ["joined", "true", "right", "precision", "recall", "F1"],
        ["all records", "4", "4", "2", "0.5000 (0.5000-0.5000)", "0.5000 (0.3333-1.0000)", "0.5000 (0.4000-0.6667)"],
        ["kind: a?[2J", "4", "4", "2", "0.5000 (0.5000-0.5000)", "0.5000 (0.3333-1.0000)", "0.5000 (0.4000-0.6667)"],
        ["kind: b", "0", "0", "0", "none joined", "none to join", "no pairs"],
        ["kind: between different groups", "0", "0", "0", "none joined", "none to join", "no pairs"],
        [""],
        ["Records (B-cubed)"],
        ["records", "people", "clusters", "precision", "recall", "F1"],
        ["all records", "6", "3", "3", "0.7778 (0.6667-1.0000)", "0.7778 (0.5556-1.0000)", "0.7778 (0.6481-1.0000)"],
        ["kind: a?[2J", "5", "2", "2", "0.7333 (0.6667-0.7778)", "0.7333 (0.5556-1.0000)", "0.7333 (0.6481-0.8000)"],
        ["kind: b", "1", "1", "1", "1.0000", "1.0000", "1.0000"],
        [""],
        ["In brackets: 95 % intervals, from drawing people anew. Where all is right they have no width."],
    ]
    starts = [line.index(word) for line, word in zip(lines[1:5], ("recall", "0.5000 (0.3", "0.5000 (0.3", "none to"),
                                                     strict=True)]  # fmt: skip
    assert len(set(starts)) == 1


def test_one_wrong_pair_of_many_is_not_rounded_away() -> None:
    truth = {str(n): "same" for n in range(400)} | {"x": "other", "y": "other"}  # 79,800 pairs and one
    found = evaluate({**truth, "x": "same", "y": "alone"}, truth)
    assert found.overall.pairwise.recall.value == 79_800 / 79_801
    assert "  0.9999 (0.0000-1.0000)" in table(found).splitlines()[2]


# The twin: pair by pair and record by record, in fractions, with each person counted as often as drawn.


def _twin(found: Mapping[str, str], truth: Mapping[str, str], drawn: Mapping[str, int]) -> list[float]:
    pairs = list(combinations(truth, 2))

    def number(joined: list[tuple[str, str]]) -> Fraction:
        return sum((Fraction(drawn[truth[a]] + drawn[truth[b]], 2) for a, b in joined), Fraction())

    together = number([(a, b) for a, b in pairs if found[a] == found[b]])
    true = number([(a, b) for a, b in pairs if truth[a] == truth[b]])
    right = number([(a, b) for a, b in pairs if found[a] == found[b] and truth[a] == truth[b]])
    precision, recall = (_mean(_shares(by, other), truth, drawn) for by, other in ((found, truth), (truth, found)))
    return [
        _divided(right, together),
        _divided(right, true),
        _divided(2 * right, together + true),
        float(precision),
        float(recall),
        _divided(2 * precision * recall, precision + recall),
    ]


def _shares(by: Mapping[str, str], other: Mapping[str, str]) -> dict[str, Fraction]:
    """For each record, the share of those with it in `by` that are with it in `other`."""
    return {
        name: Fraction(
            sum(by[one] == by[name] and other[one] == other[name] for one in by), sum(by[one] == by[name] for one in by)
        )
        for name in by
    }


def _mean(shares: Mapping[str, Fraction], truth: Mapping[str, str], drawn: Mapping[str, int]) -> Fraction:
    weights = {name: drawn[truth[name]] for name in shares}
    return sum((shares[name] * weights[name] for name in shares), Fraction()) / sum(weights.values())


def _divided(above: Fraction, below: Fraction) -> float:
    return float(above / below) if below else math.nan


labelled = st.lists(st.tuples(st.sampled_from("vwxyz"), st.sampled_from("ABCD")), min_size=1, max_size=12)


def _clusterings(labels: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, str]]:
    return {str(n): one for n, (one, _) in enumerate(labels)}, {str(n): one for n, (_, one) in enumerate(labels)}


@given(labelled)
def test_values_are_those_of_the_twin(labels: list[tuple[str, str]]) -> None:
    found, truth = _clusterings(labels)
    values = [math.nan if one is None else one for one in _values(evaluate(found, truth, replicates=1).overall)]
    assert values == pytest.approx(_twin(found, truth, dict.fromkeys(truth.values(), 1)), nan_ok=True)


@given(labelled)
@settings(max_examples=25, deadline=None)
def test_intervals_are_those_of_all_draws_that_there_can_be(labels: list[tuple[str, str]]) -> None:
    """Every draw of as many people as there are, all alike likely: the interval lies where theirs does."""
    found, truth = _clusterings(labels)
    people = sorted(set(truth.values()))
    if len(people) < 2:
        return
    known: dict[tuple[str, ...], list[float]] = {}
    for drawn in product(people, repeat=len(people)):
        key = tuple(sorted(drawn))
        known.setdefault(key, _twin(found, truth, {one: key.count(one) for one in people}))
    draws = [known[tuple(sorted(drawn))] for drawn in product(people, repeat=len(people))]
    quality = evaluate(found, truth, replicates=4_000).overall
    for n, measure in enumerate(_measures(quality)):
        values = sorted(draw[n] for draw in draws if not math.isnan(draw[n]))
        if measure.value is None:
            continue
        assert _at(values, 0.013) - 1e-9 <= (measure.low or 0) <= _at(values, 0.037) + 1e-9
        assert _at(values, 0.963) - 1e-9 <= (measure.high or 0) <= _at(values, 0.987) + 1e-9


def _measures(one: Quality) -> list[Measure]:
    return [measure for rates in (one.pairwise, one.b_cubed) for measure in (rates.precision, rates.recall, rates.f1)]


def _at(values: list[float], share: float) -> float:
    return values[min(int(share * len(values)), len(values) - 1)]


@given(labelled, st.data())
def test_groups_are_those_of_the_twin(labels: list[tuple[str, str]], data: st.DataObject) -> None:
    found, truth = _clusterings(labels)
    groups = {name: data.draw(st.sampled_from("mn")) for name in truth}
    once = dict.fromkeys(truth.values(), 1)
    whole = _shares(found, truth), _shares(truth, found)
    for group, quality in evaluate(found, truth, groupings={"g": groups}, replicates=1).by["g"].items():
        inside = {name for name in truth if groups[name] == group}
        twin = _twin({name: found[name] for name in inside}, {name: truth[name] for name in inside}, once)
        values = [math.nan if one is None else one for one in _values(quality)]
        assert values[:3] == pytest.approx(twin[:3], nan_ok=True)
        means = [_mean({name: share[name] for name in inside}, truth, once) for share in whole]
        assert values[3:5] == pytest.approx([float(one) for one in means])


@pytest.mark.demand("LNK-01", "GOV-01")
def test_pairs_of_different_groups_are_measured_by_themselves() -> None:
    groups = dict.fromkeys("14", "number alone") | dict.fromkeys("2356", "name and birth")
    found = evaluate(FOUND, TRUTH, groupings={"known": groups}).between["known"]
    # joined: 1-2, 3-4, 4-5; of one person: 1-2, 1-3, 4-5; both: 1-2, 4-5
    assert (found.joined_pairs, found.true_pairs, found.right_pairs) == (3, 3, 2)
    assert (found.pairwise.precision.value, found.pairwise.recall.value) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    # of A: joined 1-2 and half of 3-4; true 1-2 and 1-3; of B: joined 4-5 and the other half, true 4-5
    assert found.pairwise.recall == Measure(pytest.approx(2 / 3), 0.5, 1.0)


@given(labelled, st.data())
def test_the_pairs_of_a_grouping_add_up_to_all_pairs(labels: list[tuple[str, str]], data: st.DataObject) -> None:
    found, truth = _clusterings(labels)
    groups = {name: data.draw(st.sampled_from("mno")) for name in truth}
    every = evaluate(found, truth, groupings={"g": groups}, replicates=1)
    parts = (*every.by["g"].values(), every.between["g"])
    for name in ("joined_pairs", "true_pairs", "right_pairs"):
        assert sum(getattr(part, name) for part in parts) == getattr(every.overall, name)


def test_an_evaluation_without_groups_has_none() -> None:
    assert evaluate(FOUND, TRUTH) == Evaluation(evaluate(FOUND, TRUTH).overall, {})
