"""Quoting a text: words that were found in it, with enough around them to be understood. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

AROUND = 90  # characters on each side of the words that are quoted
CUT = "…"
_ENDS = re.compile(r"[.!?](?=[\s”’\"')\]]|$)|\n")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text, and what stands around them in their sentence. Runs of blank space are one space."""

    before: str
    words: str
    after: str

    @property
    def text(self) -> str:
        """The whole of it."""
        return f"{self.before}{self.words}{self.after}"


def quote(text: str, start: int, end: int, *, around: int = AROUND) -> Quote:
    """The words of a text from `start` to `end` (in characters) in their sentence, cut where that is long.

    Where it is cut, a word is left out as a whole and `…` stands for what is missing.
    """
    first, last = sentence(text, start, end)
    before, after = _one_line(text[first:start]).lstrip(), _one_line(text[end:last]).rstrip()
    if len(before) > around:
        before = CUT + _from_word(before[-around:])
    if len(after) > around:
        after = _from_word(after[:around][::-1])[::-1] + CUT
    return Quote(before, _one_line(text[start:end]), after)


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends in which some words stand; they may reach over several."""
    first = max((found.end() for found in _ENDS.finditer(text, 0, start)), default=0)
    following = _ENDS.search(text, max(start, end - 1))
    return first, following.end() if following else len(text)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _from_word(text: str) -> str:
    """A text that may begin within a word, from the first whole word on."""
    _, blank, rest = text.partition(" ")
    return f"{blank}{rest}" if blank else text
