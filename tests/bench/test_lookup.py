"""Finding, weighing and explaining one described person among a million, beside the bare read of the index.

Splink's own lookup of a new record (`predict_between`) is measured in the same run on SQLite's, which it does not use.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from random import Random
from typing import Any

import pytest

from tests.bench import nation
from tests.bench.population import population
from unbroken.people import lookup
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.keys import keys_of
from unbroken.people.linking import scorer

ASKED = 2000  # people looked up, each once
SHOWN = 5  # matches that are explained, as on the form


@pytest.fixture(scope="module")
def asked(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Comparable]]:
    """People to look up, among a nation in which each of them is described already, at least once."""
    with django_db_blocker.unblock():
        nation.lay()
        yield Random(5).sample(list(population(nation.PEOPLE)), ASKED)
        nation.clear()


def each(benchmark: Any, people: list[Comparable], act: Any) -> None:
    """Time an act on one person after the other."""
    rest = cycle(people)
    benchmark.pedantic(act, setup=lambda: ((next(rest),), {}), rounds=len(people), warmup_rounds=200)


@pytest.mark.benchmark(group="lookup")
def test_floor_bare_index_read_of_the_same_keys(asked: list[Comparable], benchmark: Any) -> None:
    """The numbers under the same keys, with the driver alone."""
    keys = {one.id: keys_of(one) for one in asked}

    def read(one: Comparable) -> None:
        lookup.Index().under(keys[one.id])

    each(benchmark, asked, read)


@pytest.mark.benchmark(group="lookup")
def test_look_up_weigh_and_explain_one_person(asked: list[Comparable], benchmark: Any) -> None:
    model, candidates = scorer(), []

    def look_up(one: Comparable) -> None:
        found = lookup.look_up(one, model, least=model.model.thresholds.review)
        candidates.append(len(found.candidates))
        lookup.explain(one, found, model, most=SHOWN)

    each(benchmark, asked, look_up)
    benchmark.extra_info["people"] = nation.PEOPLE
    benchmark.extra_info["weighed in 100 lookups"] = 100 * sum(candidates) / len(candidates)
