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
from unbroken.triage.fold import Nominal, Placing
from unbroken.triage.queries import listed, register_of
from unbroken.triage.registers import Register
from unbroken.triage.rules import judge
from unbroken.web.forms import Filled
from unbroken.web.presenters.register import PlacePage, present_place, references_of
from unbroken.web.presenters.register_forms import (
    ASKS,
    PLACING,
    REVIEW,
    SENT_AGAIN,
    ask_again,
    placing_of,
    review_of,
)
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, TWICE, numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen, version
from unbroken.web.views.markers import Opened, open_person
from unbroken.web.views.registers import Board, find_register, read_board


@dataclass(frozen=True, slots=True)
class _Place:
    """Somebody and a list."""

    opened: Opened
    board: Board
    register: Register

    def on_it(self, nominal: Nominal) -> list[Placing]:
        """The places on this list that they have, or had."""
        return [one for one in nominal.placings if register_of(one, self.board.known) == self.register]

    def version_of(self, nominal: Nominal) -> str:
        """What tells one state of their place from another."""
        return version(self.on_it(nominal))

    @property
    def held(self) -> Placing | None:
        """Their place on it; None where they are not on it."""
        return next((one for one in self.on_it(self.opened.one.nominal) if one.removed_on is None), None)


@requires(Permission.SEE_REGISTERS, consults="a person's place on a register")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, register: str, person: str, kind: str) -> HttpResponse:
    """Should this person be on this list?"""
    place = _open(request, register, person)
    if request.method != "POST":
        return _show(request, place, _start(place))
    looks = request.POST.get(ASKS) == "look"
    filled = (REVIEW if looks else PLACING).read(request.POST)
    filled = numbered(filled, raw_of(request.POST))
    if not filled.ok:
        return _show(request, place, filled)
    said = review_of(filled.given) if looks else (kind, placing_of(filled.given))
    return _take(request, place, filled, *said)


def _open(request: HttpRequest, register: str, person: str) -> _Place:
    opened, board = open_person(request, person), read_board(request)
    return _Place(opened, board, find_register(request, board, register))


def _start(place: _Place) -> Filled:
    form, asks = (REVIEW, "look") if place.held else (PLACING, "put")
    return form.start({FORM_ID: new_id(), ASKS: asks, SEEN: place.version_of(place.opened.one.nominal)})


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

    def now() -> str:
        return place.version_of(listed(place.opened.one.person, without=place.board.limits.hidden).nominal)

    try:
        twice = record_as_seen(draft, by=user, action=f"register:{kind}", seen=form.values[SEEN] or "", now=now)
    except Overtaken:
        fresh = _open(request, place.register.object, place.opened.person)
        return _show(request, fresh, ask_again(form, _start(fresh)))
    except Conflict:
        return _show(request, place, form.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show(request, place, form.refused(refused))
    messages.success(request, TWICE if twice else "Recorded.")
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
