from __future__ import annotations

import orjson
import pytest

from tests.strategies import REGISTER
from unbroken.record.check import check_body
from unbroken.record.kinds import ROLE_TYPES

AMENDED = {"why": "It was another victim.", "body": {"channel": "phone"}, "subjects": [["victim", "person:v2"]]}


def test_a_correction_keeps_the_names_of_the_fields_it_came_with() -> None:
    content, problems = check_body(AMENDED, REGISTER["entry.corrected"])
    assert problems == ()
    assert orjson.loads(content) == AMENDED


def test_an_amendment_may_be_about_whatever_an_entry_is_about() -> None:
    used = {rule.role for kind in REGISTER for rule in kind.subjects}
    for name in ("entry.corrected", "entry.withdrawn", "body.erased", "record.disclosed"):
        assert {rule.role for rule in REGISTER[name].subjects} == used == set(ROLE_TYPES)
        assert {rule.at_least for rule in REGISTER[name].subjects} == {0}


@pytest.mark.parametrize("when", ["2024-03-08", "2024-03", "2009/2015", "2024-03-08T14:15:00Z"])
def test_a_corrected_time_is_anything_the_record_can_read(when: str) -> None:
    assert check_body({**AMENDED, "happened": when}, REGISTER["entry.corrected"])[1] == ()


def test_a_corrected_time_that_cannot_be_read_says_what_would_be_right() -> None:
    _, problems = check_body({**AMENDED, "happened": "last spring"}, REGISTER["entry.corrected"])
    assert [problem.field for problem in problems] == ["body.happened"]
    assert "2026-03-03" in problems[0].message
