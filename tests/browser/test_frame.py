"""The frame in a real browser: every component, the error pages and the pages about the service."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.kitchen")]


def test_every_component_is_accessible(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers, settings: Any
) -> None:
    settings.UNBROKEN_DEMO = True
    sign_in(role="supervisor")
    page.goto(f"{live_server.url}/kitchen/")
    expect(page.locator("body")).to_have_class("govuk-template__body js-enabled govuk-frontend-supported")
    assert barriers("kitchen") == []
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert page.title() == "Error: Every component – Unbroken"
    assert barriers("kitchen-errors") == []


def test_the_error_summary_leads_to_the_first_box_of_the_field(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/kitchen/")
    page.get_by_label("Month").fill("")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="The day it happened must include a month").click()
    expect(page.get_by_label("Month")).to_be_focused()


def test_a_form_works_without_scripts(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/kitchen/")
    page.get_by_label("Name", exact=True).fill("Anna")
    page.get_by_label("Yes, a further question follows").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name="Enter who it is")).to_have_attribute("href", "#who")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Anna")
    expect(page.get_by_label("Yes, a further question follows")).to_be_checked()


def test_the_skip_link_comes_first_and_leads_to_the_content(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/kitchen/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()


def test_the_font_is_one_that_may_be_used_here(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/kitchen/")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").lower() == "arial, sans-serif"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accessibility/", "Accessibility statement"),
        ("/privacy/", "Privacy notice"),
        ("/cookies/", "Cookies"),
        ("/nowhere/", "Page not found"),
        ("/broken/", "Sorry, something went wrong"),
    ],
)
def test_pages_for_everybody_are_accessible(
    page: Page, live_server: Any, barriers: Barriers, path: str, heading: str
) -> None:
    page.goto(live_server.url + path)
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert barriers(path.strip("/")) == []


def test_printing_leaves_the_navigation_out(page: Page, live_server: Any, sign_in: SignIn) -> None:
    sign_in()
    page.goto(f"{live_server.url}/kitchen/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
