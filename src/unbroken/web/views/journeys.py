"""Journeys: one victim's, as a page, and the list of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.access.reading import Reading, read_journey
from unbroken.cases.queries import Wanted, count_by, list_victims, parts_of, people_in, reports_by_name
from unbroken.record.journey import as_known
from unbroken.web.asked import TimelineAsked, read_timeline_asked
from unbroken.web.finding import find
from unbroken.web.presenters.journeys import present_journey
from unbroken.web.presenters.paging import page_count
from unbroken.web.presenters.victims import SIZE, VictimsAsked, offences_of, present_victims, read_victims_asked
from unbroken.web.visible import Limits, limits_of, names_for


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="a list of victims")
def journeys(request: HttpRequest) -> HttpResponse:
    """Whose journey am I looking for?"""
    limits = limits_of(signed_in(request))
    everything = Wanted(without=limits.hidden, of=limits.reports)
    areas = count_by("area", everything)
    asked = read_victims_asked(request.GET, areas=areas)
    found = list_victims(
        replace(everything, **_conditions(asked, everything)),
        persons=_persons(asked, limits) if asked.query else limits.victims,
        without=limits.closed,
        number=asked.page,
        size=SIZE,
    )
    asked = asked.beyond(asked.page, last=page_count(found.total, SIZE))
    persons = [line.person for line in found.rows]
    consult(request, persons)
    parts = [part for part in parts_of(persons) if limits.shows(part.report)]
    page = present_victims(
        found,
        asked,
        names=names_for(limits, persons),
        parts=parts,
        rows=reports_by_name({part.report for part in parts}),
        areas=areas,
    )
    return render(request, "journeys/list.html", {"page": page, "asked": asked}, status=asked.status)


def _conditions(asked: VictimsAsked, everything: Wanted) -> dict[str, Any]:
    offences = offences_of(asked.group, count_by("offence", everything)) if asked.group else []
    return {
        "is_open": {"open": True, "ended": False}.get(asked.state),
        "area": asked.area,
        "offences": offences or (["-"] if asked.group else []),  # a group without a report gives none, not all
    }


def _persons(asked: VictimsAsked, limits: Limits) -> set[str]:
    """The people whom what was typed finds, themselves or by the number of their report."""
    found = find(asked.query, limits)
    in_reports = people_in([row.object for row in found.reports])
    persons = {hit.person for hit in found.hits} | {part.person for part in in_reports}
    return persons if limits.victims is None else persons & limits.victims


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="a victim's journey")
def journey(request: HttpRequest, person: str) -> HttpResponse:
    """What has she been through, and where is it now?"""
    user = signed_in(request)
    asked = read_timeline_asked(request.GET)
    reading = read_as_known(user, person, asked)
    if reading is None:
        raise refuse_closed(request, person)
    consult(request, reading.objects)
    page = present_journey(
        reading,
        person=person,
        asked=asked,
        today=timezone.localdate(),
        may_export=bool(may(user, Permission.EXPORT)),
    )
    return render(request, "journeys/journey.html", {"page": page, "asked": page.asked}, status=page.asked.status)


def read_as_known(user: User, person: str, asked: TimelineAsked) -> Reading | None:
    """The journey up to the day asked for."""
    return read_journey(user, person, known_at=as_known(asked.known) if asked.known else None)
