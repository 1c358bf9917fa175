"""Finding words to look at in one text. Pure.

A text is read sentence by sentence, since the reader gives the first place of a fact and every place counts here. Only
sentences that hold one of the patterns of these facts are read as a whole: most of what is recorded holds none, and is
passed over at a fifth of the time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import NamedTuple

from unbroken.conduct.reading.narrative import Said, read
from unbroken.conduct.reading.patterns import Patterns
from unbroken.conduct.reading.words import Text
from unbroken.vocabulary.wording import WORDING_CONCERNS

_KEPT_AT_MOST = 20_000
_KEPT: dict[bytes, tuple[Place, ...]] = {}
"""What was found, by a digest of the text: a report is folded again with every entry, and no text is held here."""
_NO_ADVICE = frozenset({"told_to_stop"})  # what the victim told the suspect is no advice to the victim


class Place(NamedTuple):
    """Words of a text that may be of this concern, from `start` to `end` in characters."""

    concern: str
    start: int
    end: int


def find(text: str) -> tuple[Place, ...]:
    """The words of a text to look at, in its order."""
    key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    found = _KEPT.get(key)
    if found is None:
        found = tuple(sorted(_find(text), key=lambda one: (one.start, one.concern)))
        if len(_KEPT) >= _KEPT_AT_MOST:
            _KEPT.clear()
        _KEPT[key] = found
    return found


def _find(text: str) -> Iterator[Place]:
    words = Text(text)
    likely = {one.start for one in _patterns().find(words)}
    for first, last in words.bounds:
        if likely.isdisjoint(range(first, last)):
            continue
        left, right = words.place(first, last)
        yield from (Place(one.name, left + one.start, left + one.end) for one in _said(text[left:right]))


def _said(sentence: str) -> Iterator[Said]:
    facts = read(sentence).facts
    told = [one for one in facts if one.name in _NO_ADVICE]
    for one in facts:
        if one.name in WORDING_CONCERNS and not any(one.start < other.end and other.start < one.end for other in told):
            yield one


@cache
def _patterns() -> Patterns:
    """The patterns of these facts alone, as they stand among all the reader's."""
    rules = tomllib.loads(files("unbroken.conduct.reading").joinpath("facts.toml").read_text(encoding="utf-8"))
    parts = ("told", "victim", "suspect")
    return Patterns({f"{name}/{part}": rules[name][part] for name in (code.code for code in WORDING_CONCERNS)
                     for part in parts if part in rules[name]})  # fmt: skip
