"""The addresses of the API. Everything below /api/ answers in JSON, what is not there included."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_type_hints

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import Router
from ninja.params.models import Query

from unbroken.access.gate import public
from unbroken.api import entries, findings, instruments, kinds, reading
from unbroken.api.answers import problem, say_problems
from unbroken.api.description import openapi, reference
from unbroken.api.service import api, not_found, too_big
from unbroken.api.shapes import MOST_BYTES
from unbroken.record.errors import Problem

app_name = "api"
ROUTERS: tuple[Router, ...] = (entries.router, reading.router, findings.router, kinds.router, instruments.router)
for _router in ROUTERS:
    api.add_router("v1/", _router)


def _views() -> dict[str, Callable[..., Any]]:
    """The function of each operation, by its name, which is also the name of its address."""
    views = (view for router in ROUTERS for view in router.path_operations.values())
    return {operation.view_func.__name__: operation.view_func for view in views for operation in view.operations}


def _guarded(view: Callable[..., HttpResponse], function: Callable[..., Any]) -> Callable[..., HttpResponse]:
    """An operation, with what is refused before it is asked, and the one shape of failures after."""
    known = query_of(function)

    def operate(request: HttpRequest, **named: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return too_big()
        if unknown := sorted(request.GET.keys() - known):  # a mistyped known_at must not be read as today
            return problem(422, "A parameter is not known here.", say_problems(_not_known(unknown, known)))
        response = view(request, **named)
        if response.status_code == 405:
            return problem(405, "This address does not answer to this method.", Allow=response.headers["Allow"])
        return response

    operate.access = function.access  # type: ignore[attr-defined]
    return csrf_exempt(operate)  # no cookie is accepted here, so none can be misused


def query_of(function: Callable[..., Any]) -> frozenset[str]:
    """The names of the query parameters of an operation."""
    hints = get_type_hints(function, include_extras=True).items()
    marked = ((name, getattr(hint, "__metadata__", ())) for name, hint in hints)
    return frozenset(name for name, parts in marked if any(isinstance(part, Query) for part in parts))


def _not_known(unknown: Iterable[str], known: frozenset[str]) -> Iterator[Problem]:
    for name in unknown:
        near = get_close_matches(name, known, n=1)
        yield Problem(name[:60], "is not a parameter of this address", f"did you mean {near[0]}?" if near else "")


@csrf_exempt
@public("says only that there is nothing here")
def nothing_here(request: HttpRequest) -> HttpResponse:
    """404, as the API says it."""
    return not_found()


def _operations(views: Mapping[str, Callable[..., Any]]) -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and (function := views.get(pattern.name or "")):
            yield path(str(pattern.pattern), _guarded(pattern.callback, function), name=pattern.name)


urlpatterns = [
    path("", reference, name="reference"),
    path("openapi.json", openapi, name="openapi"),
    *_operations(_views()),
    re_path(r"", nothing_here, name="nothing_here"),
]
