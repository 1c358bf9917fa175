"""Somebody and one list: putting them on it, looking at their place again, taking them off it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from unbroken.access.gate import consult, requires
from unbroken.access.policy import Permission
from unbroken.cases.queries import reports_by_name
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, Refused
from unbroken.record.ids import new_id
from unbroken.triage.conduct import facts_of
from unbroken.triage.fold import Placing
from unbroken.triage.queries import register_of
from unbroken.triage.registers import Register
from unbroken.triage.rules import judge
from unbroken.web.forms import Filled
from unbroken.web.presenters.register import PlacePage, present_place, references_of
from unbroken.web.presenters.register_forms import ASKS, PLACING, REVIEW, SENT_AGAIN, placing_of, review_of
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, is_form_id
from unbroken.web.recording.entry_views import record
from unbroken.web.views.markers import Opened, open_person
from unbroken.web.views.registers import Board, find_register, read_board


@dataclass(frozen=True, slots=True)
class _Place:
    """Somebody and a list; `held` is their place on it, None where they are not on it."""

    opened: Opened
    board: Board
    register: Register
    held: Placing | None


@requires(Permission.SEE_REGISTERS, consults="a person's place on a register")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, register: str, person: str, kind: str) -> HttpResponse:
    """Should this person be on this list?"""
    opened, board = open_person(request, person), read_board(request)
    found = find_register(request, board, register)
    on = (one for one in opened.one.nominal.current if register_of(one, board.known) == found)
    place = _Place(opened, board, found, next(on, None))
    asks = request.POST.get(ASKS) or ("look" if place.held else "put")
    form = REVIEW if asks == "look" else PLACING
    if request.method != "POST":
        return _show(request, place, form.start({FORM_ID: new_id(), ASKS: asks}))
    filled = form.read(request.POST)
    if not is_form_id(raw_of(request.POST)):
        filled = filled.refuse([("", "The form has lost its number. Open the page again.")])
    if not filled.ok:
        return _show(request, place, filled)
    said = review_of(filled.given) if asks == "look" else (kind, placing_of(filled.given))
    return _take(request, place, filled, *said)


def _take(request: HttpRequest, place: _Place, form: Filled, kind: str, body: Mapping[str, Any]) -> HttpResponse:
    user, today = place.opened.user, place.board.today
    name = place.held.name if place.held else place.register.at(today).name
    draft = Draft(
        kind=kind,
        body={**body, **({"register_name": name} if name else {})},
        subjects=(Subject("suspect", place.opened.one.person),),
        happened=today.isoformat(),
        agency=user.agency,
        source=SOURCE,
        source_ref=form.values[FORM_ID],
    )
    try:
        twice = record([draft], by=user, action=f"register:{kind}")
    except Conflict:
        return _show(request, place, form.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show(request, place, form.refused(refused))
    messages.success(request, "It had been recorded already. Nothing was recorded twice." if twice else "Recorded.")
    return redirect("register", place.register.object)


def _show(request: HttpRequest, place: _Place, form: Filled) -> HttpResponse:
    context = {"page": _present(request, place), "form": form, "is_on": form.form == REVIEW}
    return render(request, "registers/place.html", context, status=200 if form.ok else 422)


def _present(request: HttpRequest, place: _Place) -> PlacePage:
    """The page, with what of the list's rule the person meets."""
    board, person = place.board, place.opened.one.person
    facts = facts_of({person}, without=board.limits.hidden).get(person, ())
    reasons = judge(place.register.at(board.today).rule, facts, today=board.today)
    about = {fact.about for reason in reasons for fact in reason.facts}
    consult(request, about)
    reports = reports_by_name({name for name in about if name.startswith("report:")})
    return present_place(
        place.register,
        reasons,
        place.held,
        name=place.opened.name,
        person=place.opened.person,
        references=references_of(reports),
        today=board.today,
    )
