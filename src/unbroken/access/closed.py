"""What is closed to somebody, whatever their role: matters they are party to, and restricted reports.

Asked of the database, because both must hold on the very next request after they are declared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import connection

from unbroken.access.models import Conflict, User
from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.entries import Entry, Subject, read_subjects
from unbroken.record.journey import linked_persons
from unbroken.record.queries import objects_beside

_MATTERS = frozenset({"report", "order", "prosecution", "referral"})
_NOTHING: frozenset[str] = frozenset()
_BY_THEMSELVES = ("person:", "report:")  # a report is restricted by itself alone, a person not at all
# In the words of the index of migration 0003, or it is not used.
RESTRICTIONS = "e.kind IN ('report.restricted', 'report.unrestricted')"


def closed_to(user: User) -> frozenset[str]:
    """The objects that a conflict of interest closes to a user.

    The person they are or are close to, under every joined name; every matter that person has any part in; its
    victims; and those victims' other matters. Somebody who is near one side of a case must not watch the other.
    """
    declared = set(Conflict.objects.filter(user=user).values_list("person", flat=True))
    if not declared:
        return _NOTHING
    persons = _all_names(declared)
    matters = _matters_of(persons)
    victims = _all_names(_victims_of(matters))
    return frozenset(persons | matters | victims | _matters_of(victims))


def restricted_objects(among: Collection[str]) -> Mapping[str, str]:
    """Which of these objects belong to a report that is restricted at present, and to which.

    A restricted report itself, and its prosecutions, orders and referrals.
    """
    reports = restricted_reports()
    if not reports:
        return {}
    found = {name: name for name in reports.intersection(among)}
    further = {name for name in among if not name.startswith(_BY_THEMSELVES)}
    for subjects in _subjects_beside(further):
        names = {subject.object for subject in subjects}
        if shut := sorted(reports & names):
            found |= dict.fromkeys(names & further, shut[0])
    return found


def restricted_reports() -> set[str]:
    """The reports whose latest standing restriction, in the order of recording, has not been lifted."""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql.ENTRY_SELECT} WHERE {RESTRICTIONS}")
        entries = [sql.read_entry(row) for row in cursor.fetchall()]
    rows = sql.fetch_in(sql.ENTRY_SELECT, sql.AMENDS, [entry.id for entry in entries])
    state: dict[str, str] = {}
    for entry in sorted(standing([*entries, *(sql.read_entry(row) for row in rows)]), key=_as_recorded):
        state |= dict.fromkeys(entry.of("report"), entry.kind)
    return {report for report, kind in state.items() if kind == "report.restricted"}


def _as_recorded(entry: Entry) -> tuple[str, str]:
    return entry.recorded_at, entry.id


def _all_names(persons: Iterable[str]) -> set[str]:
    return {name for person in persons for name in linked_persons(person)}


def _matters_of(objects: set[str]) -> set[str]:
    """The matters in entries about these objects, and the prosecutions and orders of the reports among them."""
    near = objects_beside(objects, wanted=_MATTERS)
    reports = {name for name in near | objects if name.startswith("report:")}
    return near | objects_beside(reports, wanted=_MATTERS - {"report"})


def _victims_of(matters: Iterable[str]) -> set[str]:
    return {s.object for subjects in _subjects_beside(matters) for s in subjects if s.role == "victim"}


def _subjects_beside(objects: Iterable[str]) -> Iterator[tuple[Subject, ...]]:
    """The subjects of every entry about these objects."""
    select = "SELECT e.subjects FROM record_recordentry e JOIN record_recordsubject s ON s.entry_id = e.id"
    return (read_subjects(text) for (text,) in sql.fetch_in(select, "s.object", sorted(objects)))
