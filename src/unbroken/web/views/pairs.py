"""Two people: everything between them, as a page, and the counts of contacts as an exhibit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category, User
from unbroken.access.policy import Permission, may
from unbroken.cases.queries import reports_by_name
from unbroken.record.errors import NotAllowed
from unbroken.web.actions import Action, actions_on_person
from unbroken.web.pair_reading import PairReading, Refusal, read_pair
from unbroken.web.presenters.pair_contacts import contacts_csv
from unbroken.web.presenters.pairs import Given, count_contacts_of, give, last_page, present_pair, read_pair_asked
from unbroken.web.visible import orders_for
from unbroken.web.words import say_count, say_time

_RESTRICTED = "One of the two is named only in a restricted report. Ask a supervisor or a specialist reviewer."


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="what lies between two people")
def pair(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """What has been done between these two?"""
    found = _read(request, one, other)
    if isinstance(found, HttpResponse):
        return found
    user = signed_in(request)
    given = _give(request, found)
    asked = read_pair_asked(request.GET)
    asked = asked.beyond(asked.page, last=last_page(given))
    page = present_pair(given, asked=asked, today=timezone.localdate(), may_export=bool(may(user, Permission.EXPORT)))
    context = {"page": page, "asked": asked, "actions": _actions(user, given)}
    return render(request, "pairs/pair.html", context, status=asked.status)


def _actions(user: User, given: Given) -> list[Action]:
    """Attaching a number or account to either."""
    return [
        action
        for side, people in given.people.items()
        for action in actions_on_person(user, people[0].object, of=given.names[side])
    ]


@require_safe
@requires(Permission.EXPORT, consults="what lies between two people")
def contacts(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """How often was she contacted, and from what? As CSV; logged as disclosed."""
    found = _read(request, one, other)
    if isinstance(found, HttpResponse):
        return found
    given = _give(request, found)
    log(
        Category.DISCLOSURE,
        by=signed_in(request),
        action="pair_contacts",
        objects=found.objects,
        why="Counts of contacts taken as an exhibit",
    )
    user = signed_in(request)
    about = (
        ("Title", "Contacts between two people, by number and account"),
        ("People", f"{given.names['one']} and {given.names['other']}"),
        ("Made", f"{say_time(timezone.now())}, by {user.get_full_name() or user.get_username()}"),
        ("Reports", ", ".join(given.reference(report.report) for report in found.between.reports)),
        ("Not shown to the person who made it", _say_hidden(found)),
    )
    response = HttpResponse(contacts_csv(count_contacts_of(given), about=about), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _read(request: HttpRequest, one: str, other: str) -> PairReading | HttpResponse:
    """The reading; or the way to the one address of the pair, or to the person where both names are one."""
    user = signed_in(request)
    found = read_pair(user, one, other)
    if isinstance(found, Refusal):
        if found.is_one_person:
            return redirect("person", one)
        closed = refuse_closed(request, one, other)
        raise NotAllowed(_RESTRICTED) if found.restricted else closed
    if (one, other) != found.address and request.resolver_match:
        return redirect(request.resolver_match.view_name, *found.address)
    return found


def _give(request: HttpRequest, found: PairReading) -> Given:
    """What the page is made of, logged as shown."""
    consult(request, found.objects)
    named = {report.report for report in found.between.reports} | {act.report for act in found.between.acts}
    rows = reports_by_name(sorted(named - {""}))
    return give(found, rows=rows, orders=orders_for(signed_in(request), found.between.orders))


def _say_hidden(found: PairReading) -> str:
    withheld = sum(found.seen.withheld.values())
    return f"{say_count(withheld, 'entry', 'entries')}, {say_count(len(found.hidden), 'restricted report')}"
