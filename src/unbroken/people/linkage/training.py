"""Training the linkage model on one's own descriptions, without labels.

How often two strangers agree (`u`) is counted in random pairs; where they agree too seldom for that, in the pairs that
meet under a key, each by the probability that it is of strangers: every pair that agrees so meets. How often one
person's descriptions agree (`m`) is found by expectation maximisation over the patterns of agreement of the pairs that
meet. Source: Winkler (1988), Using the EM algorithm for weight computation in the Fellegi–Sunter model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log2
from typing import TYPE_CHECKING, Any

from unbroken.people.linkage import batch
from unbroken.people.linkage.comparisons import COMPARISONS
from unbroken.people.linkage.model import BadModel, Model, Thresholds, Weighed, judged_levels

if TYPE_CHECKING:
    import duckdb
    import numpy as np

RANDOM_PAIRS = 3_000_000
AMONG = 50_000  # descriptions drawn at random, of which these pairs are: fewer to lay out, and as many strangers
MEETING_PAIRS = 2_000_000  # pairs that meet, of which at most so many are drawn to learn from: more say nothing new
ENOUGH = 30  # random pairs at a level from which their share is taken for u
FEWEST = 500  # descriptions below which nothing can be learnt
_ROUNDS = 60
_SETTLED = 1e-6
_COUNTED = 5  # descriptions with a name from which the model lists how common it is
_LEAST_SEEN = 3.0  # expected pairs of one person at a level from which their share is taken for m
_UNSEEN = 0.5  # pairs that are taken to have been seen where none was
_SMALLEST = 1e-9
THRESHOLDS = Thresholds(join=8.0, break_=5.0, review=0.0)
# 8 bits are 255 to 1 that two descriptions are of one person. On the made-up forces nothing wrong is joined down to 4;
# the rest is for what a made-up force does not have.


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How many pairs agree in each pattern: `levels[i, c]` is the place of comparison c's level among those that are
    not null, -1 where it is. Each pair that was looked at stands for so many (`stands_for`), which are counted."""

    levels: np.ndarray[Any, Any]
    counts: np.ndarray[Any, Any]
    stands_for: float = 1.0


def train(
    con: duckdb.DuckDBPyConnection, *, version: str, trained_on: str, base: Model | None = None, seed: int = 1
) -> Model:
    """A model from the descriptions that `batch.load` and `batch.prepare` put into `con`.

    Levels that the data show too seldom are carried over, from `base` or from what was judged by hand for them, and
    named in the model. Raises BadModel where there is too little to learn from, or a level that nobody judged.
    """
    rows = con.execute("SELECT count(*) FROM people").fetchall()
    population = int(rows[0][0])
    if population < FEWEST:
        raise BadModel(f"{population} descriptions are too few to train on; {FEWEST} at least, better 50,000.")
    frequencies, rarest = _frequencies(con)
    start = _starting_model(version, population, frequencies, rarest)
    random = _patterns(con, start, _random_pairs(con, seed))
    meeting = _patterns(con, start, *_meeting_pairs(con, seed))
    if not meeting.counts.sum():
        raise BadModel(
            "No two of these descriptions meet: they share nothing, or only what too many share. There is nothing to "
            "learn from; train on descriptions of which some are of one person."
        )
    pairs = population * (population - 1) / 2
    prior, found = _maximise(random, meeting, pairs)
    weights, carried = _filled(found, judged_levels() if base is None else base.weights)
    return replace(
        start, prior=prior, weights=weights, trained_on=trained_on, carried_over=carried, thresholds=THRESHOLDS
    )


