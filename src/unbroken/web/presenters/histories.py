"""The history of one person, as a victim and as a suspect: what was recorded, never what it might say of them.

An allegation, a charge and a conviction are three different things and stand in three lists (LNK-03).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.cases.fold.court_shapes import Charge
from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.cases.repeats import YEAR, Earlier, Repeat, repeat_at
from unbroken.exchange.exporting.journey import read_withheld
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.courts import SENTENCES, VERDICTS
from unbroken.vocabulary.offences import OFFENCES, STALKING
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.beside import Companion
from unbroken.web.history_reading import HistoryReading
from unbroken.web.presenters.antecedents import BeforeSection, present_before
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.companions import between, list_companions
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.report_lists import list_orders
from unbroken.web.presenters.report_summary import label, labels
from unbroken.web.words import NOT_RECORDED, say_between, say_count, say_day


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What is recorded about a person on either side. `serial` asks for a review; it finds nothing."""

    name: str
    person_href: str
    trail: list[dict[str, str]]
    notice: str
    as_victim: Listing
    suspects: Listing
    serial: str
    allegations: Listing
    charges: Listing
    convictions: Listing
    before: BeforeSection
    orders: Listing
    victims: Listing


def present_history(reading: HistoryReading, *, today: date) -> HistoryPage:
    """The page of a person's history. `today` is the day on which the reader looks."""
    person = reading.people[0].object
    name = name_of(reading)
    companions = reading.parties.companions(reading.names)
    bound = [order for order in reading.orders if set(order.suspects) & reading.names]
    return HistoryPage(
        name=name,
        person_href=page_of(person),
        trail=trail(("Journeys", address_if_any("journeys")), (name, page_of(person)), ("History", "")),
        notice=_notice(reading),
        as_victim=_list_repeats(reading),
        suspects=list_companions(name, person, list(_on_side(companions, "suspect", reading, "victim"))),
        serial=_say_serial(reading),
        allegations=_list_allegations(reading, name),
        charges=_list_charges(reading, reading.charges),
        convictions=_list_convictions(reading, reading.charges),
        before=present_before(reading.before),
        orders=list_orders(bound, today=today),
        victims=list_companions(name, person, list(_on_side(companions, "victim", reading, "suspect"))),
    )


def name_of(reading: HistoryReading) -> str:
    """How the person is called."""
    given = (one.display_name for one in reading.people)
    return next((name for name in given if name), reading.people[0].object.partition(":")[2])


def _notice(reading: HistoryReading) -> str:
    seen = reading.seen
    found = [f"{withheld.text}." for withheld in read_withheld(seen.withheld, seen.masked)]
    if seen.restricted:
        is_are = "is" if len(seen.restricted) == 1 else "are"
        found.append(f"{say_count(len(seen.restricted), 'report')} {is_are} restricted and not counted below.")
    return " ".join(found)


def _others(reading: HistoryReading, report: str, role: str) -> frozenset[str]:
    """The people in this part of a report, by the name each is resolved to; not the person."""
    parties = reading.parties.of.get(report, ())
    named = {party.person for party in parties if party.role == role} - reading.names
    return frozenset(reading.parties.resolved[name] for name in named)


def _earlier(reading: HistoryReading, rows: Iterable[ReportRow], role: str) -> list[Earlier]:
    return [
        Earlier(row.object, row.made_on, row.offence, row.domestic, _others(reading, row.object, role))
        for row in rows
        if row.made_on
    ]


def _list_repeats(reading: HistoryReading) -> Listing:
    """For each report as a victim what had been reported before it."""
    rows = reading.reports_as("victim")
    reports = _earlier(reading, rows, "suspect")
    by_name = {one.report: one for one in reports}
    found = (
        (
            _report(row),
            _say_repeat(repeat_at(by_name[row.object], reports, days=YEAR)) if row.object in by_name else NOT_RECORDED,
            _say_repeat(repeat_at(by_name[row.object], reports, days=None)) if row.object in by_name else NOT_RECORDED,
        )
        for row in rows
    )
    head = ("Report as a victim", "In the 12 months before it", "Ever before it, on this record")
    empty = "In no report that is shown to you is this person a victim."
    return listing("Repeat status at each report", head, found, empty=empty)


