"""What stands beside a key that says too little of two whose birth is known: who is ruled out without being read.

Of the many who are called alike, or live in streets of one name, those of another sex or age cannot be found by that
alone: it never weighs enough. Where the date of birth is known of both, it is compared under keys of its own, and they
need not meet here at all. Like the levels, the rule is written for both engines, and a test holds the two against each
other.
"""

from __future__ import annotations

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import BIRTH, SEX, Dialect

BORN, UNBORN = "1", "0"  # whether the whole date of birth is known; in this order they stand under a key
_DAY = 10  # characters of a day: `1990-03-27`
_NOT_SAID = "-"


def outline(one: Comparable) -> str:
    """Sex and birth in one text: `1f1990-03-27`, `0-1984-05-05/1989-05-05` where an age is known, `0m`."""
    if one.born:
        return f"{BORN}{one.sex or _NOT_SAID}{one.born}"
    age = f"{one.born_from}/{one.born_to}" if one.born_from and one.born_to else ""
    return f"{UNBORN}{one.sex or _NOT_SAID}{age}"


def rules_out(left: str, right: str) -> bool:
    """Whether two need not be compared, by their outlines: both births are known, or sex or age is another."""
    if left[0] == right[0] == BORN:
        return True
    if left[1] != right[1] and left[1] != _NOT_SAID and right[1] != _NOT_SAID:
        return True
    left, right = left[2:], right[2:]
    return bool(left and right) and (left[:_DAY] > right[-_DAY:] or right[:_DAY] > left[-_DAY:])


def rules_out_sql(to: Dialect) -> str:
    """The same of two descriptions, by the levels at which they differ."""
    born = "(born_l IS NOT NULL AND born_r IS NOT NULL)"
    return f"({born} OR {SEX.exactly('differs', to)} OR {BIRTH.exactly('differs', to)})"
