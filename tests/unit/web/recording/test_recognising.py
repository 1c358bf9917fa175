"""Answers about people seen before: read from a browser, kept, merged, recorded."""

from __future__ import annotations

import pytest

from unbroken.web.recording.recognising import (
    Answer,
    answer_to,
    kept_answers,
    merge,
    page_of_answers,
    read_answers,
    recognised,
    split,
    to_raw,
)

pytestmark = pytest.mark.demand("LNK-01")
EARLY, LATE = "2025-03-04T10:00:00Z", "2025-03-04T11:00:00Z"


def test_answers_are_told_from_what_is_asked_on_the_page() -> None:
    sent = {"given": ["Anna"], "seen-victim-person:a": ["same"], "seen-why-victim-person:a": ["She says so."]}
    page, said = split(sent)
    assert page == {"given": ["Anna"]}
    assert read_answers(said, "victim", now=EARLY) == {"person:a": Answer("same", "She says so.", EARLY)}
    assert read_answers(said, "suspect", now=EARLY) == {}


@pytest.mark.parametrize("sent", [{"seen-victim-person:a": ["perhaps"]}, {"seen-victim-person:a": []},
                                  {"seen-why-victim-person:a": ["why"]}])  # fmt: skip
def test_what_is_no_answer_is_left_out(sent: dict[str, list[str]]) -> None:
    assert read_answers(sent, "victim", now=EARLY) == {}


def test_a_reason_is_kept_as_long_as_anybody_reads_it() -> None:
    sent = {"seen-victim-person:a": ["open"], "seen-why-victim-person:a": [" " + "x" * 10_000]}
    assert read_answers(sent, "victim", now=EARLY)["person:a"].why == "x" * 500


def test_the_same_answer_again_keeps_its_time() -> None:
    before = {"person:a": Answer("same", "", EARLY), "person:b": Answer("open", "", EARLY)}
    now = {"person:a": Answer("same", "", LATE), "person:b": Answer("apart", "", LATE)}
    assert merge(before, now) == {"person:a": before["person:a"], "person:b": now["person:b"]}


def test_answers_come_back_from_the_form_as_they_were_kept() -> None:
    answers = {"person:a": Answer("apart", "Another age.", EARLY)}
    assert kept_answers({page_of_answers("suspect"): to_raw(answers)}, "suspect") == answers
    assert kept_answers({}, "suspect") == {}


def test_the_latest_answer_about_somebody_under_any_name_counts() -> None:
    answers = {"person:a": Answer("same", "", EARLY), "person:b": Answer("apart", "", LATE)}
    assert answer_to(answers, {"person:a", "person:b", "person:c"}) == answers["person:b"]
    assert answer_to(answers, {"person:c"}) is None


def test_an_answer_is_said_and_recorded_with_its_reason() -> None:
    assert Answer("open", "", EARLY).text == "Not sure"
    assert Answer("open", "Her hair.", EARLY).text == "Not sure: Her hair."
    told = [("person:b", Answer("same", "", EARLY), 2.0), ("person:a", Answer("apart", "Taller.", LATE), 1.0)]
    assert [(one.other, one.verdict, one.reason, one.happened) for one in recognised("person:new", told)] == [
        ("person:a", "apart", "Said while the report was recorded: Taller.", LATE),
        ("person:b", "same", "Said while the report was recorded.", EARLY),
    ]
