"""The rules of recognition, and the finding they come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from unbroken.conduct.recognition import RULES, Account, Finding, obsessive, recognise

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
        pytest.param(
            account(CALLS, "repeated", "told_to_stop", "other_matter"),
            Finding.HARASSMENT,
            id="on after being told, of a debt",
        ),
        pytest.param(
            account(CALLS, "repeated", "told_to_stop", "other_matter", "new_accounts_after_block"),
            Finding.STALKING_2A,
            id="under new names, whatever it is about",
        ),
        pytest.param(
            account(CALLS, "repeated", "relationship_ended", "other_matter"),
            Finding.NONE,
            id="of the children, and civil",
        ),
        pytest.param(
            account(CALLS, "repeated", "relationship_ended", "other_matter", "fear"),
            Finding.STALKING_2A,
            id="of the children, and feared",
        ),
        pytest.param(
            account(WATCHED, "repeated", "between_neighbours"),
            Finding.NOT_YET,
            id="a neighbour looks in, and nothing more",
        ),
        pytest.param(
            account(WATCHED, "repeated", "between_neighbours", "fixation"),
            Finding.STALKING_2A,
            id="a neighbour in love",
        ),
        pytest.param(
            account(frozenset({"property_damage"}), "repeated", "group"), Finding.HARASSMENT, id="what many do"
        ),
        pytest.param(account(CALLS, "repeated", "relationship_ended", "welcome"), Finding.NOT_YET, id="not unwelcome"),
        pytest.param(account(CALLS, "nothing_else", "relationship_ended"), Finding.NOT_YET, id="the only time"),
        pytest.param(
            account(CALLS, "repeated", "relationship_ended", "nothing_else"),
            Finding.NOT_YET,
            id="some calls after an end, and no more",
        ),
        pytest.param(
            account(CALLS, "repeated", "relationship_ended", "nothing_else", "fear"),
            Finding.STALKING_2A,
            id="some calls, no more, and feared",
        ),
        pytest.param(account(WATCHED, "repeated", "cleared"), Finding.NONE, id="no offence, as a court found"),
        pytest.param(
            account(WATCHED, "repeated", "cleared", "stalking_found"),
            Finding.STALKING_2A,
            id="no offence on one count, and stalking on another",
        ),
        pytest.param(account(WATCHED, "repeated", "fear", "errand"), Finding.HARASSMENT, id="a debt is collected"),
        pytest.param(account(WATCHED, "repeated", "errand", "fixation"), Finding.STALKING_2A, id="a collector in love"),
        pytest.param(
            account(WATCHED, "repeated", "fear", "other_matter"),
            Finding.STALKING_2A,
            id="what is feared in several ways is no quarrel",
        ),
        pytest.param(
            account(WATCHED, "repeated", "told_to_stop", "between_neighbours", "dispute"),
            Finding.HARASSMENT,
            id="neighbours over a hedge",
        ),
        pytest.param(
            account(CALLS, "repeated", "told_to_stop", "relationship_ended", "mutual"),
            Finding.HARASSMENT,
            id="both send messages since they parted",
        ),
        pytest.param(account(NOTHING, "repeated", "told_to_stop"), Finding.STALKING_2A, id="unsaid, and not stopped"),
        pytest.param(account(CALLS, "stalking_found"), Finding.STALKING_2A, id="a court found it"),
        pytest.param(account(NOTHING, "repeated", "fixation"), Finding.STALKING_2A, id="conduct that is not specified"),
        pytest.param(
            account(NOTHING, "repeated", "relationship_ended", "fear"),
            Finding.STALKING_2A,
            id="a former partner is feared",
        ),
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


def test_calls_without_number_fix_on_one_person() -> None:
    assert recognise(Account(CALLS, frozenset({"repeated", "fear"}), contacts=40)).finding == Finding.STALKING_2A
    assert recognise(Account(CALLS, frozenset({"repeated", "fear"}), contacts=3)).finding == Finding.HARASSMENT


def test_every_rule_is_met_or_not_and_says_what_it_means_and_where_it_stands() -> None:
    found = recognise(account(WATCHED, "repeated"))
    assert {*found.met, *found.not_met} == set(RULES)
    assert all(rule.says.endswith(".") and rule.reference for rule in RULES)


@pytest.mark.demand("RCG-02")
@pytest.mark.parametrize(
    ("account", "holds"),
    [
        (Account(behaviours=frozenset({"calls_texts"}), contacts=40), True),
        (Account(behaviours=frozenset({"calls_texts"}), duration_days=120), True),
        (Account(facts=frozenset({"new_accounts_after_block"})), True),
        (Account(behaviours=frozenset({"calls_texts"}), occasions=2), False),
    ],
)
def test_what_takes_up_much_of_the_suspect_is_obsessive(account: Account, holds: bool) -> None:
    assert obsessive(account) is holds


@pytest.mark.demand("RCG-01")
def test_a_single_incident_between_two_who_were_reported_before_is_part_of_the_whole() -> None:
    once = Account(behaviours=frozenset({"calls_texts"}), occasions=1)
    assert "earlier_reports" not in [rule.name for rule in recognise(once).met]
    assert "earlier_reports" in [rule.name for rule in recognise(replace(once, reports=2)).met]
