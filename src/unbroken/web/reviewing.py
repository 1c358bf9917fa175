"""What waits for a decision about who is who, as far as one reader may know of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from unbroken.people import resolved
from unbroken.people.linking import scorer
from unbroken.people.resolved import MOST_WAITING, Waiting
from unbroken.web.likeness import as_seen, crowds_as_seen, is_limited
from unbroken.web.presenters.review import Weighed, weigh
from unbroken.web.visible import Limits


@dataclass(frozen=True, slots=True)
class Waits:
    """What waits, as far as one reader may know; `is_cut` where so much does that only the likeliest are looked at."""

    pairs: list[Waiting]
    is_cut: bool


def what_waits(limits: Limits, about: Collection[str] = ()) -> Waits:
    """What waits, with whether that is all. A number of queries that does not grow with it."""
    return Waits(waiting_for(limits, about), not about and resolved.count_queued() > MOST_WAITING)


def waiting_for(limits: Limits, about: Collection[str] = ()) -> list[Waiting]:
    """What waits, of those of whom the reader may know."""
    pairs = [one for one in resolved.waiting(about=about) if limits.speaks_of(one.one) and limits.speaks_of(one.other)]
    if not is_limited(limits):
        return pairs
    seen = as_seen(limits, {name for one in pairs for name in (one.one, one.other)})
    weighed = weigh_for(limits, [one for one in pairs if one.one in seen and one.other in seen])
    least = scorer().model.thresholds.review
    return [one.waiting for one in weighed if one.score.weight >= least]


def weigh_for(limits: Limits, pairs: Collection[Waiting]) -> list[Weighed]:
    """These pairs as the reader sees them weighed, without those of whom they see no description of both."""
    known = as_seen(limits, {name for one in pairs for name in (one.one, one.other)})
    there = [one for one in pairs if one.one in known and one.other in known]
    crowds = crowds_as_seen(limits, [known[one.one] for one in there])
    return weigh(there, known, crowds, scorer())
