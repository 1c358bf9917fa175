"""One batch run over a population, in a process of its own: `python -m tests.bench.batch_runs ours|splink FOLDER`.

Prints as JSON the seconds of each step, the pairs compared and the peak of memory. `ours` is the core of `unbroken
link train` and `link run`, guards included, from the join threshold up and without writing files. `splink` is plain
Splink over the same table, records under their own ids, with the same comparisons, set up as its guide says: blocking
rules, u from random pairs, two sessions of expectation maximisation, connected components; what it weighs by is what
it learnt itself. Reading and normalising the descriptions is the same for both, and left out.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from tests.bench.population import population
from unbroken.people.linkage import batch, training

_TABLES = ("described", "filed", "token")
_BLOCKS: tuple[dict[str, Any], ...] = (
    {"on": ("given", "family", "substr(born, 1, 4)")},
    {"on": ("born", "sound")},
    {"on": ("born", "substr(given, 1, 4)")},
    {"on": ("substr(born, 1, 4)", "initials", "sound")},
    {"on": ("phones",), "arrays": ["phones"]},
    {"on": ("emails",), "arrays": ["emails"]},
    {"on": ("account_names",), "arrays": ["account_names"]},
    {"on": ("vehicles",), "arrays": ["vehicles"]},
    {"on": ("police_ids",), "arrays": ["police_ids"]},
    {"on": ("postcodes", "family"), "arrays": ["postcodes"]},
)
JOIN = 8.0


class Steps:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peaks: dict[str, float] = {}  # megabytes of the process so far

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start
        self.peaks[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def lay_out(size: int, folder: Path) -> None:
    """Write the tables of a population once, for every run to start from."""
    with batch.workspace() as con:
        batch.load(con, population(size))
        for table in _TABLES:
            con.execute(f"COPY {table} TO '{folder / table}.parquet' (FORMAT parquet)")


def _loaded(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    for table in _TABLES:
        con.execute(f"CREATE TABLE {table} AS SELECT * FROM '{folder / table}.parquet'")


def ours(folder: Path) -> dict[str, Any]:
    """Prepare, train, predict, cluster."""
    steps = Steps()
    with batch.workspace() as con:
        _loaded(con, folder)
        with steps.step("block"):
            pairs = batch.prepare(con)
        with steps.step("train"):
            model = training.train(con, version="bench", trained_on="bench")
        with steps.step("predict"):
            scored = batch.predict(con, model, least=JOIN)
            batch.forget_pairs(con)
        with steps.step("cluster"):
            made = batch.link(con, batch.joinable(con, scored, JOIN))
    return _told(steps, pairs, len(made))


def splink(folder: Path) -> dict[str, Any]:
    """The same with Splink alone."""
    from splink import DuckDBAPI, Linker, block_on

    steps = Steps()
    with batch.workspace() as con:
        _loaded(con, folder)
        batch.prepare(con)  # for `people`, with the crowds that the comparisons read
        con.execute("DROP TABLE pairs")
        con.execute("CREATE TABLE plain AS SELECT * EXCLUDE (unique_id, record), record AS unique_id FROM people")
        con.execute("DROP TABLE people")
        settings = batch.settings(None)
        settings.blocking_rules_to_generate_predictions = blocking()
        linker = Linker(DuckDBAPI(con).register("plain"), settings)
        logging.getLogger("splink").setLevel(logging.ERROR)
        with steps.step("train"):
            sure = [block_on("born", "given", "family"), block_on("police_ids", arrays_to_explode=["police_ids"])]
            linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
            linker.training.estimate_u_using_random_sampling(max_pairs=training.RANDOM_PAIRS, seed=1)
            for rule in (block_on("born", "substr(given, 1, 1)"), block_on("family", "street")):
                linker.training.estimate_parameters_using_expectation_maximisation(rule)
        with steps.step("predict"):
            scored = linker.inference.predict(threshold_match_weight=JOIN)
        with steps.step("cluster"):
            made = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, threshold_match_weight=JOIN)
        people = con.execute(f"SELECT count(*) FROM {made.physical_name} GROUP BY cluster_id HAVING count(*) > 1")
        found = len(people.fetchall())
    return _told(steps, None, found)


def blocking() -> list[Any]:
    """Splink's blocking rules for a plain run."""
    from splink import block_on

    return [block_on(*one["on"], arrays_to_explode=one.get("arrays")) for one in _BLOCKS]


def _told(steps: Steps, pairs: int | None, people: int) -> dict[str, Any]:
    return {"seconds": steps.seconds, "total": sum(steps.seconds.values()), "pairs": pairs, "people": people,
            "peaks": steps.peaks, "peak_mb": max(steps.peaks.values())}  # fmt: skip


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    sys.stdout.write(json.dumps({"ours": ours, "splink": splink}[what](where)) + "\n")
