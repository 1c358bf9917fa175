"""How the objects of the record stand to one another: the object-to-object relationships of an event log (OCEL 2.0).

An entry names its objects by the roles they play, and the roles say how the objects are related: the person who is
the victim of an entry about a report is the victim of that report. Only what stands counts: what was withdrawn
relates nothing, and what was corrected relates what it should have named.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from types import TracebackType
from typing import NamedTuple

from unbroken.record.amend import effective
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Entry, read_subjects, subjects_text

LINKED = "linked"
SAME_PERSON, ANOTHER_PERSON = "same_person", "another_person"
_PERSONS = ("victim", "suspect", "witness", "third_party")
_MATTERS = ("referral", "order", "prosecution", "report")  # each arises from those that stand after it


class Relation(NamedTuple):
    """Two objects, and what the first is to the second: the `victim` of a report, the `order` of a prosecution."""

    source: str
    target: str
    qualifier: str


def relations_of(entry: Entry) -> Iterator[Relation]:
    """What one entry says of how its objects stand to one another."""
    if entry.kind == "report.linked":
        yield from _pairs(entry, "report", "other_report", entry.get("why") or LINKED)
    elif entry.kind == "identity.linked":
        yield from _pairs(entry, "person", "other_person", SAME_PERSON)
    elif entry.kind == "identity.unlinked":
        yield from _pairs(entry, "person", "other_person", ANOTHER_PERSON)
    elif entry.kind == "relationship.stated":
        yield from _pairs(entry, "suspect", "victim", entry.get("relationship", ""))
    elif entry.kind == "person.described":
        yield from _pairs(entry, "person", "report", entry.get("role_here", ""))
    if entry.kind not in AMENDMENTS:
        yield from _by_roles(entry)


def _by_roles(entry: Entry) -> Iterator[Relation]:
    for place, matter in enumerate(_MATTERS):
        for role in (*_PERSONS, *_MATTERS[:place]):
            if len(entry.of(role)) < 2 or len(entry.of(matter)) < 2:  # of several and several, it does not say whose
                yield from _pairs(entry, role, matter, role)


def _pairs(entry: Entry, role: str, other: str, qualifier: str) -> Iterator[Relation]:
    if qualifier:  # an erased body says nothing
        for source, target in product(entry.of(role), entry.of(other)):
            yield Relation(source, target, qualifier)


FACT, OPINION, DECISION = "fact", "opinion", "decision"
_DECIDED = frozenset({SAME_PERSON, ANOTHER_PERSON})


def _way(entry: Entry, relation: Relation) -> str:
    """How it is held: for good, or until something else is said or decided.

    How two people know one another is what somebody said, and may be said otherwise later. Whether they are one
    person is decided, and may be decided otherwise.
    """
    if relation.qualifier in _DECIDED and entry.kind.startswith("identity."):
        return DECISION
    is_opinion = entry.kind == "relationship.stated" and relation.target.startswith("person:")
    return OPINION if is_opinion else FACT


def _place(entry: Entry, way: str) -> str:
    """Its place among others of its way about the same two: the last is held.

    Opinions come by when it happened, then by when it was recorded; decisions as `record.journey` takes them: what
    somebody decided last counts, and a model overrules nobody, whenever it joined them.
    """
    if way == DECISION:
        return f"{int(entry.get('basis') != 'model')} {entry.recorded_at} {entry.id}"
    return f"{entry.happened_from} {entry.recorded_at} {entry.id}"


_TABLES = """
CREATE TABLE said (id TEXT PRIMARY KEY, kind TEXT, happened_from TEXT, happened_to TEXT, recorded_at TEXT,
    subjects TEXT) WITHOUT ROWID;
CREATE TABLE relation (entry TEXT, way TEXT, place TEXT, source TEXT, target TEXT, qualifier TEXT);
"""
# Whether two are one person is the same whichever of them is named first.
_STANDING = f"""
SELECT source, target, qualifier FROM relation WHERE way = '{FACT}'
UNION SELECT source, target, qualifier FROM (
    SELECT source, target, qualifier, max(place) FROM relation WHERE way = '{OPINION}' GROUP BY source, target)
UNION SELECT source, target, qualifier FROM (
    SELECT source, target, qualifier, max(place) FROM relation WHERE way = '{DECISION}'
    GROUP BY min(source, target), max(source, target))
ORDER BY source, target, qualifier
"""


class Relations:
    """Collects relationships while entries go by, on disk: memory grows only with the amendments among them."""

    def __enter__(self) -> Relations:
        """Begin with none."""
        self._amendments: list[Entry] = []
        self._log = sqlite3.connect("", isolation_level=None)  # a file of its own, gone when it is closed
        self._log.executescript(_TABLES)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget them."""
        self._log.close()

    def add(self, entries: Iterable[Entry]) -> None:
        """What some entries say, in any order."""
        batch = list(entries)
        self._amendments.extend(entry for entry in batch if entry.kind in AMENDMENTS)
        self._log.execute("BEGIN")
        self._log.executemany(
            "INSERT INTO said VALUES (?, ?, ?, ?, ?, ?)",
            (
                (e.id, e.kind, e.happened_from, e.happened_to, e.recorded_at, subjects_text(e.subjects))
                for e in batch
                if e.kind not in AMENDMENTS
            ),
        )
        self._relate(batch)
        self._log.execute("COMMIT")

    def standing(self) -> Iterator[Relation]:
        """Every relationship that stands, once, in the order of its source."""
        for item in effective([*self._amended(), *self._amendments]):
            if item.withdrawn or item.corrections:
                self._log.execute("DELETE FROM relation WHERE entry = ?", (item.original.id,))
            if item.corrections and not item.withdrawn:
                self._relate([item.entry])
        yield from (Relation(*row) for row in self._log.execute(_STANDING))

    def _relate(self, entries: Iterable[Entry]) -> None:
        self._log.executemany(
            "INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?)",
            (
                (entry.id, way, _place(entry, way), *relation)
                for entry in entries
                for relation in relations_of(entry)
                for way in (_way(entry, relation),)
            ),
        )

    def _amended(self) -> Iterator[Entry]:
        """The entries that are amended, as first recorded but for their bodies: a correction brings its own."""
        if self._amendments:
            self._log.execute("CREATE INDEX IF NOT EXISTS by_entry ON relation (entry)")
        for amendment in {entry.corrects: entry for entry in self._amendments}.values():
            select = "SELECT kind, happened_from, happened_to, recorded_at, subjects FROM said WHERE id = ?"
            row = self._log.execute(select, (amendment.corrects,)).fetchone()
            if row is None:  # an amendment of an amendment, or what it amends is not in this log
                continue
            kind, first, last, recorded, about = row
            yield replace(
                amendment,
                id=amendment.corrects,
                corrects="",
                kind=kind,
                happened_from=first,
                happened_to=last,
                recorded_at=recorded,
                subjects=read_subjects(about),
                body={},
            )
