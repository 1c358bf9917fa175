"""From what was read to the plain values of an answer, and from what went wrong to a problem (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpResponse

from unbroken.access.reading import Reading, by_handling
from unbroken.access.visibility import Visible, handling_of, kind_in_the_end
from unbroken.record.amend import Effective
from unbroken.record.book import Recorded
from unbroken.record.entries import Entry
from unbroken.record.errors import Problem
from unbroken.record.kinds import REGISTER

JSON = "application/json; charset=utf-8"
PROBLEM = "application/problem+json"


def answer(content: Any, *, status: int = 200) -> HttpResponse:
    """An answer."""
    return HttpResponse(orjson.dumps(content), content_type=JSON, status=status)


def problem(status: int, detail: str, problems: Iterable[dict[str, Any]] = (), **headers: str) -> HttpResponse:
    """A problem. `detail` is in words for a person and never quotes what was sent."""
    found = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "problems": list(problems),
    }
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(orjson.dumps(found), content_type=PROBLEM, status=status, headers=named)


def say_problems(problems: Iterable[Problem], index: int | None = None) -> list[dict[str, Any]]:
    """What is wrong with an entry."""
    return [
        {"index": index, "field": item.field, "message": item.message, "expected": item.expected} for item in problems
    ]


def say_recorded(recorded: Recorded) -> dict[str, Any]:
    """Where an entry stands on the record."""
    entry = recorded.entry
    return {
        "id": entry.id,
        "book": entry.book,
        "seq": entry.seq,
        "digest": entry.digest,
        "duplicate": recorded.duplicate,
    }


def say_entry(entry: Entry, at_hand: dict[str, Entry]) -> dict[str, Any]:
    """An entry as recorded. `at_hand` are entries by id, to tell how an amendment is handled."""
    kind = REGISTER.get(entry.kind)
    return {
        "id": entry.id,
        "book": entry.book,
        "seq": entry.seq,
        "kind": entry.kind,
        "version": entry.version,
        "title": kind.title() if kind else entry.kind,
        "lane": kind.lane if kind else "record",
        "handling": handling_of(entry, at_hand) or kind_in_the_end(entry, at_hand),
        "happened": {"start": entry.happened_from, "end": entry.happened_to},
        "recorded_at": entry.recorded_at,
        "recorded_by": entry.recorded_by,
        "agency": entry.agency,
        "source": entry.source,
        "source_ref": entry.source_ref,
        "corrects": entry.corrects or None,
        "subjects": [[subject.role, subject.object] for subject in entry.subjects],
        "body": entry.body,
        "digest": entry.digest,
    }


def say_standing(item: Effective) -> dict[str, Any]:
    """An entry as it stands."""
    amended_by = [entry.id for entry in (*item.corrections, *((item.withdrawn,) if item.withdrawn else ()))]
    return {**say_entry(item.entry, {}), "amended_by": amended_by}


def say_reading(reading: Reading) -> dict[str, Any]:
    """What a reading shows and what it does not."""
    found = reading.effective()
    return {
        "known_at": reading.known_at,
        "entries": [say_standing(item) for item in found if item.withdrawn is None],
        "withdrawn": [say_standing(item) for item in found if item.withdrawn is not None],
        **say_withheld(reading.seen),
    }


def say_withheld(seen: Visible) -> dict[str, Any]:
    """What is not shown."""
    return {
        "withheld": by_handling(seen.withheld),
        "masked": by_handling(seen.masked),
        "restricted_reports": len(seen.restricted),
    }


def say_entries(entries: Sequence[Entry], beside: Iterable[Entry] = ()) -> list[dict[str, Any]]:
    """Entries as recorded. `beside` are entries that they amend."""
    at_hand = {entry.id: entry for entry in (*beside, *entries)}
    return [say_entry(entry, at_hand) for entry in entries]
