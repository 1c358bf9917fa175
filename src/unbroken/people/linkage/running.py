"""Linking a file of people without a service: from PEOPLE.csv to links.parquet, clusters.csv and resolved.csv."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unbroken.people.linkage import batch, spark
from unbroken.people.linkage.clustering import Cluster, Edge
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import COMPARISONS, DUCKDB
from unbroken.people.linkage.engines import Engine
from unbroken.people.linkage.guards import GUARDS
from unbroken.people.linkage.model import Model
from unbroken.tools import spark as tools

if TYPE_CHECKING:
    import duckdb

OTHERS = "others"  # in place of a guard: somebody whom one of the two is joined with is kept apart from the other
_OFTEN = 2.0  # times as many people as a model was trained on, beyond which its weights promise too much


Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run found. `review` pairs are likely, or sure and kept apart by a guard: for people to look at.

    `crowded` are the identifiers that too many share to lead to anybody, as (field, value, descriptions).
    """

    records: int
    compared: int
    clusters: tuple[Cluster, ...]
    review: int
    warning: str = ""
    crowded: tuple[tuple[str, str, int], ...] = ()

    @property
    def people(self) -> int:
        """How many people the records are of."""
        return self.records - sum(len(one.members) - 1 for one in self.clusters)


def link_people(
    people: Iterable[Comparable],
    model: Model,
    *,
    out: Path,
    engine: Engine = Engine.DUCKDB,
    progress: Progress = lambda _: None,
) -> Linked:
    """Link descriptions and write what was found into a folder, which is made.

    `links.parquet`: every pair from the threshold of review up (record_id_l, record_id_r, match_weight in bits,
    probability, decision: `joined`, `same person`, `review` or `kept apart`, guard, because, and for each comparison
    the bits it contributed). `clusters.csv`: record_id, cluster_id (the first record of the cluster). `resolved.csv`:
    for each person of more than one record how many, and the weakest link that holds them. All are written beside and
    moved in place when they are whole. Raises OSError where the folder cannot be written, and NoSpark where Spark is
    asked for and not there.
    """
    if engine == Engine.SPARK:
        tools.check()  # before anything is read
    out.mkdir(parents=True, exist_ok=True)
    limits = model.thresholds
    with batch.workspace() as con:
        progress("reading")
        records = batch.load(con, people)
        crowded = tuple(batch.shared_by_too_many(con))
        weigh = spark.weigh if engine == Engine.SPARK else _weigh
        compared, scored = weigh(con, model, least=limits.review, progress=progress)
        progress("joining")
        clusters = tuple(batch.link(con, batch.joinable(con, scored, limits.join)))
        progress("writing")
        review = _write_links(con, scored, clusters, model, out / "links.parquet")
        _write_clusters(con, clusters, out)
    return Linked(records, compared, clusters, review, population_warning(model, records), crowded)


def _weigh(con: duckdb.DuckDBPyConnection, model: Model, *, least: float, progress: Progress) -> tuple[int, str]:
    progress("finding who may be whom")
    compared = batch.prepare(con)
    progress("weighing")
    scored = batch.predict(con, model, least=least, retain=True)
    batch.forget_pairs(con)
    return compared, scored


def population_warning(model: Model, records: int) -> str:
    """What to know where there are many more descriptions than the model was trained on; else ""."""
    if records <= _OFTEN * model.population:
        return ""
    return (
        f"The model was trained on {model.population:,} descriptions and these are {records:,}: with more people, "
        "agreement by chance is commoner than its weights say. Train it on your own data with `unbroken link train`."
    )


def joinable_edges(con: duckdb.DuckDBPyConnection, model: Model, least: float) -> list[Edge]:
    """The pairs of what `batch.load` was given that weigh at least so much and that no guard keeps apart."""
    batch.prepare(con)
    return batch.joinable(con, batch.predict(con, model, least=least), least)


