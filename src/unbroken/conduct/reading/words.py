"""Words of a narrative in the form in which patterns are written: `followed` is *follow*, `IP` is *victim*.

spaCy splits the text; the forms of a word, police shorthand and common slips are in `lexicon.toml`. Where a sentence
ends is found by its signs: shorthand has no grammar that a parser could read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORT = 3  # letters up to which a word's plural is not made: `as` is none of `a`
_SLIPS = 6  # letters from which a word that is not known may be a slip of one that is
LONGEST = 100_000  # characters of a narrative that are read
_VOWELS = "aeiou"
_ENDS = frozenset({".", "!", "?", ";", "\n", "..", "...", "•", "|"})
_WHO_IS = frozenset({"he", "she", "it", "that", "who", "there", "what", "where", "here", "nobody", "someone"})
NAME = "named-person"  # the norm of whoever is named
# Words whose norm goes by the word before them, or after: which, and to what.
_BY_WORD_BEFORE: Mapping[str, tuple[frozenset[str], str]] = {
    "park": (frozenset({"car", "the", "a", "retail"}), "carpark"),
    "add": (frozenset({"her", "his", "my", "the", "new", "home", "same", "this", "'s", "at", "in", "ip"}), "address"),
    "if": (frozenset({"as"}), "as-if"),  # what is likened, and no condition
}
_BY_WORD_AFTER: Mapping[str, tuple[frozenset[str], str]] = {
    "ip": (frozenset({"address", "addresses"}), "internet"),
    "no": (frozenset({"fewer", "less", "sooner"}), "at-least"),
    "without": (
        frozenset({"respite", "pause", "warning", "notice", "permission", "consent", "invitation", "reason", "let-up"}),
        "on-and-on",
    ),
}
_HERS = frozenset({"'s", "’s"})
_MONTHS = frozenset({"may", "march"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "mx"})
_OPENING = frozenset({'"', "“", "‘", "'", ":", "(", "-", "–", "—", "•"})  # after which a capital says nothing
_BEFORE_PLACES = frozenset({"in", "at", "near", "into", "around", "round", "via", "the", "on", "through"})
_TIMES = re.compile(r"x\d+$|\d+x$")  # `rings x20`
_NO_COUNT = re.compile(r"\d{1,2}/\d{1,2}(/\d+)?$|\d{4}$")  # a date, a clock time or a year counts nothing
_CASED = {"V": "victim", "S": "suspect", "IP": "victim", "IPs": "victim", "AP": "victim"}


class Lexicon:
    """Norms by word form, and the classes of norms that patterns name in capitals."""

    def __init__(self) -> None:
        read = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
        self.norms: dict[str, str] = {}
        self.verbs = frozenset((*read["verbs"]["regular"].split(), *read["verbs"]["irregular"]))
        for base in read["verbs"]["regular"].split():
            self.norms |= dict.fromkeys(_regular(base), base)
        for base, forms in read["verbs"]["irregular"].items():
            self.norms |= dict.fromkeys([base, *_regular(base)[:1], *forms.split()], base)
        for base in read["nouns"]["regular"].split():
            self.norms |= {base: base, _plural(base): base}
        for base, forms in read["words"].items():
            self.norms |= dict.fromkeys([base, *forms.split()], base)
        # That there were several says much: these plurals are words of their own, which the singular in a pattern means
        # too.
        self.plurals = {self.norms[word]: word for word in read["plurals"]["words"].split()}
        self.norms |= {word: word for word in self.plurals.values()}
        self.phrases: Mapping[str, Sequence[str]] = read["phrases"]
        # Whatever a pattern or a class names is a word: it may be of several, and it is no slip of another.
        self._no_slips = frozenset(_named_by_patterns()).union(*(words.split() for words in read["classes"].values()))
        for word in self._no_slips - self.norms.keys():
            if len(word) > _SHORT and word.isalpha() and _plural(word) not in self._no_slips:
                self.norms.setdefault(_plural(word), word)
        self.classes: Mapping[str, frozenset[str]] = {
            name: frozenset(form for word in words.split() for form in self.meant(word))
            for name, words in read["classes"].items()
        }
        # What a verb looks like while it goes on: the only form that says more than the verb.
        self.forms: Mapping[str, frozenset[str]] = {
            "ING": frozenset(form for form, base in self.norms.items() if form.endswith("ing") and base in self.verbs)
        }
        self.known = frozenset(self.norms).union(*self.classes.values())
        self._slips = _slips(self.norms)

    def meant(self, word: str) -> tuple[str, ...]:
        """The norms that a word in a pattern stands for: `calls` for itself, `call` for `calls` too."""
        norm = self._exactly(word)
        return (norm, self.plurals[norm]) if norm in self.plurals else (norm,)

    def norm(self, word: str) -> str:
        """The form of a word in which patterns are written."""
        exact = self._exactly(word)
        return exact if exact in self.known else self._unslipped(exact) or exact

    def _exactly(self, word: str) -> str:
        if word in _CASED:
            return _CASED[word]
        low = word.lower().replace("’", "'")
        return self.norms.get(low, low)

    def _unslipped(self, word: str) -> str | None:
        """The norm of the word that this is with a letter too many, too few or out of its place: `sedning`, `mesages`.

        The first and the last letter are never wrong, and a letter for another is no slip: `massage` is a word.
        """
        if len(word) < _SLIPS or not word.isalpha() or word in self._no_slips:
            return None
        swapped = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 2))
        meant = {self.norms[one] for one in swapped if one in self.norms}
        if len(word) > _SLIPS:
            meant |= {self.norms[one] for one in _shorter(word) if one in self.norms} | self._slips.get(word, set())
        return meant.pop() if len(meant) == 1 else None


@cache
def lexicon() -> Lexicon:
    """The words that are known, read once."""
    return Lexicon()


@cache
def language() -> Any:
    """spaCy's English without a model, with our norms."""
    import spacy
    from spacy.attrs import LIKE_NUM, NORM, ORTH
    from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CONCAT_QUOTES, LIST_ELLIPSES, LIST_ICONS
    from spacy.util import compile_infix_regex

    made: Any = spacy.blank("en")
    # Without the hyphen: `ex-partner` and `non-molestation` are one word.
    infixes = [*LIST_ELLIPSES, *LIST_ICONS, r"(?<=[0-9])[+*^](?=[0-9-])", rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
               rf"(?<=[{ALPHA_LOWER}{CONCAT_QUOTES}])\.(?=[{ALPHA_UPPER}{CONCAT_QUOTES}])",
               rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])", rf"(?<=[{ALPHA}])--+(?=[{ALPHA}])"]  # fmt: skip
    made.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for short in ("h/a", "b/f", "g/f", "o/s", "n/k", "a/a"):
        for written in (short, short.upper(), short.title()):
            made.tokenizer.add_special_case(written, [{ORTH: written}])
    is_number = made.vocab.lex_attr_getters[LIKE_NUM]
    made.vocab.lex_attr_getters[NORM] = lexicon().norm
    made.vocab.lex_attr_getters[LIKE_NUM] = lambda word: bool(
        (is_number(word) and not _NO_COUNT.match(word)) or _TIMES.match(word.lower()) or _is_compound(word, is_number)
    )
    for lexeme in made.vocab:
        lexeme.norm_ = lexicon().norm(lexeme.text)
    return made


