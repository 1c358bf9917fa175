"""The journey page: what she has been through, and where it is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse
from markupsafe import Markup

from unbroken.access.reading import Reading
from unbroken.cases.fold.victim import fold_safe_to_talk
from unbroken.exchange.exporting.journey import Journey, read_journey, read_withheld
from unbroken.exchange.exporting.people import people_of
from unbroken.exchange.exporting.reports import reports_of
from unbroken.exchange.exporting.swimlanes import Table, describe, draw_narrow, draw_swimlanes, tabulate
from unbroken.record.amend import Effective
from unbroken.record.entries import Entry
from unbroken.record.times import to_uk_date
from unbroken.web.actions import Action
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.asked import TimelineAsked
from unbroken.web.presenters.cases import ReportLine, fold_reports, list_reports_of, present_report_line
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.report_summary import say_safe
from unbroken.web.presenters.timelines import Filters, Timeline, hold_against, present_filters, present_timeline
from unbroken.web.words import say_between, say_count, say_length

_HIDDEN = "Nothing that your role may see."
_NO_REPORTS = "No report is shown here. A report appears as soon as one names this person as the victim."


@dataclass(frozen=True, slots=True)
class Picture:
    """The journey as a picture, for wide and for narrow screens, in words, and in figures."""

    wide: Markup
    narrow: Markup
    text: str
    table: Table


@dataclass(frozen=True, slots=True)
class JourneyPage:
    """A victim's journey as one reader sees it. `asked` is what was asked of it and could be understood."""

    asked: TimelineAsked
    name: str
    trail: list[dict[str, str]]
    lead: str
    actions: tuple[Action, ...]
    person_href: str
    pdf_href: str
    export_href: str
    safe_to_talk: str
    as_known_on: str
    now_href: str
    notice: str
    people: Listing
    picture: Picture | None
    reports: Listing
    filters: Filters
    timeline: Timeline


def present_journey(
    reading: Reading, *, person: str, asked: TimelineAsked, today: date, may_export: bool
) -> JourneyPage:
    """The page of a journey. `today` is the day on which the reader looks."""
    items = reading.effective()
    journey = _view(items, reading, person)
    standing = [item.entry for item in items if item.withdrawn is None]
    reports = _reports(journey, standing, min(today, _known_day(reading) or today))
    references = {report.object: report.title for report in reports}
    name = name_of(journey, person)
    is_hidden = not journey.standing and bool(reading.seen.restricted or reading.seen.withheld)
    asked = hold_against(asked, journey, references)
    timeline = present_timeline(journey, asked, references=references)
    return JourneyPage(
        asked=asked,
        name=name,
        trail=trail(("Journeys", address_if_any("journeys")), (name, "")),
        lead=_HIDDEN if is_hidden else _lead(journey),
        actions=(),
        person_href=page_of(person),
        pdf_href=reverse("journey_pdf", args=[person]) + known_only(asked) if may_export else "",
        export_href=reverse("journey_export", args=[person]) + known_only(asked) if may_export else "",
        safe_to_talk=_safe_to_talk(standing),
        as_known_on=journey.as_known_on,
        now_href=asked.address(known=""),
        notice=" ".join(_notices(journey, reading)),
        people=_people(journey),
        picture=None if is_hidden else draw(journey),
        reports=list_reports_of(reports, empty=_NO_REPORTS),
        filters=present_filters(journey, asked, references=references),
        timeline=replace(timeline, empty=_HIDDEN) if is_hidden else timeline,
    )


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """What can be taken of a journey."""

    name: str
    journey_href: str
    pdf_href: str
    as_known_on: str
    entries: str
    notice: str


def present_copies(reading: Reading, *, person: str, asked: TimelineAsked) -> CopiesPage:
    """The page on which somebody takes a copy of a journey."""
    journey = view_of(reading, person)
    return CopiesPage(
        name=name_of(journey, person),
        journey_href=reverse("journey", args=[person]) + known_only(asked),
        pdf_href=reverse("journey_pdf", args=[person]) + known_only(asked),
        as_known_on=journey.as_known_on,
        entries=say_count(len(reading.seen.entries), "entry", "entries"),
        notice=" ".join(_notices(journey, reading)),
    )


def view_of(reading: Reading, person: str) -> Journey:
    """The journey as a reader sees it, with what is withheld said in it."""
    return _view(reading.effective(), reading, person)


def _view(items: Sequence[Effective], reading: Reading, person: str) -> Journey:
    return read_journey(
        items,
        subject=person,
        known_at=reading.known_at,
        withheld=read_withheld(reading.seen.withheld, reading.seen.masked),
    )


def name_of(journey: Journey, person: str) -> str:
    """How the victim is called: the name last recorded, or the reference that stands for her."""
    found = {one.object: one.name for one in people_of(journey)}
    return found.get(person) or person.partition(":")[2]


def draw(journey: Journey) -> Picture:
    """The picture. Its text is escaped where it is drawn."""
    return Picture(
        wide=Markup(draw_swimlanes(journey)),
        narrow=Markup(draw_narrow(journey)),
        text=describe(journey),
        table=tabulate(journey),
    )


def known_only(asked: TimelineAsked) -> str:
    """The query that keeps only the day "as known on"."""
    return f"?known={asked.known}" if asked.known else ""


def _reports(journey: Journey, standing: Sequence[Entry], today: date) -> tuple[ReportLine, ...]:
    """The reports in the order, and with the labels, of the picture."""
    labels = {report.object: report.label for report in reports_of(journey)}
    states = {report.object: report for report in fold_reports(labels, standing)}
    return tuple(present_report_line(states[name], today=today, label=label) for name, label in labels.items())


def _notices(journey: Journey, reading: Reading) -> list[str]:
    """What is there and not shown."""
    found = [f"{withheld.text}." for withheld in journey.withheld]
    if reading.seen.restricted:
        count = len(reading.seen.restricted)
        is_are = "is" if count == 1 else "are"
        found.append(
            f"{say_count(count, 'report')} {is_are} restricted and not shown to your role. "
            "Ask a supervisor or a specialist reviewer."
        )
    return found


def _people(journey: Journey) -> Listing:
    rows = (
        (Cell(one.name or one.object.partition(":")[2], page_of(one.object)), one.roles_text)
        for one in people_of(journey)
    )
    return listing("People", ("Person", "Part"), rows, empty="")


def _safe_to_talk(standing: Sequence[Entry]) -> str:
    """What the victim last said, first on the page of whoever may contact them; nothing for who may not know."""
    asked = fold_safe_to_talk(standing)
    if asked is None:
        return ""
    when = say_between(asked.on, asked.last_on)
    return f"Safe to talk, when last asked ({when}): {say_safe(asked).lower()}. Ask again."


def _known_day(reading: Reading) -> date | None:
    """The last day of "as known on"."""
    return to_uk_date(reading.known_at) - timedelta(days=1) if reading.known_at else None


def _lead(journey: Journey) -> str:
    """The journey in a sentence."""
    if journey.length is None:
        return "Nothing is recorded yet."
    incidents = say_count(journey.counts.incidents, "incident") if journey.counts.incidents else "No incidents"
    reports = say_count(journey.counts.reports, "report")
    return f"{incidents} in {reports}, from {journey.period} ({say_length(journey.length)})."
