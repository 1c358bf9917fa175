"""Fields of an entry that need more care than the entry itself: where somebody lives, a suspect's health. Pure.

A field is handled as its `Handling` marker says. In a list of things of several types (identifiers), those whose
type says where somebody is are handled as addresses. The place of an incident or of a prohibition is not: a court
must know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from unbroken.access.policy import NOT_OF_SUSPECTS, SEES
from unbroken.access.roles import Role
from unbroken.record.kinds import REGISTER, Handling, Privacy, code_list_of
from unbroken.vocabulary.codes import CodeList

LOCATED = "location"  # the group of codes that say where somebody is, in the list of identifiers


def mask(body: Mapping[str, Any], kind: str, role: Role) -> tuple[Mapping[str, Any], frozenset[Handling]]:
    """A body of this kind as this role sees it, and how what was left out must be handled."""
    model = REGISTER.get(kind)
    if model is None or not _guarded(model):
        return body, frozenset()
    left_out: set[Handling] = set()
    hidden = frozenset(Handling) - SEES[role]
    special = role in NOT_OF_SUSPECTS and body.get("role_here") == "suspect"
    masked = _mask(body, model, hidden, special, left_out)
    return (masked, frozenset(left_out)) if left_out else (body, frozenset())


def _mask(
    body: Mapping[str, Any], model: type[BaseModel], hidden: frozenset[Handling], special: bool, left_out: set[Handling]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in body.items():
        handling = _handling_of(model, name, special)
        if handling in hidden:
            left_out.add(handling)
            continue
        part = _parts(model).get(name)
        seen = _mask_value(value, part, hidden, special, left_out) if part else value
        if seen not in ([], {}):  # what is left of a list of addresses says nothing
            kept[name] = seen
    return kept


def _mask_value(
    value: Any, part: type[BaseModel], hidden: frozenset[Handling], special: bool, left_out: set[Handling]
) -> Any:
    if isinstance(value, list):
        seen = (_mask_value(item, part, hidden, special, left_out) for item in value)
        return [item for item in seen if item]
    if _is_address(value, part) and Handling.ADDRESS in hidden:
        left_out.add(Handling.ADDRESS)
        return {}
    return _mask(value, part, hidden, special, left_out)


def _handling_of(model: type[BaseModel], name: str, special: bool) -> Handling:
    markers = _markers(model).get(name, frozenset())
    marked = next((marker for marker in markers if isinstance(marker, Handling)), None)
    if marked is not None:
        return marked
    return Handling.CLINICAL if special and Privacy.SPECIAL in markers else Handling.ORDINARY


def _is_address(part: Mapping[str, Any], model: type[BaseModel]) -> bool:
    codes = _types(model)
    return codes is not None and part.get("type") in codes.in_group(LOCATED)


@cache
def _types(model: type[BaseModel]) -> CodeList | None:
    """The code list of the field `type`, where it tells places from other things."""
    codes = code_list_of(model.model_fields["type"]) if "type" in model.model_fields else None
    return codes if codes is not None and codes.in_group(LOCATED) else None


@cache
def _guarded(model: type[BaseModel]) -> bool:
    """Whether anything in this model could have to be left out."""
    marked = any(
        isinstance(marker, Handling) or marker is Privacy.SPECIAL
        for markers in _markers(model).values()
        for marker in markers
    )
    return marked or _types(model) is not None or any(_guarded(part) for part in _parts(model).values())


@cache
def _markers(model: type[BaseModel]) -> Mapping[str, frozenset[Any]]:
    return {name: frozenset(_markers_in(info.annotation, info.metadata)) for name, info in model.model_fields.items()}


def _markers_in(annotation: Any, metadata: Any = ()) -> Iterator[Handling | Privacy]:
    yield from (marker for marker in metadata if isinstance(marker, Handling | Privacy))
    for part in get_args(annotation):
        if isinstance(part, Handling | Privacy):
            yield part
        else:
            yield from _markers_in(part)


@cache
def _parts(model: type[BaseModel]) -> Mapping[str, type[BaseModel]]:
    """The nested model in each field that has one."""
    found = ((name, _part_in(info.annotation)) for name, info in model.model_fields.items())
    return {name: part for name, part in found if part is not None}


def _part_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is dict:  # its keys are no field names; a test sees to it that no kind needs this
        return None
    return next((part for inner in get_args(annotation) if (part := _part_in(inner)) is not None), None)
