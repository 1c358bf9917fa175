"""The API keeps to its own description: every answer to anything at all is one that it names."""

from __future__ import annotations

from functools import cache

import pytest
import schemathesis
from django.core.cache import cache as failed_attempts
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from markupsafe import escape
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests import matter
from tests.matter import REPORT, SUSPECT, VICTIM
from unbroken.api.description import description, operations

# What a day, a cursor and the body of a kind are is not in the description of the operation: they can still be refused.
NOT_BY_SHAPE = positive_data_acceptance
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["specialist_reviewer", "analyst"])
@schema.parametrize()
@settings(
    max_examples=15, derandomize=True, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_whatever_is_sent_the_answer_is_as_described(case, caller_once, role):
    assert not_as_described(case, headers=caller_once(role).headers) == []


def not_as_described(case, *, headers):
    """In what the answer to a call breaks the description."""
    failed_attempts.clear()  # every call is also tried with bad tokens, soon too often for one address
    try:
        case.call_and_validate(headers=headers, excluded_checks=[NOT_BY_SHAPE])
    except FailureGroup as group:
        return [str(failure) for failure in group.exceptions]
    return []


@pytest.fixture
def caller_once(caller):
    """One caller a role, for all the examples of a test."""
    matter.record_matter()
    return cache(caller)


@pytest.fixture(autouse=True)
def _one_connection():
    """Keep the connection of the test: a real server's requests each leave theirs to be closed."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/api/v1/journeys/{person}", {"person": VICTIM}),
        ("/api/v1/reports/{report}", {"report": REPORT}),
        ("/api/v1/reports/{report}/findings", {"report": REPORT}),
        ("/api/v1/pairs/{one}/{other}/findings", {"one": VICTIM, "other": SUSPECT}),
        ("/api/v1/changes", {}),
        ("/api/v1/kinds", {}),
        ("/api/v1/kinds/{kind}", {"kind": "person.described"}),
        ("/api/v1/instruments", {}),
        ("/api/v1/instruments/{key}", {"key": "dash_ric"}),
    ],
)
@pytest.mark.django_db
def test_answers_have_the_described_shape(caller_once, path, named):
    case = schema[path]["GET"].Case(path_parameters=named)
    answer = case.call_and_validate(headers=caller_once("specialist_reviewer").headers)
    assert answer.status_code == 200


@pytest.mark.django_db
def test_the_reference_page_names_every_operation_and_loads_nothing_from_elsewhere():
    answer = Client().get("/api/")
    text = answer.content.decode()
    assert answer.status_code == 200
    for operation in operations(description()):
        assert escape(operation.summary) in text
        assert operation.path in text
    assert "//cdn" not in text
    assert "<script>" not in text


def test_every_operation_names_its_failures_in_the_one_shape():
    for path, methods in description()["paths"].items():
        for operation in methods.values():
            for status in ("400", "401", "403", "404", "409", "422", "429"):
                assert "application/problem+json" in operation["responses"][status]["content"], path
            assert operation["security"] == [{"Bearer": []}]
