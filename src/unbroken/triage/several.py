"""The suspects in reports of stalking by several victims whom nobody has looked at since the last new victim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.cases.queries import PartIn, people_in
from unbroken.people.resolved import names_of_resolved, resolved
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.triage.conduct import facts_of, suspects_with_victims
from unbroken.triage.fold import SerialReview
from unbroken.triage.queries import Listed
from unbroken.triage.rules import STALKING_REPORT, Fact
from unbroken.triage.serial import SEVERAL, Alleged, Known, earliest, latest, unseen
from unbroken.vocabulary.offences import STALKING


@dataclass(frozen=True, slots=True)
class Serial:
    """A suspect in reports of stalking by several victims.

    `unseen` are the victims whom no look at the suspect covers; nothing is to be done where there is none. `last_on` is
    the day of the newest of the reports.
    """

    person: str
    victims: frozenset[str]
    reports: tuple[str, ...]
    unseen: frozenset[str]
    last_on: date | None
    looked_on: date | None


def serials(
    people: Iterable[Listed], *, only: Collection[str] = (), without: Collection[str] = frozenset()
) -> Sequence[Serial]:
    """All suspects in reports of stalking by several victims, those with the newest report first.

    `people` are those of whom anything was recorded about the lists, `without` what is closed to the reader. `only`
    asks about these resolved persons alone.
    """
    reviews = {one.person: one.nominal.serial_reviews for one in people}
    found = facts_of(only or suspects_with_victims(SEVERAL, without=without), without=without)
    stalking = {name: [fact for fact in facts if fact.what == STALKING_REPORT] for name, facts in found.items()}
    several = {name: facts for name, facts in stalking.items() if len(_victims(facts)) >= SEVERAL}
    looked_at = {name: facts for name, facts in several.items() if reviews.get(name)}
    alleged = _alleged(looked_at)
    made = [_serial(name, facts, reviews.get(name, ()), alleged.get(name)) for name, facts in several.items()]
    return sorted(made, key=lambda one: (-(one.last_on or date.min).toordinal(), one.person))


def _serial(
    name: str, facts: Sequence[Fact], reviews: Sequence[SerialReview], alleged: Sequence[Alleged] | None
) -> Serial:
    victims = _victims(facts)
    return Serial(
        person=name,
        victims=victims,
        reports=tuple(fact.about for fact in facts),
        unseen=victims if alleged is None else unseen(alleged, reviews),
        last_on=max((fact.on for fact in facts if fact.on), default=None),
        looked_on=reviews[-1].on if reviews else None,
    )


def _victims(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(victim for fact in facts for victim in fact.victims)


def _alleged(suspects: Mapping[str, Sequence[Fact]]) -> dict[str, list[Alleged]]:
    """When each victim of these suspects was known, with each description: from the entries of their reports."""
    reports = {fact.about for facts in suspects.values() for fact in facts}
    if not reports:
        return {}
    members = {name: frozenset(one.members) for name, one in resolved(suspects).items()}
    parts: dict[str, list[PartIn]] = defaultdict(list)
    for part in people_in(reports):
        parts[part.report].append(part)
    name_of = names_of_resolved({part.person for held in parts.values() for part in held})
    known = _Mentions(standing(entries_about(reports)), reports)
    found: dict[str, list[Alleged]] = {name: [] for name in suspects}
    for name, facts in suspects.items():
        for fact in facts:
            found[name] += _of_report(fact.about, parts[fact.about], members[name], name_of, known)
    return found


def _of_report(
    report: str, parts: Sequence[PartIn], members: frozenset[str], name_of: Mapping[str, str], known: _Mentions
) -> Iterator[Alleged]:
    suspects = [part.person for part in parts if part.role == "suspect" and part.person in members]
    victims = [part.person for part in parts if part.role == "victim" and part.person not in members]
    for suspect in suspects:
        for victim in victims:
            yield Alleged(name_of[victim], suspect, report, known.of(report, suspect, victim))


class _Mentions:
    """When each person was first named in each report, and when each was first held to be of stalking."""

    def __init__(self, entries: Iterable[Entry], reports: Collection[str]) -> None:
        named: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for entry in entries:
            known = Known(entry.recorded_at, entry.id)
            is_stalking = entry.kind == "report.classified" and entry.get("offence") in STALKING
            persons = {subject.object for subject in entry.subjects if subject.type == "person"}
            for report in set(entry.of("report")) & set(reports):
                for name in {*persons, "stalking"} if is_stalking else persons:
                    named[report, name].append(known)
        self.first = {key: earliest(mentions) for key, mentions in named.items()}

    def of(self, report: str, *persons: str) -> Known | None:
        """When all of these people, and that it is stalking, were known of a report; None where any is not."""
        mentions = [self.first.get((report, name)) for name in (*persons, "stalking")]
        held = [one for one in mentions if one]
        return latest(held) if len(held) == len(mentions) else None
