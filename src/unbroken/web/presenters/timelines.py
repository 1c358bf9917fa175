"""A timeline: entries in the order of time, under the months in which they happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from unbroken.exchange.exporting.journey import Amendment, Journey, Line
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.exchange.exporting.wording import BEFORE_ITS_REPORT, say_count, say_days, say_month
from unbroken.record.kinds import Privacy
from unbroken.record.times import read_interval, to_uk_date
from unbroken.web.asked import TimelineAsked
from unbroken.web.presenters.listings import select
from unbroken.web.presenters.paging import page_count, paging

PAGE = 500  # entries on one page: more than a person reads, and well within the time a page may take
_NOTHING = "Nothing is recorded yet. Whatever any agency records about these reports appears here."
_NO_MATCH = "No entry fits these filters. Clear them to see the whole timeline."
_SAID_FIRST = ("narrative", "words")
_NOT_SAID = frozenset({"when_note"})  # stands beside the date on the entry's own page
_EXCERPT = 320  # characters of what was said; the entry's own page has the rest


@dataclass(frozen=True, slots=True)
class Item:
    """One entry on a timeline. `note` is what a reader must know of how it came onto the record."""

    id: str
    href: str
    title: str
    lane: str
    lane_title: str
    agency: str
    when: str
    timestamp: str
    excerpt: str
    note: str
    corrections: tuple[Amendment, ...]
    withdrawn: Amendment | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or the year of entries that are known only to the year."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries that were asked for, and those among them that were withdrawn.

    `said` is how many stand here of how many; `pages` are the parameters of the pagination, none on a single page.
    """

    months: tuple[Month, ...]
    withdrawn: tuple[Item, ...]
    said: str
    empty: str
    pages: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a timeline, as they are set. `is_wrong` where one of them could not be understood."""

    lanes: tuple[dict[str, Any], ...]
    selects: tuple[dict[str, Any], ...]
    clear_href: str
    other_order_href: str
    other_order: str
    order: str
    is_wrong: bool


def present_timeline(journey: Journey, asked: TimelineAsked, *, references: Mapping[str, str]) -> Timeline:
    """The part of a journey's timeline that was asked for. `references` are those of its reports, by object."""
    wanted = [line for line in _ordered(journey.entries, asked) if _is_wanted(line, asked)]
    standing = [line for line in wanted if line.stands]
    named = references if len(references) > 1 else {}
    number = min(asked.page, page_count(len(standing), PAGE))
    return Timeline(
        months=_months(standing[(number - 1) * PAGE : number * PAGE], named, _silences(journey, standing, asked)),
        withdrawn=tuple(present_item(line, named) for line in wanted if not line.stands),
        said=_said(len(standing), journey.counts.entries, asked),
        empty=_NO_MATCH if asked.is_filtered else _NOTHING,
        pages=_pages(number, len(standing), asked),
    )


def present_filters(journey: Journey, asked: TimelineAsked, *, references: Mapping[str, str]) -> Filters:
    """What the timeline can be filtered by: only what is in it."""
    agencies = sorted({line.agency for line in journey.entries})
    reports = [(name.partition(":")[2], reference) for name, reference in references.items()]
    selects = (
        select("report", "Report", "All reports", reports, asked.report),
        select("agency", "Agency", "All agencies", [(agency, agency) for agency in agencies], asked.agency),
    )
    nothing = {"report": "", "agency": "", "from": "", "to": "", "lane": ""}
    return Filters(
        lanes=tuple(
            {"value": str(lane.lane), "text": lane.title, "checked": lane.lane in asked.lanes} for lane in journey.lanes
        ),
        selects=tuple(select for select in selects if len(select["items"]) > 2),
        clear_href=asked.address(**nothing) + "#timeline",
        other_order_href=asked.address(order="" if asked.oldest_first else "oldest") + "#timeline",
        other_order="Show newest first" if asked.oldest_first else "Show oldest first",
        order="oldest first" if asked.oldest_first else "newest first",
        is_wrong=any(name in asked.errors for name in ("lane", "report", "agency", "from", "to")),
    )


