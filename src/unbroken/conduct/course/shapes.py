"""A course of conduct: the incidents from one person toward another, and how surely each belongs. Pure.

It is derived and never stored as truth. A person may say that some of its incidents are a course apart, or that
incidents belong to it after all: each is an entry with a reason, the newest counts, and withdrawing it undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unbroken.cases.between import ONE, OPPOSITE, OTHER, Act, Between, Two
from unbroken.conduct.course.again import Again, count_once, reports_of_nothing_new, told_again
from unbroken.record.entries import Entry

SPLIT, JOINED = "course.split", "course.joined"


class Surely(StrEnum):
    """How surely an incident belongs to a course, the surest first."""

    NAMED = "named"
    JOINED = "joined"
    REPORTED = "reported"
    IDENTIFIER = "identifier"

    @property
    def says(self) -> str:
        """In words."""
        return _SAYS[self]


_SAYS = {
    Surely.NAMED: "The incident names who did it",
    Surely.JOINED: "A person said that it belongs here",
    Surely.REPORTED: "Only its report says who is suspected",
    Surely.IDENTIFIER: "Only the number or account it was done with says so",
}


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident of a course. `decided` is the entry by which a person said that it belongs, "" where nobody did."""

    act: Act
    surely: Surely
    decided: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """Incidents that a person took out of a course, as a course of their own: the entry that says so, and why.

    `again` are those of them that another of its reports may tell of already.
    """

    entry: str
    reason: str
    on: date
    incidents: tuple[Incident, ...]
    again: tuple[Again, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What one side did toward the other, in the order in which it happened; `apart` are the courses split off it.

    `reports` are the reports that name this side as the suspect of something done to the other, duplicates left out.
    `is_part` says that it was itself split off: `reports` are then those of its incidents alone. `again` are those of
    its incidents that another of its reports may tell of already.
    """

    by: str
    incidents: tuple[Incident, ...]
    reports: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()
    is_part: bool = False
    again: tuple[Again, ...] = ()

    @property
    def once(self) -> tuple[Act, ...]:
        """Its incidents, each once where two reports may tell of one: what numbers and rules may rest on."""
        return count_once(self.acts, self.again) if self.again else self.acts

    @property
    def telling_reports(self) -> int:
        """How many of its reports there are, without those of which every incident may be told in another."""
        nothing_new = reports_of_nothing_new(self.acts, self.again)
        return sum(report not in nothing_new for report in self.reports)

    @property
    def acts(self) -> tuple[Act, ...]:
        """Its incidents, without how surely each belongs."""
        return tuple(one.act for one in self.incidents)

    @property
    def entries(self) -> frozenset[str]:
        """The entries that tell of its incidents, those of duplicates among them."""
        return frozenset(entry for act in self.acts for entry in (act.entry, *act.also))


def part_of(course: Course, apart: Apart) -> Course:
    """What was split off a course, as a course of its own: its incidents, with those reports that tell of them."""
    told_in = {one.act.report for one in apart.incidents}
    reports = tuple(report for report in course.reports if report in told_in)
    return Course(course.by, apart.incidents, reports, is_part=True, again=apart.again)


def fold_course(two: Two, between: Between, by: str, decisions: Sequence[Entry]) -> Course:
    """The course of one side toward the other. `decisions` are the standing entries in which people split or joined,
    or held two reports to be about different incidents; others among them say nothing here."""
    said = _newest(one for one in decisions if one.kind in (SPLIT, JOINED) and is_toward(two, by, one))
    found = [(act, next((said[name] for name in (act.entry, *act.also) if name in said), None))
             for act in between.acts_by(by)]  # fmt: skip
    kept = tuple(_incident(act, one) for act, one in found if one is None or one.kind == JOINED)
    split = {one.id: one for _, one in found if one is not None and one.kind == SPLIT}
    taken_out = ((one, [act for act, held in found if held is one]) for one in split.values())
    apart = (Apart(one.id, one.get("reason", ""), one.day, tuple(_incident(act, None) for act in acts),
                   told_again(acts, decisions))
             for one, acts in taken_out)  # fmt: skip
    again = told_again([one.act for one in kept], decisions)
    reports = tuple(one.report for one in between.reports if by in one.by and not one.duplicate_of)
    return Course(by, kept, reports, tuple(sorted(apart, key=lambda one: (one.on, one.entry))), again=again)


def is_toward(two: Two, by: str, entry: Entry) -> bool:
    """Whether an entry names the two this way round; where it names no suspect, its report stands for one."""
    did_it = two.sides_of(entry.of("suspect") or entry.of("report"))
    return by in did_it and OPPOSITE[by] in two.sides_of(entry.of("victim"))


def _newest(decisions: Iterable[Entry]) -> Mapping[str, Entry]:
    """Of each incident the decision that was recorded last."""
    found: dict[str, Entry] = {}
    for one in sorted(decisions, key=lambda entry: (entry.recorded_at, entry.id)):
        found.update(dict.fromkeys(one.get("incidents") or (), one))
    return found


def _incident(act: Act, decided: Entry | None) -> Incident:
    if decided is not None:
        return Incident(act, Surely.JOINED, decided.id)
    if act.is_named:
        return Incident(act, Surely.NAMED)
    return Incident(act, Surely.IDENTIFIER if act.by_identifier else Surely.REPORTED)


def joined_by_hand(two: Two, entries: Iterable[Entry]) -> Mapping[str, str]:
    """Of each incident that a person joined to a course between the two, the side that did it."""
    about = [(one, side) for one in entries if one.kind in (SPLIT, JOINED)
             for side in (ONE, OTHER) if is_toward(two, side, one)]  # fmt: skip
    side_of = {one.id: side for one, side in about}
    newest = _newest(one for one, _ in about)
    return {name: side_of[one.id] for name, one in newest.items() if one.kind == JOINED}
