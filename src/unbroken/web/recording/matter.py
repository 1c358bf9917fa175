"""What is known of a report when somebody records something about it: its people, its prosecutions, its past."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.http import HttpRequest

from unbroken.access.gate import consult, refuse_closed, signed_in
from unbroken.access.reading import read_report
from unbroken.cases.queries import people_in, reports_by_name
from unbroken.cases.references import name_report
from unbroken.exchange.exporting.shapes import sentence_of, title_of
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.errors import NotAllowed
from unbroken.web.addresses import address_if_any
from unbroken.web.visible import limits_of, names_for
from unbroken.web.words import say_happened

_NOT_PEOPLE = ("prosecution", "order", "referral")


@dataclass(frozen=True, slots=True)
class Known:
    """An object that an entry may be about, and what to call it."""

    object: str
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """Something recorded before, as a line of the page."""

    when: str
    what: str
    by: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A report as the reader sees it. `people` are by role, `others` by type."""

    report: str
    reference: str
    entries: tuple[Entry, ...]
    people: Mapping[str, tuple[Known, ...]]
    others: Mapping[str, tuple[Known, ...]]

    @property
    def everybody(self) -> tuple[Known, ...]:
        """Everybody in the report, each once."""
        return tuple({known.object: known for group in self.people.values() for known in group}.values())

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the report was made: a code that was valid then stays valid for it."""
        return tuple(entry.day for entry in self.entries if entry.kind == "report.made")

    @property
    def href(self) -> str:
        """The address of its page."""
        return address_if_any("report", self.report)

    def names(self, role: str) -> str:
        """Who is in a role, in words."""
        return ", ".join(known.text for known in self.people.get(role, ()))

    def past(self, kinds: Collection[str]) -> tuple[Past, ...]:
        """What is on the record of these kinds, the latest first."""
        found = [entry for entry in self.entries if entry.kind in kinds]
        return tuple(
            Past(say_happened(entry.happened), sentence_of(entry.kind, entry.body), entry.recorded_by)
            for entry in reversed(found)
        )


def open_matter(
    request: HttpRequest, report: str, *, log: Callable[[HttpRequest, Collection[str]], None] = consult
) -> Matter:
    """The report for a form about it; logs that it was looked at. Raises Http404 and NotAllowed."""
    user = signed_in(request)
    reading = read_report(user, report)
    if reading is None:
        raise refuse_closed(request, report)
    if report in reading.seen.restricted:
        raise NotAllowed("The report is restricted. Ask a supervisor or a specialist reviewer.")
    log(request, reading.objects)
    entries = tuple(standing(reading.seen.entries))
    limits = limits_of(user)
    parts = [part for part in people_in([report]) if limits.shows(part.person)]
    names = names_for(limits, {part.person for part in parts})
    people: dict[str, tuple[Known, ...]] = {}
    for part in parts:
        people[part.role] = (*people.get(part.role, ()), Known(part.person, names[part.person]))
    row = reports_by_name([report]).get(report)
    reference = name_report(report, row.reference if row else "")
    return Matter(report, reference, entries, MappingProxyType(people), _others(entries))


def _others(entries: Sequence[Entry]) -> Mapping[str, tuple[Known, ...]]:
    """The prosecutions, orders and referrals that these entries name, each called after the first that does."""
    found: dict[str, dict[str, Known]] = {type_: {} for type_ in _NOT_PEOPLE}
    for entry in entries:
        for subject in entry.subjects:
            if subject.type in found and subject.object not in found[subject.type]:
                text = f"{title_of(entry.kind)}, {say_happened(entry.happened)}"
                found[subject.type][subject.object] = Known(subject.object, text)
    return MappingProxyType({type_: tuple(known.values()) for type_, known in found.items()})
