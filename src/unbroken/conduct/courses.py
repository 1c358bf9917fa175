"""What every course of conduct on the record comes to: kept in a table, in the transaction that changes it.

After new entries every pair of a victim and a suspect is judged anew of whom they tell: of the reports they are about,
and, where who is who changed, of all reports of those people. A page judges what its reader may see by the same rules;
the table is for lists and for the sweep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import orjson
from django.db import connection

from unbroken.cases.between import OTHER, Two
from unbroken.cases.queries import PartIn, parts_of, people_in, reports_by_name
from unbroken.conduct.course.pairs import Decided, between_two, judge_both, whose_between
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.models import CourseRow
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.recognition import Finding
from unbroken.people.resolved import resolved
from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.vocabulary.offences import STALKING

_COLUMNS = tuple(field.column for field in CourseRow._meta.concrete_fields if field.column)
_TABLE = CourseRow._meta.db_table
# What may change who is in a report, or who anybody is; all of that person's courses are judged anew.
_MOVING = ("identity.", "identifier.", "entry.", "body.", "course.")
_CHUNK = 500  # victims, or pairs, judged at a time: what is read of them is held at once
_SEVERITY = {Finding.STALKING_4A: 200, Finding.STALKING_2A: 100}
_COUNTS = {"breach_in_a_course": 40, "fear_of_violence": 30, "substantial_effect": 20, "former_partner": 10}
_MOST = 9  # incidents beyond which more do not bring a pair further up

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A victim and a suspect as resolved persons, each under all their descriptions; `reports` name both."""

    victim: str
    suspect: str
    two: Two
    reports: frozenset[str]


def refold(new: Sequence[Entry]) -> None:
    """Judge anew what these entries may have changed. Runs within the transaction that records them."""
    moving = [entry for entry in new if entry.kind.startswith(_MOVING)]
    moved = _members({s.object for entry in moving for s in entry.subjects if s.type == "person"})
    reports = {name for entry in new for name in entry.of("report")}
    reports |= {part.report for part in parts_of(moved)} if moved else set()
    stated = {(victim, suspect) for entry in new for victim in entry.of("victim") for suspect in entry.of("suspect")}
    if not (reports or stated):
        return
    touched = {name for entry in new for name in entry.of("report")}
    pairs = [pair for pair in pairs_of(reports, stated) if _concerns(pair, touched, moved, stated)]
    sql.delete(_TABLE, "victim", sorted(moved))
    sql.delete(_TABLE, "suspect", sorted(moved))
    sql.delete_rows(_TABLE, ("victim", "suspect"), [(pair.victim, pair.suspect) for pair in pairs])
    sql.insert(_TABLE, _COLUMNS, list(_rows(pairs)))


