"""The entry page: what exactly was recorded, by whom, when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.urls import reverse

from unbroken.access.reading import Reading
from unbroken.exchange.exporting.details import Detail
from unbroken.exchange.exporting.journey import Amendment, Line, Part, read_journey, read_withheld
from unbroken.exchange.exporting.shapes import shapes_of, title_of
from unbroken.exchange.exporting.wording import say_days
from unbroken.record.amend import Effective
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Entry
from unbroken.record.ids import taken_in_at
from unbroken.vocabulary.agencies import say_agency
from unbroken.web.actions import Action
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.words import say_time


@dataclass(frozen=True, slots=True)
class About:
    """Somebody or something that the entry is about."""

    role: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Change:
    """A correction or withdrawal of the entry, and the entry that made it."""

    amendment: Amendment
    href: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """The erasure of what the entry said."""

    text: str
    recorded: str
    href: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry. `amends_href` leads to the entry that this one corrects, withdraws or erases."""

    title: str
    sentence: str
    trail: list[dict[str, str]]
    actions: tuple[Action, ...]
    lane: str
    lane_title: str
    status: str
    amends_href: str
    amends_title: str
    details: tuple[Detail, ...]
    not_recorded: tuple[str, ...]
    about: tuple[About, ...]
    happened: tuple[tuple[str, str], ...]
    origin: tuple[tuple[str, str], ...]
    chain: tuple[tuple[str, str], ...]
    corrections: tuple[Change, ...]
    withdrawn: Change | None
    erased: bool
    erasures: tuple[Erasure, ...]
    notice: str
    raw: str


def objects_named(entry: Entry) -> list[str]:
    """The people and reports that an entry is about: they are shown by name."""
    return [subject.object for subject in entry.subjects]


def present_entry(
    reading: Reading, entry: Entry, *, names: Mapping[str, str], actions: tuple[Action, ...]
) -> EntryPage:
    """The page of an entry that the reader may see. `names` are those of the people and reports it is about."""
    stood = {item.original.id: item for item in reading.effective()}
    items = [stood[entry.id]] if entry.id in stood else []
    line = read_journey(items, subject="").line(entry.id) if items else _line_of_amendment(entry)
    amended = next((one for one in reading.seen.entries if one.id == entry.corrects), None)
    return EntryPage(
        title=line.title,
        sentence=line.sentence,
        trail=_trail(entry, line.title, names),
        actions=actions,
        lane=str(line.lane),
        lane_title=line.lane_title,
        status=_status(line, entry),
        amends_href=reverse("entry", args=[entry.corrects]) if entry.corrects else "",
        amends_title=title_of(amended.kind).lower() if amended else "",
        details=line.details,
        not_recorded=_not_recorded(entry, line),
        about=tuple(_about(part, names) for part in line.parts),
        happened=_happened(line, entry),
        origin=_origin(entry),
        chain=_chain(entry),
        corrections=tuple(Change(one, reverse("entry", args=[one.id])) for one in line.corrections),
        withdrawn=Change(line.withdrawn, reverse("entry", args=[line.withdrawn.id])) if line.withdrawn else None,
        erased=line.erased,
        erasures=tuple(_erasure(one) for one in reading.seen.entries if _erases(one, entry)),
        notice=" ".join(f"{one.text}." for one in read_withheld({}, reading.seen.masked)),
        raw=_raw(entry),
    )


def _trail(entry: Entry, title: str, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The way here, by the report that the entry is about."""
    reports = [(f"Report {names[name]}", page_of(name)) for name in entry.of("report") if name in names]
    return trail(("Journeys", address_if_any("journeys")), *reports[:1], (title, ""))


def _line_of_amendment(entry: Entry) -> Line:
    """A correction, withdrawal or erasure as a line of its own."""
    return read_journey([Effective(entry, entry)], subject="").line(entry.id)


def _status(line: Line, entry: Entry) -> str:
    if entry.kind in AMENDMENTS:
        return ""
    if line.withdrawn:
        return "Withdrawn from the record"
    if line.erased:
        return "Content erased"
    return "Corrected" if line.corrections else ""


def _not_recorded(entry: Entry, line: Line) -> tuple[str, ...]:
    """The fields of its kind that hold nothing. Absent is not *no*: nobody recorded it."""
    if line.erased or entry.kind in AMENDMENTS:
        return ()
    given = {detail.field for detail in line.details}
    return tuple(shape.label for shape in shapes_of(entry.kind) if shape.name not in given)


def _about(part: Part, names: Mapping[str, str]) -> About:
    return About(part.label, names.get(part.object) or part.object.partition(":")[2], page_of(part.object))


def _happened(line: Line, entry: Entry) -> tuple[tuple[str, str], ...]:
    late = f" ({say_days(line.late)} after it happened)" if line.late is not None else ""
    return (
        ("It happened", f"{line.when} (known {line.precision})"),
        ("It was recorded", f"{line.recorded}{late}"),
        ("It was taken into Unbroken", say_time(taken_in_at(entry.id))),
    )


def _origin(entry: Entry) -> tuple[tuple[str, str], ...]:
    return (
        ("Agency", say_agency(entry.agency)),
        ("Recorded by", entry.recorded_by),
        ("Source", entry.source),
        ("Reference in the source", entry.source_ref),
        ("Kind", f"{entry.kind}, version {entry.version}"),
    )


def _chain(entry: Entry) -> tuple[tuple[str, str], ...]:
    return (
        ("Entry", entry.id),
        ("Place", f"entry {entry.seq:,} in the book of {entry.book}"),
        ("Digest of the content", entry.body_digest),
        ("Digest of the entry before", entry.prev),
        ("Digest of this entry", entry.digest),
    )


def _erases(one: Entry, entry: Entry) -> bool:
    return one.kind == "body.erased" and one.corrects == entry.id


def _erasure(entry: Entry) -> Erasure:
    line = _line_of_amendment(entry)
    return Erasure(line.sentence, line.recorded, reverse("entry", args=[entry.id]))


def _raw(entry: Entry) -> str:
    """The header and the content as stored, as far as the reader may see them."""
    values: dict[str, Any] = asdict(entry)
    return orjson.dumps(values, option=orjson.OPT_INDENT_2).decode()
