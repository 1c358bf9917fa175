"""Linking a whole history in one go: Splink on DuckDB, with the model, the keys and the crowds of the moment of entry.

Splink and DuckDB are imported only where they are used: they are large, and no web server needs them at its start.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from unbroken.people.linkage.clustering import DECIDED, DIGITS, Cluster, Edge, cluster, components, edge, whole
from unbroken.people.linkage.comparable import IDENTIFIERS, Comparable
from unbroken.people.linkage.comparisons import COMPARISONS, DUCKDB, Dialect, lasting
from unbroken.people.linkage.crowds import CROWDS, FEW, HOT, MANY
from unbroken.people.linkage.guards import clauses, guard_between, guarded_sql, own_phones
from unbroken.people.linkage.keys import COMMON, NAMESAKES, Sort, hashed, identifier_keys, keys_of
from unbroken.people.linkage.model import Model
from unbroken.people.linkage.outline import rules_out_sql

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY = "1250MB"  # what DuckDB may hold before it goes to disk: all in all a million take about two gigabytes
PART = 1_000_000  # descriptions on either side whose pairs are scored at a time
_CHUNK = 50_000
_SCALARS = ("given", "family", "whole", "sound", "born", "born_from", "born_to", "sex", "street", "second", "side")
_ARRAYS = ("given_forms", "family_forms", *IDENTIFIERS, "postcodes")
_BY_CROWD = ("phones", "emails", "handles", "account_names", "vehicles", "homes")


@contextmanager
def workspace(*, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills into a folder of its own, and reads nothing else."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="unbroken-link-") as folder:
        con = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": folder,
                                     "threads": threads or os.cpu_count() or 2})  # fmt: skip
        try:
            con.execute("SET preserve_insertion_order = false")
            yield con
        finally:
            con.close()


def load(con: duckdb.DuckDBPyConnection, people: Iterable[Comparable]) -> int:
    """Put descriptions into the tables `described`, `filed` (their keys) and `token`; the number of descriptions.

    Within the tables a description goes by its place in the order given, `unique_id`; `record` is its id.
    """
    con.execute(f"""
        CREATE TABLE described (unique_id BIGINT, record VARCHAR, {", ".join(f"{name} VARCHAR" for name in _SCALARS)},
            {", ".join(f"{name} VARCHAR[]" for name in _ARRAYS)}, police_types VARCHAR[], own_phones VARCHAR[],
            initials VARCHAR, reports VARCHAR[])
    """)
    con.execute("CREATE TABLE filed (unique_id BIGINT, key BIGINT)")
    con.execute("CREATE TABLE token (unique_id BIGINT, field VARCHAR, token VARCHAR, key BIGINT)")
    rest, count = iter(people), 0
    while chunk := list(islice(rest, _CHUNK)):
        _insert(con, "described", _described(chunk, first=count))
        _insert(con, "filed", _filed(chunk, first=count))
        _insert(con, "token", _tokens(chunk, first=count))
        count += len(chunk)
    return count


def shared_by_too_many(con: duckdb.DuckDBPyConnection) -> list[tuple[str, str, int]]:
    """The identifiers that lead to nobody, as (field, value, descriptions), the commonest first; before `prepare`."""
    rows = con.execute(f"""
        SELECT field, token, count(*) AS held FROM token GROUP BY field, token HAVING held > {HOT}
        ORDER BY held DESC, field, token
    """).fetchall()
    return [(field, token, held) for field, token, held in rows]


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    con.register("_arriving", rows)
    con.execute(f"INSERT INTO {table} SELECT * FROM _arriving")
    con.unregister("_arriving")


def _described(people: list[Comparable], *, first: int) -> pa.Table:
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    columns: dict[str, Any] = {"unique_id": pa.array(range(first, first + len(people)), pa.int64())}
    columns["record"] = pa.array([one.id for one in people], text)
    columns |= {name: pa.array([getattr(one, name) for one in people], text) for name in _SCALARS}
    columns |= {name: pa.array([sorted(getattr(one, name)) or None for one in people], texts) for name in _ARRAYS}
    columns["police_types"] = pa.array([sorted(lasting(one.police_ids)) or None for one in people], texts)
    columns["own_phones"] = pa.array([sorted(own_phones(one.phones)) or None for one in people], texts)
    columns["initials"] = pa.array([one.initials for one in people], text)
    columns["reports"] = pa.array([sorted(one.reports) or None for one in people], texts)
    return pa.table(columns)


def _filed(people: list[Comparable], *, first: int) -> pa.Table:
    import pyarrow as pa

    keys = [keys_of(one) for one in people]
    places = [first + n for n, each in enumerate(keys) for _ in each]
    return pa.table({"unique_id": pa.array(places, pa.int64()),
                     "key": pa.array([key for each in keys for key in each], pa.int64())})  # fmt: skip


def _tokens(people: list[Comparable], *, first: int) -> pa.Table:
    import pyarrow as pa

    told = enumerate(people, start=first)
    rows = [(place, *text.split("=", 1), hashed(text)) for place, one in told for text in identifier_keys(one)]
    places, fields, tokens, keys = zip(*rows, strict=True) if rows else ((), (), (), ())
    return pa.table({"unique_id": pa.array(places, pa.int64()), "field": pa.array(fields, pa.string()),
                     "token": pa.array(tokens, pa.string()), "key": pa.array(keys, pa.int64())})  # fmt: skip


def crowd_tables(to: Dialect) -> dict[str, str]:
    """SQL of the tables, each from those before it, that lead to `people`: with the crowd of each identifier."""
    crowds = [(field, name, at) for field in _BY_CROWD for at, name in enumerate(CROWDS)]
    picked = ", ".join(
        f"any_value(tokens) FILTER (WHERE field = '{field}' AND crowd = {at}) AS {field}_{name}"
        for field, name, at in crowds
    )
    return {
        "crowd": f"""
            SELECT field, token, CASE WHEN count(*) > {HOT} OR count(DISTINCT nullif(initials, '')) >= {MANY} THEN 2
                                      WHEN count(DISTINCT nullif(initials, '')) >= {FEW} THEN 1 ELSE 0 END AS crowd
            FROM token JOIN described USING (unique_id) GROUP BY field, token
        """,
        "shared": f"""
            SELECT unique_id, field, crowd, {to.gather}(token) AS tokens
            FROM token JOIN crowd USING (field, token) GROUP BY unique_id, field, crowd
        """,
        "by_crowd": f"SELECT unique_id, {picked} FROM shared GROUP BY unique_id",
        "people": f"""
            SELECT described.*, {", ".join(f"{field}_{name}" for field, name, _ in crowds)}
            FROM described LEFT JOIN by_crowd USING (unique_id)
        """,
    }


def meeting_tables(to: Dialect) -> dict[str, str]:
    """SQL of the tables, each from those before it, that lead from the keys to `pairs`: which descriptions meet."""
    left, right = sides()
    return {
        "usable": f"""
            SELECT key & 3 AS sort, {to.gather}(unique_id) AS held FROM filed GROUP BY key HAVING count(*) BETWEEN 2 AND
                CASE key & 3 WHEN {Sort.IDENTIFIER} THEN {HOT} WHEN {Sort.WITHOUT_BIRTH} THEN {NAMESAKES}
                             ELSE {COMMON} END
        """,
        "met": f"""
            SELECT l, r, bool_and(sort = {Sort.WITHOUT_BIRTH}) AS without_birth FROM (
                SELECT sort, l, {to.each}(held) AS r FROM (SELECT sort, held, {to.each}(held) AS l FROM usable) a) b
            WHERE l < r GROUP BY l, r
        """,
        "pairs": f"""
            SELECT '0' AS match_key, l AS join_key_l, r AS join_key_r FROM met WHERE NOT without_birth
            UNION ALL
            SELECT '0' AS match_key, l AS join_key_l, r AS join_key_r
            FROM met JOIN ({left}) a ON l = unique_id_l JOIN ({right}) b ON r = unique_id_r
            WHERE without_birth AND NOT {rules_out_sql(to)}
        """,
    }


def prepare(con: duckdb.DuckDBPyConnection) -> int:
    """Make `people` (with the crowd of each identifier) and `pairs` (which meet under a key); the number of pairs.

    As at the moment of entry, a key that too many share leads to nobody, and of those who meet under a key
    without a birth many are ruled out at a glance.
    """
    for table, sql in (crowd_tables(DUCKDB) | meeting_tables(DUCKDB)).items():
        con.execute(f"CREATE TABLE {table} AS {sql}")
        for read in _LAST_READ.get(table, ()):
            con.execute(f"DROP TABLE {read}")
    return _count(con, "pairs")


_LAST_READ = {"shared": ("token", "crowd"), "by_crowd": ("shared",), "people": ("by_crowd", "described"),
              "usable": ("filed",), "met": ("usable",), "pairs": ("met",)}  # fmt: skip
"""The tables that are read last for the making of another."""


def forget_pairs(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the pairs once all are scored: what follows needs the room."""
    con.execute("DROP TABLE pairs")


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(row[0][0])


