"""What a list may show: the tables of folded state do not know who asks, so every list passes through here.

Pages about one matter read its entries through `access.reading` and need none of this.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from unbroken.access.closed import closed_to, restricted_objects, restricted_reports
from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.access.reading import read_entries
from unbroken.access.relation import Own, own_of
from unbroken.cases.queries import reports_by_name
from unbroken.cases.references import name_report
from unbroken.people.fold import Person, fold_person
from unbroken.people.queries import display_names
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about, named_together, objects_beside
from unbroken.safety.fold import Order, fold_order
from unbroken.support.fold import Support, fold_support
from unbroken.support.queries import support_of


@dataclass(frozen=True, slots=True)
class Limits:
    """What is kept from one reader: objects that are never spoken of, and reports that are counted and not shown.

    `own` is what alone is spoken of to a reader who sees their own matters only.
    """

    user: User
    closed: frozenset[str]
    restricted: frozenset[str]
    own: Own | None = None

    @property
    def hidden(self) -> frozenset[str]:
        """Every object that no list shows this reader."""
        return self.closed | self.restricted

    @property
    def reports(self) -> frozenset[str] | None:
        """The reports to which every list of this reader is limited; None for all."""
        return self.own.reports if self.own else None

    @property
    def victims(self) -> frozenset[str] | None:
        """The victims to whom every list of this reader is limited; None for all."""
        return self.own.victims if self.own else None

    def speaks_of(self, name: str) -> bool:
        """Whether this reader may know of an object at all."""
        return name not in self.closed and (self.own is None or self.own.knows(name))

    def shows(self, name: str) -> bool:
        """Whether lists show this reader an object."""
        return name not in self.restricted and self.speaks_of(name)


def limits_of(user: User) -> Limits:
    """What is kept from this reader now."""
    shut = not may(user, Permission.SEE_RESTRICTED)
    return Limits(user, closed_to(user), frozenset(restricted_reports()) if shut else frozenset(), own_of(user))


def still_open(limits: Limits, matters: Collection[str]) -> frozenset[str]:
    """Those of these orders and prosecutions that may be shown: not one that a restricted report shares."""
    shut = restricted_objects(set(matters)) if limits.restricted else {}
    return frozenset(name for name in matters if limits.speaks_of(name)) - frozenset(shut)


def names_for(limits: Limits, persons: Collection[str]) -> dict[str, str]:
    """How each person may be called: the name last stated in what this reader sees, else the reference."""
    found = dict(display_names(persons))
    for person, state in visible_people(limits, persons).items():
        found[person] = state.display_name
    return {person: found.get(person) or person.partition(":")[2] for person in persons}


def name_objects(limits: Limits, objects: Collection[str]) -> dict[str, str]:
    """How people and reports are called on a page; other objects have no name of their own."""
    persons = {name for name in objects if name.startswith("person:")}
    reports = {name for name in objects if name.startswith("report:")}
    rows = reports_by_name([name for name in reports if limits.speaks_of(name)])
    called = {name: name_report(name, rows[name].reference if name in rows else "") for name in reports}
    return names_for(limits, persons) | called


def visible_people(limits: Limits, persons: Collection[str]) -> dict[str, Person]:
    """Those of these persons of whom something not shown tells, folded from what this reader sees of them.

    The tables know them by names and numbers that only the hidden report gave: whatever entry named the two together.
    """
    if not limits.hidden and limits.own is None:
        return {}
    wanted = set(persons)
    touched = {
        person
        for named in named_together(wanted)
        if any(name.startswith("report:") and not limits.shows(name) for name in named)
        for person in wanted.intersection(named)
    }
    if not touched:
        return {}
    entries = standing(read_entries(limits.user, entries_about(touched)).entries)
    return {person: fold_person(person, [entry for entry in entries if _is_about(entry, person)]) for person in touched}


def visible_support(limits: Limits) -> dict[str, Support | None]:
    """The support of everybody beside a restricted report, folded from what this reader sees of it.

    None where all of it is hidden. The tables of support know those people by entries that name the report.
    """
    if not limits.restricted:
        return {}
    matters = limits.restricted | objects_beside(limits.restricted, wanted={"prosecution"})
    touched = support_of(objects_beside(matters, wanted={"person"}) - limits.closed).keys()
    entries = standing(read_entries(limits.user, entries_about(touched)).entries) if touched else []
    return {person: fold_support(person, entries) for person in sorted(touched)}


def orders_for(user: User, orders: Collection[str], *, known_at: str | None = None) -> list[Order]:
    """Protective orders as this reader sees them: a report knows only what it did about an order, not its grant."""
    seen = read_entries(user, entries_about(orders, known_at=known_at)) if orders else None
    entries = standing(seen.entries, known_at=known_at) if seen else []
    about = {name: [entry for entry in entries if _is_about(entry, name)] for name in sorted(orders)}
    return [fold_order(name, found) for name, found in about.items() if found]


def _is_about(entry: Entry, name: str) -> bool:
    return any(subject.object == name for subject in entry.subjects)
