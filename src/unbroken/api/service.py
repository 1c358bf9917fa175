"""The API as one: how it signs people in, how it reads JSON, and how it says that something went wrong."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from math import ceil
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

from unbroken.access.writing import MayNotRecord
from unbroken.api.answers import PROBLEM, problem, say_problems
from unbroken.api.auth import Bearer
from unbroken.api.expected import SHAPES, say_expected
from unbroken.api.shapes import MOST_BYTES, FailureOut
from unbroken.record.errors import Conflict, Problem, Refused

_logger = logging.getLogger(__name__)
DEEPEST = 40  # levels of nesting: no kind comes near, and what is deeper is refused before anything walks through it
FAILURES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429})
PREFIX = "/api/"


class Unreadable(ValueError):
    """A parameter of the right shape that still cannot be read."""

    def __init__(self, item: Problem) -> None:
        self.item = item
        super().__init__(str(item))


class StrictParser(Parser):
    """JSON as RFC 8259 has it: no NaN, no lone surrogates, no numbers beyond 64 bits."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body of a request."""
        found = orjson.loads(request.body)
        if _too_deep(found):
            raise ValueError(f"nested more than {DEEPEST} levels deep")
        return found


class Service(NinjaAPI):
    """The API. Its OpenAPI description names every failure, in the shape and type in which it comes."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, with the media type of problems set right."""
        schema = super().get_openapi_schema(path_prefix=path_prefix or PREFIX, path_params=path_params)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) in FAILURES:
                        response["content"] = {PROBLEM: response["content"].pop("application/json")}
        return schema


api = Service(
    title="Unbroken",
    version="1",
    description="One unbroken record of a stalking victim's journey, from the first report to the sentence.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=Bearer(),
    parser=StrictParser(),
)

FAILS: Mapping[frozenset[int], type[FailureOut]] = {FAILURES: FailureOut}


@api.exception_handler(AuthenticationError)
def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401, "Send a valid token: Authorization: Bearer …", WWW_Authenticate='Bearer realm="unbroken"')


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    reason = str(error) if getattr(error, "fit_for_screen", False) else "You may not do this."
    cause = error.__cause__
    problems = say_problems([cause.problem], cause.index) if isinstance(cause, MayNotRecord) else []
    return problem(403, reason, problems)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return not_found()


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    return problem(409, "The same reference came before with other content.", say_problems(error.problems, error.index))


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    detail = "Nothing was recorded. Mend what is named and send it again."
    return problem(422, detail, say_problems(error.problems, error.index))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, "The request is not of the right shape.", [_shape_problem(item) for item in error.errors])


@api.exception_handler(Unreadable)
def _unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    return problem(422, "A parameter cannot be read.", say_problems([error.item]))


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    detail = "Too many requests, or too many that failed. Wait as long as Retry-After says, and go on."
    return problem(429, detail, Retry_After=str(ceil(error.wait or 60)))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "The request could not be read: it is not JSON that we accept.")


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    _logger.error("an operation of the API failed", exc_info=error)
    return problem(500, "Something went wrong here. Nothing was recorded; the same request can be sent again.")


def not_found() -> HttpResponse:
    """404: nothing here, or nothing the caller may know of."""
    return problem(404, "There is nothing here, or nothing that you may know of.")


def too_big() -> HttpResponse:
    """413: more than one request may hold."""
    return problem(413, f"A request holds at most {MOST_BYTES} bytes. Send smaller batches.")


def _shape_problem(error: Mapping[str, Any]) -> dict[str, Any]:
    """A Pydantic error as a problem. The path starts with the place it came from and the parameter's name."""
    path = list(error["loc"])[1:]
    shape = SHAPES.get(path[0]) if path else None
    if shape:
        path = path[1:]
    index = path[1] if len(path) > 1 and path[0] == "entries" and isinstance(path[1], int) else None
    names = [str(part) for part in (path[2:] if index is not None else path)]
    expected = say_expected(error, shape, path)
    return {"index": index, "field": ".".join(names), "message": str(error["msg"]), "expected": expected}


def _too_deep(value: Any) -> bool:
    """Whether anything is nested deeper than DEEPEST. Layer by layer: it must not itself run out of stack."""
    layer = [value] if isinstance(value, dict | list) else []
    for _ in range(DEEPEST):
        inner = (item for outer in layer for item in (outer.values() if isinstance(outer, dict) else outer))
        layer = [item for item in inner if isinstance(item, dict | list)]
        if not layer:
            return False
    return True
