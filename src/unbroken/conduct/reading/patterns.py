"""The language in which patterns are written, and finding them.

A pattern is a line of words, in any of their forms: `turn up .. at|outside HOME`. `a|b` is either, `a?` may be missing,
a word in capitals is a class of the lexicon, `#` is a number, `_` any word, `..` up to three words between and `...` up
to six, none of which ends a sentence. A pattern begins with a word, a class or a number: where it stands, it is tried.

spaCy's own matcher understands the same (`as_spacy`), and the tests hold the two against each other; ours is here
because spaCy's took twelve times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from unbroken.conduct.reading.words import Text, classes, lexicon

_NUMBER = "#"
_GAPS = {"..": 3, "...": 6}
STOPS = frozenset({".", "!", "?", ";", "but"})
_COMMON = 60  # words of a part beyond which asking whether a sentence has any of them rules nothing out


class BadPattern(Exception):
    """A pattern that cannot be read; the message says which, and why."""


class Found(NamedTuple):
    """A match: which rule, and the words from `start` to before `end`."""

    rule: str
    start: int
    end: int


class Part(NamedTuple):
    """One word of a pattern: any of `words` (None: whatever), after at most `gap` others; a number where `number`."""

    words: frozenset[str] | None
    gap: int = 0
    optional: bool = False
    number: bool = False


class Pattern(NamedTuple):
    """A rule's pattern after its first word. `needs` are words of which a sentence has one where it can match."""

    rule: str
    rest: tuple[Part, ...]
    needs: frozenset[str] | None


class Patterns:
    """Rules, each with its patterns, ready to be found."""

    def __init__(self, rules: Mapping[str, Iterable[str]]) -> None:
        self._by_anchor: dict[str, list[Pattern]] = defaultdict(list)
        for rule, lines in rules.items():
            for line in lines:
                first, *rest = parts_of(line)
                made = Pattern(rule, tuple(rest), _needs(rest))
                for anchor in (_NUMBER,) if first.number else first.words or ():
                    self._by_anchor[anchor].append(made)

    def find(self, text: Text) -> Iterator[Found]:
        """The matches within sentences; of several of a rule from one word on, the longest."""
        known, norms, numbers = self._by_anchor, text.norms, text.numbers
        for first, last in text.bounds:
            here = frozenset(norms[first:last])
            for at in range(first, last):
                patterns = known.get(norms[at], ())
                if numbers[at]:
                    patterns = [*patterns, *known.get(_NUMBER, ())]
                if patterns:
                    yield from _longest(patterns, here, norms, numbers, at, last)


def _longest(
    patterns: Iterable[Pattern], here: frozenset[str], norms: Sequence[str], numbers: Sequence[bool], at: int, last: int
) -> Iterator[Found]:
    best: dict[str, int] = {}
    for rule, rest, needs in patterns:
        if needs is None or not needs.isdisjoint(here):
            end = _end(rest, 0, at + 1, 0, norms, numbers, last)
            if end > best.get(rule, 0):
                best[rule] = end
    return (Found(rule, at, end) for rule, end in best.items())


def _end(
    parts: tuple[Part, ...], n: int, at: int, carried: int, norms: Sequence[str], numbers: Sequence[bool], last: int
) -> int:
    """Where the longest match of the parts from the nth on ends that begins here; 0 where there is none."""
    if n == len(parts):
        return at
    words, gap, optional, number = parts[n]
    gap += carried
    best = 0
    for place in range(at, min(at + gap + 1, last)):
        norm = norms[place]
        if numbers[place] if number else norm in words if words is not None else norm not in STOPS:
            best = max(best, _end(parts, n + 1, place + 1, 0, norms, numbers, last))
        if norm in STOPS:
            break
    if optional:
        best = max(best, _end(parts, n + 1, at, gap, norms, numbers, last))
    return best


def parts_of(line: str) -> list[Part]:
    """The parts of a pattern. Raises BadPattern."""
    found: list[Part] = []
    gap = 0
    for text in line.split():
        if text in _GAPS:
            gap = _GAPS[text]
            continue
        found.append(_part(line, text, gap))
        gap = 0
    if not found or line.split()[0] in _GAPS or found[0].optional or (found[0].words is None and not found[0].number):
        raise BadPattern(f"{line!r} must begin with a word, a class or a number: where it stands, it is tried")
    if gap or (found[-1].gap and found[-1].optional):
        raise BadPattern(f"{line!r} ends with a gap")
    return found


def _part(line: str, text: str, gap: int) -> Part:
    if text == _NUMBER:
        return Part(None, gap, number=True)
    if text == "_":
        return Part(None, gap)
    return Part(frozenset(_words(line, text.removesuffix("?"))), gap, optional=text.endswith("?") and len(text) > 1)


def _words(line: str, text: str) -> set[str]:
    found: set[str] = set()
    for word in text.split("|"):
        if word.isupper() and len(word) > 1:
            if word not in classes():
                raise BadPattern(f"{line!r}: {word} is no class of the lexicon")
            found |= classes()[word]
        elif word:
            found.update(lexicon().meant(word))
    return found


def _needs(rest: Sequence[Part]) -> frozenset[str] | None:
    """The words of the part that is rarest, as far as can be told from how many words it lets through."""
    sets = [part.words for part in rest if part.words and not part.optional and len(part.words) <= _COMMON]
    return min(sets, key=len, default=None)


def as_spacy(line: str) -> Iterator[list[dict[str, Any]]]:
    """The pattern for spaCy's Matcher."""
    made: list[dict[str, Any]] = []
    for part in parts_of(line):
        if part.gap:
            made.append({"NORM": {"NOT_IN": sorted(STOPS)}, "OP": f"{{0,{part.gap}}}"})
        made.append(_as_spacy(part))
    yield made


def _as_spacy(part: Part) -> dict[str, Any]:
    if part.number:
        return {"LIKE_NUM": True}
    if part.words is None:
        return {"NORM": {"NOT_IN": sorted(STOPS)}}
    return {"NORM": {"IN": sorted(part.words)}} | ({"OP": "?"} if part.optional else {})
