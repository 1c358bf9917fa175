"""Who is joined with whom, decided anew wherever an intake changes what is known of somebody.

What is found is handed back as drafts, for `flow` to record like everything else: a link with its weight and the
version of the model, a link that no longer holds as withdrawn, and when a resolved person was merged or split. The
clusters and what waits for a person's eye are tables (`ResolvedRow`, `ReviewRow`).

The same descriptions end in the same clusters in whatever order they come, and as linking them all at once: pairs are
weighed by what is on the record now, and where a new description tells that a number is shared by many, those who have
it are looked at again. Only a link that stands is kept a little below the threshold at which it would be made, so that
a correction or a new model does not tear people apart and join them again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from unbroken.people import lookup, queue
from unbroken.people.crossing import Filed, crossed
from unbroken.people.deciding import Deciding
from unbroken.people.fold import APART, MODEL, SAME
from unbroken.people.linkage.clustering import DECIDED, Edge, cluster, components, edge
from unbroken.people.linkage.guards import same_report
from unbroken.people.linkage.packing import unpack
from unbroken.people.linkage.scoring import Scorer
from unbroken.people.reading import Reading
from unbroken.record import sql
from unbroken.record.entries import Draft, Entry

_ABOUT_IDENTITY = frozenset({"identity.linked", "identity.unlinked", "identity.undecided"})
_ITS_OWN = frozenset({"identity.merged", "identity.split"})


def persons_in(entries: Iterable[Entry]) -> frozenset[str]:
    """The person objects that these entries may tell something new about."""
    return frozenset(
        subject.object for entry in entries for subject in entry.subjects
        if subject.object.startswith("person:") and entry.kind not in _ITS_OWN
    )  # fmt: skip


def resolve(new: Sequence[Entry], before: Mapping[str, str], scorer: Scorer, *, now: str) -> list[Draft]:
    """Decide anew who is who, after these entries; what is to be recorded of it.

    `before` is what was compared of the persons whom the entries name (`lookup.packed`), from before they were folded.
    Writes the resolved persons and the queue for review.
    """
    persons = persons_in(new)
    after = lookup.packed(persons)
    changed = {person for person in persons if after.get(person) != before.get(person)}
    decided = {
        subject.object for entry in new if _is_about_identity(entry) for subject in entry.subjects
        if subject.role in ("person", "other_person")
    }  # fmt: skip
    if not changed and not decided:
        return []
    known = {person: unpack(person, after[person]) for person in changed if person in after}
    then = Filed(unpack(person, before[person]) for person in changed if person in before)
    as_now = Filed(known.values())
    read = Reading(scorer, lookup.Index(room=as_now.most), known)
    again = crossed(read, then, as_now, changed)
    fresh = {person for person in changed if person not in before and person in after} - again - decided
    work = Deciding(read, now, new[-1].id, _agencies(new), new[-1].agency, frozenset(fresh))
    read.firsts |= lookup.since(fresh)
    for person in sorted(fresh, key=lambda name: (read.firsts[name], name)):
        work.place(person)
    if rest := (changed | decided | again) - fresh:
        work.settle(rest, strictly=again)
    return work.finish(gone=changed - after.keys())


def actor(scorer: Scorer) -> str:
    """Who records what the linkage finds."""
    return f"linkage {scorer.model.version}"


def _is_about_identity(entry: Entry) -> bool:
    return entry.kind in _ABOUT_IDENTITY or (bool(entry.corrects) and bool(entry.of("other_person")))


def _agencies(entries: Iterable[Entry]) -> dict[str, str]:
    """The agency that told of each person last: its book takes what is found of them."""
    return {subject.object: entry.agency for entry in entries for subject in entry.subjects}


def rebuild(scorer: Scorer, *, progress: Callable[[int], None] | None = None) -> int:
    """Fold the resolved persons from the links on the record, and look everybody up for the review, in one transaction.

    The number of resolved persons of more than one description. Decides nothing: what is not on the record as a link
    is not joined.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        sql.one_writer()
        cursor.execute("DELETE FROM people_resolved")
        cursor.execute("DELETE FROM people_review")
        rows = list(_resolved_rows(cursor))
        sql.insert("people_resolved", ("object", "resolved", "weakest"), rows)
        cursor.execute("SELECT object FROM people_comparable ORDER BY object")
        persons = [row[0] for row in cursor.fetchall()]
        for start in range(0, len(persons), sql.CHUNK):
            read = Reading(scorer)
            chunk = persons[start : start + sql.CHUNK]
            read.compared(chunk)
            # Each pair is found from both ends; from the first in order it is put down once.
            found = {name: [one for one in read.candidates(name) if name < one.person.id] for name in chunk}
            queue.add(found, read.known, scorer)
            if progress:
                progress(len(chunk))
    return len({row[1] for row in rows})


def _resolved_rows(cursor: Any) -> Iterator[tuple[str, str, float]]:
    """The rows of ResolvedRow that follow from the links on the record."""
    cursor.execute("SELECT object, person, verdict, basis, weight FROM people_link WHERE object < person")
    held = cursor.fetchall()
    apart = {frozenset(row[:2]) for row in held if row[2] == APART}
    edges = [
        edge(one, other, (weight or 0.0) if basis == MODEL else DECIDED)
        for one, other, verdict, basis, weight in held
        if verdict == SAME
    ]
    linked = sorted({name for one in edges for name in (one.a, one.b)})
    since = lookup.since(linked)
    sets = list(components((one.a, one.b) for one in edges))
    place = {name: n for n, members in enumerate(sets) for name in members}
    by_set: dict[int, list[Edge]] = defaultdict(list)
    for one in edges:
        by_set[place[one.a]].append(one)
    known = lookup.comparables(name for one in edges if one.weight >= DECIDED for name in sets[place[one.a]])

    def is_apart(one: str, other: str) -> bool:
        return frozenset((one, other)) in apart

    def never(one: str, other: str) -> bool:
        both = one in known and other in known
        return is_apart(one, other) or (both and same_report(known[one], known[other]))

    for n, members in enumerate(sets):
        inside = by_set[n]
        for group in cluster(members, inside, is_apart, never):
            if len(group.members) > 1:
                name = min(group.members, key=lambda person: (since.get(person) or "~", person))
                weights = [one.weight for one in inside if {one.a, one.b} <= set(group.members)]
                yield from ((person, name, min(weights)) for person in group.members)
