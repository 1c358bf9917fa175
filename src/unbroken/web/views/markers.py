"""One marked person: what is new and who has looked; the marker itself; and a look at a suspect's several victims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission
from unbroken.cases.queries import people_in, reports_by_name
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, Refused
from unbroken.record.ids import new_id
from unbroken.record.queries import entries_by_id
from unbroken.triage import queries
from unbroken.triage.fold import Nominal
from unbroken.triage.queries import Listed
from unbroken.triage.several import Serial, serials
from unbroken.web.forms import Filled, Form
from unbroken.web.marking import activity_for
from unbroken.web.person_reading import read_about
from unbroken.web.presenters.markers import present_marker, present_serial
from unbroken.web.presenters.register import references_of
from unbroken.web.presenters.register_forms import (
    ACKNOWLEDGE,
    ACTIVITY,
    ASKS,
    LIFTED,
    NOT_SAID,
    PLACED,
    SENT_AGAIN,
    SERIAL,
    ask_again,
)
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, TWICE, numbered
from unbroken.web.recording.entry_views import record
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen, version
from unbroken.web.visible import limits_of, names_for

_SEEN_ALREADY = "Somebody has acknowledged this already. What is listed now is what is still new."


@dataclass(frozen=True, slots=True)
class Opened:
    """A resolved person as somebody opened them: `person` is the description in the address."""

    user: User
    person: str
    one: Listed
    name: str


def open_person(request: HttpRequest, person: str) -> Opened:
    """The resolved person, if the reader may know of all of them. Raises Http404 and logs what is shown."""
    user = signed_in(request)
    read_about(request, person)
    limits = limits_of(user)
    one = queries.listed(person, without=limits.hidden)
    if not all(limits.speaks_of(name) for name in one.members):
        raise refuse_closed(request, person)
    consult(request, one.members)
    return Opened(user, person, one, names_for(limits, {person})[person])


@requires(Permission.SEE_REGISTERS, consults="a person's lists and marker, and what is new")
@require_http_methods(["GET", "HEAD", "POST"])
def marker(request: HttpRequest, person: str) -> HttpResponse:
    """What is new about this person, and has anybody looked?"""
    opened = open_person(request, person)
    if not opened.one.nominal.placings and not opened.one.nominal.marker:
        raise Http404
    if request.method == "POST":
        return _acknowledge(request, opened)
    return _show_marker(request, opened, None)


def _acknowledge(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = ACKNOWLEDGE.read(request.POST)
    form = numbered(form, raw_of(request.POST))
    [activity] = activity_for(opened.user, [opened.one])
    new, seen = {entry.id for entry in activity.new}, {entry.id for entry, _ in activity.seen}
    asked = [name for name in (form.values.get(ACTIVITY) or "").split() if name in new | seen]
    if form.ok and new.isdisjoint(asked) and not _was_sent(opened, asked, form):
        return _show_marker(request, opened, form.refuse([("", _SEEN_ALREADY)]))
    if not form.ok:
        return _show_marker(request, opened, form)
    body = {"activity": asked} | ({"note": form.values["note"]} if form.values.get("note") else {})
    draft = _draft(opened, form, "marker.acknowledged", body)
    try:
        twice = record([draft], by=opened.user, action=f"register:{draft.kind}")
    except Conflict:
        return _show_marker(request, opened, form.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show_marker(request, opened, form.refused(refused))
    return _go_on(request, "marker", opened.person, twice=twice)


def _was_sent(opened: Opened, asked: Sequence[str], form: Filled) -> bool:
    """Whether it was this very form that acknowledged these entries: the record then says so."""
    held = opened.one.nominal.acknowledged
    by = entries_by_id({held[name].entry for name in asked if name in held})
    return any(entry.source_ref == form.values.get(FORM_ID) for entry in by)


def _show_marker(request: HttpRequest, opened: Opened, form: Filled | None) -> HttpResponse:
    [activity] = activity_for(opened.user, [opened.one])
    reports = {name for entry in activity.new for name in entry.of("report")}
    consult(request, {*opened.one.members, *reports})
    page = present_marker(
        activity,
        name=opened.name,
        person=opened.person,
        known=queries.registers(),
        references=references_of(reports_by_name(reports)),
        today=timezone.localdate(),
    )
    fresh = ACKNOWLEDGE.start({FORM_ID: new_id(), ACTIVITY: " ".join(page.shown)})
    shown = fresh if form is None else replace(form, typed={**form.typed, ACTIVITY: " ".join(page.shown)})
    return render(request, "registers/marker.html", {"page": page, "form": shown}, status=200 if shown.ok else 422)


@requires(Permission.SEE_REGISTERS, consults="a person's marker")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Record that the marker was placed, or, where there is one, that it was lifted."""
    opened = open_person(request, person)
    if request.method == "POST":
        form, kind = (LIFTED, "marker.lifted") if request.POST.get(ASKS) == "lifted" else (PLACED, kind)
        return _take(request, opened, form, kind, _CHANGE)
    return _show_change(request, opened, _start_change(opened, {"happened": timezone.localdate().isoformat()}))


