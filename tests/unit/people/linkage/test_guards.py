"""What keeps people apart: what a household shares, a second given name, a victim's number in other hands."""

from __future__ import annotations

from typing import Any

import pytest

from unbroken.people.linkage.comparable import Comparable, Described
from unbroken.people.linkage.guards import household, other_side, own_phones, relatives, twins

pytestmark = pytest.mark.demand("LNK-01", "LNK-07")
LANDLINE, MOBILE, HOME = frozenset({"+441184960361"}), frozenset({"+447700900123"}), frozenset({"ZZ11AA|9"})
GERALD: dict[str, Any] = {"given": "gerald", "family": "penhaligon", "phones": LANDLINE, "homes": HOME}
MRS: dict[str, Any] = {"family": "penhaligon", "phones": LANDLINE, "homes": HOME}


@pytest.mark.parametrize(
    ("one", "other", "kept_apart"),
    [
        pytest.param(GERALD, MRS, True, id="a family name, the landline and the address: his wife, or he"),
        pytest.param(GERALD, {"phones": LANDLINE}, True, id="somebody called from his landline"),
        pytest.param({"phones": LANDLINE}, {"phones": LANDLINE}, True, id="two calls from one landline"),
        pytest.param(GERALD, {**MRS, "given": "gerald"}, False, id="the given name says who"),
        pytest.param({**GERALD, "born": "1980-01-02"}, {**MRS, "born": "1980-01-02"}, False, id="so does the birth"),
        pytest.param({**GERALD, "phones": MOBILE}, {"phones": MOBILE}, False, id="a mobile phone is one person's"),
        pytest.param(
            {**GERALD, "emails": frozenset({"g@example.org"})},
            {**MRS, "emails": frozenset({"g@example.org"})},
            False,
            id="and so is an email",
        ),
        pytest.param(GERALD, {"family": "penhaligon"}, False, id="nothing of a household in common"),
    ],
)
def test_what_a_household_shares_says_nothing_of_who_in_it(
    one: dict[str, Any], other: dict[str, Any], kept_apart: bool
) -> None:
    a, b = Comparable("a", **one), Comparable("b", **other)
    assert (household(a, b), household(b, a)) == (kept_apart, kept_apart)


def test_a_british_landline_is_nobodys_own() -> None:
    numbers = {"+441184960361", "+442079460123", "+447700900123", "+33639981234", "0123456"}
    assert own_phones(numbers) == {"+447700900123", "+33639981234", "0123456"}


def named(id: str, given: str, **more: Any) -> Comparable:
    """Somebody of this given name, and of one family."""
    return Described(id, names=[(given, "Khan")], **more).comparable()


@pytest.mark.parametrize(
    ("one", "other", "kept_apart"),
    [
        ("Mohammed Amir", "Mohammed Ali", True),
        ("Mary Ann", "Mary Louise", True),
        ("Mohammed Amir", "Mohammed Amri", False),  # a slip
        ("Mohammed Ali", "Mohammed Aly", False),  # a spelling
        ("Anna Kate", "Anna Katherine", False),  # a short form
        ("Mohammed Amir", "Mohammed", False),
        ("Mohammed Amir", "Mohammed A", False),
        ("John P G", "John Paul George", False),
        ("John Paul George", "John George", False),
        ("Mohammed Ali Hassan", "Mohammed Hassan Ali", False),
        ("Mohammed bin Ali", "Mohammed Ali", False),
        ("Abdul Rahman", "Abdulrahman Ali", False),
        ("Anne Marie Louise", "Annemarie Louise", False),
        ("John Wm", "John William", False),
    ],
)
@pytest.mark.parametrize("born", ["1990-03-27", None])
def test_those_of_one_first_name_are_told_apart_by_the_second(
    one: str, other: str, kept_apart: bool, born: str | None
) -> None:
    a, b = named("a", one, born=born), named("b", other, born=born)
    keeping = twins if born else relatives
    assert (keeping(a, b), keeping(b, a)) == (kept_apart, kept_apart)


def test_not_where_a_police_number_says_that_they_are_one() -> None:
    pnc = [("pnc_id", "11/0000012I", "")]
    a, b = named("a", "Mary Ann", identifiers=pnc), named("b", "Mary Louise", identifiers=pnc)
    assert (relatives(a, b), relatives(a, named("c", "Mary Louise"))) == (False, True)


def _told(id: str, *roles: str, name: str = "", phone: str = "07700 900123") -> Comparable:
    found = Described(id, names=[(name, "Penhaligon")] if name else [], roles=set(roles))
    found.add([("phone", phone, "")])
    return found.comparable()


@pytest.mark.parametrize(
    ("one", "other", "kept_apart"),
    [
        pytest.param(_told("a", "suspect"), _told("b", "victim", name="Ada"), True, id="a number that the victim has"),
        pytest.param(_told("a", "suspect"), _told("b", "victim"), True, id="a victim known by the number, too"),
        pytest.param(_told("a", "suspect"), _told("b", "victim", "suspect", name="Ada"), False, id="accused before"),
        pytest.param(_told("a", "suspect", name="Ada"), _told("b", "victim", name="Ada"), False, id="named by the one"),
        pytest.param(_told("a", "suspect"), _told("b", "suspect", name="Ada"), False, id="a suspect with a name"),
        pytest.param(_told("a", "suspect")._replace(given="z"), _told("b", "victim", name="Ada"), True, id="an alias"),
        pytest.param(_told("a", "witness"), _told("b", "victim", name="Ada"), False, id="a witness"),
    ],
)
def test_a_number_alone_makes_no_victim_a_suspect(one: Comparable, other: Comparable, kept_apart: bool) -> None:
    assert (other_side(one, other), other_side(other, one)) == (kept_apart, kept_apart)


def test_nor_does_an_age_that_fits() -> None:
    suspect = Described("a", roles={"suspect"}, age_on=(40, 40, "2024-06-01"))
    suspect.add([("phone", "07700 900123", "")])
    assert other_side(suspect.comparable(), _told("b", "victim", name="Ada"))
