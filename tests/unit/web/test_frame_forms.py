"""The form kit: what is read, what is refused and in which words, and what is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import engines
from django.utils.datastructures import MultiValueDict

from unbroken.record.errors import Problem, Refused
from unbroken.record.times import read_interval
from unbroken.vocabulary.codes import Code, CodeList
from unbroken.web.forms import (
    Checkboxes,
    Choice,
    Clock,
    Field,
    File,
    Filled,
    Form,
    Hidden,
    Number,
    Radios,
    Select,
    Text,
    Textarea,
    When,
    at,
    choices_of,
    during,
)

TODAY = date(2026, 3, 10)
RENDER = engines["jinja2"].from_string("{{ formErrors(form) }}{{ formFields(form) }}").render


def read(*fields: Field, sent: str = "", files: Any = None) -> Filled:
    return Form(fields).read(QueryDict(sent), files, today=TODAY)


def value_of(field: Field, sent: str) -> Any:
    filled = read(field, sent=sent)
    assert filled.errors == []
    return filled.values[field.name]


def message_of(field: Field, sent: str) -> str:
    [error] = read(field, sent=sent).errors
    return error["text"]


NAME = Text("name", "Name", called="the victim's name")
TIMES = Number("times", "How many times?", called="how many times", least=1, most=1000)
WORDS = Textarea("words", "What did she say?", called="what she said", max_length=20)
CLOCK = Clock("clock", "Time")
DAY = When("when", "When was it?", called="the day it happened")
MONTH = When("when", "When was it?", called="the day it happened", least="month")
YEAR = When("when", "When was it?", called="the day it happened", least="year")
CAR = Text("car", "Car", check=lambda car: "A car has a number" if "1" not in car else None)
MONTHS = "The day it happened: the month must be from 1 to 12, or its name"
BOXES = Checkboxes(
    "how",
    "What was done?",
    called="what was done",
    choices=(Choice("followed", "Followed"), Choice("waited", "Waited"), Choice("none", "None of these", alone=True)),
)
KNOWN = Radios(
    "known",
    "Is he known?",
    called="whether he is known",
    choices=(Choice("yes", "Yes", fields=(Text("who", "Who is it?", called="who it is"),)), Choice("no", "No")),
)


@pytest.mark.parametrize(
    ("field", "sent", "value"),
    [
        (NAME, "name=+Anna++Maria%0A", "Anna Maria"),
        (NAME, "name=An%00na", "Anna"),
        (TIMES, "times=1,000", 1000),
        (WORDS, "words=+one%0D%0Atwo+", "one\ntwo"),
        (CLOCK, "clock=2:15pm", "14:15"),
        (CLOCK, "clock=2.15+PM", "14:15"),
        (CLOCK, "clock=14:15", "14:15"),
        (CLOCK, "clock=0905", "09:05"),
        (CLOCK, "clock=12am", "00:00"),
        (CLOCK, "clock=12pm", "12:00"),
        (CLOCK, "clock=midnight", "00:00"),
        (CLOCK, "clock=noon", "12:00"),
        (CLOCK, "clock=2+p.m.", "14:00"),
        (DAY, "when-day=3&when-month=3&when-year=2026", "2026-03-03"),
        (DAY, "when-day=03&when-month=Sept&when-year=2025", "2025-09-03"),
        (DAY, "when-day=10&when-month=03&when-year=2026", "2026-03-10"),  # today
        (MONTH, "when-month=march&when-year=2026", "2026-03"),
        (YEAR, "when-year=1999", "1999"),
        (BOXES, "how=waited&how=followed", ("followed", "waited")),
        (BOXES, "how=none", ("none",)),
        (KNOWN, "known=no", "no"),
        (Select("court", "Court", choices=(Choice("a", "A"),)), "court=a", "a"),
        (Hidden("step"), "step=2", "2"),
        (Text("phone", "Phone", required=False), "", None),
        (Checkboxes("how", "How", required=False, choices=BOXES.choices), "", ()),
    ],
)
def test_what_was_typed_is_read(field: Field, sent: str, value: Any) -> None:
    assert value_of(field, sent) == value


@pytest.mark.parametrize(
    ("field", "sent", "message"),
    [
        (NAME, "name=+", "Enter the victim's name"),
        (Text("name", "Full name"), "", "Enter full name"),
        (Text("name", "Name", missing="Say who she is"), "", "Say who she is"),
        (Text("name", "Name", max_length=3), "name=Anna", "Name must be 3 characters or fewer"),
        (WORDS, "words=" + "a" * 21, "What she said must be 20 characters or fewer"),
        (TIMES, "times=a+few", "How many times must be a whole number"),
        (TIMES, "times=1.5", "How many times must be a whole number"),
        (TIMES, "times=0", "How many times must be between 1 and 1,000"),
        (TIMES, "times=²", "How many times must be a whole number"),
        (CLOCK, "clock=2", "Time must be a time, like 2:15pm or 14:15"),
        (CLOCK, "clock=13pm", "Time must be a time, like 2:15pm or 14:15"),
        (CLOCK, "clock=0am", "Time must be a time, like 2:15pm or 14:15"),
        (CLOCK, "clock=25:00", "Time must be a time, like 2:15pm or 14:15"),
        (CLOCK, "clock=later", "Time must be a time, like 2:15pm or 14:15"),
        (DAY, "", "Enter the day it happened"),
        (DAY, "when-year=2026", "The day it happened must include a day and a month"),
        (MONTH, "when-year=2026", "The day it happened must include a month"),
        (YEAR, "when-day=3&when-year=2026", "The day it happened must include a month"),
        (YEAR, "when-month=3", "The day it happened must include a year"),
        (DAY, "when-day=31&when-month=2&when-year=2026", "The day it happened must be a real date"),
        (DAY, "when-day=11&when-month=3&when-year=2026", "The day it happened must be today or in the past"),
        (DAY, "when-day=3&when-month=3&when-year=26", "The day it happened: the year must be four numbers, like 2026"),
        (DAY, "when-day=3&when-month=3&when-year=9999", "The day it happened: the year must be 2199 or earlier"),
        (DAY, "when-day=3&when-month=ju&when-year=2025", MONTHS),
        (DAY, "when-day=3&when-month=13&when-year=2025", MONTHS),
        (DAY, "when-day=32&when-month=1&when-year=2025", "The day it happened: the day must be from 1 to 31"),
        (BOXES, "", "Select what was done"),
        (BOXES, "how=none&how=waited", "Select what was done, or select “None of these”"),
        (BOXES, "how=hacked", "Select what was done from the list"),
        (KNOWN, "", "Select whether he is known"),
        (KNOWN, "known=hacked", "Select whether he is known from the list"),
        (KNOWN, "known=yes", "Enter who it is"),
        (CAR, "car=A", "A car has a number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_name(field: Field, sent: str, message: str) -> None:
    assert message_of(field, sent) == message


def test_a_date_to_come_may_be_asked_for() -> None:
    hearing = When("when", "Hearing", future=True)
    assert value_of(hearing, "when-day=11&when-month=3&when-year=2026") == "2026-03-11"


@pytest.mark.parametrize("field", [DAY, MONTH, YEAR])
@pytest.mark.parametrize("known", ["2026-03-03", "2026-03", "2018"])
def test_what_a_date_holds_is_what_it_gives_back(field: When, known: str) -> None:
    parts = field.show(known)
    exact = {"day": 10, "month": 7, "year": 4}[field.least]
    if len(known) >= exact:
        assert field.read(parts, today=TODAY) == known


def test_a_question_must_say_what_messages_call_it() -> None:
    with pytest.raises(ValueError, match="its label is a question"):
        Text("who", "Who is it?")


def test_a_name_stands_once_in_a_form() -> None:
    with pytest.raises(ValueError, match="a field twice"):
        Form((KNOWN, Text("who", "Who")))


def test_what_belongs_to_a_choice_not_made_is_not_asked() -> None:
    filled = read(KNOWN, sent="known=no&who=Piotr")
    assert (filled.ok, filled.values) == (True, {"known": "no"})
    assert "Piotr" in RENDER({"form": filled})  # but it is not lost should the choice change


@pytest.mark.parametrize("field", [NAME, WORDS, CLOCK, DAY, Hidden("name")], ids=lambda field: type(field).__name__)
def test_a_huge_value_makes_no_huge_page_and_is_never_cut_unsaid(field: Field) -> None:
    huge = "a" * 5_000_000
    filled = read(field, sent=f"name={huge}&words={huge}&clock={huge}&when-day={huge}&when-month=3&when-year=2024")
    assert len(RENDER({"form": filled})) < 250_000
    assert filled.ok == isinstance(field, Hidden), "what is carried along is never trusted"
    if isinstance(field, Text | Textarea):
        assert "is far too long. Only the first 100,000 characters of it are shown" in filled.errors[0]["text"]


def test_what_was_typed_is_kept_when_something_is_wrong() -> None:
    filled = read(NAME, DAY, BOXES, KNOWN, WORDS, sent="when-day=40&how=waited&known=yes&words=%3Cb%3E&name=Anna")
    shown = RENDER({"form": filled})
    for kept in ('value="Anna"', 'value="40"', "&lt;b&gt;"):
        assert kept in shown
    assert shown.count(" checked") == 2
    assert 'href="#when-month"' in shown
    assert 'href="#who"' in shown


def test_errors_stand_in_the_order_of_the_page_and_lead_to_the_field() -> None:
    filled = read(NAME, KNOWN, BOXES, sent="known=yes")
    assert filled.errors == [
        {"text": "Enter the victim's name", "href": "#name"},
        {"text": "Enter who it is", "href": "#who"},
        {"text": "Select what was done", "href": "#how"},
    ]


def test_a_file_is_checked_for_kind_and_size() -> None:
    field = File("file", "Recording", extensions=(".mp3",), max_bytes=4 * 1024 * 1024)

    def say(name: str, size: int) -> list[str]:
        files = MultiValueDict({"file": [SimpleUploadedFile(name, b"x" * size)]})
        return [error["text"] for error in read(field, files=files).errors]

    assert say("a.mp3", 10) == []
    assert say("A.MP3", 10) == []
    assert say("a.exe", 10) == ["The file must be one of: .mp3"]
    assert say("a.mp3", 0) == ["The file is empty"]
    assert say("a.mp3", 5 * 1024 * 1024) == ["The file must be smaller than 4MB"]
    assert message_of(field, "") == "Select recording"


def test_rules_over_several_fields_come_after_each_by_itself() -> None:
    def ordered(values: Any) -> list[tuple[str, str]]:
        first, last = values.get("first"), values.get("last")
        return [("last", "The last day must not be before the first")] if first and last and last < first else []

    form = Form(
        (YEAR.__class__("first", "First", least="year"), YEAR.__class__("last", "Last", least="year")), (ordered,)
    )
    sent = QueryDict("first-year=2020&last-year=2019")
    assert form.read(sent, today=TODAY).errors == [
        {"text": "The last day must not be before the first", "href": "#last-day"}
    ]


def test_what_the_record_refuses_is_said_beside_the_field() -> None:
    filled = read(NAME, sent="name=Anna").refused(
        Refused((Problem("body.name", "is not a name", "letters"), Problem("subjects.victim", "nobody is named"))),
    )
    assert filled.errors == [{"text": "Nobody is named"}, {"text": "Is not a name: letters", "href": "#name"}]
    named = read(NAME, sent="name=Anna").refused(
        Refused((Problem("subjects.victim", "x"),)), {"subjects.victim": "name"}
    )
    assert named.errors == [{"text": "X", "href": "#name"}]


def test_the_first_thing_wrong_with_a_field_is_the_one_said() -> None:
    filled = read(NAME, sent="").refuse([("name", "second"), ("name", "third")])
    assert [error["text"] for error in filled.errors] == ["Enter the victim's name"]


def test_a_form_shown_twice_has_names_of_its_own() -> None:
    form = Form((NAME, KNOWN)).prefixed("incident-1-")
    filled = form.read(QueryDict("incident-1-name=Anna&incident-1-known=yes&name=Other"), today=TODAY)
    assert filled.values["name"] == "Anna"
    assert filled.errors == [{"text": "Enter who it is", "href": "#incident-1-who"}]
    assert 'name="incident-1-who"' in RENDER({"form": filled})


def test_a_form_starts_with_what_is_known() -> None:
    form = Form((NAME, MONTH, BOXES, KNOWN))
    filled = form.start({"name": "Anna", "when": "2026-03", "how": ("waited",), "known": "yes", "who": "Piotr"})
    shown = RENDER({"form": filled})
    assert filled.errors == []
    for value in ("Anna", "Piotr", "2026"):
        assert f'value="{value}"' in shown
    assert shown.count(" checked") == 2


def test_what_was_not_given_is_left_out_of_an_entry() -> None:
    filled = read(NAME, Text("phone", "Phone", required=False), sent="name=Anna")
    assert filled.values == {"name": "Anna", "phone": None}
    assert filled.given == {"name": "Anna"}


def test_a_field_can_be_shown_by_itself() -> None:
    shown = engines["jinja2"].from_string('{{ formField(form["who"]) }}').render({"form": Form((KNOWN,)).start()})
    assert 'name="who"' in shown
    assert 'name="known"' not in shown
    with pytest.raises(KeyError):
        Form((KNOWN,)).find("nobody")


def test_choices_come_from_a_code_list_on_the_day() -> None:
    codes = CodeList(
        "x",
        "X",
        "test",
        (Code("a", "First", valid_to=date(2019, 1, 1)), Code("b", "Second", note="A note"), Code("c", "Third")),
    )
    assert [choice.value for choice in choices_of(codes)] == ["a", "b", "c"]
    assert choices_of(codes, on=TODAY)[0] == Choice("b", "Second", "A note")
    assert [choice.value for choice in choices_of(codes, only=("c", "b"))] == ["c", "b"]


@pytest.mark.parametrize(
    ("day", "clock", "text"),
    [
        ("2026-03-03", "14:15", "2026-03-03T14:15"),
        ("2026-03-03", None, "2026-03-03"),
        ("2026-03", "14:15", "2026-03"),  # a time of no day says nothing
        (None, "14:15", None),
    ],
)
def test_a_day_and_a_time_become_one(day: str | None, clock: str | None, text: str | None) -> None:
    assert at(day, clock) == text
    if text:
        read_interval(text)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2009", "2015", "2009/2015"),
        ("2009", None, "2009"),
        (None, "2015", "2015"),
        ("2009", "2009", "2009"),
        (None, None, None),
    ],
)
def test_two_ends_become_a_span(first: str | None, last: str | None, text: str | None) -> None:
    assert during(first, last) == text
