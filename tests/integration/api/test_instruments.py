from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from unbroken.safety.instruments.loading import shipped

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-01", "ASS-02", "ASS-03")
def test_every_instrument_is_told_with_who_may_use_it(caller: Callable[..., Any]) -> None:
    said = {one["key"]: one for one in caller("officer").get("instruments").json()}
    assert list(said) == list(shipped())
    assert {key: one["may_use"] for key, one in said.items()} == {
        key: "officer" in one.roles for key, one in shipped().items()
    }
    assert said["s_dash"]["expected"]
    assert not any(one["may_use"] for one in caller("analyst").get("instruments").json())


@pytest.mark.demand("ASS-03")
def test_an_instrument_is_told_whole_in_our_own_words(caller: Callable[..., Any]) -> None:
    said = caller("officer").get("instruments/dash_ric").json()
    assert said["wording"] == "paraphrase"
    assert [rule["at_least"] for rule in said["grading"]["rules"]] == [14]
    items = [item for section in said["sections"] for item in section["items"]]
    assert [item["key"] for item in items] == [item.key for item in shipped()["dash_ric"].items]
    assert next(item for item in items if item["key"] == "dr08")["leads_to"] == "s_dash"
    assert caller("supervisor").get("instruments/srp").status_code == 404
