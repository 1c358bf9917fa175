"""Journeys: one victim's, as a page, and the list of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.access.reading import Reading, read_journey
from unbroken.record.journey import as_known
from unbroken.web.asked import TimelineAsked, read_timeline_asked
from unbroken.web.presenters.journeys import present_journey


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
    return render(request, "journeys/journey.html", {"page": page, "asked": asked})


def read_as_known(user: User, person: str, asked: TimelineAsked) -> Reading | None:
    """The journey up to the day asked for."""
    return read_journey(user, person, known_at=as_known(asked.known) if asked.known else None)
