"""Who is on the record already, shown while somebody types: with scripts and without, with a keyboard alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.browser.test_recording import begun_by, reach
from unbroken.cases.queries import people_in
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.demand("LNK-01", "LNK-07")]

PHONE = "07700 900124"
LITTLE: dict[str, dict[str, Any]] = {"victim": {"given": "Anna"}, "victim-contact": {}, "suspect-contact": {}}


@pytest.fixture
def begun(page: Page, live_server: Any, sign_in: SignIn) -> str:
    """A report that is begun, of somebody of whom another report is on the record."""
    user = sign_in()
    first = begun_by(user)
    page.goto(f"{live_server.url}/reports/new/{first}/check/")
    page.get_by_role("button", name="Record the report").click()
    expect(page.get_by_role("heading", name="Report recorded")).to_be_visible()
    return begun_by(user, **LITTLE)


def test_matches_appear_as_somebody_types_and_move_nothing(
    page: Page, live_server: Any, begun: str, barriers: Barriers
) -> None:
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto(f"{live_server.url}/reports/new/{begun}/victim-contact/")
    save = page.get_by_role("button", name="Save and continue")
    before = save.bounding_box()
    expect(page.get_by_text("Seen before")).to_have_count(0)
    page.get_by_label("Phone numbers").press_sequentially(PHONE, delay=10)
    expect(page.get_by_text("Seen before: 1 report: 1 as victim")).to_be_visible()
    expect(page.locator("#seen [role=status]")).to_have_text("1 person on record may be the victim.")
    expect(page.get_by_label("Phone numbers")).to_be_focused()
    assert save.bounding_box() == before
    looked = [one for one in asked if one[1].endswith("/seen/")]
    assert [method for method, _ in looked] == ["POST"], "one request when the typing stops, not one a key"
    assert all("900124" not in address for _, address in asked)
    assert barriers("report-seen-typing") == []
    page.get_by_label("Phone numbers").fill("")
    expect(page.locator("#seen [role=status]")).to_have_text("What is entered now points to nobody on record.")
    expect(page.get_by_text("Seen before")).to_have_count(0)


def test_an_answer_is_given_with_a_keyboard_alone(page: Page, live_server: Any, begun: str) -> None:
    page.goto(f"{live_server.url}/reports/new/{begun}/victim-contact/")
    reach(page, "#phone")
    page.keyboard.type(PHONE)
    expect(page.get_by_text("Seen before: 1 report")).to_be_visible()
    reach(page, "#seen input[type=radio]")
    page.keyboard.press("Space")
    reach(page, "#seen input[type=text]")
    page.keyboard.type("She says so.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/victim-needs/")
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    expect(page.get_by_text("The same person: She says so.")).to_be_visible()
    page.get_by_role("button", name="Record the report").click()
    expect(page.get_by_role("heading", name="Joined by somebody’s word")).to_be_visible()


def test_typing_on_keeps_an_answer(page: Page, live_server: Any, begun: str) -> None:
    page.goto(f"{live_server.url}/reports/new/{begun}/victim-contact/")
    page.get_by_label("Phone numbers").press_sequentially(PHONE)
    page.get_by_label("No, somebody else").check()
    with page.expect_response("**/seen/"):
        page.get_by_label("Postcode").press_sequentially("SW1A 1AA")
    expect(page.get_by_text("same postcode").or_(page.get_by_text("same address")).first).to_be_visible()
    expect(page.get_by_label("No, somebody else")).to_be_checked()


def test_where_it_fails_the_page_goes_on_as_without(page: Page, live_server: Any, begun: str) -> None:
    page.route("**/seen/", lambda route: route.abort())
    page.goto(f"{live_server.url}/reports/new/{begun}/victim-contact/")
    page.get_by_label("Phone numbers").press_sequentially(PHONE)
    page.wait_for_timeout(1_200)
    expect(page.get_by_text("Seen before")).to_have_count(0)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("Seen before: 1 report: 1 as victim")).to_be_visible()


def test_without_scripts_a_button_looks_and_the_answers_are_recorded(
    page: Page, without_scripts: Page, live_server: Any, begun: str, barriers: Barriers
) -> None:
    without_scripts.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    bare = without_scripts
    bare.goto(f"{live_server.url}/reports/new/{begun}/victim-contact/")
    bare.get_by_label("Phone numbers").fill(PHONE)
    bare.get_by_role("button", name="Look for matches").click()
    expect(bare.get_by_text("Seen before: 1 report: 1 as victim")).to_be_visible()
    expect(bare.get_by_label("Phone numbers")).to_have_value(PHONE)
    bare.get_by_label("Not sure").check()
    bare.get_by_role("button", name="Save and continue").click()
    bare.goto(f"{live_server.url}/reports/new/{begun}/check/")
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    assert barriers("report-check-seen") == []
    bare.get_by_role("button", name="Record the report").click()
    expect(bare.get_by_role("heading", name="Report recorded")).to_be_visible()
    kinds = [entry.kind for entry in entries_about([f"person:{begun}-v"])]
    assert "identity.undecided" in kinds
    page.goto(f"{live_server.url}/reports/{begun}/recorded/")
    expect(page.get_by_role("heading", name="Left open")).to_be_visible()
    assert barriers("report-done-seen") == []


WIDTHS = (320, 768, 1280)


def places(page: Page, *selectors: str) -> list[dict[str, float]]:
    """Where these are on the page."""
    found = [page.locator(selector).first.bounding_box() for selector in selectors]
    assert all(found)
    return found  # type: ignore[return-value]


def assert_between(page: Page, fields: str, buttons: str, *, name: str) -> None:
    """Who may be on record stands after what they are found by and before the buttons, or beside them."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if folder := os.environ.get("UNBROKEN_SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        above, seen, below = places(page, fields, "#seen .app-seen", buttons)
        if width < 1280:
            assert above["y"] + above["height"] <= seen["y"]
            assert seen["y"] + seen["height"] <= below["y"], width
        else:
            assert above["x"] + above["width"] <= seen["x"]
            assert seen["y"] < below["y"], width


