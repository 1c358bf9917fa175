"""Repeat status: what was already on the record about a person on the day a report was made (LNK-02). Pure.

The same rule answers for a victim and for a suspect, so the victims with a same-suspect history and the suspects
with a same-victim history are the same pairs, counted from either end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from unbroken.vocabulary.offences import HARASSMENT, STALKING

YEAR = 365
_NOT_CRIMES = frozenset({"domestic_incident", "hate_incident", "harassment_incident", "not_a_crime"})


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report as repeat status sees it. `others` are the people on the other side, by the name each is resolved to.

    `offence` is the class now, "" where none is recorded.
    """

    report: str
    made_on: date
    offence: str
    domestic: bool | None
    others: frozenset[str]

    @property
    def is_crime(self) -> bool:
        """Whether it is recorded as a crime; one without a class counts."""
        return self.offence not in _NOT_CRIMES

    @property
    def is_stalking(self) -> bool:
        """Whether its class now is stalking or harassment."""
        return self.offence in STALKING or self.offence in HARASSMENT


@dataclass(frozen=True, slots=True)
class Repeat:
    """How many earlier reports there were. `since` is the first day looked back to; None for all of the record.

    `same` and `different` tell whether the person on the other side is the same; a report that names nobody there is
    in neither.
    """

    since: date | None
    crimes: int
    domestic: int
    stalking: int
    same: int
    different: int

    @property
    def is_repeat(self) -> bool:
        """Whether anything was recorded before."""
        return bool(self.crimes or self.domestic or self.stalking)


def repeat_at(report: Earlier, reports: Iterable[Earlier], *, days: int | None = YEAR) -> Repeat:
    """Repeat status on the day a report was made; reports of that same day are not earlier.

    `days` is the look-back; None looks back over all of the record.
    """
    since = report.made_on - timedelta(days=days) if days is not None else None
    found = [one for one in reports if one.made_on < report.made_on and (since is None or one.made_on >= since)]
    return Repeat(
        since=since,
        crimes=sum(one.is_crime for one in found),
        domestic=sum(one.domestic is True for one in found),
        stalking=sum(one.is_stalking for one in found),
        same=sum(bool(one.others & report.others) for one in found),
        different=sum(bool(one.others) and bool(report.others) and not one.others & report.others for one in found),
    )
