"""Two people: everything between them, as a page, and the counts of contacts as an exhibit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category, User
from unbroken.access.policy import Permission, may, may_record
from unbroken.access.reading import read_entries
from unbroken.cases.fold.shapes import Report
from unbroken.cases.queries import reports_by_name
from unbroken.conduct.judging import courses_of
from unbroken.conduct.pair_reading import RESTRICTED, PairReading, Refusal, read_pair
from unbroken.record.amend import standing
from unbroken.record.errors import NotAllowed
from unbroken.record.journey import as_known, with_amended
from unbroken.record.queries import entries_about
from unbroken.web.actions import Action, actions_on_person
from unbroken.web.errors import NotUnderstood
from unbroken.web.presenters.cases import fold_reports
from unbroken.web.presenters.findings import ADVISES, present_finding
from unbroken.web.presenters.pair_contacts import contacts_csv
from unbroken.web.presenters.pairs import (
    Given,
    PairAsked,
    count_contacts_of,
    give,
    last_page,
    present_pair,
    read_pair_asked,
    stands,
    stood,
)
from unbroken.web.visible import orders_for
from unbroken.web.words import say_count, say_time


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="what lies between two people")
def pair(request: HttpRequest, one: str, other: str) -> HttpResponse:
    """What has been done between these two?"""
    asked = read_pair_asked(request.GET)
    found = _read(request, one, other, asked)
    if isinstance(found, HttpResponse):
        return found
    user = signed_in(request)
    courses = courses_of(found)
    held = {(course.judged.course.by, entry): bond for course in courses for entry, bond in course.held_by.items()}
    given = replace(_give(request, found), held_by=held)
    asked = asked.beyond(asked.page, last=last_page(given))
    page = present_pair(given, asked=asked, today=timezone.localdate(), may_export=bool(may(user, Permission.EXPORT)))
    called = {people[0].object: given.names[side] for side, people in given.people.items()}
    context = {
        "page": page,
        "asked": asked,
        "actions": _actions(user, given),
        "advises": ADVISES,
        "findings": [present_finding(course, called) for course in courses],
        "decides": not asked.known and bool(may_record(user, "finding.decided", user.agency)),
        "parts": not asked.known and bool(may_record(user, "course.split", user.agency)),
    }
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
    asked = read_pair_asked(request.GET)
    if asked.errors:  # counts of the whole record must not pass for what was known on a day
        raise NotUnderstood(". ".join(asked.errors.values()))
    found = _read(request, one, other, asked)
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
        *([("The record", given.journey.as_known_on)] if given.journey and given.journey.as_known_on else []),
        ("Reports", ", ".join(given.reference(report.report) for report in found.between.reports)),
        ("Not shown to the person who made it", _say_hidden(found)),
    )
    response = HttpResponse(contacts_csv(count_contacts_of(given), about=about), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


def _read(request: HttpRequest, one: str, other: str, asked: PairAsked) -> PairReading | HttpResponse:
    """The reading; or the way to the one address of the pair, or to the person where both names are one."""
    user = signed_in(request)
    found = read_pair(user, one, other, known_at=as_known(asked.known) if asked.known else None)
    if isinstance(found, Refusal):
        if found.is_one_person:
            return redirect("person", one)
        closed = refuse_closed(request, one, other)
        raise NotAllowed(RESTRICTED) if found.restricted else closed
    address = tuple(sorted((one, other))) if asked.known else found.address
    if (one, other) != address and request.resolver_match:
        return redirect(reverse(request.resolver_match.view_name, args=address) + asked.known_only)
    return found


def _give(request: HttpRequest, found: PairReading) -> Given:
    """What the page is made of, logged as shown."""
    consult(request, found.objects)
    user, known_at = signed_in(request), found.known_at
    named = {report.report for report in found.between.reports} | {act.report for act in found.between.acts}
    reports = sorted(named - {""})
    if known_at is None:
        rows = {name: stands(row) for name, row in reports_by_name(reports).items()}
    else:
        rows = {report.object: stood(report) for report in _reports_then(user, reports, known_at)}
    return give(found, rows=rows, orders=orders_for(user, found.between.orders, known_at=known_at))


def _reports_then(user: User, reports: Sequence[str], known_at: str) -> list[Report]:
    """The reports as this reader could have seen them then, with their prosecutions."""
    first = read_entries(user, with_amended(entries_about(reports, known_at=known_at), known_at)).entries
    objects = {s.object for entry in first for s in entry.subjects if s.type == "prosecution"}.union(reports)
    seen = read_entries(user, with_amended(entries_about(objects, known_at=known_at), known_at))
    return fold_reports(reports, standing(seen.entries, known_at=known_at))


def _say_hidden(found: PairReading) -> str:
    withheld = sum(found.seen.withheld.values())
    return f"{say_count(withheld, 'entry', 'entries')}, {say_count(len(found.hidden), 'restricted report')}"
