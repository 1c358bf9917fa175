"""The shape of a kind's fields, read from its model: what the ways out need in order to show and to type them.

No way out knows any kind by name: a kind added tomorrow is shown, exported and documented by what its model says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from unbroken.exchange.exporting.wording import say_name
from unbroken.record.kinds import REGISTER, Handling, Kind, Privacy, code_list_of
from unbroken.vocabulary.codes import CodeList

Marker = TypeVar("Marker", Privacy, Handling)
_LISTS = (list, tuple, set, frozenset)


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a body, or of a model inside it.

    `type` is `string`, `integer`, `float`, `boolean`, `date`, `time`, `model` or `mapping`: of each item where
    `repeated`. `fields` are those of a model. `codes` is the list it draws on, `privacy` its class, `handling` that of
    a field that needs more care than its entry.
    """

    name: str
    label: str
    meaning: str
    type: str
    repeated: bool
    required: bool
    codes: CodeList | None = None
    privacy: Privacy | None = None
    handling: Handling | None = None
    fields: tuple[Shape, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether one cell can hold it as it is: neither a list nor a model nor a mapping."""
        return not self.repeated and self.type not in {"model", "mapping"}


def shapes_of(kind: str) -> tuple[Shape, ...]:
    """The fields of this kind in their order; none for a kind that is not registered."""
    model = REGISTER.get(kind)
    return model_shapes(model) if model else ()


@cache
def model_shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of a Pydantic model in their order."""
    return tuple(_shape(info.alias or name, info) for name, info in model.model_fields.items())


def title_of(kind: str) -> str:
    """What people read for a kind: its title, or its name in words where it is not registered."""
    model = REGISTER.get(kind)
    return model.title() if model else say_name(kind)


def sentence_of(kind: str, body: Mapping[str, Any] | None) -> str:
    """One line that says what happened; the title where there is no body to say more from."""
    model: type[Kind] | None = REGISTER.get(kind)
    return model.sentence(body) if model is not None and body is not None else title_of(kind)


def _shape(name: str, info: FieldInfo) -> Shape:
    type_, repeated, inner = _read(info.annotation)
    return Shape(
        name=name,
        label=info.title or say_name(name),
        meaning=" ".join((info.description or "").split()),
        type=type_,
        repeated=repeated,
        required=info.is_required(),
        codes=code_list_of(info),
        privacy=_marker(Privacy, info.metadata, info.annotation),
        handling=_marker(Handling, info.metadata, info.annotation),
        fields=model_shapes(inner) if inner else (),
    )


def _read(annotation: Any, *, repeated: bool = False) -> tuple[str, bool, type[BaseModel] | None]:
    """The type of an annotation, whether it is a list of that, and the model where it is one."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _read(args[0], repeated=repeated)
    if origin in _LISTS:
        return _read(args[0], repeated=True)
    if origin is Literal:
        return _plain(type(args[0])), repeated, None
    if origin is dict or origin is Mapping:
        return "mapping", repeated, None
    if args and _is_union(origin):
        known = [arg for arg in args if arg is not NoneType]
        return _read(known[0], repeated=repeated) if len(known) == 1 else ("string", repeated, None)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "model", repeated, annotation
    return _plain(annotation), repeated, None


def _is_union(origin: Any) -> bool:
    return origin is Union or getattr(origin, "__name__", "") == "UnionType"


def _plain(annotation: Any) -> str:
    if not isinstance(annotation, type) or issubclass(annotation, (str, Enum)):
        return "string"
    for known, name in ((bool, "boolean"), (int, "integer"), (float, "float"), (datetime, "time"), (date, "date")):
        if issubclass(annotation, known):
            return name
    return "mapping" if issubclass(annotation, dict) else "string"


def _marker(sort: type[Marker], metadata: list[Any], annotation: Any) -> Marker | None:
    """The privacy class or the handling of a field, however deep in its annotation."""
    for marker in metadata:
        if isinstance(marker, sort):
            return marker
    for part in get_args(annotation):
        if isinstance(part, sort):
            return part
        if (found := _marker(sort, [], part)) is not None:
            return found
    return None
