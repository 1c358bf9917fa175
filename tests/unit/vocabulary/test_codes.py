from __future__ import annotations

from datetime import date

import pytest

from unbroken.vocabulary.codes import Code, CodeList

ONE = Code("one", "The first", {"official": "A1, A2"}, date(2020, 1, 20), date(2020, 12, 31), group="odd")
TWO = Code("two", "The second", {"official": "a2", "another": "7"})
NUMBERS = CodeList("numbers", "Numbers", "Arithmetic", (ONE, TWO))


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2020, 1, 19), False),
        (date(2020, 1, 20), True),
        (date(2020, 12, 31), True),
        (date(2021, 1, 1), False),
    ],
)
def test_both_dates_of_a_code_are_inclusive(day: date, valid: bool) -> None:
    assert ONE.valid_on(day) is valid
    assert TWO.valid_on(day)
    assert NUMBERS.valid_on(day) == ((ONE, TWO) if valid else (TWO,))


def test_a_code_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match="'numbers' has a code twice"):
        CodeList("numbers", "Numbers", "Arithmetic", (ONE, ONE))


def test_a_list_knows_its_codes_in_order() -> None:
    assert list(NUMBERS) == [ONE, TWO]
    assert "one" in NUMBERS
    assert "three" not in NUMBERS
    assert None not in NUMBERS
    assert NUMBERS["two"] is TWO
    with pytest.raises(KeyError, match="three"):
        NUMBERS["three"]


def test_the_label_of_a_code_no_longer_listed_is_the_code() -> None:
    assert (NUMBERS.label("one"), NUMBERS.label("three")) == ("The first", "three")


def test_a_group_holds_its_codes() -> None:
    assert (NUMBERS.in_group("odd"), NUMBERS.in_group("even")) == (frozenset({"one"}), frozenset())


def test_several_official_codes_of_one_system_are_told_apart() -> None:
    assert ONE.official_in("official") == ("A1", "A2")
    assert ONE.official_in("another") == ()


def test_an_official_code_finds_what_it_stands_for_in_its_own_system_only() -> None:
    assert NUMBERS.with_official("official", " A2 ") == (ONE, TWO)
    assert NUMBERS.with_official("official", "A2", on=date(2021, 1, 1)) == (TWO,)
    assert NUMBERS.with_official("another", "A2") == ()


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("onne", "one"), ("The secund", "two"), ("A1", "one"), ("something else", None)],
)
def test_the_nearest_code_is_offered_by_code_label_or_official_code(wrong: str, nearest: str | None) -> None:
    assert NUMBERS.nearest(wrong) == nearest
