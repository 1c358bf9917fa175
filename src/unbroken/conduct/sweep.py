"""The sweep: every narrative on the record read anew and every pair judged anew, by the patterns and rules of today.

What is recorded is judged as it comes. A sweep is for a record that was taken in before there was recognition, and
after the patterns or the rules have changed (RCG-08). It goes from victim to victim in steps of their own transaction,
so that recording goes on beside it; what is recorded during a step is judged by that step again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from django.db import connection, transaction

from unbroken.conduct import courses
from unbroken.conduct.courses import Row
from unbroken.conduct.loading import load_service
from unbroken.conduct.models import READINGS, ReadingRow
from unbroken.conduct.readings import Readings, fold_readings
from unbroken.record import sql
from unbroken.record.queries import heads

_CHUNK = 200  # victims of a step: what is known of them is held at once, and judged while others wait to record
_READING = ReadingRow._meta.db_table
_COLUMNS = tuple(field.column for field in ReadingRow._meta.concrete_fields if field.column)
_AHEAD = 2  # steps that a worker may be ahead of what is written


@dataclass(frozen=True, slots=True)
class _Step:
    """What a step found: the readings and rows of its victims, as of the heads of the record."""

    victims: tuple[str, ...]
    heads: dict[str, tuple[int, str]]
    readings: tuple[Readings, ...]
    rows: tuple[Row, ...]


@dataclass
class Swept:
    """What a sweep did."""

    victims: int = 0
    pairs: int = 0
    narratives: int = 0


def sweep(*, workers: int = 0, progress: Callable[[int], None] = lambda _: None) -> Swept:
    """Read and judge everything anew. `workers` processes do the reading, none where 0; `progress` counts victims."""
    done = Swept()
    steps = courses.chunks_of_victims(_CHUNK)
    for found in _steps(steps, min(workers, len(steps))):
        _write(found)
        done.victims += len(found.victims)
        done.pairs += len(found.rows)
        done.narratives += sum(len(one.readings) for one in found.readings)
        progress(len(found.victims))
    with transaction.atomic():
        sql.one_writer()
        courses.forget_nobody()
    return done


def _steps(steps: Sequence[tuple[str, ...]], workers: int) -> Iterator[_Step]:
    """What each step finds, in no order, at most a few ahead of what has been taken."""
    if workers < 2:
        yield from map(_find, steps)
        return
    left = iter(steps)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=load_service) as pool:
        waiting: set[Future[_Step]] = {pool.submit(_find, one) for one in islice(left, workers * _AHEAD)}
        while waiting:
            ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            waiting |= {pool.submit(_find, one) for one in islice(left, len(ready))}
            yield from (one.result() for one in ready)


def _find(victims: tuple[str, ...]) -> _Step:
    """Read and judge what is recorded of these victims."""
    with sql.one_snapshot():
        pairs = courses.pairs_toward(victims)
        entries = courses.entries_of(pairs)
        at = heads()
        reports = sorted({report for pair in pairs for report in pair.reports})
        read = tuple(fold_readings(report, entries.get(report, ())) for report in reports)
        said = {one.entry: one.said for each in read for one in each.readings}
        return _Step(victims, at, read, tuple(courses.rows_from(pairs, entries, said)))


def _write(found: _Step) -> None:
    """Write what a step found, unless something was recorded meanwhile: then find it again first."""
    with transaction.atomic():
        sql.one_writer()
        if found.heads != heads():
            found = _find(found.victims)
        READINGS.forget([one.object for one in found.readings])
        sql.insert(_READING, _COLUMNS, [row for one in found.readings for row in READINGS.rows(one)])
        courses.replace(found.victims, found.rows)


def count_victims() -> int:
    """How many victims a sweep will look at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(DISTINCT COALESCE(r.resolved, p.person)) FROM cases_party p "
            "LEFT JOIN people_resolved r ON r.object = p.person WHERE p.role = 'victim'"
        )
        return int(cursor.fetchone()[0])
