from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.people.linkage import made_up
from unbroken.people.linkage import batch
from unbroken.people.linkage.clustering import Cluster, Edge, cluster, components, edge, number_of_pairs
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.guards import guard_between
from unbroken.people.linkage.model import shipped_model

pytestmark = pytest.mark.demand("LNK-01")

NAMES = "abcdefghij"
Pair = frozenset[str]
pairs = st.sets(st.sampled_from(NAMES), min_size=2, max_size=2).map(frozenset)
weighed = st.dictionaries(pairs, st.integers(5, 12).map(float)).map(
    lambda found: [edge(*sorted(pair), weight) for pair, weight in found.items()]
)


def none_apart(a: str, b: str) -> bool:
    return False


def kept(apart: set[Pair]) -> Callable[[str, str], bool]:
    return lambda a, b: frozenset((a, b)) in apart


@given(weighed, st.sets(pairs), st.randoms())
def test_any_order_of_edges_gives_the_same_clusters(edges: list[Edge], apart: set[Pair], chance: st.DrawFn) -> None:
    shuffled, names = list(edges), list(NAMES)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    chance.shuffle(names)  # type: ignore[attr-defined]
    assert cluster(names, shuffled, kept(apart)) == cluster(NAMES, edges, kept(apart))


@given(weighed, st.sets(pairs))
def test_nobody_is_joined_with_whom_they_are_kept_apart_from(edges: list[Edge], apart: set[Pair]) -> None:
    found = cluster(NAMES, edges, kept(apart))
    together = {frozenset(pair) for one in found for pair in combinations(one.members, 2)}
    assert together & apart == set()
    assert sorted(name for one in found for name in one.members) == list(NAMES)


@given(weighed, st.sets(pairs))
def test_two_clusters_with_an_edge_between_them_are_kept_apart(edges: list[Edge], apart: set[Pair]) -> None:
    found = {name: one for one in cluster(NAMES, edges, kept(apart)) for name in one.members}
    between = [(found[one.a], found[one.b]) for one in edges if found[one.a] != found[one.b]]
    assert all(any(frozenset((a, b)) in apart for a in left.members for b in right.members) for left, right in between)


@given(weighed)
def test_with_nothing_kept_apart_they_are_what_edges_connect(edges: list[Edge]) -> None:
    found = [list(one.members) for one in cluster(NAMES, edges, none_apart) if len(one.members) > 1]
    assert found == sorted(components((one.a, one.b) for one in edges))


@given(weighed, st.sets(pairs))
def test_each_cluster_is_held_by_as_few_edges_as_connect_it(edges: list[Edge], apart: set[Pair]) -> None:
    for one in cluster(NAMES, edges, kept(apart)):
        assert len(one.held_by) == len(one.members) - 1
        assert list(components((link.a, link.b) for link in one.held_by)) == (
            [list(one.members)] if one.held_by else []
        )
        assert one.weakest == (one.held_by[-1].weight if one.held_by else None)


def test_the_surest_edge_is_taken_first() -> None:
    edges = [edge("a", "b", 10), edge("b", "c", 12)]
    found = cluster("abc", edges, kept({frozenset("ac")}))
    assert found == (Cluster(("a",), ()), Cluster(("b", "c"), (Edge("b", "c", 12),)))


def test_who_is_known_by_identifiers_alone_comes_after_those_with_a_name() -> None:
    edges = [edge("a", "b", 10), edge("b", "c", 27, is_nameless=True)]
    found = cluster("abc", edges, kept({frozenset("ac")}))
    assert [one.members for one in found] == [("a", "b"), ("c",)]


@pytest.mark.demand("LNK-06", "LNK-07")
def test_a_stranger_in_a_victims_account_does_not_take_her_place() -> None:
    """Her number and her email are used against her: the unknown suspect of her second report is not she."""
    own = {"phones": frozenset({"+447700900123"}), "emails": frozenset({"delphine@example.org"})}
    name = {"given": "delphine", "family": "arkwright", "sound": "ARKRT", "born": "1990-02-03", "initials": "ad",
            "born_from": "1990-02-03", "born_to": "1990-02-03"}  # fmt: skip
    people = [
        Comparable("v1", **name, **own, reports=frozenset({"r1"})),
        Comparable("v2", **name, reports=frozenset({"r2"})),
        Comparable("s2", **own, reports=frozenset({"r2"})),
    ]
    with batch.workspace() as con:
        batch.load(con, people)
        batch.prepare(con)
        edges = batch.joinable(con, batch.predict(con, shipped_model()), 8.0)
        found = batch.link(con, edges)
    assert {(one.a, one.b): one.is_nameless for one in edges} == {("s2", "v1"): True, ("v1", "v2"): False}
    assert max(edges, key=lambda one: one.weight).is_nameless, "by weight alone it would be"
    assert [one.members for one in found] == [("v1", "v2")]


def test_the_weakest_link_of_the_strongest_chain() -> None:
    (found,) = cluster("abc", [edge("a", "b", 10), edge("b", "c", 12), edge("a", "c", 11)], none_apart)
    assert (found.weakest, found.held_by) == (11, (Edge("b", "c", 12), Edge("a", "c", 11)))


def test_an_edge_has_its_ends_in_order_and_its_weight_rounded() -> None:
    assert edge("b", "a", 10.00000049) == Edge("a", "b", 10.0)


def test_pairs_held_to_be_one_person_are_counted() -> None:
    assert number_of_pairs([["a"], ["b", "c"], ["d", "e", "f"]]) == 4


@pytest.mark.parametrize("least", [-5.0, 0.0, 6.0])
def test_linking_all_at_once_is_clustering_everything(least: float) -> None:
    """`batch.link` goes through sets edge by edge only where it must; the slow twin does so for all of them."""
    people = {one.id: one for one in made_up.people(250, seed=21)}
    with batch.workspace() as con:
        batch.load(con, people.values())
        batch.prepare(con)
        edges = batch.joinable(con, batch.predict(con, made_up.model()), least)
        apart = frozenset(frozenset((one.a, one.b)) for one in edges[::9])
        found = {held: batch.link(con, edges, apart=held) for held in (frozenset(), apart)}
    for held, linked in found.items():
        assert sorted(linked, key=lambda one: one.members) == twin(list(people), edges, held, people)


def twin(
    names: Sequence[str], edges: Sequence[Edge], apart: frozenset[Pair], people: dict[str, made_up.Comparable]
) -> list[Cluster]:
    def is_apart(a: str, b: str) -> bool:
        return frozenset((a, b)) in apart or guard_between(people[a], people[b]) is not None

    return [one for one in cluster(names, edges, is_apart) if len(one.members) > 1]
