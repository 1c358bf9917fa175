"""What a course of conduct comes to, judged from what one reader sees of it and nothing else: for pages and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from unbroken.access.models import User
from unbroken.access.reading import read_entries, read_report
from unbroken.cases.between import INCIDENT, ONE, OTHER
from unbroken.cases.fold.history import history_of_report
from unbroken.cases.fold.parties import fold_parties
from unbroken.cases.fold.shapes import Party
from unbroken.conduct.course.holding import held_by
from unbroken.conduct.course.pairs import Decided, judge_both, judge_unknown
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.pair_reading import PairReading, Refusal, read_pair
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.readings import fold_readings
from unbroken.people.graph import Bond
from unbroken.people.resolved import names_of_resolved, resolved
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.journey import with_amended
from unbroken.record.queries import entries_about


@dataclass(frozen=True, slots=True)
class Course:
    """What somebody did to a victim, as one reader sees it: what it comes to, and what was decided of it.

    `suspect` is the report where it names nobody as suspect: then it stands for whoever did it. `victims` are all
    names of the victim that the reader may know; `known` are the incidents that are one of the two's; `objects` is
    what to log as shown. `held_by` is of an incident, by its entry, the weakest link that holds it where who somebody
    is rests on links; nothing is said of it where nobody is suspected.
    """

    victim: str
    suspect: str
    victims: frozenset[str]
    entries: tuple[Entry, ...]
    known: frozenset[str]
    objects: frozenset[str]
    judged: Judged
    decided: Decided | None
    held_by: Mapping[str, Bond] = field(default_factory=dict)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody is suspected."""
        return self.suspect.startswith("report:")

    @property
    def people(self) -> frozenset[str]:
        """The victim, and the suspect where there is one, by their first name."""
        return frozenset({self.victim}) if self.is_unknown else frozenset({self.victim, self.suspect})

    @property
    def is_settled(self) -> bool:
        """Whether somebody decided about just this."""
        return self.decided is not None and self.decided.covers(self.judged)


def courses_of(reading: PairReading) -> list[Course]:
    """What each of two people did to the other; nothing where nothing is told. Who was suspected first comes first."""
    entries = reading.standing
    found = judge_both(reading.two, reading.between, entries, readings_of(entries))
    sides = sorted(found, key=lambda by: (by != reading.between.first_by, by))
    return [_between(reading, by, entries, *found[by]) for by in sides]


def course_between(user: User, victim: str, suspect: str) -> Course | None:
    """What this suspect did to this victim, as the reader sees it; None where there is nothing that they may see.

    A report for a suspect asks for what it tells of whom nobody names.
    """
    if suspect.startswith("report:"):
        return course_unknown(user, victim, suspect)
    reading = read_pair(user, victim, suspect)
    if isinstance(reading, Refusal):
        return None
    by = reading.two.side_of(suspect)
    entries = reading.standing
    found = judge_both(reading.two, reading.between, entries, readings_of(entries)).get(by)
    return _between(reading, by, entries, *found) if found else None


def courses_between(user: User, pairs: Iterable[tuple[str, str]]) -> list[Course]:
    """The same of several victims and suspects, without those of whom the reader sees nothing."""
    found = (course_between(user, victim, suspect) for victim, suspect in pairs)
    return [one for one in found if one is not None]


def courses_of_report(user: User, report: str) -> list[Course]:
    """What each suspect of a report did to each of its victims, as the reader sees it, in whatever report.

    Of a report that names nobody as suspect, what it tells by itself.
    """
    entries = standing(read_entries(user, entries_about({report})).entries)
    parties = fold_parties(history_of_report(report, entries))
    resolved_to = names_of_resolved({party.person for party in parties})
    return courses_between(user, pairs_in(parties, resolved_to) or unknown_in(report, parties))


def pairs_in(parties: Iterable[Party], resolved_to: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each victim with each suspect of a report who is somebody else. `resolved_to` names the person each is."""
    held = list(parties)
    victims = [party.person for party in held if party.role == "victim"]
    suspects = [party.person for party in held if party.role == "suspect"]
    return [(victim, suspect) for victim in victims for suspect in suspects
            if resolved_to[victim] != resolved_to[suspect]]  # fmt: skip


def unknown_in(report: str, parties: Iterable[Party]) -> list[tuple[str, str]]:
    """Each victim of a report with the report itself, which stands for whoever did it; nothing where it names one."""
    held = list(parties)
    if any(party.role == "suspect" for party in held):
        return []
    return [(party.person, report) for party in held if party.role == "victim"]


def course_unknown(user: User, victim: str, report: str) -> Course | None:
    """What a report tells that names nobody as suspect, as the reader sees it; None where they do not, or it does."""
    reading = read_report(user, report)
    if reading is None or report in reading.seen.restricted:
        return None
    entries = tuple(one.entry for one in reading.effective() if one.withdrawn is None)
    victims = frozenset(resolved({victim})[victim].members)
    named = {name for entry in entries if report in entry.of("report") for name in entry.of("victim")}
    if any(_is_suspect(entry, report) for entry in entries) or victims.isdisjoint(named):
        return None
    judged, decided = judge_unknown(victims, report, entries, readings_of(entries))
    shown = frozenset(subject.object for entry in entries for subject in entry.subjects)
    return Course(victim, report, victims, entries, judged.course.entries, shown, judged, decided)


def readings_of(entries: Sequence[Entry]) -> Mapping[str, Sequence[Said]]:
    """What the narratives among these entries tell: read from what is shown, so that it tells nothing else."""
    reports = {name for entry in entries for name in entry.of("report")}
    return {one.entry: one.said for name in reports for one in fold_readings(name, entries).readings}


def unnamed_toward(user: User, course: Course) -> list[Entry]:
    """The incidents of the victim that the reader sees, that name nobody who did them, and are not of the course."""
    seen = standing(read_entries(user, with_amended(entries_about(course.victims), None)).entries)
    return [entry for entry in seen if entry.kind == INCIDENT and entry.id not in course.known
            and not course.victims.isdisjoint(entry.of("victim")) and not entry.of("suspect")]  # fmt: skip


def _is_suspect(entry: Entry, report: str) -> bool:
    """Whether an entry names a suspect of the report."""
    is_described = entry.kind == "person.described" and entry.get("role_here") == "suspect"
    return report in entry.of("report") and (bool(entry.of("suspect")) or is_described)


def _between(
    reading: PairReading, by: str, entries: tuple[Entry, ...], judged: Judged, decided: Decided | None
) -> Course:
    did_it, victim = (reading.one, reading.other) if by == ONE else (reading.other, reading.one)
    acts = reading.between.acts
    return Course(
        victim=victim[0].object,
        suspect=did_it[0].object,
        victims=reading.two.other if by == ONE else reading.two.one,
        entries=entries,
        known=frozenset(entry for act in acts for entry in (act.entry, *act.also)),
        objects=reading.objects,
        judged=judged,
        decided=decided,
        held_by=held_by(reading.two, {ONE: reading.one, OTHER: reading.other}, judged.course, entries),
    )
