"""A timeline: entries in the order of time, under the months in which they happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from unbroken.exchange.exporting.journey import Amendment, Journey, Line
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.exchange.exporting.wording import say_days, say_month
from unbroken.record.kinds import Privacy
from unbroken.record.times import read_interval, to_uk_date
from unbroken.web.asked import TimelineAsked

PAGE = 500  # entries on one page: more than a person reads, and well within the time a page may take
_EXCERPT = 320  # characters of what was said; the entry's own page has the rest


@dataclass(frozen=True, slots=True)
class Item:
    """One entry on a timeline. `notes` are what a reader must know of how it came onto the record."""

    id: str
    href: str
    title: str
    lane: str
    lane_title: str
    agency: str
    when: str
    timestamp: str
    excerpt: str
    notes: tuple[str, ...]
    corrections: tuple[Amendment, ...]
    withdrawn: Amendment | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month, or the year of entries that are known only to the year."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries that were asked for, and those among all that were withdrawn. `shown` of `total` stand here."""

    months: tuple[Month, ...]
    withdrawn: tuple[Item, ...]
    shown: int
    total: int


def present_timeline(journey: Journey, asked: TimelineAsked, *, references: Mapping[str, str]) -> Timeline:
    """The part of a journey's timeline that was asked for. `references` are those of its reports, by object."""
    wanted = [line for line in _ordered(journey.entries, asked) if _is_wanted(line, asked)]
    standing = [line for line in wanted if line.stands]
    silences = {} if asked.is_filtered else {gap.before: f"{gap.text}." for gap in journey.gaps}
    before = _firsts_after(standing, silences)
    several = len(references) > 1
    part = standing[(asked.page - 1) * PAGE : asked.page * PAGE]
    items = [(line, present_item(line, references if several else {}, before.get(line.id, ""))) for line in part]
    return Timeline(
        months=tuple(
            Month(title, tuple(item for _, item in held))
            for title, held in groupby(items, key=lambda one: _month(one[0]))
        ),
        withdrawn=tuple(present_item(line, references if several else {}) for line in wanted if not line.stands),
        shown=len(standing),
        total=journey.counts.entries,
    )


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
        notes=tuple(_notes(line, references, silence)),
        corrections=line.corrections,
        withdrawn=line.withdrawn,
    )


def excerpt_of(line: Line) -> str:
    """The beginning of the first free text of an entry, cut at a word; "" where it has none."""
    for shape in shapes_of(line.kind):
        text = line.body.get(shape.name)
        if shape.privacy is Privacy.WORDS and isinstance(text, str):
            return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(None, 1)[0]} …"
    return ""


def _notes(line: Line, references: Mapping[str, str], silence: str) -> Iterator[str]:
    if silence:
        yield silence
    if line.precision not in {"to the minute", "to the day"}:
        yield f"When it happened is known {line.precision}."
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


def _firsts_after(lines: Iterable[Line], silences: Mapping[date, str]) -> dict[str, str]:
    """The silence before the earliest entry of each day that ends one, by the entry."""
    found: dict[date, Line] = {}
    for line in lines:
        if line.day in silences and (line.day not in found or line.happened.start < found[line.day].happened.start):
            found[line.day] = line
    return {line.id: silences[day] for day, line in found.items()}


def _month(line: Line) -> str:
    """The heading an entry stands under: what spans whole years belongs to no month."""
    last = to_uk_date(line.happened.end)
    whole_years = (line.day.month, line.day.day, last.month, last.day) == (1, 1, 1, 1) and last > line.day
    return str(line.day.year) if whole_years else say_month(line.day)
