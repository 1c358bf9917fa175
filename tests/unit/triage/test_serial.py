"""Suspects with several victims: whom a look covers, and whom it does not."""

from __future__ import annotations

from datetime import date

import pytest

from unbroken.triage.fold import SerialReview
from unbroken.triage.serial import Alleged, Known, unseen

pytestmark = pytest.mark.demand("LNK-03")


def alleged(victim: str, *, by: str = "s1", at: str = "2024-01-01", id: str = "01") -> Alleged:
    return Alleged(victim, by, f"report:{victim}", Known(at, id))


def look(*persons: str, at: str = "2024-02-01", id: str = "05") -> SerialReview:
    return SerialReview(id, date(2024, 2, 1), at, frozenset(persons or ("s1",)), "nothing_further")


def test_without_a_look_nobody_is_covered() -> None:
    assert unseen([alleged("a"), alleged("b")], []) == {"a", "b"}


def test_a_look_covers_the_victims_that_were_known_then() -> None:
    late = alleged("c", at="2024-02-02", id="06")
    assert unseen([alleged("a"), alleged("b")], [look()]) == set()
    assert unseen([alleged("a"), alleged("b"), late], [look()]) == {"c"}
    assert unseen([alleged("a"), alleged("b"), late], [look(), look(at="2024-02-03", id="07")]) == set()


def test_what_was_recorded_before_a_look_and_came_in_after_it_is_not_covered() -> None:
    assert unseen([alleged("a", at="2024-01-31", id="06")], [look()]) == {"a"}


def test_a_look_at_one_description_does_not_cover_the_victims_of_another_that_is_joined_later() -> None:
    both = [alleged("a", by="s1"), alleged("b", by="s2")]
    assert unseen(both, [look("s1")]) == {"b"}
    assert unseen(both, [look("s1", "s2")]) == set()


def test_a_further_report_by_a_victim_who_was_covered_is_no_new_victim() -> None:
    again = Alleged("a", "s3", "report:again", Known("2024-03-01", "09"))
    assert unseen([alleged("a"), alleged("b"), again], [look()]) == set()


def test_what_is_not_at_hand_is_covered_by_nothing() -> None:
    assert unseen([Alleged("a", "s1", "report:a", None)], [look()]) == {"a"}
