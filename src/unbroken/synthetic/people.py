"""The made-up people as they truly are: one identity each, whatever any report calls them.

Who somebody is follows from the seed and from a key alone (`Who`): the same key is the same person in every report,
at any size of the world. A key's `variant` makes kin: a twin, or somebody of the same household.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import erf, sqrt
from typing import NamedTuple

from unbroken.synthetic import clock, identifiers, names
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream, Weighted, stream

VICTIM, SUSPECT = "V", "S"
_ROLE_KEYS = {VICTIM: 1, SUSPECT: 2}
_PAIR_KEY = 3
_YEAR = 365.25

# Ages at the start of a course. Victims: the bands printed for London's recorded victims (25-34, 25-44), the rest
# spread; suspects: the table of the coded cases.
_VICTIM_AGES = Weighted(
    {
        (14, 17): 0.027,
        (18, 24): 0.163,
        (25, 34): share("dd-vic-25-34"),
        (35, 44): share("dd-vic-25-44") - share("dd-vic-25-34"),
        (45, 54): 0.115,
        (55, 64): 0.05,
        (65, 84): 0.025,
    }
)
_SUSPECT_AGES = Weighted(
    {
        (14, 17): share("dd-t7-coded-age-u18"),
        (18, 24): share("dd-t7-coded-age-18-24"),
        (25, 34): share("dd-t7-coded-age-25-34"),
        (35, 44): share("dd-t7-coded-age-35-44"),
        (45, 54): share("dd-t7-coded-age-45-54"),
        (55, 64): share("dd-t7-coded-age-55-64"),
        (65, 79): share("dd-t7-coded-age-65"),
    }
)
# Most suspects are of the other sex, and near in age: chosen so that the shares of women among victims (80 %) and among
# suspects (24 %) are the published ones.
_FEMALE_SUSPECT = share("dd-sus-female-slide") / (share("dd-sus-female-slide") + share("dd-t7-coded-male"))
_FEMALE_VICTIM = share("dd-victims-female")
_FEMALE_OF_FEMALE = 0.12
_FEMALE_OF_MALE = (_FEMALE_SUSPECT - _FEMALE_VICTIM * _FEMALE_OF_FEMALE) / (1 - _FEMALE_VICTIM)
_AGE_LIKENESS = 0.6
_KNOWN = 1 - share("dd-suspect-not-id")  # a suspect's record can be looked up only when the suspect is identified
_PNC = share("dd-sus-pnc") / _KNOWN
_CONVICTED = share("dd-suspect-prev-conv") / _KNOWN
# Half of the victims with mental health issues are not recorded as vulnerable.
_NOT_MARKED = share("dd-mh-not-vulnerable")
_VULNERABLE = {
    True: 1 - _NOT_MARKED,
    False: (share("dd-victim-vulnerable") - share("dd-victim-mh") * (1 - _NOT_MARKED)) / (1 - share("dd-victim-mh")),
}
_SUSPECT_ALLEGED = share("dd-suspect-prev-alleg") / _KNOWN


class Who(NamedTuple):
    """The key of a true person: role first met in, the matter first met in, and kinship (`twin`, `home`) or none."""

    role: str
    matter: int
    variant: str = ""

    @property
    def text(self) -> str:
        """As the truth files write it."""
        return f"{self.role}{self.matter:06}{self.variant}"


@dataclass(frozen=True, slots=True)
class Person:
    """A true person. `born` is a date's ordinal; phones and addresses are (from minute, value), oldest first."""

    who: Who
    sex: str
    born: int
    given: str
    family: str
    other_given: str
    origin: str
    ethnicity: str
    phones: tuple[tuple[int, str], ...]
    landline: str | None
    email: str
    handles: tuple[tuple[str, str], ...]
    spare_phones: tuple[str, ...]
    masks: tuple[tuple[str, str], ...]
    vehicle: str | None
    addresses: tuple[tuple[int, str, str], ...]
    pnc: str | None
    convicted: bool
    alleged: bool
    mental_health: bool
    vulnerable: bool
    substances: bool
    works_in_policing: bool

    def age(self, minute: int) -> int:
        """Age in whole years."""
        return int((clock.ordinal(minute) - self.born) / _YEAR)

    def phone(self, minute: int) -> str:
        """The number in use at the time."""
        return [number for since, number in self.phones if since <= minute][-1]

    def address(self, minute: int) -> tuple[str, str]:
        """Street and postcode at the time."""
        _, street, postcode = [home for home in self.addresses if home[0] <= minute][-1]
        return street, postcode


