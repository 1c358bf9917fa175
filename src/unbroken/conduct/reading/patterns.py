"""The language in which patterns are written, and finding them.

A pattern is a line of words, in any of their forms: `turn up .. at|outside HOME`. `a|b` is either, `a?` may be missing,
a word in capitals is a class of the lexicon, `<her>` a phrase of it, `#` is a number and `_` any word. `..` are up to
three words between and `...` up to six, none of which ends a sentence; `~` and `~~` are as many, none of which begins
another clause. `=been` is that very form of the word and no other, and `=ING` any form of a verb that ends so: `=been
=ING` is what went on, and *been called* is not. A pattern begins with a word, a class or a number: where it stands, it
is tried.

spaCy's own matcher understands the same (`as_spacy`), and the tests hold the two against each other; ours is here
because spaCy's took twelve times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, NamedTuple

from unbroken.conduct.reading.words import Text, classes, lexicon

_NUMBER = "#"
_FORM = "="
_HERS = "'s"
_NOTHING = (0, 0, 0, 0)
_GAPS = {"..": (3, False), "...": (6, False), "~": (3, True), "~~": (6, True)}
STOPS = frozenset({".", "!", "?", ";", "but"})
# What begins another clause: in small letters, as `he` and `him` have one norm.
CLAUSES = frozenset({
    ",", ":", "(", "that", "who", "which", "where", "when", "while", "whilst", "because", "before", "after", "until",
    "if", "so", "then", "although", "though", "whereas", "since", "as", "cos", "he", "she", "i", "they", "we", "hes",
    "shes", "theyre"
})  # fmt: skip


class BadPattern(Exception):
    """A pattern that cannot be read; the message says which, and why."""


class Found(NamedTuple):
    """A match: which rule, and the words from `start` to before `end`."""

    rule: str
    start: int
    end: int


class Part(NamedTuple):
    """One word of a pattern: any of `words` (None: whatever), after at most `gap` others; a number where `number`.

    Where `within`, none of the others begins another clause. Where there are `forms`, it is in one of these.
    """

    words: frozenset[str] | None
    gap: int = 0
    optional: bool = False
    number: bool = False
    within: bool = False
    forms: frozenset[str] = frozenset()


class Pattern(NamedTuple):
    """A rule's pattern: what is left of it after the words that its bits have found, `taken` words on."""

    rule: str
    taken: int
    rest: tuple[Part, ...]


class _Bits:
    """By word, the patterns that have it in one place, as the bits of a whole number; `free` have nothing there."""

    def __init__(self) -> None:
        self.by_word: dict[str, int] = defaultdict(int)
        self.free = 0

    def add(self, bit: int, part: Part | None) -> None:
        """Note that a pattern has a part here, or, without one, that it may be whatever there is."""
        if part is None:
            self.free |= bit
        for word in _words_of(part) if part else ():
            self.by_word[word] |= bit


class Patterns:
    """Rules, each with its patterns, ready to be found.

    Patterns are the bits of whole numbers: those that begin with a word, those that must have it right after that, and
    those that need it further on. Going back through a sentence, the words passed so far say at once which patterns may
    begin here; few do, and only what is left of them is tried.
    """

    def __init__(self, rules: Mapping[str, Iterable[str]]) -> None:
        self._patterns: list[Pattern] = []
        places = _, following, rarest, rarer = _Bits(), _Bits(), _Bits(), _Bits()
        for rule, lines in rules.items():
            for first, *rest in (parts_of(plain) for line in lines for plain in spelled_out(line)):
                bit = 1 << len(self._patterns)
                after = rest[0] if rest and _is_fixed(rest[0]) else None
                whole, taken = (first, *rest), 0 if first.forms else 1 if not after or after.forms else 2
                rest = rest[1:] if after else rest
                needs = sorted((part for part in rest if _words_of(part) and not part.optional), key=_how_common)
                for place, part in zip(places, (first, after, *needs[:2], None, None)[:4], strict=True):
                    place.add(bit, part)
                self._patterns.append(Pattern(rule, taken, whole[taken:]))
        self._free = following.free, rarest.free, rarer.free
        self._by_word = {word: tuple(place.by_word.get(word, 0) for place in places)
                         for word in set().union(*(place.by_word for place in places))}  # fmt: skip

    def find(self, text: Text) -> Iterator[Found]:
        """The matches within sentences; of several of a rule from one word on, the longest."""
        numbers, by_place = text.numbers, [*map(self._by_word.get, text.norms, repeat(_NOTHING))]
        free, *needless = self._free
        number = self._by_word.get(_NUMBER, _NOTHING)
        for first, last in text.bounds:
            found: list[Found] = []
            after = 0
            rarest, rarer = needless
            for at in range(last - 1, first - 1, -1):
                bits, here, one, other = by_place[at]
                if numbers[at]:
                    bits, here, one, other = bits | number[0], here | number[1], one | number[2], other | number[3]
                if bits and (bits := bits & (after | free) & rarest & rarer):
                    found += self._longest(bits, text, at, last)
                after = here
                if one:
                    rarest |= one
                if other:
                    rarer |= other
            yield from reversed(found)

    def _longest(self, bits: int, text: Text, at: int, last: int) -> list[Found]:
        best: dict[str, int] = {}
        norms, numbers, words, patterns = text.norms, text.numbers, text.words, self._patterns
        while bits:
            n = bits.bit_length() - 1
            bits ^= 1 << n
            rule, taken, rest = patterns[n]
            end = at + taken
            if rest:
                end = _end(rest, 0, end, norms, numbers, words, last, 0, False)
            if end > best.get(rule, 0):
                best[rule] = end
        return [Found(rule, at, end) for rule, end in best.items()]


