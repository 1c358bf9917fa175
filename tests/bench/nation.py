"""A nation of described people laid into the tables of linkage as if they had been folded: quickly, and linked.

The record itself stays empty: what is measured is what happens among so many people, not how they came in.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.test.utils import setup_databases, teardown_databases

from tests.bench.population import SEED, TOWN, population
from unbroken.flow import PROJECTIONS
from unbroken.people import lookup, whole
from unbroken.people.fold import MODEL, SAME
from unbroken.people.linkage import batch
from unbroken.people.linkage.clustering import Cluster
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.keys import filed, numbered
from unbroken.people.linkage.packing import pack
from unbroken.people.linking import scorer
from unbroken.record import sql
from unbroken.record.entries import Draft, Subject
from unbroken.record.projector import refresh_statistics
from unbroken.synthetic import world
from unbroken.synthetic.casefile import CaseFile

PEOPLE = int(os.environ.get("UNBROKEN_BENCH_PEOPLE", "1000000"))
_CHUNK = 100_000
_SINCE = "00000000-0000-7000-8000-{:012}"


@contextmanager
def database(blocker: Any) -> Iterator[None]:
    """A database of its own, which outlasts the tests of a module: what is laid into it is not made twice."""
    with blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


def lay(size: int = PEOPLE) -> None:
    """Put so many descriptions and their keys into the tables."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # sorted runs are merged into all of the table: it should fit
            cursor.execute("PRAGMA cache_size = -2000000")
    rest = iter(population(size))
    count = 0
    while chunk := list(islice(rest, _CHUNK)):
        with transaction.atomic():
            sql.insert("people_comparable", ("number", "object", "since", "packed"), sorted(_rows(chunk, count)))
            sql.insert("people_key", ("key", "beside", "number"), sorted(_keys(chunk)))
        count += len(chunk)
    refresh_statistics(PROJECTIONS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE people_key")
            cursor.execute("VACUUM ANALYZE people_comparable")


def link() -> None:
    """Join them by the service's model, all at once, and lay that into the tables of resolved persons too."""
    model = scorer().model
    with batch.workspace() as con:
        batch.load(con, lookup.every_comparable())
        batch.prepare(con)
        scored = batch.predict(con, model, least=model.thresholds.review)
        made = batch.link(con, batch.joinable(con, scored, model.thresholds.join))
        review = whole.review_rows(con, scored, model)
    with transaction.atomic():
        _lay_links(made, review)
    refresh_statistics(PROJECTIONS)


def _lay_links(made: Sequence[Cluster], review: Sequence[tuple[str, str, float, str]]) -> None:
    resolved = [(name, one.members[0], one.weakest) for one in made for name in one.members]
    sql.insert("people_resolved", ("object", "resolved", "weakest"), resolved)
    sql.insert("people_review", ("object", "other", "weight", "guard"), review)
    places: Counter[str] = Counter()
    links = []
    for held in (edge for one in made for edge in one.held_by):
        for one, other in ((held.a, held.b), (held.b, held.a)):
            links.append((one, places[one], other, SAME, MODEL, held.weight, _SINCE.format(0)))
            places[one] += 1
    sql.insert("people_link", ("object", "n", "person", "verdict", "basis", "weight", "entry"), links)


def _rows(people: Iterable[Comparable], count: int) -> Iterator[tuple[object, ...]]:
    return ((numbered(one.id), one.id, _SINCE.format(count + n), pack(one)) for n, one in enumerate(people))


def _keys(people: Iterable[Comparable]) -> Iterator[tuple[int, str, int]]:
    for one in people:
        number = numbered(one.id)
        yield from ((key, beside, number) for key, beside in filed(one).items())


def retold(count: int) -> Iterator[list[Draft]]:
    """Reports of people who are on the record already, told again by somebody else: each a report, the two people in
    it as they were described then, and three incidents."""
    files = (_report(file) for file in world.files(reports=TOWN, seed=SEED))
    return islice((drafts for drafts in files if len(drafts) == len(_TOLD)), count)


_TOLD = ("report.made", "person.described", "person.described", *["incident.recorded"] * 3)


def _report(file: CaseFile) -> list[Draft]:
    """The first acts of a report of the kinds that are told, in order; fewer where it has not got them."""
    rest = list(file.acts)
    found = []
    for n, kind in enumerate(_TOLD):
        act = next((act for act in rest if act.kind == kind), None)
        if act is None:
            break
        rest.remove(act)
        subjects = tuple(Subject(role, f"{object}-again") for role, object in act.subjects)
        found.append(Draft(kind, act.body, subjects, act.happened, act.agency, "bench", f"{file.object}/{n}"))
    return found
