"""The registers: all lists, who is on any of them, and whom each two share."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from unbroken.exchange.exporting.tables import guard_cell
from unbroken.triage.fold import UNNAMED, Placing
from unbroken.triage.queries import List, Listed, name_of_list, overlaps
from unbroken.triage.registers import Register
from unbroken.web.addresses import page_of
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.paging import paging
from unbroken.web.words import NOT_RECORDED, say_day

SIZE = 30
NO_NAME = "Highest-harm register, not named"
_NO_LIST = (
    "No list is defined, and nobody is on one. Define a list with its rule, or import the entries that put people on "
    "lists."
)
_NOBODY_LISTED = "Nobody. People appear here when they are put on a list, or a marker is placed."


@dataclass(frozen=True, slots=True)
class RegistersAsked(Wrongs):
    """Which page of a list of people is wanted."""

    page: int

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        return f"?page={page}"


def read_registers_asked(query: QueryDict) -> RegistersAsked:
    """What was asked of a list of people on registers."""
    reader = Reader(query, ("page",))
    return RegistersAsked(reader.page(), errors=reader.errors)


@dataclass(frozen=True, slots=True)
class RegistersPage:
    """Every list, whom each two share, and everybody on any of them."""

    lists: Listing
    overlaps: Listing
    unmarked: Listing
    unlisted: Listing
    people: Listing
    pages: dict[str, Any]
    new_href: str


def present_registers(
    found: Sequence[List],
    known: Sequence[Register],
    shown: Sequence[Listed],
    *,
    total: int,
    unmarked: Sequence[Listed],
    unlisted: Sequence[Listed],
    names: Mapping[str, str],
    asked: RegistersAsked,
    today: date,
    may_define: bool,
) -> RegistersPage:
    """The page of all lists. `shown` are the people on this page of `total`."""
    return RegistersPage(
        lists=_list_lists(found, today),
        overlaps=_list_overlaps(found),
        unmarked=_list_people(
            "On a list that calls for a marker, without one", unmarked, known, names, today, "Nobody."
        ),
        unlisted=_list_people("With a marker and on no list", unlisted, known, names, today, "Nobody."),
        people=_list_people("Everybody on a list or with a marker", shown, known, names, today, _NOBODY_LISTED),
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="people"),
        new_href=reverse("register_new") if may_define else "",
    )


def say_list(name: str) -> str:
    """What a list is called; words for one that entries do not name."""
    return NO_NAME if name == UNNAMED else name


def overlaps_csv(found: Sequence[List], *, about: Iterable[tuple[str, str]]) -> str:
    """Whom each two lists share, as counts, with what must stand beside them."""
    out = StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    for name, text in about:
        sheet.writerow((guard_cell(name), guard_cell(text)))
    sheet.writerow(())
    sheet.writerow(("list", "other_list", "on_list", "on_other_list", "on_both"))
    for (i, j), both in overlaps(found).items():
        one, other = found[i], found[j]
        named = (guard_cell(say_list(one.name)), guard_cell(say_list(other.name)))
        sheet.writerow((*named, len(one.persons), len(other.persons), len(both)))
    return out.getvalue()


def _list_lists(found: Sequence[List], today: date) -> Listing:
    rows = (
        (
            Cell(say_list(one.name), page_of(one.register.object) if one.register else ""),
            one.register.at(today).keeper if one.register else Cell("Not defined", note="Entries only name it"),
            say_state(one.register, today) if one.register else NOT_RECORDED,
            f"{len(one.persons):,}",
        )
        for one in found
    )
    return listing("Lists", ("List", "Kept by", "Since", "On it now"), rows, empty=_NO_LIST)


def say_state(register: Register, today: date) -> str:
    """Since when a list is kept, or from or until when."""
    now = register.at(today)
    if now.in_force_from > today:
        return f"In force from {say_day(now.in_force_from)}"
    if now.ends and now.ends <= today:
        return f"No longer kept since {say_day(now.ends)}"
    return f"In force since {say_day(now.in_force_from)}"


def _list_overlaps(found: Sequence[List]) -> Listing:
    pairs = sorted(overlaps(found).items(), key=lambda pair: (-len(pair[1]), pair[0]))
    rows = (
        (
            say_list(found[i].name),
            say_list(found[j].name),
            f"{len(both):,}",
            f"{len(found[i].persons):,} and {len(found[j].persons):,}",
        )
        for (i, j), both in pairs
    )
    empty = "There are no two lists yet. Whom each two share is counted here."
    return listing("Overlaps", ("List", "And", "On both", "On each"), rows, empty=empty)


def _list_people(
    caption: str,
    people: Iterable[Listed],
    known: Sequence[Register],
    names: Mapping[str, str],
    today: date,
    empty: str,
) -> Listing:
    rows = (
        (
            Cell(names[one.person], page_of(one.person)),
            "\n".join(_say_placing(placing, known, today) for placing in one.nominal.current) or "None",
            marker_cell(one),
        )
        for one in people
    )
    return listing(caption, ("Person", "Lists", "Marker"), rows, empty=empty)


def _say_placing(placing: Placing, known: Sequence[Register], today: date) -> str:
    return f"{say_list(name_of_list(placing, known, on=today))}, since {say_day(placing.on)}"


def marker_cell(one: Listed) -> Cell:
    """The state of the marker, with the way to the page that shows what is new."""
    href, nominal = reverse("marker", args=[one.person]), one.nominal
    if nominal.marker:
        return Cell("In place", href, f"Since {say_day(nominal.marker.on)}")
    if nominal.tasks:
        due = min((task.marker_due for task in nominal.tasks if task.marker_due), default=None)
        return Cell("To be placed", href, f"By {say_day(due)}" if due else "")
    return Cell("None", href)
