"""Reading what is on the record about one person, under every joined name, for the pages that show it."""

from __future__ import annotations

from django.http import HttpRequest

from unbroken.access.gate import refuse_closed, signed_in
from unbroken.access.reading import read_entries
from unbroken.access.visibility import Visible
from unbroken.record.errors import NotAllowed
from unbroken.record.journey import linked_persons
from unbroken.record.queries import entries_about


def read_about(request: HttpRequest, person: str) -> tuple[frozenset[str], Visible]:
    """Every name of a person, and what the reader may see about them.

    Raises Http404 where there is nothing, also for a reason that must not be told, and NotAllowed where the person is
    named only in what is restricted.
    """
    persons = linked_persons(person)
    seen = read_entries(signed_in(request), entries_about(persons))
    if not seen.entries:
        closed = refuse_closed(request, person)
        if not seen.restricted:
            raise closed
        raise NotAllowed("This person is named only in a restricted report. Ask a supervisor or a specialist reviewer.")
    return persons, seen
