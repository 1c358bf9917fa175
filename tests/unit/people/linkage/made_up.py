"""Made-up descriptions for the tests of linkage: everything that a comparison can meet, and a model to weigh it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from unbroken.people.linkage.comparable import Comparable, Described
from unbroken.people.linkage.comparisons import COMPARISONS
from unbroken.people.linkage.crowds import crowd
from unbroken.people.linkage.keys import identifier_keys
from unbroken.people.linkage.model import Model, Thresholds, Weighed
from unbroken.synthetic import world
from unbroken.synthetic.descriptions import Description

GIVEN = ("Zoë", "Zoe", "Robert", "Bob", "Rob", "J", "Mohammed", "Muhammad", "Md", "Małgorzata", "Gosia", "Jean-Paul",
         "Jean", "Иван", "Ivan", "محمد", "王", "Jonathon", "Jonathan", "Smith", "Grace", "Unknown", "", "Sara", "Sarah",
         "Katherine", "Bo", "Temitope", "Nguyễn", "Alexandra")  # fmt: skip
FAMILY = ("Smith", "Smyth", "Ó Briain-Tesař", "Briain", "Tesar", "Kowalska", "Kowalski", "MacLeod", "McLeod", "Grace",
          "O'Brien", "Obrien", "van der Berg", "Berg", "Nguyễn", "Иванова", "Иванов", "Khan", "Robert", "", "N/K",
          "Patel", "Whitaker", "Whittaker", "Li", "Okonkwo", "Jones", "Taylor-Jones")  # fmt: skip
PHONES = ("07700 900123", "+44 7700 900123", "020 7946 0123", "+1 212 555 0123", "+33 6 39 98 12 34", "01632 960980")
EMAILS = ("zoe.briain@example.org", "BOB.SMITH77@example.com", "bob.smith77@mail.example", "x@example.org")
HANDLES = (("instagram", "@zoe.briain"), ("tiktok", "bob.smith77"), ("snapchat", "dave1"), ("whatsapp", "07700900123"),
           ("instagram", "https://instagram.com/mask_of_nobody/"), ("facebook", "mask_of_nobody"))  # fmt: skip
VEHICLES = ("QA05 IAB", "qa05iab", "QB12 ICD", "123456")
STREETS = ("9 Meadowsweet Terrace", "9 Meadowsweet Terr", "Flat 2, 29 Gannet Way", "29 Gannet Way, Flat 2",
           "14 Château Road", "14 Chateau Rd")  # fmt: skip
POSTCODES = ("ZZ37 3FG", "zz373fg", "ZZ60 8FN", "ZZ1 1AA")
POLICE = (("pnc_id", "03/3006743O"), ("pnc_id", "2003/3006743O"), ("pnc_id", "11/0000012I"), ("cro_number", "SF39/1S"),
          ("custody_number", "C/12345"), ("custody_number", "C/99999"), ("nhs_number", "999 000 1234"))  # fmt: skip
DAYS = ("1990-03-27", "1990-03-28", "1990-08-05", "1990-05-08", "1990-01-01", "1985-01-01", "1985-03-27", "1962-11-30",
        "2004-12-12", "1991-03-27")  # fmt: skip
ON = "2024-06-01"


def person(draw: Random, number: int) -> Described:
    """One description: a few values of each kind, so that pairs of them meet in every way."""
    found = Described(f"d{number:05}", sex=draw.choice(("female", "male", "unknown", None)))
    found.names = [(draw.choice(GIVEN), draw.choice(FAMILY)) for _ in range(draw.choice((0, 1, 1, 1, 1, 2)))]
    if draw.random() < 0.6:
        found.born = draw.choice(DAYS)
    elif draw.random() < 0.5:
        age = draw.randint(15, 60)
        found.age_on = (age, age + draw.choice((0, 9)), ON)
    found.identifiers = _identifiers(draw, number)
    for _ in range(draw.choice((0, 1, 1, 2))):
        found.homes.append((_street(draw), draw.choice((*POSTCODES, "", f"ZZ{draw.randint(1, 80)} 4QT"))))
    found.reports = [f"r{draw.randint(1, 400)}"]
    return found


def _with_a_part(found: Described, number: int) -> Described:
    """With a part in the reports, and perhaps a second given name."""
    draw = Random(number)  # apart from the other draws
    found.roles = set(draw.choice(((), ("victim",), ("suspect",), ("suspect",), ("victim", "suspect"), ("witness",))))
    if found.names and found.names[0][0] and draw.random() < 0.2:
        (given, family), *others = found.names
        second = draw.choice(("James", "Jamie", "Marie", "J", "Kate", "Katherine", "Louise"))
        found.names = [(f"{given} {second}", family), *others]
    return found


def retold(draw: Random, number: int, told: Described) -> Described:
    """The same person or one of the household, as another source describes them."""
    given, family = told.names[0] if told.names else ("", "")
    found = replace(told, id=f"d{number:05}", reports=[f"r{draw.randint(1, 400)}"])
    found.names = [draw.choice(((given, family), (family, given), (draw.choice(GIVEN), family), (given, "")))]
    found.identifiers = [one for one in told.identifiers if draw.random() < 0.8]
    found.born = draw.choice((told.born, told.born, None, draw.choice(DAYS)))
    return found


def _identifiers(draw: Random, number: int) -> list[tuple[str, str, str]]:
    own = f"{draw.randint(0, 150):03}"  # shared by a few of the descriptions at most
    pools: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("phone", (*PHONES, f"0161 496 0{own}", f"0161 496 0{own}", f"07700 900{own}")),
        ("email", (*EMAILS, f"somebody{own}@example.org", f"a{own}@example.org")),
        ("vehicle", (*VEHICLES, f"QC{own} IXY", f"QD{own} IXY")),
    )
    found = [(kind, draw.choice(values), "") for kind, values in pools if draw.random() < 0.4]
    if draw.random() < 0.4:
        masks = [(platform, f"somebody{own}") for platform in ("instagram", "x", "tiktok")]
        platform, handle = draw.choice((*HANDLES, *masks, *masks, ("x", f"q{own}")))
        found.append(("social_handle", handle, platform))
    if draw.random() < 0.3:
        kind, value = draw.choice((*POLICE, ("pnc_id", f"11/{number:07}I"), ("custody_number", f"C/{own}")))
        found.append((kind, value, ""))
    return found


def _street(draw: Random) -> str:
    return draw.choice((*STREETS, "", f"{draw.randint(1, 400)} Nowhere Close"))


def people(count: int, *, seed: int) -> list[Comparable]:
    """So many descriptions, the same for a seed."""
    draw = Random(seed)
    found: list[Described] = []
    for number in range(count):
        again = found and draw.random() < 0.3
        one = retold(draw, number, draw.choice(found)) if again else person(draw, number)
        found.append(_with_a_part(one, number))
    return [one.comparable() for one in found]


def crowds_of(described: Iterable[Comparable]) -> dict[str, int]:
    """The crowd of each identifier among these descriptions."""
    users: dict[str, list[str]] = defaultdict(list)
    for one in described:
        for key in identifier_keys(one):
            users[key.partition("=")[2]].append(one.initials)
    return {token: crowd(initials, descriptions=len(initials)) for token, initials in users.items()}


def model(*, prior: float = 1e-5) -> Model:
    """A model in which no two levels weigh the same, with names of every frequency."""
    weights = {}
    for place, comparison in enumerate(COMPARISONS, start=1):
        known = [level.key for level in comparison.levels if not level.is_null]
        weights[comparison.name] = {
            key: Weighed(0.9 / (n + place), (n**2 + place / 7) / 500) for n, key in enumerate(known, start=1)
        }
    return Model(
        version="test",
        prior=prior,
        population=10_000,
        thresholds=Thresholds(10.0, 7.0, 0.0),
        weights=weights,
        frequencies={
            "family": {"smith": 0.012, "patel": 0.004, "kowalska": 1e-4, "khan": 0.2},
            "given": {"robert": 0.01, "zoe": 0.001, "sara": 0.9},
            "whole": {"robert smith": 2e-4, "zoe obriaintesar": 1.0},
        },
        rarest={"family": 1e-5, "given": 3e-6, "whole": 1e-6},
    )


_ROLES = {"V": "victim", "S": "suspect"}


def synthetic(reports: int, *, seed: int) -> Iterator[tuple[Comparable, str]]:
    """The victims and suspects of a made-up world as its reports describe them, each with the true person's key."""
    for file in world.files(reports=reports, seed=seed):
        for place, one in enumerate((file.victim, file.suspect, file.second)):
            if one is not None:
                yield _as_described(one, f"{file.object}-{place}", file.object), one.person.who.text


def _as_described(one: Description, name: str, report: str) -> Comparable:
    found = Described(name, sex=one.sex, born=one.born, reports=[report])
    found.names = [(one.given or "", one.family or "")] if one.given or one.family else []
    found.names += [(one.alias, "")] if one.alias else []
    found.age_on = (one.age, one.age, ON) if one.age is not None and not one.born else None
    found.identifiers = [("phone", value, "") for value in one.phones]
    found.identifiers += [("email", value, "") for value in one.emails]
    found.identifiers += [("social_handle", value, platform) for platform, value in one.handles]
    found.identifiers += [("vehicle", one.vehicle, "")] if one.vehicle else []
    found.identifiers += [("pnc_id", one.pnc, "")] if one.pnc else []
    found.homes = [(one.street or "", one.postcode or "")]
    found.roles = {_ROLES[one.role]}
    return found.comparable()
