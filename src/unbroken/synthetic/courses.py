"""Matters: what truly went on between two people, and when each report of it was made.

A matter is a course of stalking or something beside it (harassment that is not stalking, a dispute of neighbours, a
malicious message, one domestic incident, damage), so that recognition and linkage have both to find and to leave
alone. Everything about a matter follows from the seed and its number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from unbroken.synthetic import clock
from unbroken.synthetic.people import SUSPECT, VICTIM, Person, Who, person
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream, Weighted, stream

STALKING, HARASSMENT, NEIGHBOURS = "stalking", "harassment", "neighbours"
MESSAGES, DOMESTIC, DAMAGE, COUNTER = "messages", "domestic", "damage", "counter_allegation"
FORCES = ("northmoor", "eastvale")

_MATTER_KEY, _PLAN_KEY = 4, 5
_STALKING_SHARE = 0.70  # of all reports, as the generator is asked to make; not a published figure
_COUNTER_REPORT = 0.05
_REPORTS: Mapping[str, Mapping[int, float]] = {
    STALKING: {1: 40, 2: 24, 3: 14, 4: 9, 5: 5, 6: 3, 7: 2, 8: 1.5, 10: 1, 12: 0.5},
    HARASSMENT: {1: 70, 2: 20, 3: 10},
    NEIGHBOURS: {1: 55, 2: 25, 3: 12, 4: 8},
    MESSAGES: {1: 85, 2: 15},
    DOMESTIC: {1: 100},
    DAMAGE: {1: 90, 2: 10},
}
_OTHER_KINDS = {HARASSMENT: 30, NEIGHBOURS: 20, MESSAGES: 20, DOMESTIC: 20, DAMAGE: 10}


def _mean(weights: Mapping[int, float]) -> float:
    return sum(number * weight for number, weight in weights.items()) / sum(weights.values())


def _kinds() -> Weighted[str]:
    """Kinds of matter, so that the share of *reports* that belong to a course of stalking is as asked."""
    stalking = _mean(_REPORTS[STALKING])
    other = sum(_mean(_REPORTS[kind]) * weight for kind, weight in _OTHER_KINDS.items()) / sum(_OTHER_KINDS.values())
    rest = stalking * (1 - _STALKING_SHARE) / _STALKING_SHARE - _COUNTER_REPORT
    return Weighted({STALKING: 1.0} | {kind: weight / 100 * rest / other for kind, weight in _OTHER_KINDS.items()})


_KINDS = _kinds()
_NUMBERS = {kind: Weighted(weights) for kind, weights in _REPORTS.items()}
EARLIER_REPORT = 1 - 1 / _mean(_REPORTS[STALKING])
"""The share of reports of a course of stalking that are not its first."""

# Relationship by the suspect's sex. Ex-partners and strangers as printed for each sex; acquaintances in the printed
# ratio, scaled to the printed whole (the two printings do not agree); the rest so that about 76 % are domestic.
_RELATIONSHIPS: Mapping[str, Mapping[str, Weighted[str]]] = {
    STALKING: {
        "male": Weighted(
            {
                "ex_partner": share("dd-rel-ex-male"),
                "stranger": share("dd-rel-stranger-male"),
                "acquaintance": 0.10,
                "current_partner": 0.04,
                "family": 0.04,
                "friend": 0.005,
                "colleague": 0.005,
                "neighbour": 0.004,
                "client_patient": 0.003,
                "dating": 0.003,
            }
        ),
        "female": Weighted(
            {
                "ex_partner": share("dd-rel-ex-female"),
                "stranger": share("dd-rel-stranger-female"),
                "acquaintance": 0.20,
                "current_partner": 0.04,
                "family": 0.08,
                "friend": 0.01,
                "colleague": 0.01,
                "neighbour": 0.005,
                "client_patient": 0.005,
                "dating": 0.01,
            }
        ),
    },
    HARASSMENT: dict.fromkeys(
        ("male", "female"),
        Weighted({"acquaintance": 35, "ex_partner": 15, "colleague": 15, "family": 12, "friend": 13, "stranger": 10}),
    ),
    NEIGHBOURS: dict.fromkeys(("male", "female"), Weighted({"neighbour": 1})),
    MESSAGES: dict.fromkeys(
        ("male", "female"), Weighted({"unknown": 35, "acquaintance": 30, "online_only": 20, "ex_partner": 15})
    ),
    DOMESTIC: dict.fromkeys(("male", "female"), Weighted({"current_partner": 45, "ex_partner": 30, "family": 25})),
    DAMAGE: dict.fromkeys(("male", "female"), Weighted({"unknown": 45, "neighbour": 30, "acquaintance": 25})),
}
DOMESTIC_RELATIONSHIPS = frozenset({"ex_partner", "current_partner", "family"})
PARTNERS = frozenset({"ex_partner", "current_partner"})


@dataclass(frozen=True, slots=True)
class Plan:
    """When one report of a matter is made, and how far back it reaches. `counter`: the suspect reports the victim."""

    nth: int
    made: int
    since: int
    one_incident: bool
    counter: bool
    force: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What went on between two people, with the reports made of it, in order."""

    number: int
    kind: str
    victim: Who
    suspect: Who
    relationship: str
    children: bool
    started: int
    separated: int | None
    plans: tuple[Plan, ...]

    @property
    def domestic(self) -> bool:
        """Whether the two are or were partners or family."""
        return self.relationship in DOMESTIC_RELATIONSHIPS