def settings(model: Model | None, *, to: Dialect = DUCKDB, retain: bool = False) -> Any:
    """The model as Splink's SettingsCreator; without a model, its levels untrained."""
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl
    from splink import SettingsCreator

    comparisons: list[Any] = []
    for comparison in COMPARISONS:
        levels: list[Any] = []
        for level in comparison.levels:
            sql = level.sql(to)
            made: Any = cll.ElseLevel() if sql == "ELSE" else cll.CustomLevel(sql, label_for_charts=level.key)
            if level.is_null:
                made = made.configure(is_null_level=True)
            elif model:
                weighed = model.weights[comparison.name][level.key]
                made = made.configure(m_probability=weighed.m, u_probability=weighed.u)
            if level.rarity:
                made = made.configure(tf_adjustment_column=level.rarity)
            levels.append(made)
        comparisons.append(cl.CustomComparison(levels, output_column_name=comparison.name))
    rules: list[Any] = ["l.unique_id = r.unique_id"]  # never used: the pairs are registered
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
        probability_two_random_records_match=model.prior if model else 1e-6,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=retain,
    )


def linker(con: duckdb.DuckDBPyConnection, model: Model, *, pairs: str = "pairs", retain: bool = False) -> Any:
    """A Splink linker over `people` that scores these pairs and reads rarity from the model."""
    _rarity_tables(con, model)
    return _linker(con, model, pairs, retain=retain)


