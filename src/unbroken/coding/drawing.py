"""Drawing a sample: who can be drawn and why others cannot, from which groups, and who codes what. Pure.

The draw itself is `insight.stats.sampling`: the same seed and the same reports give the same sample, on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from heapq import heapify, heappop, heappush
from math import floor
from types import MappingProxyType

from unbroken.insight.stats.sampling import Case, Sample, draw
from unbroken.vocabulary.offences import OFFENCES, STALKING

REPORTS, PROSECUTIONS = "reports", "prosecutions"
CLASSES: Mapping[str, str] = MappingProxyType(
    {"stalking": "held to be stalking now", "ever_stalking": "ever held to be stalking", "all": "of any class"}
)
NOT_RECORDED = "not recorded"
_RESTRICTED = "restricted reports"
_DUPLICATE = "merged into another report as the same incident"
_ELSEWHERE = "of other areas"
_NO_PROSECUTION = "not prosecuted"
_TOGETHER = "prosecuted together with a report that is in the frame"


class CannotDraw(ValueError):
    """A sample that cannot be drawn as it was asked for; the message says what would do."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that may be drawn. `prosecutions` are those that it is in."""

    report: str
    area: str = ""
    force: str = ""
    offence: str = ""
    offence_initial: str = ""
    made_on: date | None = None
    was_stalking: bool = False
    is_duplicate: bool = False
    is_restricted: bool = False
    prosecutions: tuple[str, ...] = ()


