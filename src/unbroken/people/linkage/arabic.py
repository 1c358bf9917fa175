"""Names written in Arabic script, in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from unicodedata import category, normalize

_WORD = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]+")
_ALIKE = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه",
                        "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ئ": "ي", "ؤ": "و", "ء": None, "ـ": None})  # fmt: skip
_LETTERS = str.maketrans({"ا": "a", "ع": "a"})  # by a table of letters alone they would be apostrophes


def in_latin(text: str) -> str:
    """A text whose words in Arabic script are spelt in Latin letters: known names as they are mostly spelt here, of
    others the article and the long vowels. What is in another script stays as it is."""
    return text if text.isascii() else _WORD.sub(lambda found: _spelt(found[0]), text)


def _spelt(word: str) -> str:
    plain = "".join(letter for letter in normalize("NFKC", word) if category(letter)[0] == "L").translate(_ALIKE)
    known = _known()
    if plain in known:
        return known[plain]
    if plain.startswith("ال") and len(plain) > 3:
        return f"al-{known.get(plain[2:]) or plain[2:].translate(_LETTERS)}"
    return plain.translate(_LETTERS)


@cache
def _known() -> Mapping[str, str]:
    text = files(__package__).joinpath("arabic.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {_as_listed(form): spelling for spelling, *forms in lines for form in forms}


def _as_listed(form: str) -> str:
    return form.translate(_ALIKE)