def _linker(con: duckdb.DuckDBPyConnection, model: Model, pairs: str, *, retain: bool) -> Any:
    import splink
    from splink import DuckDBAPI

    api = DuckDBAPI(con)
    made = splink.Linker(api.register("people"), settings(model, retain=retain))
    quiet_splink()
    for column in model.rarest:
        made.table_management.register_term_frequency_lookup(api.register(f"rarity_{column}"), column)
    made.table_management.register_blocked_pairs_for_predict(api.register(pairs))
    return made


def _rarity_tables(con: duckdb.DuckDBPyConnection, model: Model) -> None:
    """How common each name of `people` is, by the model."""
    for column in model.rarest:
        con.register("_known", frequencies(model, column))
        con.execute(f"""
            CREATE OR REPLACE TABLE rarity_{column} AS
            SELECT p.{column}, coalesce(k.tf, {model.rarest[column]!r}::DOUBLE) AS tf_{column}
            FROM (SELECT DISTINCT {column} FROM people WHERE {column} IS NOT NULL) p
            LEFT JOIN _known k ON k.value = p.{column}
        """)
        con.unregister("_known")


def quiet_splink() -> None:
    """Let Splink tell only of errors: each new linker of it sets out to tell of every step."""
    logging.getLogger("splink").setLevel(logging.ERROR)


def frequencies(model: Model, column: str) -> pa.Table:
    """How common the model says each value of a column is: `value`, `tf`."""
    import pyarrow as pa

    known = model.frequencies[column]
    return pa.table({"value": pa.array(list(known), pa.string()), "tf": pa.array(list(known.values()), pa.float64())})


