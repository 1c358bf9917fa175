"""What a course of conduct comes to over time: days, gaps, bursts, kinds of behaviour, and whether it grows. Pure.

Everything is computed from the days on which incidents are recorded to have happened. That more is recorded of the
last weeks than of the years before may also be that people remember them better: so it stands beside what the victim
and the police each said, and replaces neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import sqrt

from unbroken.cases.between import Act
from unbroken.vocabulary.behaviours import THREATS, types_of

BURST_DAYS, BURST_GAP = 3, 7  # days with incidents that make a burst, and how far apart they may be; our own
LONG_GAP = 28  # days without an incident that are shown as a gap; our own
_LEAST_FOR_TREND = 4  # days with incidents: with fewer the test below says nothing
_CLEAR = 1.645  # standard deviations: one side of 5 in 100
_SEVERE = frozenset(
    {"threats_harm", "physical_violence", "strangulation", "sexual_violence", "abduction", "property_damage",
     "animal_harm", "entry_home", "blackmail"}
)  # fmt: skip
_NEAR = frozenset(
    {"following_surveillance", "attends_home", "attends_work", "face_to_face", "tracking_device", "order_breach",
     "account_hacking_spyware", "online_monitoring", "theft", "image_sharing", "threats_self_harm", "identity_theft"}
)  # fmt: skip
_THREATS_OF_HARM = THREATS.in_group("harm") | THREATS.in_group("third_party") | {"property"}


class Level(StrEnum):
    """How grave an incident is by what was done, the least first: an order of our own, after the offences it can be."""

    CONTACT = "contact"
    NEAR = "near"
    SEVERE = "severe"

    @property
    def says(self) -> str:
        """In words."""
        return _LEVELS[self]

    @property
    def rank(self) -> int:
        """Its place, from 0."""
        return _RANKS[self]


_LEVELS = {
    Level.CONTACT: "Contact, from a distance",
    Level.NEAR: "Coming near, watching or getting in",
    Level.SEVERE: "Threats of harm, damage or violence",
}


_RANKS = {level: rank for rank, level in enumerate(Level)}


class Trend(StrEnum):
    """Whether incidents come more often: by the test of Laplace, or not to be said of so few days."""

    MORE = "more often"
    LESS = "less often"
    NONE = "no clear change"
    UNKNOWN = "too few days to say"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`: a gap without incidents, or a burst with `days` days of them."""

    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Graver:
    """A day on which a graver level was reached than ever before, and the incident that reached it."""

    on: date
    level: Level
    act: Act


@dataclass(frozen=True, slots=True)
class Measures:
    """What incidents come to. `times` counts each as often as its source did; `span` is in days, both ends counted.

    `again` of the `incidents` may be others of them, told in another report: only `incidents` counts those twice.

    `behaviours` are codes with the number of incidents that show each, `types` how many types of the Stalking Deep
    Dive they make. `graver` are the days on which it became graver, the first day of all left out.
    """

    incidents: int = 0
    times: int = 0
    days: int = 0
    contact_days: int = 0
    first: date | None = None
    last: date | None = None
    gaps: tuple[Stretch, ...] = ()
    bursts: tuple[Stretch, ...] = ()
    behaviours: tuple[tuple[str, int], ...] = ()
    types: int = 0
    places: tuple[tuple[str, int], ...] = ()
    channels: tuple[str, ...] = ()
    told: tuple[tuple[str, date], ...] = ()
    orders: tuple[tuple[str, date], ...] = ()
    frequency: Trend = Trend.UNKNOWN
    graver: tuple[Graver, ...] = ()
    again: int = 0

    @property
    def span(self) -> int:
        """Days from the first incident to the last, both counted; 0 where there is none."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0


def measure(acts: Sequence[Act], *, again: int = 0) -> Measures:
    """What these incidents, in the order in which they happened, come to; with how many more tellings there may be."""
    if not acts:
        return Measures()
    days = sorted({act.on for act in acts})
    done = frozenset(code for act in acts for code in act.behaviours)
    return Measures(
        incidents=len(acts) + again,
        again=again,
        times=sum(act.times for act in acts),
        days=len(days),
        contact_days=len({act.on for act in acts if act.is_contact}),
        first=days[0],
        last=max(act.last_on for act in acts),
        gaps=tuple(_gaps(days)),
        bursts=tuple(_bursts(days)),
        behaviours=_counted(act.behaviours for act in acts),
        types=len(types_of(done)),
        places=_counted(act.places for act in acts),
        channels=tuple(dict.fromkeys(text for act in acts for text in act.identifiers)),
        told=_firsts((code, act.on) for act in acts for code in act.told),
        orders=_firsts((code, act.on) for act in acts for code in act.orders),
        frequency=trend(days),
        graver=tuple(_graver(acts)),
    )


def level_of(act: Act) -> Level:
    """How grave an incident is: the gravest of what was done and threatened."""
    done = frozenset(act.behaviours)
    if done & _SEVERE or not _THREATS_OF_HARM.isdisjoint(act.threats):
        return Level.SEVERE
    return Level.NEAR if done & _NEAR or act.orders else Level.CONTACT


def trend(days: Sequence[date]) -> Trend:
    """Whether days with incidents, in order, come closer together toward the end.

    The test of Laplace for a trend in events, observed up to the last of them: under no trend, the middle of the
    days before the last lies halfway between the first and the last. The first only starts the clock. Source: Cox and
    Lewis (1966), The statistical analysis of series of events, section 3.3.
    """
    if len(days) < _LEAST_FOR_TREND:
        return Trend.UNKNOWN
    length = (days[-1] - days[0]).days
    between = [(day - days[0]).days for day in days[1:-1]]
    middle = sum(between) / len(between)
    score = (middle - length / 2) / (length / sqrt(12 * len(between)))
    if abs(score) < _CLEAR:
        return Trend.NONE
    return Trend.MORE if score > 0 else Trend.LESS


def _gaps(days: Sequence[date]) -> Iterator[Stretch]:
    for before, after in pairwise(days):
        if (after - before).days > LONG_GAP:
            yield Stretch(before + timedelta(days=1), after - timedelta(days=1), 0)


def _bursts(days: Sequence[date]) -> Iterator[Stretch]:
    run: list[date] = []
    for day in (*days, date.max):
        if run and (day - run[-1]).days > BURST_GAP:
            if len(run) >= BURST_DAYS:
                yield Stretch(run[0], run[-1], len(run))
            run = []
        run.append(day)


def _graver(acts: Sequence[Act]) -> Iterator[Graver]:
    """Each first reaching of a graver level, on a later day than the course began."""
    begun, highest = acts[0].on, max(level_of(act).rank for act in acts if act.on == acts[0].on)
    for act in acts:
        level = level_of(act)
        if act.on > begun and level.rank > highest:
            highest = level.rank
            yield Graver(act.on, level, act)


def _counted(several: Iterable[Iterable[str]]) -> tuple[tuple[str, int], ...]:
    counts = Counter(code for codes in several for code in set(codes))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _firsts(dated: Iterable[tuple[str, date]]) -> tuple[tuple[str, date], ...]:
    found: dict[str, date] = {}
    for code, day in dated:
        found[code] = min(day, found.get(code, day))
    return tuple(sorted(found.items(), key=lambda item: (item[1], item[0])))
