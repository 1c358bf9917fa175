"""A comparable description as text, kept beside the keys under which it is found."""

from __future__ import annotations

import orjson

from unbroken.people.linkage.comparable import Comparable


def pack(one: Comparable) -> str:
    """A comparable without its id, as JSON."""
    return orjson.dumps([sorted(value) if isinstance(value, frozenset) else value for value in one[1:]]).decode()


def unpack(id: str, text: str) -> Comparable:
    """What `pack` made of a comparable: lists are its sets."""
    values = [frozenset(value) if type(value) is list else value for value in orjson.loads(text)]
    return Comparable._make([id, *values])
