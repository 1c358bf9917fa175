"""Bodies in typed columns: what a table or an event log holds of a kind, and what fits in no column.

A column takes a value only where it comes back out exactly the same. Anything else (a field of an older version of
the kind, a list, a model, a number in a text field) goes into one JSON text beside the columns, so that nothing is
lost whatever a body holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import orjson

from unbroken.exchange.exporting.shapes import Shape, shapes_of
from unbroken.record.entries import Entry

REST = "entry_rest"  # the JSON text of what fits in no column
ERASED = "entry_erased"  # true where the body was erased
_NOT_HEADER = frozenset({"id", "kind", "subjects", "body"})
_EXACT: Mapping[str, type] = {"string": str, "integer": int, "float": float, "boolean": bool}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, where its value comes from (a header or a body field), and its type.

    `type` is `string`, `integer`, `float`, `boolean`, `time` or `json`.
    """

    name: str
    source: str
    type: str
    meaning: str = ""
    shape: Shape | None = None


_MEANINGS = {
    "book": "The agency's partition of the record in which the entry is chained",
    "seq": "Its place in the chain of its book, from 1",
    "version": "The version of the kind's schema",
    "happened_from": "When it happened, or began to (UTC)",
    "happened_to": "When it ended, not included; the same as the beginning for an instant (UTC)",
    "recorded_at": "When it was recorded (UTC)",
    "recorded_by": "Who recorded it",
    "agency": "The agency that recorded it",
    "source": "The system it came from",
    "source_ref": "Its reference in that system",
    "corrects": "The entry that this one corrects, withdraws or erases",
    "body_digest": "SHA-256 of salt and canonical body",
    "prev": "The digest of the entry before it in the book",
    "digest": "SHA-256 of that digest and the header",
}
_TIMES = frozenset({"happened_from", "happened_to", "recorded_at"})


@cache
def header_columns() -> tuple[Column, ...]:
    """The header of an entry except its id, kind and subjects. Names begin with `entry_`, apart from any body field."""
    return tuple(
        Column(f"entry_{name}", name, _header_type(name), _MEANINGS.get(name, ""))
        for name in (field.name for field in fields(Entry))
        if name not in _NOT_HEADER
    )


def _header_type(name: str) -> str:
    return "time" if name in _TIMES else "integer" if name in {"seq", "version"} else "string"


@cache
def body_columns(kind: str) -> tuple[Column, ...]:
    """The fields of a kind, each with the type its column has; none for a kind that is not registered."""
    return tuple(
        Column(shape.name, shape.name, _body_type(shape), shape.meaning, shape)
        for shape in shapes_of(kind)
        if not shape.name.startswith(("entry_", "ocel_"))
    )


def _body_type(shape: Shape) -> str:
    if not shape.is_plain:
        return "json"
    return shape.type if shape.type in _EXACT else "string"


def header_values(entry: Entry) -> dict[str, Any]:
    """The header by column name."""
    return {column.name: getattr(entry, column.source) for column in header_columns()}


def body_values(entry: Entry) -> dict[str, Any]:
    """The body by column name: only what is there. What fits in no column is JSON text under REST."""
    if entry.body is None:
        return {ERASED: True}
    values: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    columns = {column.name: column for column in body_columns(entry.kind)}
    for name, value in entry.body.items():
        column = columns.get(name)
        if column is None or not _fits(value, column.type):
            rest[name] = value
        else:
            values[name] = _json(value) if column.type == "json" else value
    if rest:
        values[REST] = _json(rest)
    return values


def read_body(kind: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The body again, from what `body_values` gave."""
    if values.get(ERASED):
        return None
    body: dict[str, Any] = {}
    for column in body_columns(kind):
        value = values.get(column.name)
        if value is not None:
            body[column.source] = orjson.loads(value) if column.type == "json" else value
    if rest := values.get(REST):
        body.update(orjson.loads(rest))
    return body


def _fits(value: Any, type_: str) -> bool:
    if type_ == "json":
        return value is not None
    if type_ == "integer":
        return type(value) is int and -(2**63) <= value < 2**63
    return type(value) is _EXACT[type_]


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
