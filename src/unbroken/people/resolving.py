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
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, count
from typing import Any

from django.db import connection, transaction

from unbroken.people import lookup
from unbroken.people.fold import APART, LINKAGE, MODEL, OPEN, SAME
from unbroken.people.linkage.clustering import DECIDED, Cluster, Edge, cluster, components, edge
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import HOT, crowd
from unbroken.people.linkage.guards import guard_between, same_report
from unbroken.people.linkage.keys import hashed, identifier_keys, key_texts
from unbroken.people.linkage.model import probability
from unbroken.people.linkage.packing import unpack
from unbroken.people.linkage.scoring import Scorer
from unbroken.record import sql
from unbroken.record.entries import Draft, Entry, Subject

SOURCE = LINKAGE
_ABOUT_IDENTITY = frozenset({"identity.linked", "identity.unlinked", "identity.undecided"})
_ITS_OWN = frozenset({"identity.merged", "identity.split"})


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of another person object, by the entry that says so."""

    other: str
    verdict: str
    basis: str
    weight: float | None
    entry: str


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
    work = Deciding(scorer, now=now, reference=new[-1].id, agencies=_agencies(new), agency=new[-1].agency)
    work.known |= {person: unpack(person, after[person]) for person in changed if person in after}
    old = {person: unpack(person, before[person]) for person in changed if person in before}
    again = _crossed(changed, old, work.known)
    fresh = {person for person in changed if person not in before and person in after} - again - decided
    work.fresh = frozenset(fresh)
    for person in sorted(fresh, key=lambda name: (work.since(name), name)):
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


def _crossed(changed: Collection[str], old: Mapping[str, Comparable], now: Mapping[str, Comparable]) -> frozenset[str]:
    """Who is filed under a key of which the change makes more, or less, than it was: of an identifier its crowd, of
    any key whether it still leads to anybody. The changed themselves are not among them."""
    was, is_ = _filed(changed, old), _filed(changed, now)
    keys = was.keys() | is_.keys()
    # The changed are filed already: without room for them, some of the others might not be read.
    held = lookup.under_keys(keys, most=HOT + 1 + max((len(each) for each in is_.values()), default=0))
    found: set[str] = set()
    for key in keys:
        others = {person: initials for person, initials in held.get(key, ()) if person not in changed}
        before, after = others | was.get(key, {}), others | is_.get(key, {})
        if _state(before) != _state(after):
            found |= others.keys()
    return frozenset(found)


def _filed(persons: Iterable[str], known: Mapping[str, Comparable]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for one in (known[person] for person in persons if person in known):
        identifiers = set(identifier_keys(one))
        for text in key_texts(one):
            found[hashed(text)][one.id] = one.initials if text in identifiers else ""
    return found


def _state(held: Mapping[str, str]) -> tuple[int, bool]:
    return crowd(held.values(), descriptions=len(held)), len(held) > HOT


@dataclass
class Deciding:
    """One intake's deciding: what it has read, and what it has found."""

    scorer: Scorer
    now: str
    reference: str  # what the references of its entries begin with
    agencies: Mapping[str, str]
    agency: str  # whose book takes what is found of anybody else
    fresh: frozenset[str] = frozenset()  # described in this intake for the first time
    known: dict[str, Comparable] = field(default_factory=dict)
    placed: set[str] = field(default_factory=set)  # of the fresh, those that have had their turn
    held: dict[str, list[Held]] = field(default_factory=dict)
    resolved: dict[str, tuple[str, float]] = field(default_factory=dict)  # what the table says, by person
    members: dict[str, frozenset[str]] = field(default_factory=dict)  # of each resolved person read
    found: dict[str, list[lookup.Candidate]] = field(default_factory=dict)
    firsts: dict[str, str] = field(default_factory=dict)
    changes: dict[str, tuple[str, float] | None] = field(default_factory=dict)  # rows to write, None to delete
    reviewed: set[str] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    pending: dict[tuple[str, str], Draft] = field(default_factory=dict)  # links found and not released again

    # -- reading -------------------------------------------------------------------------------------------------

    def since(self, person: str) -> str:
        """The entry that first described a person; what is read once is kept."""
        if person not in self.firsts:
            self.firsts |= dict(sql.fetch_in("SELECT object, since FROM people_comparable", "object", [person]))
        return self.firsts.get(person, "")

    def compared(self, persons: Iterable[str]) -> None:
        """Have what is compared of these persons at hand."""
        self.known |= lookup.comparables(set(persons) - self.known.keys())

    def candidates(self, person: str) -> list[lookup.Candidate]:
        """Who may be this person, from the threshold of review up."""
        if person not in self.found:
            self.compared([person])
            one = self.known.get(person)
            least = self.scorer.model.thresholds.review
            self.found[person] = list(lookup.look_up(one, self.scorer, least=least).candidates) if one else []
            for candidate in self.found[person]:
                self.known.setdefault(candidate.person.id, candidate.person)
            self.reviewed.add(person)
        return self.found[person]

    def links(self, persons: Iterable[str]) -> None:
        """Have what is held of these persons at hand."""
        wanted = sorted(set(persons) - self.held.keys())
        self.held |= {person: [] for person in wanted}
        select = "SELECT object, person, verdict, basis, weight, entry FROM people_link"
        for person, *rest in sql.fetch_in(select, "object", wanted):
            self.held[person].append(Held(*rest))

    def verdict(self, one: str, other: str) -> Held | None:
        """What is held of a pair."""
        self.links([one])
        return next((held for held in self.held[one] if held.other == other), None)

    def cluster_of(self, person: str) -> frozenset[str]:
        """The members of the resolved person whom a person object belongs to, itself among them."""
        if person not in self.resolved:
            rows = list(sql.fetch_in("SELECT resolved FROM people_resolved", "object", [person]))
            if not rows:
                self.resolved[person] = (person, DECIDED)
                self.members[person] = frozenset({person})
            for (name,) in rows:
                select = "SELECT object, resolved, weakest FROM people_resolved"
                self.take([tuple(row) for row in sql.fetch_in(select, "resolved", [name])])
        return self.members[self.resolved[person][0]]

    def take(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Keep rows of ResolvedRow of one resolved person."""
        for person, name, weakest in rows:
            self.resolved[person] = (name, weakest)
        self.members[rows[0][1]] = frozenset(row[0] for row in rows)

    # -- deciding ------------------------------------------------------------------------------------------------

    def is_apart(self, one: str, other: str) -> bool:
        """Whether a guard, or what somebody decided, keeps the model from joining two person objects."""
        a, b = self.known.get(one), self.known.get(other)
        if a is not None and b is not None and guard_between(a, b):
            return True
        held = self.verdict(one, other)
        return held is not None and held.verdict == APART

    def never(self, one: str, other: str) -> bool:
        """Whether two person objects cannot be one person whatever people decided about others."""
        a, b = self.known.get(one), self.known.get(other)
        held = self.verdict(one, other)
        return (held is not None and held.verdict == APART) or (a is not None and b is not None and same_report(a, b))

    def joinable(self, person: str, *, strictly: bool = False) -> list[Edge]:
        """The pairs of this person that the model is sure of, and those that people decided.

        A standing link holds down to the lower threshold, unless (`strictly`) it is looked at as if it were new.
        """
        limits = self.scorer.model.thresholds
        self.links([person])
        found = {
            held.other: edge(person, held.other, DECIDED)
            for held in self.held[person]
            if held.verdict == SAME and held.basis != MODEL
        }
        standing = {held.other for held in self.held[person] if held.verdict == SAME}
        closed = {held.other for held in self.held[person] if held.verdict in (APART, OPEN)}
        for candidate in self.candidates(person):
            one = edge(person, candidate.person.id, candidate.weight)
            least = limits.break_ if candidate.person.id in standing and not strictly else limits.join
            if one.weight >= least and candidate.person.id not in closed | found.keys():
                found[candidate.person.id] = one
        self.compared([person, *found])
        return [
            one
            for other, one in found.items()
            if not (self.never if one.weight >= DECIDED else self.is_apart)(person, other)
        ]

    def place(self, person: str) -> None:
        """Decide about somebody described for the first time.

        Where nothing keeps any two of those apart whom the new description joins, they are one person: going through
        the edges from the surest down would find the same, for what was rejected before is rejected still. Others of
        the same intake that have not had their turn will find this one then.
        """
        self.placed.add(person)
        edges = [one for one in self.joinable(person) if {one.a, one.b} & self.fresh <= self.placed]
        if not edges:
            return
        groups = {self.cluster_of(one.b if one.a == person else one.a) for one in edges} | {self.cluster_of(person)}
        self.compared(name for group in groups for name in group)
        if any(self.is_apart(a, b) for left, right in combinations(groups, 2) for a in left for b in right):
            self.settle({person})
            return
        best: dict[frozenset[str], Edge] = {}
        for one in sorted(edges, key=lambda one: (-one.weight, one.a, one.b)):
            group = self.cluster_of(one.b if one.a == person else one.a)
            if person not in group:
                best.setdefault(group, one)
        self.join(frozenset().union(*groups), best.values())

    def settle(self, persons: Collection[str], *, strictly: Collection[str] = ()) -> None:
        """Decide anew about these persons and everybody whom sure pairs, or standing links, connect them with."""
        edges: set[Edge] = set()
        reached: set[str] = set()
        frontier = set(persons)
        while frontier:
            name = frontier.pop()
            reached.add(name)
            beside = set(self.cluster_of(name))
            for one in self.joinable(name, strictly=name in strictly):
                edges.add(one)
                beside |= {one.a, one.b}
            frontier |= beside - reached
        self.compared(reached)
        if strictly:
            edges = self._without_weakened(edges, strictly)
        made = cluster(reached, edges, self.is_apart, self.never)
        self.regroup([(frozenset(one.members), one.held_by) for one in made])

    def _without_weakened(self, edges: Collection[Edge], strictly: Collection[str]) -> set[Edge]:
        """An edge of two who are looked at strictly counts only if it would be made now, from whichever end found."""
        join = self.scorer.model.thresholds.join
        return {one for one in edges if one.weight >= join or not {one.a, one.b} <= set(strictly)}

    def _release(self, made: Sequence[Cluster]) -> None:
        """Withdraw the model's links between those who are no longer one person."""
        place = {person: n for n, one in enumerate(made) for person in one.members}
        for person in place:
            self.links([person])
            for held in list(self.held[person]):
                is_model = held.verdict == SAME and held.basis == MODEL
                if is_model and person < held.other and place.get(held.other, -1) != place[person]:
                    self._withdraw(person, held)

    def _withdraw(self, person: str, held: Held) -> None:
        why = (
            "What is known now no longer joins them: the weight fell, something keeps them apart, or somebody says so."
        )
        if held.entry:
            agency, reference = self.book_of(person, held.other), self._reference("released", held.entry)
            released = Draft("entry.withdrawn", {"why": why}, (), self.now, agency, SOURCE, reference, held.entry)
            self.drafts.append(released)
        else:  # joined in this same intake, and not recorded yet
            del self.pending[person, held.other]
        for one, other in ((person, held.other), (held.other, person)):
            self.held[one] = [link for link in self.held.get(one, ()) if link.other != other]

    def join(self, members: frozenset[str], edges: Iterable[Edge]) -> None:
        """Make these one resolved person: record the links that are missing to hold it."""
        if len(members) == 1:
            self.set_cluster(members, DECIDED)
            return
        self.links(members)
        weights = {
            (person, held.other): DECIDED if held.basis != MODEL else held.weight or 0.0
            for person in members
            for held in self.held[person]
            if held.verdict == SAME and person < held.other and held.other in members
        }
        root = {person: person for person in members}

        def top(name: str) -> str:
            while root[name] != name:
                root[name] = root[root[name]]
                name = root[name]
            return name

        for a, b in weights:
            root[top(a)] = top(b)
        for one in edges:
            if top(one.a) != top(one.b):
                root[top(one.a)] = top(one.b)
                weights[one.a, one.b] = one.weight
                self._link(one)
        self._publish_merge(members)
        self.set_cluster(members, min(weights.values(), default=DECIDED))

    def _link(self, one: Edge) -> None:
        body = {
            "basis": MODEL,
            "score": round(probability(one.weight), 9),
            "weight": one.weight,
            "model_version": self.scorer.model.version,
            "reason": self._reason(one),
        }
        subjects = (Subject("person", one.a), Subject("other_person", one.b))
        reference = self._reference("linked", f"{one.a[7:]}+{one.b[7:]}")
        agency = self.book_of(one.a, one.b)
        self.pending[one.a, one.b] = Draft("identity.linked", body, subjects, self.now, agency, SOURCE, reference)
        for person, other in ((one.a, one.b), (one.b, one.a)):
            self.links([person])
            self.held[person].append(Held(other, SAME, MODEL, one.weight, ""))

    def _reason(self, one: Edge) -> str:
        """What the two have in common, in words."""
        a, b = self.known[one.a], self.known[one.b]
        held = lookup.under_keys([hashed(text) for text in identifier_keys(a)])
        score = self.scorer.explain(a, b, lookup.crowds_of(a, held))
        parts = sorted((part for part in score.parts if part.weight > 0), key=lambda part: -part.weight)
        return "; ".join(part.says for part in parts[:5])

    def _publish_merge(self, members: frozenset[str]) -> None:
        """Say which names of resolved persons lead to another now, of those that were there before."""
        name = self.name_of(members)
        parts: dict[str, set[str]] = defaultdict(set)
        for person in members - self.fresh:
            parts[self.resolved[person][0] if person in self.resolved else person].add(person)
        for other in sorted({self.name_of(part) for part in parts.values()} - {name}):
            body = {"descriptions": len(members), "because": "The linkage model, or somebody who decided, joined them."}
            self._record("identity.merged", body, name, [other])

    def _publish_splits(self, made: Sequence[Cluster]) -> None:
        place = {person: frozenset(one.members) for one in made for person in one.members}
        for members in {self.cluster_of(person) for person in place}:
            parts = {place[person] for person in members - self.fresh if person in place}
            if len(parts) > 1:
                name = self.resolved[next(iter(members))][0]
                names = {self.name_of(part) for part in parts} - {name}
                kept = name if any(self.name_of(part) == name for part in parts) else min(names)
                body = {"because": "What is known now, or somebody who decided, holds them apart."}
                self._record("identity.split", body, kept, sorted(names - {kept}))

    def _record(self, kind: str, body: Mapping[str, Any], person: str, others: Sequence[str]) -> None:
        subjects = (Subject("person", person), *(Subject("other_person", other) for other in others))
        reference = self._reference(kind.partition(".")[2], f"{person[7:]}+{others[0][7:]}")
        agency = self.book_of(person, *others)
        self.drafts.append(Draft(kind, body, subjects, self.now, agency, SOURCE, reference))

    def _reference(self, what: str, about: str) -> str:
        return f"{self.reference}/{next(self.numbers)}-{what}-{about}"[:200]

    def book_of(self, *persons: str) -> str:
        """Whose book takes what is found of these persons: whoever told of one of them now."""
        return next((self.agencies[person] for person in persons if person in self.agencies), self.agency)

    def name_of(self, members: Iterable[str]) -> str:
        """The member that names a resolved person: the one described first."""
        return min(members, key=lambda person: (self.since(person) or "~", person))

    def regroup(self, groups: Collection[tuple[frozenset[str], Sequence[Edge]]]) -> None:
        """Make these the resolved persons, each with the edges that hold it; they name whole clusters of today."""
        made = [Cluster(tuple(sorted(members)), tuple(edges)) for members, edges in groups]
        self.compared(name for one in made for name in one.members)
        self._release(made)
        self._publish_splits(made)
        for one in made:
            self.join(frozenset(one.members), one.held_by)

    # -- writing -------------------------------------------------------------------------------------------------

    def set_cluster(self, members: frozenset[str], weakest: float) -> None:
        """Hold these to be one resolved person from now on."""
        name = self.name_of(members)
        self.members[name] = members
        for person in members:
            self.resolved[person] = (name, weakest)
            self.changes[person] = (name, weakest) if len(members) > 1 else None

    def finish(self, *, gone: Collection[str] = ()) -> list[Draft]:
        """Write the resolved persons that changed, and what is to be reviewed of those that were looked at.

        Gives what is to be recorded: first what ends, then what begins.
        """
        self.changes |= dict.fromkeys(gone)
        sql.delete("people_resolved", sorted(self.changes))
        rows = [(person, *row) for person, row in sorted(self.changes.items()) if row]
        sql.insert("people_resolved", ("object", "resolved", "weakest"), rows)
        write_review(
            {person: self.found.get(person, []) for person in self.reviewed | set(gone)}, self.known, self.scorer
        )
        return [*self.drafts, *self.pending.values()]


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
            known = lookup.comparables(persons[start : start + sql.CHUNK])
            least = scorer.model.thresholds.review
            found = {name: lookup.look_up(one, scorer, least=least).candidates for name, one in known.items()}
            # Each pair is found from both ends; from the first in order it is put down once.
            earlier = {name: [one for one in each if name < one.person.id] for name, each in found.items()}
            _insert_review(earlier, known, scorer)
            if progress:
                progress(len(known))
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
    since = dict(sql.fetch_in("SELECT object, since FROM people_comparable", "object", linked))
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


def write_review(
    looked_at: Mapping[str, Sequence[lookup.Candidate]], known: Mapping[str, Comparable], scorer: Scorer
) -> None:
    """Put down who may be whom, of those that were looked at, in place of what stood."""
    names = sorted(looked_at)
    with connection.cursor() as cursor:
        for start in range(0, len(names), sql.CHUNK):
            chunk = names[start : start + sql.CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            cursor.execute(
                f"DELETE FROM people_review WHERE object IN ({marks}) OR other IN ({marks})", [*chunk, *chunk]
            )
    _insert_review(looked_at, known, scorer)


def _insert_review(
    looked_at: Mapping[str, Sequence[lookup.Candidate]], known: Mapping[str, Comparable], scorer: Scorer
) -> None:
    pairs: dict[tuple[str, str], tuple[float, str]] = {}
    for person, candidates in looked_at.items():
        for candidate in candidates:
            guard = guard_between(known[person], candidate.person)
            one = edge(person, candidate.person.id, candidate.weight)
            if (guard or one.weight < scorer.model.thresholds.join) and not (guard and guard.final):
                pairs[one.a, one.b] = (one.weight, guard.name if guard else "")
    rows = [(*pair, *row) for pair, row in sorted(pairs.items())]
    sql.insert("people_review", ("object", "other", "weight", "guard"), rows)
