"""Short references: what is said over the telephone finds the report, and a slip of the tongue is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.cases.references import (
    fold_reference,
    is_mistyped,
    name_report,
    read_short_reference,
    short_reference,
)
from unbroken.record.ids import new_id

REPORT = "report:019a0b7c-1d2e-7abc-8def-0123456789ab"
SHORT = "UB-4D2-PF2-DBX"


def test_it_is_made_of_the_name_and_nothing_else() -> None:
    assert short_reference(REPORT) == SHORT


@pytest.mark.parametrize(
    "name", ["report:nm-r1", "report:019a0b7c", REPORT.upper(), REPORT.replace("report", "person")]
)
def test_a_name_from_elsewhere_has_none(name: str) -> None:
    assert short_reference(name) == ""


@pytest.mark.parametrize(
    ("report", "reference", "called"),
    [(REPORT, "NM/1", "NM/1"), (REPORT, "", SHORT), (REPORT, None, SHORT), ("report:nm-r1", "", "nm-r1")],
)
def test_a_report_is_called_by_what_people_know(report: str, reference: str | None, called: str) -> None:
    assert name_report(report, reference) == called


@pytest.mark.parametrize("typed", [SHORT, SHORT.lower(), "ub4d2pf2dbx", "4D2 PF2 DBX", " ub 4d2p f2dbx "])
def test_it_is_read_as_people_type_it(typed: str) -> None:
    assert read_short_reference(typed) == fold_reference(SHORT)


@pytest.mark.parametrize("typed", ["", "UB-4D2-PF2", "UB-4DU-PF2-DBX", "NM/2023/0417", "tregarth"])
def test_what_is_not_shaped_like_one_is_none(typed: str) -> None:
    assert read_short_reference(typed) == ""
    assert not is_mistyped(typed)


@given(st.integers(0, 2**60))
def test_letters_that_look_like_digits_do_not_matter(moment: int) -> None:
    short = short_reference(f"report:{new_id(moment)}")
    for swapped in (short.replace("0", "O"), short.replace("1", "I"), short.replace("1", "l")):
        assert read_short_reference(swapped) == fold_reference(short)
        assert not is_mistyped(swapped)


@given(st.integers(0, 8), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_character_is_noticed(place: int, symbol: str) -> None:
    folded = fold_reference(SHORT)
    changed = folded[: place + 2] + symbol + folded[place + 3 :]
    assert is_mistyped(changed) == (changed != folded)


@given(st.integers(0, 7), st.integers(0, 2**60))
def test_two_neighbours_swapped_are_noticed(place: int, moment: int) -> None:
    folded = fold_reference(short_reference(f"report:{new_id(moment)}"))
    one, two = folded[place + 2], folded[place + 3]
    swapped = folded[: place + 2] + two + one + folded[place + 4 :]
    assert is_mistyped(swapped) == (one != two and {one, two} != {"0", "Z"})
