"""Spark and DuckDB say the same of every pair, and make the same clusters."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from typer.testing import CliRunner

from tests.unit.people.linkage import made_up
from tests.unit.people.linkage.test_parity import NEAR_ENOUGH
from unbroken.cli import app
from unbroken.people.linkage import batch, running, spark
from unbroken.people.linkage.clustering import DIGITS
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import BY_NAME, COMPARISONS, DUCKDB, NEAR, SPARK
from unbroken.people.linkage.crowds import HOT
from unbroken.people.linkage.engines import Engine
from unbroken.people.linkage.guards import GUARDS
from unbroken.people.linkage.model import shipped_model

pytestmark = [
    pytest.mark.demand("LNK-01"),
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),  # Py4J leaves them to the garbage collector
]

PEOPLE = """record_id,given_name,family_name,date_of_birth,phone,report_id
r1,Zoë,Whitaker,1990-03-27,07700 900123,a
r2,Zoe,Whittaker,27/03/1990,+44 7700 900123,b
r3,Grace,Okonkwo,1962-11-30,none,c
r4,Zoe,Whitaker,1990-03-27,12,d
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if find_spec("pyspark") is None:
        said = "`make spark` runs these tests: they need the extra `spark`"
        pytest.fail(said) if os.environ.get("UNBROKEN_REQUIRE_SPARK") == "1" else pytest.skip(said)
    with spark.session(tmp_path_factory.mktemp("spark")) as found:
        yield found


Rows = list[tuple[Any, ...]]


class Weighed:
    """The same descriptions weighed by both engines: rows in order, and the pairs that met."""

    def __init__(self, session: Any, folder: Path, people: Sequence[Comparable], *, every_pair: bool) -> None:
        every = """SELECT '0' AS match_key, l.unique_id AS join_key_l, r.unique_id AS join_key_r
                   FROM people l JOIN people r ON l.unique_id < r.unique_id"""
        with batch.workspace() as con:
            batch.load(con, people)
            spark.hand_over(con, folder)
        compared = spark.prepare(session, folder)
        self.met_on_spark = _rows(session.sql("SELECT join_key_l, join_key_r FROM pairs ORDER BY 1, 2"))
        assert compared == len(self.met_on_spark)
        if every_pair:
            session.sql(every).createOrReplaceTempView("pairs")
        spark.predict(session, made_up.model(), compared=compared).createOrReplaceTempView("weighed")
        self.on_spark = _rows(session.sql(f"{_WEIGHTS} FROM weighed ORDER BY 1, 2"))
        self.guarded_on_spark = {
            guard.name: _rows(session.sql(_guarded(guard.sql(SPARK), "people"))) for guard in GUARDS
        }
        with batch.workspace() as con:
            batch.load(con, people)
            batch.prepare(con)
            self.met = con.execute("SELECT join_key_l, join_key_r FROM pairs ORDER BY 1, 2").fetchall()
            if every_pair:
                con.execute(f"CREATE OR REPLACE TABLE pairs AS {every}")
            scored = batch.predict(con, made_up.model(), retain=True)
            self.on_duckdb = con.execute(f"{_WEIGHTS} FROM {scored} ORDER BY 1, 2").fetchall()
            self.guarded = {
                guard.name: con.execute(_guarded(guard.sql(DUCKDB), "people")).fetchall() for guard in GUARDS
            }


# What each comparison adds tells the level, for no two levels of the made-up model weigh the same.
_WEIGHTS = f"""SELECT unique_id_l, unique_id_r, match_weight, mw_tf_adj_name,
                      {", ".join(f"mw_{comparison.name}" for comparison in COMPARISONS)}"""


def _rows(found: Any) -> Rows:
    return [tuple(row) for row in found.collect()]


def _guarded(sql: str, table: str) -> str:
    left, right = batch.sides()
    return f"""SELECT unique_id_l, unique_id_r FROM ({left}) l JOIN ({right}) r ON unique_id_l < unique_id_r
               WHERE {sql} ORDER BY 1, 2"""


@pytest.fixture(scope="module")
def weighed(session: Any, tmp_path_factory: pytest.TempPathFactory) -> Weighed:
    return Weighed(session, tmp_path_factory.mktemp("made_up"), made_up.people(420, seed=7), every_pair=True)


def test_every_comparison_of_every_pair_weighs_the_same(weighed: Weighed) -> None:
    assert [row[:2] for row in weighed.on_spark] == [row[:2] for row in weighed.on_duckdb]
    assert len(weighed.on_spark) == 420 * 419 // 2
    pairs = zip(weighed.on_spark, weighed.on_duckdb, strict=True)
    assert [pair for pair in pairs if not is_near(*pair)] == []


