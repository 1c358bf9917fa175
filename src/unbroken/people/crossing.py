"""What a change makes of the keys: an identifier turns out to be used by many, a key leads to nobody any more.

Then the weights of pairs change of which neither was described anew, and they are to be looked at again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from unbroken.people import lookup
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import crowd
from unbroken.people.linkage.keys import Sort, filed, most_under, numbered
from unbroken.people.reading import Reading


class Filed:
    """Descriptions under their keys: `under` gives of each key their numbers and what stands beside it."""

    def __init__(self, ones: Iterable[Comparable]) -> None:
        self.under: dict[int, dict[int, str]] = defaultdict(dict)
        for one in ones:
            number = numbered(one.id)
            for key, beside in filed(one).items():
                self.under[key][number] = beside

    @property
    def most(self) -> int:
        """How many there are at most under one key."""
        return max(map(len, self.under.values()), default=0)


def crossed(read: Reading, then: Filed, now: Filed, changed: Collection[str]) -> frozenset[str]:
    """Who is to be looked at again because of what the change makes of a key; not the changed themselves.

    `then` and `now` are the changed as they were, and as they are on the record.
    """
    keys = then.under.keys() | now.under.keys()
    told = {key for key in keys if key & 3 == Sort.IDENTIFIER}
    closed, opened = _turned(read, keys - told, then, now)
    held = read.index.under(told | closed | opened)
    mine = frozenset(map(numbered, changed))
    others = {key: {number: beside for number, beside in held[key] if number not in mine}
              for key in told | closed | opened}  # fmt: skip
    differing = {key for key in told if _of(others[key], then.under[key]) != _of(others[key], now.under[key])}
    found = {number for key in differing | opened for number in others[key]}
    known = lookup.named(found.union(*(others[key] for key in closed)))
    names = {number: one.id for number, one in known.items()}
    again = {names[number] for number in found}
    return frozenset(again.union(*(_together(read, [names[number] for number in others[key]]) for key in closed)))


def _turned(read: Reading, keys: Collection[int], then: Filed, now: Filed) -> tuple[set[int], set[int]]:
    """The keys that lead to nobody any more, and those that lead to somebody again."""
    counts = read.index.counts(keys)

    def leads(key: int, changed: Filed) -> bool:
        return counts[key] - len(now.under[key]) + len(changed.under[key]) <= most_under(key)

    turned = [key for key in keys if leads(key, then) != leads(key, now)]
    return {key for key in turned if leads(key, then)}, {key for key in turned if leads(key, now)}


def _of(others: Mapping[int, str], changed: Mapping[int, str]) -> int:
    """The crowd of an identifier that these others have, and the changed."""
    held = {**others, **changed}
    return crowd(held.values(), descriptions=len(held))


def _together(read: Reading, persons: Collection[str]) -> set[str]:
    """Those of these persons who are one resolved person with another of them.

    Of the others under a key that leads to nobody any more nothing hangs on it: what was not joined by it stays so.
    """
    read.clusters(persons)
    names = Counter(read.resolved[person][0] for person in persons)
    return {person for person in persons if names[read.resolved[person][0]] > 1}
