"""Operations that say what may be recorded."""

# Annotations are read when the operations are made, past the decorator that guards them: they cannot be put off.

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, PathEx, Router
from pydantic import BaseModel

from unbroken.access.gate import requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record
from unbroken.api.answers import answer
from unbroken.api.auth import READS
from unbroken.api.service import FAILS
from unbroken.api.shapes import KindDetailOut, KindOut
from unbroken.record.kinds import REGISTER, Kind, code_list_of
from unbroken.vocabulary.codes import CodeList

router = Router(tags=["Kinds"], throttle=[READS])


@router.get("/kinds", response={200: list[KindOut], **FAILS}, summary="Every kind of entry")
@requires(Permission.USE_SERVICE)
def kinds(request: HttpRequest) -> HttpResponse:
    """Every kind of entry, and whether the caller may record it."""
    return answer([_say_kind(kind, signed_in(request)) for kind in REGISTER])


@router.get("/kinds/{kind}", response={200: KindDetailOut, **FAILS}, summary="A kind of entry")
@requires(Permission.USE_SERVICE)
def kind(request: HttpRequest, kind: PathEx[str, P(max_length=60)]) -> HttpResponse:
    """A kind of entry: the JSON Schema of its body, and the code lists it draws on."""
    found = REGISTER.get(kind)
    if found is None:
        raise Http404
    return answer(
        {
            **_say_kind(found, signed_in(request)),
            "description": (found.__doc__ or "").strip(),
            "body": _schema_of(found),
            "code_lists": _say_lists(found),
        }
    )


def code_lists_of(model: type[BaseModel], under: str = "") -> Iterator[tuple[str, CodeList]]:
    """The code list of every coded field, nested ones too, by dotted path."""
    for name, info in model.model_fields.items():
        path = f"{under}{name}"
        if (codes := code_list_of(info)) is not None:
            yield path, codes
        for part in _parts_in(info.annotation):
            yield from code_lists_of(part, f"{path}.")


def _parts_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _parts_in(inner)


@cache  # it changes only with the program, and takes milliseconds to make
def _schema_of(kind: type[Kind]) -> dict[str, Any]:
    return kind.model_json_schema()


def _say_kind(kind: type[Kind], user: User) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "version": kind.version,
        "title": kind.title(),
        "lane": kind.lane,
        "handling": kind.handling,
        "subjects": [
            {"role": rule.role, "type": rule.type, "at_least": rule.at_least, "at_most": rule.at_most}
            for rule in kind.subjects
        ],
        "may_record": may_record(user, kind.kind, user.agency).allowed,
    }


def _say_lists(kind: type[Kind]) -> list[dict[str, Any]]:
    fields: dict[str, list[str]] = {}
    lists: dict[str, CodeList] = {}
    for path, codes in code_lists_of(kind):
        lists[codes.name] = codes
        fields.setdefault(codes.name, []).append(path)
    return [_say_list(lists[name], fields[name]) for name in sorted(lists)]


def _say_list(codes: CodeList, fields: list[str]) -> dict[str, Any]:
    return {
        "name": codes.name,
        "title": codes.title,
        "source": codes.source,
        "fields": fields,
        "codes": [
            {
                "code": code.code,
                "label": code.label,
                "official": dict(code.official),
                "valid_from": code.valid_from,
                "valid_to": code.valid_to,
                "group": code.group,
                "note": code.note,
            }
            for code in codes
        ],
    }
