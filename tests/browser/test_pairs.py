"""The pair page and the history of a person in a real browser: accessible, and whole at 320 pixels."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.entries import draft
from tests.pair_case import HER_NAME, HIS_NAME, pair_case
from unbroken.flow import take_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _case(transactional_db: None) -> None:
    take_in(pair_case(), by="officer")


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("pair", "/pairs/pc-her/pc-him/", f"{HER_NAME} and {HIS_NAME}"),
        ("history-suspect", "/people/pc-him/history/", HIS_NAME),
        ("history-victim", "/people/pc-her/history/", HER_NAME),
        ("pair-found", "/search/?q=ilse+and+tomas", "Search"),
        ("pair-person", "/people/pc-him/", HIS_NAME),
        ("pair-report", "/reports/pc-first/", "PC/1"),
        ("attach", "/people/pc-him/attach/", "Attach a number or account"),
    ],
)
def test_pages_of_two_people_are_accessible_and_whole_at_320_pixels(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, name: str, path: str, heading: str
) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert barriers(name) == []


@pytest.mark.demand("LNK-04")
def test_a_charge_history_stands_beside_the_record(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    about = ("person", "person:pc-him")
    charge = {"what": "charge", "offence": "harassment_2", "source": "pnc", "reference": "1", "against": "another"}
    numbers = {"role_here": "suspect", "identifiers": [{"type": "pnc_id", "value": "2009/0123456X"}]}
    take_in(
        [
            draft("person.described", numbers, about, "report:pc-first"),
            draft("antecedent.checked", {"source": "pnc", "found": 1}, about),
            draft("antecedent.recorded", charge, about, happened="2019-04-02"),
            draft("antecedent.recorded", {**charge, "what": "conviction"}, about, happened="2019-06-20"),
        ],
        by="tests",
    )
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}/people/pc-him/history/#before")  # type: ignore[attr-defined]
    expect(page.get_by_role("table", name="Earlier convictions")).to_contain_text("Thursday 20 June 2019")
    assert barriers("history-before") == []
    sign_in(role="analyst", username="analyst")
    page.goto(f"{live_server.url}/")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", name="Suspects and the national record")).to_be_visible()
    assert barriers("figures-suspects") == []


@pytest.mark.demand("LNK-09")
def test_another_agency_is_asked_and_answers_in_a_word(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="probation", agency="probation")
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}/people/pc-him/history/")  # type: ignore[attr-defined]
    page.get_by_role("link", name="Ask another agency whether it knows this person").click()
    assert barriers("ask") == []
    page.get_by_label("Probation Service").check()
    page.get_by_label("Is this person known to you?").check()
    page.get_by_label("On what legal ground?").select_option("law_enforcement")
    page.get_by_label("Why is it necessary to know?").fill("A report of stalking.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("table", name="Asked of other agencies")).to_contain_text("No answer yet")
    sign_in(role="probation", agency="probation")
    page.goto(f"{live_server.url}/")  # type: ignore[attr-defined]
    page.get_by_role("link", name=HIS_NAME).click()
    assert barriers("answer") == []
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("link", name=HIS_NAME)).to_have_count(0)
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}/people/pc-him/history/")  # type: ignore[attr-defined]
    expect(page.get_by_role("table", name="Asked of other agencies")).to_contain_text("Yes")


@pytest.mark.demand("LNK-07")
def test_an_account_is_attached_from_the_incident_that_names_it(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}/pairs/pc-her/pc-him/")  # type: ignore[attr-defined]
    page.get_by_role("link", name="Saturday 20 January 2024", exact=True).click()
    page.get_by_role("link", name="Say whose number or account it is").click()
    assert barriers("attach-whose") == []
    page.get_by_role("link", name=f"Attach it to {HIS_NAME}").first.click()
    expect(page.get_by_label("Social media account")).to_be_checked()
    page.get_by_label("Probable").check()
    page.get_by_label("Found on a device of theirs").check()
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("table", name="Attached numbers and accounts")).to_contain_text("night_kite")
    assert barriers("attached") == []


@pytest.mark.parametrize("path", ["/reports/pc-first/", "/people/pc-her/", "/search/?q=ilse+reck", "/search/?q=varga"])
def test_everything_between_them_is_one_step_away(page: Page, live_server: object, sign_in: SignIn, path: str) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    page.get_by_role("link", name="Everything between").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{HER_NAME} and {HIS_NAME}")


def test_the_picture_fits_the_screen_and_is_met_once(page: Page, live_server: object, sign_in: SignIn) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}/pairs/pc-her/pc-him/")  # type: ignore[attr-defined]
    for width, shown in ((1280, "960"), (320, "320")):
        page.set_viewport_size({"width": width, "height": 900})
        picture = page.locator("svg.app-swimlanes:visible")
        expect(picture).to_have_count(1)
        assert (picture.get_attribute("viewBox") or "").split()[2] == shown
