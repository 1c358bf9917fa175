"""The rules of recognition, and the finding they come to."""

from __future__ import annotations

import pytest

from unbroken.conduct.recognition import RULES, Account, Finding, recognise

pytestmark = pytest.mark.demand("RCG-01", "RCG-02", "RCG-04")
CALLS, WATCHED = frozenset({"calls_texts"}), frozenset({"calls_texts", "following_surveillance"})
NOTHING: frozenset[str] = frozenset()


def account(behaviours: frozenset[str] = CALLS, *facts: str, occasions: int = 0) -> Account:
    return Account(behaviours, frozenset(facts), occasions)


@pytest.mark.parametrize(
    ("told", "finding"),
    [
        pytest.param(account(NOTHING), Finding.NONE, id="nothing"),
        pytest.param(account(), Finding.NOT_YET, id="one call, and nothing else known"),
        pytest.param(account(CALLS, "relationship_ended"), Finding.NOT_YET, id="one call by a former partner"),
        pytest.param(account(CALLS, "relationship_ended", occasions=2), Finding.STALKING_2A, id="and another"),
        pytest.param(account(CALLS, "repeated", "told_to_stop"), Finding.STALKING_2A, id="on after being told"),
        pytest.param(account(WATCHED, "repeated"), Finding.STALKING_2A, id="followed, again and again"),
        pytest.param(account(CALLS, "repeated", "fear"), Finding.HARASSMENT, id="unwanted and repeated, not fixated"),
        pytest.param(account(WATCHED, "repeated", "change_of_routine"), Finding.STALKING_4A, id="a substantial effect"),
        pytest.param(
            account(WATCHED | {"threats_harm"}, "repeated", "fear"), Finding.STALKING_4A, id="fear of violence"
        ),
        pytest.param(account(CALLS, "repeated", "mutual"), Finding.HARASSMENT, id="both do it"),
        pytest.param(account(CALLS, "repeated", "dispute"), Finding.NONE, id="debts are asked for"),
    ],
)
def test_what_an_account_indicates(told: Account, finding: Finding) -> None:
    assert recognise(told).finding == finding


def test_the_questions_are_those_that_the_account_leaves_open() -> None:
    found = recognise(account(CALLS, "told_to_stop"))
    assert found.questions == (
        "Has anything like this happened before, and when did it start?",
        "What has been changed in everyday life because of it?",
        "What is feared will happen, and what has happened that makes it feared?",
    )
    assert recognise(account(NOTHING)).questions == ()


def test_every_rule_is_met_or_not_and_says_what_it_means_and_where_it_stands() -> None:
    found = recognise(account(WATCHED, "repeated"))
    assert {*found.met, *found.not_met} == set(RULES)
    assert all(rule.says.endswith(".") and rule.reference for rule in RULES)
