"""Which characters the fonts inside the typesetter can show, and how the others are written out.

The chronology uses only the fonts that come with the typesetter, so that it is the same on every machine. Emoji are
common in threats and none of those fonts has them; an accessible PDF (PDF/UA) may not have an empty box either. A
character that cannot be shown is written out by its name and number: nothing is dropped, and a screen reader reads it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import typst

_PROBE = b'#set document(title: "probe")\n#set text(lang: "en", font: "Libertinus Serif")\n#sys.inputs.text'
_NO_TEXT = frozenset({"Cc", "Cs", "Cn", "Co"})
_SILENT = frozenset("\u200d\ufe0e\ufe0f")  # joiners and variants: meaningless without what they join


def write_out(text: str, *, unseen: frozenset[str]) -> str:
    """The text with each character in `unseen` written out, as [hocho, U+1F52A]."""
    if unseen.isdisjoint(text):
        return text
    return "".join(_written(char) if char in unseen else char for char in text)


def find_unseen(texts: Iterable[str]) -> frozenset[str]:
    """The characters of these texts that no font inside the typesetter can show."""
    wanted = {char for text in texts if not text.isascii() for char in text if char > "\u024f"}
    wanted |= {char for text in texts for char in text if ord(char) < 32 and char not in "\t\n"}
    return frozenset(char for char in wanted if not _is_shown(char))


@lru_cache(maxsize=4096)
def _is_shown(char: str) -> bool:
    if char in _SILENT or unicodedata.category(char) in _NO_TEXT:
        return False
    try:
        typst.compile(_PROBE, sys_inputs={"text": char}, format="pdf", pdf_standards="ua-1", ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True


def _written(char: str) -> str:
    if char in _SILENT:
        return ""
    name = unicodedata.name(char, "").lower()
    return f"[{name}, U+{ord(char):04X}]" if name else f"[U+{ord(char):04X}]"
