from __future__ import annotations

from datetime import date

import pytest

from unbroken.record import phrasing as say
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.courts import COURT_TYPES, HEARING_RESULTS
from unbroken.vocabulary.outcomes import DECIDERS


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Calls or texts", "calls or texts"),
        ("Crown Court", "Crown Court"),
        ("CCTV", "CCTV"),
        ("CPS review", "CPS review"),
        ("While with the CPS", "while with the CPS"),
        ("Committed to the Crown Court for sentence", "committed to the Crown Court for sentence"),
        ("S-DASH", "S-DASH"),
        ("Stalking (s.2A)", "stalking (s.2A)"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence(label: str, inside: str) -> None:
    assert say.inline(label) == inside


def test_a_code_that_the_list_no_longer_has_is_shown_as_it_is() -> None:
    assert say.label(COURT_TYPES, {"court_type": "assize"}, "court_type") == "assize"


def test_what_is_absent_leaves_nothing_behind() -> None:
    assert say.label(COURT_TYPES, {}, "court_type") == ""
    assert say.labels(COURT_TYPES, {}, "court_type") == ""
    assert say.day({}, "on") == ""
    assert say.short({}, "court") == ""
    assert say.many({}, "conditions", "condition") == ""
    assert say.number(None, "day") == ""
    assert say.phrase("until", "") == ""
    assert say.after("Bailed", "", "") == "Bailed"
    assert say.line("Bailed", "", "today") == "Bailed today"
    assert say.clauses(("", "")) == ""


def test_who_it_was_is_left_out_where_nobody_knows() -> None:
    assert say.known(DECIDERS, {"by": "police"}, "by", prefix="decided by") == "decided by police"
    assert say.known(DECIDERS, {"by": "unknown"}, "by", prefix="decided by") == ""
    assert say.known(ANSWERS, {"answer": "refused"}, "answer") == ""
    assert say.known(ANSWERS, {"answer": "no"}, "answer") == "no"


def test_a_long_list_is_cut_and_says_how_much_more_there_is() -> None:
    codes = [code.code for code in HEARING_RESULTS][:8]
    said = say.labels(HEARING_RESULTS, {"results": codes}, "results", between=" | ")
    assert said.count(" | ") == 5
    assert said.endswith(" | 3 more")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-03-03", "3 March 2026"),
        (date(2026, 3, 3), "3 March 2026"),
        ("2026-03", "March 2026"),
        ("2026", "2026"),
        ("last week, maybe", "last week,"),
        (7, ""),
    ],
)
def test_a_date_is_said_as_well_as_it_is_known(value: object, said: str) -> None:
    assert say.day({"on": value}, "on") == said


def test_a_name_of_a_body_is_one_line_and_short() -> None:
    assert say.short({"court": "Eastvale\n Court"}, "court") == "Eastvale Court"
    long = say.short({"court": "Court " * 40}, "court")
    assert len(long) <= say.LONGEST
    assert long.endswith("…")


def test_counts_agree_with_their_nouns() -> None:
    assert say.number(1, "day") == "1 day"
    assert say.number(1200, "day") == "1,200 days"
    assert say.number(2, "condition broken", "conditions broken") == "2 conditions broken"
    assert say.many({"conditions": [{}]}, "conditions", "condition") == "1 condition"
