from __future__ import annotations

import orjson
import pytest

from tests.entries import draft
from tests.strategies import REGISTER
from unbroken.record.check import check, check_body
from unbroken.record.errors import Refused
from unbroken.record.kinds import Handling, Privacy
from unbroken.vocabulary.people import ETHNICITY_SELF

NOW = "2024-06-01T00:00:00.000000Z"
DESCRIBED = REGISTER["person.described"]


@pytest.mark.demand("REC-07")
def test_each_flag_keeps_who_said_so_and_when() -> None:
    flags = [
        {"flag": "vulnerable", "answer": "no", "said_by": "officer", "on": "2024-03-08"},
        {"flag": "mental_health", "answer": "yes", "said_by": "victim", "on": "2024-03-09"},
        {"flag": "safeguarding_adult", "answer": "not_asked"},
    ]
    content, problems = check_body({"role_here": "victim", "flags": flags}, DESCRIBED)
    assert problems == ()
    assert orjson.loads(content)["flags"] == flags


@pytest.mark.demand("REC-08")
def test_every_answer_about_ethnicity_is_kept_as_given_and_absent_is_none_of_them() -> None:
    stored = {
        code.code: check_body({"role_here": "victim", "ethnicity_self": code.code}, DESCRIBED)[0]
        for code in ETHNICITY_SELF
    }
    absent = check_body({"role_here": "victim"}, DESCRIBED)[0]
    assert len({*stored.values(), absent}) == len(ETHNICITY_SELF.codes) + 1
    assert "ethnicity" not in absent


@pytest.mark.demand("LNK-07")
def test_a_person_nobody_can_name_is_described_by_accounts_alone() -> None:
    accounts = [
        {"type": "social_handle", "value": f"@made.up.{number}", "platform": "instagram"} for number in range(5)
    ]
    numbers = [{"type": "phone", "value": f"07700 90012{number}"} for number in range(10)]
    content, problems = check_body({"role_here": "suspect", "identifiers": accounts + numbers}, DESCRIBED)
    assert problems == ()
    assert len(orjson.loads(content)["identifiers"]) == 15
    assert DESCRIBED.sentence(orjson.loads(content)) == "Described as suspect: 15 identifiers"


def test_how_to_reach_somebody_safely_is_handled_as_an_address() -> None:
    marks = DESCRIBED.model_fields["safe_contact"].annotation
    assert Handling.ADDRESS in marks.__args__[0].__metadata__  # type: ignore[union-attr]
    assert Privacy.LOCATION in marks.__args__[0].__metadata__  # type: ignore[union-attr]


@pytest.mark.demand("REC-06")
def test_an_unknown_relationship_is_an_answer_and_children_are_a_fact_of_their_own() -> None:
    stated = REGISTER["relationship.stated"]
    content, problems = check_body({"relationship": "unknown", "children_together": "unknown"}, stated)
    assert problems == ()
    assert orjson.loads(content) == {"relationship": "unknown", "children_together": "unknown"}
    assert set(stated.coded_fields()) == {"relationship", "cohabiting", "children_together", "stated_by"}


def test_a_link_is_between_two_people() -> None:
    body = {"basis": "human", "reason": "One date of birth."}
    pair = (("person", "person:p1"), ("other_person", "person:p2"))
    assert check(draft("identity.linked", body, *pair), now=NOW)
    with pytest.raises(Refused) as refused:
        check(draft("identity.linked", body, pair[0]), now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["subjects.other_person"]
