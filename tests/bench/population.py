"""A made-up population of any size for the benchmarks of linkage, quickly.

Town after town, each with the people of one made-up force: their slips, nicknames, gaps and households as the generator
makes them. In another town they are other people: born on other days, with addresses, numbers and accounts of their
own, while names are as common there as here. So a million descriptions have the same share of Smiths as forty thousand,
and 25 times as many of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from typing import Any

from tests.unit.people.linkage.made_up import synthetic
from unbroken.people.linkage.comparable import IDENTIFIERS, Comparable
from unbroken.record.entries import Draft, Subject
from unbroken.synthetic import world

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


def drafts(size: int, *, seed: int = SEED) -> Iterator[Draft]:
    """So many people of the same nation as they are described on the record, each by a draft."""
    return islice((one for number in count() for one in _drafts(number, _first_drafts(seed))), size)


@cache
def _first_drafts(seed: int) -> tuple[Draft, ...]:
    files = world.files(reports=TOWN, seed=seed)
    return tuple(
        Draft("person.described", act.body, _per_report(file.object, act.subjects), act.happened, act.agency, "bench",
              f"{file.object}/{n}")
        for file in files for n, act in enumerate(file.acts) if act.kind == "person.described"
    )  # fmt: skip


def _per_report(report: str, subjects: Any) -> tuple[Subject, ...]:
    """Each report describes its people anew, as in a system that knows none of them."""
    own = report.partition(":")[2]
    return tuple(Subject(role, f"{object}-{own}" if role == "person" else object) for role, object in subjects)


def _drafts(number: int, first: tuple[Draft, ...]) -> Iterator[Draft]:
    if not number:
        return iter(first)
    days = timedelta(days=number * _APART % _WITHIN - _WITHIN // 2)
    return (_elsewhere(one, number, days) for one in first)


def _elsewhere(one: Draft, number: int, days: timedelta) -> Draft:
    body = dict(one.body)
    if len(born := body.get("date_of_birth", "")) == len("1990-01-01"):
        body["date_of_birth"] = _shifted(born, days)
    if found := body.get("identifiers"):
        body["identifiers"] = [{**token, "value": _elsewhere_is(token, number)} for token in found]
    subjects = tuple(replace(subject, object=f"{subject.object}-t{number}") for subject in one.subjects)
    return replace(one, body=body, subjects=subjects, source_ref=f"{one.source_ref}~{number}")


def _elsewhere_is(token: Mapping[str, str], number: int) -> str:
    """An identifier that nobody has: phone numbers of too many digits are compared by their digits."""
    type_, value = token["type"], token["value"]
    if type_ == "phone":
        return f"{value}{number:06}"
    if type_ == "address":
        return _STREET.sub(lambda found: "abcdefghijklmnopqrstuvwxyz"[number % 26] + found.group(), value)
    if type_ == "email":
        return value.replace("@", f".{number}@")
    return f"{value}.{number}" if type_ == "social_handle" else f"{value}T{number}"


_STREET = re.compile(r"[A-Za-z]+(?= [A-Za-z]+$)")


@cache
def _shifted(day: str | None, by: timedelta) -> str | None:
    return day and (date.fromisoformat(day) + by).isoformat()
