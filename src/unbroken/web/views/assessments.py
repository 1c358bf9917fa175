"""One risk assessment in full, in the words of its instrument: to be read and printed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.access.reading import read_entry
from unbroken.safety.instruments.earlier import KIND
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.licensed import wording_for
from unbroken.web.presenters.assessments import present_assessment


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="a risk assessment")
def assessment(request: HttpRequest, entry: UUID) -> HttpResponse:
    """What was answered, and what was it held to mean?"""
    user = signed_in(request)
    reading = read_entry(user, str(entry))
    found = next((one for one in reading.effective() if one.original.id == str(entry)), None) if reading else None
    if reading is None or found is None:
        raise refuse_closed(request, str(entry))
    instrument = shipped().get(found.entry.get("instrument") or "")
    if found.entry.kind != KIND or instrument is None:
        raise Http404  # it is shown on the page of the entry
    consult(request, reading.objects)
    page = present_assessment(
        instrument,
        found.entry,
        wording=wording_for(instrument.key, force=user.agency, on=timezone.localdate()),
        withdrawn=found.withdrawn is not None,
        report=next(iter(found.entry.of("report")), ""),
        masked=reading.seen.masked,
    )
    return render(request, "entries/assessment.html", {"page": page})
