"""A person on the record as linkage compares them: what every source said, taken together. Pure.

A number or account that somebody attached to the person counts where they were sure; held with a doubt it is shown and
found, and joins nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from unbroken.people.fold import Person
from unbroken.people.linkage.comparable import Comparable, Described, read_name

_AGES = {
    "under_10": (0, 9), "10_to_15": (10, 15), "16_to_17": (16, 17), "18_to_24": (18, 24), "25_to_34": (25, 34),
    "35_to_44": (35, 44), "45_to_54": (45, 54), "55_to_64": (55, 64), "65_to_74": (65, 74),
}  # fmt: skip


def comparable_of(person: Person) -> Comparable:
    """The person object as linkage compares it."""
    found = Described(person.object, sex=person.sex, born=person.date_of_birth)
    found.reports = [part.report for part in person.roles]
    found.roles = {part.role for part in person.roles}
    for description in reversed(person.descriptions):  # what was said last counts where only one can
        _add(found, description.body, description.on.isoformat())
    sure = (one for one in person.identifiers if one.confidence is not None and one.is_sure)
    found.add((one.type, one.value, one.platform or "") for one in sure)
    found.names.sort(key=lambda name: not (name[0] and name[1]))
    return found.comparable()


def comparable_from(
    object: str, body: Mapping[str, Any], *, on: str, roles: Collection[str] = (), reports: Collection[str] = ()
) -> Comparable:
    """Somebody being described, in the fields of `person.described`, on this day, as linkage compares them."""
    found = Described(object, sex=body.get("sex"), born=body.get("date_of_birth"))
    found.roles, found.reports = set(roles), list(reports)
    _add(found, body, on)
    return found.comparable()


def _add(found: Described, body: Mapping[str, Any], on: str) -> None:
    found.names += _names(body)
    if found.age_on is None:
        found.age_on = _age(body, on)
    told = (one for one in body.get("identifiers") or () if "type" in one and "value" in one)  # or kept from a reader
    found.add((one["type"], one["value"], one.get("platform") or "") for one in told)


def _names(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(given, family), the name in law before the others."""
    names = body.get("names") or ()
    for name in sorted(names, key=lambda one: one.get("kind") not in (None, "legal")):
        if name.get("given") or name.get("family"):
            yield name.get("given") or "", name.get("family") or ""
        elif name.get("text") and name.get("kind") != "online":
            yield read_name(name["text"])


def _age(body: Mapping[str, Any], on: str) -> tuple[int, int, str] | None:
    if (age := body.get("age")) is not None:
        return age, age, on
    band = _AGES.get(body.get("age_band") or "")
    return (*band, on) if band else None
