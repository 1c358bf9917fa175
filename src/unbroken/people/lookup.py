"""Who on the record may be this person: found under keys, weighed, explained. For the moment of entry: microseconds.

The keys and what is compared are tables of the service's own database (`KeyRow`, `ComparableRow`). Of every key a
limited number of descriptions is read: one that has more leads to nobody, and costs no more than one that has few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import Crowds, crowd
from unbroken.people.linkage.guards import Guard, guard_between
from unbroken.people.linkage.keys import Sort, hashed, identifier_keys, keyed, most_under, numbered
from unbroken.people.linkage.outline import outline, rules_out
from unbroken.people.linkage.packing import unpack
from unbroken.people.linkage.scoring import Score, Scorer
from unbroken.record import sql


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


Rows = Sequence[tuple[int, str]]
"""Under a key the number of each description and what stands beside it."""


class Index:
    """The keys on the record; of each is read once who is under it, or who is to be looked at, or how many there are.
    Whoever was found under one is read once, too: the descriptions of one person find one another.

    Of a key it reads one description more than may be under it, and `room` more, where so many are left out of account.
    """

    def __init__(self, *, room: int = 0) -> None:
        self._room = room
        self._held: dict[int, list[tuple[int, str]]] = {}
        self._unborn: dict[int, list[tuple[int, str]]] = {}
        self._counts: dict[int, int] = {}
        self._people: dict[int, Comparable] = {}

    def people(self, numbers: Iterable[int]) -> Iterator[Comparable]:
        """The person objects of these numbers, as linkage compares them; those of whom nothing stands are left out."""
        wanted = list(numbers)
        if missing := [number for number in wanted if number not in self._people]:
            self._people |= named(missing)
        return (self._people[number] for number in wanted if number in self._people)

    def under(self, keys: Iterable[int]) -> Mapping[int, Rows]:
        """Who is filed under these keys."""
        self._read(self._missing(self._held, keys), [])
        return self._held

    def beside(self, one: Comparable, keys: Iterable[int]) -> Mapping[int, Rows]:
        """Under each key of a description who is to be looked at for it; nobody where the key leads to nobody.

        One query. Of somebody whose birth is known, under a key without one only those of whom it is not.
        """
        if not one.born:
            return self.under(keys)
        weak = {key for key in keys if key & 3 == Sort.WITHOUT_BIRTH}
        strong = [key for key in keys if key not in weak]
        self._read(self._missing(self._held, strong), self._missing(self._unborn, weak))
        return {key: self._held[key] for key in strong} | {key: self._unborn[key] for key in weak}

    def counts(self, keys: Iterable[int]) -> Mapping[int, int]:
        """How many are under each key, up to the most that are read of it."""
        wanted = sorted({key for key in keys if key not in self._counts})
        for sort in Sort:
            chosen = [key for key in wanted if key & 3 == sort]
            if chosen:
                self._counts |= dict(_fetch(_COUNT, self._most(chosen[0]), chosen))
        return self._counts

    def _most(self, key: int) -> int:
        return most_under(key) + 1 + self._room

    @staticmethod
    def _missing(known: dict[int, list[tuple[int, str]]], keys: Iterable[int]) -> list[int]:
        """Those that are not known yet, put down as having nobody."""
        wanted = sorted({key for key in keys if key not in known})
        known |= {key: [] for key in wanted}
        return wanted

    def _read(self, held: list[int], unborn: list[int]) -> None:
        most = most_under(Sort.WITHOUT_BIRTH)
        rows = _fetch(_BOTH, held, _AT_ONCE, unborn, most + 1, most) if held or unborn else []
        if sum(row[0] == 0 for row in rows) == _AT_ONCE:  # some key has very many: each for itself, up to its limit
            rows = [row for row in rows if row[0] == 1]
            for key in held:
                rows += ((0, key, *row) for row in _fetch(_ONE, key, self._most(key)))
        into = (self._held, self._unborn)
        for sort, key, number, beside in rows:
            into[sort][key].append((number, beside))


_AT_ONCE = 600  # rows that are read of all keys together before each is read for itself
_LISTED = {"postgresql": "unnest(%s::bigint[]) j(value)", "sqlite": "json_each(%s) j"}
_BOTH = """
    SELECT 0, * FROM (SELECT k.key, k.number, k.beside FROM {listed} CROSS JOIN people_key k
                      WHERE k.key = j.value LIMIT %s) a
    UNION ALL
    SELECT 1, k.key, k.number, k.beside FROM {listed} CROSS JOIN people_key k
    WHERE k.key = j.value AND k.beside < '1' AND
        (SELECT count(*) FROM (SELECT 1 FROM people_key n WHERE n.key = j.value LIMIT %s) b) <= %s
