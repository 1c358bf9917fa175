"""Who is on which register, with or without a marker, from what was recorded about any description of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.triage.fold import Nominal, fold_nominal, fold_steps, steps_in

HIM, ALSO_HIM = "person:him", "person:also-him"
GROUNDS = {"grounds": ["serious_harm"]}


def said(kind: str, body: Mapping[str, Any], *, on: str, who: str = HIM, by: str = "northmoor") -> Entry:
    return entry(kind, body, ("suspect", who), happened=on, agency=by)


def fold(*entries: Entry) -> Nominal:
    return fold_nominal(steps_in(entries, {HIM, ALSO_HIM}))


def names(nominal: Nominal) -> list[str]:
    return [placing.name for placing in nominal.current]


@pytest.mark.demand("LNK-08")
def test_somebody_is_on_several_lists_each_from_its_own_day() -> None:
    found = fold(
        said("nominal.registered", {**GROUNDS, "register_name": "Griffin"}, on="2024-01-02"),
        said(
            "nominal.registered", {**GROUNDS, "register_name": "Domestic", "next_review": "2024-09-01"}, on="2024-02-03"
        ),
    )
    held = [(one.name, one.on, one.grounds, one.next_review) for one in found.current]
    assert held == [
        ("Griffin", date(2024, 1, 2), ("serious_harm",), None),
        ("Domestic", date(2024, 2, 3), ("serious_harm",), date(2024, 9, 1)),
    ]


@pytest.mark.demand("LNK-08")
def test_what_was_recorded_about_any_description_counts() -> None:
    found = fold(
        said("nominal.registered", {**GROUNDS, "register_name": "Griffin"}, on="2024-01-02"),
        said("nominal.removed", {"register_name": "griffin ", "reason": "died"}, on="2024-03-02", who=ALSO_HIM),
    )
    [placing] = found.placings
    assert (placing.removed_on, placing.removed_because) == (date(2024, 3, 2), "died")
    assert found.current == ()


@pytest.mark.demand("LNK-08")
def test_two_agencies_with_a_list_of_one_name_have_each_its_own() -> None:
    on_both = [
        said("nominal.registered", {**GROUNDS, "register_name": "Griffin"}, on="2024-01-02"),
        said("nominal.registered", {**GROUNDS, "register_name": "Griffin"}, on="2024-01-05", by="eastvale"),
    ]
    assert [(one.agency, one.on) for one in fold(*on_both).current] == [
        ("northmoor", date(2024, 1, 2)), ("eastvale", date(2024, 1, 5))
    ]  # fmt: skip
    off = [
        said("nominal.removed", {"register_name": "Griffin"}, on=day, by="eastvale")
        for day in ("2024-03-01", "2024-03-02")
    ]
    assert [one.agency for one in fold(*on_both, *off).current] == ["northmoor"]


def test_the_same_list_twice_is_one_place_and_says_anew_what_it_says() -> None:
    found = fold(
        said("nominal.registered", {**GROUNDS, "register_name": "Griffin", "authorised_by": "Supt 1"}, on="2024-01-02"),
        said("nominal.registered", {"grounds": ["weapon"], "register_name": "Griffin"}, on="2024-02-02"),
    )
    [placing] = found.current
    assert (placing.on, placing.grounds, placing.authorised_by) == (date(2024, 1, 2), ("weapon",), "Supt 1")


def test_who_comes_back_to_a_list_has_two_places_on_it() -> None:
    found = fold(
        said("nominal.registered", GROUNDS, on="2024-01-02"),
        said("nominal.reviewed", {"stays": "no"}, on="2024-02-02"),
        said("nominal.registered", GROUNDS, on="2024-03-02"),
    )
    assert [(one.on.month, one.removed_on) for one in found.placings] == [(1, date(2024, 2, 2)), (3, None)]


def test_an_entry_that_names_no_list_is_about_the_only_one_there_is() -> None:
    griffin = said("nominal.registered", {**GROUNDS, "register_name": "Griffin"}, on="2024-01-02")
    domestic = said("nominal.registered", {**GROUNDS, "register_name": "Domestic"}, on="2024-01-03")
    off = said("nominal.removed", {}, on="2024-02-02")
    assert names(fold(griffin, off)) == []
    assert names(fold(griffin, domestic, off)) == ["Griffin", "Domestic"], "nobody can tell which is meant"
    assert names(fold(griffin, said("nominal.registered", GROUNDS, on="2024-02-02"))) == ["Griffin", ""]


@pytest.mark.demand("LNK-05")
class TestTheMarker:
    TASK = {**GROUNDS, "register_name": "Griffin", "marker": "no", "marker_owner": "PS 77", "marker_due": "2024-01-09"}

    def test_a_place_with_a_marker_raises_a_task_with_an_owner_and_a_day(self) -> None:
        [task] = fold(said("nominal.registered", self.TASK, on="2024-01-02")).tasks
        assert (task.marker_owner, task.marker_due) == ("PS 77", date(2024, 1, 9))
        assert fold(said("nominal.registered", GROUNDS, on="2024-01-02")).tasks == ()

    def test_a_marker_that_is_placed_ends_the_task(self) -> None:
        placed = said("marker.placed", {"placed_by": "PS 77"}, on="2024-01-05", who=ALSO_HIM)
        found = fold(said("nominal.registered", self.TASK, on="2024-01-02"), placed)
        assert found.tasks == ()
        assert found.marker is not None
        assert (found.marker.on, found.marker.entry) == (date(2024, 1, 5), placed.id)

    def test_a_review_can_raise_the_task_and_say_that_it_is_done(self) -> None:
        on = said("nominal.registered", GROUNDS, on="2024-01-02")
        asked = said(
            "nominal.reviewed", {"stays": "yes", "marker_owner": "PS 8", "marker_due": "2024-03-01"}, on="2024-02-02"
        )
        done = said("nominal.reviewed", {"stays": "yes", "marker": "yes"}, on="2024-03-02")
        assert [one.marker_owner for one in fold(on, asked).tasks] == ["PS 8"]
        assert fold(on, asked, done).tasks == ()
        assert fold(on, asked, done).marker is not None

    def test_a_removal_lifts_the_task(self) -> None:
        gone = said("nominal.removed", {"register_name": "Griffin"}, on="2024-01-05")
        assert fold(said("nominal.registered", self.TASK, on="2024-01-02"), gone).tasks == ()

    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("nominal.removed", {"marker_lifted": "yes"}),
            ("nominal.reviewed", {"stays": "yes", "marker": "no"}),
            ("marker.lifted", {"why": "Placed on the wrong person."}),
        ],
    )
    def test_a_marker_is_lifted(self, kind: str, body: Mapping[str, Any]) -> None:
        on = said("nominal.registered", {**GROUNDS, "marker": "yes"}, on="2024-01-02")
        assert fold(on).marker is not None
        assert fold(on, said(kind, body, on="2024-02-02")).marker is None

    def test_a_removal_that_does_not_say_so_leaves_the_marker_where_it_is(self) -> None:
        on = said("nominal.registered", {**GROUNDS, "marker": "yes"}, on="2024-01-02")
        found = fold(on, said("nominal.removed", {}, on="2024-02-02"))
        assert found.current == ()
        assert found.marker is not None

    def test_the_first_acknowledgement_of_an_entry_counts(self) -> None:
        first = said("marker.acknowledged", {"activity": ["a", "b"], "note": "Told the officer."}, on="2024-01-02")
        found = fold(first, said("marker.acknowledged", {"activity": ["b", "c"]}, on="2024-01-03")).acknowledged
        assert {name: one.entry == first.id for name, one in found.items()} == {"a": True, "b": True, "c": False}
        assert found["a"].note == "Told the officer."


def test_what_is_about_somebody_else_or_erased_leaves_no_steps() -> None:
    other = said("nominal.registered", GROUNDS, on="2024-01-02", who="person:another")
    erased = entry("nominal.registered", None, ("suspect", HIM), happened="2024-01-02")
    assert fold_steps(HIM, [other]) is None
    assert steps_in([Entry(**{**_fields(erased), "body": None})], {HIM}) == ()


def _fields(one: Entry) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Entry.__slots__}
