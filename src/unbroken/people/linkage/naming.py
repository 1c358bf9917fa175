"""Names as linkage compares them: in ASCII, with the forms under which the same person may go.

The name itself is kept as it was written for showing. Here, `Zoë Ó Briain-Tesař` is `zoe` and `obriaintesar`, which may
also be `briain` or `tesar`; `Bob` may be `robert`. Strings are ASCII because the engines that compare them count
differently beyond it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import category

from anyascii import anyascii
from jellyfish import metaphone

from unbroken.people.linkage.arabic import in_latin

LONGEST = 60  # letters of one folded name; longer ones are cut: no name needs more, and edit distances are quadratic
MOST_FORMS = 24
_READ_OF = 400  # characters of a name as it was written that are looked at
_MOST_WORDS = 8
_SIGNS = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]{2,4}")
_WORD = re.compile(r"[a-z]+")
_NO_NAME = frozenset({"unknown", "unk", "unnamed", "anonymous", "anon", "none", "nil", "na", "notknown", "nk", "null",
                      "male", "female", "suspect", "offender", "victim",
                      "test", "withheld", "refused", "notgiven", "tbc", "x", "xx", "xxx"})  # fmt: skip
_NO_NAME_FIRST = frozenset({"unknown", "unk", "unnamed", "anonymous"})  # `Unknown Male`
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "sir", "dame", "lady", "lord", "master"})
_GENERATIONS = frozenset({"jr", "jnr", "junior", "sr", "snr", "senior"})  # after a name; a few are named Senior
_ALSO_NAMES = frozenset({"lord", "master", "dame", "lady", "sir", "prof", "rev"})  # alone, they are a family name
_PARTICLES = frozenset({"de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den",
                        "ter", "al", "el", "ul", "bin", "ibn", "bint", "ben", "abu", "o", "mac", "mc", "ap", "san",
                        "st"})  # fmt: skip
_COMPOUNDING = frozenset({"abdul", "abd", "abdel", "abdal", "abdur", "noor", "nur"})  # often written with the next
_FEWEST_IN_SECOND = 3
_WOMEN = (("ska", "ski"), ("cka", "cki"), ("dzka", "dzki"), ("ova", "ov"), ("eva", "ev"), ("ina", "in"))


@dataclass(frozen=True, slots=True)
class GivenName:
    """Given names. `name` is all of them in one word; `forms` what else the same person may be called.

    `second` tells those apart who share the first of two: `mohammed|amir|AMR`, the first, the second in its full form,
    and how that sounds. None where there are not just two names, or one of them is a particle or too short to tell.
    """

    name: str
    forms: frozenset[str]
    initial: str
    second: str | None = None


@dataclass(frozen=True, slots=True)
class FamilyName:
    """A family name. `name` is it in one word; `forms` spellings and parts of it; `sound` its Metaphone code."""

    name: str
    forms: frozenset[str]
    sound: str


def ascii_words(text: str) -> tuple[str, ...]:
    """The words of a text in lower-case ASCII letters; other scripts are spelt in Latin letters. At most eight.

    Apostrophes join (`O'Brien` is one word), everything else that is no letter parts. Invisible and control
    characters, direction overrides among them, are no letters.
    """
    plain = anyascii(in_latin(_letters(text[:_READ_OF]))).lower().replace("'", "").replace("`", "")
    return tuple(word[:LONGEST] for word in _WORD.findall(plain)[:_MOST_WORDS])


def _letters(text: str) -> str:
    """A text without what would be spelt out although it is no letter: pictures, and characters that nobody sees."""
    if text.isascii():
        return text
    kinds = ((char, category(char)) for char in text)
    return "".join(char if kind[0] in "LMNPZ" else "" if kind == "Cf" else " " for char, kind in kinds)


@lru_cache(maxsize=200_000)
def given_name(text: str) -> GivenName | None:
    """Given names as compared; None where the text names nobody (`unknown`, `N/K`)."""
    words = _naming_words(text, _TITLES)
    name = "".join(words)[:LONGEST]
    if not name:
        return None
    own = {name, words[0]} if len(words[0]) > 1 else {name}
    groups = [group for word in sorted(own) for group in _groups("forms.txt").get(word, ())]
    forms = own | {f"~{group}" for group in groups}
    return GivenName(name, frozenset(sorted(forms)[:MOST_FORMS]), (groups[0] if groups else name)[0],
                     _second(words))  # fmt: skip


def _second(words: Sequence[str]) -> str | None:
    if len(words) != 2 or any(len(word) < _FEWEST_IN_SECOND or word in _PARTICLES | _COMPOUNDING for word in words):
        return None
    first, second = words
    full = next(iter(_groups("forms.txt").get(second, ())), second)
    return f"{first}|{full}|{metaphone(full)}"


@lru_cache(maxsize=200_000)
def family_name(text: str) -> FamilyName | None:
    """A family name as compared; None where the text names nobody."""
    alone = len(ascii_words(text)) == 1
    words = _naming_words(text, _TITLES - _ALSO_NAMES if alone else _TITLES)
    name = "".join(words)[:LONGEST]
    if not name:
        return None
    parts = [word for word in words if word not in _PARTICLES and len(word) > 2] if len(words) > 1 else []
    forms = {name, *parts}
    if len(parts) > 1:
        forms.add("".join(parts)[:LONGEST])
    forms |= {_masculine(form) for form in tuple(forms)} | {_without_prefix(form) for form in tuple(forms)}
    groups = {f"~{group}" for form in forms for group in _groups("family_forms.txt").get(form, ())}
    return FamilyName(name, frozenset(sorted(forms | groups)[:MOST_FORMS]), metaphone(name) or name[:1].upper())


def _naming_words(text: str, titles: Collection[str]) -> list[str]:
    """The words of a name without titles; none where they name nobody."""
    words = [word for word in ascii_words(text) if word not in titles]
    return [] if words and (words[0] in _NO_NAME_FIRST or "".join(words) in _NO_NAME) else words


def split_name(text: str) -> tuple[str, str]:
    """(given, family) of a name given as one text: `Family, Given`, or the last word is the family name.

    A single word is a given name: that is how unknown suspects are spoken of. In Chinese and Korean script the first
    sign is the family name.
    """
    text = " ".join(text[:_READ_OF].split())
    family, comma, given = text.partition(",")
    if comma:
        return given.strip(), family.strip()
    if _SIGNS.fullmatch(text):
        return text[1:], text[0]
    words = text.split(" ")
    if len(words) > 2 and words[-1].lower().strip(".,") in _GENERATIONS:
        words.pop()
    last = len(words) - 1
    while last > 1 and "".join(ascii_words(words[last - 1])) in _PARTICLES:
        last -= 1
    return (" ".join(words[:last]), " ".join(words[last:])) if len(words) > 1 else (text, "")


def _masculine(name: str) -> str:
    for ending, other in _WOMEN:
        if len(name) > len(ending) + 3 and name.endswith(ending):
            return name.removesuffix(ending) + other
    return name


def _without_prefix(name: str) -> str:
    """`macleod` and `mcleod` are `~mcleod`; `obrien` is `brien`."""
    if name.startswith("mac") and len(name) > 5:
        return f"~mc{name[3:]}"
    if name.startswith("mc") and len(name) > 4:
        return f"~{name}"
    return name[1:] if name.startswith("o") and len(name) > 4 and name[1] not in "aeiou" else name


@cache
def _groups(file: str) -> Mapping[str, tuple[str, ...]]:
    """The groups of forms that a name is in, those for which it stands first."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in _lines(file):
        head, *others = line.split()
        for form in dict.fromkeys((head, *others)):
            found[form].insert(0, head) if form == head else found[form].append(head)
    return {form: tuple(groups) for form, groups in found.items()}


def _lines(file: str) -> Iterable[str]:
    text = files(__package__).joinpath(file).read_text(encoding="ascii")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