def _is_fixed(part: Part) -> bool:
    """Whether a part is a word that stands right after the one before."""
    return bool(_words_of(part)) and not part.gap and not part.optional


def _how_common(part: Part) -> int:
    return len(_words_of(part))


def _words_of(part: Part) -> frozenset[str]:
    return frozenset({_NUMBER}) if part.number else part.words or frozenset()


def _end(
    parts: tuple[Part, ...],
    n: int,
    at: int,
    norms: Sequence[str],
    numbers: Sequence[bool],
    words: Sequence[str],
    last: int,
    carried: int,
    is_carried_within: bool,
) -> int:
    """Where the longest match of the parts from the nth on ends that begins here; 0 where there is none.

    Everything is handed on by place: this is where most of the reading is done.
    """
    wanted, gap, optional, number, within, forms = parts[n]
    gap += carried
    within = within or is_carried_within
    until = min(at + gap + 1, last)
    n += 1
    is_last = n == len(parts)
    best = 0
    if number or wanted is None or not wanted.isdisjoint(norms[at:until]):
        for place in range(at, until):
            norm = norms[place]
            if (
                (norm in wanted and (not forms or words[place] in forms))
                if wanted is not None
                else numbers[place]
                if number
                else norm not in STOPS
            ):
                end = place + 1 if is_last else _end(parts, n, place + 1, norms, numbers, words, last, 0, False)
                if end > best:
                    best = end
            if norm in STOPS or (within and words[place] in CLAUSES):
                break
    if optional:
        end = at if is_last else _end(parts, n, at, norms, numbers, words, last, gap, within)
        if end > best:
            best = end
    return best


def spelled_out(line: str) -> list[str]:
    """A pattern with each of its phrases in each of the ways in which it may be said. Raises BadPattern."""
    made = [""]
    for word in line.split():
        ways = _ways(line, word) if "<" in word or "|#" in word or "#|" in word else [word]
        made = [" ".join(filter(None, (before, way))) for before in made for way in ways]
    return made


def _ways(line: str, word: str) -> list[str]:
    """The ways of saying `<her>`, `<her>|it`, `<her>?` or `again|#`."""
    any_of = word.removesuffix("?").split("|")
    plain = "|".join(one for one in any_of if one[:1] != "<" and one != _NUMBER)
    ways = [plain] if plain else []
    ways += [_NUMBER] if _NUMBER in any_of else []
    for name in (one[1:-1] for one in any_of if one[:1] == "<"):
        if name not in lexicon().phrases:
            raise BadPattern(f"{line!r}: <{name}> is no phrase of the lexicon")
        ways += [said for way in lexicon().phrases[name] for said in spelled_out(way)]
    return [*ways, ""] if word.endswith("?") else ways


def parts_of(line: str) -> list[Part]:
    """The parts of a pattern. Raises BadPattern."""
    found: list[Part] = []
    gap, within = 0, False
    for text in line.split():
        if text in _GAPS:
            gap, within = _GAPS[text]
            continue
        found.append(_part(line, text, gap)._replace(within=within))
        gap, within = 0, False
    if not found or line.split()[0] in _GAPS or found[0].optional or (found[0].words is None and not found[0].number):
        raise BadPattern(f"{line!r} must begin with a word, a class or a number: where it stands, it is tried")
    if gap or (found[-1].gap and found[-1].optional):
        raise BadPattern(f"{line!r} ends with a gap")
    return found


def _part(line: str, text: str, gap: int) -> Part:
    optional = text.endswith("?") and len(text) > 1
    word = text.removesuffix("?") if optional else text
    if word == _NUMBER:
        return Part(None, gap, optional, number=True)
    if word[0] == _FORM and len(word) > 1:
        forms = frozenset().union(*map(_forms, word[1:].split("|")))
        return Part(frozenset(map(lexicon().norm, forms)), gap, optional, forms=forms)
    return Part(None if word == "_" else frozenset(_words(line, word)), gap, optional)


def _forms(word: str) -> frozenset[str]:
    return lexicon().forms.get(word, frozenset({word}))


def _words(line: str, text: str) -> set[str]:
    found: set[str] = set()
    for word in text.split("|"):
        if word.isupper() and len(word) > 1:
            if word not in classes():
                raise BadPattern(f"{line!r}: {word} is no class of the lexicon")
            found |= classes()[word]
        elif word == _HERS:
            found.add(word)  # hers, and no form of `be`
        elif word:
            found.update(lexicon().meant(word))
    return found


def as_spacy(line: str) -> Iterator[list[dict[str, Any]]]:
    """The pattern for spaCy's Matcher, once for each way of saying it."""
    for plain in spelled_out(line):
        made: list[dict[str, Any]] = []
        for part in parts_of(plain):
            if part.gap:
                between = {"NORM": {"NOT_IN": sorted(STOPS)}, "OP": f"{{0,{part.gap}}}"}
                made.append(between | ({"LOWER": {"NOT_IN": sorted(CLAUSES)}} if part.within else {}))
            made.append(_as_spacy(part))
        yield made


def _as_spacy(part: Part) -> dict[str, Any]:
    said: dict[str, Any] = {"NORM": {"NOT_IN": sorted(STOPS)}}
    if part.number:
        said = {"LIKE_NUM": True}
    elif part.words is not None:
        said = {"NORM": {"IN": sorted(part.words)}} | ({"LOWER": {"IN": sorted(part.forms)}} if part.forms else {})
    return said | ({"OP": "?"} if part.optional else {})
