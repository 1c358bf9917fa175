"""The frame of every page: who is signed in, where they can go, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from unbroken.access.gate import Refusal, public
from unbroken.access.models import User
from unbroken.access.roles import Role
from unbroken.web import errors
from unbroken.web.layout import frame, nav_items, read_reader
from unbroken.web.urls import urlpatterns as _service
from unbroken.web.views import home


@public("only in tests")
def _empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@public("only in tests")
def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("Anna Kowalska")


NAMES = {
    "report_new": "reports/new/",
    "reports": "reports/",
    "journeys": "journeys/",
    "review": "review/",
    "registers": "registers/",
    "insight": "insight/",
}
urlpatterns = [
    path("", home.home, name="home"),
    *(path(address, _empty, name=name) for name, address in NAMES.items()),
    path("search/", _empty, name="search"),
    path("broken/", _broken),
    *(one for one in _service if getattr(one, "name", "") in {"accessibility", "privacy", "cookies"}),
    path("account/", _empty, name="account"),
    path("account/login/", _empty, name="account_login"),
    path("account/logout/", _empty, name="account_logout"),
]
handler500 = errors.server_error

Ask = Callable[..., HttpRequest]


@pytest.fixture
def ask(rf: RequestFactory) -> Ask:
    """A request as somebody with this role."""

    def build(role: str = "", at: str = "/") -> HttpRequest:
        request = rf.get(at)
        request.user = User(username="amy", role=role, agency="met") if role else AnonymousUser()
        request.session = {}  # type: ignore[assignment]
        request._messages = SessionStorage(request)  # type: ignore[attr-defined]
        return request

    return build


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("role", "items"),
    [
        ("officer", ["Home", "New report", "Reports", "Journeys"]),
        ("supervisor", ["Home", "New report", "Reports", "Journeys", "Review", "Registers", "Insight"]),
        ("specialist_reviewer", ["Home", "New report", "Reports", "Journeys", "Review", "Registers", "Insight"]),
        ("advocate", ["Home", "Reports", "Journeys"]),
        ("prosecutor", ["Home", "Reports", "Journeys", "Insight"]),
        ("witness_care", ["Home", "Reports", "Journeys"]),
        ("probation", ["Home", "Reports", "Journeys"]),
        ("health", ["Home", "Reports", "Journeys"]),
        ("analyst", ["Home", "Insight"]),
        ("administrator", ["Home"]),
        ("", []),
    ],
)
def test_navigation_is_by_role(ask: Ask, role: str, items: list[str]) -> None:
    assert [item.text for item in nav_items(ask(role))] == items


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("path", "text"),
    [("/", None), ("/reports/", "Reports"), ("/reports/r1/class/", "Reports"), ("/reports/new/", "New report")],
)
def test_one_item_at_most_is_the_one_the_page_lies_under(ask: Ask, path: str, text: str | None) -> None:
    assert [item.text for item in nav_items(ask("officer", at=path)) if item.active] == [
        text for text in (text,) if text
    ]


def test_an_item_without_an_address_is_left_out(ask: Ask, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    whole = urlpatterns[:]
    urlpatterns[:] = [one for one in whole if getattr(one, "name", "") != "insight"]
    try:
        assert [item.text for item in nav_items(ask("analyst"))] == ["Home"]
    finally:
        urlpatterns[:] = whole


@pytest.mark.urls(__name__)
def test_search_is_for_those_who_may_open_a_journey(ask: Ask) -> None:
    may_search = [role for role in Role.values if frame(ask(role))["frame"].search_href]
    assert may_search == [role for role in Role.values if role not in {"analyst", "administrator"}]


def test_the_reader_is_named_with_role_and_agency(ask: Ask) -> None:
    request = ask("witness_care")
    assert read_reader(ask()) is None
    assert vars_of(read_reader(request)) == ("amy", "Witness care", "Metropolitan Police")
    request.user.first_name, request.user.last_name = "Amy", "Okoro"  # type: ignore[union-attr]
    assert vars_of(read_reader(request)) == ("Amy Okoro", "Witness care", "Metropolitan Police")


def vars_of(reader: Any) -> tuple[str, str, str]:
    return reader.name, reader.role, reader.agency


def test_what_the_last_action_did_is_shown_once(ask: Ask) -> None:
    request = ask("officer")
    messages.success(request, "The report was recorded.")
    assert [(one.text, one.level) for one in frame(request)["frame"].messages] == [
        ("The report was recorded.", "success")
    ]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
class TestAPage:
    def test_says_that_people_are_made_up_where_they_are(self, client: Client, settings: Any) -> None:
        assert b"app-demo" not in client.get("/cookies/").content
        settings.UNBROKEN_DEMO = True
        assert b"The force and its people are made up" in client.get("/cookies/").content

    def test_that_needs_somebody_sends_them_to_sign_in(self, client: Client) -> None:
        assert client.get("/").headers["Location"] == "/account/login/?next=/"

    def test_that_fails_tells_what_to_do_and_nothing_else(self, client: Client) -> None:
        client.raise_request_exception = False
        page = client.get("/broken/")
        assert page.status_code == 500
        assert "Sorry, something went wrong" in page.text
        assert "recorded whole or not at all" in page.text
        assert "Kowalska" not in page.text

    def test_names_the_cookies_that_are_set(self, client: Client, settings: Any) -> None:
        shown = re.findall(r'<th scope="row"[^>]*>\s*(\S+)\s*</th>', client.get("/cookies/").text)
        assert shown == [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME]


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (Refusal("A health may not open a named journey."), "A health may not open a named journey."),
        (PermissionDenied("SELECT secret"), "Your role, or your agency, does not have access to it."),
    ],
)
def test_only_a_reason_fit_for_a_screen_is_shown(ask: Ask, error: Exception, shown: str) -> None:
    page = errors.forbidden(ask("health"), error)
    assert (page.status_code, shown in page.text, "SELECT" in page.text) == (403, True, False)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    page = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "amy", "password": "x"})
    assert page.status_code == 403
    assert "We could not accept that form" in page.text


@pytest.mark.django_db
def test_the_service_says_that_it_is_well(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