def is_near(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(abs(here - there) <= NEAR_ENOUGH for here, there in zip(one[2:], other[2:], strict=True))


def test_the_same_descriptions_meet(weighed: Weighed) -> None:
    assert weighed.met_on_spark == weighed.met


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_each_guard_keeps_the_same_apart(weighed: Weighed, guard: Any) -> None:
    assert weighed.guarded_on_spark[guard.name] == weighed.guarded[guard.name]
    assert weighed.guarded[guard.name]


def test_names_are_alike_to_the_same_degree(session: Any) -> None:
    """Also where Splink's Jaro–Winkler for Spark counts transpositions in halves."""
    names = sorted(
        {name for one in made_up.people(600, seed=3) for name in (one.given, one.family, one.street) if name}
    )
    moved = [(name, name[:i] + name[i + 1 : j] + name[i] + name[j:])
             for name in names for i in range(len(name)) for j in range(i + 1, len(name) + 1)]  # fmt: skip
    pairs = [*moved, *((name, f"{other[:3]}{name[2:]}") for name in names for other in names)]
    table = pa.table({"l": [left for left, _ in pairs], "r": [right for _, right in pairs]})
    session.createDataFrame(table).createOrReplaceTempView("names")
    rows = _rows(
        session.sql(f"""SELECT l, r, {SPARK.likeness}(l, r) >= {NEAR}, {SPARK.edits}(l, r) <= 1,
                                        jaro_winkler(l, r) >= {NEAR} FROM names""")
    )
    wanted = [(*two, JaroWinkler.similarity(*two) >= NEAR, DamerauLevenshtein.distance(*two) <= 1) for two in pairs]
    assert [row[:4] for row in rows] == wanted
    assert sum(row[2] and not row[4] for row in rows) > 10  # what Splink's alone would have missed


def test_a_key_of_a_multitude_leads_nowhere(session: Any, tmp_path: Path) -> None:
    crowd = [Comparable(f"d{n:04}", phones=frozenset({"+442079460123"})) for n in range(HOT + 1)]
    two = [Comparable(f"e{n}", phones=frozenset({"+442079460124"})) for n in range(2)]
    with batch.workspace() as con:
        batch.load(con, [*crowd, *two])
        spark.hand_over(con, tmp_path)
    assert spark.prepare(session, tmp_path) == 1
    assert _rows(session.table("pairs").select("join_key_l", "join_key_r")) == [(HOT + 1, HOT + 2)]  # by their places


def linked(people: Sequence[Comparable], out: Path, engine: Engine) -> tuple[Any, Rows, str, str]:
    """What a run found, in order, and wrote; weights as they are compared."""
    import duckdb

    found = running.link_people(people, shipped_model(), out=out, engine=engine)
    found = replace(found, clusters=tuple(sorted(found.clusters, key=lambda one: one.members)))
    bits = ", ".join(f"round({one}, {DIGITS}) AS {one}" for one in ("match_weight", *BY_NAME))
    with duckdb.connect() as con:
        path = str(out / "links.parquet")
        links = con.sql(
            f"SELECT * REPLACE (round(probability, {DIGITS}) AS probability, {bits}) FROM '{path}' ORDER BY 1, 2"
        )
        rows = [tuple(links.columns), *links.fetchall()]
    return found, rows, *((out / name).read_text(encoding="utf-8") for name in ("clusters.csv", "resolved.csv"))


def test_a_made_up_force_becomes_the_same_people(session: Any, tmp_path: Path) -> None:
    people = [one for one, _ in made_up.synthetic(1500, seed=3)]
    on_spark = linked(people, tmp_path / "spark", Engine.SPARK)
    assert on_spark == linked(people, tmp_path / "duckdb", Engine.DUCKDB)
    assert len(on_spark[0].clusters) > 300


def test_strangers_stay_strangers(session: Any, tmp_path: Path) -> None:
    people = [Comparable("a", given="zoe", family="whitaker"), Comparable("b", given="grace", family="okonkwo")]
    found, links, clusters, _ = linked(people, tmp_path / "spark", Engine.SPARK)
    assert (found.compared, found.clusters, len(links)) == (0, (), 1)
    assert clusters == "record_id,cluster_id\na,a\nb,b\n"


def test_a_file_is_linked_on_spark(session: Any, tmp_path: Path) -> None:
    source, out = tmp_path / "people.csv", tmp_path / "found"
    source.write_text(PEOPLE, encoding="utf-8")
    done = CliRunner().invoke(app, ["link", "run", str(source), "--out", str(out), "--engine", "spark"])
    assert (done.exit_code, done.exception) == (0, None)
    assert (out / "clusters.csv").read_text() == "record_id,cluster_id\nr1,r1\nr2,r1\nr3,r3\nr4,r1\n"
    assert sorted(path.name for path in out.iterdir()) == [
        "clusters.csv",
        "links.parquet",
        "resolved.csv",
        "unread.csv",
    ]
