from __future__ import annotations

import orjson
import pytest

from tests.entries import draft
from tests.strategies import REGISTER
from unbroken.record.check import check, check_body
from unbroken.record.errors import Refused
from unbroken.record.kinds import Lane

ORDER_KINDS = [kind for kind in REGISTER if kind.kind.startswith("order.")]


@pytest.mark.demand("ASS-02")
def test_the_grade_of_the_form_and_the_judgement_are_two_facts() -> None:
    body = {
        "instrument": "sash",
        "computed_grade": "low",
        "judgement": "high",
        "judgement_reason": "He was seen outside the school.",
    }
    content, problems = check_body(body, REGISTER["risk.assessed"])
    assert problems == ()
    assert orjson.loads(content) == body
    assert REGISTER["risk.assessed"].sentence(body) == "Risk assessed with SASH: judged high; computed low"


@pytest.mark.demand("ASS-01")
def test_what_was_not_asked_is_kept_item_by_item() -> None:
    answers = [{"item": f"sd{n:02}", "answer": code} for n, code in enumerate(("yes", "no", "refused", "not_asked"))]
    content, problems = check_body({"instrument": "s_dash", "answers": answers}, REGISTER["risk.assessed"])
    assert problems == ()
    assert [answer["answer"] for answer in orjson.loads(content)["answers"]] == ["yes", "no", "refused", "not_asked"]


@pytest.mark.demand("PRO-16")
def test_every_entry_about_an_order_can_be_read_alone() -> None:
    for kind in ORDER_KINDS:
        assert kind.model_fields["type"].is_required()
        assert kind.lane is Lane.ORDERS
        assert "stalking protection order" in kind.sentence({"type": "spo"})
        assert {rule.role for rule in kind.subjects if rule.at_least} == {"order", "victim", "suspect"}
    assert len(ORDER_KINDS) == 9


@pytest.mark.demand("PRO-02")
def test_not_applying_has_reasons_that_can_be_counted() -> None:
    body = {"type": "spo", "decision": "not_apply", "why_not": ["bail_thought_enough", "victim_did_not_want"]}
    assert REGISTER["order.considered"].sentence(body) == (
        "Order considered: stalking protection order, do not apply, "
        "bail conditions thought enough, victim did not want it"
    )
    assert check_body(body, REGISTER["order.considered"])[1] == ()


@pytest.mark.demand("PRO-05")
def test_terms_are_kept_one_by_one_so_that_a_breach_can_cite_one() -> None:
    granted = {
        "type": "spo",
        "conditions": [{"kind": "no_direct_contact", "number": "1"}, {"kind": "exclusion_home", "number": "2"}],
    }
    breached = {"type": "spo", "conditions_broken": ["2"], "condition_kinds": ["exclusion_home"]}
    assert check_body(granted, REGISTER["order.granted"])[1] == ()
    assert check_body(breached, REGISTER["order.breached"])[1] == ()


def test_an_order_without_its_suspect_is_refused() -> None:
    about = (("order", "order:o1"), ("victim", "person:v1"))
    with pytest.raises(Refused) as refused:
        check(draft("order.granted", {"type": "spo"}, *about), now="2024-06-01T00:00:00.000000Z")
    assert [problem.field for problem in refused.value.problems] == ["subjects.suspect"]
