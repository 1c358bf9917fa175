"""The history of one person, on either side of reports, as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.policy import Permission, may
from unbroken.access.visibility import Visible
from unbroken.record.errors import NotAllowed
from unbroken.web.actions import actions_on_history
from unbroken.web.asked import read_nothing_asked
from unbroken.web.history_reading import read_history
from unbroken.web.presenters.histories import present_history
from unbroken.web.views.people import lists_of


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="what is recorded about a person before")
def history(request: HttpRequest, person: str) -> HttpResponse:
    """What has been recorded about this person before, as a victim and as a suspect?"""
    reading = read_history(signed_in(request), person)
    if isinstance(reading, Visible):
        closed = refuse_closed(request, person)
        if not reading.restricted:
            raise closed
        raise NotAllowed("This person is named only in a restricted report. Ask a supervisor or a specialist reviewer.")
    consult(request, reading.objects)
    page = present_history(reading, today=timezone.localdate())
    asked = read_nothing_asked(request.GET)
    lists = lists_of(signed_in(request), person, reading.seen.entries, reading.names)
    may_look = page.serial and may(signed_in(request), Permission.SEE_REGISTERS)
    context = {
        "page": page,
        "asked": asked,
        "lists": lists,
        "look_href": reverse("serial", args=[person]) if may_look else "",
        "actions": actions_on_history(signed_in(request), person),
    }
    return render(request, "people/history.html", context, status=asked.status)
