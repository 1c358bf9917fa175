"""People: one, as a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.cases.queries import reports_by_name
from unbroken.record.entries import Entry
from unbroken.triage.queries import registers
from unbroken.web.actions import actions_on_person
from unbroken.web.asked import read_nothing_asked
from unbroken.web.beside import parties_for
from unbroken.web.marking import nominal_for
from unbroken.web.person_reading import read_about
from unbroken.web.presenters.companions import list_companions
from unbroken.web.presenters.links import JoinedSection, present_joined
from unbroken.web.presenters.markers import ListsSection, present_lists
from unbroken.web.presenters.people import Known, know, present_person
from unbroken.web.reviewing import waiting_for
from unbroken.web.visible import limits_of, names_for, orders_for


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="a person")
def person(request: HttpRequest, person: str) -> HttpResponse:
    """Who is this?"""
    user = signed_in(request)
    persons, seen = read_about(request, person)
    objects = {subject.object for entry in seen.entries for subject in entry.subjects}
    consult(request, persons)
    known = know(person, persons, seen)
    page = present_person(
        known,
        seen=seen,
        names=names_for(limits_of(user), known.others),
        rows=reports_by_name(known.reports),
        orders=orders_for(user, {name for name in objects if name.startswith("order:")}),
        today=timezone.localdate(),
    )
    asked = read_nothing_asked(request.GET)
    companions = parties_for(user, known.reports).companions(persons)
    context = {
        "page": page,
        "joined": _joined(user, known),
        "asked": asked,
        "companions": list_companions(page.name, person, companions),
        "history_href": reverse("person_history", args=[person]),
        "lists": lists_of(user, person, seen.entries, persons),
        "actions": actions_on_person(user, person),
    }
    return render(request, "people/person.html", context, status=asked.status)


def lists_of(user: User, person: str, entries: Iterable[Entry], persons: Collection[str]) -> ListsSection | None:
    """The lists that a person is on under any of these names, for those who may see that."""
    nominal = nominal_for(user, entries, persons)
    if nominal is None:
        return None
    may_open = bool(may(user, Permission.SEE_REGISTERS))
    return present_lists(nominal, registers(), person=person, today=timezone.localdate(), may_open=may_open)


def _joined(user: User, known: Known) -> JoinedSection:
    limits, may_decide = limits_of(user), bool(may(user, Permission.LINK_PEOPLE))
    mine = {one.object for one in known.all}
    waiting = waiting_for(limits, mine) if may_decide else []
    named = mine | known.others | {name for one in waiting for name in (one.one, one.other)}
    return present_joined(known, names_for(limits, named), waiting, may_decide=may_decide)
