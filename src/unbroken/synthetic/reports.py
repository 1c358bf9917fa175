"""A report as a whole: whose it is, what it says was done, what stands in it, how it was classified, how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unbroken.synthetic import clock, conduct, courses, endings
from unbroken.synthetic.classes import IS_STALKING, Classes, classes
from unbroken.synthetic.conduct import Incident
from unbroken.synthetic.courses import COUNTER, STALKING, Matter, Plan
from unbroken.synthetic.endings import Ending
from unbroken.synthetic.features import Features, features, serious
from unbroken.synthetic.people import Person
from unbroken.synthetic.streams import Stream, stream

_REPORT_KEY = 8
NEVER_RECOGNISED = 0.10  # reports of a course of stalking that end under another class; not a published figure


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `truth` is what it truly belongs to; `classes` what it was taken for.

    `victim` and `suspect` are as in this report: a counter-allegation has the true victim as its suspect. `second` is
    a further suspect, seldom. `reclassified` is the minute of the change of class, None where there was none.
    """

    matter: Matter
    plan: Plan
    truth: str
    victim: Person
    suspect: Person
    second: Person | None
    features: Features
    types: tuple[str, ...]
    incidents: tuple[Incident, ...]
    classes: Classes
    reclassified: int | None
    ending: Ending
    draw: Stream

    @property
    def made(self) -> int:
        """The minute at which it was made."""
        return self.plan.made

    @property
    def is_stalking(self) -> bool:
        """Whether its class in the end is stalking: the population of the published coded cases."""
        return self.classes.final in IS_STALKING


def report(seed: int, matter: Matter, plan: Plan) -> Report:
    """The report of a plan. Its stream of chance is handed on, for how it was handled."""
    facts = _facts(seed, matter, plan)
    draw, x, truth = facts.draw, facts.features, COUNTER if plan.counter else matter.kind
    kinds = classes(draw, truth=truth, recognised=facts.recognised, is_4a=x.is_4a, domestic=x.domestic)
    ending = endings.ending(draw, x, truth=truth, made=plan.made)
    incidents = conduct.incidents(
        draw,
        types=facts.types,
        since=plan.since,
        until=plan.made,
        single=plan.one_incident,
        suspect=facts.suspect,
        love=matter.relationship == "stranger",
    )
    changed = None
    if kinds.reason is not None:
        changed = plan.made + min(draw.days(9) * clock.DAY + draw.between(120, 900), ending.room * 9 // 10)
    second = courses.true_person(seed, facts.suspect.who._replace(variant="home")) if draw.chance(0.01) else None
    return Report(
        matter,
        plan,
        truth,
        facts.victim,
        facts.suspect,
        second,
        x,
        facts.types,
        incidents,
        kinds,
        changed,
        ending,
        draw,
    )


def matters(seed: int) -> Iterator[Matter]:
    """Matters without end, in order of their numbers."""
    number = 0
    while True:
        yield courses.matter(seed, number)
        number += 1


def sample_features(reports: int, seed: int) -> list[Features]:
    """The features of the first reports whose class in the end is stalking: what the fates are calibrated on."""
    found: list[Features] = []
    for matter in matters(seed):
        if matter.kind != STALKING:
            continue
        for plan in matter.plans:
            facts = _facts(seed, matter, plan)
            if not plan.counter and facts.recognised:
                found.append(facts.features)
            if len(found) == reports:
                return found
    raise AssertionError("matters do not end")


@dataclass(frozen=True, slots=True)
class _Facts:
    draw: Stream
    victim: Person
    suspect: Person
    types: tuple[str, ...]
    features: Features
    recognised: bool


def _facts(seed: int, matter: Matter, plan: Plan) -> _Facts:
    draw = stream(seed, matter.number, plan.nth, _REPORT_KEY)
    victim, suspect = courses.true_person(seed, matter.victim), courses.true_person(seed, matter.suspect)
    if plan.counter:
        victim, suspect = suspect, victim
    truth = COUNTER if plan.counter else matter.kind
    is_4a = serious(draw, victim.age(plan.made))
    recognised = not draw.chance(NEVER_RECOGNISED)
    if truth == STALKING:
        types = conduct.types_of_stalking(draw, matter.relationship, is_4a)
    else:
        types = conduct.types_of_other(draw, truth)
    remote = conduct.is_remote(types)
    known = features(draw, matter, plan, victim=victim, suspect=suspect, is_4a=is_4a, remote=remote)
    return _Facts(draw, victim, suspect, types, known, recognised)
