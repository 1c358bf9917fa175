"""What every course of conduct on the record comes to: kept in a table, in the transaction that changes it.

After new entries every pair of a victim and a suspect is judged anew of whom they tell: of the reports they are about,
and, where who is who changed, of all reports of those people. A page judges what its reader may see by the same rules;
the table is for lists and for the sweep.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

from unbroken.cases.between import OTHER, Two
from unbroken.cases.queries import PartIn, parts_of, people_in, reports_by_name
from unbroken.conduct.course.pairs import Decided, between_two, judge_side, judge_unknown, whose_between
from unbroken.conduct.course.telling import Judged, Readings
from unbroken.conduct.models import CourseRow
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.recognition import Finding
from unbroken.people.resolved import resolved
from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_touching
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
Both = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A victim and a suspect as resolved persons, each under all their descriptions; `reports` name both.

    Where a report names nobody as suspect, its own name stands for whoever did it.
    """

    victim: str
    suspect: str
    two: Two
    reports: frozenset[str]

    @property
    def is_unknown(self) -> bool:
        """Whether nobody is suspected."""
        return self.suspect in self.reports


def refold(new: Sequence[Entry]) -> None:
    """Judge anew what these entries may have changed. Runs within the transaction that records them."""
    moving = [entry for entry in new if entry.kind.startswith(_MOVING)]
    moved = _members({s.object for entry in moving for s in entry.subjects if s.type == "person"})
    # In whatever role: a report named as another one beside the first has the people of the entry among its parties.
    touched = {s.object for entry in new for s in entry.subjects if s.type == "report"}
    reports = touched | ({part.report for part in parts_of(moved)} if moved else set())
    stated = {(victim, suspect) for entry in new for victim in entry.of("victim") for suspect in entry.of("suspect")}
    if not (reports or stated):
        return
    pairs = [pair for pair in pairs_of(reports, stated) if _concerns(pair, touched, moved, stated)]
    sql.delete(_TABLE, "victim", sorted(moved))
    sql.delete(_TABLE, "suspect", sorted(moved | touched))
    sql.delete_rows(_TABLE, ("victim", "suspect"), [(pair.victim, pair.suspect) for pair in pairs])
    for start in range(0, len(pairs), _CHUNK):
        sql.insert(_TABLE, _COLUMNS, list(rows_of(pairs[start : start + _CHUNK])))


def refold_all(*, progress: Callable[[int], None] | None = None) -> int:
    """Judge every pair on the record anew, in the transaction that the caller is in. The number of pairs judged."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE}")
    judged = 0
    for victims in chunks_of_victims():
        pairs = pairs_toward(victims)
        sql.insert(_TABLE, _COLUMNS, list(rows_of(pairs)))
        judged += len(pairs)
        if progress:
            progress(len(pairs))
    sql.refresh_statistics((_TABLE,))
    return judged


def replace(victims: Collection[str], rows: Sequence[Row]) -> None:
    """Put these rows in the place of all of these victims."""
    sql.delete(_TABLE, "victim", sorted(victims))
    sql.insert(_TABLE, _COLUMNS, rows)


def forget_nobody() -> None:
    """Delete the rows of whom no report names as a victim any more: none, unless a version of ours left some."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {_TABLE} WHERE NOT EXISTS (SELECT 1 FROM cases_party p WHERE p.role = 'victim' "
            f"AND p.person = {_TABLE}.victim) AND NOT EXISTS (SELECT 1 FROM cases_party p JOIN people_resolved r "
            f"ON r.object = p.person WHERE p.role = 'victim' AND r.resolved = {_TABLE}.victim)"
        )
    sql.refresh_statistics((_TABLE,))


