"""Who is on a journey, with the name that the latest description gives. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from unbroken.exchange.exporting.journey import Journey
from unbroken.exchange.exporting.wording import say_list, say_name, say_plain

DESCRIBED = "person.described"
_ORDER = ("victim", "suspect", "witness", "third_party")


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the journey: the object, the roles played in words, and the name ("" where none is recorded)."""

    object: str
    roles: tuple[str, ...]
    name: str

    @property
    def text(self) -> str:
        """The name, with the reference that stands for the person on the record."""
        return f"{self.name} ({self.object})" if self.name else self.object

    @property
    def roles_text(self) -> str:
        """Victim; victim and witness."""
        return say_list([role if index == 0 else role.lower() for index, role in enumerate(self.roles)])


def people_of(journey: Journey) -> tuple[Person, ...]:
    """Everybody whom an entry that stands is about: victims first, then suspects, then the others."""
    roles: dict[str, dict[str, None]] = {}
    names: dict[str, str] = {}
    for line in journey.standing:
        for part in line.parts:
            if part.object.startswith("person:"):
                roles.setdefault(part.object, {})[part.role] = None
        described = [part.object for part in line.parts if part.role == "person"]
        if line.kind == DESCRIBED and described and (name := _name(line.body)):
            names[described[0]] = name
    found = [Person(name, _said(tuple(played)), names.get(name, "")) for name, played in roles.items()]
    return tuple(sorted(found, key=lambda person: (_rank(person), person.object)))


def _said(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles in words. `person` says only that somebody was described."""
    played = [role for role in roles if role not in {"person", "other_person"}]
    return tuple(say_name(role) for role in sorted(played, key=_role_rank)) or ("Described",)


def _rank(person: Person) -> int:
    return min(_role_rank(role.lower().replace(" ", "_")) for role in person.roles)


def _role_rank(role: str) -> int:
    return _ORDER.index(role) if role in _ORDER else len(_ORDER)


def _name(body: Mapping[str, Any]) -> str:
    """The first name that the description gives, as the source gave it."""
    for name in body.get("names") or ():
        text = name.get("text") or " ".join(part for part in (name.get("given"), name.get("family")) if part)
        if text:
            return say_plain(text)
    return ""
