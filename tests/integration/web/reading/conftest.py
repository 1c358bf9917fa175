"""The whole case on the record, and somebody in each role to read it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.matter import make_user
from tests.whole_case import whole_case
from unbroken.access.models import User
from unbroken.flow import take_in
from unbroken.record.entries import Entry

Read = Callable[..., HttpResponse]


@pytest.fixture
def case(db: None) -> dict[str, Entry]:
    """The entries of the whole case, by their references."""
    return {recorded.entry.source_ref: recorded.entry for recorded in take_in(whole_case(), by="officer").recorded}


@pytest.fixture
def user_of(db: None) -> Callable[[str], User]:
    """Somebody in this role, the same each time."""
    known: dict[str, User] = {}

    def find(role: str) -> User:
        return known.get(role) or known.setdefault(role, make_user(role))

    return find


@pytest.fixture
def read(user_of: Callable[[str], User]) -> Read:
    """Open a page as somebody in a role: `read("/search/", role="officer", q="anna")`."""

    def ask(path: str, *, role: str = "supervisor", post: dict[str, str] | None = None, **query: str) -> HttpResponse:
        client = Client()
        client.force_login(user_of(role), backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path, query) if post is None else client.post(path, post, query_params=query)

    return ask