def _random_pairs(con: duckdb.DuckDBPyConnection, seed: int) -> str:
    """A table of pairs drawn at random, the same for a seed."""
    con.execute(f"""
        CREATE OR REPLACE TEMP TABLE numbered AS
        SELECT unique_id, row_number() OVER (ORDER BY hash(record || '{seed}')) - 1 AS place FROM people
        QUALIFY place < {AMONG}
    """)
    total = int(con.execute("SELECT count(*) FROM numbered").fetchall()[0][0])
    con.execute(f"""
        CREATE OR REPLACE TABLE random_pairs AS
        SELECT DISTINCT '0' AS match_key, least(a.unique_id, b.unique_id) AS join_key_l,
               greatest(a.unique_id, b.unique_id) AS join_key_r
        FROM (SELECT (hash(2 * i + {seed}) % {total})::BIGINT AS l, (hash(2 * i + 1 + {seed}) % {total})::BIGINT AS r
              FROM range({RANDOM_PAIRS}) t(i) WHERE l <> r) drawn
        JOIN numbered a ON a.place = drawn.l JOIN numbered b ON b.place = drawn.r
    """)
    con.execute("DROP TABLE numbered")
    return "random_pairs"


def _meeting_pairs(con: duckdb.DuckDBPyConnection, seed: int) -> tuple[str, float]:
    """The table of the pairs that meet, or of some of them drawn at random, and how many each of these stands for."""
    total = int(con.execute("SELECT count(*) FROM pairs").fetchall()[0][0])
    if total <= MEETING_PAIRS:
        return "pairs", 1.0
    con.execute(f"""
        CREATE OR REPLACE TABLE meeting_pairs AS SELECT * FROM pairs
        WHERE hash(join_key_l || ' ' || join_key_r || '{seed}') % {total} < {MEETING_PAIRS}
    """)
    drawn = int(con.execute("SELECT count(*) FROM meeting_pairs").fetchall()[0][0])
    return "meeting_pairs", total / drawn


def _patterns(con: duckdb.DuckDBPyConnection, model: Model, pairs: str, stands_for: float = 1.0) -> _Patterns:
    """The patterns of agreement of some pairs, as Splink finds them."""
    import numpy as np

    names = ", ".join(f"mw_{comparison.name}::INT" for comparison in COMPARISONS)
    counts: Counter[tuple[int, ...]] = Counter()
    for part in batch.compare(con, model, pairs):
        for *levels, count in con.execute(f"SELECT {names}, count(*) FROM {part} GROUP BY ALL").fetchall():
            counts[tuple(levels)] += count
    if pairs != "pairs":
        con.execute(f"DROP TABLE {pairs}")  # drawn for this
    table = np.array([(*levels, counts[levels]) for levels in sorted(counts)], dtype=np.int64)
    table = table.reshape(-1, len(COMPARISONS) + 1)
    return _Patterns(table[:, :-1] - 1, table[:, -1] * stands_for, stands_for)


def _maximise(
    random: _Patterns, meeting: _Patterns, pairs: float
) -> tuple[float, dict[str, dict[str, tuple[float | None, float | None]]]]:
    """The prior, and (m, u) of each level; None where the data show it too seldom."""
    import numpy as np

    sizes = [sum(not level.is_null for level in comparison.levels) for comparison in COMPARISONS]
    shares = [_share(random, at, size) for at, size in enumerate(sizes)]  # of the levels among random pairs
    known_share = [
        float(random.counts[random.levels[:, at] >= 0].sum() / random.counts.sum()) for at in range(len(sizes))
    ]
    meets = [
        np.array([level.always_meets for level in comparison.levels if not level.is_null]) for comparison in COMPARISONS
    ]
    u = [share for share, _ in shares]
    m = [_first_guess(size) for size in sizes]
    prior = min(0.001, float(meeting.counts.sum()) / pairs / 10)
    same = np.zeros(len(meeting.counts))
    for _ in range(_ROUNDS):
        weight = np.full(len(meeting.counts), log2(prior / (1 - prior)))
        for at in range(len(sizes)):
            ratio = np.append(np.log2(m[at] / u[at]), 0.0)  # -1, not known, is the last
            weight += ratio[meeting.levels[:, at]]
        before, same = same, 1 / (1 + np.exp2(-np.clip(weight, -500, 500)))
        matches = same * meeting.counts
        prior = float(matches.sum() / pairs)
        for at, size in enumerate(sizes):
            place = meeting.levels[:, at]
            expected = np.array([matches[place == level].sum() for level in range(size)])
            m[at] = np.maximum(expected, 0.01) / max(expected.sum(), 0.01)
            strangers = np.array([(meeting.counts - matches)[place == level].sum() for level in range(size)])
            counted = np.maximum(strangers, _UNSEEN) / (pairs * known_share[at] + 1)
            u[at] = np.where(meets[at] & (shares[at][1] < ENOUGH), counted, shares[at][0])
        if np.abs(same - before).max() < _SETTLED:
            break
    found = {}
    for at, comparison in enumerate(COMPARISONS):
        seen = [float((same * meeting.counts)[meeting.levels[:, at] == level].sum()) for level in range(sizes[at])]
        keys = [level.key for level in comparison.levels if not level.is_null]
        total_known = known_share[at] * pairs
        found[comparison.name] = {
            key: (
                float(m[at][n]) if seen[n] >= _LEAST_SEEN * meeting.stands_for else None,
                float(min(1.0, u[at][n])) if total_known > 0 else None,
            )
            for n, key in enumerate(keys)
        }
    return prior, found


