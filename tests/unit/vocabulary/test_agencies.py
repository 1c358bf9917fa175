from __future__ import annotations

import pytest

from unbroken.vocabulary.agencies import say_agency


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("met", "Metropolitan Police"),
        ("sussex", "Sussex Police"),
        ("cps", "Crown Prosecution Service"),
        ("north-moor_2", "North Moor 2"),
    ],
)
def test_an_agency_is_called_what_people_call_it(agency: str, name: str) -> None:
    assert say_agency(agency) == name
