from __future__ import annotations

import pytest

from unbroken.record.times import read_interval
from unbroken.web.forms import Form
from unbroken.web.recording.happening import answers_for, happened_in, when_fields, when_rules

TIMES = ["2025-03-03T14:15", "2025-03-03", "2025-03", "2025", "2025-03-03/2025-04-09", "2025-03-03/2025-03-04"]


@pytest.mark.demand("REC-10")
@pytest.mark.parametrize("text", TIMES)
def test_a_time_is_asked_back_as_exactly_as_it_is_known(text):
    assert read_interval(happened_in(answers_for(read_interval(text))) or "") == read_interval(text)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"happened": "2025-03", "happened_until": "2025-05"}, "2025-03/2025-05"),
        ({"happened": "2025-03-03", "happened_until": "2025-03-03", "happened_clock": "09:00"}, "2025-03-03T09:00"),
        ({"happened": "2025", "happened_clock": None}, "2025"),
        ({}, None),
    ],
)
def test_when_it_happened_from_its_answers(values, text):
    assert happened_in(values) == text


WRONG = [
    ({"happened": "2025-03-03", "happened_until": "2025-03-02"}, ["happened_until"]),
    ({"happened": "2025-03-03", "happened_until": "2025"}, []),
    ({"happened": "2025-03", "happened_clock": "09:00"}, ["happened_clock"]),
    ({"happened": "2025-03-03", "happened_clock": "09:00"}, []),
]


@pytest.mark.parametrize(("values", "fields"), WRONG)
def test_what_does_not_fit_together_is_named(values, fields):
    assert [name for name, _ in when_rules(values)] == fields


def test_a_year_is_enough():
    form = Form(when_fields("When was it", spans=True))
    assert form.start({"happened": "2025"}).typed["happened"] == ("", "", "2025")
