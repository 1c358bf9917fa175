"""One entry of the record."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import HELD_BY, Permission
from unbroken.access.reading import Reading, read_entry
from unbroken.record.entries import Entry
from unbroken.record.errors import NotAllowed
from unbroken.web.actions import Action, actions_on_entry
from unbroken.web.presenters.entries import objects_named, present_entry
from unbroken.web.visible import limits_of, name_objects


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="an entry")
def entry(request: HttpRequest, entry: UUID) -> HttpResponse:
    """What exactly was recorded, by whom, when?"""
    user = signed_in(request)
    reading = read_entry(user, str(entry))
    if reading is None:
        raise refuse_closed(request, str(entry))
    found = next((one for one in reading.seen.entries if one.id == str(entry)), None)
    if found is None:
        closed = refuse_closed(request, str(entry))  # logged, and told why where a journey counts it to the same reader
        raise NotAllowed(_why_not(reading)) if reading.seen.withheld or reading.seen.restricted else closed
    consult(request, reading.objects)
    page = present_entry(
        reading,
        found,
        names=name_objects(limits_of(user), objects_named(found)),
        actions=_actions(user, found, reading),
    )
    return render(request, "entries/entry.html", {"page": page})


def _actions(user: User, entry: Entry, reading: Reading) -> tuple[Action, ...]:
    """Correcting, withdrawing and erasing, where the entry is whole to this reader."""
    withdrawn = any(item.withdrawn and item.original.id == entry.id for item in reading.effective())
    return () if reading.seen.masked else actions_on_entry(user, entry, withdrawn=withdrawn)


def _why_not(reading: Reading) -> str:
    if reading.seen.restricted:
        return "The entry belongs to a restricted report. Ask a supervisor or a specialist reviewer."
    held = " and ".join(HELD_BY[handling] for handling in sorted(reading.seen.withheld))
    return f"The entry is held by {held} and not shown to your role."
