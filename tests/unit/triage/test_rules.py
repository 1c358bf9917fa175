"""Registers as they are defined, and their rules: who meets one, why, and by which entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.entries import entry
from unbroken.triage.registers import Criterion, Register, Rule, fold_register
from unbroken.triage.rules import (
    BREACH,
    COUNTS,
    OTHER_CONVICTION,
    OTHER_REPORT,
    STALKING_REPORT,
    Fact,
    judge,
    months_before,
)
from unbroken.vocabulary.triage import REGISTER_CRITERIA

TODAY = date(2024, 6, 15)
BASE = {"name": "Griffin", "keeper": "Stalking unit", "in_force_from": "2024-01-01"}
CODES = [code.code for code in REGISTER_CRITERIA]


def defined(*bodies: Mapping[str, Any]) -> Register:
    made = [
        entry("register.defined", {**BASE, **body}, ("register", "register:griffin"), happened=f"2024-01-{n + 1:02}")
        for n, body in enumerate(bodies)
    ]
    found = fold_register("register:griffin", made)
    assert found is not None
    return found


def fact(what: str, on: str | None, about: str = "report:r1", victims: tuple[str, ...] = ()) -> Fact:
    return Fact(what, date.fromisoformat(on) if on else None, about, f"entry-{about}-{on}", frozenset(victims))


def rule(*criteria: tuple[str, int, int | None], needs_all: bool = True) -> Rule:
    return Rule(tuple(Criterion(*one) for one in criteria), needs_all)


@pytest.mark.demand("LNK-08", "TRI-16")
def test_a_rule_counts_conduct_and_process_and_nothing_else() -> None:
    counted = ["stalking_victims", "stalking_reports", "reports", "breaches", "stalking_convictions", "convictions"]
    assert counted == CODES
    assert list(COUNTS) == CODES
    assert set(Fact.__slots__) == {"what", "on", "about", "entry", "victims"}, "a fact says nothing of who they are"


@pytest.mark.demand("TRI-16")
class TestDefinitions:
    def test_each_holds_from_its_day_on(self) -> None:
        found = defined({}, {"in_force_from": "2024-05-01", "name": "Griffin list", "calls_for_marker": "yes"})
        assert found.at(date(2024, 4, 30)).calls_for_marker is False
        assert found.at(date(2024, 5, 1)).calls_for_marker is True
        assert found.at(date(2023, 1, 1)).name == "Griffin", "before the first, what will hold"
        assert found.names == {"griffin", "griffin list"}

    def test_of_two_for_one_day_the_later_recorded_holds(self) -> None:
        assert defined({"keeper": "North"}, {"keeper": "South"}).at(TODAY).keeper == "South"

    def test_a_list_is_kept_from_its_first_day_to_its_end(self) -> None:
        found = defined({"in_force_from": "2024-03-01", "ends": "2024-06-01"})
        days = {day: found.is_kept(date(2024, *day)) for day in ((2, 29), (3, 1), (5, 31), (6, 1))}
        assert days == {(2, 29): False, (3, 1): True, (5, 31): True, (6, 1): False}

    def test_its_rule_is_what_was_defined(self) -> None:
        criteria = [{"what": "breaches", "at_least": 1}, {"what": "reports", "at_least": 3, "within_months": 6}]
        assert defined({"criteria": criteria, "needs": "any"}).at(TODAY).rule == rule(
            ("breaches", 1, None), ("reports", 3, 6), needs_all=False
        )
        assert defined({"criteria": criteria}).at(TODAY).rule.needs_all is True
        assert defined({}).at(TODAY).rule == Rule()

    def test_nothing_that_stands_defines_nothing(self) -> None:
        assert fold_register("register:griffin", [entry("entry.withdrawn", {"why": "Wrong."})]) is None


@pytest.mark.demand("LNK-08")
class TestJudging:
    TWO_VICTIMS = (
        fact(STALKING_REPORT, "2024-01-01", "report:r1", ("person:a",)),
        fact(STALKING_REPORT, "2024-06-01", "report:r2", ("person:b",)),
        fact(STALKING_REPORT, "2024-06-02", "report:r3", ("person:b",)),
        fact(OTHER_REPORT, "2024-06-03", "report:r4", ("person:c",)),
    )

    @pytest.mark.parametrize(
        ("criterion", "count"),
        [
            (("stalking_victims", 1, None), 2),
            (("stalking_victims", 1, 2), 1),
            (("stalking_reports", 1, None), 3),
            (("reports", 1, None), 4),
            (("breaches", 1, None), 0),
        ],
    )
    def test_it_counts_what_it_says(self, criterion: tuple[str, int, int | None], count: int) -> None:
        reasons = judge(rule(criterion), self.TWO_VICTIMS, today=TODAY)
        assert [reason.count for reason in reasons] == ([count] if count else [])

    def test_a_reason_names_the_entries_it_rests_on_oldest_first(self) -> None:
        [reason] = judge(rule(("stalking_victims", 2, None)), reversed(self.TWO_VICTIMS), today=TODAY)
        assert [one.about for one in reason.facts] == ["report:r1", "report:r2", "report:r3"]

    def test_all_or_any_must_be_met(self) -> None:
        two = (("stalking_victims", 2, None), ("breaches", 1, None))
        assert judge(rule(*two), self.TWO_VICTIMS, today=TODAY) == ()
        [met] = judge(rule(*two, needs_all=False), self.TWO_VICTIMS, today=TODAY)
        assert met.criterion.what == "stalking_victims"
        breach = fact(BREACH, "2024-06-01", "order:o1")
        assert len(judge(rule(*two), (*self.TWO_VICTIMS, breach), today=TODAY)) == 2

    def test_what_has_no_day_counts_only_where_it_does_not_matter_when_it_was(self) -> None:
        undated = (fact(OTHER_CONVICTION, None, "prosecution:p1"),)
        assert judge(rule(("convictions", 1, None)), undated, today=TODAY)
        assert judge(rule(("convictions", 1, 12)), undated, today=TODAY) == ()

    def test_nothing_of_the_future_counts_in_a_window(self) -> None:
        assert judge(rule(("breaches", 1, 6)), (fact(BREACH, "2024-06-16"),), today=TODAY) == ()

    def test_a_rule_without_criteria_is_met_by_nobody(self) -> None:
        assert judge(Rule(), self.TWO_VICTIMS, today=TODAY) == ()
        assert judge(Rule((), needs_all=False), self.TWO_VICTIMS, today=TODAY) == ()

    @given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 600))
    def test_months_are_those_of_the_calendar(self, day: date, months: int) -> None:
        first = months_before(day, months)
        assert (day.year - first.year) * 12 + day.month - first.month == months
        assert first.day == day.day or (first.day < day.day and months_before(first, 0).day >= 28)
