"""The desks of those beside the victim or the offender: advocates, health, probation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.urls import reverse

from unbroken.access.policy import may_handle
from unbroken.cases.queries import Wanted, hearings_between, list_reports, parts_of, reports_by_name
from unbroken.record.kinds import Handling
from unbroken.safety.models import OrderRow
from unbroken.safety.queries import checks_due, ending_soon, parties_of
from unbroken.support.fold import Support
from unbroken.support.models import SupportRow
from unbroken.support.queries import TAKEN, clients, services_of
from unbroken.vocabulary.courts import HEARING_TYPES
from unbroken.vocabulary.orders import ORDER_TYPES
from unbroken.vocabulary.support import SERVICES
from unbroken.web.addresses import page_of
from unbroken.web.desks.desk import SHOWN, Desk, Section, gather, list_reports_with_flags, reference_of
from unbroken.web.desks.needs import needs
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.visible import Limits, names_for, still_open, visible_support
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_duration

_AHEAD = timedelta(days=28)
_CLIENTS = SHOWN * 3
_CLIENTS_EMPTY = "Nobody yet. A victim appears here when support is recorded as accepted or started."
_HEARINGS_EMPTY = "None in the next four weeks. A hearing of a client's case appears here as soon as it is listed."
_MATTERS = "Those of which something was recorded last."
_MATTERS_EMPTY = "None. A report appears here when your agency records something of it."
_ORDERS_EMPTY = "None. An order appears here when its check falls due or its end comes near."


def advocate(limits: Limits, today: date) -> Desk:
    """Who needs me today?"""
    rows, services = _clients(limits)
    victims = [row.object for row in rows]
    parts = [part for part in parts_of(victims) if part.role == "victim" and limits.shows(part.report)]
    names = names_for(limits, victims)
    of = {part.report: part.person for part in parts}
    sections = (
        Section(
            "Victims with support",
            _list_clients(rows, services, names, limits, today),
            "Accepted or started with any service; those who were not reached for longest come first.",
        ),
        Section("Hearings of their cases", _list_hearings(of, names, limits, today)),
    )
    return Desk("Who needs me today?", sections, frozenset(victims) | frozenset(of))


def keeper(limits: Limits, today: date) -> Desk:
    """Which orders have to be looked at? For probation and health."""
    due = checks_due(by=today + _AHEAD)
    ending = ending_soon(on=today, until=today + _AHEAD)
    shown_orders = still_open(limits, {row.object for row in (*due, *ending)})
    due = [row for row in due if row.object in shown_orders][:SHOWN]
    ending = [row for row in ending if row.object in shown_orders][:SHOWN]
    shown = [*due, *ending]
    parties = parties_of({row.object for row in shown})
    persons = {name for found in parties.values() for name, role in found if role in ("victim", "suspect")}
    names = names_for(limits, {person for person in persons if limits.speaks_of(person)})
    wanted = Wanted(of=limits.reports, without=limits.hidden)
    matters = gather(list_reports(wanted, sort="last_recorded_at", size=SHOWN).rows, limits)
    sections = (
        Section("Checks due in the next four weeks", _list_orders(due, parties, names, "next_check")),
        Section("Ending in the next four weeks", _list_orders(ending, parties, names, "until")),
        *needs(limits),
        Section("Your agency's matters", list_reports_with_flags(matters, today=today, empty=_MATTERS_EMPTY), _MATTERS),
    )
    objects = frozenset(names) | {row.object for row in shown} | matters.objects
    return Desk("Which orders need looking at?", sections, objects)


def _clients(limits: Limits) -> tuple[list[SupportRow | Support], Mapping[str, Sequence[str]]]:
    """The clients, longest without contact first, and their services.

    The table knows of a client what only a restricted report says. Whoever has a part in one is therefore folded
    from what this reader sees, and is left out where nothing of that is support.
    """
    touched = {name: state for name, state in visible_support(limits).items() if limits.speaks_of(name)}
    taken = {name: held for name, state in touched.items() if state and (held := state.in_state(*TAKEN))}
    hidden = limits.closed | touched.keys()
    rows: list[SupportRow | Support] = [*clients(without=hidden, of=limits.victims, limit=_CLIENTS)]
    rows += [state for name, state in touched.items() if state and name in taken]
    rows.sort(key=lambda row: (row.last_contact_on or date.min, row.object))
    rows = rows[:_CLIENTS]
    return rows, {**services_of([row.object for row in rows if row.object not in taken]), **taken}


def _list_clients(
    rows: Sequence[SupportRow | Support],
    services: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    limits: Limits,
    today: date,
) -> Listing:
    plans = bool(may_handle(limits.user, Handling.ADVOCATE))
    found = (
        (
            Cell(names[row.object], reverse("journey", args=[row.object])),
            ", ".join(SERVICES.label(code) for code in services.get(row.object, ())),
            Cell(_ago(row.last_contact_on, today), note=_failed(row)),
            say_day(row.plan_review_on) if plans else "not shown to your role",
        )
        for row in rows
    )
    return listing(
        "Clients", ("Victim", "Service", "Last contact", "Safety plan to be reviewed"), found, empty=_CLIENTS_EMPTY
    )


def _ago(day: date | None, today: date) -> str:
    return f"{say_duration((today - day).days)} ago" if day else NOT_RECORDED


def _failed(row: SupportRow | Support) -> str:
    return f"{say_count(row.failed_since_contact, 'failed attempt')} since" if row.failed_since_contact else ""


def _list_hearings(of: Mapping[str, str], names: Mapping[str, str], limits: Limits, today: date) -> Listing:
    listed = hearings_between(today, today + _AHEAD, of=of)
    shown = still_open(limits, {hearing.prosecution for hearing in listed})
    hearings = [hearing for hearing in listed if hearing.prosecution in shown][:SHOWN]
    rows = reports_by_name({hearing.object for hearing in hearings})
    found = (
        (
            Cell(say_day(hearing.day), note=hearing.court),
            HEARING_TYPES.label(hearing.purpose) if hearing.purpose else NOT_RECORDED,
            Cell(reference_of(rows[hearing.object]), page_of(hearing.object), note=names[of[hearing.object]]),
            f"Told on {say_day(hearing.victim_told_on)}" if hearing.victim_told_on else "Not recorded as told",
        )
        for hearing in hearings
    )
    return listing("Hearings", ("Day", "What for", "Report", "Victim"), found, empty=_HEARINGS_EMPTY)


def _list_orders(
    rows: Sequence[OrderRow], parties: Mapping[str, Sequence[tuple[str, str]]], names: Mapping[str, str], column: str
) -> Listing:
    found = (
        (
            Cell(ORDER_TYPES.label(row.type) if row.type else NOT_RECORDED, note=row.court),
            _named("suspect", parties.get(row.object, ()), names),
            _named("victim", parties.get(row.object, ()), names),
            say_day(getattr(row, column)),
        )
        for row in rows
    )
    return listing("Orders", ("Order", "Bound", "Protected", "Day"), found, empty=_ORDERS_EMPTY)


def _named(role: str, parties: Sequence[tuple[str, str]], names: Mapping[str, str]) -> Cell:
    """The first person of this role, with a link."""
    person = next((name for name, played in parties if played == role and name in names), "")
    return Cell(names[person], page_of(person)) if person else Cell(NOT_RECORDED)