"""  # '1' is BORN: the outlines of those whose birth is not known come before it
_ONE = "SELECT number, beside FROM people_key WHERE key = %s LIMIT %s"
_COUNT = (
    "SELECT j.value, (SELECT count(*) FROM (SELECT 1 FROM people_key WHERE key = j.value LIMIT %s) a) FROM {listed}"
)


def _fetch(query: str, *values: int | Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of a query. A list is one value for both engines, so that the text of the query stays the same."""
    is_sqlite = connection.vendor == "sqlite"
    given: list[Any] = [
        orjson.dumps(value).decode() if is_sqlite and isinstance(value, list) else value for value in values
    ]
    with connection.cursor() as cursor:
        cursor.execute(query.replace("{listed}", _LISTED[connection.vendor]), given)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def look_up(one: Comparable, scorer: Scorer, *, least: float, index: Index | None = None) -> Found:
    """Everybody on the record who shares a key with this description and weighs at least so much.

    The description may be on the record itself, and is then not found. Two queries, whatever is found.
    """
    keys, index = keyed(one), index or Index()
    held = index.beside(one, keys.values())
    me = numbered(one.id)
    numbers, hot = _others(one, keys, held, me)
    crowds = crowds_of(one, held, keys)
    weighed = ((other, scorer.weigh(one, other, crowds)) for other in index.people(numbers))
    found = [Candidate(other, weight) for other, weight in weighed if weight >= least]
    found.sort(key=lambda candidate: (-candidate.weight, candidate.person.id))
    return Found(tuple(found), crowds, hot)


def _others(
    one: Comparable, keys: Mapping[str, int], held: Mapping[int, Rows], me: int
) -> tuple[set[int], tuple[str, ...]]:
    """The numbers of those who may be this person, and the keys that lead to nobody."""
    found: set[int] = set()
    mine, hot = outline(one), []
    for text, key in keys.items():
        rows = held[key]
        if is_hot(key, rows, me):
            hot.append(text)
        elif key & 3 == Sort.WITHOUT_BIRTH:
            found.update([number for number, beside in rows if not rules_out(mine, beside)])
        else:
            found.update([number for number, _ in rows])
    found.discard(me)
    return found, tuple(hot)


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


def is_hot(key: int, rows: Rows, number: int) -> bool:
    """Whether a key leads to nobody, counting the description of this number under it."""
    most = most_under(key)
    return len(rows) >= most and len(rows) + (number not in {other for other, _ in rows}) > most


def crowds_of(one: Comparable, held: Mapping[int, Rows], keys: Mapping[str, int] | None = None) -> Crowds:
    """The crowd of each identifier of a description, counting that description, from who is under its keys."""
    found, me = {}, numbered(one.id)
    for text in identifier_keys(one):
        key = keys.get(text) if keys else None
        rows = dict(held.get(hashed(text) if key is None else key, ()))
        rows[me] = one.initials
        found[text.partition("=")[2]] = crowd(rows.values(), descriptions=len(rows))
    return found


def under_identifiers(ones: Iterable[Comparable]) -> Mapping[int, Rows]:
    """Who is filed under the identifiers of these descriptions."""
    return Index().under({hashed(text) for one in ones for text in identifier_keys(one)})


def comparables(persons: Iterable[str]) -> dict[str, Comparable]:
    """These person objects as linkage compares them; those of whom nothing stands are left out."""
    return {person: unpack(person, text) for person, text in packed(persons).items()}


def packed(persons: Iterable[str]) -> dict[str, str]:
    """What is compared of these person objects, as stored: to see whether it changed."""
    numbers = [numbered(person) for person in sorted(persons)]
    return dict(sql.fetch_in("SELECT object, packed FROM people_comparable", "number", numbers))


def since(persons: Iterable[str]) -> dict[str, str]:
    """The entry that first described each of these person objects."""
    numbers = [numbered(person) for person in sorted(persons)]
    return dict(sql.fetch_in("SELECT object, since FROM people_comparable", "number", numbers))


def _of_numbers(numbers: Iterable[int]) -> Iterator[Comparable]:
    return (unpack(person, text) for person, text in _fetch(_PACKED, list(numbers)))


_PACKED = "SELECT c.object, c.packed FROM {listed} CROSS JOIN people_comparable c WHERE c.number = j.value"


def named(numbers: Iterable[int]) -> dict[int, Comparable]:
    """The person objects of these numbers, as linkage compares them."""
    return {numbered(one.id): one for one in _of_numbers(numbers)}


def every_comparable() -> Iterator[Comparable]:
    """All person objects as linkage compares them, in the order in which they were first described."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object, packed FROM people_comparable ORDER BY since, object")
        while rows := cursor.fetchmany(2000):
            yield from (unpack(person, text) for person, text in rows)
