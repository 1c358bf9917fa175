"""Operations that read."""

# Annotations are read when the operations are made, past the decorator that guards them: they cannot be put off.

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, QueryEx, Router

from unbroken.access.gate import Refusal, consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may, may_handle
from unbroken.access.reading import Reading, amended_by, read_entries, read_entry, read_journey, read_report
from unbroken.api.answers import answer, say_entries, say_reading, say_standing, say_withheld
from unbroken.api.auth import READS
from unbroken.api.cursor import LONGEST, read_cursor, write_cursor
from unbroken.api.service import FAILS, Unreadable
from unbroken.api.shapes import ENTRY_ID, PERSON, REPORT, ChangesOut, EntryAnswerOut, JourneyOut, ReportOut
from unbroken.record.entries import Entry
from unbroken.record.errors import Problem
from unbroken.record.journey import as_known
from unbroken.record.queries import heads, stream
from unbroken.record.times import TimeError

MOST_CHANGES = 1000
KNOWN_AT = "As things were known at the end of this day, month or year, or at this time."
router = Router(tags=["Reading"], throttle=[READS])


@router.get("/journeys/{person}", response={200: JourneyOut, **FAILS}, summary="A victim's journey")
@requires(Permission.API_READ, consults="a victim's journey")
def journey(
    request: HttpRequest,
    person: PathEx[str, P(pattern=PERSON, description="The victim, under any of her names.")],
    known_at: QueryEx[str | None, P(max_length=40, description=KNOWN_AT)] = None,
) -> HttpResponse:
    """All that happened, across her reports, suspects and courts, in the order in which it happened."""
    reading = read_journey(signed_in(request), person, known_at=moment(known_at))
    return _show(request, reading, person=person)


@router.get("/reports/{report}", response={200: ReportOut, **FAILS}, summary="A report")
@requires(Permission.API_READ, consults="a report")
def report(
    request: HttpRequest,
    report: PathEx[str, P(pattern=REPORT)],
    known_at: QueryEx[str | None, P(max_length=40, description=KNOWN_AT)] = None,
) -> HttpResponse:
    """A report with its prosecutions and orders."""
    reading = read_report(signed_in(request), report, known_at=moment(known_at))
    return _show(request, reading, report=report)


@router.get("/entries/{entry_id}", response={200: EntryAnswerOut, **FAILS}, summary="An entry")
@requires(Permission.API_READ, consults="an entry")
def entry(request: HttpRequest, entry_id: PathEx[str, P(pattern=ENTRY_ID)]) -> HttpResponse:
    """What exactly was recorded, what it stands as now, and what amends it."""
    user = signed_in(request)
    reading = read_entry(user, entry_id)
    if reading is None:
        raise refuse_closed(request, entry_id)
    shown = {item.id: item for item in reading.seen.entries}
    if entry_id not in shown:
        closed = refuse_closed(request, entry_id)  # logged, and told why where a journey counts it to the same reader
        told = reading.seen.withheld or reading.seen.restricted
        raise Refusal(_why_not(user, reading)) if told else closed
    consult(request, reading.objects)
    return answer(_say_one(shown[entry_id], reading))


@router.get("/changes", response={200: ChangesOut, **FAILS}, summary="Changes since a cursor")
@requires(Permission.API_READ, consults="what was recorded")
def changes(
    request: HttpRequest,
    after: QueryEx[str, P(max_length=LONGEST, description="The cursor of an earlier answer; none to begin.")] = "",
    limit: QueryEx[int, P(ge=1, le=MOST_CHANGES, description="How many entries to look at.")] = 100,
) -> HttpResponse:
    """Entries as they were recorded since a cursor: none is missed, and none comes twice.

    Entries that the caller may not see are passed over, so an answer can hold fewer than `limit`; go on while
    `more`. Callers follow their own agency's book; specialist reviewers and supervisors follow all.
    """
    user = signed_in(request)
    places, found, more = _since(_places(after), limit, _books_of(user))
    seen = read_entries(user, found)
    consult(request, {subject.object for item in seen.entries for subject in item.subjects})
    said = say_entries(seen.entries, beside=amended_by(seen.entries))
    return answer({"entries": said, "next": write_cursor(places), "more": more, **say_withheld(seen)})


def _show(request: HttpRequest, reading: Reading | None, **named: str) -> HttpResponse:
    if reading is None:
        raise refuse_closed(request, *named.values())
    consult(request, reading.objects)
    return answer({**named, **say_reading(reading)})


def _why_not(user: User, reading: Reading) -> str:
    """Why an entry that is there is not shown."""
    if reading.seen.restricted:
        return may(user, Permission.SEE_RESTRICTED).reason
    return next((may_handle(user, handling).reason for handling in reading.seen.withheld), "You may not see this.")


def _say_one(entry: Entry, reading: Reading) -> dict[str, object]:
    at_hand = {item.id: item for item in reading.seen.entries}
    standing = [item for item in reading.effective() if item.original.id == entry.id and item.withdrawn is None]
    before = {item.id for item in amended_by([entry])}
    said = dict(zip(at_hand, say_entries(reading.seen.entries), strict=True))
    return {
        "entry": said[entry.id],
        "stands": say_standing(standing[0]) if standing else None,
        "amendments": [said[name] for name in at_hand if name != entry.id and name not in before],
        "amends": [said[name] for name in at_hand if name in before],
    }


def moment(known_at: str | None) -> str | None:
    """The stored time up to which things are asked for as they were known. Raises Unreadable."""
    try:
        return as_known(known_at) if known_at else None
    except TimeError as error:
        raise Unreadable(Problem("known_at", str(error), "a day such as 2026-05-03")) from None


def _places(after: str) -> dict[str, int]:
    try:
        return read_cursor(after)
    except ValueError as error:
        raise Unreadable(Problem("after", str(error), "the `next` of an earlier answer")) from None


def _books_of(user: User) -> set[str] | None:
    """The books a caller follows; None for all."""
    return None if may(user, Permission.API_FOLLOW) else {user.agency}


def _since(places: dict[str, int], limit: int, books: set[str] | None) -> tuple[dict[str, int], list[Entry], bool]:
    """Up to `limit` entries after these places, the places after them, and whether there are more."""
    ends = {book: seq for book, (seq, _) in heads().items() if books is None or book in books}
    reached = {book: places.get(book, 0) for book in ends}
    found: list[Entry] = []
    for book in sorted(ends):
        if reached[book] < ends[book] and len(found) < limit:
            page = list(stream(book, after=reached[book], limit=limit - len(found)))
            reached[book] = page[-1].seq if page else reached[book]
            found.extend(page)
    return reached, found, any(reached[book] < end for book, end in ends.items())
