"""What another threshold would do: who would be joined, and what would change against the threshold in use.

A threshold is a choice between joining two people wrongly and missing that two descriptions are of one. This shows what
hangs on it, for a person to choose; nothing here changes anything.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from unbroken.people.linkage.batch import link
from unbroken.people.linkage.clustering import DIGITS, Cluster, Edge, number_of_pairs
from unbroken.people.linkage.labelled import CLUSTER, RECORD

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """Who is who at one threshold (bits), and how that differs from the join threshold.

    `joined` are the clusters of more than one record, `people` all clusters, `pairs` the pairs of records joined,
    `largest` the most records of one cluster. Against the join threshold: `new_pairs` are joined only here,
    `lost_pairs` only there, `changed` records are in a cluster with other members.
    """

    threshold: float
    joined: int
    people: int
    pairs: int
    largest: int
    new_pairs: int
    lost_pairs: int
    changed: int


def at_thresholds(
    con: duckdb.DuckDBPyConnection,
    edges: Sequence[Edge],
    thresholds: Iterable[float],
    *,
    join: float,
    apart: Collection[frozenset[str]] = (),
    out: Path | None = None,
) -> tuple[AtThreshold, ...]:
    """Link the people of `con` at each threshold, the join threshold among them, from the lowest up.

    `edges` are from `batch.joinable` with the lowest of the thresholds: weaker pairs are not there to be joined. With
    `out`, a folder, the clusters of each threshold are written there as clusters-<threshold>.csv. Only one threshold
    is held in memory beside the join threshold. Raises ValueError for a threshold that is no number of bits, OSError
    where the folder cannot be written.
    """
    wanted = sorted({round(one, DIGITS) for one in (*thresholds, join)})
    if not all(map(isfinite, wanted)):
        raise ValueError("a threshold is a number of bits")
    names = [name for (name,) in con.execute("SELECT record FROM people ORDER BY record").fetchall()]
    usual = _linked(con, edges, join, apart)
    found = []
    for threshold in wanted:
        clusters = usual if threshold == round(join, DIGITS) else _linked(con, edges, threshold, apart)
        found.append(_compared(threshold, clusters, usual, records=len(names)))
        if out is not None:
            write_clusters(out / f"clusters-{_written(threshold)}.csv", names, clusters)
    return tuple(found)


def _linked(
    con: duckdb.DuckDBPyConnection, edges: Sequence[Edge], threshold: float, apart: Collection[frozenset[str]]
) -> list[Cluster]:
    return link(con, [one for one in edges if one.weight >= round(threshold, DIGITS)], apart=apart)


def write_clusters(path: Path, records: Iterable[str], clusters: Sequence[Cluster]) -> None:
    """Write a CSV file of `record_id` and `cluster_id`, one line a record, those alone too, in the order given.

    A cluster is called by its first member, so files of different thresholds can be held beside one another.
    """
    called = {name: cluster.members[0] for cluster in clusters for name in cluster.members}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow((RECORD, CLUSTER))
        rows.writerows((name, called.get(name, name)) for name in records)


def _compared(threshold: float, here: Sequence[Cluster], usual: Sequence[Cluster], *, records: int) -> AtThreshold:
    pairs, common = _number(here), _common_pairs(here, usual)
    inside = sum(len(one.members) for one in here)
    return AtThreshold(
        threshold=threshold,
        joined=len(here),
        people=records - inside + len(here),
        pairs=pairs,
        largest=max((len(one.members) for one in here), default=min(records, 1)),
        new_pairs=pairs - common,
        lost_pairs=_number(usual) - common,
        changed=_changed(here, usual),
    )


def _number(clusters: Sequence[Cluster]) -> int:
    return number_of_pairs(one.members for one in clusters)


def _common_pairs(here: Sequence[Cluster], usual: Sequence[Cluster]) -> int:
    """The pairs that both join."""
    place = {name: n for n, one in enumerate(usual) for name in one.members}
    shared = (Counter(place[name] for name in one.members if name in place) for one in here)
    return sum(size * (size - 1) // 2 for sizes in shared for size in sizes.values())


def _changed(here: Sequence[Cluster], usual: Sequence[Cluster]) -> int:
    """The records whose cluster has other members; those in neither are alone both times."""
    one, other = {cluster.members for cluster in here}, {cluster.members for cluster in usual}
    return len({name for members in one ^ other for name in members})


def _written(threshold: float) -> str:
    """A threshold without zeros at its end: 12, 7.5."""
    return f"{threshold:.{DIGITS}f}".rstrip("0").rstrip(".")


def table(found: Iterable[AtThreshold], *, join: float) -> str:
    """The thresholds as plain text in columns of fixed width; the join threshold is marked with *."""
    lines = ["threshold      people      joined        pairs   largest    new pairs   lost pairs     changed"]
    for one in found:
        mark = "*" if one.threshold == round(join, DIGITS) else " "
        lines.append(
            f"{_written(one.threshold):>8}{mark}{one.people:>12,}{one.joined:>12,}{one.pairs:>13,}{one.largest:>10,}"
            f"{one.new_pairs:>13,}{one.lost_pairs:>13,}{one.changed:>12,}"
        )
    return "\n".join([*lines, "* the join threshold, which the last three columns compare with"])
