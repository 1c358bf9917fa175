"""One person and the lists: where they are on, the marker, what is new since, and how soon somebody looked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from unbroken.exchange.exporting.shapes import sentence_of
from unbroken.record.entries import Entry
from unbroken.triage.activity import ROLES, Response, response, time_to_acknowledge
from unbroken.triage.fold import Acknowledged, Nominal, Placing
from unbroken.triage.queries import name_of_list, register_of
from unbroken.triage.registers import Register
from unbroken.triage.several import Serial
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.people import ROLES_HERE
from unbroken.vocabulary.triage import REGISTER_GROUNDS, REGISTER_REMOVALS, SERIAL_REVIEWS
from unbroken.web.addresses import page_of, trail
from unbroken.web.marking import Activity
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.registers import say_list
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_duration, say_time

MOST = 100  # entries that one acknowledgement names
_NO_LIST = "On no list. A list appears here when an entry puts this person on it."
_NOTHING_NEW = (
    "Nothing. What is recorded about this person from the marker on appears here until somebody acknowledges it."
)
_NOTHING_SEEN = "Nothing yet."


@dataclass(frozen=True, slots=True)
class MarkerPage:
    """A person's lists and marker. `shown` are the entries that the form acknowledges."""

    name: str
    trail: list[dict[str, str]]
    lists: Listing
    marker: str
    tasks: tuple[str, ...]
    is_marked: bool
    new: Listing
    shown: tuple[str, ...]
    further: str
    seen: Listing
    response: str
    change_href: str


@dataclass(frozen=True, slots=True)
class SerialPage:
    """A suspect with several victims, before a look at them."""

    name: str
    trail: list[dict[str, str]]
    said: str
    reports: Listing
    looks: Listing


@dataclass(frozen=True, slots=True)
class ListsSection:
    """The lists of a person on the pages about them. `href` is empty for those who may not open more."""

    marker: str
    href: str
    listing: Listing
    looks: str


def present_lists(
    nominal: Nominal, known: Sequence[Register], *, person: str, today: date, may_open: bool
) -> ListsSection | None:
    """Every list that a person is or was on; None where nothing is recorded of them and the lists."""
    if nominal == Nominal():
        return None
    last = nominal.serial_reviews[-1] if nominal.serial_reviews else None
    result = f": {SERIAL_REVIEWS.label(last.result).lower()}" if last and last.result else ""
    return ListsSection(
        marker=_say_marker(nominal),
        href=reverse("marker", args=[person]) if may_open and (nominal.placings or nominal.marker) else "",
        listing=list_placings(nominal, known, today=today, linked=may_open),
        looks=f"The specialist team looked at it on {say_day(last.on)}{result}." if last else "",
    )


def present_marker(
    activity: Activity,
    *,
    name: str,
    person: str,
    known: Sequence[Register],
    references: Mapping[str, str],
    today: date,
) -> MarkerPage:
    """The page of one person and the lists. `references` are what the reports of the new entries are called."""
    nominal = activity.one.nominal
    first = activity.new[:MOST]
    return MarkerPage(
        name=name,
        trail=trail(("Registers", reverse("registers")), (name, page_of(person)), ("Lists and marker", "")),
        lists=list_placings(nominal, known, today=today, linked=True),
        marker=_say_marker(nominal),
        tasks=tuple(_say_task(task, known, today) for task in nominal.tasks),
        is_marked=nominal.marker is not None,
        new=_list_new(first, frozenset(activity.one.members), references),
        shown=tuple(entry.id for entry in first),
        further=_say_further(len(activity.new) - len(first)),
        seen=_list_seen(activity.seen),
        response=say_response(response(time_to_acknowledge(*pair) for pair in activity.seen)),
        change_href=reverse("marker_change", args=[person]),
    )


def list_placings(nominal: Nominal, known: Sequence[Register], *, today: date, linked: bool = False) -> Listing:
    """Every list that a person is or was on, those they are on first. `linked` leads to the lists."""
    found = sorted(nominal.placings, key=lambda one: (one.removed_on is not None, -one.on.toordinal(), one.entry))
    rows = (
        (
            Cell(say_list(name_of_list(one, known, on=today)), _href(one, known) if linked else ""),
            Cell(say_day(one.on), reverse("entry", args=[one.entry]), f"By {say_agency(one.agency)}"),
            "\n".join(REGISTER_GROUNDS.label(ground) for ground in one.grounds) or NOT_RECORDED,
            _say_until(one),
        )
        for one in found
    )
    return listing("Lists", ("List", "Put on it", "Grounds", "Now"), rows, empty=_NO_LIST)


