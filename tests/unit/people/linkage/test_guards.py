"""The guard of a household: what its people share must not make one of them of two."""

from __future__ import annotations

from typing import Any

import pytest

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.guards import household, own_phones

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
