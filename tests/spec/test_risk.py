"""Grading of risk instruments, and when one is due again, against the tables beside this file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.entries import entry
from tests.spec.histories import OBJECT, REQUIRED, load
from unbroken.record.entries import Entry
from unbroken.record.kinds import REGISTER
from unbroken.safety.instruments.due import standings
from unbroken.safety.instruments.facts import Pair
from unbroken.safety.instruments.grading import grade
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.shapes import RESPONSES

PAIR = Pair(frozenset({"person:v1"}), frozenset({"person:s1"}))


@pytest.mark.demand("ASS-01", "ASS-02", "ASS-03")
@pytest.mark.parametrize("case", load("risk_grades.toml"), ids=lambda case: case["why"])
def test_answers_add_up_as_in_the_table(case: dict[str, Any]) -> None:
    instrument = shipped()[case["instrument"]]
    given = [response for response in RESPONSES for _ in range(case.get(response, 0))]
    found = grade(instrument, dict(zip((item.key for item in instrument.items), given, strict=False)))
    assert (found.grade or "", len(found.open)) == (case["grade"], case["open"])
    assert found.of == case.get("counted", found.of)
    assert found.why == case.get("says", found.why)


@pytest.mark.demand("ASS-01", "ASS-09")
@pytest.mark.parametrize("case", load("reassessment.toml"), ids=lambda case: case["why"])
def test_it_is_due_for_the_reasons_in_the_table(case: dict[str, Any]) -> None:
    complete = case.get("before", "yes")
    first = [line("2024-03-05", "risk.assessed", {"instrument": "s_dash", "complete": complete})] if complete else []
    history = sorted([*first, *(line(*one) for one in case["lines"])], key=lambda one: one.happened_from)
    today = date.fromisoformat(case.get("today", "2024-03-20"))
    found = standings(shipped(), history, pair=PAIR, today=today, recent=timedelta(days=28))
    [standing] = [one for one in found if one.instrument.key == "s_dash"]
    assert [reason.code for reason in standing.reasons] == case["due"]
    counts = [len(reason.entries) for reason in standing.reasons]
    assert counts == case.get("entries", [0 if code == "never_done" else 1 for code in case["due"]])


def line(day: str, kind: str, body: dict[str, Any], recorded: str = "", subjects: tuple[str, ...] = ()) -> Entry:
    rules = [rule.role for rule in REGISTER[kind].subjects if rule.at_least or rule.role in {"report", "victim"}]
    objects = [tuple(text.split("=")) for text in subjects] or [(role, OBJECT[role]) for role in rules]
    return entry(kind, {**REQUIRED.get(kind, {}), **body}, *objects, happened=day, recorded=recorded)
