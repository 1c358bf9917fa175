"""Deciding who is joined with whom: links to be made, links that no longer hold, resolved persons merged and split.

Used for one intake, and for what linking everybody found. What is decided is handed back as drafts, for `flow` to
record like everything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, count
from typing import Any

from unbroken.people import lookup, queue
from unbroken.people.fold import APART, LINKAGE, MODEL, OPEN, SAME
from unbroken.people.linkage.clustering import DECIDED, Cluster, Edge, cluster, edge
from unbroken.people.linkage.guards import guard_between, same_report
from unbroken.people.linkage.keys import hashed, identifier_keys
from unbroken.people.linkage.model import probability
from unbroken.people.reading import Held, Reading
from unbroken.record import sql
from unbroken.record.entries import Draft, Subject

SOURCE = LINKAGE


@dataclass
class Deciding:
    """What has been decided, from what is read."""

    read: Reading
    now: str
    reference: str  # what the references of its entries begin with
    agencies: Mapping[str, str]
    agency: str  # whose book takes what is found of anybody else
    fresh: frozenset[str] = frozenset()  # described in this intake for the first time
    placed: set[str] = field(default_factory=set)  # of the fresh, those that have had their turn
    changes: dict[str, tuple[str, float] | None] = field(default_factory=dict)  # rows to write, None to delete
    drafts: list[Draft] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    pending: dict[tuple[str, str], Draft] = field(default_factory=dict)  # links found and not released again

    # -- deciding ------------------------------------------------------------------------------------------------

    def is_apart(self, one: str, other: str) -> bool:
        """Whether a guard, or what somebody decided, keeps the model from joining two person objects."""
        a, b = self.read.known.get(one), self.read.known.get(other)
        if a is not None and b is not None and guard_between(a, b):
            return True
        held = self.read.verdict(one, other)
        return held is not None and held.verdict == APART

    def never(self, one: str, other: str) -> bool:
        """Whether two person objects cannot be one person whatever people decided about others."""
        a, b = self.read.known.get(one), self.read.known.get(other)
        held = self.read.verdict(one, other)
        return (held is not None and held.verdict == APART) or (a is not None and b is not None and same_report(a, b))

    def joinable(self, person: str, *, strictly: bool = False) -> list[Edge]:
        """The pairs of this person that the model is sure of, and those that people decided.

        A standing link holds down to the lower threshold, unless (`strictly`) it is looked at as if it were new.
        """
        limits = self.read.scorer.model.thresholds
        self.read.links([person])
        found = {
            held.other: edge(person, held.other, DECIDED)
            for held in self.read.held[person]
            if held.verdict == SAME and held.basis != MODEL
        }
        standing = {held.other for held in self.read.held[person] if held.verdict == SAME}
        closed = {held.other for held in self.read.held[person] if held.verdict in (APART, OPEN)}
        for candidate in self.read.candidates(person):
            is_nameless = candidate.person.is_nameless or self.read.known[person].is_nameless
            one = edge(person, candidate.person.id, candidate.weight, is_nameless)
            least = limits.break_ if candidate.person.id in standing and not strictly else limits.join
            if one.weight >= least and candidate.person.id not in closed | found.keys():
                found[candidate.person.id] = one
        self.read.compared([person, *found])
        return [
            one
            for other, one in found.items()
            if not (self.never if one.weight >= DECIDED else self.is_apart)(person, other)
        ]

    def place(self, person: str) -> None:
        """Decide about somebody described for the first time.

        Where nothing keeps any two of those apart whom the new description joins, they are one person: going through
        the edges from the surest down would find the same, for what was rejected before is rejected still. Others of
        the same intake that have not had their turn will find this one then.
        """
        self.placed.add(person)
        edges = [one for one in self.joinable(person) if {one.a, one.b} & self.fresh <= self.placed]
        if not edges:
            return
        self.read.clusters(name for one in edges for name in (one.a, one.b))
        groups = {self.read.cluster_of(name) for one in edges for name in (one.a, one.b)}
        names = frozenset().union(*groups)
        self.read.compared(names)
        self.read.links(names)
        if any(self.is_apart(a, b) for left, right in combinations(groups, 2) for a in left for b in right):
            self.settle({person})
            return
        best: dict[frozenset[str], Edge] = {}
        for one in sorted(edges, key=lambda one: (-one.weight, one.a, one.b)):
            group = self.read.cluster_of(one.b if one.a == person else one.a)
            if person not in group:
                best.setdefault(group, one)
        self.join(names, best.values())

    def settle(self, persons: Collection[str], *, strictly: Collection[str] = ()) -> None:
        """Decide anew about these persons and everybody whom sure pairs, or standing links, connect them with."""
        edges: set[Edge] = set()
        reached: set[str] = set()
        frontier = set(persons)
        while frontier:
            name = frontier.pop()
            reached.add(name)
            beside = set(self.read.cluster_of(name))
            self.read.links(beside)
            for one in self.joinable(name, strictly=name in strictly):
                edges.add(one)
                beside |= {one.a, one.b}
            frontier |= beside - reached
        self.read.compared(reached)
        if strictly:
            edges = self._without_weakened(edges, strictly)
        made = cluster(reached, edges, self.is_apart, self.never)
        self.regroup([(frozenset(one.members), one.held_by) for one in made])

    def _without_weakened(self, edges: Collection[Edge], strictly: Collection[str]) -> set[Edge]:
        """An edge of two who are looked at strictly counts only if it would be made now, from whichever end found."""
        join = self.read.scorer.model.thresholds.join
        return {one for one in edges if one.weight >= join or not {one.a, one.b} <= set(strictly)}

    def _release(self, made: Sequence[Cluster]) -> None:
        """Withdraw the model's links between those who are no longer one person."""
        place = {person: n for n, one in enumerate(made) for person in one.members}
        for person in place:
            self.read.links([person])
            for held in list(self.read.held[person]):
                is_model = held.verdict == SAME and held.basis == MODEL
                if is_model and person < held.other and place.get(held.other, -1) != place[person]:
                    self._withdraw(person, held)

    def _withdraw(self, person: str, held: Held) -> None:
        why = (
            "What is known now no longer joins them: the weight fell, something keeps them apart, or somebody says so."
        )
        if held.entry:
            agency, reference = self.book_of(person, held.other), self._reference("released", held.entry)
            released = Draft("entry.withdrawn", {"why": why}, (), self.now, agency, SOURCE, reference, held.entry)
            self.drafts.append(released)
        else:  # joined in this same intake, and not recorded yet
            del self.pending[person, held.other]
        for one, other in ((person, held.other), (held.other, person)):
            self.read.held[one] = [link for link in self.read.held.get(one, ()) if link.other != other]

    def join(self, members: frozenset[str], edges: Iterable[Edge]) -> None:
        """Make these one resolved person: record the links that are missing to hold it."""
        if len(members) == 1:
            self.set_cluster(members, DECIDED)
            return
        self.read.links(members)
        weights = {
            (person, held.other): DECIDED if held.basis != MODEL else held.weight or 0.0
            for person in members
            for held in self.read.held[person]
            if held.verdict == SAME and person < held.other and held.other in members
        }
        root = {person: person for person in members}

        def top(name: str) -> str:
            while root[name] != name:
                root[name] = root[root[name]]
                name = root[name]
            return name

        for a, b in weights:
            root[top(a)] = top(b)
        for one in edges:
            if top(one.a) != top(one.b):
                root[top(one.a)] = top(one.b)
                weights[one.a, one.b] = one.weight
                self._link(one)
        self._publish_merge(members)
        self.set_cluster(members, min(weights.values(), default=DECIDED))

    def _link(self, one: Edge) -> None:
        body = {
            "basis": MODEL,
            "score": round(probability(one.weight), 9),
            "weight": one.weight,
            "model_version": self.read.scorer.model.version,
            "reason": self._reason(one),
        }
        subjects = (Subject("person", one.a), Subject("other_person", one.b))
        reference = self._reference("linked", f"{one.a[7:]}+{one.b[7:]}")
        agency = self.book_of(one.a, one.b)
        self.pending[one.a, one.b] = Draft("identity.linked", body, subjects, self.now, agency, SOURCE, reference)
        for person, other in ((one.a, one.b), (one.b, one.a)):
            self.read.links([person])
            self.read.held[person].append(Held(other, SAME, MODEL, one.weight, ""))

    def _reason(self, one: Edge) -> str:
        """What the two have in common, in words."""
        a, b = self.read.known[one.a], self.read.known[one.b]
        held = self.read.index.under(hashed(text) for text in identifier_keys(a))
        score = self.read.scorer.explain(a, b, lookup.crowds_of(a, held))
        parts = sorted((part for part in score.parts if part.weight > 0), key=lambda part: -part.weight)
        return "; ".join(part.says for part in parts[:5])

    def _publish_merge(self, members: frozenset[str]) -> None:
        """Say which names of resolved persons lead to another now, of those that were there before."""
        name = self.name_of(members)
        parts: dict[str, set[str]] = defaultdict(set)
        for person in members - self.fresh:
            parts[self.read.resolved[person][0] if person in self.read.resolved else person].add(person)
        for other in sorted({self.name_of(part) for part in parts.values()} - {name}):
            body = {"descriptions": len(members), "because": "The linkage model, or somebody who decided, joined them."}
            self._record("identity.merged", body, name, [other])

    def _publish_splits(self, made: Sequence[Cluster]) -> None:
        place = {person: frozenset(one.members) for one in made for person in one.members}
        for members in {self.read.cluster_of(person) for person in place}:
            parts = {place[person] for person in members - self.fresh if person in place}
            if len(parts) > 1:
                name = self.read.resolved[next(iter(members))][0]
                names = {self.name_of(part) for part in parts} - {name}
                kept = name if any(self.name_of(part) == name for part in parts) else min(names)
                body = {"because": "What is known now, or somebody who decided, holds them apart."}
                self._record("identity.split", body, kept, sorted(names - {kept}))

    def _record(self, kind: str, body: Mapping[str, Any], person: str, others: Sequence[str]) -> None:
        subjects = (Subject("person", person), *(Subject("other_person", other) for other in others))
        reference = self._reference(kind.partition(".")[2], f"{person[7:]}+{others[0][7:]}")
        agency = self.book_of(person, *others)
        self.drafts.append(Draft(kind, body, subjects, self.now, agency, SOURCE, reference))

    def _reference(self, what: str, about: str) -> str:
        return f"{self.reference}/{next(self.numbers)}-{what}-{about}"[:200]

    def book_of(self, *persons: str) -> str:
        """Whose book takes what is found of these persons: whoever told of one of them now."""
        return next((self.agencies[person] for person in persons if person in self.agencies), self.agency)

    def name_of(self, members: Iterable[str]) -> str:
        """The member that names a resolved person: the one described first."""
        return self.read.first(members)

    def regroup(self, groups: Collection[tuple[frozenset[str], Sequence[Edge]]]) -> None:
        """Make these the resolved persons, each with the edges that hold it; they name whole clusters of today."""
        made = [Cluster(tuple(sorted(members)), tuple(edges)) for members, edges in groups]
        self.read.compared(name for one in made for name in one.members)
        self._release(made)
        self._publish_splits(made)
        for one in made:
            self.join(frozenset(one.members), one.held_by)

    # -- writing -------------------------------------------------------------------------------------------------

    def set_cluster(self, members: frozenset[str], weakest: float) -> None:
        """Hold these to be one resolved person from now on."""
        name = self.name_of(members)
        self.read.members[name] = members
        for person in members:
            self.read.resolved[person] = (name, weakest)
            self.changes[person] = (name, weakest) if len(members) > 1 else None

    def finish(self, *, gone: Collection[str] = ()) -> list[Draft]:
        """Write the resolved persons that changed, and what is to be reviewed of those that were looked at.

        Gives what is to be recorded: first what ends, then what begins.
        """
        self.changes |= dict.fromkeys(gone)
        sql.delete("people_resolved", "object", sorted(self.changes))
        rows = [(person, *row) for person, row in sorted(self.changes.items()) if row]
        sql.insert("people_resolved", ("object", "resolved", "weakest"), rows)
        queue.write(self.read.found | {person: [] for person in gone}, self.read.known, self.read.scorer)
        return [*self.drafts, *self.pending.values()]