@lru_cache(maxsize=4096)
def person(seed: int, who: Who, start: int) -> Person:
    """The true person behind a key; `start` is the minute at which the matter they were first met in began."""
    if who.variant:
        return _kin(seed, who, person(seed, Who(who.role, who.matter), start))
    draw = stream(seed, who.matter, _ROLE_KEYS[who.role])
    stock = names.stock(draw)
    sex, age_rank = _sex_and_age(seed, who, draw)
    given, family = draw.one_of(stock.given[sex]), draw.one_of(stock.family)
    is_suspect = who.role == SUSPECT
    pnc = is_suspect and draw.chance(_PNC)
    many = is_suspect and draw.chance(0.08)
    mental_health = draw.chance(share("dd-suspect-mh") / _KNOWN if is_suspect else share("dd-victim-mh"))
    return Person(
        who=who,
        sex=sex,
        born=_born(draw, _SUSPECT_AGES if is_suspect else _VICTIM_AGES, age_rank, start),
        given=given,
        family=family,
        other_given=names.other_form(draw, given),
        origin=stock.origin,
        ethnicity=draw.pick(stock.ethnicity),
        phones=_phones(draw, seed, 3 * who.matter + is_suspect, start),
        landline=identifiers.landline(draw) if draw.chance(0.3) else None,
        email=identifiers.email(draw, given, family),
        handles=tuple(identifiers.handle(draw, given, family) for _ in range(draw.between(0, 2))),
        spare_phones=tuple(identifiers.spare_phone(draw) for _ in range(draw.between(4, 9) if many else 1)),
        masks=tuple(identifiers.mask(draw) for _ in range(draw.between(2, 5) if many else 1)),
        vehicle=identifiers.vehicle(draw) if draw.chance(0.6) else None,
        addresses=_addresses(draw, start),
        pnc=identifiers.pnc_identity(draw, draw.between(1998, 2019)) if pnc else None,
        convicted=pnc and draw.chance(_CONVICTED / _PNC),
        alleged=draw.chance(_SUSPECT_ALLEGED if is_suspect else share("dd-victim-prev-alleg")),
        mental_health=mental_health,
        vulnerable=draw.chance(_VULNERABLE[mental_health]),
        substances=is_suspect and draw.chance(share("dd-suspect-substance") / _KNOWN),
        works_in_policing=draw.chance(0.012),
    )


def _sex_and_age(seed: int, who: Who, draw: Stream) -> tuple[str, float]:
    """Sex and rank in age (0 youngest to 1 oldest); a suspect's depend on those of the victim met with them."""
    pair = stream(seed, who.matter, _PAIR_KEY)
    female, score = pair.chance(_FEMALE_VICTIM), pair.gauss(0, 1)
    if who.role == SUSPECT:
        female = draw.chance(_FEMALE_OF_FEMALE if female else _FEMALE_OF_MALE)
        score = _AGE_LIKENESS * score + sqrt(1 - _AGE_LIKENESS**2) * draw.gauss(0, 1)
    return "female" if female else "male", (1 + erf(score / sqrt(2))) / 2


def _born(draw: Stream, ages: Weighted[tuple[int, int]], age_rank: float, start: int) -> int:
    low, high = ages.at(age_rank)
    return clock.ordinal(start) - int(draw.uniform(low + 0.02, high + 0.97) * _YEAR)


def _phones(draw: Stream, seed: int, slot: int, start: int) -> tuple[tuple[int, str], ...]:
    first = (0, identifiers.british_phone(seed, slot))
    if not draw.chance(0.3):
        return (first,)
    return first, (start + draw.days(500) * clock.DAY, identifiers.spare_phone(draw))


def _addresses(draw: Stream, start: int) -> tuple[tuple[int, str, str], ...]:
    first = (0, *identifiers.address(draw))
    if not draw.chance(0.3):
        return (first,)
    return first, (start + draw.days(500) * clock.DAY, *identifiers.address(draw))


def _kin(seed: int, who: Who, other: Person) -> Person:
    """Somebody of the same household: a twin (same birth, sex and family name), or another member of it."""
    draw = stream(seed, who.matter, _ROLE_KEYS[who.role] + (10 if who.variant == "twin" else 20))
    twin = who.variant == "twin"
    stock = names.stock_of(other.origin)
    sex = other.sex if twin else draw.one_of(("female", "male"))
    given = draw.one_of([name for name in stock.given[sex] if name != other.given])
    return replace(
        other,
        who=who,
        sex=sex,
        born=other.born if twin else other.born + int(draw.uniform(2, 9) * _YEAR) * draw.one_of((-1, 1)),
        given=given,
        other_given=names.other_form(draw, given),
        phones=((0, identifiers.spare_phone(draw)),),
        landline=other.landline or identifiers.landline(draw),
        email=identifiers.email(draw, given, other.family),
        handles=(identifiers.handle(draw, given, other.family),),
        spare_phones=(identifiers.spare_phone(draw),),
        masks=(identifiers.mask(draw),),
        vehicle=None,
        pnc=None,
        convicted=False,
    )
