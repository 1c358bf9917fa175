"""Whether something was done on more than one occasion, where no word says so: by tense, by time, by how it is told.

English tells habits by tense: `he rings` is what he does again and again, `has been ringing` what goes on. Several acts
told in sentences of their own, each with its own time, are several occasions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from unbroken.conduct.reading.patterns import Found
from unbroken.conduct.reading.words import Text, classes

_WEEK = 7
_HEADING = 3  # words of a sentence that is but a date, as in diaries: `14th. He rang.`
_MANY = 3  # sentences that tell of conduct, from which it was not all at once


def habits(text: Text, acts: Iterable[Found]) -> Iterator[Found]:
    """Of acts, which begin with their verb, those that are told as what is done again and again."""
    return (one for one in acts if _is_habit(text, one.start) or _goes_on(text, one.start))


def occasions(text: Text, told: Iterable[Found], days: int) -> Iterator[Found]:
    """The first of what was told, where it is told as of several occasions: by days, or by sentence and time.

    `days` is how long it is said to have gone on, 0 where nothing says so.
    """
    every = sorted(told, key=lambda one: one.start)
    sentences = {text.first[one.start]: one for one in every}
    times = {first: frozenset((*_heading(text, first), *_times(text, first))) for first in sentences}
    dated = [first for first in sentences if times[first]]
    if every and (days >= _WEEK or len(sentences) >= _MANY or len({times[first] for first in dated}) > 1):
        yield every[0]


def _is_habit(text: Text, at: int) -> bool:
    """`rings`, `turns up`: the present tense of what somebody does."""
    word, norm = text.words[at], text.norms[at]
    return (
        word != norm
        and word.endswith("s")
        and word.removesuffix("s").removesuffix("e") in (norm, norm.removesuffix("e"))
    )


def _goes_on(text: Text, at: int) -> bool:
    """`has been ringing`, `keeps ringing`, `is still ringing`."""
    before = text.norms[max(0, at - 3) : at]
    return text.words[at].endswith("ing") and ("been" in text.words[max(0, at - 3) : at] or "still" in before)


def _heading(text: Text, first: int) -> Iterator[str]:
    """The times of the sentence before, where it is but a date."""
    for start, last in text.bounds:
        if last == first - 1 and last - start <= _HEADING:
            yield from _times(text, start)


def _times(text: Text, first: int) -> Iterator[str]:
    """The days, dates and clock times that a sentence names."""
    known = classes()["TIMES"]
    for at in range(first, text.last[first]):
        if text.norms[at] in known or (text.words[at].rstrip("stndrh").isdigit() and not text.words[at].isdigit()):
            yield text.words[at]
