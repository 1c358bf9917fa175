"""What holds a resolved person together, as a picture lays it out: reports, descriptions, identifiers. Pure.

Three columns, each in an order that keeps what belongs together close: descriptions in the order in which links join
them, reports and identifiers at the height of the descriptions that have them. The same input gives the same layout.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log2

from unbroken.people.fold import SAME, Link, Person
from unbroken.people.linkage.comparable import IDENTIFIERS, Comparable

MOST = 40  # descriptions in one picture: more nobody can tell apart
_DERIVED = "account_names"  # the name of an account elsewhere: said by the account itself


@dataclass(frozen=True, slots=True)
class Bond:
    """A link between two descriptions. `weight` in bits, None where a person or a source decided."""

    one: str
    other: str
    weight: float | None
    entry: str


@dataclass(frozen=True, slots=True, order=True)
class Token:
    """An identifier in the form in which it is compared: the field it belongs to, and its value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A resolved person laid out: each column from the top down, and what is joined with what.

    `identifiers` are those that at least two descriptions share; `lone` counts the others, `left_out` the descriptions
    that are one too many for a picture. `weakest` is the weakest bond that the model made.
    """

    people: tuple[str, ...]
    reports: tuple[str, ...]
    identifiers: tuple[Token, ...]
    in_reports: frozenset[tuple[str, str]]
    has: frozenset[tuple[str, Token]]
    bonds: tuple[Bond, ...]
    weakest: Bond | None
    lone: int = 0
    left_out: int = 0


def lay_out(known: Mapping[str, Comparable], bonds: Collection[Bond], *, first: str, most: int = MOST) -> Graph:
    """The layout of these descriptions, from `first` along the surest bonds; at most so many of them."""
    order = _order(known, bonds, first)
    people = tuple(order[:most])
    inside = [bond for bond in bonds if bond.one in people and bond.other in people]
    holders: dict[Token, list[str]] = defaultdict(list)
    reports: dict[str, list[str]] = defaultdict(list)
    for person in people:
        for token in _tokens(known[person]):
            holders[token].append(person)
        for report in known[person].reports:
            reports[report].append(person)
    shared = {token: who for token, who in holders.items() if len(who) > 1}
    place = {person: at for at, person in enumerate(people)}
    return Graph(
        people=people,
        reports=tuple(sorted(reports, key=lambda name: (_middle(reports[name], place), name))),
        identifiers=tuple(sorted(shared, key=lambda token: (_middle(shared[token], place), token))),
        in_reports=frozenset((person, report) for report, who in reports.items() for person in who),
        has=frozenset((person, token) for token, who in shared.items() for person in who),
        bonds=tuple(sorted(inside, key=lambda bond: (place[bond.one] + place[bond.other], bond.one, bond.other))),
        weakest=weakest_of(inside),
        lone=len(holders) - len(shared),
        left_out=len(order) - len(people),
    )


def weakest_of(bonds: Collection[Bond]) -> Bond | None:
    """The weakest of the bonds that the model made; None where people decided all of them."""
    weighed = [(bond.weight, bond.one, bond.other, bond) for bond in bonds if bond.weight is not None]
    return min(weighed, key=lambda one: one[:3])[3] if weighed else None


def bonds_of(people: Mapping[str, Person]) -> list[Bond]:
    """The links among these people that hold them to be one, each once. A model's has a weight."""
    found: dict[tuple[str, str], Bond] = {}
    for person in people.values():
        for link in person.links:
            if link.verdict == SAME and link.person in people:
                one, other = sorted((person.object, link.person))
                found[one, other] = Bond(one, other, _weight(link), link.entry)
    return sorted(found.values(), key=lambda bond: (bond.one, bond.other))


def _weight(link: Link) -> float | None:
    """The weight of a model's link; some that came from elsewhere give only the probability."""
    if link.by_person:
        return None
    if link.weight is None and link.score is not None:
        return log2(max(link.score, 1e-12) / max(1 - link.score, 1e-12))
    return link.weight or 0.0


def weakest_between(bonds: Collection[Bond], some: Collection[str], others: Collection[str]) -> Bond | None:
    """The weakest link of the surest way from any of some descriptions to any of others.

    What people decided is surer than any weight. None where they have a description in common, or no way leads.
    """
    if not set(some).isdisjoint(others):
        return None
    start, end = "some", "others"  # no description has such a name: each begins with its type
    group = {name: name for bond in bonds for name in (bond.one, bond.other)}
    group |= {start: start, end: end, **dict.fromkeys(some, start), **dict.fromkeys(others, end)}
    for bond in sorted(bonds, key=lambda one: (-_surely(one), one.one, one.other)):
        left, right = group[bond.one], group[bond.other]
        group = {name: left if held == right else held for name, held in group.items()}
        if group[start] == group[end]:
            return bond
    return None


def _surely(bond: Bond) -> float:
    return inf if bond.weight is None else bond.weight


def weaker(one: Bond | None, other: Bond | None) -> Bond | None:
    """The weaker of two links, of those there are."""
    return min((bond for bond in (one, other) if bond), key=_surely, default=None)


def _order(known: Mapping[str, Comparable], bonds: Collection[Bond], first: str) -> list[str]:
    """Everybody, each as close as can be after whom they are joined with: depth first along the surest bonds."""
    beside: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for bond in bonds:
        sure = -(bond.weight if bond.weight is not None else 1000.0)
        beside[bond.one].append((sure, bond.other))
        beside[bond.other].append((sure, bond.one))
    found: dict[str, None] = {}
    stack = [*sorted((name for name in known if name != first), reverse=True), *([first] if first in known else [])]
    while stack:
        name = stack.pop()
        if name in known and name not in found:
            found[name] = None
            stack += [other for _, other in sorted(beside[name], reverse=True)]
    return list(found)


def _tokens(one: Comparable) -> list[Token]:
    pairs = zip(IDENTIFIERS, one.tokens(), strict=True)
    return [Token(field, value) for field, values in pairs if field != _DERIVED for value in sorted(values)]


def _middle(who: Sequence[str], place: Mapping[str, int]) -> float:
    return sum(place[person] for person in who) / len(who)
