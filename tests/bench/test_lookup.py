"""Finding, weighing and explaining one described person among a million, beside the bare read of the index.

Splink's own lookup of a new record (`predict_between`) is measured in the same run, with the same model, over the same
people: in memory, on DuckDB, so once only.
"""

from __future__ import annotations

from itertools import cycle
from random import Random
from typing import Any

import pytest
from django.db import connection
from splink import DuckDBAPI

from tests.bench import batch_runs, nation
from unbroken.people import lookup
from unbroken.people.linkage import batch
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.keys import keys_of
from unbroken.people.linking import scorer

ASKED = 2000  # people looked up, each once
SHOWN = 5  # matches that are explained, as on the form


@pytest.fixture(scope="module")
def asked(million: None) -> list[Comparable]:
    """People to look up, each of whom is described already, often more than once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM people_comparable ORDER BY number")
        numbers = [number for (number,) in cursor.fetchall()]
    return list(lookup.named(Random(5).sample(numbers, min(ASKED, len(numbers)))).values())


def each(benchmark: Any, people: list[Comparable], act: Any) -> None:
    """Time an act on one person after the other."""
    rest = cycle(people)
    benchmark.pedantic(act, setup=lambda: ((next(rest),), {}), rounds=len(people), warmup_rounds=200)


def read_the_index(people: list[Comparable], benchmark: Any) -> None:
    """The numbers under the keys of these people, with the driver alone."""
    keys = {one.id: keys_of(one) for one in people}

    def read(one: Comparable) -> None:
        lookup.Index().under(keys[one.id])

    each(benchmark, people, read)


def weigh_and_explain(people: list[Comparable], benchmark: Any) -> None:
    """Who each of these may be, the likeliest explained as on the form."""
    model, candidates = scorer(), []

    def look_up(one: Comparable) -> None:
        found = lookup.look_up(one, model, least=model.model.thresholds.review)
        candidates.append(len(found.candidates))
        lookup.explain(one, found, model, most=SHOWN)

    each(benchmark, people, look_up)
    benchmark.extra_info["people"] = nation.PEOPLE
    benchmark.extra_info["found in 100 lookups"] = 100 * sum(candidates) / len(candidates)


@pytest.mark.benchmark(group="lookup")
def test_floor_bare_index_read_of_the_same_keys(asked: list[Comparable], benchmark: Any) -> None:
    read_the_index(asked, benchmark)


@pytest.mark.benchmark(group="lookup")
def test_look_up_weigh_and_explain_one_person(asked: list[Comparable], benchmark: Any) -> None:
    weigh_and_explain(asked, benchmark)


@pytest.mark.benchmark(group="lookup")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it is the same whatever the record is kept in")
def test_splink_looks_up_one_person(asked: list[Comparable], benchmark: Any) -> None:
    """`predict_between` of one new record and everybody, by the blocking rules of a plain run."""
    model = scorer().model
    with batch.workspace() as con:
        batch.load(con, lookup.every_comparable())
        batch.prepare(con)
        linker = batch.linker(con, model)
        api = DuckDBAPI(con)
        everybody = api.register("people")
        rules = batch_runs.blocking()

        def one_of(person: Comparable) -> tuple[tuple[Any, ...], dict[str, Any]]:
            con.execute(f"CREATE OR REPLACE TABLE asked AS SELECT * FROM people WHERE record = '{person.id}'")
            return (api.register("asked"),), {}

        def look_up(new: Any) -> None:
            linker.inference.predict_between(
                everybody, new, blocking_rules_to_generate_predictions=rules, threshold_match_weight=0.0
            ).as_record_list()

        rest = iter(asked)
        benchmark.pedantic(look_up, setup=lambda: one_of(next(rest)), rounds=5, warmup_rounds=1)
