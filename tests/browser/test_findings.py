"""What incidents add up to in a real browser: accessible, whole at 320 pixels, and decided without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.entries import draft
from tests.integration.triage.stage import taken
from tests.integration.web.test_findings import DECIDE, LIST, PAIR, PARTS, SIGNS, report
from tests.integration.web.test_no_crime import LIST as NO_CRIME
from tests.integration.web.test_no_crime import made, stated
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.demand("RCG-01", "RCG-02", "RCG-08", "RCG-09")]


@pytest.fixture(autouse=True)
def course(transactional_db: None) -> None:
    """Two reports of one letter each, the second after the suspect was told to stop; of the first more was said.

    Incidents of another description of the suspect, joined by a link, are taken out as a course apart; another pair has
    signs of a course.
    """
    taken(*report("one", "2024-03-01"), *report("two", "2024-03-06", told=["asked_to_stop"]))
    link = {"basis": "model", "score": 0.8, "model_version": "3"}
    three = report("three", "2022-04-01", "2022-04-02", suspect="s2")
    signs = report("four", "2024-05-01", "2024-05-02", suspect="w", behaviours=["calls_texts"])
    joined = draft("identity.linked", link, ("person", "person:s"), ("other_person", "person:s2"))
    taken(*three, *signs, joined, *made("north"), stated("north"), stated("one"))
    apart = [one.id for one in entries_about({"report:three"}) if one.kind == "incident.recorded"]
    taken(draft("course.split", {"incidents": apart, "reason": "Dealt with then."}, ("victim", "person:v"),
                ("suspect", "person:s")))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("pair", PAIR, "v and s"),
        ("report", "/reports/one/", "one"),
        ("decide", DECIDE, "Do you accept what it adds up to?"),
        ("parts", PARTS, "Which incidents belong together?"),
        ("list", LIST, "Looks like stalking, and is not recorded so"),
        ("signs", SIGNS, "Looks like stalking, and is not recorded so"),
        ("no-crime", NO_CRIME, "Said to be no crime or no stalking"),
    ],
)
def test_pages_are_accessible_and_whole_at_320_pixels(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, name: str, path: str, heading: str
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert barriers(f"findings-{name}") == []


def test_a_finding_is_decided_by_keyboard_without_scripts(
    without_scripts: Page, page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{DECIDE}")  # type: ignore[attr-defined]
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert barriers("findings-wrong") == []
    plain = without_scripts
    plain.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain.goto(LIST)
    plain.get_by_role("link", name="v and s").press("Enter")
    plain.get_by_role("radio", name="Not accepted").press("Space")
    plain.get_by_role("textbox", name="Why?").fill("One letter sent twice.")
    plain.get_by_role("button", name="Record the decision").press("Enter")
    expect(plain.get_by_text("Reason: One letter sent twice.")).to_be_visible()
