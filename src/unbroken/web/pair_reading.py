"""What lies between two people, as far as one reader may see it.

Both must be somebody the reader may know, by what they may read: who is named only in what is hidden is not there.
A name that was joined to one of the two is used only where the reader sees an entry about it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from unbroken.access.models import User
from unbroken.access.reading import read_entries
from unbroken.access.visibility import Visible
from unbroken.cases.between import ONE, OTHER, Between, Two, Whose, fold_between, is_between, shared_reports
from unbroken.people.fold import Person, fold_person
from unbroken.people.resolved import resolved
from unbroken.record.amend import Effective, effective, standing
from unbroken.record.entries import Entry
from unbroken.record.journey import with_amended
from unbroken.record.queries import entries_about
from unbroken.web.whose import whose_of


@dataclass(frozen=True, slots=True)
class PairReading:
    """Two people and what one reader sees between them.

    `people` are both, each under all names the reader may know, the main one first; `seen` is what of the entries
    between them is shown; `hidden` are the reports that name both and are restricted.
    """

    two: Two
    one: tuple[Person, ...]
    other: tuple[Person, ...]
    seen: Visible
    items: tuple[Effective, ...]
    between: Between
    hidden: frozenset[str]

    @property
    def address(self) -> tuple[str, str]:
        """The names under which the one page of this pair stands, whichever way round it was asked for."""
        first, second = sorted((min(self.two.one), min(self.two.other)))
        return first, second

    @property
    def objects(self) -> frozenset[str]:
        """What to log as shown."""
        return frozenset(s.object for entry in self.seen.entries for s in entry.subjects) | self.two.names


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is nothing to show: one of the two is not there for this reader, or both are one person.

    `restricted` where the reader is not told who somebody is only because a restricted report alone names them.
    """

    restricted: bool = False
    is_one_person: bool = False


def read_pair(user: User, one: str, other: str) -> PairReading | Refusal:
    """What this reader sees between two people. Raises nothing: the caller logs and refuses."""
    both = resolved((one, other))
    ones, others = frozenset(both[one].members), frozenset(both[other].members)
    about = with_amended(entries_about(ones | others))
    seen = read_entries(user, about)
    stood = standing(seen.entries)
    two = Two(_known(stood, ones), _known(stood, others))
    missing = [names for name, names, known in ((one, ones, two.one), (other, others, two.other)) if name not in known]
    if missing:
        return Refusal(restricted=all(_only_restricted(user, about, names) for names in missing))
    if two.one & two.other:
        return Refusal(is_one_person=True)
    reports = shared_reports(Two(ones, others), standing(about))
    entries = with_amended({entry.id: entry for entry in (*about, *entries_about(reports.keys()))}.values())
    people = {ONE: _people(stood, two.one, one), OTHER: _people(stood, two.other, other)}
    whose = whose_of(people)
    shown = read_entries(user, _relevant(Two(ones, others), entries, reports.keys(), whose))
    items = effective(shown.entries)
    left = [item.entry for item in items if item.withdrawn is None]
    return PairReading(
        two=two,
        one=people[ONE],
        other=people[OTHER],
        seen=shown,
        items=tuple(items),
        between=fold_between(two, left, whose=whose),
        hidden=shown.restricted & reports.keys(),
    )


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


def _relevant(two: Two, entries: Sequence[Entry], reports: Collection[str], whose: Whose) -> list[Entry]:
    """The entries about the two, each with all that amends it, and whatever it amends."""
    by_id = {entry.id: entry for entry in entries}
    roots = {entry.id: _root(entry, by_id) for entry in entries}
    stood = {item.original.id for item in effective(entries) if is_between(two, item.entry, reports, whose=whose)}
    return [entry for entry in entries if roots[entry.id] in stood]


def _root(entry: Entry, by_id: dict[str, Entry]) -> str:
    while entry.corrects and entry.corrects in by_id:
        entry = by_id[entry.corrects]
    return entry.id
