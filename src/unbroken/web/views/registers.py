"""The registers: all lists, one list, who meets its rule, and the form that defines one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category, User
from unbroken.access.policy import Permission, may_record
from unbroken.cases.queries import reports_by_name
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, Refused
from unbroken.triage import queries
from unbroken.triage.conduct import who_meets
from unbroken.triage.queries import List, Listed
from unbroken.triage.registers import Register
from unbroken.web.forms import Filled
from unbroken.web.presenters.paging import page_count
from unbroken.web.presenters.register import present_meets, present_register, references_of
from unbroken.web.presenters.register_forms import DEFINITION, SENT_AGAIN, definition_of, start_definition
from unbroken.web.presenters.registers import (
    SIZE,
    RegistersAsked,
    overlaps_csv,
    present_registers,
    read_registers_asked,
)
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, TWICE, numbered
from unbroken.web.recording.entry_views import record
from unbroken.web.visible import Limits, limits_of, names_for
from unbroken.web.words import say_time

One = TypeVar("One")
NOT_TO_PUBLISH = (
    "The true counts, for those who keep the lists: a small count can point at somebody. Not to be published."
)


@dataclass(frozen=True, slots=True)
class Board:
    """The lists as one reader may know them: without anybody who is closed to them."""

    user: User
    limits: Limits
    today: date
    known: tuple[Register, ...]
    people: tuple[Listed, ...]

    @property
    def lists(self) -> tuple[List, ...]:
        """Every list with the people on it."""
        return tuple(queries.lists(self.known, self.people))

    @property
    def may_define(self) -> bool:
        """Whether the reader may define a list."""
        return bool(may_record(self.user, "register.defined", self.user.agency))

    def on(self, register: Register) -> list[Listed]:
        """The people on a list."""
        held = next((one.persons for one in self.lists if one.register == register), frozenset())
        return [one for one in self.people if one.person in held]


def read_board(request: HttpRequest) -> Board:
    """The lists, and everybody of whom anything was recorded about them."""
    user = signed_in(request)
    limits = limits_of(user)
    known, people = queries.registers(), queries.everybody(without=limits.hidden)
    return Board(user, limits, timezone.localdate(), tuple(known), tuple(people))


@requires(Permission.SEE_REGISTERS, consults="everybody on the registers")
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Which lists are there, who is on them, and whom do they share?"""
    board = read_board(request)
    everybody = [one for one in board.people if one.nominal.current or one.nominal.marker]
    asked = _asked(request, len(everybody))
    shown = _page(everybody, asked)
    unmarked = queries.without_marker(board.people, board.known, on=board.today)
    unlisted = queries.marked_on_no_list(board.people)
    persons = {one.person for one in (*shown, *unmarked, *unlisted)}
    consult(request, persons)
    page = present_registers(
        board.lists,
        board.known,
        shown,
        total=len(everybody),
        unmarked=unmarked,
        unlisted=unlisted,
        names=names_for(board.limits, persons),
        asked=asked,
        today=board.today,
        may_define=board.may_define,
    )
    return render(request, "registers/list.html", {"page": page, "asked": asked}, status=asked.status)


