"""Splink on DuckDB and the weighing at the moment of entry say the same of every pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pytest

from tests.unit.people.linkage import made_up
from unbroken.people.linkage import batch
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import COMPARISONS, DUCKDB
from unbroken.people.linkage.crowds import HOT
from unbroken.people.linkage.guards import GUARDS, guard_between, guarded_sql
from unbroken.people.linkage.keys import COMMON, Sort, keys_of, most_under
from unbroken.people.linkage.model import Weighed
from unbroken.people.linkage.outline import outline, rules_out, rules_out_sql
from unbroken.people.linkage.scoring import Scorer

pytestmark = pytest.mark.demand("LNK-01")

NEAR_ENOUGH = 1e-6
# A model in which every level weighs its own place, and what is not known 0.
PLACES = replace(
    made_up.model(),
    weights={
        comparison.name: {
            level.key: Weighed(2.0 ** (place - 20), 2.0**-20)
            for place, level in enumerate(comparison.levels)
            if not level.is_null
        }
        for comparison in COMPARISONS
    },
)


@dataclass(frozen=True)
class Found:
    """A pair as Splink weighed it; `levels` are the places of the levels in each comparison."""

    a: Comparable
    b: Comparable
    weight: float
    levels: tuple[int, ...]
    is_guarded: bool


@dataclass(frozen=True)
class Both:
    """Descriptions with every pair of them that Splink weighed, and what Python needs to do the same."""

    people: Sequence[Comparable]
    crowds: Mapping[str, int]
    pairs: Sequence[Found]
    met: frozenset[tuple[str, str]]


def weighed(people: Sequence[Comparable], *, every_pair: bool) -> Both:
    with batch.workspace() as con:
        batch.load(con, people)
        batch.prepare(con)
        pairs = con.execute("SELECT join_key_l, join_key_r FROM pairs").fetchall()
        met = frozenset((people[a].id, people[b].id) for a, b in pairs)
        if every_pair:
            con.execute("""CREATE OR REPLACE TABLE pairs AS SELECT '0' AS match_key, l.unique_id AS join_key_l,
                           r.unique_id AS join_key_r FROM people l JOIN people r ON l.unique_id < r.unique_id""")
        scored, compared = batch.predict(con, made_up.model()), batch.compare(con, PLACES, "pairs")
        places = next(compared)
        sides = batch.sides()
        rows = con.execute(f"""
            SELECT s.unique_id_l, s.unique_id_r, s.match_weight, {guarded_sql(DUCKDB)},
                   {", ".join(f"p.mw_{comparison.name}::INT" for comparison in COMPARISONS)}
            FROM {scored} s JOIN {places} p USING (unique_id_l, unique_id_r)
            JOIN ({sides[0]}) l ON l.unique_id_l = s.unique_id_l JOIN ({sides[1]}) r ON r.unique_id_r = s.unique_id_r
        """).fetchall()
    found = [Found(people[a], people[b], weight, tuple(levels), guarded) for a, b, weight, guarded, *levels in rows]
    return Both(people, made_up.crowds_of(people), found, met)


@pytest.fixture(scope="module")
def both() -> Both:
    return weighed(made_up.people(420, seed=7), every_pair=True)


def test_pairs_scored_part_by_part_weigh_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def scored() -> list[Any]:
        with batch.workspace() as con:
            batch.load(con, made_up.people(200, seed=9))
            batch.prepare(con)
            found = batch.predict(con, made_up.model(), least=-8.0, retain=True)
            return con.execute(f"SELECT * EXCLUDE (match_key) FROM {found} ORDER BY ALL").fetchall()

    whole = scored()
    monkeypatch.setattr(batch, "PART", 60)
    assert len(whole) > 500
    assert scored() == whole


def unlike(both: Both) -> list[Any]:
    """Pairs whose weight, levels or guards differ, with both findings."""
    scorer = Scorer(made_up.model())
    found = []
    for pair in both.pairs:
        a, b = pair.a, pair.b
        levels = tuple(comparison.level_of(a, b, both.crowds) for comparison in COMPARISONS)
        guarded = guard_between(a, b) is not None
        weight = scorer.weigh(a, b, both.crowds)
        if (levels, guarded) != (pair.levels, pair.is_guarded) or abs(weight - pair.weight) > NEAR_ENOUGH:
            found.append((a, b, levels, pair.levels, weight, pair.weight, guarded, pair.is_guarded))
    return found


def test_both_weigh_every_pair_the_same(both: Both) -> None:
    assert (len(both.pairs), unlike(both)) == (420 * 419 // 2, [])


@pytest.mark.slow
def test_both_weigh_a_made_up_force_the_same() -> None:
    found = weighed([one for one, _ in made_up.synthetic(4000, seed=3)], every_pair=False)
    assert len(found.pairs) > 10_000
    assert unlike(found) == []


def test_every_level_of_every_comparison_occurs(both: Both) -> None:
    seen = {(place, level) for pair in both.pairs for place, level in enumerate(pair.levels)}
    every = {(place, level) for place, comparison in enumerate(COMPARISONS) for level in range(len(comparison.levels))}
    assert seen == every


def test_every_guard_occurs(both: Both) -> None:
    found = {guard for pair in both.pairs if (guard := guard_between(pair.a, pair.b))}
    assert found == set(GUARDS)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_each_guard_says_the_same_in_both_engines(both: Both, guard: Any) -> None:
    with batch.workspace() as con:
        batch.load(con, both.people)
        batch.prepare(con)
        sides = batch.sides()
        found = con.execute(f"""SELECT record_l, record_r FROM ({sides[0]}) JOIN ({sides[1]})
                                ON unique_id_l < unique_id_r WHERE {guard.sql(DUCKDB)}""").fetchall()
    wanted = {(pair.a.id, pair.b.id) for pair in both.pairs if guard.keeps_apart(pair.a, pair.b)}
    assert set(found) == wanted
    assert wanted


def test_an_outline_rules_out_the_same_in_both_engines(both: Both) -> None:
    with batch.workspace() as con:
        batch.load(con, both.people)
        batch.prepare(con)
        sides = batch.sides()
        found = con.execute(f"""SELECT record_l, record_r FROM ({sides[0]}) JOIN ({sides[1]})
                                ON unique_id_l < unique_id_r WHERE {rules_out_sql(DUCKDB)}""").fetchall()
    wanted = {(pair.a.id, pair.b.id) for pair in both.pairs if rules_out(outline(pair.a), outline(pair.b))}
    assert set(found) == wanted
    assert len(wanted) > 1000


def meeting(people: Sequence[Comparable]) -> set[tuple[str, str]]:
    """The slow twin of `batch.prepare`: who share a key that leads to somebody, and are not ruled out by it."""
    filed = defaultdict(list)
    for one in people:
        for key in keys_of(one):
            filed[key].append(one)
    return {
        tuple(sorted((a.id, b.id)))
        for key, held in filed.items()
        if len(held) <= most_under(key)
        for a, b in combinations(held, 2)
        if key & 3 != Sort.WITHOUT_BIRTH or not rules_out(outline(a), outline(b))
    }


def test_those_that_share_a_key_meet(both: Both) -> None:
    assert both.met == meeting(both.people)


@pytest.mark.parametrize(
    ("most", "known"),
    [
        (HOT, {"phones": frozenset({"+442079460123"})}),
        (COMMON, {"given": "ann", "family": "lee", "sound": "L", "born": "1990-03-27", "born_from": "1990-03-27",
                  "born_to": "1990-03-27", "initials": "al"}),
    ],
)  # fmt: skip
def test_a_key_of_a_multitude_leads_nowhere(most: int, known: dict[str, Any]) -> None:
    crowd = [Comparable(f"d{n:04}", **known) for n in range(most + 1)]
    two = [Comparable(f"e{n}", phones=frozenset({"+442079460124"})) for n in range(2)]
    found = weighed([*crowd, *two], every_pair=False)
    assert found.met == {("e0", "e1")}
    assert [(pair.a.id, pair.b.id) for pair in found.pairs] == [("e0", "e1")]
    few = weighed(crowd[:most], every_pair=False).met
    assert few == meeting(crowd[:most])
    assert len(few) == most * (most - 1) // 2


def test_weights_do_not_depend_on_the_side(both: Both) -> None:
    scorer = Scorer(made_up.model())
    for pair in both.pairs[::7]:
        there, back = (scorer.weigh(*ends, both.crowds) for ends in ((pair.a, pair.b), (pair.b, pair.a)))
        assert there == back
