"""Reports recorded twice in a real browser: accessible, whole at 320 pixels, and decided without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.integration.triage.stage import taken
from tests.integration.web.test_twice import COMPARE, report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.demand("REC-15")]
WORDS = {"narrative": "He stood outside her flat from six until eight in the evening."}


@pytest.fixture(autouse=True)
def board(transactional_db: None) -> None:
    """A call and a form about one evening, under numbers as long as they come."""
    taken(*report("call", reference="NORTHMOOR/2026/0003456/CAD", **WORDS))
    taken(*report("form", made=2, channel="online", reference="ONLINE-26-0099123", **WORDS))


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("desk", "/", "Where are we failing someone?"),
        ("report", "/reports/form/", "ONLINE-26-0099123"),
        ("compare", COMPARE, "Is this one incident, recorded twice?"),
    ],
)
def test_pages_are_accessible_and_whole_at_320_pixels(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, name: str, path: str, heading: str
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert barriers(f"twice-{name}") == []


def test_a_pair_is_merged_without_scripts_and_what_is_missing_named_accessibly(
    without_scripts: Page, page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{COMPARE}")  # type: ignore[attr-defined]
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert barriers("twice-wrong") == []
    plain = without_scripts
    plain.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain.goto("/reports/form/")
    plain.get_by_role("link", name="Compare with NORTHMOOR/2026/0003456/CAD").press("Enter")
    chosen = plain.get_by_role("radio", name="They are one incident: ONLINE-26-0099123 is the duplicate of")
    chosen.press("Space")
    plain.get_by_role("button", name="Record the decision").press("Enter")
    expect(plain.get_by_text("This report counts as the duplicate of NORTHMOOR/2026/0003456/CAD")).to_be_visible()
    page.goto(f"{live_server.url}/reports/form/")  # type: ignore[attr-defined]
    assert barriers("twice-merged") == []
    page.goto(f"{live_server.url}{COMPARE}")  # type: ignore[attr-defined]
    assert barriers("twice-decided") == []
