"""What screens ask about who is who: resolved persons, what waits for a decision, and a pair under review.

Nothing here knows who asks: the caller leaves out what the reader may not see, and logs what it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from unbroken.people import lookup
from unbroken.people.fold import MODEL
from unbroken.people.linkage.clustering import DECIDED
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.guards import GUARDS, Guard, guard_between
from unbroken.people.linkage.keys import hashed, identifier_keys
from unbroken.people.linkage.scoring import Score, Scorer
from unbroken.people.linking import scorer
from unbroken.people.models import LinkRow, ReviewRow
from unbroken.record import sql

MOST_WAITING = 500  # pairs that are looked at for a list: nobody decides more in a day
_CHANGED = 0.5  # bits by which the weight of a pair left open must have changed for it to be asked about again


@dataclass(frozen=True, slots=True)
class Resolved:
    """A person as resolved: `name` is the member that names them, the first described.

    `weakest` is the weight in bits of the weakest link that holds the members together, None where there is only one
    member or people decided every link.
    """

    name: str
    members: tuple[str, ...]
    weakest: float | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Two person objects that somebody should look at: the likeliest pair of their resolved persons.

    `weight` is in bits; `guard` keeps them apart however likely it is, if any.
    """

    one: str
    other: str
    weight: float
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link on the record between two person objects. `weight` in bits, None where a person or a source decided."""

    one: str
    other: str
    verdict: str
    basis: str
    weight: float | None
    entry: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two person objects side by side, weighed, with everybody who would be one person if these two were."""

    one: Comparable
    other: Comparable
    score: Score
    guard: Guard | None
    held: Link | None
    together: tuple[Resolved, Resolved]


def resolved(persons: Collection[str]) -> Mapping[str, Resolved]:
    """The resolved person of each of these person objects; one nobody is joined with is a resolved person alone.

    Two queries.
    """
    names = dict(sql.fetch_in("SELECT object, resolved FROM people_resolved", "object", sorted(persons)))
    members: dict[str, list[str]] = defaultdict(list)
    weakest: dict[str, float] = {}
    select = "SELECT object, resolved, weakest FROM people_resolved"
    for person, name, weight in sql.fetch_in(select, "resolved", sorted(set(names.values()))):
        members[name].append(person)
        weakest[name] = weight
    found = {
        name: Resolved(name, tuple(sorted(members[name])), weakest[name] if weakest[name] < DECIDED else None)
        for name in members
    }
    return {person: found.get(names.get(person, ""), Resolved(person, (person,), None)) for person in persons}


def names_of_resolved(persons: Collection[str]) -> Mapping[str, str]:
    """The name of the resolved person of each of these: itself where nobody is joined with it. One query."""
    names = dict(sql.fetch_in("SELECT object, resolved FROM people_resolved", "object", sorted(persons)))
    return {person: names.get(person, person) for person in persons}


def links_among(persons: Collection[str]) -> tuple[Link, ...]:
    """What is held of pairs of these person objects, in order. One query."""
    rows = LinkRow.objects.filter(object__in=list(persons), person__in=list(persons))
    values = rows.values_list("object", "person", "verdict", "basis", "weight", "entry")
    return tuple(sorted((Link(*row) for row in values if row[0] < row[1]), key=lambda link: (link.one, link.other)))


def waiting(*, most: int = MOST_WAITING, about: Collection[str] = ()) -> tuple[Waiting, ...]:
    """The pairs that wait for a decision, the likeliest first; of two resolved persons only their likeliest pair.

    `about` leaves all but pairs with one of these person objects. What somebody decided is not asked again, and what
    was left open only when the weight has changed since. At most `most` are looked at. Four queries.
    """
    rows = ReviewRow.objects.order_by("-weight", "object", "other")
    if about:
        rows = rows.filter(object__in=list(about)) | rows.filter(other__in=list(about))
    found = list(rows.values_list("object", "other", "weight", "guard")[:most])
    persons = {name for row in found for name in row[:2]}
    name_of = names_of_resolved(persons)
    held = {(link.one, link.other): link for link in links_among(persons)}
    guards = {guard.name: guard for guard in GUARDS}
    asked: dict[frozenset[str], Waiting] = {}
    for one, other, weight, guard in found:
        both = frozenset((name_of[one], name_of[other]))
        if len(both) == 2 and not _is_settled(held.get((one, other)), weight):
            asked.setdefault(both, Waiting(one, other, weight, guards.get(guard)))
    return tuple(asked.values())


