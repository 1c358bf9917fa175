from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import pytest

import unbroken.people.migrations
from tests.unit.people.linkage import made_up
from unbroken.people.linkage.comparable import Comparable, Described
from unbroken.people.linkage.comparisons import COMPARISONS
from unbroken.people.linkage.keys import MOST_KEYS, Sort, filed, hashed, identifier_keys, keyed, keys_of, meet, numbered

pytestmark = pytest.mark.demand("LNK-01")

LATEST = max(path.stem for path in Path(unbroken.people.migrations.__path__[0]).glob("0*.py"))


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
        (called("Smith", "", born="1990-03-05"), called("Jane", "Smith", born="1990-03-05")),
        (called("", "Jane", born="1990-03-05"), called("Jane", "Smith", born="1990-03-05")),
    ],
)
def test_descriptions_that_may_be_of_one_person_meet(a: Comparable, b: Comparable) -> None:
    assert meet(a, b)


def test_strangers_do_not_meet() -> None:
    a, b = called("Jane", "Smith", born="1990-03-05"), called("Anna", "Okonkwo", born="1985-11-30")
    assert set(keyed(a)) & set(keyed(b)) == set()
    assert not meet(a, b)


def test_namesakes_of_another_birth_or_sex_do_not_meet_by_their_name() -> None:
    one = called("Jane", "Smith", born="1990-03-05")
    other, man = called("Jane", "Smith", born="1962-11-30"), called("Jane", "Smith", sex="male")
    assert (meet(one, other), meet(one._replace(sex="f"), man), meet(one, man)) == (False, False, True)


@pytest.mark.parametrize("slip", ["1991-03-05", "1990-04-05", "1990-03-06", "1990-05-03", "1909-03-05"])
def test_one_slip_in_a_birth_keeps_nobody_from_meeting(slip: str) -> None:
    assert meet(called("Bob", "Smith", born="1990-03-05"), called("Robert", "Smyth", born=slip))


def test_beside_a_key_stands_what_its_sort_needs() -> None:
    one = called("Jane", "Smith", born="1990-03-05", sex="female")._replace(phones=frozenset({"+442079460123"}))
    beside = filed(one)
    assert beside[hashed("phones=+442079460123")] == "js"
    assert beside[hashed("name=jane+smith")] == "1f1990-03-05"
    assert beside[hashed("born=1990-03-05+sm")] == ""
    assert {key & 3 for key in beside} == set(Sort)


def test_an_age_meets_the_birth_that_it_fits() -> None:
    born = called("Jane", "Smith", born="1990-03-05")
    aged = Described("b", names=[("Jane", "Smyth")], age_on=(34, 34, "2024-06-01")).comparable()
    years = {key for key in keyed(aged) if key.startswith("year=")}
    assert years & set(keyed(born)) == {"year=1990+~jan+SM0"}


def test_a_name_and_its_birth_lead_there_however_many_numbers_there_are() -> None:
    found = Described("a", names=[("Jane", "Smith")], born="1990-03-05")
    found.identifiers = [("phone", f"01632 960{n:03}", "") for n in range(100)]
    found.identifiers += [("email", f"somebody{n}@example.org", "") for n in range(100)]
    keys, plain = keyed(found.comparable()), keyed(called("Jane", "Smith", born="1990-03-05"))
    assert (len(keys), set(plain) - set(keys)) == (MOST_KEYS, set())


def test_pairs_that_agree_where_all_such_meet_share_a_key() -> None:
    """What `always_meets` promises to training."""
    people = [one for one in made_up.people(300, seed=5) if len(keyed(one)) < MOST_KEYS]
    crowds = made_up.crowds_of(people)
    keys = {one.id: set(keyed(one)) for one in people}
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
        assert len(keyed(one)) == len(set(keyed(one)))
        assert all(0 <= key < 2**63 for key in keys_of(one))


def test_a_key_is_the_same_on_every_machine() -> None:
    assert numbered("person:a") == 8833627636025431892
    assert hashed("phones=+447700900123") == (int.from_bytes(bytes.fromhex("c9fdcc397cccad5d")) >> 1) & ~3 | 2


def test_whoever_changes_the_keys_has_records_in_service_folded_anew() -> None:
    """What is filed on a record was filed by the keys of its day. Set-up folds anew where a migration is to come: give
    `people` one (it may be empty) whenever this digest changes, and name it here."""
    filings = [sorted(filed(one).items()) for one in made_up.people(100, seed=9)]
    digest = blake2b(repr(filings).encode(), digest_size=8).hexdigest()
    assert (digest, LATEST) == ("4f28d1354edb2ca9", "0006_second_names_and_sides")


def test_nobody_has_no_key() -> None:
    assert (keyed(Comparable("a")), list(identifier_keys(Comparable("a")))) == ({}, [])
