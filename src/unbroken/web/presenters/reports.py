"""The report page: where does this stand?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from unbroken.access.reading import Reading
from unbroken.cases.fold import Report, fold_report
from unbroken.cases.references import name_report
from unbroken.exchange.exporting.journey import Journey, read_journey, read_withheld
from unbroken.safety.fold import Order
from unbroken.web.actions import Action
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.asked import TimelineAsked
from unbroken.web.presenters import report_lists as lists
from unbroken.web.presenters.listings import Fact, Listing
from unbroken.web.presenters.report_summary import list_classes, list_steps, summarise
from unbroken.web.presenters.timelines import Filters, Timeline, hold_against, present_filters, present_timeline
from unbroken.web.presenters.twice import Said, list_merges


@dataclass(frozen=True, slots=True)
class Link:
    """A way on from here."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class State:
    """Where the report stands, section by section."""

    is_restricted: bool
    summary: tuple[Fact, ...]
    flags: Listing
    classes: Listing
    steps: tuple[Fact, ...]
    people: Listing
    incidents: Listing
    evidence: Listing
    charges: Listing
    hearings: Listing
    sentences: Listing
    orders: Listing


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report as one reader sees it. `state` is None where nothing of it stands, or stood on the day asked for.

    `asked` is what was asked of its timeline and could be understood.
    """

    asked: TimelineAsked
    reference: str
    trail: list[dict[str, str]]
    as_known_on: str
    now_href: str
    notice: str
    journeys: tuple[Link, ...]
    linked: tuple[Link, ...]
    merges: tuple[Said, ...]
    actions: tuple[Action, ...]
    state: State | None
    filters: Filters
    timeline: Timeline


def present_report(
    reading: Reading,
    *,
    report: str,
    asked: TimelineAsked,
    today: date,
    actions: tuple[Action, ...],
    names: Mapping[str, str],
    orders: Sequence[Order],
) -> ReportPage:
    """The page of a report.

    `names` are those of the people in it and the references of the reports it is linked with, as far as the reader
    sees them; `orders` are those it names.
    """
    journey = _view(reading, report)
    standing = [item.entry for item in reading.effective() if item.withdrawn is None]
    folded = fold_report(report, standing) if standing else None
    reference = name_report(report, folded.reference if folded else None)
    asked = hold_against(asked, journey, {report: reference})
    return ReportPage(
        asked=asked,
        reference=reference,
        trail=trail(("Reports", address_if_any("reports")), (f"Report {reference}", "")),
        as_known_on=journey.as_known_on,
        now_href=asked.address(known=""),
        notice=" ".join(f"{withheld.text}." for withheld in journey.withheld),
        journeys=_journeys(folded, names) if folded else (),
        linked=tuple(Link(names[name], page_of(name)) for name in sorted(linked_reports(reading, report))),
        merges=list_merges(report, standing, names),
        actions=actions,
        state=_state(folded, journey, names, orders, today) if folded else None,
        filters=present_filters(journey, asked, references={}),
        timeline=present_timeline(journey, asked, references={}),
    )


def _state(report: Report, journey: Journey, names: Mapping[str, str], orders: Sequence[Order], today: date) -> State:
    incidents = [line for line in journey.incidents if report.object in line.reports]
    return State(
        is_restricted=report.is_restricted,
        summary=summarise(report, today=today),
        flags=lists.list_flags(report, journey),
        classes=list_classes(report),
        steps=list_steps(report),
        people=lists.list_people(report, names),
        incidents=lists.list_incidents(incidents),
        evidence=lists.list_evidence(report.evidence),
        charges=lists.list_charges(report.charges),
        hearings=lists.list_hearings(report.hearings),
        sentences=lists.list_sentences(report.sentences),
        orders=lists.list_orders(orders, today=today),
    )


def objects_named(reading: Reading, report: str) -> frozenset[str]:
    """The people and other reports that the page calls by name."""
    persons = {name for name in reading.objects if name.startswith("person:")}
    return linked_reports(reading, report) | persons


def linked_reports(reading: Reading, report: str) -> frozenset[str]:
    """The other reports that this one is linked with, in what the reader sees and what has not been withdrawn."""
    links = [item.entry for item in reading.effective() if not item.withdrawn and item.entry.kind == "report.linked"]
    return frozenset(subject.object for entry in links for subject in entry.subjects) - {report}


def _view(reading: Reading, report: str) -> Journey:
    withheld = read_withheld(reading.seen.withheld, reading.seen.masked)
    return read_journey(reading.effective(), subject=report, known_at=reading.known_at, withheld=withheld)


def _journeys(state: Report, names: Mapping[str, str]) -> tuple[Link, ...]:
    victims = state.people("victim")
    return tuple(
        Link(f"Journey of {names.get(victim) or victim.partition(':')[2]}", reverse("journey", args=[victim]))
        for victim in victims
    )
