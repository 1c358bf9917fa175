"""What the words that were typed may say: offered beside the questions, with scripts and without."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.browser.test_recording import begun_by, reach
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.demand("REC-01")]

ACCOUNT = {"narrative": "He sat outside in his car all night, and she told him to stop. She is scared to go out."}


def test_a_suggestion_is_taken_up_with_a_keyboard_alone(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in(), account=ACCOUNT, before={}, impact={})
    page.goto(f"{live_server.url}/reports/new/{begun}/incident-1/")
    assert barriers("report-incident-suggested") == []
    offered = page.get_by_label("Add: Following, watching or loitering")
    expect(offered).not_to_be_checked()
    reach(page, "#suggested")
    page.keyboard.press("Space")
    expect(offered).to_be_checked()
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/incidents/")
    expect(page.get_by_text("Following, watching or loitering")).to_be_visible()
    page.goto(f"{live_server.url}/reports/new/{begun}/before/")
    expect(page.get_by_text("may have been told to stop")).to_be_visible()
    assert barriers("report-before-suggested") == []


def test_without_scripts_the_check_page_adds_what_is_ticked(
    page: Page, without_scripts: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in(), account=ACCOUNT, before={}, impact={})
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    assert barriers("report-check-suggested") == []
    without_scripts.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    bare = without_scripts
    bare.goto(f"{live_server.url}/reports/new/{begun}/check/")
    bare.get_by_label("Add: Following, watching or loitering").check()
    bare.get_by_role("button", name="Add what is ticked and check again").click()
    expect(bare.get_by_text("What you ticked is added below. Nothing is recorded yet.")).to_be_visible()
    bare.get_by_role("button", name="Record the report").click()
    expect(bare.get_by_role("heading", name="Report recorded")).to_be_visible()
    [incident] = (one for one in entries_about([f"report:{begun}"]) if one.kind == "incident.recorded")
    assert incident.body["behaviours"] == ["calls_texts", "following_surveillance"]


def test_an_incident_of_a_report_is_stopped_once_for_its_words(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers
) -> None:
    begun = begun_by(sign_in())
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    page.get_by_role("button", name="Record the report").click()
    page.goto(f"{live_server.url}/reports/{begun}/incident/")
    page.get_by_label("Calls or texts").check()
    page.get_by_label("Year").first.fill("2025")
    page.get_by_label("What happened?").fill("He followed her home.")
    page.get_by_role("button", name="Record", exact=True).click()
    page.get_by_role("link", name="The words may say more than is ticked").click()
    expect(page.get_by_label("Add: Following, watching or loitering")).to_be_focused()
    assert barriers("incident-suggested") == []
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Incident recorded: recorded.")).to_be_visible()
