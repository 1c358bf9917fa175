from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.spec.histories import history, load, look
from unbroken.cases.fold import fold_report
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.fold.shapes import Report
from unbroken.cases.rules import hocr_former_partner
from unbroken.safety.fold import fold_order


def _report(case: dict[str, Any]) -> Report:
    return fold_report("report:r1", history(case["entries"]))


def _found(case: dict[str, Any], state: object) -> dict[str, Any]:
    return {path: look(state, path) for path in case["is"]}


def _why(case: dict[str, Any]) -> str:
    return str(case["why"])


@pytest.mark.demand("REC-11", "REC-12", "INV-07")
@pytest.mark.parametrize("case", load("report_stages.toml"), ids=_why)
def test_a_report_stands_where_the_table_says(case: dict[str, Any]) -> None:
    assert _found(case, _report(case)) == case["is"]


@pytest.mark.demand("REC-04")
@pytest.mark.parametrize("case", load("recognition.toml"), ids=_why)
def test_recognition_and_changes_of_class_are_counted_as_the_table_says(case: dict[str, Any]) -> None:
    assert _found(case, _report(case).classes) == case["is"]


@pytest.mark.demand("INV-02", "INV-03", "CPS-03", "CPS-05")
@pytest.mark.parametrize("case", load("report_days.toml"), ids=_why)
def test_days_are_counted_as_the_table_says(case: dict[str, Any]) -> None:
    assert _found(case, _report(case)) == case["is"]


@pytest.mark.demand("REC-05")
@pytest.mark.parametrize("case", load("domestic_flag.toml"), ids=_why)
def test_the_domestic_abuse_flag_is_what_the_table_says(case: dict[str, Any]) -> None:
    assert _found(case, _report(case).domestic) == case["is"]


@pytest.mark.demand("INV-07")
@pytest.mark.parametrize("case", load("withdrawals.toml"), ids=_why)
def test_ways_of_leaving_are_kept_apart_as_the_table_says(case: dict[str, Any]) -> None:
    assert _found(case, _report(case)) == case["is"]


@pytest.mark.demand("CPS-01", "CPS-08")
@pytest.mark.parametrize("case", load("charges.toml"), ids=_why)
def test_charges_are_followed_as_the_table_says(case: dict[str, Any]) -> None:
    charges = _report(case).charges
    assert len(charges) == case["number"]
    assert _found(case, charges) == case["is"]


@pytest.mark.demand("REC-03", "REC-04", "REC-05", "REC-06", "REC-07", "REC-09", "REC-10", "INV-07")
@pytest.mark.parametrize("case", load("quality_flags.toml"), ids=_why)
def test_the_flags_that_are_up_are_those_of_the_table(case: dict[str, Any]) -> None:
    assert list(_report(case).flags) == case["is"]


def test_every_flag_has_a_case() -> None:
    shown = {flag for case in load("quality_flags.toml") for flag in case["is"]}
    assert shown == {code.code for code in FLAGS}


@pytest.mark.demand("PRO-03", "PRO-16")
@pytest.mark.parametrize("case", load("order_stages.toml"), ids=_why)
def test_an_order_stands_where_the_table_says(case: dict[str, Any]) -> None:
    order = fold_order("order:o1", history(case["entries"]))
    assert _found(case, order) == case["is"]
    assert order.is_in_force(date(2024, 6, 15)) is case["in_force"]


@pytest.mark.demand("REC-03")
@pytest.mark.parametrize("case", load("former_partner_rule.toml"), ids=_why)
def test_the_rule_on_former_partners_refuses_what_the_table_says(case: dict[str, Any]) -> None:
    problem = hocr_former_partner(
        offence=case["offence"],
        on=case["on"],
        force=case.get("force"),
        is_former_partner=case["former_partner"],
        override_reason=case.get("override"),
    )
    assert (problem is not None) is case["refused"]


def test_a_refused_class_says_what_would_be_right() -> None:
    [case, *_] = load("former_partner_rule.toml")
    problem = hocr_former_partner(
        offence=case["offence"], on=case["on"], force=None, is_former_partner=True, override_reason=None
    )
    assert str(problem) == (
        "body.offence: Harassment (s.2) by a former partner is recorded as stalking since 1 April 2020 "
        "(record it as stalking, or say why it is harassment only)"
    )
