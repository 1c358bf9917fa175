"""Person objects as linkage compares them, as far as one reader sees them.

What is kept from a reader counts for nothing here: neither what a hidden report says of somebody, nor who else is known
by a number only there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from unbroken.people import lookup
from unbroken.people.comparing import comparable_of
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import Crowds
from unbroken.people.linkage.keys import hashed, identifier_keys, most_under
from unbroken.web.visible import Limits, visible_people

AllCrowds = Mapping[str, Crowds]
"""The crowds of the identifiers of each person object."""


def is_limited(limits: Limits) -> bool:
    """Whether anything at all is kept from this reader."""
    return bool(limits.hidden) or limits.own is not None


def as_seen(
    limits: Limits, persons: Collection[str], *, known: Mapping[str, Comparable] | None = None
) -> dict[str, Comparable]:
    """Those of these person objects whom somebody describes in what this reader sees. Few queries, however many.

    `known` are all of them as they stand on the record, where the caller has them.
    """
    spoken_of = {person for person in persons if limits.speaks_of(person)}
    folded = visible_people(limits, spoken_of)
    whole = spoken_of - folded.keys()
    found = lookup.comparables(whole) if known is None else {name: known[name] for name in whole}
    return found | {name: comparable_of(one) for name, one in folded.items() if one.descriptions}


def crowds_as_seen(limits: Limits, ones: Collection[Comparable]) -> AllCrowds:
    """How many people the identifiers of each of these are known of. One query for each few hundred identifiers."""
    held = lookup.under_identifiers(ones)
    if is_limited(limits):
        held = _narrowed(limits, held)
    return {one.id: lookup.crowds_of(one, held) for one in ones}


def hot_among(ones: Collection[Comparable]) -> frozenset[str]:
    """The identifiers of these that so many share that nobody is looked for under them."""
    held = lookup.under_identifiers(ones)
    texts = {text: hashed(text) for one in ones for text in identifier_keys(one)}
    return frozenset(text.partition("=")[2] for text, key in texts.items() if len(held[key]) > most_under(key))


def _narrowed(limits: Limits, held: Mapping[int, lookup.Rows]) -> Mapping[int, lookup.Rows]:
    known = lookup.named({number for rows in held.values() for number, _ in rows})
    seen = as_seen(limits, [one.id for one in known.values()])
    keys = {number: {hashed(text) for text in identifier_keys(seen[one.id])} if one.id in seen else ()
            for number, one in known.items()}  # fmt: skip
    return {
        key: [(number, seen[known[number].id].initials) for number, _ in rows if key in keys.get(number, ())]
        for key, rows in held.items()
    }
