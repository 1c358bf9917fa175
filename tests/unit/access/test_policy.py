from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from unbroken.access.policy import (
    HELD_BY,
    MAY,
    RECORDS,
    SEES,
    Permission,
    may,
    may_amend,
    may_handle,
    may_record,
    policy_table,
    recorders_of,
    roles_with,
)
from unbroken.access.roles import Role
from unbroken.record.kinds import REGISTER, Handling

RECORDING = {permission for permission in Permission if permission.startswith("record_")}


@dataclass(frozen=True)
class Somebody:
    role: str = "officer"
    agency: str = "northmoor"
    is_authenticated: bool = True
    is_active: bool = True


@dataclass(frozen=True)
class Nobody:
    is_authenticated: bool = False
    is_active: bool = False


def test_every_permission_and_every_role_is_decided():
    assert set(MAY) == set(Permission)
    assert set(SEES) == set(Role)
    assert set(HELD_BY) == set(Handling)


def test_a_refusal_says_who_may_not_do_what():
    decision = may(Somebody("analyst"), Permission.SEE_JOURNEYS)
    assert not decision
    assert decision.reason == "Your role, analyst, may not open a named journey."


def test_an_allowed_act_needs_no_reason():
    decision = may(Somebody("officer"), Permission.SEE_JOURNEYS)
    assert decision
    assert decision.reason == ""


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        (Nobody(), "Sign in first."),
        (Somebody(is_active=False), "Your account is closed."),
        (Somebody(role=""), "Your account has no role yet. An administrator can give it one."),
        (Somebody(role="emperor"), "Your account has no role yet. An administrator can give it one."),
    ],
)
def test_nobody_without_an_open_account_and_a_role_may_anything(user, reason):
    decisions = [may(user, permission) for permission in Permission]
    decisions += [may_record(user, "report.made", "northmoor"), may_handle(user, Handling.ORDINARY)]
    assert {(decision.allowed, decision.reason) for decision in decisions} == {(False, reason)}


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_analysts_and_administrators_see_nobody_by_name(role):
    assert SEES[role] == frozenset()
    named = {Permission.SEE_JOURNEYS, Permission.SEE_RESTRICTED, Permission.EXPORT, Permission.API_READ}
    assert not any(may(Somebody(role), permission) for permission in named | RECORDING)


def test_whoever_may_open_a_journey_sees_something_in_it():
    assert {role for role in Role if SEES[role]} == MAY[Permission.SEE_JOURNEYS][1]


@pytest.mark.demand("REC-11")
def test_somebody_may_record_every_kind():
    assert {kind.kind for kind in REGISTER if not roles_with(*recorders_of(kind.kind))} == set()


def test_every_prefix_stands_for_some_kind():
    assert [prefix for prefix in RECORDS if not any(kind.kind.startswith(prefix) for kind in REGISTER)] == []


def test_a_kind_without_a_rule_is_nobodys():
    assert recorders_of("weather.changed") == frozenset()
    assert not any(may_record(Somebody(role), "weather.changed", "northmoor") for role in Role)


def test_the_longest_prefix_counts():
    assert may_record(Somebody("officer"), "report.classified", "northmoor")
    assert not may_record(Somebody("officer"), "report.restricted", "northmoor")


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("officer", "sentence.passed"),
        ("officer", "intervention.started"),
        ("officer", "triage.reviewed"),
        ("advocate", "investigation.closed"),
        ("advocate", "report.classified"),
        ("prosecutor", "support.ended"),
        ("health", "suspect.arrested"),
        ("probation", "charge.laid"),
        ("analyst", "report.made"),
        ("administrator", "report.made"),
    ],
)
def test_each_agency_writes_only_its_own_stages(role, kind):
    decision = may_record(Somebody(role), kind, "northmoor")
    assert not decision
    assert decision.reason.endswith(f"may not record {kind}.")


@pytest.mark.demand("REC-11")
def test_nobody_records_for_another_agency():
    decision = may_record(Somebody("officer", agency="sussex"), "report.made", "northmoor")
    assert decision.reason == "You record for sussex, not for northmoor. Each agency writes only its own."


def test_a_user_without_an_agency_records_nothing():
    assert not may_record(Somebody("officer", agency=""), "report.made", "")


@pytest.mark.parametrize(
    ("role", "amendment", "target", "agency", "allowed"),
    [
        ("officer", "entry.corrected", "report.made", "northmoor", True),
        ("officer", "entry.corrected", "report.made", "sussex", False),
        ("officer", "entry.corrected", "sentence.passed", "northmoor", False),
        ("officer", "entry.withdrawn", "entry.corrected", "northmoor", True),
        ("analyst", "entry.withdrawn", "report.made", "northmoor", False),
        ("officer", "body.erased", "report.made", "northmoor", False),
        ("supervisor", "body.erased", "sentence.passed", "northmoor", True),
        ("supervisor", "body.erased", "sentence.passed", "sussex", False),
    ],
)
def test_only_its_own_agency_amends_an_entry(role, amendment, target, agency, allowed):
    assert may_amend(Somebody(role), amendment, target, agency).allowed is allowed


def test_what_is_held_elsewhere_is_said_to_be():
    decision = may_handle(Somebody("officer"), Handling.CLINICAL)
    assert decision.reason == "This is held by health and not shown to your role, officer."


def test_the_page_of_the_policy_says_what_the_policy_says():
    page = policy_table()
    rows = {line.split(" | ")[0].strip("| "): line.rstrip("| ").split(" | ")[1:] for line in page.splitlines()}
    heads = rows["May"]
    assert heads == [role.label for role in Role]
    yes = [mark.strip() == "yes" for mark in rows["open a restricted report"]]
    assert {label for label, mark in zip(heads, yes, strict=False) if mark} == {"Supervisor", "Specialist reviewer"}
    assert set(rows) >= {does for does, _ in MAY.values()} | {f"`{kind}…`" for kind in RECORDS if kind.endswith(".")}


def test_the_page_in_the_docs_is_current():
    page = Path(__file__).parents[3] / "docs" / "reference" / "access.md"
    assert page.read_text(encoding="utf-8").endswith(policy_table()), "run: unbroken reference"
