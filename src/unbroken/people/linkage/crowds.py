"""How many people an identifier is known of: its crowd.

A number that one person uses ties two reports together; a shelter's, a school's or a call centre's ties nobody. What
counts is how many differently named people are described with it, by their initials (given name in its full form, in
either order): one person in sixty reports is no crowd, whatever slips are in the name. Descriptions without a name do
not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

CROWDS = ("own", "few", "many")
FEW, MANY = 2, 5  # differently named people from which an identifier is known of a few, of many
HOT = 200  # descriptions under one key beyond which it leads to nobody: looked up alone, it would slow every report

Crowds = Mapping[str, int]
"""Of each identifier the place of its crowd in CROWDS."""


def crowd(initials: Iterable[str], *, descriptions: int) -> int:
    """The crowd of an identifier, from the initials of the descriptions that have it ("" where nobody is named)."""
    if descriptions > HOT:
        return 2
    people = len({one for one in initials if one})
    return 2 if people >= MANY else 1 if people >= FEW else 0
