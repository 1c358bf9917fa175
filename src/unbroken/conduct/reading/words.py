"""Words of a narrative in the form in which patterns are written: `followed` is *follow*, `IP` is *victim*.

spaCy splits the text; the forms of a word, police shorthand and common slips are in `lexicon.toml`. Where a sentence
ends is found by its signs: shorthand has no grammar that a parser could read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST = 100_000  # characters of a narrative that are read
_VOWELS = "aeiou"
_ENDS = frozenset({".", "!", "?", ";", "\n", "..", "...", "•", "|"})
_WHO_IS = frozenset({"he", "she", "it", "that", "who", "there", "what", "where", "here", "nobody", "someone"})
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
        self.classes: Mapping[str, frozenset[str]] = {
            name: frozenset(form for word in words.split() for form in self.meant(word))
            for name, words in read["classes"].items()
        }

    def meant(self, word: str) -> tuple[str, ...]:
        """The norms that a word in a pattern stands for: `calls` for itself, `call` for `calls` too."""
        norm = self.norm(word)
        return (norm, self.plurals[norm]) if norm in self.plurals else (norm,)

    def norm(self, word: str) -> str:
        """The form of a word in which patterns are written."""
        if word in _CASED:
            return _CASED[word]
        low = word.lower().replace("’", "'")
        return self.norms.get(low, low)


@cache
def lexicon() -> Lexicon:
    """The words that are known, read once."""
    return Lexicon()


@cache
def language() -> Any:
    """spaCy's English without a model, with our norms."""
    import spacy
    from spacy.attrs import NORM, ORTH
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
    made.vocab.lex_attr_getters[NORM] = lexicon().norm
    for lexeme in made.vocab:
        lexeme.norm_ = lexicon().norm(lexeme.text)
    return made


def tokens(text: str) -> Doc:
    """The words of a narrative, each with its norm. Beyond LONGEST characters nothing is read."""
    doc: Doc = language().make_doc(text[:LONGEST])
    for at, token in enumerate(doc):
        after = doc[at + 1].lower_ if at + 1 < len(doc) else ""
        if token.text == "IP" and after.startswith("address"):
            token.norm_ = "internet"
        elif token.text[0] in "'’n" and token.norm_ != (norm := lexicon().norm(token.text)):
            token.norm_ = norm  # spaCy has norms of its own for `'d` and `n't`
        elif token.lower_ in ("'s", "’s") and at and doc[at - 1].lower_ not in _WHO_IS:
            token.norm_ = "'s"  # hers, not `is`
        elif token.lower_ == "park" and at and doc[at - 1].lower_ in ("car", "the", "a", "retail"):
            token.norm_ = "carpark"
        elif token.text == "May" and token.i and doc[at - 1].text not in _ENDS:
            token.norm_ = "month-of-may"
    return doc


class Text:
    """A narrative in words: as written, in small letters, in their norms, and whether each is a number.

    `bounds` are where each sentence begins and ends.
    """

    def __init__(self, text: str) -> None:
        self.raw = text[:LONGEST]
        self.doc = tokens(text)
        self.texts = [token.text for token in self.doc]
        self.words = [word.lower() for word in self.texts]
        self.norms = [token.norm_ for token in self.doc]
        self.numbers = [token.like_num for token in self.doc]
        self.bounds = tuple(_sentences(self.texts))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where some words stand in the text, in characters."""
        last = self.doc[end - 1]
        return self.doc[start].idx, last.idx + len(last.text)


def _sentences(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, text in enumerate(texts):
        if text in _ENDS or "\n" in text:
            if at > start:
                yield start, at
            start = at + 1
    if start < len(texts):
        yield start, len(texts)


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
