"""Whose a number or account is said to be, of two people: by what sources described them by, and what was attached.

An incident says only what was used, not of what type it is: it is compared as each type that the two are known by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unbroken.people.fold import Identifier, Person
from unbroken.people.identifiers import fold_identifier
from unbroken.vocabulary.identity import ATTRIBUTION_CONFIDENCES
from unbroken.vocabulary.people import IDENTIFIER_TYPES

Sides = Mapping[str, Sequence[Person]]
"""The people on each side, each under all names the reader may know."""
_NOBODYS = IDENTIFIER_TYPES.in_group("location") | {"ip_address"}  # used by many, and by whoever else is at home


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose a number or account is said to be, as surely as it was said."""

    side: str
    identifier: Identifier

    def say(self, name: str) -> str:
        """In words, with what they are called."""
        what = IDENTIFIER_TYPES.label(self.identifier.type).lower()
        if self.identifier.confidence is None:
            return f"A source gives it as {name}’s ({what})"
        sure = ATTRIBUTION_CONFIDENCES.label(self.identifier.confidence).lower()
        return f"Attached to {name} ({what}): {sure}"


def holders(text: str, people: Sides) -> Iterator[Holder]:
    """Everybody of the two whose this is said to be, by each thing that says so."""
    for side, persons in people.items():
        for item in (item for person in persons for item in person.identifiers):
            if item.folded and fold_identifier(item.type, text) == item.folded:
                yield Holder(side, item)


def whose_of(people: Sides) -> Callable[[str], str]:
    """Tells the one side whose a number or account is; "" where it is neither's, both's or a place's."""

    def whose(text: str) -> str:
        sides = {one.side for one in holders(text, people) if one.identifier.type not in _NOBODYS}
        return sides.pop() if len(sides) == 1 else ""

    return whose
