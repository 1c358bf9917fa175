"""The entries that a fold reads, sorted once by kind, and how it reads days and codes from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from unbroken.record.entries import Entry
from unbroken.record.times import Length

_in_order = attrgetter("happened_from", "recorded_at", "id")


@dataclass(frozen=True, slots=True)
class History:
    """Standing entries about one object in the order in which they happened, and the same by kind."""

    object: str
    entries: Sequence[Entry]
    by_kind: Mapping[str, Sequence[Entry]]
    made_on: date | None = None
    made_last_on: date | None = None

    def of(self, *kinds: str) -> Sequence[Entry]:
        """The entries of these kinds, in order."""
        if len(kinds) == 1:  # what most ask, dozens of times a fold
            return self.by_kind.get(kinds[0], ())
        found = [listed for kind in kinds if (listed := self.by_kind.get(kind))]
        if len(found) < 2:
            return found[0] if found else ()
        return sorted(chain.from_iterable(found), key=_in_order)

    def days(self, first: date | None, last: date | None = None) -> Length | None:
        """Whole days from the report to what happened on a day, or on one from `first` to `last`."""
        if first is None or self.made_on is None or self.made_last_on is None:
            return None
        return Length((first - self.made_last_on).days, ((last or first) - self.made_on).days)

    def days_to(self, entry: Entry | None) -> Length | None:
        """Whole days from the report to what an entry says happened."""
        return self.days(entry.day, entry.last_day) if entry else None


def history_of_report(name: str, entries: Sequence[Entry]) -> History:
    """The history of a report, from entries that may be about others too.

    It is what names the report, and what its prosecutions did without naming any: what they did about other
    reports alone is left out.
    """
    own = {entry.id for entry in entries if any(subject.object == name for subject in entry.subjects)}
    tied = {
        subject.object
        for entry in entries
        if entry.id in own
        for subject in entry.subjects
        if subject.role == "prosecution"
    }
    return _history(name, [entry for entry in entries if entry.id in own or (tied and _is_of(tied, entry))])


def history_of(name: str, entries: Sequence[Entry]) -> History:
    """The history of any other object."""
    return _history(name, entries)


def first_days(entries: Sequence[Entry]) -> tuple[date | None, date | None]:
    """The days from and to which the first of what these entries say can have happened."""
    if not entries:
        return None, None
    return min(entry.day for entry in entries), min(entry.last_day for entry in entries)


def codes(entry: Entry, name: str) -> tuple[str, ...]:
    """A list field as a tuple; empty where it is absent."""
    return tuple(entry.get(name) or ())


@lru_cache(maxsize=16384)
def to_day(text: str | None) -> date | None:
    """The day in a stored body."""
    return date.fromisoformat(text) if text else None


def one_of(entry: Entry, role: str) -> str | None:
    """The object in this role, where there is one."""
    return next((subject.object for subject in entry.subjects if subject.role == role), None)


def once(items: Iterable[str]) -> tuple[str, ...]:
    """Each item once, in the order of first mention."""
    return tuple(dict.fromkeys(items))


def _history(name: str, entries: Sequence[Entry]) -> History:
    by_kind: dict[str, list[Entry]] = {}
    for entry in entries:
        if (listed := by_kind.get(entry.kind)) is not None:
            listed.append(entry)
        else:
            by_kind[entry.kind] = [entry]
    made = by_kind.get("report.made")
    days = (made[0].day, made[0].last_day) if made else (None, None)
    return History(name, entries, by_kind, *days)


def _is_of(prosecutions: Collection[str], entry: Entry) -> bool:
    """Whether the entry is about one of these prosecutions and names no report."""
    roles = [subject.role for subject in entry.subjects]
    return "report" not in roles and any(subject.object in prosecutions for subject in entry.subjects)