def say_response(found: Response) -> str:
    """How soon activity was acknowledged, in words; nothing where none was."""
    if found.typical is None:
        return ""
    looked = say_count(found.acknowledged, "entry was", "entries were")
    typical, longest = say_duration(found.typical), say_duration(found.longest)
    return f"{looked} acknowledged, half of them within {typical}; the longest took {longest}."


def present_serial(
    serial: Serial,
    nominal: Nominal,
    *,
    name: str,
    person: str,
    reports: Mapping[str, str],
    victims: Mapping[str, Sequence[str]],
) -> SerialPage:
    """The page for a look at a suspect with several victims. `reports` by name, `victims` of each by name."""
    rows = ((Cell(text, page_of(report)), ", ".join(victims.get(report, ()))) for report, text in reports.items())
    looks = (
        (
            Cell(say_day(look.on), reverse("entry", args=[look.entry])),
            SERIAL_REVIEWS.label(look.result) if look.result else NOT_RECORDED,
        )
        for look in reversed(nominal.serial_reviews)
    )
    return SerialPage(
        name=name,
        trail=trail((name, page_of(person)), ("Several victims", "")),
        said=say_serial(serial),
        reports=listing("Reports of stalking", ("Report", "Victims"), rows, empty=""),
        looks=listing("Looked at before", ("On", "What came of it"), looks, empty="Nobody has recorded a look."),
    )


def say_serial(serial: Serial) -> str:
    """How many victims, and how many of them no look covers."""
    whole = f"{say_count(len(serial.victims), 'different victim')} in reports of stalking with this suspect"
    if not serial.looked_on:
        return f"{whole}. Nobody has looked at them together."
    new = len(serial.unseen)
    since = f"{say_count(new, 'victim is', 'victims are')} new since" if new else "nobody is new since"
    return f"{whole}. Last looked at on {say_day(serial.looked_on)}; {since}."


def _href(placing: Placing, known: Iterable[Register]) -> str:
    register = register_of(placing, known)
    return page_of(register.object) if register else ""


def _say_until(one: Placing) -> str:
    if one.removed_on is None:
        return f"On it; next review {say_day(one.next_review)}"
    because = f": {REGISTER_REMOVALS.label(one.removed_because).lower()}" if one.removed_because else ""
    return f"Taken off on {say_day(one.removed_on)}{because}"


def _say_marker(nominal: Nominal) -> str:
    if nominal.marker:
        return f"A marker is in place since {say_day(nominal.marker.on)}."
    return "No marker is recorded as placed."


def _say_task(task: Placing, known: Sequence[Register], today: date) -> str:
    late = " (overdue)" if task.marker_due and task.marker_due < today else ""
    owner = task.marker_owner or "somebody (not recorded who)"
    named = say_list(name_of_list(task, known, on=today))
    return f"To be placed by {owner}, due {say_day(task.marker_due)}{late}: {named}"


def _list_new(entries: Iterable[Entry], members: frozenset[str], references: Mapping[str, str]) -> Listing:
    rows = (
        (
            Cell(sentence_of(entry.kind, entry.body), reverse("entry", args=[entry.id])),
            _say_part(entry, members),
            _report_cell(entry, references),
            Cell(say_time(entry.recorded_at), note=say_agency(entry.agency)),
        )
        for entry in entries
    )
    return listing("New since the marker", ("What", "Part", "Report", "Recorded"), rows, empty=_NOTHING_NEW)


def _say_part(entry: Entry, members: frozenset[str]) -> str:
    """The part that the person plays in it."""
    played = {subject.role for subject in entry.subjects if subject.object in members}
    roles = {entry.get("role_here")} if entry.kind == "person.described" else played
    return ", ".join(ROLES_HERE.label(role) for role in sorted(roles & ROLES))


def _report_cell(entry: Entry, references: Mapping[str, str]) -> Cell:
    """The first report that it is about."""
    report = next((name for name in entry.of("report") if name in references), "")
    return Cell(references[report], page_of(report)) if report else Cell(NOT_RECORDED)


def _say_further(number: int) -> str:
    if number <= 0:
        return ""
    return f"{say_count(number, 'entry', 'entries')} more: acknowledge these first, then they appear."


def _list_seen(pairs: Iterable[tuple[Entry, Acknowledged]]) -> Listing:
    rows = (
        (
            Cell(sentence_of(entry.kind, entry.body), reverse("entry", args=[entry.id])),
            Cell(say_time(seen.recorded_at), reverse("entry", args=[seen.entry]), f"By {seen.by}"),
            say_duration(time_to_acknowledge(entry, seen)),
        )
        for entry, seen in reversed(tuple(pairs))
    )
    return listing("Acknowledged", ("What", "Acknowledged", "Took"), rows, empty=_NOTHING_SEEN)
