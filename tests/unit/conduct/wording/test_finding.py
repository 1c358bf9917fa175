from __future__ import annotations

import pytest

from unbroken.conduct.reading.narrative import read
from unbroken.conduct.wording.finding import find


def found(text: str) -> list[tuple[str, str]]:
    return [(place.concern, text[place.start : place.end]) for place in find(text)]


@pytest.mark.demand("PRO-13")
@pytest.mark.parametrize(
    "text",
    [
        "Officer advised her to ignore him.",
        "Victim was advised to change her number.",
        "She was told to block him and come off social media.",
        "VICTIM ADVISED TO BLOCK SUSPECT",
    ],
)
def test_advice_that_may_do_harm_is_found(text):
    assert {concern for concern, _ in found(text)} == {"harmful_advice"}


@pytest.mark.demand("INV-13")
@pytest.mark.parametrize("text", ["She seems to be exaggerating.", "Victim has led him on.", "Tit for tat."])
def test_words_that_may_doubt_or_blame_are_found(text):
    assert {concern for concern, _ in found(text)} == {"doubt_or_blame"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Victim updated by phone.",
        "Advised to keep a diary and to call 999.",
        "She was not advised to block him.",
        "She told him to stop and blocked him.",
        "Everything she said was corroborated.",
    ],
)
def test_other_words_are_passed_over(text):
    assert found(text) == []


def test_every_sentence_counts_and_its_place_is_that_in_the_whole_text():
    text = "Report taken.\nAdvised to ignore him. He rang again.  Advised to change her number."
    assert found(text) == [
        ("harmful_advice", "Advised to ignore"),
        ("harmful_advice", "Advised to change her number"),
    ]


def test_a_text_read_again_gives_the_same():
    text = "Advised her to ignore him."
    assert find(text) is find(text)


@pytest.mark.parametrize("text", ["Advised to ignore him.", "She is exaggerating.", "He followed her. She rang."])
def test_of_one_sentence_it_finds_what_the_reader_finds(text):
    facts = {fact.name for fact in read(text).facts} & {"harmful_advice", "doubt_or_blame"}
    assert {place.concern for place in find(text)} == facts
