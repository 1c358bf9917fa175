"""What lies between two people, as far as one reader may see it.

Both must be somebody the reader may know, by what they may read: who is named only in what is hidden is not there.
A name that was joined to one of the two is used only where the reader sees an entry about it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from unbroken.access.models import User
from unbroken.access.reading import read_entries
from unbroken.access.visibility import Visible
from unbroken.cases.between import ONE, OTHER, Between, Two, Whose, fold_between, is_between, shared_reports
from unbroken.conduct.course.shapes import joined_by_hand
from unbroken.people.fold import Person, fold_person
from unbroken.people.resolved import resolved
from unbroken.people.whose import whose_of
from unbroken.record.amend import Effective, effective, standing
from unbroken.record.entries import Entry
from unbroken.record.journey import names_of, with_amended
from unbroken.record.queries import entries_about
from unbroken.record.times import to_uk_date


@dataclass(frozen=True, slots=True)
class PairReading:
    """Two people and what one reader sees between them.

    `people` are both, each under all names the reader may know, the main one first; `seen` is what of the entries
    between them is shown; `hidden` are the reports that name both and are restricted. `known_at` is the stored time
    up to which it was read, or None; `were_one` says that both were held to be one person then.
    """

    two: Two
    one: tuple[Person, ...]
    other: tuple[Person, ...]
    seen: Visible
    items: tuple[Effective, ...]
    between: Between
    hidden: frozenset[str]
    known_at: str | None = None
    were_one: bool = False

    @property
    def known_day(self) -> date | None:
        """The last day of "as known on"."""
        return to_uk_date(self.known_at) - timedelta(days=1) if self.known_at else None

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries between the two that the reader sees and nobody has withdrawn, as they stand, in order."""
        return tuple(item.entry for item in self.items if item.withdrawn is None)

    @property
    def address(self) -> tuple[str, str]:
        """The names under which the one page of this pair stands, whichever way round it was asked for."""
        first, second = sorted((min(self.two.one), min(self.two.other)))
        return first, second

    @property
    def objects(self) -> frozenset[str]:
        """What to log as shown."""
        return frozenset(s.object for entry in self.seen.entries for s in entry.subjects) | self.two.names


RESTRICTED = "One of the two is named only in a restricted report. Ask a supervisor or a specialist reviewer."
"""What is said where `Refusal.restricted`."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to show: one of the two is not there for this reader, or both are one person.

    `restricted` where the reader is not told who somebody is only because a restricted report alone names them.
    """

    restricted: bool = False
    is_one_person: bool = False


def read_pair(user: User, one: str, other: str, *, known_at: str | None = None) -> PairReading | Refusal:
    """What this reader sees between two people. Raises nothing: the caller logs and refuses.

    With `known_at`, what was recorded by then, and both under the names that were joined then. Who may open the pair
    now may do so for any day; it is empty where one of the two was not known yet.
    """
    both = resolved((one, other))
    now = _read(user, (one, other), (frozenset(both[one].members), frozenset(both[other].members)), None)
    if known_at is None or isinstance(now, Refusal):
        return now
    mains = _known_then(user, now, (one, other), known_at)
    joined = names_of(mains, known_at=known_at)
    then = _read(user, mains, (joined[mains[0]], joined[mains[1]]), known_at)
    if isinstance(then, Refusal):
        return _nothing_then((one, other), known_at, were_one=then.is_one_person)
    return then


_Both = tuple[str, str]


