"""Whether a person in a new report may have been seen before: said beside the person while the report is made.

A name or a number in common is a reason to look, never a finding that two people are one: nothing is joined here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unbroken.access.models import User
from unbroken.cases.queries import parts_of
from unbroken.people.queries import search, sharing_identifier
from unbroken.vocabulary.people import IDENTIFIER_TYPES
from unbroken.web.addresses import page_of
from unbroken.web.visible import limits_of, names_for
from unbroken.web.words import say_count

_MOST_ASKED = 12  # identifiers looked up for one page
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody already on the record who may be this person: what they have in common, and where they appear."""

    person: str
    name: str
    href: str
    why: str
    where: str


def seen_before(user: User, body: Mapping[str, Any]) -> tuple[Seen, ...]:
    """Those on the record who share a number or a whole name with somebody described so, the likeliest first.

    Leaves out whoever this user may not know of.
    """
    reasons: dict[str, list[str]] = defaultdict(list)
    for person, why in (*_by_identifier(body.get("identifiers", ())), *_by_name(body.get("names", ()))):
        if why not in reasons[person]:
            reasons[person].append(why)
    limits = limits_of(user)
    persons = {person for person in reasons if limits.shows(person)}
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for part in parts_of(persons):
        if limits.shows(part.report):
            roles[part.person][part.report] = part.role
    likely = sorted(roles, key=lambda person: (-len(reasons[person]), -len(roles[person]), person))[:_MOST_SHOWN]
    names = names_for(limits, likely)
    return tuple(
        Seen(person, names[person], page_of(person), "Same " + " and ".join(reasons[person]), _where(roles[person]))
        for person in likely
    )


def _by_identifier(identifiers: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for one in list(identifiers)[:_MOST_ASKED]:
        for person in sharing_identifier(one["type"], one["value"]):
            yield person, IDENTIFIER_TYPES.label(one["type"]).lower()


def _by_name(names: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for one in names:
        if one.get("given") and one.get("family"):  # half a name would find half the town
            hits = search(f"{one['given']} {one['family']}")
            yield from ((hit.person, "name") for hit in hits if hit.matched == "name")


def _where(roles: Mapping[str, str]) -> str:
    """`3 reports: 2 as victim, 1 as suspect`."""
    counts = {role: sum(one == role for one in roles.values()) for role in dict.fromkeys(roles.values())}
    said = ", ".join(f"{count} as {role.replace('_', ' ')}" for role, count in counts.items())
    return f"{say_count(len(roles), 'report')}: {said}"
