"""A comparable description as text, kept beside the keys under which it is found."""

from __future__ import annotations

import orjson

from unbroken.people.linkage.comparable import Comparable

_SETS = tuple(
    at for at, name in enumerate(Comparable._fields[1:]) if type(Comparable._field_defaults[name]) is frozenset
)
_NOTHING: frozenset[str] = frozenset()


def pack(one: Comparable) -> str:
    """A comparable without its id, as JSON."""
    return orjson.dumps([sorted(value) if isinstance(value, frozenset) else value for value in one[1:]]).decode()


def unpack(id: str, text: str) -> Comparable:
    """What `pack` made of a comparable. Written for speed: every lookup does it for all it finds."""
    values = orjson.loads(text)
    for at in _SETS:
        values[at] = frozenset(values[at]) if values[at] else _NOTHING
    return Comparable(id, *values)
