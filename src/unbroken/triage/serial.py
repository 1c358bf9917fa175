"""Suspects in reports of stalking by several victims: the victims nobody has looked at together (LNK-03). Pure.

It asks for a look and finds nothing: an allegation is not a conviction.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unbroken.triage.fold import SerialReview

SEVERAL = 2  # victims from which a suspect is looked at


@dataclass(frozen=True, slots=True)
class Known:
    """When something was learnt: when the agency recorded it, and the entry, whose id tells when it was taken in."""

    recorded_at: str
    entry: str

    def is_after(self, recorded_at: str, entry: str) -> bool:
        """Whether it was recorded later, or came in later: a feed of yesterday's reports is new to those who look."""
        return self.recorded_at > recorded_at or self.entry > entry


@dataclass(frozen=True, slots=True)
class Alleged:
    """That a victim is in a report of stalking by this description of a suspect, and when all of that was known.

    `known` is None where it is not at hand: then no look covers it.
    """

    victim: str
    person: str
    report: str
    known: Known | None


def unseen(alleged: Iterable[Alleged], reviews: Iterable[SerialReview]) -> frozenset[str]:
    """The victims whom no look at this suspect covers.

    A look covers a victim where it was at the very description that she alleges stalking by, after that was known.
    """
    looks = tuple(reviews)
    covered: dict[str, bool] = {}
    for one in alleged:
        covered[one.victim] = covered.get(one.victim, False) or any(_covers(look, one) for look in looks)
    return frozenset(victim for victim, is_covered in covered.items() if not is_covered)


def latest(mentions: Iterable[Known]) -> Known:
    """When the last of several things was learnt."""
    found = tuple(mentions)
    return Known(max(one.recorded_at for one in found), max(one.entry for one in found))


def earliest(mentions: Iterable[Known]) -> Known:
    """When the first of several entries came that say the same."""
    found = tuple(mentions)
    return Known(min(one.recorded_at for one in found), min(one.entry for one in found))


def _covers(look: SerialReview, one: Alleged) -> bool:
    if one.person not in look.persons or one.known is None:
        return False
    return not one.known.is_after(look.recorded_at, look.entry)
