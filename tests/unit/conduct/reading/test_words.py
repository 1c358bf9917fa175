"""The norms of words: slips, names, and words that turn by those around them."""

from __future__ import annotations

import pytest

from unbroken.conduct.reading.words import NAME, Text, lexicon

pytestmark = pytest.mark.demand("RCG-03")


@pytest.mark.parametrize(
    ("word", "norm"),
    [
        ("sedning", "send"),
        ("mesages", "messages"),
        ("voicmail", "voicemail"),
        ("follllowed", "follllowed"),  # two letters too many
        ("massages", "massages"),  # another letter, another word
        ("coroner", "coroner"),
        ("mesg", "mesg"),  # too short to tell
    ],
)
def test_a_long_word_with_one_slip_is_the_word_that_was_meant(word: str, norm: str) -> None:
    assert lexicon().norm(word) == norm


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Then Okoro rang. Okoro came.", ["Okoro", "Okoro"]),
        ("Yesterday it rained.", []),
        ("She told Mr Teague.", ["Mr", "Teague"]),
        ("She lives in Whitby.", []),
        ("HE RANG OKORO.", []),
    ],
)
def test_names_are_words_with_a_capital_inside_a_sentence(text: str, named: list[str]) -> None:
    read = Text(text)
    assert [word for word, norm in zip(read.texts, read.norms, strict=True) if norm == NAME] == named


@pytest.mark.parametrize(
    ("text", "word", "norm"),
    [
        ("IP address", "ip", "internet"),
        ("her sister's house", "'s", "'s"),
        ("he's ringing", "'s", "be"),
        ("in the car park", "park", "carpark"),
        ("at her add", "add", "address"),
        ("he will add it", "add", "add"),
        ("as if he knew", "if", "as-if"),
        ("no fewer than nine", "no", "at-least"),
        ("called without respite", "without", "on-and-on"),
        ("on 3 March he", "march", "month-of-may"),
        ("they march on", "march", "march"),
        ("rang 20x", "20x", "20x"),
    ],
)
def test_some_words_go_by_those_around_them(text: str, word: str, norm: str) -> None:
    read = Text(text)
    assert read.norms[read.words.index(word)] == norm


def test_how_often_is_a_number_in_shorthand_too() -> None:
    assert Text("rang x20 and 15x").numbers == [False, True, False, True]


@pytest.mark.parametrize(
    ("word", "counts"), [("40", True), ("forty-three", True), ("well-known", False), ("12/04", False), ("2115", False)]
)
def test_dates_clock_times_and_years_count_nothing(word: str, counts: bool) -> None:
    assert Text(f"rang {word} times").numbers == [False, counts, False]
