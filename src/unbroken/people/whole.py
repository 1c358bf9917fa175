"""Linking everybody on the record in one go: with the model of the moment of entry, on DuckDB.

For a history taken in before there was linkage, and after a new model. What it finds is recorded like what is found at
the moment of entry: only links that are missing, and the withdrawal of those that no longer hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from unbroken.people import lookup
from unbroken.people.deciding import Deciding
from unbroken.people.fold import APART, MODEL, OPEN, SAME
from unbroken.people.linkage import batch
from unbroken.people.linkage.clustering import DECIDED, DIGITS, Edge, components, edge
from unbroken.people.linkage.comparisons import DUCKDB
from unbroken.people.linkage.guards import GUARDS
from unbroken.people.linkage.model import Model
from unbroken.people.linkage.running import population_warning
from unbroken.people.linkage.scoring import Scorer
from unbroken.people.reading import Reading
from unbroken.record import sql
from unbroken.record.entries import Draft
from unbroken.record.ids import new_id

_AT_ONCE = 500  # resolved persons whose changes are recorded in one transaction


@dataclass
class Whole:
    """What linking everybody did."""

    records: int = 0
    people: int = 0
    linked: int = 0
    released: int = 0
    review: int = 0
    warning: str = ""


def link_everybody(
    scorer: Scorer, record: Callable[[Callable[[str], Sequence[Draft]]], int], *, progress: Callable[[str], None]
) -> Whole:
    """Link all person objects on the record. `record` takes in what a function of the present moment finds.

    Read as of one moment; what is recorded meanwhile was linked as it came.
    """
    done = Whole()
    with batch.workspace() as con:
        progress("reading")
        done.records = batch.load(con, lookup.every_comparable())
        progress("finding who may be whom")
        batch.prepare(con)
        progress("weighing")
        scored = batch.predict(con, scorer.model, least=scorer.model.thresholds.review)
        batch.forget_pairs(con)
        progress("joining")
        held = _Held()
        edges = [
            one for one in batch.joinable(con, scored, scorer.model.thresholds.break_) if held.lets(one, scorer.model)
        ]
        made = batch.link(con, [*edges, *held.decided()], apart=held.apart)
        review = review_rows(con, scored, scorer.model)
    done.people = done.records - sum(len(one.members) - 1 for one in made)
    done.review, done.warning = len(review), population_warning(scorer.model, done.records)
    progress("recording")
    groups = [(frozenset(one.members), one.held_by) for one in made]
    groups += [(frozenset({name}), ()) for name in _joined() - {name for members, _ in groups for name in members}]
    changed = _changed(groups)
    for start in range(0, len(changed), _AT_ONCE):
        _record(scorer, changed[start : start + _AT_ONCE], record, done)
    _write_review(review)
    return done


class _Held:
    """What is held of pairs on the record."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT object, person, verdict, basis FROM people_link WHERE object < person")
            rows = cursor.fetchall()
        self.apart = {frozenset(row[:2]) for row in rows if row[2] == APART}
        self.open = {frozenset(row[:2]) for row in rows if row[2] == OPEN}
        self.together = {frozenset(row[:2]) for row in rows if row[2] == SAME and row[3] != MODEL}
        self.standing = {frozenset(row[:2]) for row in rows if row[2] == SAME and row[3] == MODEL}

    def lets(self, one: Edge, model: Model) -> bool:
        """Whether the model may join this pair: sure enough, or joined already and not below what breaks a link."""
        both = frozenset((one.a, one.b))
        if both in self.apart or both in self.open or both in self.together:
            return False
        return one.weight >= model.thresholds.join or both in self.standing

    def decided(self) -> Iterator[Edge]:
        """The pairs that people, or the source itself, joined."""
        return (edge(one, other, DECIDED) for one, other in map(sorted, self.together))


def _joined() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT object FROM people_resolved")
        return {row[0] for row in cursor.fetchall()}


Group = tuple[frozenset[str], Sequence[Edge]]


def _changed(groups: Sequence[Group]) -> list[list[Group]]:
    """The groups that are not yet so on the record, those together that share somebody's present cluster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object, resolved FROM people_resolved")
        name_of = dict(cursor.fetchall())
    members: dict[str, set[str]] = {}
    for person, name in name_of.items():
        members.setdefault(name, set()).add(person)
    fresh = [group for group in groups if group[0] not in _present(group[0], name_of, members)]
    by_person = {person: n for n, (people, _) in enumerate(fresh) for person in people}
    ties = [(str(n), str(n)) for n in range(len(fresh))]
    for each in members.values():
        places = sorted({by_person[person] for person in each if person in by_person})
        ties += [(str(places[0]), str(other)) for other in places[1:]]
    return [[fresh[int(n)] for n in part] for part in components(ties)]


def _present(people: frozenset[str], name_of: dict[str, str], members: dict[str, set[str]]) -> Iterator[frozenset[str]]:
    yield from {frozenset(members[name_of[person]]) for person in people if person in name_of}
    if len(people) == 1 and not people & name_of.keys():
        yield people


def _record(
    scorer: Scorer,
    parts: Sequence[Sequence[Group]],
    record: Callable[[Callable[[str], Sequence[Draft]]], int],
    done: Whole,
) -> None:
    """Record what joins, or parts, some groups, in one transaction."""

    def find(now: str) -> Sequence[Draft]:
        deciding = Deciding(Reading(scorer), now, new_id(), _agencies(parts), "linkage")
        for part in parts:
            deciding.regroup(part)
        drafts = deciding.finish()
        done.linked += sum(draft.kind == "identity.linked" for draft in drafts)
        done.released += sum(draft.kind == "entry.withdrawn" for draft in drafts)
        return drafts

    record(find)


def _agencies(parts: Sequence[Sequence[Group]]) -> dict[str, str]:
    """The agency that first described each person: its book takes what is found of them."""
    persons = sorted({person for part in parts for people, _ in part for person in people})
    since = lookup.since(persons)
    agency = dict(sql.fetch_in("SELECT id, agency FROM record_recordentry", "id", sorted(set(since.values()))))
    return {person: agency[entry] for person, entry in since.items() if entry in agency}


def review_rows(con: Any, scored: str, model: Model) -> list[tuple[str, str, float, str]]:
    """The pairs for people to look at: likely but not sure, or sure and kept apart by a guard that may be overruled."""
    left, right = batch.sides()
    guard = " ".join(f"WHEN {one.sql(DUCKDB)} THEN '{one.name}'" for one in GUARDS)
    final = ", ".join(f"'{one.name}'" for one in GUARDS if one.final)
    rows = con.execute(f"""
        SELECT * FROM (
            SELECT record_l, record_r, round(s.match_weight, {DIGITS}) AS weight,
                   CASE {guard} ELSE '' END AS guard
            FROM {scored} s JOIN ({left}) l ON l.unique_id_l = s.unique_id_l
            JOIN ({right}) r ON r.unique_id_r = s.unique_id_r)
        WHERE guard NOT IN ({final}) AND (guard <> '' OR weight < {model.thresholds.join})
    """).fetchall()
    return sorted((min(a, b), max(a, b), weight, name) for a, b, weight, name in rows)


def _write_review(rows: Sequence[tuple[str, str, float, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_review")
    sql.insert("people_review", ("object", "other", "weight", "guard"), list(rows))
