"""People on lists and marked people, as far as one reader may see it: from entries, past access."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from unbroken.access.models import User
from unbroken.access.policy import may_handle
from unbroken.access.reading import read_entries
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.kinds import Handling
from unbroken.record.queries import amendments_by_target, entries_by_id
from unbroken.triage.activity import is_activity, new_entries
from unbroken.triage.fold import Acknowledged, Nominal, fold_nominal, steps_in
from unbroken.triage.queries import Listed


@dataclass(frozen=True, slots=True)
class Activity:
    """Somebody who is marked, with what was recorded since: `new` as nobody has looked, and `seen`. Oldest first."""

    one: Listed
    new: tuple[Entry, ...]
    seen: tuple[tuple[Entry, Acknowledged], ...]


def nominal_for(user: User, entries: Iterable[Entry], persons: Collection[str]) -> Nominal | None:
    """Somebody and the lists, from the entries that this reader sees under every joined name.

    None for those who may not see how offenders are managed: to them there are no lists.
    """
    if not may_handle(user, Handling.MANAGED_OFFENDER):
        return None
    return fold_nominal(steps_in(standing(entries), persons))


def activity_for(user: User, people: Sequence[Listed]) -> list[Activity]:
    """What is new about each of these people. A number of queries that does not grow with them."""
    found = new_entries(people)
    shown = _read(user, frozenset().union(*found.values()))
    return [_activity(one, found[one.person], shown) for one in people]


def _read(user: User, ids: frozenset[str]) -> Mapping[str, Entry]:
    """These entries as they stand, and as this reader sees them."""
    amendments = [entry for each in amendments_by_target(ids).values() for entry in each]
    seen = read_entries(user, [*entries_by_id(ids), *amendments])
    return {entry.id: entry for entry in standing(seen.entries)}


def _activity(one: Listed, ids: frozenset[str], shown: Mapping[str, Entry]) -> Activity:
    entries = [shown[name] for name in ids if name in shown and is_activity(shown[name], one.members)]
    entries.sort(key=lambda entry: (entry.recorded_at, entry.id))
    held = one.nominal.acknowledged
    new = tuple(entry for entry in entries if entry.id not in held)
    return Activity(one, new, tuple((entry, held[entry.id]) for entry in entries if entry.id in held))
