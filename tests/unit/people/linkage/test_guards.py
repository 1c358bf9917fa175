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


BROTHER: dict[str, Any] = {"given": "mohammedamir", "family": "khan", "given_forms": frozenset({"~mohammed"}),
                           "second": "amir"}  # fmt: skip


@pytest.mark.parametrize(
    ("second", "kept_apart"),
    [
        pytest.param("ali", True, id="another second name: a brother"),
        pytest.param("amri", False, id="a slip in it"),
        pytest.param("a", False, id="an initial that fits"),
        pytest.param("h", False, id="an initial that does not fit says too little"),
        pytest.param("amirhussain", False, id="one more name after it"),
        pytest.param(None, False, id="no second name"),
    ],
)
@pytest.mark.parametrize("born", ["1990-03-27", None])
def test_those_of_one_first_name_are_told_apart_by_the_second(
    second: str | None, kept_apart: bool, born: str | None
) -> None:
    a = Comparable("a", **BROTHER, born=born)
    b = Comparable("b", **BROTHER | {"second": second, "given": f"mohammed{second or ''}"}, born=born)
    keeping = twins if born else relatives
    assert (keeping(a, b), keeping(b, a)) == (kept_apart, kept_apart)


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
        pytest.param(_told("a", "witness"), _told("b", "victim", name="Ada"), False, id="a witness"),
    ],
)
def test_a_number_alone_makes_no_victim_a_suspect(one: Comparable, other: Comparable, kept_apart: bool) -> None:
    assert (other_side(one, other), other_side(other, one)) == (kept_apart, kept_apart)
