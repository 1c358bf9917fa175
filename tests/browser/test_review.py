"""The match review and the picture of links in a real browser: accessible, whole at 320 pixels, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.integration.web.test_review import JANE, JOAN, described, take

pytestmark = pytest.mark.django_db(transaction=True)
AT_HOME = JANE | {"identifiers": [*JANE["identifiers"], {"type": "address", "value": "12 Bell Lane, ZZ1 1AA"}]}


@pytest.fixture(autouse=True)
def people(transactional_db: None) -> None:
    """Jane in three reports, and Joan, who may be her twin."""
    take(described("a", "r1", AT_HOME), described("c", "r3", AT_HOME), described("d", "r4", AT_HOME))
    take(described("b", "r2", JOAN))


@pytest.mark.demand("LNK-01", "LNK-02")
@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("list", "/review/", "Matches to review"),
        ("nothing", "/review/?about=nobody", "Matches to review"),
        ("wrong", "/review/?page=soon", "Matches to review"),
        ("pair", "/review/a/b/", "Are these the same person?"),
        ("links", "/people/a/links/", "What joins the descriptions"),
        ("compare", "/people/b/compare/?q=jane", "Compare with somebody"),
        ("person", "/people/a/", "Jane Whitlock"),
    ],
)
def test_pages_are_accessible_and_whole_at_320_pixels(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, name: str, path: str, heading: str
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert barriers(f"review-{name}") == []


@pytest.mark.demand("LNK-01", "REC-15")
def test_a_pair_is_decided_without_scripts(
    without_scripts: Page, page: Page, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    without_scripts.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    without_scripts.goto("/review/")
    without_scripts.get_by_role("link", name="Jane Whitlock and Joan Whitlock").click()
    without_scripts.get_by_role("button", name="Record the decision").click()
    expect(without_scripts.get_by_text("Select whether they are the same person").first).to_be_visible()
    without_scripts.get_by_role("radio", name="No, not the same person").check()
    without_scripts.get_by_label("Why?").fill("Her twin, says their mother.")
    without_scripts.get_by_role("button", name="Record the decision").click()
    expect(without_scripts.get_by_text("are not the same person. The linkage model")).to_be_visible()
    expect(without_scripts.get_by_text("The reason given: Her twin, says their mother.")).to_be_visible()


def test_a_wrong_form_and_a_clash_are_accessible(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}/review/a/b/")  # type: ignore[attr-defined]
    page.get_by_role("button", name="Record the decision").click()
    assert barriers("review-pair-wrong") == []
    other = page.context.new_page()
    other.goto(f"{live_server.url}/review/a/b/")  # type: ignore[attr-defined]
    for each, verdict in ((other, "No, not the same person"), (page, "Yes, the same person")):
        each.get_by_role("radio", name=verdict).check()
        each.get_by_label("Why?").fill("I asked both of them.")
        each.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else decided while you were looking")
    assert barriers("review-clash") == []
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("are one person now, in 4 descriptions")).to_be_visible()
