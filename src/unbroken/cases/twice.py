"""Reports that may be one incident recorded twice: on what evidence, and what people decided before (REC-15). Pure.

A second incident by the same suspect is stalking and no duplicate, and merging the two would hide the pattern. So the
rule asks for much, proposes and never merges, and a person decides. Two reports are proposed where all of this holds:

- They have a victim in common, by the name each is resolved to.
- They were made within `WINDOW` of one another. Recording twice is a matter of days: two officers, a call and a form.
- Neither tells what had not happened yet when the other was made. That report is of a further incident, even where it
  tells the earlier ones again.
- They share a reference number. Or they have a suspect in common, or one of them knows of none, and either tell of an
  incident of the same sort on the same day, or, where one of them has no incident with a day, were made on the same or
  the next day in the same class, with nothing in their incidents that sets them apart.

Two suspects who differ keep reports without a common number apart. The time of day does not: the same call is
remembered as of three and of five o'clock, and whoever decides sees both times. Ethnicity, addresses and health are
never asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

from unbroken.cases.fold.classes import fold_classes
from unbroken.cases.fold.history import History, codes
from unbroken.cases.fold.parties import fold_parties
from unbroken.cases.references import fold_reference
from unbroken.record.entries import Entry
from unbroken.vocabulary.offences import present_code
from unbroken.vocabulary.reports import TWICE_EVIDENCE

WINDOW: Final = timedelta(days=30)
TOGETHER: Final = timedelta(days=1)
MERGED: Final = "same_incident"  # why of `report.linked`
LEAST_WORDS: Final = 8  # of an account: "He called again." is said of many incidents
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Act:
    """An incident: the days within which it happened, in the UK, and what was done."""

    first: date
    last: date
    behaviours: frozenset[str]

    @property
    def has_day(self) -> bool:
        """Whether the day is known, and is one."""
        return self.first == self.last

    def may_be(self, other: Act) -> bool:
        """Whether both may be one: something in common that was done, on days that meet."""
        return bool(self.behaviours & other.behaviours) and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Known:
    """A report as the rule sees it.

    `made_on` to `made_last_on` are the days on which it can have been made, None where no entry says so. `victims` and
    `suspects` are by the name each is resolved to, `references` as they are compared, of other systems too. `offence`
    is the class now, "" where none is recorded. `accounts` are the words of each account, without case and stops.
    """

    report: str
    made_on: date | None = None
    made_last_on: date | None = None
    victims: frozenset[str] = frozenset()
    suspects: frozenset[str] = frozenset()
    acts: tuple[Act, ...] = ()
    references: frozenset[str] = frozenset()
    offence: str = ""
    accounts: frozenset[str] = frozenset()

    @property
    def has_dated_act(self) -> bool:
        """Whether it tells of an incident whose day is known."""
        return any(act.has_day for act in self.acts)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two reports that may be one incident, the one made first first; `evidence` are codes of `twice_evidence`."""

    one: Known
    other: Known
    evidence: tuple[str, ...]

    @property
    def reports(self) -> tuple[str, str]:
        """The names of both."""
        return self.one.report, self.other.report

    def beside(self, report: str) -> Known:
        """The other of the two."""
        return self.other if report == self.one.report else self.one


def know(history: History, resolved: Mapping[str, str]) -> Known:
    """A report from its standing entries. `resolved` are the names of resolved persons; who is not in it is alone."""
    parties = fold_parties(history)
    made = history.of("report.made")
    sides = {
        role: frozenset(resolved.get(party.person, party.person) for party in parties if party.role == role)
        for role in ("victim", "suspect")
    }
    incidents = history.of("incident.recorded")
    return Known(
        report=history.object,
        made_on=history.made_on,
        made_last_on=history.made_last_on,
        victims=sides["victim"],
        suspects=sides["suspect"],
        acts=tuple(Act(entry.day, entry.last_day, frozenset(codes(entry, "behaviours"))) for entry in incidents),
        references=frozenset(_references(made)),
        offence=fold_classes(history).current or "",
        accounts=frozenset(_accounts([*made, *incidents])),
    )


def evidence_for(one: Known, other: Known) -> tuple[str, ...]:
    """On what evidence two reports may be one incident recorded twice, in the order of the list; () where not."""
    found = _agreeing(one, other)
    is_enough = one.report != other.report and _is_near(one, other) and _is_enough(found, one, other)
    return tuple(code.code for code in TWICE_EVIDENCE if code.code in found) if is_enough else ()


def may_be_retold(one: Known, other: Known) -> tuple[str, ...]:
    """On what evidence somebody may compare two reports of which each tells of an incident that may be one; () where
    none does. It proposes nothing: the second may tell of more, and be made long after."""
    found = _agreeing(one, other)
    are_same = "same_victim" in found and ("same_suspect" in found or not (one.suspects and other.suspects))
    meet = any(act.may_be(beside) for act, beside in product(one.acts, other.acts))
    return tuple(code.code for code in TWICE_EVIDENCE if code.code in found) if are_same and meet else ()


