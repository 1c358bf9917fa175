"""Blocking keys: under which a description is filed, so that those that may be the same person meet.

Missing fields, not scoring, cost linkage most of what it misses: no key needs more than two things, and there is one
for each two of name, birth and place, and one for each identifier alone. A date of birth alone is no key: whoever was
born that day, and has neither a name nor a place in common, is somebody else.

A key that too many share leads to nobody: it says nothing of who they are, and would slow every report.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from hashlib import blake2b
from itertools import islice

from unbroken.people.linkage.comparable import IDENTIFIERS, Comparable
from unbroken.people.linkage.crowds import HOT
from unbroken.people.linkage.outline import outline, rules_out

COMMON = 100  # descriptions under a key of two things beyond which it leads to nobody
NAMESAKES = 40  # the same of a key without a birth; among a million, names commoner than that weigh too little alone
MOST_KEYS = 120  # of one description
_MOST_PERSON_KEYS = 40  # of them; kept however many identifiers there are
_WIDEST = 8  # years within which somebody was born, for a key for each of them
_STREET = 6  # letters of a street
_STEM = 4  # letters of a name that a key has: slips are rarer at its beginning


class Sort(IntEnum):
    """What a key is made of; its number has it in its last two bits.

    Under a key WITHOUT_BIRTH, two whose birth is known do not meet (`outline`): they have better keys.
    """

    TWO_THINGS = 0
    WITHOUT_BIRTH = 1
    IDENTIFIER = 2


_SORTS = dict.fromkeys(("name", "stem", "form", "year", "street"), Sort.WITHOUT_BIRTH)
_SORTS |= dict.fromkeys(IDENTIFIERS, Sort.IDENTIFIER)


def numbered(object: str) -> int:
    """The number of a person object in the tables of linkage: 63 bits of a hash, smaller than its name."""
    return int.from_bytes(blake2b(object.encode(), digest_size=8).digest()) >> 1


def hashed(text: str) -> int:
    """A key as a number that both databases keep as a signed 64-bit integer: 61 bits of a hash, and its sort.

    That two things hash alike leads to one comparison too many, nothing else.
    """
    sort = _SORTS.get(text[: text.index("=")], Sort.TWO_THINGS)
    return numbered(text) & ~3 | sort


def most_under(key: int) -> int:
    """How many descriptions there may be under a key for it to lead to any of them."""
    return (COMMON, NAMESAKES, HOT)[key & 3]


def filed(one: Comparable) -> dict[int, str]:
    """The keys of a description, each with what stands beside it: of an identifier the initials of the person, by
    which its crowd is counted; without a birth the outline, by which others are ruled out."""
    beside = ("", outline(one), one.initials)
    return {key: beside[key & 3] for key in keyed(one).values()}


def keyed(one: Comparable) -> dict[str, int]:
    """The keys of a description, as text and as number: first those of its identifiers (`phones=+447700900123`)."""
    person = dict.fromkeys(islice(_person_keys(one), 2 * _MOST_PERSON_KEYS))
    person = dict.fromkeys(islice(person, _MOST_PERSON_KEYS))
    return {text: hashed(text) for text in (*islice(identifier_keys(one), MOST_KEYS - len(person)), *person)}


def keys_of(one: Comparable) -> tuple[int, ...]:
    """The keys of a description."""
    return tuple(dict.fromkeys(keyed(one).values()))


def meet(one: Comparable, other: Comparable) -> bool:
    """Whether two descriptions share a key under which the one is looked at for the other."""
    shared = set(keys_of(one)) & set(keys_of(other))
    if any(key & 3 != Sort.WITHOUT_BIRTH for key in shared):
        return True
    return bool(shared) and not rules_out(outline(one), outline(other))


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
            yield from (f"year={year}+{_given_stem(one)}+{one.sound}" for year in range(first, last + 1))


def _near_keys(one: Comparable, postcode: str) -> Iterator[str]:
    if one.family:
        yield f"near={postcode}+{one.family[:_STEM]}"
    if one.given:
        yield f"near={postcode}+{_given_stem(one)}"
    if one.born:
        yield f"near={postcode}+{one.born[:4]}"


def _street_keys(one: Comparable, street: str) -> Iterator[str]:
    for postcode in sorted(one.postcodes):
        yield f"lane={postcode}+{street[:_STEM]}"
    if one.given and one.family:  # whatever stands of the birth and of the postcode
        yield f"lane={street[:_STEM]}+" + "+".join(sorted((one.given[:2], one.family[:2])))
    if one.given:
        yield f"street={street[:_STREET]}+{_given_stem(one)}"
    if one.family:
        yield f"street={street[:_STREET]}+{one.family[:_STEM]}"
    if one.born:
        yield f"born={one.born}+{street[:_STEM]}"


def _birth_keys(one: Comparable, born: str) -> Iterator[str]:
    given, family = one.given, one.family
    year, month, day = born.split("-")
    if family:
        yield f"born={born}+{family[:2]}"
    if given:
        yield f"born={born}+{_given_stem(one)}"
        yield f"born={born}+{given[:2]}"  # another source may have it as the family name
    if given and family:
        low, high = sorted((month, day))
        yield f"turned={year}{low}{high}+{one.initials}"
        slips = (f"-{month}-{day}", f"{year}--{day}", f"{year}-{month}-")  # in the year, the month, the day
        yield from (f"slip={left}+{one.initials}+{one.sound}" for left in slips)
        yield f"year={year}+{_given_stem(one)}+{one.sound}"  # for those of whom an age is known


def _given_stem(one: Comparable) -> str:
    """The beginning of the given name in its full form, so that `Bob` and `Robert` meet."""
    full = min((form for form in one.given_forms if form[0] == "~"), default="")
    return (full or one.given or "")[:_STEM]
