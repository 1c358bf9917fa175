"""Fixtures for the tests in a real browser: Debian's Chromium, our own server, no network beyond it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

# Playwright's synchronous interface runs an event loop in this thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = os.environ.get("UNBROKEN_CHROMIUM", "/usr/bin/chromium")
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
SignIn = Callable[..., Any]
Barriers = Callable[..., list[str]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not Path(CHROMIUM).exists():
                item.add_marker(pytest.mark.skip(reason=f"needs Chromium at {CHROMIUM} (or UNBROKEN_CHROMIUM)"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-background-networking"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(autouse=True)
def quiet(page: Page, live_server: Any) -> Iterator[list[str]]:
    """Every page must load nothing from elsewhere, break no Content-Security-Policy and raise no script error."""
    found: list[str] = []
    page.set_default_timeout(10_000)

    def watch(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            found.append(f"asked elsewhere: {request.url}")

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            found.append(message.text)

    page.on("request", watch)
    page.on("pageerror", lambda error: found.append(f"script error: {error}"))
    page.on(
        "console", lambda message: found.append(message.text) if "Content Security Policy" in message.text else None
    )
    yield found
    assert found == []


@pytest.fixture
def sign_in(page: Page, live_server: Any) -> SignIn:
    """Sign somebody in without the sign-in page: `sign_in(role="officer", agency="met")` gives the user."""

    def enter(*, role: str = "officer", agency: str = "met", username: str = "") -> Any:
        user, _ = get_user_model().objects.get_or_create(
            username=username or role,
            defaults={"role": role, "agency": agency, "first_name": "Amy", "last_name": "Okoro"},
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return user

    return enter


@pytest.fixture
def barriers(page: Page) -> Barriers:
    """What keeps people out of the page: each axe violation, wide and at 320 pixels, and sideways scrolling there.

    UNBROKEN_SCREENSHOTS names a folder to look at afterwards.
    """

    def look(name: str = "page") -> list[str]:
        found: list[str] = []
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            if folder := os.environ.get("UNBROKEN_SCREENSHOTS"):
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
            axe = Axe().run(page, options=RULES)
            found += [f"{name} at {width}:\n{axe.generate_report()}"] if axe.violations_count else []
            is_wide = page.evaluate("document.documentElement.scrollWidth") > width
            found += [f"{name} scrolls sideways at {width}"] if is_wide else []
        page.set_viewport_size({"width": 1280, "height": 900})
        return found

    return look


@pytest.fixture
def without_scripts(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    yield context.new_page()
    context.close()
