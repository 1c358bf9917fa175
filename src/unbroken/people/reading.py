"""What one intake reads of who is who: descriptions, candidates, links and resolved persons, each once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from unbroken.people import lookup
from unbroken.people.linkage.clustering import DECIDED
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.scoring import Scorer
from unbroken.record import sql

_LAST = "~"  # after every entry: of somebody of whom no description stands


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of another person object, by the entry that says so."""

    other: str
    verdict: str
    basis: str
    weight: float | None
    entry: str


@dataclass
class Reading:
    """What has been read, and what of it was changed since by deciding."""

    scorer: Scorer
    index: lookup.Index = field(default_factory=lookup.Index)
    known: dict[str, Comparable] = field(default_factory=dict)
    found: dict[str, list[lookup.Candidate]] = field(default_factory=dict)  # of each person looked up
    held: dict[str, list[Held]] = field(default_factory=dict)
    resolved: dict[str, tuple[str, float]] = field(default_factory=dict)  # name and weakest link, by person
    members: dict[str, frozenset[str]] = field(default_factory=dict)  # of each resolved person
    firsts: dict[str, str] = field(default_factory=dict)

    def first(self, persons: Iterable[str]) -> str:
        """Who of these was described first."""
        ones = sorted(persons)
        if missing := [person for person in ones if person not in self.firsts]:
            self.firsts.update(dict.fromkeys(missing, _LAST) | lookup.since(missing))
        return min(ones, key=self.firsts.__getitem__)

    def compared(self, persons: Iterable[str]) -> None:
        """Have what is compared of these persons at hand."""
        self.known.update(lookup.comparables({person for person in persons if person not in self.known}))

    def candidates(self, person: str) -> list[lookup.Candidate]:
        """Who may be this person, from the threshold of review up."""
        if person not in self.found:
            self.compared([person])
            self.found[person] = self._look_up(self.known[person]) if person in self.known else []
            for candidate in self.found[person]:
                self.known.setdefault(candidate.person.id, candidate.person)
        return self.found[person]

    def _look_up(self, one: Comparable) -> list[lookup.Candidate]:
        least = self.scorer.model.thresholds.review
        return list(lookup.look_up(one, self.scorer, least=least, index=self.index).candidates)

    def links(self, persons: Iterable[str]) -> None:
        """Have what is held of these persons at hand."""
        wanted = sorted({person for person in persons if person not in self.held})
        self.held.update({person: [] for person in wanted})
        select = "SELECT object, person, verdict, basis, weight, entry FROM people_link"
        for person, *rest in sql.fetch_in(select, "object", wanted):
            self.held[person].append(Held(*rest))

    def verdict(self, one: str, other: str) -> Held | None:
        """What is held of a pair."""
        self.links([one])
        return next((held for held in self.held[one] if held.other == other), None)

    def clusters(self, persons: Iterable[str]) -> None:
        """Have the resolved persons of these at hand."""
        wanted = sorted({person for person in persons if person not in self.resolved})
        names = dict(sql.fetch_in("SELECT object, resolved FROM people_resolved", "object", wanted))
        for person in (name for name in wanted if name not in names):
            self.resolved[person] = (person, DECIDED)
            self.members[person] = frozenset({person})
        members: dict[str, set[str]] = {}
        select = "SELECT object, resolved, weakest FROM people_resolved"
        for person, name, weakest in sql.fetch_in(select, "resolved", sorted(set(names.values()))):
            self.resolved.setdefault(person, (name, weakest))  # or it was changed since
            members.setdefault(name, set()).add(person)
        for name, together in members.items():
            self.members.setdefault(name, frozenset(together))

    def cluster_of(self, person: str) -> frozenset[str]:
        """The members of the resolved person whom a person object belongs to, itself among them."""
        self.clusters([person])
        return self.members[self.resolved[person][0]]
