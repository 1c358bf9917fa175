"""The risk of a case as one reader may see it: between whom, what the record holds, where each instrument stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from unbroken.access.models import User
from unbroken.access.policy import may_record, may_record_content
from unbroken.access.reading import read_journey
from unbroken.access.roles import Actor, agency_of
from unbroken.cases.fold import fold_report
from unbroken.cases.stages import ENDED
from unbroken.people.resolved import resolved
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.safety.instruments.due import MEASURES, SUPERVISION, Standing, standings, without_form
from unbroken.safety.instruments.earlier import KIND
from unbroken.safety.instruments.facts import Pair
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.recognising import Prompt, prompts
from unbroken.safety.instruments.shapes import Instrument
from unbroken.safety.licensed import recent
from unbroken.vocabulary.offences import STALKING

_CLASSIFIED = "report.classified"
_in_order = attrgetter("happened_from", "recorded_at", "id")


@dataclass(frozen=True, slots=True)
class Case:
    """What is between a victim and the suspects of a report: `victim` by the name she has in the report.

    `has_ended` says that the criminal case has: an assessment then grows old no more, and what happens still counts.
    `offence` is the class of the report now, and `classed_at` when the last class was recorded ("" where none was).
    """

    victim: str
    pair: Pair
    entries: tuple[Entry, ...]
    has_ended: bool = False
    offence: str | None = None
    classed_at: str = ""

    def standings(self, today: date | None) -> tuple[Standing, ...]:
        """Where each instrument stands for her. `today` None asks nothing about how old an assessment is."""
        day = None if self.has_ended else today
        return standings(shipped(), self.entries, pair=self.pair, today=day, recent=recent())

    def without_form(self) -> tuple[Entry, ...]:
        """The last assessment of her with each instrument that has no form here."""
        return without_form(shipped(), self.entries, pair=self.pair)

    def prompts(self) -> tuple[Prompt, ...]:
        """The answers since the last class that ask whether this is stalking; none where it is held to be."""
        if self.offence in STALKING:
            return ()
        return prompts(shipped(), self.entries, pair=self.pair, since=self.classed_at)

    def supervision(self) -> Entry | None:
        """The last entry of probation that gives its own measures, as far as the reader sees one."""
        given = (one for one in self.entries if one.kind in SUPERVISION and any(one.get(name) for name in MEASURES))
        return max(given, key=_in_order, default=None)


def usable_by(user: Actor) -> tuple[Instrument, ...]:
    """The instruments that this user's role may fill in, where they may record an assessment at all."""
    if not may_record(user, KIND, agency_of(user)):
        return ()
    return tuple(one for one in shipped().values() if may_record_content(user, KIND, {"instrument": one.key}))


def cases_in(report: str, entries: Sequence[Entry]) -> tuple[Case, ...]:
    """One case for each victim of a report, from its standing entries, by her name in it. Two queries."""
    if not entries:
        return ()
    state = fold_report(report, entries)
    sides = {role: set(state.people(role)) for role in ("victim", "suspect")}
    members = {name: frozenset(one.members) for name, one in resolved(sides["victim"] | sides["suspect"]).items()}
    suspects = frozenset().union(*(members[name] for name in sides["suspect"]))
    current = state.classes.current
    classed_at = max((one.recorded_at for one in entries if one.kind == _CLASSIFIED), default="")
    pairs = {name: Pair(members[name], suspects - members[name]) for name in sorted(sides["victim"])}
    return tuple(
        Case(name, pair, tuple(one for one in entries if pair.holds(one)), state.stage in ENDED, current, classed_at)
        for name, pair in pairs.items()
    )


def widen(user: User, case: Case) -> Case:
    """The case with what her other reports hold between the same two people, as far as the reader may see it."""
    reading = read_journey(user, case.victim) if case.pair.suspects else None
    if reading is None:
        return case
    elsewhere = (one for one in standing(reading.seen.entries) if _is_between(one, case.pair))
    found = {entry.id: entry for entry in (*elsewhere, *case.entries)}
    return replace(case, entries=tuple(sorted(found.values(), key=_in_order)))


def objects_in(entries: Iterable[Entry]) -> Collection[str]:
    """What to log as shown."""
    return {subject.object for entry in entries for subject in entry.subjects}


def _is_between(entry: Entry, pair: Pair) -> bool:
    """Whether an entry of another report names one of the suspects: what names nobody may be about somebody else."""
    named = frozenset((*entry.of("suspect"), *entry.of("person")))
    return bool(named & (pair.suspects | pair.victims)) and pair.holds(entry)
