"""Operations that record."""

# Annotations are read when the operations are made, past the decorator that guards them: they cannot be put off.

from django.http import HttpRequest, HttpResponse
from ninja import Router

from unbroken.access.gate import requires, signed_in
from unbroken.access.policy import Permission
from unbroken.api.answers import answer, say_recorded
from unbroken.api.appending import Tally, record_all, record_each
from unbroken.api.auth import WRITES
from unbroken.api.service import FAILS
from unbroken.api.shapes import BatchIn, BatchOut, EntryIn, RecordedOut

router = Router(tags=["Recording"], throttle=[WRITES])


@router.post("/entries", response={201: RecordedOut, 200: RecordedOut, **FAILS}, summary="Record an entry")
@requires(Permission.API_APPEND)
def append_entry(request: HttpRequest, entry: EntryIn) -> HttpResponse:
    """Record one entry. 201 when it was recorded, 200 when the same had been recorded before.

    The same source and reference with other content is a conflict (409); an entry that will not do is refused, and
    every problem named (422).
    """
    (recorded,) = record_all([entry], by=signed_in(request), action="api:append_entry")
    return answer(say_recorded(recorded), status=200 if recorded.duplicate else 201)


@router.post("/entries/batch", response={201: BatchOut, 200: BatchOut, **FAILS}, summary="Record several entries")
@requires(Permission.API_APPEND)
def append_batch(request: HttpRequest, batch: BatchIn) -> HttpResponse:
    """Record up to 1,000 entries.

    With mode `all`, everything goes in or nothing. With mode `each`, what is good goes in, and the answer says for
    every entry what became of it. 201 when anything was recorded, 200 when nothing new was.
    """
    user = signed_in(request)
    if batch.mode == "each":
        tally = record_each(batch.entries, by=user, action="api:append_batch")
    else:
        tally = Tally()
        for index, recorded in enumerate(record_all(batch.entries, by=user, action="api:append_batch")):
            tally.record(index, recorded)
    said = tally.said()
    return answer(said, status=201 if said["recorded"] else 200)
