"""The API described: as OpenAPI for programs, as a page for people. Neither says anything about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import public
from unbroken.api.answers import JSON
from unbroken.api.service import api


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation."""

    name: str
    place: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class OperationView:
    """An operation, as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    takes: str
    answers: tuple[tuple[str, str], ...]


@cache
def description() -> Mapping[str, Any]:
    """The OpenAPI description. It changes only with the program."""
    found: Mapping[str, Any] = orjson.loads(orjson.dumps(api.get_openapi_schema(), option=orjson.OPT_NON_STR_KEYS))
    return found


@require_safe
@public("describes the API; holds no data")
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return HttpResponse(orjson.dumps(description()), content_type=JSON)


@require_safe
@public("describes the API; holds no data")
def reference(request: HttpRequest) -> HttpResponse:
    """What the API can do, for somebody who writes a program."""
    return render(request, "api/reference.html", {"operations": operations(description())})


def operations(described: Mapping[str, Any]) -> tuple[OperationView, ...]:
    """Every operation, in the order of the description."""
    return tuple(
        _operation(path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    )


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> OperationView:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return OperationView(
        id=operation["operationId"].rpartition("_api_")[2],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=tuple(
            Parameter(item["name"], item["in"], item["required"], item["schema"].get("description", ""))
            for item in operation.get("parameters", ())
        ),
        takes=body.get("$ref", "").rpartition("/")[2],
        answers=tuple((str(code), answer["description"]) for code, answer in operation["responses"].items()),
    )
