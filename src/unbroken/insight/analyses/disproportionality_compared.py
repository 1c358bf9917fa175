"""Whether shares of groups are shown to differ: never where too much is missing, or of too few, and never why.

Each group is set beside the largest one. A difference is read only where three things hold: an interval, widened for
all comparisons of the analysis together, leaves out no difference; so does the whole range that those not recorded
could make of the ratio; and neither group is small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from unbroken.insight.sheets import Number, Share
from unbroken.insight.stats import intervals

MOST_MISSING = 0.20
"""The share not recorded above which nothing is compared.

The published study could make no definitive assessment at 35 to 43 % missing; it printed comparisons at 5 to 15 %. The
groups it compares with the largest are 3 to 18 % of people: with more than a fifth missing, those whose group nobody
knows outnumber every one of them, and who they are decides the result.
"""
LEAST = 30
"""Reports that a group must have to be compared: of fewer, one report moves a share by more than three points."""
LEVEL = 0.95

TOO_MUCH_MISSING = "not compared: too much is not recorded"
TOO_FEW = f"not compared: fewer than {LEAST} reports"
NO_OTHER = f"not compared: no other group has {LEAST} reports"
NEVER = "not compared: in no report of either group"
LARGEST = "the largest group, which the others are set beside"
NOT_SHOWN = "not shown to differ"
COULD_REVERSE = "not shown to differ: what is not recorded could reverse it"
HIGHER, LOWER = "a higher share than in the largest group", "a lower share than in the largest group"
UNKNOWN = "not a group: nobody knows which they are of"


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one field of one role: reports by group, and of them those at a stage. Missing ones go by the reason why."""

    base: Mapping[str, int]
    at: Mapping[str, int]
    groups: tuple[str, ...]

    @property
    def known(self) -> int:
        """Reports whose group is recorded."""
        return sum(self.base.get(group, 0) for group in self.groups)

    @property
    def missing(self) -> Share:
        """Reports whose group is not recorded, of all."""
        of = sum(self.base.values())
        return Share(of - self.known, of)

    @property
    def is_too_incomplete(self) -> bool:
        """Whether too much is missing for anything to be compared."""
        missing = self.missing
        return not missing.of or missing.count / missing.of > MOST_MISSING

    @property
    def largest(self) -> str | None:
        """The group with the most reports; of several the first. None where nobody is of any."""
        return max(self.groups, key=lambda group: self.base.get(group, 0)) if self.known else None

    def share(self, group: str) -> Share:
        """The reports of a group that are at the stage."""
        return Share(self.at.get(group, 0), self.base.get(group, 0))

    @property
    def unknown(self) -> Share:
        """Those at the stage, of the reports whose group is not recorded."""
        return Share(sum(self.at.values()) - sum(self.at.get(group, 0) for group in self.groups), self.missing.count)

    def compared(self) -> tuple[str, ...]:
        """The groups that may be set beside the largest."""
        largest = self.largest
        if self.is_too_incomplete or largest is None or self.base[largest] < LEAST:
            return ()
        return tuple(group for group in self.groups if group != largest and self.base.get(group, 0) >= LEAST
                     and self.at.get(group, 0) + self.at.get(largest, 0))  # fmt: skip

    def why_not(self, group: str) -> str:
        """Why a group is not compared, or what it is."""
        if self.is_too_incomplete:
            return TOO_MUCH_MISSING
        if self.base.get(group, 0) < LEAST:
            return TOO_FEW
        if group == self.largest:
            others = any(self.base.get(one, 0) >= LEAST for one in self.groups if one != group)
            return LARGEST if others else NO_OTHER
        return NEVER


@dataclass(frozen=True, slots=True)
class Comparison:
    """A group beside the largest: its share less the other's in points, and over it, with 95 % intervals.

    `least` and `most` are what those not recorded could make of the ratio, chance left out; `most` is None where
    nothing bounds it. `reading` is what may be said.
    """

    difference: Number
    ratio: Number | None
    least: Number
    most: Number | None
    reading: str


def compare(tally: Tally, group: str, comparisons: int) -> Comparison:
    """A group set beside the largest, read as one of so many comparisons (Bonferroni). For `tally.compared()` only."""
    largest = tally.largest
    if largest is None:
        raise ValueError("there is no largest group to compare with")
    one, other = tally.share(group), tally.share(largest)
    counts = (one.count, one.of, other.count, other.of)
    n = min(one.of, other.of)
    bounds = intervals.share_ratio_with_missing(*(_counted(share) for share in (one, other, tally.unknown)))
    return Comparison(
        _points(intervals.share_difference(*counts), n) or Number(0.0, n, 1),
        _ratio(intervals.share_ratio(*counts), n),
        Number(bounds.low, n),
        Number(bounds.high, n) if isfinite(bounds.high) else None,
        _reading(counts, bounds, comparisons),
    )


def _reading(counts: tuple[int, int, int, int], bounds: intervals.Interval, comparisons: int) -> str:
    level = 1 - (1 - LEVEL) / max(1, comparisons)
    interval = intervals.share_difference(*counts, level=level).interval
    if interval is None or 0 in interval:
        return NOT_SHOWN
    if 1 in bounds:
        return COULD_REVERSE
    return HIGHER if interval.low > 0 else LOWER


def _counted(share: Share) -> intervals.Share:
    return intervals.share(share.count, share.of)


def _points(found: intervals.Comparison, n: int) -> Number | None:
    if found.value is None or found.interval is None:
        return None
    return Number(100 * found.value, n, 1, (100 * found.interval.low, 100 * found.interval.high))


def _ratio(found: intervals.Comparison, n: int) -> Number | None:
    """A ratio whose limits are finite: one to nobody has none, and the difference says what there is to say."""
    if found.value is None or found.interval is None or not isfinite(found.value) or not isfinite(found.interval.high):
        return None
    return Number(found.value, n, 2, (found.interval.low, found.interval.high))


def number_of(tallies: Sequence[Tally]) -> int:
    """How many comparisons are made of these."""
    return sum(len(one.compared()) for one in tallies)
