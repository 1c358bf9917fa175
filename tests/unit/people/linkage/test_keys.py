from __future__ import annotations

import pytest

from tests.unit.people.linkage import made_up
from unbroken.people.linkage.comparable import Comparable, Described
from unbroken.people.linkage.comparisons import COMPARISONS
from unbroken.people.linkage.keys import MOST_KEYS, hashed, identifier_keys, key_texts, keys_of

pytestmark = pytest.mark.demand("LNK-01")


def called(given: str, family: str, **more: str) -> Comparable:
    return Described("somebody", names=[(given, family)], **more).comparable()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (called("Zoë", "Tesař"), called("Zoe", "Tesar")),
        (called("Tesar", "Zoe"), called("Zoe", "Tesar")),
        (called("Bob", "Smith"), called("Robert", "Smyth")),
        (called("Jane", "Smith", born="1990-03-27"), called("Janet", "Smyth", born="1990-03-27")),
        (called("Jane", "Smith", born="1990-03-05"), called("Jane", "Smth", born="1990-05-03")),
        (called("Jane", "Smith", born="1990-03-05"), called("Jane", "Smith", born="1991-03-05")),
        (called("", "Smith", born="1990-03-05"), called("Jane", "Smith", born="1990-03-05")),
        (called("Jane", "", born="1990-03-05"), called("Jane", "Smith", born="1990-03-05")),
    ],
)
def test_descriptions_that_may_be_of_one_person_meet(a: Comparable, b: Comparable) -> None:
    assert set(keys_of(a)) & set(keys_of(b))


def test_strangers_do_not_meet() -> None:
    a, b = called("Jane", "Smith", born="1990-03-05"), called("Anna", "Okonkwo", born="1985-11-30")
    assert set(key_texts(a)) & set(key_texts(b)) == set()


def test_an_age_meets_the_birth_that_it_fits() -> None:
    born = called("Jane", "Smith", born="1990-03-05")
    aged = Described("b", names=[("Jane", "Smyth")], age_on=(34, 34, "2024-06-01")).comparable()
    years = {key for key in key_texts(aged) if key.startswith("year=")}
    assert years & set(key_texts(born)) == {"year=1990+js+SM0"}


def test_a_name_and_its_birth_lead_there_however_many_numbers_there_are() -> None:
    found = Described("a", names=[("Jane", "Smith")], born="1990-03-05")
    found.identifiers = [("phone", f"01632 960{n:03}", "") for n in range(100)]
    found.identifiers += [("email", f"somebody{n}@example.org", "") for n in range(100)]
    keys, plain = key_texts(found.comparable()), key_texts(called("Jane", "Smith", born="1990-03-05"))
    assert (len(keys), set(plain) - set(keys)) == (MOST_KEYS, set())


def test_pairs_that_agree_where_all_such_meet_share_a_key() -> None:
    """What `always_meets` promises to training."""
    people = [one for one in made_up.people(300, seed=5) if len(key_texts(one)) < MOST_KEYS]
    crowds = made_up.crowds_of(people)
    keys = {one.id: set(key_texts(one)) for one in people}
    strangers = [
        (comparison.name, a, b)
        for n, a in enumerate(people)
        for b in people[:n]
        for comparison in COMPARISONS
        if comparison.levels[comparison.level_of(a, b, crowds)].always_meets and not keys[a.id] & keys[b.id]
    ]
    assert strangers == []


def test_no_key_stands_twice_and_all_fit_into_a_signed_number() -> None:
    for one in made_up.people(200, seed=2):
        assert len(key_texts(one)) == len(set(key_texts(one)))
        assert all(0 <= key < 2**63 for key in keys_of(one))


def test_a_key_is_the_same_on_every_machine() -> None:
    assert hashed("phones=+447700900123") == int.from_bytes(bytes.fromhex("c9fdcc397cccad5d")) >> 1


def test_nobody_has_no_key() -> None:
    assert (key_texts(Comparable("a")), list(identifier_keys(Comparable("a")))) == ((), [])