def _read(
    user: User, mains: _Both, names: tuple[frozenset[str], frozenset[str]], known_at: str | None
) -> PairReading | Refusal:
    ones, others = names
    about = with_amended(entries_about(ones | others, known_at=known_at), known_at)
    seen = read_entries(user, about)
    stood = standing(seen.entries, known_at=known_at)
    two = Two(_known(stood, ones), _known(stood, others))
    missing = [each for each, name, known in zip(names, mains, (two.one, two.other), strict=True) if name not in known]
    if missing:
        return Refusal(restricted=all(_only_restricted(user, about, each) for each in missing))
    if two.one & two.other:
        return Refusal(is_one_person=True)
    whole = Two(ones, others)
    reports = shared_reports(whole, standing(about, known_at=known_at))
    further = entries_about(reports.keys(), known_at=known_at)
    entries = with_amended({entry.id: entry for entry in (*about, *further)}.values(), known_at)
    people = {ONE: _people(stood, two.one, mains[0]), OTHER: _people(stood, two.other, mains[1])}
    whose = whose_of(people)
    joined = joined_by_hand(whole, standing(about, known_at=known_at))
    shown = read_entries(user, _relevant(whole, entries, reports.keys(), whose, joined, known_at))
    items = effective(shown.entries, known_at=known_at)
    left = [item.entry for item in items if item.withdrawn is None]
    return PairReading(
        two=two,
        one=people[ONE],
        other=people[OTHER],
        seen=shown,
        items=tuple(items),
        between=fold_between(two, left, whose=whose, joined=joined_by_hand(two, left)),
        hidden=shown.restricted & reports.keys(),
        known_at=known_at,
    )


def _known_then(user: User, now: PairReading, both: _Both, known_at: str) -> _Both:
    """Under which name each was known then: the one asked for, else the first recorded of those they have now."""
    stood = standing(
        read_entries(user, with_amended(entries_about(now.two.names, known_at=known_at), known_at)).entries,
        known_at=known_at,
    )
    since = {
        name: min((entry.recorded_at, entry.id) for entry in stood if any(s.object == name for s in entry.subjects))
        for name in _known(stood, now.two.names)
    }
    found = [
        name if name in since else min(names & since.keys(), key=lambda one: since[one], default=name)
        for name, names in zip(both, (now.two.one, now.two.other), strict=True)
    ]
    return found[0], found[1]


def _nothing_then(both: _Both, known_at: str, *, were_one: bool) -> PairReading:
    two = Two(frozenset({both[0]}), frozenset({both[1]}))
    one, other = (fold_person(name, []) for name in both)
    return PairReading(two, (one,), (other,), Visible(()), (), Between(), frozenset(), known_at, were_one)


def _known(entries: Iterable[Entry], names: Collection[str]) -> frozenset[str]:
    """Those of these names that an entry shows, other than the decision that joins them."""
    told = [entry for entry in entries if not entry.kind.startswith("identity.")]
    return frozenset(subject.object for entry in told for subject in entry.subjects if subject.object in names)


def _only_restricted(user: User, entries: Iterable[Entry], names: Collection[str]) -> bool:
    """Whether somebody is named, and only where a restricted report hides it."""
    about = [entry for entry in entries if any(subject.object in names for subject in entry.subjects)]
    return bool(read_entries(user, about).restricted)


def _people(entries: Sequence[Entry], names: Collection[str], main: str) -> tuple[Person, ...]:
    about = {name: [entry for entry in entries if any(s.object == name for s in entry.subjects)] for name in names}
    ordered = sorted(names, key=lambda name: (name != main, name))
    return tuple(fold_person(name, about[name]) for name in ordered)


def _relevant(
    two: Two,
    entries: Sequence[Entry],
    reports: Collection[str],
    whose: Whose,
    joined: Mapping[str, str],
    known_at: str | None,
) -> list[Entry]:
    """The entries about the two, each with all that amends it, and whatever it amends."""
    by_id = {entry.id: entry for entry in entries}
    roots = {entry.id: _root(entry, by_id) for entry in entries}
    items = effective(entries, known_at=known_at)
    stood = {item.original.id for item in items if is_between(two, item.entry, reports, whose=whose, joined=joined)}
    return [entry for entry in entries if roots[entry.id] in stood]


def _root(entry: Entry, by_id: dict[str, Entry]) -> str:
    while entry.corrects and entry.corrects in by_id:
        entry = by_id[entry.corrects]
    return entry.id
