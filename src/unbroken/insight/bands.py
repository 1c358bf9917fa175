"""Days in the bands in which they are published: the Stalking Deep Dive gives withdrawal and closing in these."""

from __future__ import annotations

from collections.abc import Iterable

_ENDS = (0, 7, 14, 28, 91)  # the last day of each band but the last
BANDS = ("the same day", "days 1 to 7", "days 8 to 14", "days 15 to 28", "day 29 to three months", "later")
"""The bands, in order. They do not overlap; three months are 91 days."""
NOT_KNOWN = "day not known"


def in_bands(counted: Iterable[tuple[int | None, int]]) -> dict[str, int]:
    """How many fall into each band, of (days, how many): every band, and at the end those whose days nobody knows."""
    found = dict.fromkeys((*BANDS, NOT_KNOWN), 0)
    for days, n in counted:
        found[band(days)] += n
    return found


def band(days: int | None) -> str:
    """The band of a number of days."""
    if days is None:
        return NOT_KNOWN
    return next((name for name, last in zip(BANDS, _ENDS, strict=False) if days <= last), BANDS[-1])
