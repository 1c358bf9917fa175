"""The waterfall of a weight, and how weights and decisions are said."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from unbroken.people.linkage.model import Thresholds
from unbroken.people.linkage.scoring import Part, Score
from unbroken.web.presenters.review import name_both, say_decision, say_likely
from unbroken.web.presenters.waterfall import describe, present_waterfall, say_bits, say_percent, steps_of

LIMITS = Thresholds(join=8.0, break_=5.0, review=0.0)
SCORE = Score(
    4.5,
    -14.0,
    (
        Part("name", "Name", "same", "same name", 13.5, 3.5),
        Part("birth", "Date of birth", "differs", "different dates of <birth>", -7.0),
        Part("phone", "Phone", "own", "same phone number, used by nobody else", 12.0),
    ),
)


@pytest.mark.demand("LNK-01")
def test_each_bar_begins_where_the_last_ended_and_the_sum_stands_by_itself() -> None:
    steps = steps_of(SCORE)
    assert [(step.start, step.end) for step in steps] == [(0, -14), (-14, -0.5), (-0.5, -7.5), (-7.5, 4.5), (0, 4.5)]
    assert [step.is_sum for step in steps] == [False] * 4 + [True]


def test_the_table_has_the_figures_of_the_picture() -> None:
    rows = [tuple(cell.text for cell in row) for row in present_waterfall(SCORE, LIMITS).table.rows]
    assert rows[0] == ("Any two people", "before anything is compared", "−14.0", "−14.0")
    assert rows[1] == ("Name", "same name (of which +3.5 because the value is rare)", "+13.5", "−0.5")
    assert rows[-1] == ("Together", "the match weight", "", "+4.5")


def test_both_pictures_are_whole_with_a_title_a_description_and_ids_of_their_own() -> None:
    made = present_waterfall(SCORE, LIMITS)
    ids = []
    for svg in (made.wide, made.narrow):
        root = ElementTree.fromstring(svg)
        ids += [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
        text = "".join(root.itertext())
        assert "What makes the match weight of +4.5 bits" in text
        assert describe(SCORE, LIMITS) in text
        assert "<birth>" in text
        assert "style=" not in svg
        assert len({one.attrib["fill"] for one in root.iter() if "fill" in one.attrib}) <= 6
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize(("weight", "said"), [(0.04, "0.0"), (4.25, "+4.2"), (-3.14, "−3.1"), (22.0, "+22.0")])
def test_bits_are_said_with_their_sign(weight: float, said: str) -> None:
    assert say_bits(weight) == said


@pytest.mark.parametrize(
    ("weight", "said"),
    [(0, "50%"), (5.6, "98%"), (8, "99.6%"), (30, "more than 99.9%"), (-30, "less than 0.1%"), (-8, "0.4%")],
)
def test_nobody_is_said_to_be_surely_anybody(weight: float, said: str) -> None:
    assert say_percent(weight) == said


@pytest.mark.parametrize(
    ("weight", "said"),
    [(9, "Very likely, by what agrees"), (6, "Likely"), (3, "More likely than not"), (0, "Possible"), (-1, "Unlikely")],
)
def test_lists_say_likelihood_in_words(weight: float, said: str) -> None:
    assert say_likely(weight, LIMITS) == said


def test_two_of_one_name_are_told_apart_by_their_references() -> None:
    names = {"person:a": "Jo", "person:b": "Jo", "person:c": "Al"}
    assert name_both("person:a", "person:b", names) == "Jo (a) and Jo (b)"
    assert name_both("person:a", "person:c", names) == "Jo and Al"


def test_a_decision_says_who_is_one_person_now() -> None:
    assert say_decision("same", "A", "B", "A") == "A and B are one person now, in 3 descriptions."
    assert say_decision("same", "A", "A") == "The descriptions of A are one person now, in 2 descriptions."
    assert say_decision("apart", "A", "B").startswith("A and B are not the same person.")