def propose(pairs: Iterable[tuple[Known, Known]], decisions: Decisions) -> list[Proposal]:
    """Those of these pairs that may be one and wait for somebody to look, those made last first."""
    found = []
    for one, other in pairs:
        evidence = evidence_for(one, other)
        if evidence and not decisions.settle(one.report, other.report, evidence):
            first, second = sorted((one, other), key=lambda each: (each.made_on or date.min, each.report))
            found.append(Proposal(first, second, evidence))
    return sorted(found, key=lambda pair: (-(pair.other.made_on or date.min).toordinal(), pair.reports))


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided: which reports are held to be one, and for pairs kept apart what had been looked at."""

    one_incident: Mapping[str, frozenset[str]]
    looked_at: Mapping[frozenset[str], frozenset[str]]

    def settle(self, one: str, other: str, evidence: Iterable[str]) -> bool:
        """Whether nothing is left to decide: they are held to be one, or all of this evidence was looked at."""
        if other in self.one_incident.get(one, ()):
            return True
        return self.looked_at.get(frozenset((one, other)), frozenset()).issuperset(evidence)


def decisions_in(entries: Iterable[Entry]) -> Decisions:
    """What standing entries decide. Two duplicates of one report are one incident too."""
    together: dict[str, frozenset[str]] = {}
    looked_at: dict[frozenset[str], frozenset[str]] = {}
    for entry in entries:
        both = frozenset((*entry.of("report"), *entry.of("other_report")))
        if is_merge(entry):
            whole = both.union(*(together.get(name, frozenset()) for name in both))
            together |= dict.fromkeys(whole, whole)
        elif entry.kind == "report.kept_apart":
            looked_at[both] = looked_at.get(both, frozenset()).union(codes(entry, "evidence"))
    return Decisions(together, looked_at)


def decided_between(one: str, other: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The standing entries that say of these two that they are one incident or different ones, in their order."""
    decided = (entry for entry in entries if is_merge(entry) or entry.kind == "report.kept_apart")
    return tuple(entry for entry in decided if {*entry.of("report"), *entry.of("other_report")} == {one, other})


def is_merge(entry: Entry) -> bool:
    """Whether an entry holds one report to be the duplicate of another."""
    return entry.kind == "report.linked" and entry.get("why") == MERGED


def _agreeing(one: Known, other: Known) -> frozenset[str]:
    """Everything in which two reports agree."""
    acts = product(one.acts, other.acts)
    agrees = {
        "same_victim": one.victims & other.victims,
        "same_suspect": one.suspects & other.suspects,
        "same_reference": one.references & other.references,
        "same_incident": any(act.has_day and beside.has_day and act.may_be(beside) for act, beside in acts),
        "made_together": _are_made_together(one, other),
        "same_class": one.offence and other.offence and present_code(one.offence) == present_code(other.offence),
        "same_words": one.accounts & other.accounts,
    }
    return frozenset(code for code, found in agrees.items() if found)


def _is_enough(found: frozenset[str], one: Known, other: Known) -> bool:
    if "same_victim" not in found or _tells_more(one, other) or _tells_more(other, one):
        return False
    if "same_reference" in found:
        return True
    if "same_suspect" not in found and one.suspects and other.suspects:
        return False
    if "same_incident" in found:
        return True
    is_undated = not (one.has_dated_act and other.has_dated_act)
    return is_undated and found >= {"made_together", "same_class"} and not _are_apart(one.acts, other.acts)


def _tells_more(one: Known, other: Known) -> bool:
    """Whether one tells what happened after the other was made. What was added to it later, after both, is no sign."""
    then, now = (each.made_last_on or date.max for each in (other, one))
    return any(then < act.first <= now for act in one.acts)


def _are_apart(acts: Sequence[Act], others: Sequence[Act]) -> bool:
    """Whether both tell of incidents, and none of the one may be one of the other."""
    return bool(acts and others) and not any(act.may_be(other) for act, other in product(acts, others))


def _is_near(one: Known, other: Known) -> bool:
    return one.made_on is not None and other.made_on is not None and abs(one.made_on - other.made_on) <= WINDOW


def _are_made_together(one: Known, other: Known) -> bool:
    """Whether both were made within a day; a report whose day is not known exactly shows nothing."""
    if one.made_on is None or other.made_on is None or not _has_exact_day(one) or not _has_exact_day(other):
        return False
    return abs(one.made_on - other.made_on) <= TOGETHER


def _has_exact_day(one: Known) -> bool:
    return one.made_on == one.made_last_on


def _references(made: Iterable[Entry]) -> Iterator[str]:
    for entry in made:
        own = entry.get("reference")
        numbers = (fold_reference(text) for text in ((own,) if own else ()) + codes(entry, "other_references"))
        yield from (number for number in numbers if number)


def _accounts(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        words = _WORD.findall((entry.get("narrative") or "").casefold())
        if len(words) >= LEAST_WORDS:
            yield " ".join(words)
