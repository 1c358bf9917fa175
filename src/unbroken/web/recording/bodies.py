"""From what was answered to the body of an entry, back again, and from a problem to the field that caused it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from unbroken.exchange.exporting.shapes import Shape
from unbroken.record.errors import Problem
from unbroken.web.forms import Field, Select
from unbroken.web.forms.choices import Checkboxes, Radios

_VERB = re.compile(r"^(is|are|was|repeats|names|ended|has|must) ")
_NOTHING: tuple[Any, ...] = (None, "", (), [], {})


def body_of(shapes: Iterable[Shape], values: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """The body that these answers make. What was not answered is left out: absent is not no.

    A list of parts that must be given is given empty: bail with no conditions is bail without conditions.
    """
    found = ((shape, _value(shape, values, prefix + shape.name)) for shape in shapes)
    return {shape.name: value for shape, value in found if value not in _NOTHING or _may_be_empty(shape)}


def _may_be_empty(shape: Shape) -> bool:
    return shape.required and shape.repeated and shape.type == "model"


def _value(shape: Shape, values: Mapping[str, Any], name: str) -> Any:
    if shape.type != "model":
        value = values.get(name)
        return list(value or ()) if shape.repeated else value
    if not shape.repeated:
        return body_of(shape.fields, values, prefix=f"{name}-")
    parts = (body_of(shape.fields, values, prefix=f"{name}-{number}-") for number in slots_in(values, name))
    return [part for part in parts if part]


def slots_in(names: Iterable[str], of: str) -> list[int]:
    """The numbers of the parts of a list that are among these names, in order."""
    pattern = re.compile(re.escape(of) + r"-(\d{1,3})-")
    return sorted({int(match[1]) for name in names if (match := pattern.match(name))})


def values_of(shapes: Iterable[Shape], body: Mapping[str, Any], *, prefix: str = "") -> dict[str, Any]:
    """The answers that make this body: what a form holds that corrects it."""
    found: dict[str, Any] = {}
    for shape in shapes:
        value = body.get(shape.name)
        if value is None:
            continue
        name = prefix + shape.name
        if shape.type != "model":
            found[name] = tuple(value) if shape.repeated else value
        elif shape.repeated:
            for number, part in enumerate(value):
                found |= values_of(shape.fields, part, prefix=f"{name}-{number}-")
        else:
            found |= values_of(shape.fields, value, prefix=f"{name}-")
    return found


def field_of(problem: Problem, shapes: Sequence[Shape], values: Mapping[str, Any]) -> str:
    """The name of the form's field that a problem is about; "" where it is about none."""
    head, *path = problem.field.split(".")
    if head in ("happened", "subjects"):
        return "-".join([head, *path[:1]]) if head == "subjects" else "happened"
    while path[:1] == ["body"]:  # a correction holds the body within its body
        path = path[1:]
    if path[:1] == ["happened"]:
        return "happened"
    return _field_at(path, shapes, values, "") if head == "body" else ""


def _field_at(path: Sequence[str], shapes: Sequence[Shape], values: Mapping[str, Any], prefix: str) -> str:
    shape = next((one for one in shapes if path and one.name == path[0]), None)
    if shape is None:
        return ""
    name, rest = prefix + shape.name, path[1:]
    if shape.type != "model" or not rest:
        return name if shape.type != "model" else _first_of(shape, name)
    if shape.repeated and rest[0].isdigit():
        filled = [n for n in slots_in(values, name) if body_of(shape.fields, values, prefix=f"{name}-{n}-")]
        number = filled[int(rest[0])] if int(rest[0]) < len(filled) else 0
        name, rest = f"{name}-{number}", rest[1:]
    return _field_at(rest, shape.fields, values, f"{name}-") or _first_of(shape, name)


def _first_of(shape: Shape, name: str) -> str:
    """The first field of a part: the place to go to when the part as a whole is wrong."""
    if shape.repeated and not name[-1:].isdigit():
        name = f"{name}-0"
    return f"{name}-{shape.fields[0].name}"


def say_problem(problem: Problem, one: Field | None) -> str:
    """A problem in a sentence that names the field and says what would be right."""
    message = problem.message
    if one is None:
        return _sentence(message, problem.expected)
    if message == "is missing":
        return one.missing or f"{'Select' if isinstance(one, Select | Radios | Checkboxes) else 'Enter'} {one.spoken}"
    if message.startswith("List should have at least 1 item"):
        return f"Fill in at least one: {one.spoken}"
    if message.startswith("is missing: "):
        return _sentence(message.removeprefix("is missing: "), "")
    return _sentence(f"{one.opening} {message}" if _VERB.match(message) else message, problem.expected)


def say_problems(problems: Iterable[tuple[Problem, Field | None]]) -> Iterator[str]:
    """Each problem in a sentence."""
    return (say_problem(problem, one) for problem, one in problems)


def _sentence(message: str, expected: str) -> str:
    return message[:1].upper() + message[1:] + (f": {expected}" if expected else "")
