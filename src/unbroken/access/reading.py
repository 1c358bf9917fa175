"""Reading the record as somebody may see it: the one way from the record to a page, an export or the API.

Each function answers None where there is nothing, and the same where a conflict of interest closes it (to say more
would tell a stalker in uniform that she has reported him) or where it is not a matter of the reader's own. The caller
shows it as not found, and logs what it shows (`gate.consult`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unbroken.access.closed import closed_to, restricted_objects
from unbroken.access.models import User
from unbroken.access.relation import own_of
from unbroken.access.visibility import Visible, refused_person, visible
from unbroken.record.amend import Effective, effective
from unbroken.record.entries import Entry
from unbroken.record.journey import journey_entries, report_entries
from unbroken.record.kinds import Handling
from unbroken.record.queries import amendments_of, entries_by_id


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody reads: the entries they see, what is withheld from them, and the objects to log.

    `known_at` is the stored time up to which it was read, or None.
    """

    seen: Visible
    objects: frozenset[str]
    known_at: str | None = None

    def effective(self) -> list[Effective]:
        """The entries as they stand, those withdrawn included."""
        return effective(self.seen.entries, known_at=self.known_at)


def read_journey(user: User, person: str, *, known_at: str | None = None) -> Reading | None:
    """A victim's journey. Empty, not None, where she is known now and was not then."""
    reading = _read(user, journey_entries(person, known_at=known_at), {person}, known_at)
    return reading if reading or known_at is None else _nothing_then(read_journey(user, person), person, known_at)


def read_report(user: User, report: str, *, known_at: str | None = None) -> Reading | None:
    """A report with its prosecutions and orders. Empty, not None, where it is known now and was not then."""
    reading = _read(user, report_entries(report, known_at=known_at), {report}, known_at)
    return reading if reading or known_at is None else _nothing_then(read_report(user, report), report, known_at)


def read_entry(user: User, entry_id: str) -> Reading | None:
    """An entry with everything that amends it; of an amendment, also what it amends."""
    found = entries_by_id([entry_id])
    own = own_of(user)
    if own and not all(own.holds(entry) for entry in found):
        return None
    return _read(user, [*amended_by(found), *found, *amendments_of(entry_id)], set(), None) if found else None


def read_entries(user: User, entries: Sequence[Entry]) -> Visible:
    """What somebody sees of entries from anywhere, without those that are closed to them.

    For lists and feeds, where one closed matter must not close the rest.
    """
    closed = closed_to(user)
    own = own_of(user)
    ours = [entry for entry in entries if own is None or own.holds(entry)]
    open_entries = [entry for entry in ours if refused_person(_objects([entry]), closed)]
    restricted = restricted_objects(_objects(open_entries))
    return visible(open_entries, user, restricted=restricted, beside=amended_by(open_entries))


def amended_by(entries: Iterable[Entry]) -> list[Entry]:
    """What these entries amend, and what that amends in turn."""
    found: dict[str, Entry] = {}
    missing = {entry.corrects for entry in entries if entry.corrects}
    while missing:
        layer = entries_by_id(missing)
        found |= {entry.id: entry for entry in layer}
        missing = {entry.corrects for entry in layer if entry.corrects} - found.keys()
    return list(found.values())


def _read(user: User, entries: Sequence[Entry], named: set[str], known_at: str | None) -> Reading | None:
    objects = _objects(entries) | named
    if not entries or not refused_person(objects, closed_to(user)):
        return None
    own = own_of(user)
    if own and not all(own.opens(name) for name in named):
        return None
    seen = visible(entries, user, restricted=restricted_objects(objects))
    return Reading(seen, frozenset(_objects(seen.entries) | named), known_at)


def _nothing_then(now: Reading | None, name: str, known_at: str) -> Reading | None:
    return None if now is None else Reading(Visible(()), frozenset({name}), known_at)


def _objects(entries: Sequence[Entry]) -> set[str]:
    return {subject.object for entry in entries for subject in entry.subjects}


def by_handling(counts: Mapping[Handling, int]) -> list[dict[str, str | int]]:
    """Counts of what is withheld, in a fixed order, for a page or an answer."""
    return [{"handling": str(name), "count": count} for name, count in sorted(counts.items())]