def _start_change(opened: Opened, values: Mapping[str, str]) -> Filled:
    form, asks = (LIFTED, "lifted") if opened.one.nominal.marker else (PLACED, "placed")
    return form.start({FORM_ID: new_id(), ASKS: asks, SEEN: _marker_version(opened.one.nominal), **values})


def _marker_version(nominal: Nominal) -> str:
    return version(nominal.marker.entry if nominal.marker else "")


def _show_change(request: HttpRequest, opened: Opened, form: Filled) -> HttpResponse:
    is_marked = form.form == LIFTED
    context = {"form": form, "name": opened.name, "person": opened.person, "is_marked": is_marked}
    return render(request, "registers/marker_change.html", context, status=200 if form.ok else 422)


@requires(Permission.SEE_REGISTERS, consults="a suspect's victims")
@require_http_methods(["GET", "HEAD", "POST"])
def serial(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Look at a suspect in reports of stalking by several victims, and say what comes of it."""
    opened = open_person(request, person)
    if request.method == "POST":
        _serial_of(opened)
        return _take(request, opened, SERIAL, kind, _SERIAL)
    return _show_serial(request, opened, _start_serial(opened, {}))


def _start_serial(opened: Opened, values: Mapping[str, str]) -> Filled:
    return SERIAL.start({FORM_ID: new_id(), SEEN: _serial_version(opened.one.nominal), **values})


def _serial_version(nominal: Nominal) -> str:
    return version([one.entry for one in nominal.serial_reviews])


def _show_serial(request: HttpRequest, opened: Opened, form: Filled) -> HttpResponse:
    found = _serial_of(opened)
    limits = limits_of(opened.user)
    parts = [part for part in people_in(found.reports) if part.role == "victim" and limits.speaks_of(part.person)]
    names = names_for(limits, {part.person for part in parts})
    consult(request, {*found.reports, *names})
    victims: dict[str, list[str]] = {}
    for part in parts:
        victims.setdefault(part.report, []).append(names[part.person])
    rows = reports_by_name(found.reports)
    page = present_serial(
        found,
        opened.one.nominal,
        name=opened.name,
        person=opened.person,
        reports=references_of(rows),
        victims=victims,
    )
    return render(request, "registers/serial.html", {"page": page, "form": form}, status=200 if form.ok else 422)


def _serial_of(opened: Opened) -> Serial:
    """The suspect with their victims. Raises Http404 where they have not several."""
    one = opened.one
    for found in serials([one], only={one.person}, without=limits_of(opened.user).hidden):
        return found
    raise Http404


@dataclass(frozen=True, slots=True)
class _Asking:
    """A form of one person: the page to go on to, how it is shown and begun, and what of the person it is about."""

    then: str
    show: Callable[[HttpRequest, Opened, Filled], HttpResponse]
    start: Callable[[Opened, Mapping[str, str]], Filled]
    version: Callable[[Nominal], str]


_CHANGE = _Asking("marker", _show_change, _start_change, _marker_version)
_SERIAL = _Asking("serial", _show_serial, _start_serial, _serial_version)


def _take(request: HttpRequest, opened: Opened, form: Form, kind: str, asking: _Asking) -> HttpResponse:
    """Read a form, record what it says, and go on; or show it again with what is wrong."""
    filled = form.read(request.POST)
    filled = numbered(filled, raw_of(request.POST))
    if not filled.ok:
        return asking.show(request, opened, filled)
    body = {name: value for name, value in filled.given.items() if name not in NOT_SAID | {"happened"}}
    draft = _draft(opened, filled, kind, body)
    hidden = limits_of(opened.user).hidden

    def now() -> str:
        return asking.version(queries.listed(opened.one.person, without=hidden).nominal)

    try:
        twice = record_as_seen(
            draft, by=opened.user, action=f"register:{kind}", seen=filled.values[SEEN] or "", now=now
        )
    except Overtaken:
        fresh = open_person(request, opened.person)
        return asking.show(request, fresh, ask_again(filled, asking.start(fresh, {})))
    except Conflict:
        return asking.show(request, opened, filled.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return asking.show(request, opened, filled.refused(refused))
    return _go_on(request, asking.then, opened.person, twice=twice)


def _draft(opened: Opened, form: Filled, kind: str, body: Mapping[str, Any]) -> Draft:
    about = opened.one.members if kind == "serial.reviewed" else (opened.one.person,)
    return Draft(
        kind=kind,
        body=body,
        subjects=tuple(Subject("suspect", name) for name in about),
        happened=form.values.get("happened") or timezone.localdate().isoformat(),
        agency=opened.user.agency,
        source=SOURCE,
        source_ref=form.values[FORM_ID],
    )


def _go_on(request: HttpRequest, then: str, person: str, *, twice: bool) -> HttpResponse:
    messages.success(request, TWICE if twice else "Recorded.")
    return redirect(then, person)
