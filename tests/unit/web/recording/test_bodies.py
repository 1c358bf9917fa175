from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import bodies
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.record.errors import Problem
from unbroken.record.kinds import REGISTER
from unbroken.web.forms import Select, Text
from unbroken.web.recording.bodies import body_of, field_of, say_problem, slots_in, values_of

PERSON = shapes_of("person.described")


def test_what_was_not_answered_is_left_out():
    values = {"role_here": "victim", "age": None, "works_in": (), "names-0-given": "", "safe_contact-times": None}
    assert body_of(PERSON, values) == {"role_here": "victim"}


def test_nought_is_an_answer():
    assert body_of(shapes_of("victim.disengaged"), {"attempts": 0}) == {"attempts": 0}


def test_parts_left_empty_are_no_parts():
    values = {
        "names-0-given": "Anna",
        "names-1-given": None,
        "names-3-text": "Annie",
        "safe_contact-channels": ("text",),
    }
    assert body_of(PERSON, values) == {
        "names": [{"given": "Anna"}, {"text": "Annie"}],
        "safe_contact": {"channels": ["text"]},
    }


def test_bail_without_conditions_says_so():
    assert body_of(shapes_of("suspect.bailed"), {"stage": None}) == {"conditions": []}


def test_the_numbers_of_parts_are_those_of_their_own_list():
    assert slots_in(["names-2-given", "names-0-text", "identifiers-7-value", "names"], "names") == [0, 2]


PROBLEMS = [
    ("body.role_here", "role_here"),
    ("body.works_in.1", "works_in"),
    ("body.names.1.text", "names-3-text"),
    ("body.safe_contact.never", "safe_contact-never"),
    ("body.names", "names-0-kind"),
    ("body.body.names.0.given", "names-0-given"),
    ("body.nothing", ""),
    ("happened", "happened"),
    ("body.happened", "happened"),
    ("subjects.suspect", "subjects-suspect"),
    ("source_ref", ""),
]


@pytest.mark.parametrize(("path", "name"), PROBLEMS)
def test_a_problem_leads_to_the_field_that_caused_it(path, name):
    values = {"names-0-given": "Anna", "names-1-given": None, "names-3-text": "Annie"}
    assert field_of(Problem(path, "is wrong"), PERSON, values) == name


SAID = [
    (Problem("body.x", "is missing"), "Enter the court"),
    (Problem("body.x", "is missing: say why no statement was taken"), "Say why no statement was taken"),
    (Problem("body.x", "must be 80 characters or fewer"), "The court must be 80 characters or fewer"),
    (Problem("body.x", "must be at least 1"), "The court must be at least 1"),
    (Problem("body.x", "is before date"), "The court is before date"),
    (Problem("body.x", "the class changes", "give the reason"), "The class changes: give the reason"),
]


@pytest.mark.parametrize(("problem", "said"), SAID, ids=[said for _, said in SAID])
def test_a_problem_is_said_in_the_words_of_its_field(problem, said):
    assert say_problem(problem, Text("x", "Which court?", called="the court")) == said


def test_what_is_chosen_is_selected_and_not_entered():
    assert say_problem(Problem("body.x", "is missing"), Select("x", "Plea")) == "Select plea"


@pytest.mark.parametrize("kind", [kind.kind for kind in REGISTER])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_answers_made_from_a_body_make_that_body(kind: str, data: st.DataObject) -> None:
    """Correcting an entry without changing anything must change nothing, whatever its kind."""
    body, shapes = data.draw(bodies(kind)), shapes_of(kind)
    asked = [shape for shape in shapes if shape.type != "mapping"]
    again = body_of(asked, values_of(asked, body))
    names = {shape.name for shape in asked}
    assert again == {name: value for name, value in body.items() if name in names and value != {}}