BY: Mapping[str, tuple[str, Callable[[Candidate], str]]] = MappingProxyType(
    {
        "area": ("Area", lambda one: one.area),
        "force": ("Force", lambda one: one.force),
        "class": ("Class now", lambda one: one.offence and OFFENCES.label(one.offence)),
        "first_class": ("First class", lambda one: one.offence_initial and OFFENCES.label(one.offence_initial)),
        "year": ("Year of the report", lambda one: str(one.made_on.year) if one.made_on else ""),
    }
)
"""What reports can be grouped by, with its words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn.

    `size` reports are shared out among the groups (`by`) in proportion to how many can be drawn from each; with `even`,
    as evenly as can be. `double` is the share that goes to two coders, from 0 to 1.
    """

    size: int
    seed: str
    of: str = REPORTS
    by: tuple[str, ...] = ("area",)
    offences: str = "stalking"
    since: date | None = None
    until: date | None = None
    areas: tuple[str, ...] = ()
    even: bool = False
    double: float = 0.0
    with_restricted: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn, by the name of the field, with what would do."""
        if self.of not in (REPORTS, PROSECUTIONS):
            raise CannotDraw(f"of: {self.of!r} cannot be drawn; give reports or prosecutions")
        if self.size < 1:
            raise CannotDraw(f"size: {self.size} is no sample; give 1 or more")
        if not self.seed.strip():
            raise CannotDraw("seed: is missing; give any word or number, and keep it: it draws the same sample again")
        if unknown := sorted(set(self.by) - set(BY)):
            raise CannotDraw(f"by: {unknown[0]!r} is nothing to group by; give some of {', '.join(BY)}")
        if not self.by or len(set(self.by)) < len(self.by):
            raise CannotDraw(f"by: give one or more of {', '.join(BY)}, each once")
        if self.offences not in CLASSES:
            raise CannotDraw(f"offences: {self.offences!r} is not one of {', '.join(CLASSES)}")
        if self.since and self.until and self.since > self.until:
            raise CannotDraw(f"until: {self.until} is before since, {self.since}; swap the two")
        if not 0 <= self.double <= 1:
            raise CannotDraw(f"double: {self.double} is no share; give a number from 0 to 1, such as 0.1")

    def words(self) -> str:
        """Which reports are looked at, in words."""
        said = [f"{self.of} {CLASSES[self.offences]}"]
        if self.since:
            said.append(f"from {self.since}")
        if self.until:
            said.append(f"until {self.until}")
        if self.areas:
            said.append(f"in {len(self.areas)} areas" if len(self.areas) > 5 else f"in {', '.join(self.areas)}")
        return ", ".join(said)[:200]


@dataclass(frozen=True, slots=True)
class Coder:
    """Somebody who codes, and the reports that are closed to them."""

    username: str
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assigned:
    """A report of a sample: its place, its group, and who codes it."""

    report: str
    number: int
    stratum: str
    coders: tuple[str, ...]


def draw_sample(candidates: Sequence[Candidate], wanted: Wanted) -> tuple[Sample, Mapping[str, str]]:
    """The sample, and the group of each report. Raises CannotDraw where nothing can be drawn."""
    frame = _frame(candidates, wanted)
    reasons = [text for text, _ in _exclusions(wanted)] + ([_TOGETHER] if wanted.of == PROSECUTIONS else [])
    eligible: dict[str, int] = {}
    for case in frame:
        eligible[case.stratum] = eligible.get(case.stratum, 0) + (case.excluded is None)
    if not any(eligible.values()):
        raise CannotDraw(f"nothing can be drawn: of {len(frame):,} reports none is left; ask for a wider frame")
    allocation = _evenly(eligible, wanted.size) if wanted.even else None
    size = None if allocation else wanted.size
    found = draw(frame, seed=wanted.seed, size=size, allocation=allocation, reasons=reasons)
    return found, {case.key: case.stratum for case in frame}


def assign(
    sample: Sample, strata: Mapping[str, str], wanted: Wanted, coders: Sequence[Coder]
) -> tuple[tuple[Assigned, ...], int]:
    """Who codes which report, and how many go to two coders.

    Each coder gets as many as can be; what goes to two is drawn like the sample, group by group. Nobody gets a report
    that is closed to them. Raises CannotDraw where nobody is left for one, or two are needed and there is one.
    """
    order = sorted(sample.keys, key=lambda key: sha256(f"{wanted.seed}/order/{key}".encode()).digest())
    number = floor(wanted.double * len(order) + 0.5)
    if number and len(coders) < 2:
        raise CannotDraw("double: what goes to two coders needs two; name a second with --coder, or give 0")
    cases = [Case(key, strata[key]) for key in order]
    double = frozenset(draw(cases, seed=f"{wanted.seed}/double", size=number).keys) if number else frozenset()
    load = {coder.username: 0 for coder in coders}
    found = []
    for place, report in enumerate(order, 1):
        able = [coder.username for coder in coders if report not in coder.closed]
        needed = 2 if report in double else 1
        if len(able) < needed:
            raise CannotDraw(f"coder: too few may open a report of the sample, number {place}; name further coders")
        chosen = sorted(able, key=lambda name: (load[name], _turn(wanted.seed, report, name)))[:needed]
        for name in chosen:
            load[name] += 1
        found.append(Assigned(report, place, strata[report], tuple(chosen)))
    return tuple(found), number


def _turn(seed: str, report: str, name: str) -> bytes:
    """Whose turn it is of those who have as many: no order of names decides who is always first."""
    return sha256(f"{seed}/coder/{report}/{name}".encode()).digest()


def _frame(candidates: Iterable[Candidate], wanted: Wanted) -> list[Case]:
    """Every report with its group, and why it cannot be drawn."""
    rules = _exclusions(wanted)
    cases = []
    taken: set[str] = set()
    for one in sorted(candidates, key=lambda one: (one.made_on or date.max, one.report)):
        excluded = next((text for text, fails in rules if fails(one)), None)
        if excluded is None and wanted.of == PROSECUTIONS:
            if not taken.isdisjoint(one.prosecutions):
                excluded = _TOGETHER
            taken.update(one.prosecutions)
        stratum = "; ".join(BY[name][1](one) or NOT_RECORDED for name in wanted.by)[:200]
        cases.append(Case(one.report, stratum, excluded))
    return cases


def _exclusions(wanted: Wanted) -> list[tuple[str, Callable[[Candidate], bool]]]:
    """Why a report cannot be drawn, in the order in which it is asked; the first that fits counts."""
    rules: list[tuple[str, Callable[[Candidate], bool]]] = []
    if not wanted.with_restricted:
        rules.append((_RESTRICTED, lambda one: one.is_restricted))
    rules.append((_DUPLICATE, lambda one: one.is_duplicate))
    if wanted.offences == "stalking":
        rules.append((f"not {CLASSES['stalking']}", lambda one: one.offence not in STALKING))
    elif wanted.offences == "ever_stalking":
        rules.append(
            (f"not {CLASSES['ever_stalking']}", lambda one: one.offence not in STALKING and not one.was_stalking)
        )
    if wanted.since or wanted.until:
        first, last = wanted.since or date.min, wanted.until or date.max
        rules.append(
            ("not made in the period, or without a day", lambda one: not (one.made_on and first <= one.made_on <= last))
        )
    if wanted.areas:
        rules.append((_ELSEWHERE, lambda one: one.area not in wanted.areas))
    if wanted.of == PROSECUTIONS:
        rules.append((_NO_PROSECUTION, lambda one: not one.prosecutions))
    return rules


def _evenly(eligible: Mapping[str, int], size: int) -> dict[str, int]:
    """As many of each group as of any other, as far as there are as many: what one lacks the others share."""
    found = dict.fromkeys(eligible, 0)
    waiting = [(0, name) for name, number in eligible.items() if number]
    heapify(waiting)
    for _ in range(min(size, sum(eligible.values()))):
        number, name = heappop(waiting)
        found[name] = number + 1
        if found[name] < eligible[name]:
            heappush(waiting, (found[name], name))
    return found


def groups_short(sample: Sample) -> Collection[str]:
    """The groups that had fewer than were wanted of them."""
    return tuple(stratum.name for stratum in sample.strata if stratum.short)
