"""What stands beside a key of names: who is ruled out at a glance, without being read.

Of the many who are called alike, those of another sex, or whose birth is known to be another, cannot be found by the
name alone: it never weighs enough. Whatever else they have in common has keys of its own. Like the levels, the rule is
written for both engines, and a test holds the two against each other.
"""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import BIRTH, SEX, Dialect

_DAY = 10  # characters of a day: `1990-03-27`
_NOT_SAID = "-"
_edits = DamerauLevenshtein.distance


def outline(one: Comparable) -> str:
    """Sex and birth in one text: `f1990-03-27`, `-1984-05-05/1989-05-05` where an age is known, `m`."""
    born = one.born or (f"{one.born_from}/{one.born_to}" if one.born_from and one.born_to else "")
    return f"{one.sex or _NOT_SAID}{born}"


def rules_out(left: str, right: str) -> bool:
    """Whether one cannot be the other by their outlines: another sex, another birth or an age that does not fit."""
    if left == right:
        return False
    if left[0] != right[0] and left[0] != _NOT_SAID and right[0] != _NOT_SAID:
        return True
    left, right = left[1:], right[1:]
    if not left or not right or left == right:
        return False
    if len(left) == len(right) == _DAY:
        turned = left[:4] == right[:4] and left[5:7] == right[8:] and left[8:] == right[5:7]
        return not turned and _edits(left, right, score_cutoff=1) > 1
    return left[:_DAY] > right[-_DAY:] or right[:_DAY] > left[-_DAY:]


def rules_out_sql(to: Dialect) -> str:
    """The same of two descriptions, by the levels at which they differ."""
    return f"({SEX.exactly('differs', to)} OR {BIRTH.exactly('partly', to)} OR {BIRTH.exactly('differs', to)})"
