"""Reports that may be one incident recorded twice, as far as one reader may see it (REC-15).

The tables say which reports to read, whether a pair is proposed is decided from entries that the reader sees: what is
hidden from them neither proposes a pair nor hints at one. The number of queries does not grow with the reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from unbroken.access.models import User
from unbroken.access.policy import may_record
from unbroken.access.reading import read_entries
from unbroken.access.roles import agency_of
from unbroken.cases.fold import Report, fold_report
from unbroken.cases.fold.history import history_of_report
from unbroken.cases.fold.parties import fold_parties
from unbroken.cases.queries import Wanted, days_made, parts_of, people_in
from unbroken.cases.twice import (
    WINDOW,
    Known,
    Proposal,
    decided_between,
    decisions_in,
    evidence_for,
    is_merge,
    know,
    may_be_retold,
    propose,
)
from unbroken.people.resolved import names_of_resolved, resolved
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.web.recording.meanwhile import version
from unbroken.web.visible import Limits

LATELY: Final = timedelta(days=60)
MOST_LATELY: Final = 500  # reports that the desk looks at, made last first
MOST_BESIDE: Final = 100  # reports of one victim that a report is held against, made last first


@dataclass(frozen=True, slots=True)
class Two:
    """Two reports as a reader opened them: as they stand, what speaks for their being one, and what was decided.

    `decided` are the standing entries that say they are one incident or different ones; `incidents` those of each.
    """

    one: Report
    other: Report
    made: tuple[Entry | None, Entry | None]
    incidents: tuple[tuple[Entry, ...], tuple[Entry, ...]]
    evidence: tuple[str, ...]
    decided: tuple[Entry, ...]
    is_settled: bool

    @property
    def is_merged(self) -> bool:
        """Whether one is held to be the duplicate of the other."""
        return any(is_merge(entry) for entry in self.decided)

    @property
    def is_kept_apart(self) -> bool:
        """Whether somebody holds them to be different incidents."""
        return any(not is_merge(entry) for entry in self.decided)

    @property
    def version(self) -> str:
        """What tells this state of the two from another: what was decided, and on what evidence it can be."""
        return version(sorted(entry.id for entry in self.decided), self.evidence)

    @property
    def objects(self) -> frozenset[str]:
        """What to log as shown."""
        persons = {party.person for report in (self.one, self.other) for party in report.parties}
        return frozenset(persons | {self.one.object, self.other.object})


def may_decide(user: User) -> bool:
    """Whether this reader may say that two reports are one incident; nothing is proposed to anybody else."""
    return bool(may_record(user, "report.linked", agency_of(user)))


def proposed_for(limits: Limits, report: str) -> list[Proposal]:
    """The reports that may be of one incident with this one, and wait for somebody to look."""
    victims = {part.person for part in people_in([report]) if part.role == "victim" and limits.speaks_of(part.person)}
    known_as = {name for one in resolved(victims).values() for name in one.members} if victims else set()
    beside = {part.report for part in parts_of(known_as) if part.role == "victim" and limits.shows(part.report)}
    if not beside - {report}:
        return []
    own = days_made(Wanted(of=[report], without=limits.hidden), most=1).get(report)
    if own is None:
        return []
    near = Wanted(of=beside - {report}, made_from=own - WINDOW, made_to=own + WINDOW)
    return _proposed(limits, [(report, other) for other in days_made(near, most=MOST_BESIDE)])


def proposed_lately(limits: Limits, today: date) -> list[Proposal]:
    """The pairs among the reports made lately that may be of one incident, and wait for somebody to look."""
    wanted = Wanted(made_from=today - LATELY, without=limits.hidden, of=limits.reports)
    days = days_made(wanted, most=MOST_LATELY)
    parts = [part for part in people_in(days) if part.role == "victim" and limits.speaks_of(part.person)]
    name_of = names_of_resolved({part.person for part in parts})
    by_victim: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        by_victim[name_of[part.person]].add(part.report)
    near = {
        pair
        for reports in by_victim.values()
        for pair in combinations(sorted(reports), 2)
        if abs(days[pair[0]] - days[pair[1]]) <= WINDOW
    }
    return _proposed(limits, sorted(near))


def read_two(limits: Limits, one: str, other: str) -> Two | None:
    """Two reports for somebody who decides about them; None where one is not there for this reader.

    None, too, where nothing speaks for their being one and nobody has decided about them.
    """
    if one == other or not (limits.shows(one) and limits.shows(other)):
        return None
    about = _read(limits, {one, other})
    if not (about[one] and about[other]):
        return None
    known = _known(about)
    evidence = evidence_for(known[one], known[other]) or may_be_retold(known[one], known[other])
    decided = decided_between(one, other, about[one])
    if not evidence and not decided:
        return None
    histories = [history_of_report(name, about[name]) for name in (one, other)]
    first, second = (next(iter(history.of("report.made")), None) for history in histories)
    acts, others = (tuple(history.of("incident.recorded")) for history in histories)
    is_settled = decisions_in(decided).settle(one, other, evidence)
    states = (fold_report(one, about[one]), fold_report(other, about[other]))
    return Two(*states, (first, second), (acts, others), evidence, decided, is_settled)


def _proposed(limits: Limits, pairs: Collection[tuple[str, str]]) -> list[Proposal]:
    if not pairs:
        return []
    about = _read(limits, {name for pair in pairs for name in pair})
    known = _known(about)
    entries = {entry.id: entry for found in about.values() for entry in found}
    both = ((known[one], known[other]) for one, other in pairs if about[one] and about[other])
    return propose(both, decisions_in(entries.values()))


def _read(limits: Limits, reports: Collection[str]) -> Mapping[str, list[Entry]]:
    """The standing entries about each of these reports that this reader sees."""
    about: dict[str, list[Entry]] = {report: [] for report in reports}
    for entry in standing(read_entries(limits.user, entries_about(reports)).entries):
        for name in {subject.object for subject in entry.subjects} & about.keys():
            about[name].append(entry)
    return about


def _known(about: Mapping[str, Iterable[Entry]]) -> dict[str, Known]:
    histories = [history_of_report(report, list(entries)) for report, entries in about.items()]
    name_of = names_of_resolved({party.person for history in histories for party in fold_parties(history)})
    return {history.object: know(history, name_of) for history in histories}
