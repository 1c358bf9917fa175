"""Finding people and reports by what was typed, as far as the reader may see them.

The tables that are searched know everything. What is closed to the reader is left out without a word, and so are the
people of a restricted report: many are restricted because of whom they accuse, and a count would tell somebody who
types a name in, their own perhaps, that there is one. Who types the reference of a restricted report is told why it is
not shown: that it exists they know. A name or number that only a restricted report gave finds nobody in an open one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from unbroken.access.policy import may_handle
from unbroken.cases.queries import PartIn, find_by_reference, parts_of, reports_by_name
from unbroken.people.fold import Person, name_words
from unbroken.people.identifiers import fold_words
from unbroken.people.queries import Hit
from unbroken.people.queries import search as search_people
from unbroken.record.kinds import Handling
from unbroken.vocabulary.people import IDENTIFIER_TYPES
from unbroken.web.presenters.searching import Found
from unbroken.web.visible import Limits, visible_people

MOST = 50  # people on the page: more than that nobody reads, and the search can be narrowed


def find(query: str, limits: Limits) -> Found:
    """What fits, in a number of queries that does not grow with what is shown."""
    parts, hits = _search(query, limits)
    reports = [name for name in find_by_reference(query) if limits.speaks_of(name)]
    rows = reports_by_name([name for name in reports if name not in limits.restricted])
    return Found(
        hits=hits[:MOST],
        reports=[rows[name] for name in reports if name in rows],
        parts=[part for part in parts if limits.shows(part.report)],
        restricted=sum(name in limits.restricted for name in reports),
        more=len(hits) > MOST,
    )


def _search(query: str, limits: Limits) -> tuple[Sequence[PartIn], list[Hit]]:
    """The hits as the reader may see them, and the roles of those people in reports.

    Asks for more only where so much was left out that the page is not full: what is hidden must not cut off the rest.
    """
    limit = MOST + 1
    while True:
        found = search_people(query, limit=limit)
        hits = [hit for hit in found if _may_match(hit, limits)]
        parts = parts_of({hit.person for hit in hits})
        shown = _shown(hits, limits, query)
        if len(found) < limit or len(shown) > MOST:
            return parts, shown
        limit *= 8


def _may_match(hit: Hit, limits: Limits) -> bool:
    """Whether this reader may find somebody so: a person closed to them never, by an address only some."""
    located = hit.matched in IDENTIFIER_TYPES.in_group("location")
    return limits.speaks_of(hit.person) and (not located or bool(may_handle(limits.user, Handling.ADDRESS)))


def _shown(hits: Sequence[Hit], limits: Limits, query: str) -> list[Hit]:
    """The hits as the reader may see them, without those that only something hidden gives."""
    people = visible_people(limits, {hit.person for hit in hits})
    found = []
    for hit in hits:
        person = people.get(hit.person)
        if person is None:
            found.append(hit)
        elif _matches(hit, person, query):
            found.append(replace(hit, display_name=person.display_name))
    return found


def _matches(hit: Hit, person: Person, query: str) -> bool:
    """Whether what the reader sees of a person fits what was typed."""
    if hit.matched == "name":
        words = name_words(person.names)
        return all(any(word.startswith(typed) for word in words) for typed in fold_words(query) if len(typed) > 1)
    return any((one.type, one.folded) == (hit.matched, hit.on) for one in person.identifiers)