def compare(con: duckdb.DuckDBPyConnection, model: Model, pairs: str) -> Iterator[str]:
    """The levels at which these pairs agree: names of tables with mw_<comparison>, each dropped before the next."""
    yield from _scored(con, model, pairs, least=None, retain=True)


def predict(con: duckdb.DuckDBPyConnection, model: Model, *, least: float | None = None, retain: bool = False) -> str:
    """Score all pairs; the name of the table with unique_id_l, unique_id_r, match_weight and match_probability.

    `least` leaves out pairs of a lower weight. With `retain` there is what each comparison adds: mw_<comparison>, and
    mw_tf_adj_<comparison> for rarity.
    """
    con.execute("DROP TABLE IF EXISTS scored")
    for n, part in enumerate(_scored(con, model, "pairs", least=least, retain=retain)):
        con.execute(f"{'INSERT INTO' if n else 'CREATE TABLE'} scored {'' if n else 'AS'} SELECT * FROM {part}")
    return "scored"


def _scored(
    con: duckdb.DuckDBPyConnection, model: Model, pairs: str, *, least: float | None, retain: bool
) -> Iterator[str]:
    """Score pairs part by part: Splink copies the people of either side, and twice a million are too many to hold."""
    _rarity_tables(con, model)
    sides_in = max(1, -(-_count(con, "people") // PART))
    for left, right in product(range(sides_in), repeat=2):
        con.execute(f"""
            CREATE OR REPLACE TABLE part AS SELECT * FROM {pairs}
            WHERE join_key_l % {sides_in} = {left} AND join_key_r % {sides_in} = {right}
        """)
        made = _linker(con, model, "part", retain=retain)
        found = str(made.inference.predict(threshold_match_weight=least).physical_name)
        yield found
        con.execute(f"DROP TABLE {found}")
    con.execute("DROP TABLE IF EXISTS part")


def joinable(con: duckdb.DuckDBPyConnection, scored: str, least: float) -> list[Edge]:
    """The pairs of at least this weight that no guard keeps apart."""
    left, right = sides()
    found = con.execute(f"""
        SELECT s.unique_id_l, s.unique_id_r, s.match_weight,
               coalesce(given_l, family_l, born_from_l) IS NULL OR coalesce(given_r, family_r, born_from_r) IS NULL
               AS is_nameless
        FROM {scored} s
        JOIN ({left}) l ON l.unique_id_l = s.unique_id_l JOIN ({right}) r ON r.unique_id_r = s.unique_id_r
        WHERE round(s.match_weight, {DIGITS}) >= {least} AND NOT ({guarded_sql(DUCKDB)})
    """).fetchnumpy()
    name_of = con.execute("SELECT record FROM people ORDER BY unique_id").fetchnumpy()["record"]
    ends = (name_of[found[f"unique_id_{side}"]].tolist() for side in "lr")  # each name once in memory
    return list(map(edge, *ends, found["match_weight"].tolist(), found["is_nameless"].tolist()))


def sides() -> tuple[str, str]:
    """The people table with the columns that guards read, named for the left and for the right."""
    names = (
        "unique_id",
        "record",
        *_SCALARS,
        "given_forms",
        "family_forms",
        *IDENTIFIERS,
        "police_types",
        "own_phones",
        "reports",
    )
    return f"SELECT {_named(names, 'l')} FROM people", f"SELECT {_named(names, 'r')} FROM people"


def _named(columns: Iterable[str], side: str) -> str:
    return ", ".join(f"{name} AS {name}_{side}" for name in columns)


def link(
    con: duckdb.DuckDBPyConnection, edges: Sequence[Edge], *, apart: Collection[frozenset[str]] = ()
) -> list[Cluster]:
    """The clusters of more than one description that these edges make; `apart` are pairs that people keep apart.

    No guard keeps apart the two of an edge that the model made (`joinable`). Whole connected sets are clusters; only
    where a guard, or somebody's decision, keeps two within a set apart is it gone through edge by edge, as
    `clustering.cluster` says.
    """
    sets = list(components((one.a, one.b) for one in edges))
    place = {name: n for n, members in enumerate(sets) for name in members}
    decided = {place[a] for a, b in map(sorted, apart) if a in place and place.get(b) == place[a]}
    decided |= {place[one.a] for one in edges if one.weight >= DECIDED}
    by_set: list[list[Edge]] = [[] for _ in sets]
    for one in edges:
        by_set[place[one.a]].append(one)
    torn = _torn(con, [(n, members) for n, members in enumerate(sets) if not _is_whole(members, by_set[n])]) | decided
    known = fetch(con, [name for n in torn for name in sets[n]])

    def keeps_apart(one: str, other: str) -> bool:
        return frozenset((one, other)) in apart or guard_between(known[one], known[other]) is not None

    def never(one: str, other: str) -> bool:
        guard = guard_between(known[one], known[other])
        return frozenset((one, other)) in apart or (guard is not None and guard.final)

    found: list[Cluster] = []
    for n, members in enumerate(sets):
        made = cluster(members, by_set[n], keeps_apart, never) if n in torn else (whole(members, by_set[n]),)
        found += [one for one in made if len(one.members) > 1]
    return found


def _is_whole(members: Sequence[str], edges: Sequence[Edge]) -> bool:
    """Whether every two of a set are joined by an edge of their own: then no guard keeps any two apart."""
    return len({(one.a, one.b) for one in edges}) == len(members) * (len(members) - 1) // 2


def _torn(con: duckdb.DuckDBPyConnection, sets: Iterable[tuple[int, Sequence[str]]]) -> set[int]:
    """Of these sets, each with its place, those within which a guard keeps two apart.

    Each clause is held against the descriptions that differ in what it reads: of somebody with two hundred
    descriptions there are a few names, births and numbers.
    """
    import pyarrow as pa

    rows = [(name, n) for n, members in sets for name in members]
    con.register("_placed", pa.table({"record": pa.array([name for name, _ in rows], pa.string()),
                                      "place": pa.array([n for _, n in rows], pa.int64())}))  # fmt: skip
    con.execute("CREATE OR REPLACE TABLE inside AS SELECT * FROM people JOIN _placed USING (record)")
    con.unregister("_placed")
    found: set[int] = set()
    for clause in clauses():
        reads = ", ".join(clause.reads)
        con.execute(f"CREATE OR REPLACE TABLE differing AS SELECT DISTINCT place, {reads} FROM inside")
        left, right = (f"SELECT place, {_named(clause.reads, side)} FROM differing" for side in "lr")
        apart = "AND unique_id_l < unique_id_r" if "unique_id" in clause.reads else ""
        places = con.execute(f"""
            SELECT DISTINCT a.place FROM ({left}) a JOIN ({right}) b ON a.place = b.place {apart}
            WHERE {clause.sql(DUCKDB)}
        """).fetchall()
        found |= {place for (place,) in places}
    con.execute("DROP TABLE differing")
    con.execute("DROP TABLE inside")
    return found


def fetch(con: duckdb.DuckDBPyConnection, names: Sequence[str]) -> dict[str, Comparable]:
    """These descriptions, by id, with what guards and scores read."""
    import pyarrow as pa

    if not names:
        return {}
    con.register("_wanted", pa.table({"record": pa.array(list(names), pa.string())}))
    columns = ("record", *_FETCHED, "reports")
    rows = con.execute(f"SELECT {', '.join(columns)} FROM people JOIN _wanted USING (record)").fetchall()
    con.unregister("_wanted")
    return {row[0]: _fetched(row) for row in rows}


_FETCHED = (*(name for name in _SCALARS if name != "whole"), *_ARRAYS, "initials")


def _fetched(row: tuple[Any, ...]) -> Comparable:
    values = dict(zip(_FETCHED, row[1:-1], strict=True))
    values |= {name: frozenset(values[name] or ()) for name in _ARRAYS}
    return Comparable(id=row[0], **values, reports=frozenset(row[-1] or ()))
