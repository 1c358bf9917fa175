"""Characters that turn the reading direction: never shown live on a page, and never lost from the record."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

# Embeddings, overrides and isolates: they could show the words of an entry in reverse.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


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


def as_shown(value: Any) -> Any:
    """A value of a body as a form shows it, to see whether somebody changed it there."""
    return [keep_direction(one) for one in value] if isinstance(value, list) else keep_direction(value)
