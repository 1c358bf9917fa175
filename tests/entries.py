"""Drafts and entries for tests, with everything that does not matter filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from unbroken.record.check import check
from unbroken.record.entries import Draft, Entry, Subject
from unbroken.record.errors import Refused
from unbroken.record.times import read_interval

_number = count(1)
ROLE_OF = {"person": "victim", "report": "report", "order": "order", "prosecution": "prosecution"}
MADE = {"channel": "phone", "reported_by": "victim"}


def about(*objects: str | tuple[str, str]) -> tuple[Subject, ...]:
    """Subjects from object names (a person is the victim) or (role, name) pairs."""
    return tuple(
        Subject(*item) if isinstance(item, tuple) else Subject(ROLE_OF[item.partition(":")[0]], item)
        for item in objects
    )


def draft(
    kind: str = "report.made",
    body: Mapping[str, Any] | None = None,
    *objects: str | tuple[str, str],
    happened: str = "2024-03-08",
    ref: str = "",
    **header: Any,
) -> Draft:
    """A draft; without objects it is about report:r1 and the victim person:v1."""
    header = {"agency": "northmoor", "source": "tests", **header}
    return Draft(
        kind=kind,
        body=MADE if body is None else body,
        subjects=about(*(objects or ("report:r1", "person:v1"))),
        happened=happened,
        source_ref=ref or f"draft-{next(_number)}",
        **header,
    )


def entry(
    kind: str = "report.made",
    body: Mapping[str, Any] | None = None,
    *objects: str | tuple[str, str],
    happened: str = "2024-03-08",
    recorded: str = "",
    **header: Any,
) -> Entry:
    """An entry as if it had been recorded on the day it happened, or at `recorded`."""
    number = next(_number)
    interval = read_interval(happened)
    values: dict[str, Any] = {
        "id": f"00000000-0000-7000-8000-{number:012d}",
        "book": "northmoor",
        "seq": number,
        "kind": kind,
        "version": 1,
        "happened_from": interval.start,
        "happened_to": interval.end,
        "recorded_at": read_interval(recorded).start if recorded else interval.end,
        "recorded_by": "tests",
        "agency": "northmoor",
        "source": "tests",
        "source_ref": f"entry-{number}",
        "corrects": "",
        "subjects": about(*(objects or ("report:r1", "person:v1"))),
        "body": MADE if body is None else body,
    }
    return Entry(**{**values, **header})


def refusals(drafts: Iterable[Draft], *, now: str) -> dict[str, str]:
    """Why the record would refuse drafts, by their source references; nothing where it would take all of them."""
    found = {}
    for each in drafts:
        try:
            check(each, now=now)
        except Refused as refused:
            found[each.source_ref] = str(refused)
    return found
