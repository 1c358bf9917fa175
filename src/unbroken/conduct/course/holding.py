"""What holds an incident to a course where who somebody is rests on links between records: the weakest of them. Pure.

An incident names its people as its source described them. That they are those whom the other incidents of the course
name may rest on links, which a model or a person made. Beside each such incident stands the weakest link of the surest
way from its description to the one that most incidents of the course name, and a link can be looked at and taken back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from unbroken.cases.between import OPPOSITE, Two
from unbroken.conduct.course.shapes import Course, Incident
from unbroken.people.fold import Person
from unbroken.people.graph import Bond, bonds_of, weaker, weakest_between
from unbroken.people.identifiers import fold_identifier
from unbroken.record.entries import Entry

People = Mapping[str, Sequence[Person]]
"""The two by side, each under all descriptions that the reader sees, with the links among these."""


def held_by(two: Two, people: People, course: Course, entries: Sequence[Entry]) -> Mapping[str, Bond]:
    """Of the incidents of a course, and of what was split off it, the weakest link that holds each, by its entry.

    Nothing of those whose descriptions most others name too. Where a link is not shown to the reader that would lead to
    a description, nothing is said of it.
    """
    incidents = [*course.incidents, *(one for apart in course.apart for one in apart.incidents)]
    found: dict[str, Bond] = {}
    for side in (course.by, OPPOSITE[course.by]):
        if bonds := bonds_of({one.object: one for one in people[side]}):
            named = _Naming(two, side, "suspect" if side == course.by else "victim", people[side], entries)
            for entry, bond in _weakest(bonds, {one.act.entry: named.by(one) for one in incidents}):
                found[entry] = weaker(found.get(entry), bond) or bond
    return found


def _weakest(bonds: Sequence[Bond], named: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Bond]]:
    """Of each incident the weakest link between whom it names and whom most name, where there is one."""
    counted = Counter(name for names in named.values() for name in names)
    main = sorted(counted, key=lambda name: (-counted[name], name))[:1]
    between = {names: weakest_between(bonds, names, main) for names in {*named.values()} if names}
    yield from ((entry, bond) for entry, names in named.items() if (bond := between.get(names)))


class _Naming:
    """Under which descriptions incidents have one of the two in a role."""

    def __init__(self, two: Two, side: str, role: str, people: Sequence[Person], entries: Sequence[Entry]) -> None:
        self.two, self.side, self.role, self.people = two, side, role, people
        self.entries = {entry.id: entry for entry in entries}
        self.reports: dict[str, set[str]] = defaultdict(set)
        for entry in entries:
            for report in entry.of("report"):
                self.reports[report].update(_in_role(entry, role))

    def by(self, incident: Incident) -> frozenset[str]:
        """By the incident itself, else by who brought it in, by the number it was done with, or by its report."""
        for names in self._ways(incident):
            if found := frozenset(name for name in names if self.two.side_of(name) == self.side):
                return found
        return frozenset()

    def _ways(self, incident: Incident) -> Iterator[Iterable[str]]:
        act = incident.act
        yield from (self.entries[name].of(self.role) for name in (act.entry, incident.decided) if name in self.entries)
        if self.role == "suspect" and act.by_identifier:
            yield (one.object for one in self.people if _has(one, act.by_identifier))
        yield self.reports[act.report]


def _has(person: Person, text: str) -> bool:
    return any(one.folded and fold_identifier(one.type, text) == one.folded for one in person.identifiers)


def _in_role(entry: Entry, role: str) -> Iterable[str]:
    is_described = entry.kind == "person.described" and entry.get("role_here") == role
    return (*entry.of(role), *(entry.of("person") if is_described else ()))
