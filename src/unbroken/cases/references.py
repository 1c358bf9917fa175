"""Reference numbers in the form in which they are compared: people write them with and without spaces."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[^0-9A-Z]+")


def fold_reference(text: str) -> str:
    """Upper case, letters and digits only: `23/1234-x` and `231234 X` are the same number."""
    return _BETWEEN.sub("", text.upper())
