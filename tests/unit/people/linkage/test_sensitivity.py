"""What other thresholds would join: worked by hand, and against pairs listed one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unbroken.people.linkage import batch
from unbroken.people.linkage.clustering import DECIDED, Edge, components, edge
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.labelled import read_clusters
from unbroken.people.linkage.sensitivity import AtThreshold, at_thresholds, table

if TYPE_CHECKING:
    import duckdb

EDGES = [edge("a", "b", 20), edge("b", "c", 12), edge("d", "e", 9), edge("f", "e", 15)]
JOIN = 10


@pytest.fixture(scope="module")
def people() -> Iterator[duckdb.DuckDBPyConnection]:
    """Seven people of whom nothing is known, but that `d` and `g` are of one report."""
    with batch.workspace(threads=1) as con:
        batch.load(con, [Comparable(n, reports=frozenset({"r1"} if n in "dg" else ())) for n in "abcdefg"])
        batch.prepare(con)
        yield con


@pytest.mark.demand("LNK-01")
def test_each_threshold_is_held_against_the_one_in_use(people: duckdb.DuckDBPyConnection) -> None:
    """abc def g; in use abc d ef g; then ab c d ef g; then all alone."""
    assert at_thresholds(people, EDGES, [21, 8, 14], join=JOIN) == (
        AtThreshold(8, joined=2, people=3, pairs=6, largest=3, new_pairs=2, lost_pairs=0, changed=3),
        AtThreshold(10, joined=2, people=4, pairs=4, largest=3, new_pairs=0, lost_pairs=0, changed=0),
        AtThreshold(14, joined=2, people=5, pairs=2, largest=2, new_pairs=0, lost_pairs=2, changed=3),
        AtThreshold(21, joined=0, people=7, pairs=0, largest=1, new_pairs=0, lost_pairs=4, changed=5),
    )


def test_an_edge_at_the_threshold_joins_as_weights_are_rounded(people: duckdb.DuckDBPyConnection) -> None:
    found = at_thresholds(people, [edge("a", "b", 12.00000049)], [12, 12.0000001, 12.000001], join=12)
    assert [(one.threshold, one.pairs) for one in found] == [(12, 1), (12.000001, 0)]


def test_guards_and_decisions_keep_apart_at_every_threshold(people: duckdb.DuckDBPyConnection) -> None:
    edges = [*EDGES, edge("e", "g", 8.5), edge("c", "d", DECIDED)]
    # d-g are of one report: g is kept from def; and somebody decided that a and c are two
    low, *_ = at_thresholds(people, edges, [8], join=JOIN, apart={frozenset("ac")})
    assert (low.joined, low.people, low.largest) == (2, 3, 4)  # ab, cdef, g


def test_clusters_are_written_for_every_record(people: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    at_thresholds(people, EDGES, [8.5, 14], join=JOIN, out=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "clusters-10.csv",
        "clusters-14.csv",
        "clusters-8.5.csv",
    ]
    assert (tmp_path / "clusters-10.csv").read_text() == ("record_id,cluster_id\na,a\nb,a\nc,a\nd,d\ne,e\nf,e\ng,g\n")
    assert read_clusters(tmp_path / "clusters-8.5.csv") == dict(zip("abcdefg", "aaadddg", strict=True))


def test_a_threshold_is_a_number(people: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="a number of bits"):
        at_thresholds(people, EDGES, [float("nan")], join=JOIN)


def test_the_table_marks_the_threshold_in_use() -> None:
    shown = table([AtThreshold(8.5, 2, 3, 6_000, 3, 2, 0, 3), AtThreshold(10, 2, 4, 4, 3, 0, 0, 0)], join=JOIN)
    assert shown.splitlines() == [
        "threshold      people      joined        pairs   largest    new pairs   lost pairs     changed",
        "     8.5            3           2        6,000         3            2            0           3",
        "      10*           4           2            4         3            0            0           0",
        "* the join threshold, which the last three columns compare with",
    ]


weighed = st.lists(
    st.builds(edge, st.sampled_from("abc"), st.sampled_from("cdef"), st.integers(0, 20)).filter(
        lambda one: one.a != one.b
    ),
    max_size=8,
)


@given(edges=weighed, threshold=st.integers(0, 20), join=st.integers(0, 20))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_changes_is_what_pairs_say_one_by_one(
    people: duckdb.DuckDBPyConnection, edges: list[Edge], threshold: int, join: int
) -> None:
    found = {one.threshold: one for one in at_thresholds(people, edges, [threshold], join=join)}[threshold]
    here, usual = _sets(edges, threshold), _sets(edges, join)
    pairs, others = _pairs(here), _pairs(usual)
    assert (found.pairs, found.new_pairs, found.lost_pairs) == (
        len(pairs),
        len(pairs - others),
        len(others - pairs),
    )
    assert found.people == 7 - sum(len(one) - 1 for one in here)
    assert found.changed == sum(_own(name, here) != _own(name, usual) for name in "abcdefg")


def _sets(edges: list[Edge], threshold: int) -> list[set[str]]:
    return [set(one) for one in components((one.a, one.b) for one in edges if one.weight >= threshold)]


def _pairs(sets: list[set[str]]) -> set[tuple[str, str]]:
    return {pair for one in sets for pair in combinations(sorted(one), 2)}


def _own(name: str, sets: list[set[str]]) -> set[str]:
    return next((one for one in sets if name in one), {name})
