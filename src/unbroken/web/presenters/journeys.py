"""The journey page: what she has been through, and where it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from markupsafe import Markup

from unbroken.access.reading import Reading
from unbroken.exchange.exporting.journey import Journey, read_journey, read_withheld
from unbroken.exchange.exporting.people import people_of
from unbroken.exchange.exporting.swimlanes import Table, describe, draw_narrow, draw_swimlanes, tabulate
from unbroken.record.entries import Entry
from unbroken.web.addresses import page_of
from unbroken.web.asked import TimelineAsked
from unbroken.web.presenters.cases import ReportLine, fold_reports, present_report_line
from unbroken.web.presenters.timelines import Timeline, present_timeline
from unbroken.web.words import say_count


@dataclass(frozen=True, slots=True)
class PersonLink:
    """Somebody on the journey."""

    name: str
    href: str
    roles: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The journey as a picture, for wide and for narrow screens, in words, and in figures."""

    wide: Markup
    narrow: Markup
    text: str
    table: Table


@dataclass(frozen=True, slots=True)
class Choice:
    """Something a timeline can be filtered by."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a timeline, as they are set."""

    lanes: tuple[Choice, ...]
    reports: tuple[Choice, ...]
    agencies: tuple[Choice, ...]
    clear_href: str
    other_order_href: str
    order: str


@dataclass(frozen=True, slots=True)
class JourneyPage:
    """A victim's journey as one reader sees it."""

    person: str
    name: str
    href: str
    person_href: str
    pdf_href: str
    export_href: str
    as_known_on: str
    now_href: str
    notices: tuple[str, ...]
    people: tuple[PersonLink, ...]
    picture: Picture
    reports: tuple[ReportLine, ...]
    filters: Filters
    timeline: Timeline
    said_shown: str


def present_journey(
    reading: Reading, *, person: str, asked: TimelineAsked, today: date, may_export: bool
) -> JourneyPage:
    """The page of a journey. `today` is the day on which the reader looks."""
    journey = view_of(reading, person)
    standing = [item.entry for item in reading.effective() if item.withdrawn is None]
    reports = _reports(journey, standing, today)
    references = {report.object: report.reference for report in reports}
    timeline = present_timeline(journey, asked, references=references)
    known = asked.address() if asked.known else ""
    return JourneyPage(
        person=person,
        name=name_of(journey, person),
        href=reverse("journey", args=[person]),
        person_href=page_of(person),
        pdf_href=reverse("journey_pdf", args=[person]) + known_only(asked) if may_export else "",
        export_href=reverse("journey_export", args=[person]) + known_only(asked) if may_export else "",
        as_known_on=journey.as_known_on,
        now_href=asked.address(known="") if known else "",
        notices=tuple(_notices(journey, reading)),
        people=_people(journey),
        picture=draw(journey),
        reports=reports,
        filters=_filters(journey, asked, references),
        timeline=timeline,
        said_shown=_say_shown(timeline, asked),
    )


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """What can be taken of a journey."""

    name: str
    journey_href: str
    pdf_href: str
    as_known_on: str
    entries: str
    notices: tuple[str, ...]


def present_copies(reading: Reading, *, person: str, asked: TimelineAsked) -> CopiesPage:
    """The page on which somebody takes a copy of a journey."""
    journey = view_of(reading, person)
    return CopiesPage(
        name=name_of(journey, person),
        journey_href=reverse("journey", args=[person]) + known_only(asked),
        pdf_href=reverse("journey_pdf", args=[person]) + known_only(asked),
        as_known_on=journey.as_known_on,
        entries=say_count(len(reading.seen.entries), "entry", "entries"),
        notices=tuple(_notices(journey, reading)),
    )


def view_of(reading: Reading, person: str) -> Journey:
    """The journey as a reader sees it, with what is withheld said in it."""
    return read_journey(
        reading.effective(),
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
    names = {name for line in journey.standing for name in line.reports}
    return tuple(present_report_line(report, today=today) for report in fold_reports(names, standing))


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


def _people(journey: Journey) -> tuple[PersonLink, ...]:
    return tuple(
        PersonLink(one.name or one.object.partition(":")[2], page_of(one.object), one.roles_text)
        for one in people_of(journey)
    )


def _filters(journey: Journey, asked: TimelineAsked, references: Mapping[str, str]) -> Filters:
    agencies = sorted({line.agency for line in journey.entries})
    return Filters(
        lanes=tuple(Choice(str(lane.lane), lane.title, lane.lane in asked.lanes) for lane in journey.lanes),
        reports=tuple(
            Choice(local, reference, local == asked.report)
            for name, reference in references.items()
            for local in [name.partition(":")[2]]
        ),
        agencies=tuple(Choice(agency, agency, agency == asked.agency) for agency in agencies),
        clear_href=asked.address(lane="", report="", agency="", **{"from": "", "to": ""}) + "#timeline",
        other_order_href=asked.address(order="" if asked.oldest_first else "oldest") + "#timeline",
        order="oldest first" if asked.oldest_first else "newest first",
    )


def _say_shown(timeline: Timeline, asked: TimelineAsked) -> str:
    entries = say_count(timeline.total, "entry", "entries")
    if asked.is_filtered:
        return f"{timeline.shown:,} of {entries}"
    return entries
