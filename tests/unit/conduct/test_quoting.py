from __future__ import annotations

import pytest

from unbroken.conduct.quoting import quote, sentence

TEXT = "She left at six. He sat outside in his car, again. She went back in."


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_words_are_quoted_in_their_sentence():
    found = quote(TEXT, *place(TEXT, "sat outside in his car"))
    assert (found.before, found.words, found.after) == ("He ", "sat outside in his car", ", again.")
    assert found.text == "He sat outside in his car, again."


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("followed", "followed", "followed"),
        ("One\nHe followed\nThree", "followed", "He followed\n"),
        ("Paid 3.50 to him. He followed!", "followed", " He followed!"),
        ("He rang her. He rang again. Out.", "rang her. He rang", "He rang her. He rang again."),
        ("“He will ring.” She hung up.", "hung up", "” She hung up."),
    ],
)
def test_a_sentence_ends_with_its_sign_or_its_line(text, words, whole):
    first, last = sentence(text, *place(text, words))
    assert text[first:last] == whole


def test_a_long_sentence_is_cut_between_words():
    text = f"{'before ' * 40}followed {'after ' * 40}"
    found = quote(text, *place(text, "followed"), around=20)
    assert (found.before, found.after) == ("… before before ", " after after after …")


def test_a_word_without_an_end_is_cut_where_it_must_be():
    text = f"{'x' * 300}followed{'y' * 300}"
    found = quote(text, 300, 308, around=10)
    assert (found.before, found.words, found.after) == ("…" + "x" * 10, "followed", "y" * 10 + "…")


def test_blank_space_is_one_space():
    text = "He \t sat   outside  , twice"
    assert quote(text, *place(text, "sat   outside")).text == "He sat outside , twice"
