"""The queue for review: who may be whom, for a person to decide. Written by the linkage, read by `resolved.waiting`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection

from unbroken.people.linkage.clustering import edge
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.guards import guard_between
from unbroken.people.linkage.scoring import Scorer
from unbroken.people.lookup import Candidate
from unbroken.record import sql

Candidates = Mapping[str, Sequence[Candidate]]
"""Of each person object that was looked at, who may be the same person."""


def write(looked_at: Candidates, known: Mapping[str, Comparable], scorer: Scorer) -> None:
    """Put down who may be whom, of those that were looked at, in place of what stood."""
    names = sorted(looked_at)
    with connection.cursor() as cursor:
        for start in range(0, len(names), sql.CHUNK):
            chunk = names[start : start + sql.CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(
                f"DELETE FROM people_review WHERE object IN ({marks}) OR other IN ({marks})", [*chunk, *chunk]
            )
    add(looked_at, known, scorer)


def add(looked_at: Candidates, known: Mapping[str, Comparable], scorer: Scorer) -> None:
    """Put down who may be whom, of those that were looked at: likely but not sure, or sure and kept apart by a guard
    that may be overruled."""
    pairs: dict[tuple[str, str], tuple[float, str]] = {}
    for person, candidates in looked_at.items():
        for candidate in candidates:
            guard = guard_between(known[person], candidate.person)
            one = edge(person, candidate.person.id, candidate.weight)
            if (guard or one.weight < scorer.model.thresholds.join) and not (guard and guard.final):
                pairs[one.a, one.b] = (one.weight, guard.name if guard else "")
    rows = [(*pair, *row) for pair, row in sorted(pairs.items())]
    sql.insert("people_review", ("object", "other", "weight", "guard"), rows)