@requires(Permission.SEE_REGISTERS)
@require_safe
def overlaps(request: HttpRequest) -> HttpResponse:
    """Whom each two lists share, as counts, as CSV. Names nobody; logged as disclosed."""
    board = read_board(request)
    user = board.user
    about = (
        ("Title", "People on two registers"),
        ("Made", f"{say_time(timezone.now())}, by {user.get_full_name() or user.get_username()}"),
        ("Note", NOT_TO_PUBLISH),
    )
    log(Category.DISCLOSURE, by=user, action="register_overlaps", objects=(), why="Counts of people on two registers")
    response = HttpResponse(overlaps_csv(board.lists, about=about), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="register-overlaps.csv"'
    return response


@requires(Permission.SEE_REGISTERS, consults="everybody on a register")
@require_safe
def register(request: HttpRequest, register: str) -> HttpResponse:
    """What is this list, and who is on it?"""
    board = read_board(request)
    found = find_register(request, board, register)
    members = board.on(found)
    asked = _asked(request, len(members))
    shown = _page(members, asked)
    on = {one.person for one in members}
    meeting = who_meets(found.at(board.today).rule, today=board.today, without=board.limits.hidden)
    consult(request, {one.person for one in shown})
    page = present_register(
        found,
        shown,
        total=len(members),
        meeting=meeting.keys(),
        to_look_at=len(meeting.keys() - on),
        names=names_for(board.limits, {one.person for one in shown}),
        known=board.known,
        asked=asked,
        today=board.today,
        may_define=board.may_define,
    )
    return render(request, "registers/register.html", {"page": page, "asked": asked}, status=asked.status)


@requires(Permission.SEE_REGISTERS, consults="people who meet the rule of a register")
@require_safe
def meets(request: HttpRequest, register: str) -> HttpResponse:
    """Who meets the rule of this list and is not on it, and why?"""
    board = read_board(request)
    found = find_register(request, board, register)
    on = {one.person for one in board.on(found)}
    meeting = who_meets(found.at(board.today).rule, today=board.today, without=board.limits.hidden)
    waiting = {person: reasons for person, reasons in meeting.items() if person not in on}
    asked = _asked(request, len(waiting))
    shown = dict(_page(list(waiting.items()), asked))
    about = {fact.about for reasons in shown.values() for reason in reasons for fact in reason.facts}
    consult(request, {*shown, *about})
    page = present_meets(
        found,
        shown,
        total=len(waiting),
        names=names_for(board.limits, shown),
        references=references_of(reports_by_name({name for name in about if name.startswith("report:")})),
        asked=asked,
        today=board.today,
    )
    return render(request, "registers/meets.html", {"page": page, "asked": asked}, status=asked.status)


@requires(Permission.SEE_REGISTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def define(request: HttpRequest, kind: str) -> HttpResponse:
    """Define a list: its name, who keeps it, its rule."""
    return _define(request, None, kind)


@requires(Permission.SEE_REGISTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, register: str, kind: str) -> HttpResponse:
    """Define a list anew, from a day on. What it was before stays on the record."""
    found = find_register(request, read_board(request), register)
    return _define(request, found, kind)


def find_register(request: HttpRequest, board: Board, name: str) -> Register:
    """The register of this name. Raises Http404."""
    for one in board.known:
        if one.object == name:
            return one
    raise refuse_closed(request, name)


def _define(request: HttpRequest, found: Register | None, kind: str) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    if request.method != "POST":
        return _show_definition(request, found, start_definition(found, today=today))
    form = DEFINITION.read(request.POST)
    form = numbered(form, raw_of(request.POST))
    if not form.ok:
        return _show_definition(request, found, form)
    name = found.object if found else f"register:{form.values[FORM_ID]}"
    draft = Draft(
        kind=kind,
        body=definition_of(form.given),
        subjects=(Subject("register", name),),
        happened=today.isoformat(),
        agency=user.agency,
        source=SOURCE,
        source_ref=form.values[FORM_ID],
    )
    try:
        twice = record([draft], by=user, action=f"register:{kind}")
    except Conflict:
        return _show_definition(request, found, form.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show_definition(request, found, form.refused(refused))
    messages.success(request, TWICE if twice else "Recorded.")
    return redirect("register", name)


def _show_definition(request: HttpRequest, found: Register | None, form: Filled) -> HttpResponse:
    name = found.definitions[-1].name if found else ""
    context = {"form": form, "name": name, "register": found.object if found else ""}
    return render(request, "registers/define.html", context, status=200 if form.ok else 422)


def _asked(request: HttpRequest, total: int) -> RegistersAsked:
    asked = read_registers_asked(request.GET)
    return asked.beyond(asked.page, last=page_count(total, SIZE))


def _page(found: list[One], asked: RegistersAsked) -> list[One]:
    """Those on the page that was asked for, or on the last."""
    number = min(asked.page, page_count(len(found), SIZE))
    return found[(number - 1) * SIZE : number * SIZE]