def _say_repeat(repeat: Repeat) -> str:
    """Any crime, domestic abuse, stalking or harassment, each for itself; and by whom."""
    if not repeat.is_repeat:
        return "Nothing earlier is recorded"
    parts = (
        f"Any crime: {say_count(repeat.crimes, 'report')}",
        f"Domestic abuse: {say_count(repeat.domestic, 'report')}",
        f"Stalking or harassment: {say_count(repeat.stalking, 'report')}",
        f"Same suspect: {say_count(repeat.same, 'report')}",
        f"A different suspect: {say_count(repeat.different, 'report')}",
    )
    return "\n".join(parts)


def _report(row: ReportRow) -> Cell:
    return Cell(name_report(row.object, row.reference), page_of(row.object), f"Made {say_day(row.made_on)}")


def _on_side(companions: Sequence[Companion], role: str, reading: HistoryReading, own: str) -> Iterator[Companion]:
    """Those who have this part in a report in which the person has the other."""
    own_reports = {part.report for one in reading.people for part in one.roles if part.role == own}
    for one in companions:
        shared = one.reports.get(role, set()) & own_reports
        if shared:
            yield Companion(one.person, one.name, {role: shared})


def _stalked(reading: HistoryReading) -> dict[str, ReportRow]:
    """The reports of stalking, as first or as now classed, in which the person is the suspect."""
    rows = reading.reports_as("suspect")
    return {row.object: row for row in rows if row.offence in STALKING or row.offence_initial in STALKING}


def _say_serial(reading: HistoryReading) -> str:
    victims = {name for report in _stalked(reading) for name in _others(reading, report, "victim")}
    if len(victims) < 2:
        return ""
    return (
        f"For review: {say_count(len(victims), 'different victim')} are recorded in reports of stalking in which this "
        "person is the suspect. Somebody should look at them together. It is no finding against anybody."
    )


def _list_allegations(reading: HistoryReading, name: str) -> Listing:
    person = reading.people[0].object
    rows = (
        (
            _report(row),
            Cell(say_class(row.offence), note=_say_first(row)),
            victim,
            say_agency(row.agency),
        )
        for row in reading.reports_as("suspect")
        for victim in _victims(reading, row, person, name)
    )
    empty = "In no report that is shown to you is this person a suspect."
    return listing("Allegations", ("Report", "Class now", "Victim", "Source"), rows, empty=empty)


def _victims(reading: HistoryReading, row: ReportRow, person: str, name: str) -> list[Cell]:
    """A cell for each victim of a report, with the way to everything between the two."""
    parties = reading.parties
    found = [p.person for p in parties.of.get(row.object, ()) if p.role == "victim" and p.person not in reading.names]
    return [between(person, name, victim, parties.names[victim]) for victim in found] or [Cell(NOT_RECORDED)]


def _say_first(row: ReportRow) -> str:
    changed = row.offence_initial and row.offence_initial != row.offence
    return f"First: {say_class(row.offence_initial)}" if changed else ""


def _list_charges(reading: HistoryReading, charges: Iterable[Charge]) -> Listing:
    rows = (
        (
            Cell(label(OFFENCES, charge.laid), note=_say_changed(charge)),
            say_between(charge.laid_on, charge.laid_last_on),
            _source(reading, charge),
        )
        for charge in charges
        if charge.laid
    )
    empty = "No charge is recorded in what is shown to you. A charge is not a conviction."
    return listing("Charges", ("Charged with", "On", "Report"), rows, empty=empty)


def _say_changed(charge: Charge) -> str:
    return f"Later {OFFENCES.label(charge.final)}" if charge.final and charge.final != charge.laid else ""


def _list_convictions(reading: HistoryReading, charges: Iterable[Charge]) -> Listing:
    rows = (
        (
            Cell(label(OFFENCES, charge.convicted_of), note=labels(SENTENCES, charge.sentence)),
            Cell(say_day(charge.verdict_on), note=label(VERDICTS, charge.verdict)),
            _source(reading, charge),
        )
        for charge in charges
        if charge.convicted_of
    )
    empty = "No conviction is recorded here. What the national record holds is below."
    return listing("Convictions", ("Convicted of", "On", "Report"), rows, empty=empty)


def _source(reading: HistoryReading, charge: Charge) -> Cell:
    reports = sorted(reading.of_prosecution.get(charge.prosecution, frozenset()) & reading.rows.keys())
    if not reports:
        return Cell(NOT_RECORDED)
    named = ", ".join(name_report(report, reading.rows[report].reference) for report in reports)
    return Cell(named, page_of(reports[0]))
