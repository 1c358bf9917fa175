"""Who else is in somebody's reports, as far as one reader may see it: from entries, never from what is hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from unbroken.access.models import User
from unbroken.access.reading import read_entries
from unbroken.cases.fold.history import history_of_report
from unbroken.cases.fold.parties import fold_parties
from unbroken.cases.fold.shapes import Party
from unbroken.people.resolved import names_of_resolved
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.web.visible import limits_of, names_for

SIDES = ("victim", "suspect")


@dataclass(slots=True)
class Companion:
    """Somebody in the same reports: `person` is a name the reader knows, `reports` those shared, by their part."""

    person: str
    name: str
    reports: dict[str, set[str]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """In how many reports both are."""
        return len(set().union(*self.reports.values()))


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of reports, with the name each is resolved to and how each may be called."""

    of: Mapping[str, tuple[Party, ...]]
    resolved: Mapping[str, str]
    names: Mapping[str, str]
    entries: tuple[Entry, ...]

    def companions(self, persons: Collection[str]) -> list[Companion]:
        """Everybody who is victim or suspect in a report of these persons, those most often met first."""
        own = {self.resolved.get(name, name) for name in persons}
        found: dict[str, Companion] = {}
        for report, parties in self.of.items():
            if not any(party.person in persons for party in parties):
                continue
            for party in parties:
                resolved = self.resolved[party.person]
                if party.role in SIDES and resolved not in own and party.person not in persons:
                    one = found.setdefault(resolved, Companion(party.person, self.names[party.person]))
                    one.reports.setdefault(party.role, set()).add(report)
        return sorted(found.values(), key=lambda one: (-one.count, one.name, one.person))


def parties_for(user: User, reports: Collection[str]) -> Parties:
    """Who is in these reports, by what this reader sees of them. A number of queries that does not grow with them."""
    entries = tuple(standing(read_entries(user, entries_about(reports)).entries)) if reports else ()
    of = {report: _parties(report, entries) for report in sorted(reports)}
    persons = {party.person for parties in of.values() for party in parties}
    return Parties(of, names_of_resolved(persons), names_for(limits_of(user), persons), entries)


def _parties(report: str, entries: Iterable[Entry]) -> tuple[Party, ...]:
    about = [entry for entry in entries if any(subject.object == report for subject in entry.subjects)]
    return fold_parties(history_of_report(report, about))