def _share(patterns: _Patterns, at: int, size: int) -> tuple[Any, Any]:
    """Of one comparison, the share of each level among the pairs of which both are known, and how many pairs."""
    import numpy as np

    place = patterns.levels[:, at]
    counts = np.array([patterns.counts[place == level].sum() for level in range(size)])
    return np.maximum(counts, _UNSEEN) / max(counts.sum(), 1.0), counts


def _first_guess(size: int) -> Any:
    import numpy as np

    guess = np.array([0.7**n for n in range(size)])
    guess[-1] = 0.02
    return guess / guess.sum()


def _filled(
    found: Mapping[str, Mapping[str, tuple[float | None, float | None]]], known: Mapping[str, Mapping[str, Weighed]]
) -> tuple[dict[str, dict[str, Weighed]], tuple[str, ...]]:
    """Every level with m and u, those that were not seen from what is known of them; and the names of those."""
    weights: dict[str, dict[str, Weighed]] = {name: {} for name in found}
    carried, missing = [], []
    for name, key, (m, u) in ((name, key, pair) for name, levels in found.items() for key, pair in levels.items()):
        if m is not None and u is not None:
            weights[name][key] = Weighed(max(m, _SMALLEST), max(u, _SMALLEST))
        elif key in known.get(name, {}):
            weights[name][key] = known[name][key]
            carried.append(f"{name}/{key}")
        else:
            missing.append(f"{name}/{key}")
    if missing:
        raise BadModel(
            f"too few pairs agree in these ways to learn what that means: {', '.join(missing)}. Train on more "
            "descriptions, or carry these levels over with `--from shipped`, or from another model of yours."
        )
    return weights, tuple(carried)


def _frequencies(con: duckdb.DuckDBPyConnection) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """How common each name is, and what is taken for one that hardly occurs."""
    found, rarest = {}, {}
    for column in ("family", "given", "whole"):
        rows = con.execute(f"""
            SELECT {column}, count(*) AS n, sum(count(*)) OVER () AS total FROM people
            WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY n DESC, {column}
        """).fetchall()
        total = int(rows[0][2]) if rows else 1
        found[column] = {value: n / total for value, n, _ in rows if n >= _COUNTED}
        rarest[column] = min(1.0, (_COUNTED - 1) / 2 / total) if total > _COUNTED else 0.5
    return found, rarest


def _starting_model(
    version: str, population: int, frequencies: dict[str, dict[str, float]], rarest: dict[str, float]
) -> Model:
    # Weights that name their level: 1 for the first, 2 for the second. What is null weighs 0.
    weights = {
        comparison.name: {
            level.key: Weighed(2.0 ** (n - 20), 2.0**-20)
            for n, level in enumerate((level for level in comparison.levels if not level.is_null), start=1)
        }
        for comparison in COMPARISONS
    }
    return Model(version, 1e-6, population, THRESHOLDS, weights, frequencies, rarest)
