"""Fixtures of the tests of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.matter import make_user
from unbroken.access.models import User

Ask = Callable[..., HttpResponse]


@pytest.fixture
def ask() -> Ask:
    """Open a page, or send a form, as somebody in a role."""
    users: dict[str, User] = {}

    def asked(path: str, data: dict[str, Any] | None = None, *, role: str = "supervisor") -> HttpResponse:
        if role not in users:
            users[role] = make_user(role)
        client = Client()
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path) if data is None else client.post(path, data)  # type: ignore[return-value]

    return asked