def _write_links(
    con: duckdb.DuckDBPyConnection, scored: str, clusters: Sequence[Cluster], model: Model, path: Path
) -> int:
    """Write the pairs; the number of those that people should look at."""
    import pyarrow as pa

    rows = [(name, n) for n, one in enumerate(clusters) for name in one.members]
    con.register("_placed", pa.table({"name": pa.array([name for name, _ in rows], pa.string()),
                                      "place": pa.array([n for _, n in rows], pa.int64())}))  # fmt: skip
    con.execute("CREATE OR REPLACE TABLE placed AS SELECT * FROM _placed")
    con.unregister("_placed")
    left, right = batch.sides()
    guard = " ".join(f"WHEN {one.sql(DUCKDB)} THEN '{one.name}'" for one in GUARDS)
    bits = ", ".join(f"{_bits(comparison)} AS {comparison.name}" for comparison in COMPARISONS)
    con.execute(f"""
        CREATE OR REPLACE TABLE judged AS
        SELECT s.*, least(record_l, record_r) AS record_id_l, greatest(record_l, record_r) AS record_id_r,
               a.place IS NOT NULL AND coalesce(a.place = b.place, false) AS together,
               CASE {guard} ELSE '' END AS guard
        FROM {scored} s JOIN ({left}) l ON l.unique_id_l = s.unique_id_l
        JOIN ({right}) r ON r.unique_id_r = s.unique_id_r
        LEFT JOIN placed a ON a.name = record_l LEFT JOIN placed b ON b.name = record_r
    """)
    decision = f"""CASE WHEN together AND match_weight >= {model.thresholds.join} AND guard = '' THEN 'joined'
        WHEN together THEN 'same person' WHEN guard = 'same_report' THEN 'kept apart' ELSE 'review' END"""
    part = path.with_name(path.name + ".part")
    con.execute(f"""
        COPY (SELECT record_id_l, record_id_r, match_weight, match_probability AS probability, {decision} AS decision,
                     CASE WHEN guard = '' AND NOT together AND match_weight >= {model.thresholds.join}
                          THEN '{OTHERS}' ELSE guard END AS guard,
                     {_because(model)} AS because, {bits}
              FROM judged ORDER BY match_weight DESC, record_id_l, record_id_r)
        TO '{str(part).replace("'", "''")}' (FORMAT parquet)
    """)
    part.replace(path)
    return int(con.execute(f"SELECT count(*) FROM judged WHERE {decision} = 'review'").fetchall()[0][0])


def _bits(comparison: Any) -> str:
    has_rarity = any(level.rarity for level in comparison.levels)
    return f"mw_{comparison.name}" + (f" + mw_tf_adj_{comparison.name}" if has_rarity else "")


def _because(model: Model) -> str:
    """SQL that says in words what speaks for a pair. A level is known by its weight."""
    said = []
    for comparison in COMPARISONS:
        weights = model.weights[comparison.name]
        levels = [level for level in comparison.levels if not level.is_null and weights[level.key].weight > 0]
        cases = " ".join(
            f"WHEN abs(mw_{comparison.name} - ({weights[level.key].weight!r})) < 1e-9 THEN '{level.says}'"
            for level in levels
        )
        if cases:
            said.append(f"CASE {cases} END")
    return f"concat_ws('; ', {', '.join(said)})"


def _write_clusters(con: duckdb.DuckDBPyConnection, clusters: Sequence[Cluster], out: Path) -> None:
    order = {
        name: n for n, (name,) in enumerate(con.execute("SELECT record FROM people ORDER BY unique_id").fetchall())
    }
    first = {name: min(one.members, key=order.__getitem__) for one in clusters for name in one.members}
    with _fresh(out / "clusters.csv") as part, part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("record_id", "cluster_id"))
        rows.writerows((name, first.get(name, name)) for name in order)
    with _fresh(out / "resolved.csv") as part, part.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("cluster_id", "records", "weakest_link_bits"))
        inside = sorted(clusters, key=lambda one: order[first[one.members[0]]])
        rows.writerows((first[one.members[0]], len(one.members), one.weakest) for one in inside)


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    """A file written beside its place, and moved there when it is whole."""
    part = path.with_name(path.name + ".part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
