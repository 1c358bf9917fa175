"""What is recorded about one person on either side of reports, as far as one reader may see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unbroken.access.enquiries import Enquiry, fold_enquiries
from unbroken.access.models import User
from unbroken.access.policy import may_handle
from unbroken.access.reading import read_entries
from unbroken.access.visibility import Visible
from unbroken.cases.fold.antecedents import Antecedent, Check, each_once, fold_antecedents
from unbroken.cases.fold.charges import fold_charges
from unbroken.cases.fold.court_shapes import Charge
from unbroken.cases.fold.history import history_of
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import reports_by_name
from unbroken.people.fold import Person, fold_person
from unbroken.people.resolved import resolved
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.kinds import Handling
from unbroken.record.queries import entries_about
from unbroken.safety.fold import Order
from unbroken.web.beside import Parties, parties_for
from unbroken.web.visible import orders_for


@dataclass(frozen=True, slots=True)
class Before:
    """What came before of a person, under all names, as a national record has it, each thing once.

    `pnc_ids` are as written. None of it is known where `is_shown` is False: the reader's role may not know even that
    there is something.
    """

    is_shown: bool
    pnc_ids: tuple[str, ...] = ()
    items: tuple[Antecedent, ...] = ()
    checks: tuple[Check, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryReading:
    """A person under all names the reader knows, the main one first, with the reports, charges and orders shown.

    `of_prosecution` gives the reports that a prosecution is about.
    """

    people: tuple[Person, ...]
    seen: Visible
    parties: Parties
    rows: Mapping[str, ReportRow]
    charges: tuple[Charge, ...]
    of_prosecution: Mapping[str, frozenset[str]]
    orders: tuple[Order, ...]
    before: Before

    @property
    def names(self) -> frozenset[str]:
        """All names of the person."""
        return frozenset(one.object for one in self.people)

    @property
    def objects(self) -> frozenset[str]:
        """What to log as shown."""
        others = {party.person for parties in self.parties.of.values() for party in parties}
        return self.names | others | self.parties.of.keys() | {order.object for order in self.orders}

    def reports_as(self, role: str) -> list[ReportRow]:
        """The reports in which the person has this part, first made, first listed; those without a day last."""
        own = {part.report for one in self.people for part in one.roles if part.role == role}
        rows = [self.rows[report] for report in own if report in self.rows]
        return sorted(rows, key=lambda row: (row.made_on is None, row.made_on, row.object))


def read_history(user: User, person: str) -> HistoryReading | Visible:
    """What is recorded about somebody; where nothing of it may be seen, the empty reading that says why."""
    members = resolved((person,))[person].members
    seen = read_entries(user, entries_about(members))
    stood = standing(seen.entries)
    known = [name for name in members if _about(stood, name)]
    if person not in known:
        return Visible((), restricted=seen.restricted)
    people = tuple(fold_person(name, _about(stood, name)) for name in sorted(known, key=lambda name: name != person))
    reports = {part.report for one in people for part in one.roles}
    parties = parties_for(user, reports)
    of_prosecution = _prosecutions([*stood, *parties.entries])
    orders = {s.object for entry in stood for s in entry.subjects if s.type == "order"}
    return HistoryReading(
        people=people,
        seen=seen,
        parties=parties,
        rows=reports_by_name(reports),
        charges=_charges(user, of_prosecution, frozenset(known)),
        of_prosecution=of_prosecution,
        orders=tuple(orders_for(user, orders)),
        before=_before(user, people, stood),
    )


def _before(user: User, people: Iterable[Person], stood: Sequence[Entry]) -> Before:
    if not may_handle(user, Handling.CRIMINAL_RECORD):
        return Before(is_shown=False)
    numbers = (item.value for one in people for item in one.identifiers if item.type == "pnc_id")
    found = [fold_antecedents(one.object, stood) for one in people]
    checks = sorted((check for each in found for check in each.checks), key=lambda check: (check.on, check.entry))
    items = each_once(item for each in found for item in each.items)
    asked = (item for one in people for item in fold_enquiries(one.object, stood).items)
    enquiries = sorted(asked, key=lambda item: (item.on, item.entry))
    return Before(True, tuple(dict.fromkeys(numbers)), items, tuple(checks), tuple(enquiries))


def _about(entries: Iterable[Entry], name: str) -> list[Entry]:
    """The entries about a person, where any is more than the decision that joins them to another."""
    found = [entry for entry in entries if any(subject.object == name for subject in entry.subjects)]
    return found if any(not entry.kind.startswith("identity.") for entry in found) else []


def _prosecutions(entries: Iterable[Entry]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name in entry.of("prosecution"):
            found.setdefault(name, set()).update(entry.of("report"))
    return {name: frozenset(reports) for name, reports in found.items()}


def _charges(user: User, prosecutions: Mapping[str, frozenset[str]], persons: frozenset[str]) -> tuple[Charge, ...]:
    """The charges against this person, by prosecution, in the order in which they were first named."""
    seen = read_entries(user, entries_about(prosecutions)) if prosecutions else None
    entries = standing(seen.entries) if seen else []
    found: list[Charge] = []
    for prosecution in sorted(prosecutions):
        own = [entry for entry in entries if prosecution in entry.of("prosecution")]
        found += _against(fold_charges(history_of(prosecution, own))[0], own, persons)
    return tuple(found)


def _against(charges: Iterable[Charge], entries: Sequence[Entry], persons: frozenset[str]) -> list[Charge]:
    """Those against the person; one that names nobody is theirs only where nobody else is prosecuted."""
    suspects = {name for entry in entries for name in entry.of("suspect")}
    alone = bool(suspects) and suspects <= persons
    return [charge for charge in charges if charge.suspect in persons or (charge.suspect is None and alone)]
