"""Looking one person up among five times as many: laid straight into the tables of linkage, as if folded."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.bench import nation
from tests.bench.population import population
from tests.bench.test_lookup import ASKED, read_the_index, weigh_and_explain
from unbroken.people.linkage.comparable import Comparable


@pytest.fixture(scope="module")
def among_many(django_test_environment: None, django_db_blocker: Any) -> Iterator[list[Comparable]]:
    """People to look up, among a nation in which each of them is described already."""
    with nation.database(django_db_blocker):
        nation.lay()
        places = set(Random(5).sample(range(nation.PEOPLE), ASKED))
        yield [one for place, one in enumerate(population(nation.PEOPLE)) if place in places]


@pytest.mark.benchmark(group="lookup among many")
def test_floor_bare_index_read_of_the_same_keys_among_many(among_many: list[Comparable], benchmark: Any) -> None:
    read_the_index(among_many, benchmark)


@pytest.mark.benchmark(group="lookup among many")
def test_look_up_weigh_and_explain_one_person_among_many(among_many: list[Comparable], benchmark: Any) -> None:
    weigh_and_explain(among_many, benchmark)