def matter(seed: int, number: int) -> Matter:
    """The matter of this number."""
    draw = stream(seed, number, _MATTER_KEY)
    kind = draw.pick(_KINDS)
    started = first_report(seed, number)
    victim, suspect = _somebody(seed, number, VICTIM), _somebody(seed, number, SUSPECT)
    suspect_sex = true_person(seed, suspect).sex
    relationship = draw.pick(_RELATIONSHIPS[kind][suspect_sex])
    plans = _plans(seed, number, kind, started)
    children = relationship in PARTNERS and draw.chance(share("dd-children-together") / 0.73)
    separated = plans[0].since - draw.days(120) * clock.DAY if relationship == "ex_partner" else None
    return Matter(number, kind, victim, suspect, relationship, children, started, separated, plans)


@lru_cache(maxsize=4096)
def first_report(seed: int, number: int) -> int:
    """When the first report of a matter is made, before it is moved to fit the years covered."""
    return int(stream(seed, number).uniform(clock.OPENING, clock.CLOSING))


def true_person(seed: int, who: Who) -> Person:
    """The true person behind a key."""
    return person(seed, who, first_report(seed, who.matter))


@lru_cache(maxsize=4096)
def _somebody(seed: int, number: int, role: str) -> Who:
    """Who has a role in a matter: most often somebody new, sometimes one met before, or their kin."""
    draw = stream(seed, number, 6 if role == VICTIM else 7)
    chance, back = draw.random(), draw.between(1, 40)
    if back > number:
        return Who(role, number)
    again, kin, variant = (0.03, 0.05, "home") if role == VICTIM else (0.06, 0.068, "twin")
    if chance < again:
        return _somebody(seed, number - back, role)
    if chance < kin:
        return Who(role, _somebody(seed, number - back, role).matter, variant)
    return Who(role, number)


def _plans(seed: int, number: int, kind: str, first: int) -> tuple[Plan, ...]:
    """The reports of a matter. Each reaches back over a time of its own, and begins after the one before it."""
    draw = stream(seed, number, _PLAN_KEY)
    force = FORCES[not draw.chance(0.55)]
    singles = [draw.chance(_ONE_INCIDENT if kind != DOMESTIC else 1) for _ in range(draw.pick(_NUMBERS[kind]))]
    spans = [_span(draw, single) for single in singles]
    pauses = [0] + [draw.days(20) * clock.DAY + draw.between(60, 1200) for _ in spans[1:]]
    whole = sum(spans[1:]) + sum(pauses)
    made = min(first, max(clock.OPENING + draw.between(0, 40000), clock.CLOSING - whole - draw.between(0, 40000)))
    plans: list[Plan] = []
    for nth, (single, span, pause) in enumerate(zip(singles, spans, pauses, strict=True)):
        made = _waking(draw, made if nth == 0 else made + pause + span)
        if made >= clock.CLOSING:
            break
        here = force if nth == 0 or not draw.chance(0.06) else FORCES[force == FORCES[0]]
        plans.append(Plan(nth, made, made - span, single, False, here))
    if kind == STALKING and draw.chance(_COUNTER_REPORT):
        plans.append(_counter(draw, plans[-1], force))
    return tuple(plans)


def _waking(draw: Stream, minute: int) -> int:
    """The same minute, or one later in the day where it fell in the small hours: few reports are made then."""
    if clock.uk(minute) % clock.DAY < 6 * 60 and draw.chance(0.7):
        return minute + draw.between(7 * 60, 15 * 60)
    return minute


def _counter(draw: Stream, last: Plan, force: str) -> Plan:
    made = min(last.made + draw.between(1, 30) * clock.DAY + draw.between(0, 600), clock.CLOSING + 30 * clock.DAY)
    return Plan(last.nth + 1, made, made - draw.between(1, 20) * clock.DAY, False, True, force)


# How long conduct had gone on when reported: 64 % up to three months, 14 % over a year, the rest between. One incident
# alone is not printed as a share (the variable was a predictor); 18 % is assumed.
_ONE_INCIDENT = 0.18
_LONG = share("dd-dur-1y") / (1 - _ONE_INCIDENT)
_SHORT = 1 - (1 - share("dd-dur-3m")) / (1 - _ONE_INCIDENT)


def _span(draw: Stream, single: bool) -> int:
    """Minutes from the first incident of a report to the report."""
    if single:
        return draw.between(20, 1400)
    chance = draw.random()
    low, high = (2, 88) if chance < _SHORT else (400, 1500) if chance > 1 - _LONG else (94, 360)
    return int(exp(draw.uniform(log(low), log(high))) * clock.DAY) + draw.between(0, 600)
