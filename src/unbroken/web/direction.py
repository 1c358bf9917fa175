"""Characters that turn the reading direction: never shown live on a page, and never lost from the record."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

# Embeddings, overrides and isolates: they could show the words of an entry in reverse.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPEN, _CLOSE = "\u27e6", "\u27e7"  # ⟦ and ⟧, which nobody types
_SPELT = re.compile(f"{_OPEN}U\\+(202[A-E]|206[6-9]|27E6){_CLOSE}")
_LIKE_SPELT = re.compile(f"{_OPEN}(?=U\\+[0-9A-F]{{4}}{_CLOSE})")


def keep_direction(value: Any) -> Any:
    """What a page is about to show, with � for each character that would turn the reading direction.

    Every value passes here before it is escaped. Markup stays markup; what is not text is let through.
    """
    if not isinstance(value, str) or value.isascii() or not _TURNING.search(value):
        return value
    shown = _TURNING.sub("\ufffd", str(value))
    return Markup(shown) if hasattr(value, "__html__") else shown


def carry(value: object) -> Markup:
    """What a hidden field carries from page to page to the letter: nobody reads it there, and it comes back."""
    return Markup(_TURNING.sub(lambda found: f"&#{ord(found[0])};", str(escape(value))))


def spell(text: str) -> str:
    """A text to be edited, with each turning character spelt out (`⟦U+202E⟧`): seen, harmless, and kept.

    What already reads like such a spelling is spelt once more, so that `unspell` gives back every text exactly.
    """
    return _TURNING.sub(_spelt, _LIKE_SPELT.sub(_spelt, text))


def unspell(text: str) -> str:
    """The text that `spell` spelt."""
    return _SPELT.sub(lambda found: chr(int(found[1], 16)), text)


def _spelt(found: re.Match[str]) -> str:
    return f"{_OPEN}U+{ord(found[0]):04X}{_CLOSE}"