def _is_compound(word: str, is_number: Callable[[str], bool]) -> bool:
    """Whether a word is a number of two, which the tokenizer leaves as one: `forty-three`."""
    tens, _, ones = word.partition("-")
    return tens.isalpha() and ones.isalpha() and is_number(tens) and is_number(ones)


class Word(NamedTuple):
    """What is known of a form of a word, wherever it stands."""

    text: str
    low: str
    norm: str
    is_number: bool
    ends: bool  # a sentence
    turns: bool  # by the words around it
    may_be_name: bool


class _Words(dict[int, Word]):
    """Words by spaCy's number for their form: asking spaCy about each word of each text took half of the reading."""

    def __missing__(self, orth: int) -> Word:
        self[orth] = word = _word(language().vocab[orth])
        return word


_WORDS = _Words()


class Text:
    """A narrative in words: as written, in small letters, in their norms, and whether each is a number.

    `bounds` are where each sentence begins and ends; `first` and `last` give the same of the sentence of each word.
    Beyond LONGEST characters nothing is read.
    """

    def __init__(self, text: str) -> None:
        from spacy.attrs import IDX, ORTH

        self.raw = text[:LONGEST]
        self.doc: Doc = language().make_doc(self.raw)
        found = map(_WORDS.__getitem__, self.doc.to_array(ORTH).tolist())
        columns = map(list, zip(*found, strict=True)) if len(self.doc) else repeat([], len(Word._fields))
        self.texts: list[str]
        self.words: list[str]
        self.norms: list[str]
        self.numbers: list[bool]
        self.texts, self.words, self.norms, self.numbers, ends, turns, may_be_names = columns
        self._idx: list[int] = self.doc.to_array(IDX).tolist()
        every = range(len(ends))
        self.bounds = tuple(_sentences([*compress(every, ends), len(ends)]))
        self.first, self.last = [0] * len(ends), [len(ends)] * len(ends)
        for first, last in self.bounds:
            self.first[first:last] = [first] * (last - first)
            self.last[first:last] = [last] * (last - first)
        for at in compress(every, turns):
            self.norms[at] = self._in_its_place(at)
        for at in self._names([*compress(every, may_be_names)]):
            self.norms[at] = NAME

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where some words stand in the text, in characters."""
        return self._idx[start], self._idx[end - 1] + len(self.texts[end - 1])

    def _in_its_place(self, at: int) -> str:
        """The norm of a word that goes by those around it: `IP address`, `her sister's`, `car park`."""
        words, word = self.words, self.words[at]
        before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
        if word in _BY_WORD_BEFORE and before in _BY_WORD_BEFORE[word][0]:
            return _BY_WORD_BEFORE[word][1]
        if word in _BY_WORD_AFTER and after in _BY_WORD_AFTER[word][0]:
            return _BY_WORD_AFTER[word][1]
        if word in _HERS and before and before not in _WHO_IS:
            return "'s"  # hers, not `is`
        if word in _MONTHS and before and self.texts[at].istitle() and self.texts[at - 1] not in _ENDS:
            return "month-of-may"  # or of March: no verb
        return self.norms[at]

    def _names(self, capital: Sequence[int]) -> Iterator[int]:
        """Where somebody is named: words with a capital that no sentence begins with, here or elsewhere in the text."""
        words, texts = self.words, self.texts
        begin = {start for start, _ in self.bounds}
        inside = {words[at] for at in capital if at not in begin and (not at or texts[at - 1] not in _OPENING)}
        for at in capital:
            is_place = at > 0 and words[at - 1] in _BEFORE_PLACES
            is_titled = words[at].rstrip(".") in _TITLES and texts[at + 1 : at + 2] and texts[at + 1][:1].isupper()
            if is_titled or (words[at] in inside and not is_place):
                yield at


def _word(lexeme: Any) -> Word:
    text = lexeme.text
    # spaCy has norms of its own for `'d` and `n't`.
    norm = lexicon().norm(text) if text[0] in "'’n" else lexeme.norm_
    low = lexeme.lower_
    turns = low in _BY_WORD_BEFORE or low in _BY_WORD_AFTER or low in _HERS or low in _MONTHS
    may_be_name = text[:1].isupper() and text[1:].islower() and low not in lexicon().known
    return Word(text, low, norm, lexeme.like_num, text in _ENDS or "\n" in text, turns, may_be_name)


def _sentences(ends: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for at in ends:
        if at > start:
            yield start, at
        start = at + 1


def _named_by_patterns() -> Iterator[str]:
    """The words of all patterns: whatever a pattern names is a word, and no slip of another."""
    for name in ("behaviours", "facts"):
        rules = tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        for parts in rules.values():
            for lines in parts.values():
                if isinstance(lines, list):
                    for line in lines:
                        yield from line.replace("?", "").replace("|", " ").replace("=", " ").split()


def _shorter(word: str) -> Iterator[str]:
    """A word without one of its inner letters."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))


