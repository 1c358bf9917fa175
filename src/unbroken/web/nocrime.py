"""Statements that there was no crime or no stalking, as one reader sees them, beside what their reports add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from unbroken.access.models import User
from unbroken.access.reading import read_entries
from unbroken.conduct.judging import Course, courses_of_report
from unbroken.conduct.nocrime import Statement, statements_in
from unbroken.record.amend import standing
from unbroken.record.queries import amendments_by_target, entries_by_id


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement about a report, and what the report adds up to with everything between its people."""

    report: str
    statement: Statement
    courses: tuple[Course, ...]


def check_statements(user: User, listed: Sequence[tuple[str, str]]) -> list[Checked]:
    """Of each (report, entry) what it says and what the report adds up to, without what this reader may not see."""
    ids = {entry for _, entry in listed}
    amendments = [entry for each in amendments_by_target(ids).values() for entry in each]
    seen = standing(read_entries(user, [*entries_by_id(ids), *amendments]).entries)
    said = {one.entry: one for one in statements_in(seen)}
    courses = {report: tuple(courses_of_report(user, report)) for report, entry in listed if entry in said}
    return [Checked(report, said[entry], courses[report]) for report, entry in listed if entry in said]
