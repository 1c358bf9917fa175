"""The reading pages in a real browser: accessible, whole at 320 pixels, by keyboard and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.entries import draft
from tests.whole_case import NAME, whole_case
from unbroken.flow import take_in
from unbroken.record.entries import Entry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(transactional_db: None) -> dict[str, Entry]:
    """The entries of the whole case, by their references."""
    return {recorded.entry.source_ref: recorded.entry for recorded in take_in(whole_case(), by="officer").recorded}


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("journey", "/journeys/nm-v1/", NAME),
        ("journey-known", "/journeys/nm-v1/?known=2023-05-01&lane=incidents", NAME),
        ("journey-wrong", "/journeys/nm-v1/?known=soon&from=never", NAME),
        ("copies", "/journeys/nm-v1/copy/", "Take a copy"),
        ("journeys", "/journeys/", "Journeys"),
        ("reports", "/reports/", "Reports"),
        ("report", "/reports/nm-r2/", "NM/2024/0022"),
        ("person", "/people/nm-s1/", "A. Tregarth"),
        ("victim", "/people/nm-v1/", NAME),
        ("search", "/search/?q=tregarth", "Search"),
        ("search-nothing", "/search/?q=zzz", "Search"),
    ],
)
@pytest.mark.usefixtures("case")
def test_pages_are_accessible_and_whole_at_320_pixels(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, name: str, path: str, heading: str
) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert barriers(f"reading-{name}") == []


@pytest.mark.parametrize("ref", ["gate", "gate-again", "parcel", "calls"])
def test_entries_are_accessible(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, case: dict[str, Entry], ref: str
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}/entries/{case[ref].id}/")  # type: ignore[attr-defined]
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert barriers(f"reading-entry-{ref}") == []


@pytest.mark.parametrize(
    "role",
    ["officer", "supervisor", "specialist_reviewer", "advocate", "prosecutor", "probation", "analyst", "administrator"],
)
@pytest.mark.usefixtures("case")
def test_every_desk_is_accessible(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, role: str
) -> None:
    sign_in(role=role, agency="northmoor")
    page.goto(f"{live_server.url}/")  # type: ignore[attr-defined]
    assert barriers(f"reading-home-{role}") == []


@pytest.mark.usefixtures("case")
def test_the_picture_fits_the_screen_and_is_met_once(page: Page, live_server: object, sign_in: SignIn) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}/journeys/nm-v1/")  # type: ignore[attr-defined]
    for width, shown in ((1280, "960"), (320, "320")):
        page.set_viewport_size({"width": width, "height": 900})
        picture = page.locator("svg.app-swimlanes:visible")
        expect(picture).to_have_count(1)
        assert (picture.get_attribute("viewBox") or "").split()[2] == shown


@pytest.mark.usefixtures("case")
def test_from_search_to_the_entry_by_keyboard_alone(page: Page, live_server: object, sign_in: SignIn) -> None:
    sign_in(role="officer", agency="northmoor")
    page.goto(live_server.url)  # type: ignore[attr-defined]
    page.get_by_label("Search by name").focus()
    page.keyboard.type("marta")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Open the journey").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    page.locator("summary", has_text="Filter the timeline").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Incidents", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("From", exact=True).focus()
    page.keyboard.type("2024")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 of")).to_be_visible()
    page.get_by_role("link", name="Incident 3").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Incident recorded")


@pytest.mark.usefixtures("case")
def test_without_scripts_it_filters_turns_round_and_goes_back_in_time(
    without_scripts: Page, page: Page, sign_in: SignIn
) -> None:
    sign_in(role="officer", agency="northmoor")
    without_scripts.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    page = without_scripts
    page.goto("/journeys/nm-v1/")
    page.get_by_text("Filter the timeline").click()
    page.get_by_label("Orders", exact=True).check()
    page.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".moj-timeline__item")).to_have_count(3)
    page.get_by_role("link", name="Show oldest first").click()
    expect(page.locator(".moj-timeline__title").first).to_contain_text("granted")
    page.get_by_text("See what was known on an earlier day").click()
    page.get_by_label("As known at the end of").fill("2 August 2023")
    page.get_by_role("button", name="Show what was known").click()
    expect(page.get_by_text("This is the record as known at the end of Wednesday 2 August 2023.")).to_be_visible()
    expect(page.locator(".moj-timeline__item")).to_have_count(1)
    assert "lane=orders" in page.url


@pytest.mark.usefixtures("case")
def test_a_long_journey_is_accessible(page: Page, live_server: object, sign_in: SignIn, barriers: Barriers) -> None:
    acts = [
        draft(
            "incident.recorded",
            {"behaviours": ["calls_texts"]},
            "report:nm-r2",
            "person:nm-v1",
            happened=f"2024-0{n % 9 + 1}",
        )
        for n in range(300)
    ]
    take_in(acts, by="tests")
    sign_in(role="officer", agency="northmoor")
    page.goto(f"{live_server.url}/journeys/nm-v1/")  # type: ignore[attr-defined]
    expect(page.locator(".moj-timeline__item").nth(300)).to_be_attached()
    assert barriers("reading-long") == []
