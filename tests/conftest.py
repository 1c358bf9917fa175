"""Fixtures for all tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from unbroken.access import triggers as access_triggers
from unbroken.record import triggers

# A busy machine is no failure: nothing here is timed. Where everything is required (CI) the examples are the same each
# time, so that a change is judged by what it changes; who develops has others at every run.
hypothesis_settings.register_profile(
    "untimed",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("UNBROKEN_REQUIRE_ALL") == "1",
)
hypothesis_settings.load_profile("untimed")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(settings.UNBROKEN_HOME, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers() -> Iterator[None]:
    """Let Django empty the tables between tests that commit: the record and the access log refuse to be emptied."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_triggers(operations: BaseDatabaseOperations, statements: list[str]) -> None:
        for closed in (triggers, access_triggers):
            closed.remove(operations.connection)
        flush(operations, statements)
        for closed in (triggers, access_triggers):
            closed.install(operations.connection)

    BaseDatabaseOperations.execute_sql_flush = flush_without_triggers  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture
def tamper(db: None) -> Iterator[None]:
    """Somebody with full rights over the database has taken the triggers away."""
    triggers.remove(connection)
    yield
    triggers.install(connection)
