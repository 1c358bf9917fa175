"""The needs of a suspect: reported by police and assessed are two sources, and each asks what follows. Pure (ASS-13).

No need is inferred: it is reported where a description says so, and assessed where an assessment found it. It says
nothing about risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from unbroken.record.entries import Entry
from unbroken.vocabulary.probation import NEED_LEVELS, SUSPECT_NEEDS

ASSESSED, ANSWERED, DESCRIBED = "need.assessed", "need.answered", "person.described"
REPORTED_AS: Mapping[str, str] = MappingProxyType(
    {
        "mental_health": "mental_health",
        "suicide_or_self_harm": "self_harm",
        "alcohol_misuse": "substance",
        "drug_misuse": "substance",
    }
)
"""What a description can report, and which need that is. Relationships and coping are not reported so."""

_GREAT: Final = ("none", "some", "serious")


@dataclass(frozen=True, slots=True)
class Said:
    """What one source said last: the level (`yes` where it was reported), by what or whom, when, in which entry."""

    level: str
    by: str
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from a need: a code of `need_answers`, on what day, in which entry."""

    how: str
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Need:
    """A need of one suspect. `since` is the day on which either source last said that it is there, or greater."""

    need: str
    reported: Said | None
    assessed: Said | None
    answer: Answer | None
    since: date | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to say what follows. A need that grew since is asked about again."""
        return self.since is not None and (self.answer is None or self.answer.on < self.since)


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs of a suspect of which anybody said anything, in the order of the list."""

    object: str
    needs: tuple[Need, ...]

    @property
    def is_assessed(self) -> bool:
        """Whether any assessment says how great a need is."""
        return any(one.assessed is not None for one in self.needs)


def fold_needs(person: str, entries: Sequence[Entry]) -> Needs | None:
    """The needs of a person from standing entries in the order in which they happened; None where none says any."""
    return needs_of(person, entries, names=frozenset({person}))


def needs_of(person: str, entries: Iterable[Entry], *, names: frozenset[str]) -> Needs | None:
    """The same of somebody under several names."""
    tellers = {code.code: _Teller() for code in SUSPECT_NEEDS}
    for entry in entries:
        if entry.kind == DESCRIBED and entry.get("role_here") == "suspect" and names.intersection(entry.of("person")):
            for flag in entry.get("flags") or ():
                need = REPORTED_AS.get(flag.get("flag") or "")  # whoever may not know what the flag is sees none
                if flag.get("answer") == "yes" and need:
                    tellers[need].report(entry, flag.get("said_by") or "unknown")
        elif entry.kind == ASSESSED and names.intersection(entry.of("suspect")):
            for found in entry.get("needs") or ():
                tellers[found["need"]].assess(entry, found["level"])
        elif entry.kind == ANSWERED and names.intersection(entry.of("suspect")):
            for need in entry.get("needs") or ():
                tellers[need].answer = Answer(entry.get("how") or "", entry.day, entry.id)
    told = tuple(teller.tell(need) for need, teller in tellers.items() if teller.is_told)
    return Needs(person, told) if told else None


class _Teller:
    """Gathers what is said of one need, in the order in which it was."""

    def __init__(self) -> None:
        self.reported: Said | None = None
        self.assessed: Said | None = None
        self.answer: Answer | None = None
        self.reported_since: date | None = None
        self.assessed_since: date | None = None

    @property
    def is_told(self) -> bool:
        return not (self.reported is None and self.assessed is None and self.answer is None)

    def report(self, entry: Entry, by: str) -> None:
        self.reported = Said("yes", by, entry.day, entry.id)
        self.reported_since = self.reported_since or entry.day

    def assess(self, entry: Entry, level: str) -> None:
        if level not in _GREAT:
            return  # not assessed takes back nothing
        before = _GREAT.index(self.assessed.level) if self.assessed else 0
        self.assessed = Said(level, entry.get("source") or "", entry.day, entry.id)
        if level not in NEED_LEVELS.in_group("need"):
            self.assessed_since = None
        elif _GREAT.index(level) > before or self.assessed_since is None:
            self.assessed_since = entry.day

    def tell(self, need: str) -> Need:
        days = [day for day in (self.reported_since, self.assessed_since) if day]
        return Need(need, self.reported, self.assessed, self.answer, max(days, default=None))
