"""The forms in a real browser: wide and narrow, with a keyboard alone, without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.integration.web.recording.conftest import ANSWERS, raw_from
from unbroken.record.queries import entries_about
from unbroken.web.models import BegunForm
from unbroken.web.recording.report_pages import SLUGS

pytestmark = pytest.mark.django_db(transaction=True)


def begun_by(user: Any, **changed: Any) -> str:
    answers = {slug: raw_from(typed) for slug, typed in {**ANSWERS, **changed}.items()}
    return BegunForm.objects.create(user=user, form="report.new", answers=answers).pk


def test_every_page_of_a_new_report_is_accessible(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in())
    page.goto(f"{live_server.url}/reports/new/")
    assert barriers("report-start") == []
    for slug in (*SLUGS, "incident-1", "check"):
        page.goto(f"{live_server.url}/reports/new/{begun}/{slug}/")
        assert barriers(f"report-{slug}") == []
    page.get_by_role("button", name="Record the report").click()
    expect(page.get_by_role("heading", name="Report recorded")).to_be_visible()
    assert barriers("report-done") == []


def test_an_error_leads_to_its_field_and_keeps_what_was_typed(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in())
    page.goto(f"{live_server.url}/reports/new/{begun}/incident-1/")
    page.get_by_label("Month").first.fill("13")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert barriers("report-error") == []
    page.get_by_role("link", name="the month must be from 1 to 12").click()
    expect(page.get_by_label("Month").first).to_be_focused()
    expect(page.get_by_label("Month").first).to_have_value("13")
    expect(page.get_by_label("What was said or written?")).to_have_value("You will see.")


FORMS = ["incident", "class", "allocation", "contact", "withdrawal", "closing", "relationship", "charge", "record"]
COURT = ["hearing", "sentence", "record/hearing.adjourned"]


def test_every_form_about_a_report_is_accessible(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in())
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    page.get_by_role("button", name="Record the report").click()
    for address in FORMS:
        page.goto(f"{live_server.url}/reports/{begun}/{address}/")
        assert barriers(f"form-{address}") == []
    sign_in(role="prosecutor", agency="cps")
    for address in COURT:
        page.goto(f"{live_server.url}/reports/{begun}/{address}/")
        assert barriers(f"form-{address.replace('/', '-')}") == []


def test_a_report_can_be_made_with_a_keyboard_alone(page: Page, live_server: Any, sign_in: SignIn) -> None:
    sign_in()
    page.goto(f"{live_server.url}/reports/new/")
    press(page, "button", "Start a new report")
    choose(page, "reported_by", "Victim")
    choose(page, "channel", "Phone: 101")
    press(page, "button", "Save and continue")
    tick(page, "safe_now")
    enter(page, "**/safe-contact/")
    press(page, "button", "Save and continue")
    write(page, "given", "Anna")
    enter(page, "**/victim-about/")  # from a text box, Enter goes on: never back, never to another part
    for slug in ("victim-contact", "victim-needs", "suspect-known"):
        press(page, "button", "Save and continue")
        page.wait_for_url(f"**/{slug}/")
    tick(page, "known")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    enter(page, "**/suspect/")
    for slug in ("suspect-contact", "relationship"):
        press(page, "button", "Save and continue")
        page.wait_for_url(f"**/{slug}/")
    tick(page, "relationship-2")
    enter(page, "**/account/")
    write(page, "narrative", "He waits outside.")
    press(page, "button", "Save and continue")
    tick(page, "behaviours-6")
    write(page, "happened-year", "2025")
    enter(page, "**/incidents/")
    press(page, "button", "Continue")
    for slug in ("impact", "where", "class"):
        press(page, "button", "Save and continue")
        page.wait_for_url(f"**/{slug}/")
    choose(page, "offence", "Stalking (s.2A)")
    press(page, "button", "Save and continue")
    page.wait_for_url("**/check/")
    press(page, "button", "Record the report")
    expect(page.get_by_role("heading", name="Report recorded")).to_be_visible()


def enter(page: Page, address: str) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def reach(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse must."""
    for _ in range(150):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached with Tab")