def _is_settled(link: Link | None, weight: float) -> bool:
    if link is None:
        return False
    if link.verdict == "open":
        return link.weight is not None and abs(link.weight - weight) < _CHANGED
    return link.basis != MODEL


def pair(one: str, other: str) -> Pair | None:
    """Two person objects under review; None where one of them is not on the record."""
    known = lookup.comparables((one, other))
    if len(known) < 2:
        return None
    a, b = known[one], known[other]
    score = scorer().explain(a, b, lookup.crowds_of(a, lookup.under_identifiers([a])))
    both = resolved((one, other))
    link = next(iter(links_among((one, other))), None)
    return Pair(a, b, score, guard_between(a, b), link, (both[one], both[other]))


AsSeen = Callable[[Mapping[str, Comparable]], Mapping[str, Comparable]]
"""Of these person objects those that somebody may know of, each as they see it."""


@dataclass(frozen=True, slots=True)
class Before:
    """Who on the record may be somebody: `matches`, the likeliest first and one for each resolved person.

    `hot` are the identifiers that too many people share to be looked under, and `is_common_name` whether too many have
    the name for anybody to be looked for by it; `weights` are the weights in bits of all person objects found.
    """

    matches: tuple[lookup.Match, ...]
    hot: tuple[str, ...]
    is_common_name: bool
    weights: Mapping[str, float]


def seen_before(described: Comparable, *, least: float, most: int = 5, as_seen: AsSeen | None = None) -> Before:
    """Who on the record may be the person described, from a match weight of `least` bits.

    With `as_seen`, nothing that somebody may not know of counts: neither who is found, nor by what, nor how many
    people an identifier is known of.
    """
    model = scorer()
    found = lookup.look_up(described, model, least=least)
    if as_seen is not None:
        found = _narrowed(described, found, as_seen, model, least)
    name_of = names_of_resolved([candidate.person.id for candidate in found.candidates])
    best: dict[str, lookup.Candidate] = {}
    for candidate in found.candidates:
        best.setdefault(name_of[candidate.person.id], candidate)
    likeliest = lookup.Found(tuple(best.values()), found.crowds, found.hot)
    hot = tuple(text.partition("=")[2] for text in found.hot if text in set(identifier_keys(described)))
    weights = {candidate.person.id: candidate.weight for candidate in found.candidates}
    is_common = not described.born and any(text.startswith("name=") for text in found.hot)
    return Before(lookup.explain(described, likeliest, model, most=most), hot, is_common, weights)


def _narrowed(described: Comparable, found: lookup.Found, as_seen: AsSeen, model: Scorer, least: float) -> lookup.Found:
    """What was found, as somebody sees it who may not know of everybody."""
    texts = {hashed(text): text for text in identifier_keys(described) if text not in found.hot}
    held = lookup.Index().under(texts)
    known = lookup.named({number for key in texts for number, _ in held[key]})
    seen = as_seen({one.id: one for one in known.values()} | {one.person.id: one.person for one in found.candidates})
    keys = {number: frozenset(identifier_keys(seen[one.id])) for number, one in known.items() if one.id in seen}
    narrow = {
        key: [(number, seen[known[number].id].initials) for number, _ in held[key] if text in keys.get(number, ())]
        for key, text in texts.items()
    }
    hot = {text.partition("=")[2] for text in found.hot}
    crowds = {**lookup.crowds_of(described, narrow), **{name: found.crowds[name] for name in hot & found.crowds.keys()}}
    others = (seen[one.person.id] for one in found.candidates if one.person.id in seen)
    weighed = (lookup.Candidate(other, model.weigh(described, other, crowds)) for other in others)
    kept = [one for one in weighed if one.weight >= least]
    kept.sort(key=lambda one: (-one.weight, one.person.id))
    return lookup.Found(tuple(kept), crowds, found.hot)


def count_queued() -> int:
    """How many pairs the linkage has put by for review, those that somebody decided among them. One query."""
    return ReviewRow.objects.count()
