from __future__ import annotations

import orjson
import pytest

from tests.strategies import REGISTER
from unbroken.record.check import check_body
from unbroken.record.kinds import Handling
from unbroken.vocabulary.support import STATEMENT_STEPS

LEAVING = ("victim.withdrew", "victim.disengaged", "victim.did_not_support_at_report")


@pytest.mark.demand("INV-07")
def test_withdrawal_no_wish_at_report_and_loss_of_contact_are_three_kinds() -> None:
    assert len({REGISTER[name].title() for name in LEAVING}) == 3
    assert "statement_taken" in REGISTER["victim.withdrew"].model_fields
    assert "statement_taken" not in REGISTER["victim.disengaged"].model_fields
    assert "stage" not in REGISTER["victim.did_not_support_at_report"].model_fields


@pytest.mark.demand("INV-07")
@pytest.mark.parametrize("answer", ["no", "unknown", "refused", "not_asked"])
def test_a_withdrawal_without_a_statement_gives_the_reason_for_none(answer: str) -> None:
    body = {"stage": "investigation", "statement_taken": answer}
    _, problems = check_body(body, REGISTER["victim.withdrew"])
    assert [(problem.field, problem.message) for problem in problems] == [
        ("body.statement_absent_because", "is missing: say why no withdrawal statement was taken")
    ]
    assert check_body({**body, "statement_absent_because": "By phone only."}, REGISTER["victim.withdrew"])[1] == ()


@pytest.mark.demand("INV-07")
def test_a_wrong_answer_about_the_statement_is_the_only_thing_named() -> None:
    _, problems = check_body({"stage": "investigation", "statement_taken": "nope"}, REGISTER["victim.withdrew"])
    assert [problem.field for problem in problems] == ["body.statement_taken"]


@pytest.mark.demand("INV-07")
@pytest.mark.parametrize("name", LEAVING)
def test_the_victim_s_own_words_stand_beside_the_coded_reasons(name: str) -> None:
    body = {"reasons": ["fear_of_reprisal"], "words": "He knows where my mother lives."}
    stage = {} if name.endswith("at_report") else {"stage": "investigation"}
    statement = {"statement_taken": "yes"} if name == "victim.withdrew" else {}
    content, problems = check_body({**body, **stage, **statement}, REGISTER[name])
    assert problems == ()
    assert orjson.loads(content)["words"] == body["words"]
    assert "mother" not in REGISTER[name].sentence(orjson.loads(content))


@pytest.mark.demand("VIC-09")
@pytest.mark.parametrize("step", [code.code for code in STATEMENT_STEPS])
def test_each_step_of_the_personal_statement_is_an_entry_of_its_own(step: str) -> None:
    assert check_body({"statement": step}, REGISTER["impact.recorded"])[1] == ()


@pytest.mark.demand("REC-09")
def test_an_effect_in_words_alone_or_in_codes_alone_is_enough_and_nothing_is_not() -> None:
    impact = REGISTER["impact.recorded"]
    assert check_body({"words": "I moved to my sister's."}, impact)[1] == ()
    assert check_body({"effects": ["moved_home"]}, impact)[1] == ()
    assert [problem.field for problem in check_body({"with_advocate": "yes"}, impact)[1]] == ["body.words"]


@pytest.mark.demand("VIC-10")
def test_contact_says_what_it_was_about_and_whether_it_was_safe() -> None:
    body = {"about": ["nfa", "review_rights"], "channel": "phone", "within_rule": "no"}
    assert check_body(body, REGISTER["contact.made"])[1] == ()
    assert REGISTER["contact.made"].sentence(body) == (
        "Victim contacted about no further action, right to a review, by phone, outside the safe-contact rule"
    )


def test_the_advocate_s_papers_and_the_new_address_are_handled_apart() -> None:
    assert REGISTER["safetyplan.made"].handling is Handling.ADVOCATE
    assert REGISTER["feedback.given"].handling is Handling.ADVOCATE
    assert REGISTER["victim.rehoused"].handling is Handling.ADDRESS
