"""The needs of suspects that nobody has answered, and how many have which: what lists and figures ask (ASS-13).

Nothing here knows who asks: the caller leaves out what the reader may not see, and logs what it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import F, Q

from unbroken.cases.figure_queries import read_figures
from unbroken.cases.figures import About, Figures, Period, Row
from unbroken.cases.models import PartyRow
from unbroken.people.resolved import names_of_resolved
from unbroken.safety.models import NeedRow
from unbroken.vocabulary.probation import NEED_LEVELS, SUSPECT_NEEDS

_IN_NEED: Final = NEED_LEVELS.in_group("need")
_PEOPLE: Final = (
    "People are counted, not reports: descriptions that are held to be of one person count once, and somebody who is "
    "not identified counts in each report anew."
)
_UNOFFICIAL: Final = "These are not official statistics."
_UNDER_REPORTED: Final = (
    "What police did not ask about or write down is not in it: no mention of a need does not say that there is none."
)
_ASSESSED_ONLY: Final = (
    "Only suspects whose needs were assessed are counted, which is mostly those on probation: they are not like the "
    "rest. Some problem and serious problem are counted apart."
)
_BY_POLICE: Final = "What police describe, as it is on the record of this service"
_BY_PROBATION: Final = "Assessments by probation, OASys among them, as they are on the record of this service"


@dataclass(slots=True)
class Person:
    """A resolved person by their needs: the names that have any, and since when each is there and was answered."""

    names: set[str] = field(default_factory=set)
    reported: set[str] = field(default_factory=set)
    levels: dict[str, tuple[date, str]] = field(default_factory=dict)
    since: dict[str, date] = field(default_factory=dict)
    answered: dict[str, date] = field(default_factory=dict)

    @property
    def open(self) -> dict[str, date]:
        """The needs of which nobody has said what follows, each with the day since which it is there."""
        return {need: since for need, since in self.since.items() if self.answered.get(need, date.min) < since}


def read_people() -> Mapping[str, Person]:
    """Everybody of whom a need is reported, assessed or answered, by the name of the resolved person. Two queries."""
    columns = ("object", "need", "reported_on", "level", "assessed_on", "since", "answered_on")
    rows = list(NeedRow.objects.order_by("object", "n").values_list(*columns))
    names = names_of_resolved({row[0] for row in rows})
    people: dict[str, Person] = {}
    for name, need, reported_on, level, assessed_on, since, answered_on in rows:
        person = people.setdefault(names[name], Person())
        person.names.add(name)
        if reported_on:
            person.reported.add(need)
        if assessed_on:
            person.levels[need] = max(person.levels.get(need, (date.min, "")), (assessed_on, level))
        for held, day in ((person.since, since), (person.answered, answered_on)):
            if day:
                held[need] = max(held.get(need, day), day)
    return people


def unanswered(*, shows: Callable[[str], bool]) -> Sequence[tuple[str, Person]]:
    """Those with a need of which nobody has said what follows, the longest first. `shows` says whom a list shows."""
    found = [(name, one) for name, one in read_people().items() if one.open and any(map(shows, one.names))]
    return sorted(found, key=lambda pair: (min(pair[1].open.values()), pair[0]))


def is_any_unanswered() -> bool:
    """Whether there may be anybody on that list: asked by a desk, which counts nobody. One query."""
    there = NeedRow.objects.filter(since__isnull=False)
    return there.filter(Q(answered_on__isnull=True) | Q(answered_on__lt=F("since"))).exists()


def read_all_figures(*, made_on: date) -> dict[str, Figures]:
    """Every table that is shown and published: those about cases, and those about needs."""
    found = read_figures(made_on=made_on)
    suspects = PartyRow.objects.filter(role="suspect").order_by().values_list("person", flat=True).distinct()
    names = frozenset(names_of_resolved(set(suspects)).values())
    period = found["pnc-ids"].about.period
    return found | need_figures(read_people(), suspects=names, made_on=made_on, period=period)


def need_figures(
    people: Mapping[str, Person], *, suspects: Collection[str], made_on: date, period: Period
) -> dict[str, Figures]:
    """Which needs are reported of how many of all suspects, and which assessed of how many of those assessed. Pure."""
    held = [one for name, one in people.items() if name in suspects]
    assessed = [one for one in held if one.levels]
    reported = (SUSPECT_NEEDS.label(need) for one in held for need in one.reported)
    found = (_say(need, level) for one in assessed for need, (_, level) in one.levels.items() if level in _IN_NEED)

    def about(title: str, source: str, caveat: str) -> About:
        return About(
            title=title,
            heading="Need",
            source=source,
            period=period,
            unit="suspect",
            made_on=made_on,
            caveats=(caveat, _PEOPLE, _UNOFFICIAL),
            open_cases=False,
            dated="Suspects in reports made",
        )

    return {
        "needs-reported": Figures(
            about=about("Needs that police report of suspects", _BY_POLICE, _UNDER_REPORTED),
            base=len(suspects),
            rows=tuple(_rows(reported)),
            is_exclusive=False,
        ),
        "needs-assessed": Figures(
            about=about("Needs of suspects that were assessed", _BY_PROBATION, _ASSESSED_ONLY),
            base=len(assessed),
            rows=tuple(_rows(found)),
            is_exclusive=False,
        ),
    }


def _say(need: str, level: str) -> str:
    """Some and serious are never one (ASS-08)."""
    return f"{SUSPECT_NEEDS.label(need)}: {NEED_LEVELS.label(level).lower()}"


def _rows(found: Iterable[str]) -> Iterator[Row]:
    yield from (Row(label, count) for label, count in Counter(found).items())
