from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.conduct.four import AGAINST, QUESTIONS, Answer, Prompt, ask_four, is_domestic, prompt
from unbroken.conduct.recognition import RULES, Account, Finding, recognise
from unbroken.vocabulary.behaviours import BEHAVIOURS

pytestmark = pytest.mark.demand("RCG-02")
CASES = tomllib.loads(Path(__file__).with_name("four.toml").read_text(encoding="utf-8"))["case"]
FACTS = sorted({name for rule in RULES for name in rule.rests_on} - {code.code for code in BEHAVIOURS})
ACCOUNTS = st.builds(
    Account,
    behaviours=st.frozensets(st.sampled_from([code.code for code in BEHAVIOURS]), max_size=4),
    facts=st.frozensets(st.sampled_from([*FACTS, "personally_connected"]), max_size=5),
    occasions=st.integers(0, 12),
    contacts=st.integers(0, 12),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_the_four_questions_are_answered_as_the_table_says(case: dict[str, Any]) -> None:
    account = Account(
        behaviours=frozenset(case.get("behaviours", ())),
        facts=frozenset(case.get("facts", ())),
        occasions=case.get("occasions", 0),
        contacts=case.get("contacts", 0),
    )
    found = ask_four(account)
    assert tuple(one.question.name for one in found) == QUESTIONS
    assert [one.answer for one in found] == case["is"]
    assert prompt(found, is_domestic=is_domestic(account)) == case["prompt"]


@given(ACCOUNTS)
def test_every_answer_but_not_known_has_the_rule_that_gives_it(account: Account) -> None:
    for one in ask_four(account):
        assert (one.by is None) == (one.answer is Answer.NOT_KNOWN)
        if one.by is not None:
            assert one.by.holds(account)
            assert (one.by.name in AGAINST) == (one.answer is Answer.NO)


@given(ACCOUNTS)
def test_a_prompt_of_stalking_stands_beside_a_finding_that_says_something(account: Account) -> None:
    if prompt(ask_four(account), is_domestic=is_domestic(account)) is Prompt.STALKING and account.behaviours:
        found = recognise(account)
        speaks_against = {rule.name for rule in found.met} & {"another_matter", "over", "welcome", "cleared"}
        assert speaks_against or found.finding in (Finding.STALKING_4A, Finding.STALKING_2A, Finding.HARASSMENT)
