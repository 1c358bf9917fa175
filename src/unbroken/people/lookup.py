"""Who on the record may be this person: found under keys, weighed, explained. For the moment of entry: microseconds.

The keys and what is compared are tables of the service's own database (`KeyRow`, `ComparableRow`). Every key is read
up to HOT descriptions: one that has more leads to nobody and costs no more than one that has few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import HOT, Crowds, crowd
from unbroken.people.linkage.guards import Guard, guard_between
from unbroken.people.linkage.keys import hashed, identifier_keys, key_texts
from unbroken.people.linkage.packing import unpack
from unbroken.people.linkage.scoring import Score, Scorer
from unbroken.record import sql

_MOST_AT_ONCE = 400  # keys in one statement: SQLite puts no more than 500 parts together


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the record who shares a key, with the match weight in bits."""

    person: Comparable
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a lookup found, the likeliest first. `hot` are keys that too many descriptions share to be looked under."""

    candidates: tuple[Candidate, ...]
    crowds: Crowds
    hot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate explained: the score with its parts, and the guard that keeps the two apart, if any."""

    person: str
    score: Score
    guard: Guard | None


def look_up(one: Comparable, scorer: Scorer, *, least: float) -> Found:
    """Everybody on the record who shares a key with this description and weighs at least so much.

    The description may be on the record itself, and is then not found. Two queries, whatever is found.
    """
    texts = key_texts(one)
    held = under_keys([hashed(text) for text in texts])
    others: set[str] = set()
    hot = []
    for text in texts:
        rows = held.get(hashed(text), ())
        if is_hot(rows, one.id):
            hot.append(text)
        else:
            others.update(person for person, _ in rows)
    others.discard(one.id)
    crowds = crowds_of(one, held)
    weighed = ((other, scorer.weigh(one, other, crowds)) for other in comparables(others).values())
    found = [Candidate(other, weight) for other, weight in weighed if weight >= least]
    found.sort(key=lambda candidate: (-candidate.weight, candidate.person.id))
    return Found(tuple(found), crowds, tuple(hot))


def explain(one: Comparable, found: Found, scorer: Scorer, *, most: int) -> tuple[Match, ...]:
    """The likeliest candidates, explained."""
    return tuple(
        Match(
            candidate.person.id,
            scorer.explain(one, candidate.person, found.crowds),
            guard_between(one, candidate.person),
        )
        for candidate in found.candidates[:most]
    )


Held = Mapping[int, Sequence[tuple[str, str]]]
"""Under each key the (person, initials) of up to HOT + 1 descriptions."""


def under_keys(keys: Collection[int], *, most: int = HOT + 1) -> Held:
    """Who is filed under these keys, at most so many under each. One query for each few hundred keys."""
    found: dict[int, list[tuple[str, str]]] = {}
    for chunk in _chunks(sorted(set(keys))):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(_LATERAL, [chunk, most])
            else:
                cursor.execute(_union(len(chunk), most), chunk)
            for key, person, initials in cursor.fetchall():
                found.setdefault(key, []).append((person, initials))
    return found


_LATERAL = (
    "SELECT k.key, f.object, f.initials FROM unnest(%s::bigint[]) k(key) CROSS JOIN LATERAL "
    "(SELECT object, initials FROM people_key WHERE people_key.key = k.key LIMIT %s) f"
)


@cache
def _union(keys: int, most: int) -> str:
    one = f"SELECT * FROM (SELECT key, object, initials FROM people_key WHERE key = %s LIMIT {most})"
    return " UNION ALL ".join([one] * keys)


def is_hot(rows: Sequence[tuple[str, str]], person: str) -> bool:
    """Whether a key leads to nobody, counting this person under it."""
    return len(rows) >= HOT and len(rows) + (person not in {name for name, _ in rows}) > HOT


def crowds_of(one: Comparable, held: Held) -> Crowds:
    """The crowd of each identifier of a description, counting that description."""
    found = {}
    for text in identifier_keys(one):
        rows = dict(held.get(hashed(text), ()))
        rows[one.id] = one.initials
        found[text.partition("=")[2]] = crowd(rows.values(), descriptions=len(rows))
    return found


def comparables(persons: Iterable[str]) -> dict[str, Comparable]:
    """These person objects as linkage compares them; those of whom nothing stands are left out."""
    rows = sql.fetch_in("SELECT object, packed FROM people_comparable", "object", sorted(persons))
    return {person: unpack(person, packed) for person, packed in rows}


def packed(persons: Iterable[str]) -> dict[str, str]:
    """What is compared of these person objects, as stored: to see whether it changed."""
    return dict(sql.fetch_in("SELECT object, packed FROM people_comparable", "object", sorted(persons)))


def _chunks(keys: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _MOST_AT_ONCE):
        yield list(keys[start : start + _MOST_AT_ONCE])


def every_comparable() -> Iterator[Comparable]:
    """All person objects as linkage compares them, in the order in which they were first described."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object, packed FROM people_comparable ORDER BY since, object")
        while rows := cursor.fetchmany(2000):
            yield from (unpack(person, text) for person, text in rows)
