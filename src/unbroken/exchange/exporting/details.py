"""A body in words, field by field, and what a correction changed in it. Pure; knows no kind by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unbroken.exchange.exporting.shapes import Shape, shapes_of
from unbroken.exchange.exporting.wording import NOT_RECORDED, say_name, say_scalar


@dataclass(frozen=True, slots=True)
class Detail:
    """One field of a body: its name in the body, its label, and its value in words.

    A field that holds several parts has one line of text for each.
    """

    field: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction changed in one field. A side that had no value says so in words."""

    field: str
    label: str
    before: str
    after: str


def details_of(kind: str, body: Mapping[str, Any] | None) -> tuple[Detail, ...]:
    """The fields of a body in the order of its kind; fields that the kind does not know come last."""
    if body is None:
        return ()
    shapes = {shape.name: shape for shape in shapes_of(kind)}
    names = [name for name in shapes if name in body] + [name for name in body if name not in shapes]
    return tuple(_detail(name, shapes.get(name), body[name]) for name in names)


def changes_between(kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> tuple[Change, ...]:
    """The fields whose stored value differs, in the order of the kind."""
    old = {detail.field: detail for detail in details_of(kind, before)}
    new = {detail.field: detail for detail in details_of(kind, after)}
    names = [*new, *(name for name in old if name not in new)]
    return tuple(
        Change(
            field=name,
            label=(new.get(name) or old[name]).label,
            before=old[name].value if name in old else NOT_RECORDED,
            after=new[name].value if name in new else NOT_RECORDED,
        )
        for name in names
        if (before or {}).get(name) != (after or {}).get(name)
    )


def _detail(name: str, shape: Shape | None, value: Any) -> Detail:
    return Detail(name, shape.label if shape else say_name(name), say_value(value, shape))


def say_value(value: Any, shape: Shape | None = None) -> str:
    """A stored value in words. Lists of single values read on one line; parts stand on a line each."""
    if isinstance(value, Mapping):
        return "; ".join(f"{label}: {text}" for label, text in _parts(value, shape))
    if isinstance(value, Sequence) and not isinstance(value, str):
        said = [say_value(item, shape) for item in value]
        return ("\n" if any(isinstance(item, Mapping) for item in value) else "; ").join(said)
    return say_scalar(value, shape.codes if shape else None)


def _parts(value: Mapping[str, Any], shape: Shape | None) -> Iterator[tuple[str, str]]:
    """The fields of a nested model, or the items of a mapping, whose values may be codes of its list."""
    inner = {part.name: part for part in shape.fields} if shape else {}
    codes = shape if shape is not None and not inner else None
    ordered = [name for name in inner if name in value] + [name for name in value if name not in inner]
    for name in ordered:
        part = inner.get(name)
        yield (part.label if part else say_name(name)), say_value(value[name], part or codes)