def chunks_of_victims(size: int = _CHUNK) -> list[tuple[str, ...]]:
    """Everybody who is a victim in a report, as resolved persons, in order and in chunks. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT COALESCE(r.resolved, p.person) FROM cases_party p "
            "LEFT JOIN people_resolved r ON r.object = p.person WHERE p.role = 'victim'"
        )
        victims = sorted(row[0] for row in cursor.fetchall())
    return [tuple(victims[start : start + size]) for start in range(0, len(victims), size)]


def pairs_toward(victims: Collection[str]) -> list[Pair]:
    """Every pair with one of these resolved persons as the victim."""
    wanted = frozenset(victims)
    parts = [part for part in parts_of(_members(wanted)) if part.role == "victim"]
    return [pair for pair in pairs_of({part.report for part in parts}) if pair.victim in wanted]


def pairs_of(reports: Collection[str], stated: Collection[Both] = ()) -> list[Pair]:
    """Every pair of a victim and a suspect in these reports, or stated as such, as resolved persons, in order.

    Each with all reports that name the two so, these or others.
    """
    together = [*_together(people_in(reports)), *(("", *both) for both in stated)]
    people = resolved({name for _, *both in together for name in both if name not in reports})
    known = {name: one.name for name, one in people.items()}
    found = {(known[victim], known.get(suspect, suspect)) for _, victim, suspect in together}
    members = {one.name: frozenset(one.members) for one in people.values()}
    everywhere = _reports_of(
        parts_of({name for both in found for one in both for name in members.get(one, ())}), members
    )
    return [
        Pair(
            victim,
            suspect,
            Two(members[victim], members.get(suspect, frozenset({suspect}))),
            frozenset(everywhere[victim, suspect]) if suspect in members else frozenset({suspect}),
        )
        for victim, suspect in sorted(found)
        if victim != suspect
    ]


def entries_of(pairs: Sequence[Pair]) -> Mapping[str, Sequence[Entry]]:
    """What stands of the people and reports of these pairs, by the name of each. One query of a few, or two."""
    names = {name for pair in pairs for name in (*pair.two.names, *pair.reports)}
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in standing(entries_touching(names)):
        for name in {subject.object for subject in entry.subjects} & names:
            found[name].append(entry)
    return found


def judge_pairs(
    pairs: Sequence[Pair], entries: Mapping[str, Sequence[Entry]], readings: Readings
) -> Iterator[tuple[Pair, Judged, Decided | None]]:
    """What the suspect of each pair did to the victim, and what was decided of it; nothing where nothing is told."""
    for pair in pairs:
        about = pair.reports if pair.is_unknown else (*pair.two.names, *pair.reports)
        held = {entry.id: entry for name in about for entry in entries.get(name, ())}
        ordered = sorted(held.values(), key=lambda one: (one.happened_from, one.recorded_at, one.id))
        found = _judge(pair, ordered, readings)
        if found is not None:
            yield pair, *found


def _judge(pair: Pair, entries: Sequence[Entry], readings: Readings) -> tuple[Judged, Decided | None] | None:
    if pair.is_unknown:
        return judge_unknown(pair.two.one, pair.suspect, entries, readings)
    between = between_two(pair.two, entries, whose_between(pair.two, entries))
    return judge_side(pair.two, between, OTHER, entries, readings)


def readings_in(reports: Collection[str]) -> dict[str, list[Said]]:
    """What the narratives of these reports tell, by entry. One query."""
    select = "SELECT entry, said FROM conduct_reading"
    return {entry: [Said(**one) for one in orjson.loads(said)]
            for entry, said in sql.fetch_in(select, "object", sorted(reports))}  # fmt: skip


def rows_of(pairs: Sequence[Pair]) -> Iterator[Row]:
    """The rows of these pairs, by what their narratives told when they were read. Seven queries."""
    reports = {report for pair in pairs for report in pair.reports}
    return rows_from(pairs, entries_of(pairs), readings_in(reports)) if pairs else iter(())


def rows_from(pairs: Sequence[Pair], entries: Mapping[str, Sequence[Entry]], readings: Readings) -> Iterator[Row]:
    """The rows of these pairs, judged by these entries and readings. One query."""
    stand = reports_by_name({report for pair in pairs for report in pair.reports})
    for pair, judged, decided in judge_pairs(pairs, entries, readings):
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
            _has_signs(
                judged, was_recorded=any(row.recognised_on for name in pair.reports if (row := stand.get(name)))
            ),
        )


def _weight(judged: Judged) -> int:
    """What comes first on the worklist: the graver finding, then breach, fear, effect, a former partner, then more."""
    counts = sum(_COUNTS.get(rule.name, 0) for rule in judged.recognised.met)
    return _SEVERITY.get(judged.finding, 0) + counts + min(judged.measures.incidents, _MOST)


def _has_signs(judged: Judged, *, was_recorded: bool) -> bool:
    """Whether something points to a course of conduct, though stalking is not indicated: more than one incident or
    report, a report that was held to be stalking before, or a part that was split off and looks like it."""
    if judged.finding.is_stalking:
        return False
    several = judged.measures.incidents > 1 or len(judged.course.reports) > 1
    return several or was_recorded or any(part.judged.finding.is_stalking for part in judged.parts)


def _members(persons: Collection[str]) -> frozenset[str]:
    """All descriptions of these people."""
    return frozenset(name for one in resolved(persons).values() for name in one.members) if persons else frozenset()


def _concerns(pair: Pair, touched: Collection[str], moved: Collection[str], stated: Collection[Both]) -> bool:
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
    """Each (report, victim, suspect) of one report; the report again for a suspect where it names none."""
    by_report: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for part in parts:
        if part.role in ("victim", "suspect"):
            by_report[part.report][part.role == "suspect"].add(part.person)
    for report, (victims, suspects) in by_report.items():
        yield from ((report, victim, suspect) for victim in victims for suspect in suspects or {report})
