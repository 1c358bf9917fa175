from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.matter import make_user
from unbroken.access import commands
from unbroken.access.models import User


class Caller:
    """A program with a token."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.token, self.made = commands.create_token(user, name="tests")
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, sent: Any, **more: Any) -> Any:
        return self.client.post(f"/api/v1/{path}", sent, content_type="application/json", headers=self.headers, **more)


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


@pytest.fixture
def caller(db: None) -> Callable[..., Caller]:
    """Makes a caller in a role."""

    def make(role: str = "officer", **who: str) -> Caller:
        return Caller(make_user(role, **who))

    return make
