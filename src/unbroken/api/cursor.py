"""The cursor of the feed of changes: how far each book has been read. Opaque to callers, and holds no secret.

A book's entries are numbered without gaps, in the order in which they were committed, so that nothing is missed and
nothing comes twice. It says nothing that a caller could not see: a forged one only reads from another place.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

import orjson

LONGEST = 8000  # characters


def write_cursor(places: Mapping[str, int]) -> str:
    """The cursor that stands for these places: for each book, the number of the last entry read."""
    text = orjson.dumps(dict(places), option=orjson.OPT_SORT_KEYS)
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def read_cursor(text: str) -> dict[str, int]:
    """The places a cursor stands for; none for an empty one. Raises ValueError."""
    if not text:
        return {}
    try:
        found = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, orjson.JSONDecodeError) as error:
        raise ValueError("it is not a cursor") from error
    if not isinstance(found, dict) or not all(type(seq) is int and seq >= 0 for seq in found.values()):
        raise ValueError("it is not a cursor")
    return found
