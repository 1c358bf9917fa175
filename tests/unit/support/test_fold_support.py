from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.spec.histories import history
from unbroken.record.kinds import REGISTER
from unbroken.support.fold import KINDS, Support, fold_support

HER = "person:v1"


def support(*lines: list[Any]) -> Support:
    state = fold_support(HER, history(lines))
    assert state is not None
    return state


@pytest.mark.demand("VIC-15")
def test_each_service_stands_at_its_last_step_with_all_days_kept() -> None:
    state = support(
        ["2024-03-01", "support.offered", {"service": "paladin"}],
        ["2024-03-02", "support.declined", {"service": "paladin", "reasons": ["not_wanted_now"]}],
        ["2024-04-01", "support.offered", {"service": "paladin", "level": "advocacy"}],
        ["2024-04-02", "support.accepted", {"service": "paladin"}],
        ["2024-03-01", "support.declined", {"service": "idva", "reasons": ["has_other_support"]}],
    )
    idva, paladin = state.services
    assert (idva.service, idva.state, idva.reasons) == ("idva", "declined", ("has_other_support",))
    assert (paladin.state, paladin.since, paladin.level, paladin.reasons) == (
        "accepted",
        date(2024, 4, 2),
        "advocacy",
        (),
    )
    assert dict(paladin.steps)["offered"] == date(2024, 4, 1)
    assert state.in_state("accepted", "started") == ("paladin",)


@pytest.mark.demand("VIC-10")
def test_contact_counts_what_failed_since_the_last_that_was_made() -> None:
    general = {"about": ["general"]}
    state = support(
        ["2024-03-01", "contact.failed", general],
        ["2024-03-02", "contact.made", {**general, "within_rule": "no"}],
        ["2024-03-03", "contact.failed", general],
        ["2024-03-04", "contact.failed", general],
    )
    assert (state.contacts, state.failed_contacts, state.failed_since_contact) == (1, 3, 2)
    assert (state.last_contact_on, state.outside_rule) == (date(2024, 3, 2), 1)


@pytest.mark.demand("VIC-09")
def test_the_steps_of_the_personal_statement_are_separate_from_the_effects() -> None:
    state = support(
        ["2024-03-01", "impact.recorded", {"statement": "offered"}],
        ["2024-03-05", "impact.recorded", {"effects": ["sleep", "none_stated"]}],
    )
    assert (state.statement, state.statement_on) == ("offered", date(2024, 3, 1))
    assert (state.effects, state.impact_on) == (("sleep",), date(2024, 3, 5))


@pytest.mark.demand("INV-07")
def test_choices_are_kept_apart_and_coming_back_ends_having_left() -> None:
    gone = support(
        ["2024-03-01", "victim.did_not_support_at_report"],
        ["2024-03-05", "victim.withdrew"],
    )
    assert [choice.way for choice in gone.choices] == ["no_support_at_report", "withdrew"]
    assert gone.has_left == "withdrew"
    assert support(["2024-03-05", "victim.withdrew"], ["2024-03-09", "victim.reengaged"]).has_left is None


def test_schemes_plans_and_moves_are_dated() -> None:
    state = support(
        ["2024-03-01", "scheme.placed", {"scheme": "panic_alarm", "until": "2024-09-01"}],
        ["2024-03-02", "safetyplan.made", {"review_on": "2024-04-02"}],
        ["2024-03-03", "victim.rehoused", {}],
    )
    assert [(item.scheme, item.until) for item in state.schemes] == [("panic_alarm", date(2024, 9, 1))]
    assert (state.safety_plans, state.plan_review_on, state.rehoused_on) == (1, date(2024, 4, 2), date(2024, 3, 3))


def test_a_person_without_support_has_none() -> None:
    assert fold_support(HER, history([["2024-03-01", "report.made"]])) is None


def test_what_somebody_else_was_offered_is_not_theirs() -> None:
    entries = history(
        [["2024-03-01", "support.offered", {"service": "paladin"}, ["victim=person:v2", "report=report:r1"]]]
    )
    assert fold_support(HER, entries) is None


def test_every_kind_it_is_made_of_exists() -> None:
    assert all(kind in REGISTER for kind in KINDS)
