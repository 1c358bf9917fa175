"""Two people, judged in both directions: the courses between them with what each comes to. Pure.

The same for a table over the whole record and for one reader's page: what differs is which entries are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from unbroken.cases.between import INCIDENT, ONE, OTHER, Between, Two, Whose, fold_between
from unbroken.conduct.course.shapes import fold_course, is_toward, joined_by_hand
from unbroken.conduct.course.telling import Judged, Readings, judge
from unbroken.people.fold import Person, fold_person
from unbroken.people.whose import whose_of
from unbroken.record.entries import Entry

DECIDED = "finding.decided"


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a finding: the entry, and what they saw. `rules` is None where nobody kept them."""

    entry: Entry
    finding: str
    decision: str
    incidents: int
    reports: int
    rules: frozenset[str] | None = None

    def covers(self, judged: Judged) -> bool:
        """Whether nothing has changed since: the same finding, by no other rules, on nothing recorded later."""
        is_more = judged.measures.incidents > self.incidents or len(judged.course.reports) > self.reports
        is_other = self.rules is not None and not self.rules.issuperset(judged.rules)
        is_later = judged.told.as_of > self.entry.recorded_at
        return self.finding == judged.finding and not (is_more or is_other or is_later)


def between_two(two: Two, entries: Sequence[Entry], whose: Whose) -> Between:
    """Everything between two people, from standing entries in order, with what people joined to a course."""
    return fold_between(two, entries, whose=whose, joined=joined_by_hand(two, entries))


def judge_both(
    two: Two, between: Between, entries: Sequence[Entry], readings: Readings
) -> Mapping[str, tuple[Judged, Decided | None]]:
    """By side, what that side did toward the other comes to and what was decided last; nothing where nothing is told.

    `entries` are those about the two that stand, in order.
    """
    found = {by: judge_side(two, between, by, entries, readings) for by in (ONE, OTHER)}
    return {by: judged for by, judged in found.items() if judged is not None}


def judge_side(
    two: Two, between: Between, by: str, entries: Sequence[Entry], readings: Readings
) -> tuple[Judged, Decided | None] | None:
    """What one side did toward the other, in the same way; None where nothing is told."""
    course = fold_course(two, between, by, entries)
    if not (course.incidents or course.reports or course.apart):
        return None
    return judge(two, course, entries, readings), decided(two, by, entries)


def judge_unknown(
    victims: frozenset[str], report: str, entries: Sequence[Entry], readings: Readings
) -> tuple[Judged, Decided | None]:
    """What a report tells of which nobody is suspected comes to, and what was decided of it.

    Whoever did it is nobody but the one whom this report tells of: two such reports are not held to be of one person.
    `entries` are those of the report that stand, in order.
    """
    two = Two(victims, frozenset({report}))
    joined = {one.id: OTHER for one in entries if one.kind == INCIDENT and report in one.of("report")}
    course = replace(fold_course(two, fold_between(two, entries, joined=joined), OTHER, entries), reports=(report,))
    judged = judge(two, course, entries, readings)
    return judged, decided(two, OTHER, entries)


def decided(two: Two, by: str, entries: Iterable[Entry]) -> Decided | None:
    """The newest standing decision about what this side did toward the other."""
    found = [one for one in entries if one.kind == DECIDED and is_toward(two, by, one)]
    newest = max(found, key=lambda one: (one.recorded_at, one.id), default=None)
    if newest is None:
        return None
    incidents, reports = (newest.get(name) or 0 for name in ("incidents", "reports"))
    rules = newest.get("rules")
    kept = None if rules is None else frozenset(rules)
    return Decided(newest, newest.get("finding", ""), newest.get("decision", ""), incidents, reports, kept)


def people_of(names: Iterable[str], entries: Iterable[Entry]) -> tuple[Person, ...]:
    """These person objects, as the entries describe them."""
    held = list(entries)
    return tuple(fold_person(name, [one for one in held if any(s.object == name for s in one.subjects)])
                 for name in sorted(names))  # fmt: skip


def whose_between(two: Two, entries: Sequence[Entry]) -> Whose:
    """Whose of the two each number and account is, as the entries describe them; worked out when first asked."""

    @cache
    def known() -> Whose:
        return whose_of({ONE: people_of(two.one, entries), OTHER: people_of(two.other, entries)})

    return lambda identifier: known()(identifier)
