"""Blocking keys: under which a description is filed, so that those that may be the same person meet.

Missing fields, not scoring, cost linkage most of what it misses: no key needs more than two things, and there is one
for each two of name, birth and place, besides one for the birth and for each identifier alone. A key is 63 bits of a
hash, for the index; that two things hash alike leads to one comparison too many, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import islice

from unbroken.people.linkage.comparable import IDENTIFIERS, Comparable

MOST_KEYS = 120  # of one description
_MOST_PERSON_KEYS = 40  # of them; kept however many identifiers there are
_WIDEST = 8  # years within which somebody was born, for a key for each of them
_STREET = 6  # letters of a street
_STEM = 4  # letters of a name that a key has: slips are rarer at its beginning


def hashed(text: str) -> int:
    """A key as a number that both databases keep as a signed 64-bit integer."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1


def key_texts(one: Comparable) -> tuple[str, ...]:
    """The keys of a description, as text: first those of its identifiers (`phones=+447700900123`)."""
    person = tuple(dict.fromkeys(_person_keys(one)))[:_MOST_PERSON_KEYS]
    return (*islice(identifier_keys(one), MOST_KEYS - len(person)), *person)


def keys_of(one: Comparable) -> tuple[int, ...]:
    """The keys of a description."""
    return tuple(dict.fromkeys(map(hashed, key_texts(one))))


def identifier_keys(one: Comparable) -> Iterator[str]:
    """One key for each identifier: the descriptions under it are those whose crowd counts."""
    for name, tokens in zip(IDENTIFIERS, one.tokens(), strict=True):
        for token in sorted(tokens):
            yield f"{name}={token}"


def _person_keys(one: Comparable) -> Iterator[str]:
    given, family, born = one.given, one.family, one.born
    if given and family:
        yield "name=" + "+".join(sorted((given, family)))
        yield "stem=" + "+".join(sorted((given[:3], family[:3])))
        if one.sound and (forms := sorted(form for form in one.given_forms if form[0] == "~")):
            yield from (f"form={form}+{one.sound}" for form in forms[:3])
    if born:
        yield from _birth_keys(one, born)
    if one.street:
        yield from _street_keys(one, one.street)
    for postcode in sorted(one.postcodes):
        yield from _near_keys(one, postcode)
    if not born and one.born_from and one.born_to and given and family:
        first, last = int(one.born_from[:4]), int(one.born_to[:4])
        if last - first <= _WIDEST:
            yield from (f"year={year}+{one.initials}+{one.sound}" for year in range(first, last + 1))


def _near_keys(one: Comparable, postcode: str) -> Iterator[str]:
    if one.family:
        yield f"near={postcode}+{one.family[:_STEM]}"
    if one.given:
        yield f"near={postcode}+{_given_stem(one)}"
    if one.born:
        yield f"near={postcode}+{one.born[:4]}"


def _street_keys(one: Comparable, street: str) -> Iterator[str]:
    for postcode in sorted(one.postcodes):
        yield f"street={postcode}+{street[:_STEM]}"
    if one.given:
        yield f"street={street[:_STREET]}+{_given_stem(one)}"
    if one.family:
        yield f"street={street[:_STREET]}+{one.family[:_STEM]}"
    if one.born:
        yield f"street={street}+{one.born[:4]}"


def _birth_keys(one: Comparable, born: str) -> Iterator[str]:
    given, family = one.given, one.family
    year, month, day = born.split("-")
    yield f"born={born}"  # in a very large record too many share it, and it leads to nobody
    if family:
        yield f"born={born}+{one.sound}"
        yield f"born={born}+{family[:2]}"
    if given:
        yield f"born={born}+{_given_stem(one)}"
    if given and family:
        first, second = sorted((given, family))
        yield f"born={born}+{first[:3]}+{second[:3]}"  # changed over
        low, high = sorted((month, day))
        yield f"turned={year}{low}{high}+{one.initials}"
        yield f"year={year}+{one.initials}+{one.sound}"
        yield f"month={month}{day}+{one.initials}+{one.sound}"


def _given_stem(one: Comparable) -> str:
    """The beginning of the given name in its full form, so that `Bob` and `Robert` meet."""
    full = min((form for form in one.given_forms if form[0] == "~"), default="")
    return (full or one.given or "")[:_STEM]
