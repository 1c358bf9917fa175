"""Answers that ask whether this is stalking: which, since when, and when no longer (ASS-03)."""

from __future__ import annotations

import pytest

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.safety.instruments.facts import Pair
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.recognising import prompts

pytestmark = pytest.mark.demand("ASS-03")
PAIR = Pair(frozenset({"person:v1"}))


def dash(day: str, answer: str | None, *, victim: str = "person:v1", item: str = "dr08") -> Entry:
    answers = {"answers": [{"item": item, "answer": answer}]} if answer else {}
    return entry("risk.assessed", {"instrument": "dash_ric", **answers}, ("victim", victim), happened=day)


def asked(*entries: Entry, since: str = "") -> list[tuple[str, str]]:
    return [(one.item.key, one.assessment.id) for one in prompts(shipped(), entries, pair=PAIR, since=since)]


def test_only_the_question_about_stalking_asks() -> None:
    assert [(one.key, item.key) for one in shipped().values() for item in one.items if item.recognises] == [
        ("dash_ric", "dr08")
    ]
    assert asked(dash("2024-03-05", "yes", item="dr02")) == []


def test_a_yes_asks_and_the_latest_answer_counts() -> None:
    yes, no, left = dash("2024-03-05", "yes"), dash("2024-03-07", "no"), dash("2024-03-09", "not_asked")
    assert asked(yes) == [("dr08", yes.id)]
    assert asked(yes, no) == []
    assert asked(yes, left, dash("2024-03-10", None)) == [("dr08", yes.id)]


def test_another_victims_answer_asks_nothing_of_this_one() -> None:
    assert asked(dash("2024-03-05", "yes", victim="person:v2")) == []


def test_whoever_gave_a_class_afterwards_had_it_before_them() -> None:
    yes = dash("2024-03-05", "yes")
    assert asked(yes, since=entry(happened="2024-03-04").recorded_at) == [("dr08", yes.id)]
    assert asked(yes, since=entry(happened="2024-03-06").recorded_at) == []
