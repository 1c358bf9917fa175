"""A made-up population of any size for the benchmarks of linkage, quickly.

Town after town, each with the people of one made-up force: their slips, nicknames, gaps and households as the generator
makes them. In another town they are other people: born on other days, with addresses, numbers and accounts of their
own, while names are as common there as here. So a million descriptions have the same share of Smiths as forty thousand,
and 25 times as many of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import count, islice

from tests.unit.people.linkage.made_up import synthetic
from unbroken.people.linkage.comparable import IDENTIFIERS, Comparable

SEED = 7
TOWN = 20_000  # reports of one town: about 40,000 descriptions
_LOCAL = (*IDENTIFIERS, "postcodes")
_APART = 97  # days by which births differ from one town to the next
_WITHIN = 9001  # days within which they stay of an age


def population(size: int, *, seed: int = SEED) -> Iterator[Comparable]:
    """So many descriptions, the same for a seed."""
    return islice((one for number in count() for one in town(number, seed=seed)), size)


def town(number: int, *, seed: int = SEED) -> Iterator[Comparable]:
    """The descriptions of one town, in the order of their reports; the first is as the generator made it."""
    if not number:
        return iter(_first(seed))
    days = timedelta(days=number * _APART % _WITHIN - _WITHIN // 2)
    return (_moved(one, number, days) for one in _first(seed))


@cache
def _first(seed: int) -> tuple[Comparable, ...]:
    return tuple(one._replace(id=f"person:{one.id.partition(':')[2]}") for one, _ in synthetic(TOWN, seed=seed))


def _moved(one: Comparable, number: int, days: timedelta) -> Comparable:
    end = f"~{number}"
    local = {name: frozenset(token + end for token in getattr(one, name)) for name in _LOCAL}
    born, first, last = (_shifted(day, days) for day in (one.born, one.born_from, one.born_to))
    reports = frozenset(report + end for report in one.reports)
    street = one.street and "abcdefghijklmnopqrstuvwxyz"[number % 26] + one.street  # of one name only with few towns
    return one._replace(
        id=one.id + end, born=born, born_from=first, born_to=last, street=street, reports=reports, **local
    )


@cache
def _shifted(day: str | None, by: timedelta) -> str | None:
    return day and (date.fromisoformat(day) + by).isoformat()