def press(page: Page, role: str, name: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button') && document.activeElement.innerText.trim()") == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"the button {name!r} cannot be reached with Tab")


def choose(page: Page, name: str, text: str) -> None:
    reach(page, f"#{name}")
    page.keyboard.type(text)


def tick(page: Page, name: str) -> None:
    reach(page, f"#{name}" if "-" in name and not name.startswith("relationship") else f"[name={name.split('-')[0]}]")
    for _ in range(int(name.partition("-")[2] or 1) - 1 if name.startswith("relationship") else 0):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")


def write(page: Page, name: str, text: str) -> None:
    reach(page, f"#{name}")
    page.keyboard.type(text)


def test_a_report_can_be_made_without_scripts(
    without_scripts: Page, page: Page, live_server: Any, sign_in: SignIn
) -> None:
    user = sign_in()
    begun = begun_by(user, suspect={"family": "Nobody"})
    without_scripts.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    page = without_scripts
    page.goto(f"/reports/new/{begun}/suspect-contact/")
    page.get_by_role("button", name="Add another account").click()
    page.get_by_label("Account or user name").nth(1).fill("second")
    page.get_by_label("Phone numbers").fill("07700 900999")
    page.get_by_role("button", name="Add another account").click()
    expect(page.get_by_label("Account or user name").nth(1)).to_have_value("second")
    expect(page.get_by_label("Phone numbers")).to_have_value("07700 900999")
    page.get_by_role("button", name="Save and continue").click()
    page.goto(f"/reports/new/{begun}/incidents/")
    page.get_by_role("button", name="Add another incident").click()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("link", name="Select what was done")).to_be_visible()
    page.get_by_label("Blackmail").check()
    page.get_by_label("Year").first.fill("2024")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Remove Incident 1").click()
    expect(page.get_by_role("heading", name="You have added 1 incident")).to_be_visible()
    page.goto(f"/reports/new/{begun}/check/")
    page.get_by_role("button", name="Record the report").click()
    expect(page.get_by_role("heading", name="Report recorded")).to_be_visible()


def test_correcting_and_withdrawing_are_accessible(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in())
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    page.get_by_role("button", name="Record the report").click()
    entry = next(one for one in entries_about([f"report:{begun}"]) if one.kind == "incident.recorded")
    address = f"{live_server.url}/entries/{entry.id}"
    page.goto(f"{address}/correct/")
    assert barriers("correct") == []
    other = page.context.new_page()
    other.goto(f"{address}/correct/")
    for one, times, why in ((other, "50", "Counted again."), (page, "60", "From the phone bill.")):
        one.get_by_label("How many times?").fill(times)
        one.get_by_label("What was wrong, and how was it found out?").fill(why)
        one.get_by_role("button", name="Check the correction").click()
        if one is other:
            one.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_role("heading", name="Somebody else corrected this entry while you were")).to_be_visible()
    assert barriers("correct-clash") == []
    page.get_by_role("button", name="Go back and change mine").click()
    expect(page.get_by_label("How many times?")).to_have_value("60")
    page.get_by_role("button", name="Check the correction").click()
    assert barriers("correct-check") == []
    page.get_by_role("button", name="Record the correction").click()
    expect(page.get_by_text("The correction is recorded.")).to_be_visible()
    page.goto(f"{address}/withdraw/")
    assert barriers("withdraw") == []


def test_somebody_seen_before_is_shown_beside_the_questions(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    user = sign_in()
    first, second = begun_by(user), begun_by(user)
    page.goto(f"{live_server.url}/reports/new/{first}/check/")
    page.get_by_role("button", name="Record the report").click()
    page.goto(f"{live_server.url}/reports/new/{second}/suspect-contact/")
    expect(page.get_by_role("heading", name="The other person may be on record")).to_be_visible()
    expect(page.get_by_text("1 report: 1 as suspect")).to_be_visible()
    assert barriers("report-seen") == []
