"""Pairs that a search leads to: two people who were both typed, and those with whom the few who were found appear.

Only people whom the search may show are paired, by the reports that it may show.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from unbroken.cases.queries import PartIn
from unbroken.people.resolved import names_of_resolved
from unbroken.web.beside import SIDES, parties_for
from unbroken.web.finding import find
from unbroken.web.presenters.searching import Found
from unbroken.web.visible import Limits

_BETWEEN_NAMES = re.compile(r"\s+(?:and|&|\+|v\.?|with)\s+|\s*[,;&+]\s*", re.IGNORECASE)
_FEW_PEOPLE, _FEW_REPORTS, _MOST_WORDS, _MOST_PAIRS = 5, 20, 6, 20


@dataclass(frozen=True, slots=True)
class PairFound:
    """Two people with what each is called, and in how many reports both are."""

    one: str
    other: str
    name: str
    other_name: str
    reports: int


def find_pairs(query: str, found: Found, limits: Limits) -> tuple[PairFound, ...]:
    """The pairs for a search: two names that were typed, else two people found, else who is beside the few found."""
    for first, second in _two_names(query, nobody=not found.hits):
        halves = find(first, limits), find(second, limits)
        if pairs := _across(*halves):
            return pairs
    persons = {hit.person for hit in found.hits}
    together = _among(found, ((one, other) for one, other in combinations(sorted(persons), 2)))
    return together or _beside(found, limits)


def _two_names(query: str, *, nobody: bool) -> Iterator[tuple[str, str]]:
    """How the text may be two names: where a word or sign stands between them; else, if nobody was found, anywhere."""
    parts = [part for part in _BETWEEN_NAMES.split(query) if part]
    if len(parts) == 2:
        yield parts[0], parts[1]
        return
    words = query.split()
    if nobody and len(parts) == 1 and 1 < len(words) <= _MOST_WORDS:
        yield from ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))


def _across(one: Found, other: Found) -> tuple[PairFound, ...]:
    """Pairs of somebody found by one name and somebody found by the other."""
    if not one.hits or not other.hits:
        return ()
    both = Found((*one.hits, *other.hits), (), (*one.parts, *other.parts), 0, False)
    pairs = {tuple(sorted((a.person, b.person))) for a in one.hits for b in other.hits if a.person != b.person}
    return _among(both, ((first, second) for first, second in sorted(pairs)))


def _among(found: Found, pairs: Iterator[tuple[str, str]]) -> tuple[PairFound, ...]:
    """Those of these pairs who are in a report together, as victim or suspect, and are not one person. One query."""
    resolved = names_of_resolved({hit.person for hit in found.hits})
    names = {hit.person: hit.display_name or hit.person.partition(":")[2] for hit in found.hits}
    reports = _reports(found.parts, resolved)
    best: dict[tuple[str, str], PairFound] = {}
    for one, other in pairs:
        both = min(resolved[one], resolved[other]), max(resolved[one], resolved[other])
        together = reports.get(both[0], set()) & reports.get(both[1], set())
        if both[0] != both[1] and together:
            best.setdefault(both, PairFound(one, other, names[one], names[other], len(together)))
    return _ranked(best.values())


def _beside(found: Found, limits: Limits) -> tuple[PairFound, ...]:
    """Those with whom the people who were found appear, where they are few."""
    persons = {hit.person for hit in found.hits}
    reports = {part.report for part in found.parts if part.person in persons}
    if not 0 < len(persons) <= _FEW_PEOPLE or len(reports) > _FEW_REPORTS:
        return ()
    parties = parties_for(limits.user, reports)
    best: dict[frozenset[str], PairFound] = {}
    for hit in found.hits:
        name = hit.display_name or hit.person.partition(":")[2]
        own = parties.resolved.get(hit.person, hit.person)
        for one in parties.companions({hit.person}):
            both = frozenset((own, parties.resolved[one.person]))
            best.setdefault(both, PairFound(hit.person, one.person, name, one.name, one.count))
    return _ranked(best.values())


def _ranked(pairs: Collection[PairFound]) -> tuple[PairFound, ...]:
    return tuple(sorted(pairs, key=lambda pair: (-pair.reports, pair.name, pair.other_name))[:_MOST_PAIRS])


def _reports(parts: Collection[PartIn], resolved: Mapping[str, str]) -> dict[str, set[str]]:
    """The reports in which each resolved person is victim or suspect."""
    found: dict[str, set[str]] = {}
    for part in parts:
        if part.role in SIDES:
            found.setdefault(resolved.get(part.person, part.person), set()).add(part.report)
    return found
