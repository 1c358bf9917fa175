"""The prosecution in time: submissions and what came back, hearings and adjournments, sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from unbroken.cases.fold.court_shapes import Hearing, Sentence, Submission
from unbroken.cases.fold.history import History, codes, one_of, to_day
from unbroken.record.entries import Entry
from unbroken.record.times import Length

_HEARINGS = {"hearing.listed": "listed", "hearing.held": "held", "hearing.adjourned": "adjourned"}
_TOLD_OF = {"hearing.listed": frozenset({"hearing"}), "hearing.adjourned": frozenset({"adjournment", "hearing"})}


def fold_submissions(history: History) -> tuple[Submission, ...]:
    """Every submission of the file, each with the return and the decision that answered it (CPS-03)."""
    found: list[Submission] = []
    for entry in history.of("prosecution.submitted", "prosecution.returned", "prosecution.decided"):
        prosecution = one_of(entry, "prosecution") or ""
        mine = [place for place, item in enumerate(found) if item.prosecution == prosecution]
        if entry.kind == "prosecution.submitted":
            number = entry.get("number") or len(mine) + 1
            found.append(Submission(prosecution, number, entry.day, entry.id, history.days_to(entry)))
        elif mine:
            numbered = [place for place in mine if found[place].number == entry.get("number")]
            place = (numbered or mine)[-1]
            found[place] = _answered(found[place], entry)
    return tuple(found)


def fold_hearings(history: History) -> tuple[Hearing, ...]:
    """Every day in court, by day. An adjournment to a fixed day lists a hearing on it (CPS-05)."""
    found: dict[tuple[str, date], Hearing] = {}
    for entry in history.of(*_HEARINGS):
        if entry.body is None:
            continue
        hearing = _hearing(history, entry, found)
        found[hearing.prosecution, hearing.day] = hearing
        if hearing.until is not None:
            found.setdefault((hearing.prosecution, hearing.until), _relisted(hearing, hearing.until))
    return tuple(hearing for _, hearing in sorted(found.items()))


def fold_sentences(history: History) -> tuple[Sentence, ...]:
    """Every sentence passed, in order."""
    return tuple(
        Sentence(
            prosecution=one_of(entry, "prosecution") or "",
            offence=entry.get("offence"),
            components=tuple((part["type"], part.get("days")) for part in entry.get("components")),
            on=entry.day,
            last_on=entry.last_day,
            entry=entry.id,
            release_on=entry.get("release_on"),
            order_requested=entry.get("order_requested"),
            order_made=entry.get("order_made"),
        )
        for entry in history.of("sentence.passed")
        if entry.body is not None
    )


def first_hearing(history: History) -> tuple[date | None, date | None]:
    """The days from and to which a court can first have sat, whether or not it went ahead."""
    sat = [entry for entry in history.of("hearing.held", "hearing.adjourned") if entry.body is not None]
    days = [(day, day) if (day := to_day(entry.get("date"))) else (entry.day, entry.last_day) for entry in sat]
    return min((first for first, _ in days), default=None), min((last for _, last in days), default=None)


def _answered(item: Submission, entry: Entry) -> Submission:
    if entry.kind == "prosecution.returned":
        return replace(item, returned_on=entry.day, return_reasons=codes(entry, "reasons"))
    return replace(item, decided_on=entry.day, decision=entry.get("decision"))


def _hearing(history: History, entry: Entry, found: dict[tuple[str, date], Hearing]) -> Hearing:
    day = to_day(entry.get("date")) or entry.day
    prosecution = one_of(entry, "prosecution") or ""
    listed = found.get((prosecution, day))
    told_on, told_last_on = _told(history, entry)
    return Hearing(
        prosecution=prosecution,
        day=day,
        state=_HEARINGS[entry.kind],
        entry=entry.id,
        court=entry.get("court") or (listed.court if listed else None),
        court_type=entry.get("court_type") or (listed.court_type if listed else None),
        purpose=entry.get("purpose") or (listed.purpose if listed else None),
        results=codes(entry, "results"),
        reason=entry.get("reason"),
        asked_by=entry.get("asked_by"),
        until=to_day(entry.get("until")),
        victim_told_on=told_on,
        days_to_tell=Length((told_on - entry.last_day).days, (told_last_on - entry.day).days)
        if told_on and told_last_on
        else None,
    )


def _relisted(hearing: Hearing, day: date) -> Hearing:
    """The hearing that an adjournment lists. Whoever is told of the one is told of the other."""
    return Hearing(
        prosecution=hearing.prosecution,
        day=day,
        state="listed",
        entry=hearing.entry,
        court=hearing.court,
        court_type=hearing.court_type,
        purpose=hearing.purpose,
        victim_told_on=hearing.victim_told_on,
        days_to_tell=hearing.days_to_tell,
    )


def _told(history: History, entry: Entry) -> tuple[date | None, date | None]:
    """The days from and to which the victim was told: as the entry says, or by the first contact about it since."""
    if told := to_day(entry.get("victim_told_on")):
        return told, told
    subjects = _TOLD_OF.get(entry.kind)
    if subjects is None:
        return None, None
    for contact in history.of("contact.made"):
        event = contact.get("event")
        is_later = contact.happened_from >= entry.happened_from
        if event == entry.id or (event is None and is_later and not subjects.isdisjoint(contact.get("about") or ())):
            return contact.day, contact.last_day
    return None, None