def hold_against(asked: TimelineAsked, journey: Journey, references: Mapping[str, str]) -> TimelineAsked:
    """What was asked, held against what is on the timeline. `references` are those of its reports, by object."""
    agencies = sorted({line.agency for line in journey.entries})
    reports = {name.partition(":")[2]: reference for name, reference in references.items()}
    shown = [name for name, count in (("report", len(reports)), ("agency", len(agencies))) if count > 1]
    found = asked.among(reports=reports, agencies=agencies, fields=shown)
    standing = sum(line.stands and _is_wanted(line, found) for line in journey.entries)
    return found.beyond(found.page, last=page_count(standing, PAGE))


def present_item(line: Line, references: Mapping[str, str], silence: str = "") -> Item:
    """One entry. Names its reports where `references` has them."""
    number = f"Incident {line.number}: " if line.number is not None else ""
    return Item(
        id=line.id,
        href=reverse("entry", args=[line.id]),
        title=f"{number}{line.sentence}",
        lane=str(line.lane),
        lane_title=line.lane_title,
        agency=line.agency,
        when=line.when,
        timestamp=line.day.isoformat(),
        excerpt=excerpt_of(line),
        note=" ".join(_notes(line, references, silence)),
        corrections=line.corrections,
        withdrawn=line.withdrawn,
    )


def excerpt_of(line: Line) -> str:
    """The beginning of what was said, in free text, cut at a word; "" where the entry has none."""
    free = [shape.name for shape in shapes_of(line.kind) if shape.privacy is Privacy.WORDS]
    for name in (*_SAID_FIRST, *free):
        text = line.body.get(name)
        if name in free and name not in _NOT_SAID and isinstance(text, str):
            return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(None, 1)[0]} …"
    return ""


def _months(lines: Sequence[Line], references: Mapping[str, str], silences: Mapping[str, str]) -> tuple[Month, ...]:
    return tuple(
        Month(title, tuple(present_item(line, references, silences.get(line.id, "")) for line in held))
        for title, held in groupby(lines, key=_month)
    )


def _said(shown: int, total: int, asked: TimelineAsked) -> str:
    entries = say_count(total, "entry", "entries")
    return f"{shown:,} of {entries}" if asked.is_filtered else entries


def _pages(number: int, total: int, asked: TimelineAsked) -> dict[str, Any]:
    if total <= PAGE:
        return {}

    def address(page: int) -> str:
        return asked.address(page=str(page)) + "#timeline"

    return paging(number=number, size=PAGE, total=total, address=address, things="entries")


def _notes(line: Line, references: Mapping[str, str], silence: str) -> Iterator[str]:
    if silence:
        yield silence
    if line.precision not in {"to the minute", "to the day"}:
        yield f"When it happened is known {line.precision}."
    if line.early:
        yield f"{BEFORE_ITS_REPORT}."
    if line.late is not None:
        yield f"Recorded {say_days(line.late)} later, on {line.recorded}."
    if line.erased:
        yield "What it said was erased by law. Only the header remains."
    reports = [references[name] for name in line.reports if name in references]
    if reports:
        yield f"Report {', '.join(reports)}."


def _ordered(lines: Sequence[Line], asked: TimelineAsked) -> Sequence[Line]:
    return lines if asked.oldest_first else lines[::-1]


def _is_wanted(line: Line, asked: TimelineAsked) -> bool:
    return (
        (not asked.lanes or line.lane in asked.lanes)
        and (not asked.report or asked.report in {name.partition(":")[2] for name in line.reports})
        and (not asked.agency or line.agency == asked.agency)
        and (not asked.first or line.last_day >= to_uk_date(read_interval(asked.first).start))
        and (not asked.last or line.day < to_uk_date(read_interval(asked.last).end))
    )


def _silences(journey: Journey, lines: Iterable[Line], asked: TimelineAsked) -> dict[str, str]:
    """The silence before the earliest entry of each day that ends one, by the entry. None where a part is left out."""
    if asked.is_filtered:
        return {}
    ends = {gap.before: f"{gap.text}." for gap in journey.gaps}
    found: dict[date, Line] = {}
    for line in lines:
        if line.day in ends and (line.day not in found or line.happened.start < found[line.day].happened.start):
            found[line.day] = line
    return {line.id: ends[day] for day, line in found.items()}


def _month(line: Line) -> str:
    """The heading an entry stands under: what spans whole years belongs to no month."""
    last = to_uk_date(line.happened.end)
    whole_years = (line.day.month, line.day.day, last.month, last.day) == (1, 1, 1, 1) and last > line.day
    return str(line.day.year) if whole_years else say_month(line.day)