def _slips(norms: Mapping[str, str]) -> Mapping[str, set[str]]:
    """Long words without one of their letters, each with the norms that it may be meant for."""
    found: dict[str, set[str]] = {}
    for word, norm in norms.items():
        if len(word) > _SLIPS and word.isalpha():
            for short in _shorter(word):
                found.setdefault(short, set()).add(norm)
    return found


def _regular(base: str) -> list[str]:
    """The forms of a regular verb: third person, past, participle."""
    if base.endswith("e"):
        return [f"{base}s", base, f"{base}d", f"{base[:-1]}ing"]
    if base.endswith("y") and base[-2] not in _VOWELS:
        return [f"{base[:-1]}ies", base, f"{base[:-1]}ied", f"{base}ing"]
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{base}s"
    doubled = base + base[-1] if _doubles(base) else base
    return [third, base, f"{doubled}ed", f"{doubled}ing", f"{base}ed", f"{base}ing"]


def _doubles(base: str) -> bool:
    return (
        len(base) > 2 and base[-1] in "bdgklmnprt" and base[-2] in _VOWELS and base[-3] not in _VOWELS and len(base) < 5
    )


def _plural(base: str) -> str:
    if base.endswith("y") and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"


def classes() -> Mapping[str, frozenset[str]]:
    """The classes of norms."""
    return lexicon().classes
