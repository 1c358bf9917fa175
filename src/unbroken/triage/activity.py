"""What is new about marked people: entries that the team is told of, and how long it took until somebody looked.

An entry is new where it was recorded after the marker, or taken in after it: what a slow feed brings of yesterday is
news all the same. The caller leaves out what the reader may not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q

from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Entry
from unbroken.record.models import RecordSubject
from unbroken.record.times import to_datetime
from unbroken.triage.fold import STEPS, Acknowledged
from unbroken.triage.queries import Listed

ROLES = frozenset({"suspect", "victim", "witness"})
_ABOUT_THE_LISTS = (*STEPS, "identity.")  # what the team itself records, and who is held to be whom


@dataclass(frozen=True, slots=True)
class Response:
    """How soon activity was acknowledged. `typical` is the median, None where nothing was acknowledged."""

    acknowledged: int
    typical: timedelta | None
    longest: timedelta | None


def new_entries(people: Sequence[Listed]) -> Mapping[str, frozenset[str]]:
    """For each of these marked people the ids of the entries since their marker, acknowledged or not. One query."""
    of = {member: one for one in people if one.nominal.marker for member in one.members}
    found: dict[str, set[str]] = {one.person: set() for one in people}
    marks = [one.nominal.marker for one in of.values() if one.nominal.marker]
    if not marks:
        return {name: frozenset() for name in found}
    lately = Q(entry__recorded_at__gt=min(mark.recorded_at for mark in marks)) | Q(
        entry__gt=min(m.entry for m in marks)
    )
    about = RecordSubject.objects.filter(lately, object__in=list(of), role__in=[*ROLES, "person"])
    columns = ("object", "entry_id", "entry__kind", "entry__recorded_at")
    for person, entry, kind, recorded_at in about.values_list(*columns):
        if _is_new(of[person], entry, kind, recorded_at):
            found[of[person].person].add(entry)
    return {name: frozenset(entries) for name, entries in found.items()}


def _is_new(one: Listed, entry: str, kind: str, recorded_at: str) -> bool:
    mark = one.nominal.marker
    is_since = mark is not None and (recorded_at > mark.recorded_at or entry > mark.entry)
    return is_since and kind not in AMENDMENTS and not kind.startswith(_ABOUT_THE_LISTS)


def is_activity(entry: Entry, members: Iterable[str]) -> bool:
    """Whether an entry has any of these descriptions as suspect, victim or witness, or describes one as such."""
    own = set(members)
    if entry.kind == "person.described":
        return entry.get("role_here") in ROLES and not own.isdisjoint(entry.of("person"))
    return any(subject.role in ROLES and subject.object in own for subject in entry.subjects)


def time_to_acknowledge(entry: Entry, seen: Acknowledged) -> timedelta:
    """From when an entry was recorded until somebody recorded that they had looked at it."""
    return to_datetime(seen.recorded_at) - to_datetime(entry.recorded_at)


def response(times: Iterable[timedelta]) -> Response:
    """How soon activity was acknowledged, from the time that each took."""
    held = sorted(time.total_seconds() for time in times)
    if not held:
        return Response(0, None, None)
    return Response(len(held), timedelta(seconds=median(held)), timedelta(seconds=held[-1]))
