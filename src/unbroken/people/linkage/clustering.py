"""From weighed pairs to people: who is joined with whom.

Pairs that the model is sure of are taken from the surest down; each joins two clusters unless something keeps any of
the one from any of the other. Pairs of which one is known by identifiers alone come after all others: a stranger who
writes from a victim's own account agrees with her more than she does with herself as another officer wrote her down,
and must not take her place. Then what people decided joins whole clusters, guards or not: taking such a decision back
restores what was there. What comes out depends on the pairs alone, not on the order in which they were found: linking
records one by one and all at once gives the same people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

DIGITS = 6  # of a weight, in bits: engines agree that far


class Edge(NamedTuple):
    """Two descriptions and their weight in bits, `a` before `b`. One that a person made weighs DECIDED.

    `is_nameless` says that one of the two is known by identifiers alone.
    """

    a: str
    b: str
    weight: float
    is_nameless: bool = False


DECIDED = 1000.0


def edge(one: str, other: str, weight: float, is_nameless: bool = False) -> Edge:
    """An edge with its ends in order and its weight rounded, as it is compared."""
    return Edge(min(one, other), max(one, other), round(weight, DIGITS), is_nameless)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Descriptions held to be one person: the members in order, and the edges that hold them, the surest first."""

    members: tuple[str, ...]
    held_by: tuple[Edge, ...]

    @property
    def weakest(self) -> float | None:
        """The weight of the weakest link that holds it; None where there is only one description."""
        return min((one.weight for one in self.held_by), default=None)


Test = Callable[[str, str], bool]


def cluster(
    members: Collection[str], edges: Iterable[Edge], keeps_apart: Test, never: Test = lambda one, other: False
) -> tuple[Cluster, ...]:
    """The clusters of these descriptions, from edges that are sure enough to join. Ordered by first member.

    `keeps_apart` holds against the model, `never` against what a person decided (an edge of DECIDED), too.
    """
    found = _Groups(members)
    ordered = sorted(set(edges), key=_from_the_surest)
    for test, is_decided in ((keeps_apart, False), (never, True)):
        found.rejected = {}
        for one in (one for one in ordered if (one.weight >= DECIDED) == is_decided):
            found.join(one, test)
    return found.clusters()


def whole(members: Sequence[str], edges: Iterable[Edge]) -> Cluster:
    """The one cluster of a connected set, in order, within which nothing keeps any two apart; as `cluster` finds it."""
    tops = _Tops()
    held = [one for one in sorted(set(edges), key=_from_the_surest) if tops.join(one.a, one.b)]
    return Cluster(tuple(members), tuple(sorted(held, key=_as_shown)))


def _from_the_surest(one: Edge) -> tuple[bool, bool, float, str, str]:
    """The order in which edges join: what people decided last of all."""
    is_decided = one.weight >= DECIDED
    return is_decided, one.is_nameless and not is_decided, -one.weight, one.a, one.b


def _as_shown(one: Edge) -> tuple[float, str, str]:
    return -one.weight, one.a, one.b


class _Groups:
    """Clusters in the making."""

    def __init__(self, members: Iterable[str]) -> None:
        self.root = {name: name for name in members}
        self.members = {name: [name] for name in self.root}
        self.edges: dict[str, list[Edge]] = {name: [] for name in self.root}
        self.rejected: dict[str, set[str]] = {}  # groups that were not joined: what keeps them apart stays in them

    def join(self, one: Edge, keeps_apart: Test) -> None:
        left, right = self.root[one.a], self.root[one.b]
        if left == right or right in self.rejected.get(left, ()):
            return
        if len(self.members[left]) < len(self.members[right]):
            left, right = right, left
        if any(keeps_apart(a, b) for a in self.members[left] for b in self.members[right]):
            self.rejected.setdefault(left, set()).add(right)
            self.rejected.setdefault(right, set()).add(left)
            return
        for name in self.members[right]:
            self.root[name] = left
        self.members[left] += self.members.pop(right)
        self.edges[left] += [*self.edges.pop(right), one]
        for other in self.rejected.pop(right, ()):
            self.rejected[other] = self.rejected[other] - {right} | {left}
            self.rejected.setdefault(left, set()).add(other)

    def clusters(self) -> tuple[Cluster, ...]:
        made = (
            Cluster(tuple(sorted(members)), tuple(sorted(self.edges[root], key=_as_shown)))
            for root, members in self.members.items()
        )
        return tuple(sorted(made, key=lambda one: one.members))


def components(edges: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The sets of names that edges connect, each in order."""
    tops = _Tops()
    for a, b in edges:
        tops.join(a, b)
    groups: dict[str, list[str]] = {}
    for name in tops.above:
        groups.setdefault(tops.of(name), []).append(name)
    return (sorted(members) for members in groups.values())


class _Tops:
    """Names in sets, each set with one of them at its top."""

    def __init__(self) -> None:
        self.above: dict[str, str] = {}

    def of(self, name: str) -> str:
        above = self.above
        top = name
        while (higher := above.setdefault(top, top)) != top:
            top = higher
        while above[name] != top:
            above[name], name = top, above[name]
        return top

    def join(self, one: str, other: str) -> bool:
        """Put the sets of two names together; whether they were two."""
        left, right = self.of(one), self.of(other)
        if left == right:
            return False
        self.above[max(left, right)] = min(left, right)
        return True


def number_of_pairs(clusters: Iterable[Sequence[str]]) -> int:
    """How many pairs of descriptions are held to be one person."""
    return sum(len(members) * (len(members) - 1) // 2 for members in clusters)