def test_matches_come_before_the_buttons_at_every_width_and_by_keyboard(
    page: Page, live_server: Any, begun: str
) -> None:
    page.goto(f"{live_server.url}/reports/new/{begun}/victim-contact/")
    page.get_by_label("Phone numbers").fill(PHONE)
    expect(page.get_by_text("Seen before: 1 report")).to_be_visible()
    assert_between(page, "#postcode", ".govuk-button-group", name="report-seen-order")
    page.get_by_label("Postcode").focus()
    reached = []
    while not reached or reached[-1] != "Save and continue":
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))
    assert reached[0] == "Anna Made-Up"
    assert reached[-2:] == ["Look for matches", "Save and continue"]


def test_somebody_described_later_is_recognised_as_somebody_types(
    page: Page, live_server: Any, begun: str, barriers: Barriers
) -> None:
    """On the form about a report that is there: of somebody else, and who was described may be on record."""
    page.goto(f"{live_server.url}/reports/new/{begun}/check/")
    page.get_by_role("button", name="Record the report").click()
    page.goto(f"{live_server.url}/reports/{begun}/record/person.described/")
    page.get_by_label("Somebody who is not in the report yet").check()
    page.get_by_label("Witness").check()
    page.locator("#identifiers-0-type").select_option("phone")
    page.locator("#identifiers-0-value").press_sequentially(PHONE, delay=10)
    expect(page.get_by_text("Seen before: 1 report: 1 as victim")).to_be_visible()
    expect(page.locator("#seen [role=status]")).to_have_text("1 person on record may be the person you describe.")
    assert barriers("described-seen") == []
    assert_between(page, "#identifiers-0-note", ".govuk-button-group", name="described-seen-order")
    page.get_by_label("Yes, the same person").check()
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Person described: recorded.")).to_be_visible()
    added = {part.person for part in people_in([f"report:{begun}"]) if part.role == "witness"}
    assert [entry.kind for entry in entries_about(added)] == ["person.described", "identity.linked", "identity.merged"]
