"""Linking a whole history on Spark, for more people than one machine can weigh: the same weights as on DuckDB.

Spark does what grows with the pairs: it counts the crowds, finds who meets under a key, and weighs. Descriptions come
from DuckDB, and the pairs that weigh enough go back to it: who is joined with whom, and what is written, is decided by
one code for both engines. Levels, keys and the model are the same too. Nothing of Python runs on Spark's workers.

PySpark is an extra (`unbroken[spark]`) and is imported only where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from unbroken.people.linkage.batch import crowd_tables, frequencies, meeting_tables, quiet_splink, settings
from unbroken.people.linkage.comparisons import NEAR, SPARK
from unbroken.people.linkage.model import Model
from unbroken.tools import spark as tools

if TYPE_CHECKING:
    import duckdb
    from pyspark.sql import DataFrame, SparkSession

_STAGED = ("described", "filed", "token")
_PAIRS_AT_ONCE = 200_000  # weighed by one task
_ALWAYS = {
    "spark.sql.codegen.wholeStage": "false",  # a model's levels are more than one Java method may hold
    "spark.sql.constraintPropagation.enabled": "false",  # nothing to gain here, and dear with so many levels
}
# Splink's Jaro–Winkler for Spark (Commons Text) takes three letters out of place for one and a half transpositions;
# DuckDB's and rapidfuzz's take them for one, as Winkler did. So it is the same or less, by at most 1 / 6m for m letters
# in common; and names of lengths a and b that reach NEAR have at least 1.6 / (1/a + 1/b) in common. Where by that it
# may fall short of NEAR wrongly, and only there, for it is slow, it is worked out anew.
_LIKENESS = (
    # Where in the longer name the letters of the shorter are found.
    """found_in(short STRING, long STRING) RETURNS ARRAY<INT> RETURN
    aggregate(sequence(1, length(short)), CAST(array() AS ARRAY<INT>), (found, i) -> concat(found, slice(filter(
        sequence(1, length(long)),
        j -> substr(long, j, 1) = substr(short, i, 1) AND abs(i - j) <= greatest(0, length(long) div 2 - 1)
             AND NOT array_contains(found, j)), 1, 1)))""",
    """begun_alike(l STRING, r STRING) RETURNS INT RETURN
    size(filter(sequence(1, 4), n -> n <= least(length(l), length(r)) AND substr(l, 1, n) = substr(r, 1, n)))""",
    """winkler(short STRING, long STRING) RETURNS DOUBLE RETURN
    transform(transform(array(found_in(short, long)), found ->
        (size(found) / length(short) + size(found) / length(long) + (size(found) - size(filter(
            zip_with(found, array_sort(found), (x, y) -> substr(long, x, 1) <> substr(long, y, 1)), x -> x
        )) div 2) / size(found)) / 3), jaro -> jaro + begun_alike(short, long) * 0.1D * (1 - jaro))[0]""",
    f"""likeness(l STRING, r STRING) RETURNS DOUBLE RETURN
    CASE WHEN jaro_winkler(l, r) < {NEAR} AND jaro_winkler(l, r) >= {NEAR}
              - (1 / greatest(1, length(l)) + 1 / greatest(1, length(r))) / 9.6
         THEN CASE WHEN length(l) <= length(r) THEN winkler(l, r) ELSE winkler(r, l) END
         ELSE jaro_winkler(l, r) END""",
)


@contextmanager
def session(folder: Path) -> Iterator[SparkSession]:
    """Spark with what levels need (see `tools.spark.session`). Raises NoSpark where Spark is not there."""
    tools.check()
    with tools.session(folder, _ALWAYS | {"spark.jars": _jars()}) as spark:
        spark.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        _api(spark)
        for function in _LIKENESS:
            spark.sql(f"CREATE OR REPLACE TEMPORARY FUNCTION {function}")
        yield spark


def _api(spark: SparkSession, **options: Any) -> Any:
    """Splink's way to this Spark; made, it has taught it jaro_winkler and damerau_levenshtein."""
    from splink.backends.spark import SparkAPI

    return SparkAPI(spark_session=spark, **options)  # type: ignore[no-untyped-call]


def _jars() -> str:
    from splink.backends.spark import similarity_jar_location

    return str(similarity_jar_location())


