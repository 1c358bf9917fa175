"""What would have been right, where a request is not of the right shape: from Pydantic's error and our own shapes.

Never quotes what was sent: the answer may be logged by the program that asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from unbroken.api.shapes import BatchIn, EntryIn

# The shapes of what is sent, by the name of the parameter that takes them.
SHAPES: Mapping[str, type[BaseModel]] = MappingProxyType({"entry": EntryIn, "batch": BatchIn})
Context = Mapping[str, Any]
# What each of Pydantic's error types asks for. https://docs.pydantic.dev/latest/errors/validation_errors/
_SAID: Mapping[str, Callable[[Context], str]] = MappingProxyType(
    {
        "string_type": lambda _: "a text",
        "string_too_short": lambda about: f"a text of at least {about['min_length']} character(s)",
        "string_too_long": lambda about: f"a text of at most {about['max_length']} characters",
        "string_pattern_mismatch": lambda about: f"a text of the form {about['pattern']}",
        "string_unicode": lambda _: "a text in valid Unicode",
        "int_type": lambda _: "a whole number",
        "int_parsing": lambda _: "a whole number",
        "int_from_float": lambda _: "a whole number",
        "int_parsing_size": lambda _: "a smaller whole number",
        "bool_type": lambda _: "true or false",
        "greater_than_equal": lambda about: f"{about['ge']} or more",
        "less_than_equal": lambda about: f"{about['le']} or less",
        "literal_error": lambda about: str(about["expected"]),
        "list_type": lambda _: "a list",
        "tuple_type": lambda _: "a list of two texts: a role and an object",
        "too_short": lambda about: f"at least {about['min_length']} item(s)",
        "too_long": lambda about: f"at most {about['max_length']} items",
        "dict_type": lambda _: "an object: names and values",
        "model_type": lambda _: "an object: names and values",
        "model_attributes_type": lambda _: "an object: names and values",
    }
)


def say_expected(error: Mapping[str, Any], shape: type[BaseModel] | None, path: Sequence[str | int]) -> str:
    """What would be right in place of what the error is about, which stands at `path` in a request of this shape."""
    type_, about = error["type"], error.get("ctx") or {}
    held, info = _look_up(shape, path)
    if type_ == "extra_forbidden":
        return f"one of {', '.join(_names(held))}" if held else "nothing here"
    said = _SAID[type_](about) if type_ in _SAID else ""
    if type_.startswith("model_") and held:
        return f"{said}, with {', '.join(_required(held))}"
    meant = _meaning(info)
    return f"{said} ({meant})" if said and meant else said or meant or "a value; see /api/v1/ for the shape"


def _look_up(
    shape: type[BaseModel] | None, path: Sequence[str | int]
) -> tuple[type[BaseModel] | None, FieldInfo | None]:
    """The shape that holds what is at a path, or is there itself, and the field it is in."""
    info = None
    for part in path:
        if isinstance(part, int) or shape is None:
            continue
        info = shape.model_fields.get(part)
        inner = next((one for one in _inside(info) if issubclass(one, BaseModel)), None)
        shape = inner or shape
    return shape, info


def _inside(info: FieldInfo | None) -> list[type]:
    """The classes in a field's annotation, and in a list of them."""
    kind = info.annotation if info else None
    return [one for one in (kind, *get_args(kind)) if isinstance(one, type)]


def _names(shape: type[BaseModel]) -> list[str]:
    return sorted(shape.model_fields)


def _required(shape: type[BaseModel]) -> list[str]:
    return [name for name, info in shape.model_fields.items() if info.is_required()]


def _meaning(info: FieldInfo | None) -> str:
    """The field in the words of its description, with an example where there is one."""
    if info is None or not info.description:
        return ""
    said = info.description.rstrip(".")
    return f"{said}; for example {info.examples[0]}" if info.examples else said
