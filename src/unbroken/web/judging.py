"""What the courses of conduct between two people come to, judged from what one reader sees of them and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from unbroken.access.models import User
from unbroken.access.reading import read_entries
from unbroken.cases.between import INCIDENT
from unbroken.conduct.course.pairs import Decided, judge_both
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.readings import fold_readings
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.journey import with_amended
from unbroken.record.queries import entries_about
from unbroken.web.pair_reading import PairReading, Refusal, read_pair


@dataclass(frozen=True, slots=True)
class Course:
    """What one of two people did to the other, as one reader sees it: what it comes to, and what was decided of it."""

    reading: PairReading
    by: str
    judged: Judged
    decided: Decided | None

    @property
    def suspect(self) -> str:
        """The first name of who did it."""
        return (self.reading.one if self.by == "one" else self.reading.other)[0].object

    @property
    def victim(self) -> str:
        """The first name of to whom it was done."""
        return (self.reading.other if self.by == "one" else self.reading.one)[0].object

    @property
    def is_settled(self) -> bool:
        """Whether somebody decided about just this."""
        return self.decided is not None and self.decided.covers(self.judged)


def courses_of(reading: PairReading) -> Mapping[str, Course]:
    """By the side that acted, what each did to the other; nothing where nothing is told."""
    entries = reading.standing
    found = judge_both(reading.two, reading.between, entries, readings_of(entries))
    first = reading.between.first_by
    sides = sorted(found, key=lambda by: (by != first, by))
    return {by: Course(reading, by, *found[by]) for by in sides}


def readings_of(entries: Sequence[Entry]) -> Mapping[str, Sequence[Said]]:
    """What the narratives among these entries tell: read from what is shown, so that it tells nothing else."""
    reports = {name for entry in entries for name in entry.of("report")}
    return {one.entry: one.said for name in reports for one in fold_readings(name, entries).readings}


def course_between(user: User, victim: str, suspect: str) -> Course | None:
    """What this suspect did to this victim, as the reader sees it; None where there is nothing that they may see."""
    reading = read_pair(user, victim, suspect)
    if isinstance(reading, Refusal):
        return None
    by = reading.two.side_of(suspect)
    return courses_of(reading).get(by)


def courses_between(user: User, pairs: Iterable[tuple[str, str]]) -> list[Course]:
    """The same of several pairs of a victim and a suspect, without those of whom the reader sees nothing."""
    found = (course_between(user, victim, suspect) for victim, suspect in pairs)
    return [one for one in found if one is not None]


def unnamed_toward(user: User, course: Course) -> list[Entry]:
    """The incidents of the victim that the reader sees, name nobody who did them, and belong to neither of the two."""
    names = course.reading.two.one if course.by == "other" else course.reading.two.other
    known = {entry for act in course.reading.between.acts for entry in (act.entry, *act.also)}
    seen = standing(read_entries(user, with_amended(entries_about(names), None)).entries)
    return [entry for entry in seen if entry.kind == INCIDENT and entry.id not in known
            and not names.isdisjoint(entry.of("victim")) and not entry.of("suspect")]  # fmt: skip