def weigh(
    con: duckdb.DuckDBPyConnection, model: Model, *, least: float, progress: Callable[[str], None] = lambda _: None
) -> tuple[int, str]:
    """Do in Spark what `batch.prepare` and `batch.predict` do; the number of pairs compared, and the table of weights.

    Leaves in DuckDB the tables `people` (without crowds) and the one of weights: pairs of at least this weight, with
    what each comparison adds. On a cluster the folder for temporary files (TMPDIR) must be one that all machines share.
    """
    with TemporaryDirectory(prefix="unbroken-spark-") as name, session(Path(name)) as spark:
        folder = Path(name)
        hand_over(con, folder)
        progress("finding who may be whom, on Spark")
        compared = prepare(spark, folder)
        progress("weighing, on Spark")
        predict(spark, model, compared=compared, least=least).write.parquet(str(folder / "scored"))
        con.execute(f"CREATE TABLE scored AS SELECT * FROM read_parquet({_quoted(folder / 'scored' / '*.parquet')})")
    return compared, "scored"


def hand_over(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write what `batch.load` read for Spark; DuckDB keeps only the descriptions, as `people`."""
    for table in _STAGED:
        con.execute(f"COPY {table} TO {_quoted(folder / f'{table}.parquet')} (FORMAT parquet)")
    con.execute("DROP TABLE filed")
    con.execute("DROP TABLE token")
    con.execute("ALTER TABLE described RENAME TO people")


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def prepare(spark: SparkSession, folder: Path) -> int:
    """Make the views `people` and `pairs`, as `batch.prepare` makes the tables; the number of pairs."""
    for table in _STAGED:
        spark.read.parquet(str(folder / f"{table}.parquet")).createOrReplaceTempView(table)
    for view, sql in crowd_tables(SPARK).items():
        spark.sql(sql).createOrReplaceTempView(view)
    _settle(spark, spark.table("people"), folder / "people")
    meeting = meeting_tables(SPARK)
    pairs = meeting.pop("pairs")
    for view, sql in meeting.items():
        spark.sql(sql).createOrReplaceTempView(view)
    return int(_settle(spark, spark.sql(pairs), folder / "pairs").count())


def _settle(spark: SparkSession, found: DataFrame, folder: Path) -> DataFrame:
    """Write a table and make it a view, so that it is worked out once, and apart from what is made of it."""
    found.write.parquet(str(folder))
    settled = spark.read.parquet(str(folder))
    settled.createOrReplaceTempView(folder.name)
    return settled


def predict(spark: SparkSession, model: Model, *, compared: int, least: float | None = None) -> DataFrame:
    """Weigh the view `pairs`, as `batch.predict` weighs the table; always with what each comparison adds."""
    import splink

    tasks = max(spark.sparkContext.defaultParallelism, compared // _PAIRS_AT_ONCE)
    spark.conf.set("spark.sql.shuffle.partitions", tasks)
    spark.conf.set("spark.sql.adaptive.enabled", "false")  # planning is dear with so many levels: plan only once
    api = _api(spark, num_partitions_on_repartition=tasks)
    made = splink.Linker(api.register("people"), settings(model, to=SPARK, retain=True))
    quiet_splink()
    for column in model.rarest:
        rarity = api.register(_rarity(spark, model, column))
        made.table_management.register_term_frequency_lookup(rarity, column)
    made.table_management.register_blocked_pairs_for_predict(api.register("pairs"))
    # Splink's own threshold would be pushed below the weights, and each level worked out anew for each weight it has.
    found: DataFrame = spark.table(made.inference.predict().physical_name)
    return found if least is None else found.where(found.match_weight >= least)


def _rarity(spark: SparkSession, model: Model, column: str) -> DataFrame:
    """How common the values of a column are, by the model."""
    spark.createDataFrame(frequencies(model, column)).createOrReplaceTempView("known")
    return spark.sql(f"""
        SELECT p.{column}, coalesce(k.tf, {model.rarest[column]!r}D) AS tf_{column}
        FROM (SELECT DISTINCT {column} FROM people WHERE {column} IS NOT NULL) p
        LEFT JOIN known k ON k.value = p.{column}
    """)
