"""The addresses of the API. Everything below /api/ answers in JSON, what is not there included."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import Router

from unbroken.access.gate import Rule, public
from unbroken.api import entries, kinds, reading
from unbroken.api.answers import problem
from unbroken.api.description import openapi, reference
from unbroken.api.service import api, not_found, too_big
from unbroken.api.shapes import MOST_BYTES

app_name = "api"
ROUTERS: tuple[Router, ...] = (entries.router, reading.router, kinds.router)
for _router in ROUTERS:
    api.add_router("v1/", _router)


def _rules() -> Iterator[tuple[str, Rule]]:
    """The access rule of each operation, by the name of its function, which is the name of its address."""
    for router in ROUTERS:
        for view in router.path_operations.values():
            for operation in view.operations:
                yield operation.view_func.__name__, operation.view_func.access  # type: ignore[attr-defined]


def _guarded(view: Callable[..., HttpResponse], rule: Rule) -> Callable[..., HttpResponse]:
    """An operation, with the limit on size before and the one shape of failures after."""

    def operate(request: HttpRequest, **named: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return too_big()
        response = view(request, **named)
        if response.status_code == 405:
            return problem(405, "This address does not answer to this method.", Allow=response.headers["Allow"])
        return response

    operate.access = rule  # type: ignore[attr-defined]
    return csrf_exempt(operate)  # no cookie is accepted here, so none can be misused


@csrf_exempt
@public("says only that there is nothing here")
def nothing_here(request: HttpRequest) -> HttpResponse:
    """404, as the API says it."""
    return not_found()


def _operations(rules: Mapping[str, Rule]) -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and (rule := rules.get(pattern.name or "")):
            yield path(str(pattern.pattern), _guarded(pattern.callback, rule), name=pattern.name)


urlpatterns = [
    path("", reference, name="reference"),
    path("openapi.json", openapi, name="openapi"),
    *_operations(dict(_rules())),
    re_path(r"", nothing_here, name="nothing_here"),
]
