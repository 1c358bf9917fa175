"""The language of patterns: how it is read, what it refuses, and that spaCy's own matcher finds the same."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from spacy.matcher import Matcher

from unbroken.conduct.evaluation import labelled
from unbroken.conduct.reading.patterns import BadPattern, Found, Part, Patterns, as_spacy, parts_of, spelled_out
from unbroken.conduct.reading.words import Text, language, lexicon

FILES = ("behaviours", "facts")


def rules() -> dict[str, list[str]]:
    """All patterns that ship, by rule."""
    folder = files("unbroken.conduct.reading")
    read = [tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in FILES]
    return {f"{code}/{part}": lines for one in read for code, parts in one.items() for part, lines in parts.items()
            if isinstance(lines, list)}  # fmt: skip


def found(pattern: str, text: str) -> list[str]:
    read = Text(text)
    spans = (read.place(one.start, one.end) for one in Patterns({"rule": [pattern]}).find(read))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("pattern", "text", "words"),
    [
        ("turn up .. at|outside .. HOME", "He turned up drunk at her house again.", ["turned up drunk at her house"]),
        ("turn up at", "He turned up again at the shop.", []),
        ("follow HER", "followed me, followed her home", ["followed me", "followed her"]),
        ("turn up again? at", "turned up at, turned up again at", ["turned up at", "turned up again at"]),
        ("# call", "some 40 calls and three calls", ["40 calls", "three calls"]),
        ("be _ by", "was seen by, was by", ["was seen by"]),
        (
            "stop ... call",
            "He stopped. She called. He did not stop, for all that, calling",
            ["stop, for all that, calling"],
        ),
        ("victim", "The IP used another IP address. IP's car", ["IP", "IP"]),
        (
            "post ~ door",
            "posted it through her door, posted it before he opened the door",
            ["posted it through her door"],
        ),
        ("wait ~~ door", "He waited at the side of the front door", ["waited at the side of the front door"]),
        ("call #|again", "called 30 times, called again", ["called 30", "called again"]),
        ("call #?", "called, called 20x", ["called", "called 20x"]),
        ("ex", "her ex-partner, EX-PTNR, Ex", ["ex-partner", "EX-PTNR", "Ex"]),
        ("have =been ~ =ING", "had been called, has been repeatedly ringing", ["has been repeatedly ringing"]),
        ("=kept|keeps =ING", "kept ringing, keep ringing, kept rung", ["kept ringing"]),
        ("be =told", "was told, is telling", ["was told"]),
        ("# =mornings", "on two mornings, at two in the morning", ["two mornings"]),
    ],
)
def test_a_pattern_finds_its_words(pattern: str, text: str, words: list[str]) -> None:
    assert found(pattern, text) == words


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "must begin with a word"),
        (".. call", "must begin with a word"),
        ("_ call", "must begin with a word"),
        ("call? her", "must begin with a word"),
        ("call ..", "ends with a gap"),
        ("call .. her?", "ends with a gap"),
        ("call NOBODY", "NOBODY is no class of the lexicon"),
        ("call <nobody>", "<nobody> is no phrase of the lexicon"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(BadPattern, match=why):
        Patterns({"rule": [pattern or ""]})


def test_words_are_read_in_any_form() -> None:
    assert parts_of("followed|shouting .. ip") == [
        Part(frozenset({"follow", "shout"})),
        Part(frozenset({"victim"}), gap=3),
    ]


def test_a_phrase_is_spelled_out_in_each_of_its_ways() -> None:
    ways = len(lexicon().phrases["her"])
    assert len(spelled_out("follow <her>")) == ways
    assert len(spelled_out("follow <her>? home")) == ways + 1
    assert spelled_out("follow again|#") == ["follow again", "follow #"]
    assert found("follow <her>", "followed his former wife, followed Ms Okoro") == [
        "followed his former wife",
        "followed Ms",
    ]


def test_one_call_stands_for_several_and_several_for_several_alone() -> None:
    assert parts_of("call") == [Part(frozenset({"call", "calls"}))]
    assert (found("calls", "a call"), found("call from", "calls from")) == ([], ["calls from"])


def test_spacy_finds_the_same() -> None:
    """The slow twin, over every pattern that ships and narratives of every style."""
    matcher = Matcher(language().vocab)
    for rule, lines in rules().items():
        matcher.add(rule, [spec for line in lines for spec in as_spacy(line)])
    patterns = Patterns(rules())
    compared = 0
    for one in list(labelled("tuned_on"))[::4]:
        text = Text(one.text)
        for token, norm in zip(text.doc, text.norms, strict=True):
            token.norm_ = norm
        slow: dict[tuple[str, int], int] = {}
        for first, last in text.bounds:
            for rule, start, end in matcher(text.doc[first:last]):
                key = language().vocab.strings[rule], first + start
                slow[key] = max(slow.get(key, 0), first + end)
        fast = set(patterns.find(text))
        assert fast == {Found(rule, start, end) for (rule, start), end in slow.items()}, one.id
        compared += len(fast)
    assert compared > 1000
