"""How a source describes a person: what it got down, how it spelt it, what it left out.

Missing are ethnicity in 35 % of victims (self-defined) and 44 % of suspects (officer-defined), and what a victim
cannot know of a suspect. A name comes in another form, another spelling or with a slip in about one description in
six. Nothing here depends on what the ethnicity is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from unbroken.synthetic import identifiers, names
from unbroken.synthetic.people import VICTIM, Person
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream

NAMED, BY_IDENTIFIER, SEEN, NOTHING = "named", "by_identifier", "seen", "nothing"


@dataclass(frozen=True, slots=True)
class Description:
    """A person as one source described them. `object` is the name of the description in the record."""

    object: str
    number: str
    person: Person
    role: str
    known: str
    given: str | None
    family: str | None
    alias: str | None
    born: str | None
    age: int | None
    sex: str
    ethnicity_self: str | None
    ethnicity_officer: str | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    handles: tuple[tuple[str, str], ...]
    vehicle: str | None
    street: str | None
    postcode: str | None
    pnc: str | None
    vulnerable: bool
    mental_health: bool
    substances: bool
    repeat_victim: bool
    works_in_policing: bool
    looks: str | None


_MISSING_SELF = share("dd-vic-eth-missing")
_MISSING_OFFICER = share("dd-t7-coded-eth-missing")
_SHARED_LINE, _SHELTER, _CALL_CENTRE, _SCHOOL = 0.12, 0.012, 0.006, 0.006
_LOOKS = ("slim build", "heavy build", "short dark hair", "grey hair", "wearing a dark coat", "wearing a cap", "tall")
# What an officer sees, by the group of the self-defined ethnicity; often wrong or "unknown", as in life.
_SEEN_AS: Mapping[str, str] = {
    "white_british": "white_north_european",
    "white_irish": "white_north_european",
    "white_gypsy_traveller": "white_north_european",
    "white_roma": "white_south_european",
    "white_other": "white_north_european",
    "asian_indian": "asian",
    "asian_pakistani": "asian",
    "asian_bangladeshi": "asian",
    "asian_other": "asian",
    "asian_chinese": "chinese_japanese_se_asian",
    "black_caribbean": "black",
    "black_african": "black",
    "black_other": "black",
    "arab": "arab_north_african",
}


def describe(
    draw: Stream, person: Person, *, minute: int, role: str, object: str, number: str, repeat: bool
) -> Description:
    """A person who is known by name."""
    given, family = _name(draw, person)
    street, postcode = person.address(minute)
    is_victim = role == VICTIM
    has_birth = draw.chance(0.97 if is_victim else 0.88)
    has_address = draw.chance(0.95 if is_victim else 0.7)
    return Description(
        object=object,
        number=number,
        person=person,
        role=role,
        known=NAMED,
        given=given,
        family=family,
        alias=person.other_given if person.other_given != given and draw.chance(0.12) else None,
        born=_born(draw, person) if has_birth else None,
        age=None if has_birth else person.age(minute) + draw.between(-2, 2),
        sex=person.sex if not draw.chance(0.01) else "unknown",
        ethnicity_self=_self_defined(draw, person, is_victim),
        ethnicity_officer=None if is_victim else _seen_as(draw, person),
        phones=_phones(draw, person, minute, is_victim),
        emails=(person.email,) if draw.chance(0.5 if is_victim else 0.2) else (),
        handles=person.handles[:1] if draw.chance(0.25) else (),
        vehicle=person.vehicle if not is_victim and draw.chance(0.3) else None,
        street=_street(draw, street) if has_address else None,
        postcode=postcode if has_address and draw.chance(0.95) else None,
        pnc=person.pnc,
        vulnerable=is_victim and person.vulnerable,
        mental_health=person.mental_health,
        substances=person.substances,
        repeat_victim=repeat,
        works_in_policing=person.works_in_policing,
        looks=None,
    )


def describe_unknown(
    draw: Stream, person: Person, *, minute: int, object: str, number: str, used: tuple[tuple[str, str], ...], met: bool
) -> Description:
    """A suspect whom nobody can name: the numbers and accounts used, or what somebody saw, or nothing."""
    full = describe(draw, person, minute=minute, role="S", object=object, number=number, repeat=False)
    phones = tuple(dict.fromkeys(value for kind, value in used if kind == "phone"))
    vehicles = [value for kind, value in used if kind == "vehicle"]
    handles = tuple(dict.fromkeys(pair for pair in used if pair[0] not in ("phone", "vehicle")))
    seen = met and draw.chance(0.7)
    known = BY_IDENTIFIER if used else SEEN if seen else NOTHING
    return replace(
        full,
        known=known,
        given=person.other_given if draw.chance(0.08) else None,
        family=None,
        alias=None,
        born=None,
        age=person.age(minute) // 5 * 5 if seen else None,
        sex=person.sex if seen or draw.chance(0.5) else "unknown",
        ethnicity_self=None,
        ethnicity_officer=full.ethnicity_officer if seen else None,
        phones=phones,
        emails=(),
        handles=handles,
        vehicle=vehicles[0] if vehicles else None,
        street=None,
        postcode=None,
        pnc=None,
        mental_health=False,
        substances=False,
        works_in_policing=False,
        looks=", ".join(dict.fromkeys((draw.one_of(_LOOKS), draw.one_of(_LOOKS)))) if seen else None,
    )


def _name(draw: Stream, person: Person) -> tuple[str, str]:
    given, family = person.given, person.family
    if draw.chance(0.3):
        given, family = names.plain(given), names.plain(family)
    chance = draw.random()
    if chance < 0.07:
        return person.other_given, family
    if chance < 0.11:
        return given, names.other_form(draw, person.family)
    if chance < 0.14:
        return names.slip(draw, given), family
    if chance < 0.17:
        return given, names.slip(draw, family)
    if chance < 0.18:
        return family, given
    return (given[0], family) if chance < 0.185 else (given, family)


def _born(draw: Stream, person: Person) -> str:
    """Date of birth; now and then day and month changed over, or a digit wrong."""
    born = date.fromordinal(person.born)
    chance = draw.random()
    if chance < 0.012 and born.day <= 12:
        born = born.replace(day=born.month, month=born.day)
    elif chance < 0.022:
        born = born.replace(day=min(born.day, 28), year=born.year + draw.one_of((-10, -1, 1, 10)))
    return born.isoformat()


def _self_defined(draw: Stream, person: Person, is_victim: bool) -> str | None:
    """Not recorded, declined or not asked for 35 % of victims; suspects are asked in custody only."""
    if draw.chance(_MISSING_SELF if is_victim else 0.8):
        chance = draw.random()
        return None if chance < 0.6 else "declined" if chance < 0.8 else "not_asked"
    return person.ethnicity


def _seen_as(draw: Stream, person: Person) -> str | None:
    if draw.chance(_MISSING_OFFICER):
        return None if draw.chance(0.8) else "unknown"
    return _SEEN_AS.get(person.ethnicity, "white_south_european" if draw.chance(0.5) else "asian")


def _phones(draw: Stream, person: Person, minute: int, is_victim: bool) -> tuple[str, ...]:
    held = []
    if draw.chance(0.93 if is_victim else 0.62):
        held.append(person.phone(minute))
    if person.landline and draw.chance(_SHARED_LINE * 3):
        held.append(person.landline)
    if not is_victim and len(person.spare_phones) > 1:
        held += person.spare_phones[: draw.between(0, len(person.spare_phones))]
    if is_victim:
        held += _called_from(draw)
    return tuple(identifiers.as_written(draw, phone) if draw.chance(0.4) else phone for phone in dict.fromkeys(held))


def _called_from(draw: Stream) -> list[str]:
    """Numbers of a shelter, a call centre or a school, from which strangers to one another have called."""
    chance = draw.random()
    for part, number in (
        (_SHELTER, identifiers.SHELTER),
        (_CALL_CENTRE, identifiers.CALL_CENTRE),
        (_SCHOOL, identifiers.SCHOOL),
    ):
        if chance < part:
            return [number]
        chance -= part
    return []


def _street(draw: Stream, street: str) -> str:
    return identifiers.street_as_written(draw, street) if draw.chance(0.3) else street
