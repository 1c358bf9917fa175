"""Signing in, in a real browser under our Content-Security-Policy: password, app, recovery code, passkey."""

from __future__ import annotations

import base64
import hmac
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.browser.kitchen")]

PASSWORD = "three words together"


@pytest.fixture(autouse=True)
def amy() -> Any:
    cache.clear()  # limits on attempts
    return get_user_model().objects.create_user(
        "amy", password=PASSWORD, role="officer", agency="met", first_name="Amy", last_name="Okoro"
    )


@pytest.fixture
def open_page(page: Page, live_server: Any) -> Callable[[str], Page]:
    def visit(path: str) -> Page:
        page.goto(live_server.url + path)
        return page

    return visit


def give_password(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("User name").fill("amy")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


_CODE_LASTS = 30  # seconds


def current_code(secret: str) -> str:
    """What the person's app would show: RFC 6238, worked out without the code under test.

    Of a code that is nearly over the next is waited for: on a busy machine it would not be sent in time.
    """
    if (left := _CODE_LASTS - time.time() % _CODE_LASTS) < _CODE_LASTS / 2:
        time.sleep(left)
    counter = int(time.time()) // _CODE_LASTS
    mac = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    start = mac[-1] & 15
    return f"{(int.from_bytes(mac[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def add_passkey_device(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_a_password_signs_in_and_out(open_page: Callable[[str], Page], barriers: Barriers) -> None:
    page = open_page("/account/")
    expect(page).to_have_title("Sign in – Unbroken")
    assert barriers("login") == []
    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.locator(".app-header__person")).to_contain_text("Amy Okoro")
    expect(page.locator(".app-header__person")).to_contain_text("Officer, Metropolitan Police")
    assert barriers("account") == []
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("Sign in – Unbroken")
    assert barriers("signed-out") == []


def test_a_wrong_password_says_so_and_keeps_the_name(open_page: Callable[[str], Page], barriers: Barriers) -> None:
    page = open_page("/account/login/")
    give_password(page, "wrong")
    expect(page.locator(".govuk-error-summary")).to_contain_text("The user name or the password is not right")
    expect(page.get_by_label("User name")).to_have_value("amy")
    assert barriers("login-error") == []


def test_the_password_can_be_changed(open_page: Callable[[str], Page], barriers: Barriers) -> None:
    give_password(open_page("/account/login/"))
    page = open_page("/account/password/")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("link", name="Enter a new password")).to_have_attribute("href", "#id_password1")
    assert barriers("password-error") == []
    page.get_by_label("Current password").fill(PASSWORD)
    for label in ("New password", "New password again"):
        page.get_by_label(label, exact=True).fill("other words together")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("alert", name="success: Password successfully changed.")).to_be_visible()
    page.context.clear_cookies()
    give_password(open_page("/account/login/"), "other words together")
    expect(page.locator(".app-header__person")).to_contain_text("Amy Okoro")


def test_an_app_and_a_recovery_code_are_second_steps(
    open_page: Callable[[str], Page], barriers: Barriers, amy: Any
) -> None:
    give_password(open_page("/account/login/"))
    page = open_page("/account/two-step/")
    assert barriers("two-step-off") == []
    page.get_by_role("link", name="Set up authenticator app").click()
    assert barriers("confirm") == []
    confirm_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    assert barriers("app") == []
    secret = page.locator("strong.app-code").inner_text()
    page.get_by_label("Code").fill(current_code(secret))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert barriers("codes") == []
    code = page.locator(".app-codes li").first.inner_text()
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))

    page.context.clear_cookies()
    cache.clear()  # else the code just used is refused, as it should be
    give_password(open_page("/account/login/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("The code is not right")
    assert barriers("second-step-error") == []
    page.get_by_label("Code").fill(current_code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".app-header__person")).to_contain_text("Amy Okoro")

    page.context.clear_cookies()
    give_password(open_page("/account/login/"))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".app-header__person")).to_contain_text("Amy Okoro")


def test_a_passkey_signs_in_alone(open_page: Callable[[str], Page], barriers: Barriers) -> None:
    page = open_page("/account/login/")
    add_passkey_device(page)
    give_password(page)
    open_page("/account/passkeys/add/")
    confirm_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Add a passkey or security key")
    assert barriers("passkey-add") == []
    page.get_by_label("Name of this passkey or key").fill("Work laptop")
    page.get_by_label("I want to sign in with this alone").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    open_page("/account/passkeys/")
    expect(page.get_by_role("heading", name="Work laptop")).to_be_visible()
    assert barriers("passkeys") == []
    page.get_by_role("link", name=re.compile("Rename")).click()
    assert barriers("passkey-rename") == []
    page.get_by_label("Name of this passkey or key").fill("Home laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Home laptop")).to_be_visible()

    page.context.clear_cookies()
    open_page("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".app-header__person")).to_contain_text("Amy Okoro")

    page.context.clear_cookies()
    give_password(open_page("/account/login/"))
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.locator(".app-header__person")).to_contain_text("Amy Okoro")
    open_page("/account/passkeys/")
    page.get_by_role("link", name=re.compile("Remove")).click()
    page.get_by_role("link", name=re.compile("security key")).click()
    assert barriers("passkey-confirm") == []
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Remove “Home laptop”")
    assert barriers("passkey-remove") == []
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".app-empty")).to_be_visible()


def test_a_passkey_that_does_not_work_is_told(open_page: Callable[[str], Page], barriers: Barriers) -> None:
    page = open_page("/account/login/")
    add_passkey_device(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("That did not work")
    assert barriers("passkey-problem") == []