def refold_all(*, progress: Callable[[int], None] | None = None) -> int:
    """Judge every pair on the record anew, in the transaction that the caller is in. The number of pairs judged."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE}")
        cursor.execute(
            "SELECT DISTINCT COALESCE(r.resolved, p.person) FROM cases_party p "
            "LEFT JOIN people_resolved r ON r.object = p.person WHERE p.role = 'victim'"
        )
        victims = sorted(row[0] for row in cursor.fetchall())
    judged = 0
    for start in range(0, len(victims), _CHUNK):
        wanted = frozenset(victims[start : start + _CHUNK])
        parts = [part for part in parts_of(_members(wanted)) if part.role == "victim"]
        pairs = [pair for pair in pairs_of({part.report for part in parts}) if pair.victim in wanted]
        sql.insert(_TABLE, _COLUMNS, list(_rows(pairs)))
        judged += len(pairs)
        if progress:
            progress(len(pairs))
    sql.refresh_statistics((_TABLE,))
    return judged


def pairs_of(reports: Collection[str], stated: Collection[tuple[str, str]] = ()) -> list[Pair]:
    """Every pair of a victim and a suspect in these reports, or stated as such, as resolved persons, in order.

    Each with all reports that name the two so, these or others.
    """
    parts = people_in(reports)
    people = resolved({part.person for part in parts} | set(chain.from_iterable(stated)))
    together = {(victim, suspect) for _, victim, suspect in _together(parts)} | set(stated)
    found = {(people[victim].name, people[suspect].name) for victim, suspect in together}
    members = {one.name: frozenset(one.members) for one in people.values()}
    everywhere = _reports_of(parts_of({name for both in found for one in both for name in members[one]}), members)
    return [
        Pair(victim, suspect, Two(members[victim], members[suspect]), frozenset(everywhere[victim, suspect]))
        for victim, suspect in sorted(found)
        if victim != suspect
    ]


def judge_pairs(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, Judged, Decided | None]]:
    """What the suspect of each pair did to the victim, and what was decided of it; nothing where nothing is told.

    Five queries, however many pairs.
    """
    names = {name for pair in pairs for name in pair.two.names}
    by_object: dict[str, list[Entry]] = defaultdict(list)
    for entry in standing(entries_about(names | {report for pair in pairs for report in pair.reports})):
        for name in {subject.object for subject in entry.subjects}:
            by_object[name].append(entry)
    readings = readings_in({report for pair in pairs for report in pair.reports})
    for pair in pairs:
        held = {entry.id: entry for name in (*pair.two.names, *pair.reports) for entry in by_object.get(name, ())}
        entries = sorted(held.values(), key=lambda one: (one.happened_from, one.recorded_at, one.id))
        between = between_two(pair.two, entries, whose_between(pair.two, entries))
        found = judge_both(pair.two, between, entries, readings).get(OTHER)
        if found is not None:
            yield pair, *found


def readings_in(reports: Collection[str]) -> dict[str, list[Said]]:
    """What the narratives of these reports tell, by entry. One query."""
    select = "SELECT entry, said FROM conduct_reading"
    return {entry: [Said(**one) for one in orjson.loads(said)]
            for entry, said in sql.fetch_in(select, "object", sorted(reports))}  # fmt: skip


def _rows(pairs: Sequence[Pair]) -> Iterator[Row]:
    if not pairs:
        return
    stand = reports_by_name({report for pair in pairs for report in pair.reports})
    for pair, judged, decided in judge_pairs(pairs):
        made = [row.made_on for name in pair.reports if (row := stand.get(name)) and row.made_on]
        days = [*made, *(day for day in (judged.measures.first, judged.measures.last) if day)]
        yield (
            pair.victim,
            pair.suspect,
            judged.finding.value,
            judged.rests_on_words,
            " ".join(rule.name for rule in judged.recognised.met),
            judged.measures.incidents,
            len(pair.reports),
            min(days).isoformat() if days else None,
            max(days).isoformat() if days else None,
            any(row.offence in STALKING for name in pair.reports if (row := stand.get(name))),
            decided.decision if decided else "",
            decided is not None and decided.covers(judged),
            _weight(judged),
        )


def _weight(judged: Judged) -> int:
    """What comes first on the worklist: the graver finding, then breach, fear, effect, a former partner, then more."""
    counts = sum(_COUNTS.get(rule.name, 0) for rule in judged.recognised.met)
    return _SEVERITY.get(judged.finding, 0) + counts + min(judged.measures.incidents, _MOST)


def _members(persons: Collection[str]) -> frozenset[str]:
    """All descriptions of these people."""
    return frozenset(name for one in resolved(persons).values() for name in one.members) if persons else frozenset()


def _concerns(
    pair: Pair, touched: Collection[str], moved: Collection[str], stated: Collection[tuple[str, str]]
) -> bool:
    """Whether new entries tell of this pair: of a report of theirs, of who one of them is, or of the two by name."""
    if not pair.reports.isdisjoint(touched) or not pair.two.names.isdisjoint(moved):
        return True
    return any(victim in pair.two.one and suspect in pair.two.other for victim, suspect in stated)


def _reports_of(
    parts: Sequence[PartIn], members: Mapping[str, Collection[str]]
) -> Mapping[tuple[str, str], Collection[str]]:
    """The reports of each victim and suspect, both by the name of the resolved person."""
    names = {member: name for name, held in members.items() for member in held}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for report, victim, suspect in _together(parts):
        if victim in names and suspect in names:
            found[names[victim], names[suspect]].add(report)
    return found


def _together(parts: Iterable[PartIn]) -> Iterator[tuple[str, str, str]]:
    """Each (report, victim, suspect) of one report."""
    by_report: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for part in parts:
        if part.role in ("victim", "suspect"):
            by_report[part.report][part.role == "suspect"].add(part.person)
    for report, (victims, suspects) in by_report.items():
        yield from ((report, victim, suspect) for victim in victims for suspect in suspects)
