"""A coding frame is read strictly: what does not fit is named, with what would be right. And the frame shipped."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from unbroken.insight.coding.frame import MISSING, NOT_RECORDED, NUMBER, SEVERAL, UNITS, BadFrame
from unbroken.insight.coding.reading import LONGEST, read_frame, shipped
from unbroken.insight.schema import TABLES
from unbroken.vocabulary import ALL_LISTS

pytestmark = pytest.mark.demand("ANA-01")

HEAD = 'name = "small"\nversion = 1\ntitle = "Small"\n'
ASKED = '[[variable]]\nname = "sex"\npart = "Her"\nquestion = "Which?"\n'
VALUES = 'values = { a = "A", b = "B" }\n'


def test_a_frame_is_read_with_everything_it_says() -> None:
    found = read_frame(HEAD + ASKED + 'unit = "victim"\ncodes = "sexes"\nonly = ["female", "male"]\n'
                       'record = "victim_sex"\nshow = "after"\nsaid = { unknown = "not_known" }\n')  # fmt: skip
    [one] = found.variables
    assert (found.name, found.version, found.parts) == ("small", 1, ("Her",))
    assert [value.code for value in one.options] == ["female", "male", *MISSING]
    assert (one.unit, one.show, one.record) == ("victim", "after", "victim_sex")
    assert found.digest == read_frame(found.text).digest


def test_what_the_record_says_becomes_an_answer_where_there_is_one() -> None:
    text = (
        HEAD + ASKED + 'codes = "sexes"\nonly = ["female"]\nrecord = "victim_sex"\nsaid = { unknown = "not_known" }\n'
    )
    one = read_frame(text).variables[0]
    assert one.of_record("female") == ("female",)
    assert one.of_record("unknown") == ("not_known",)
    assert one.of_record("male") == ()
    assert one.of_record(None) == one.of_record("") == one.of_record([]) == (NOT_RECORDED,)
    yes_no = read_frame(HEAD + ASKED + 'type = "yes_no"\nrecord = "is_domestic"\nmissing = []\n').variables[0]
    assert (yes_no.of_record(True), yes_no.of_record(False), yes_no.of_record(None)) == (("yes",), ("no",), ())
    number = read_frame(HEAD + ASKED + 'type = "number"\nrecord = "officers"\n').variables[0]
    assert (number.of_record(0), number.takes("12"), number.takes("-1"), number.takes("²")) == (
        ("0",),
        True,
        False,
        False,
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "the file: is not TOML"),
        ("x" * (LONGEST + 1), "the file: has 200,001 characters (at most 200,000)"),
        ("", "the frame, name: is missing (words in quotation marks)"),
        (HEAD, "variable: is missing (one [[variable]] or more)"),
        ('name = "A b"\nversion = 1\ntitle = "T"\n' + ASKED + VALUES, "the frame, name: 'A b' is no name (lower-case"),
        (HEAD.replace("1", "true") + ASKED + VALUES, "the frame, version: is True (a whole number from 1)"),
        (HEAD + "titel = 1\n" + ASKED + VALUES, "the frame, titel: is not a field here (did you mean title?)"),
        (HEAD + ASKED + VALUES + ASKED + VALUES, "variable sex: is there twice"),
        (HEAD + ASKED, "variable sex, values: or codes are needed, and not both"),
        (HEAD + ASKED + "values = {}\n", "variable sex, values: is no table"),
        (HEAD + ASKED + 'values = { "a b" = "A" }\n', "variable sex, values: 'a b' is no code"),
        (HEAD + ASKED + 'values = { a = "" }\n', "variable sex, values: a has no words"),
        (HEAD + ASKED + 'values = { not_known = "?" }\n', "has not_known, which is a way of having no answer"),
        (HEAD + ASKED + 'codes = "sex"\n', "variable sex, codes: there is no code list 'sex' (did you mean sexes?)"),
        (HEAD + ASKED + 'codes = "sexes"\nonly = ["femal"]\n', "'femal' is not in sexes (did you mean female?)"),
        (HEAD + ASKED + 'codes = "sexes"\nonly = []\n', "variable sex, only: is no list"),
        (HEAD + ASKED + VALUES + 'unit = "person"\n', "variable sex, unit: is 'person' (one of: case, the report"),
        (HEAD + ASKED + VALUES + 'type = "number"\n', "variable sex, values: are given for a whole number"),
        (HEAD + ASKED + VALUES + 'missing = ["unknown"]\n', "variable sex, missing: is ['unknown'] (a list of"),
        (HEAD + ASKED + VALUES + 'record = "victim_sexx"\n', "is no column of the cases (did you mean victim_sex?)"),
        (HEAD + ASKED + VALUES + 'record = "officers"\n', "officers is of the kind count, the question takes"),
        (HEAD + ASKED + 'type = "number"\nrecord = "linked_reports"\n', "linked_reports is about other reports too"),
        (HEAD + ASKED + VALUES + 'said = { x = "c" }\n', "variable sex, said: x is said to be 'c' (one of a"),
        (HEAD + "[missing]\nrefused = 'R'\n" + ASKED + VALUES, "missing, refused: is not a field here"),
        (HEAD + "variable = [1]\n", "variable 1: is no table"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_what_would_be_right(text: str, says: str) -> None:
    with pytest.raises(BadFrame) as refused:
        read_frame(text)
    assert says in str(refused.value)


def test_the_ways_of_having_no_answer_can_have_the_frame_s_own_words() -> None:
    found = read_frame(HEAD + '[missing]\nnot_known = "No idea"\n' + ASKED + VALUES + 'missing = ["not_known"]\n')
    assert [value.label for value in found.variables[0].missing] == ["No idea"]


# -- the frame that is shipped -----------------------------------------------------------------------------------------

FRAME = shipped()


def test_it_asks_about_victim_suspect_offence_investigation_and_outcome() -> None:
    assert FRAME.parts == ("The victim", "The suspect", "What was done", "The investigation", "How it ended")
    assert {one.unit for one in FRAME.variables} == set(UNITS)
    assert len(FRAME.variables) >= 40


@pytest.mark.parametrize("one", FRAME.variables, ids=lambda one: one.name)
def test_each_question_is_one_that_can_be_answered(one) -> None:  # type: ignore[no-untyped-def]
    assert one.question.endswith("?")
    assert not one.help or one.help.endswith(".")
    assert one.missing, "nobody can always know"
    assert len(one.values) != 1
    labels = Counter(value.label for value in one.options)
    assert labels.most_common(1)[0][1] == 1, "two answers have the same words"
    assert one.values or one.type == NUMBER


def test_each_code_that_the_record_can_hold_has_an_answer_or_was_left_out_on_purpose() -> None:
    """Else the record would seem to disagree with every coder."""
    columns = {column.name: column for column in TABLES["cases"].columns}
    lists = {codes.name: codes for codes in ALL_LISTS}
    lost = {}
    for one in FRAME.variables:
        codes = lists.get(columns[one.record].codes) if one.record else None
        if codes and (without := [code.code for code in codes if not one.of_record(code.code)]):
            lost[one.name] = without
    assert set(lost) <= {"charges"}  # of many offences those that matter are asked, and the rest as "Other"


def test_the_file_says_where_the_measures_come_from() -> None:
    assert FRAME.text.startswith("# What was coded by hand of 376 reports")
    assert "about" in tomllib.loads(FRAME.text)
    assert sum(one.type == SEVERAL for one in FRAME.variables) >= 8
