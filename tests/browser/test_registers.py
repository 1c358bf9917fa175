"""The registers and markers in a real browser: accessible, whole at 320 pixels, and decided without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.entries import draft
from tests.integration.triage.stage import about, placed, register, report, taken

pytestmark = pytest.mark.django_db(transaction=True)
RULE = ({"what": "stalking_victims", "at_least": 2, "within_months": 36}, {"what": "breaches", "at_least": 1})
NAMES = {"a": "Dov Renn", "b": "Ilan Marsh", "c": "Piet Oakes"}


@pytest.fixture(autouse=True)
def board(transactional_db: None) -> None:
    """Two lists with people on them, a marked man with news, and another with several victims."""
    taken(register("griffin", *RULE, called="Griffin", needs="any", calls_for_marker="yes", judgement="Serious harm."))
    taken(register("domestic", called="Domestic abuse register"))
    for one, name in NAMES.items():
        about_him = (("person", f"person:{one}"), ("report", f"report:{one}1"))
        taken(draft("person.described", {"role_here": "suspect", "names": [{"text": name}]}, *about_him))
    taken(*report("a1", "v1", "a"), *report("b1", "v2", "b", on="2026-03-01"), *report("c1", "v5", "c"))
    taken(*report("b2", "v3", "b", on="2026-05-02"))
    taken(
        placed("a", "Griffin", next_review="2024-09-01", authorised_by="Supt 118"),
        placed("a", "Domestic abuse register"),
    )
    taken(placed("c", "Griffin", marker="no", marker_owner="PS 77", marker_due="2024-04-09"))
    taken(about("marker.placed", "a"), *report("a2", "v4", "a"), *report("a3", "v1", "a"))


@pytest.mark.demand("LNK-05", "LNK-08", "LNK-03")
@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("desk", "/", "Who first, and why?"),
        ("list", "/registers/", "Registers"),
        ("list-wrong", "/registers/?page=soon", "Registers"),
        ("one", "/registers/griffin/", "Griffin"),
        ("judgement", "/registers/domestic/", "Domestic abuse register"),
        ("meets", "/registers/griffin/meets/", "Who meets the rule and is not on the list"),
        ("new", "/registers/new/", "Define a list"),
        ("change", "/registers/griffin/change/", "Define the list anew"),
        ("place", "/registers/griffin/people/b/", "Put on the list: Ilan Marsh"),
        ("review", "/registers/griffin/people/a/", "Look again at the place of Dov Renn"),
        ("marker", "/people/a/marker/", "Lists and marker"),
        ("unmarked", "/people/c/marker/", "Lists and marker"),
        ("marker-change", "/people/a/marker/change/", "The marker was lifted"),
        ("several", "/people/b/several-victims/", "Several victims: look at them together"),
        ("person", "/people/a/", "Dov Renn"),
        ("history", "/people/a/history/", "Dov Renn"),
    ],
)
def test_pages_are_accessible_and_whole_at_320_pixels(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers, name: str, path: str, heading: str
) -> None:
    sign_in(role="specialist_reviewer", agency="northmoor")
    page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert barriers(f"registers-{name}") == []


@pytest.mark.demand("LNK-08")
def test_what_is_missing_is_named_accessibly(
    page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="specialist_reviewer", agency="northmoor")
    for path, button in (
        ("/registers/new/", "Record the definition"),
        ("/registers/griffin/people/b/", "Record the decision"),
        ("/registers/griffin/people/a/", "Record the decision"),
        ("/people/b/several-victims/", "Record the look"),
    ):
        page.goto(f"{live_server.url}{path}")  # type: ignore[attr-defined]
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        assert barriers(f"registers-wrong-{path.strip('/').replace('/', '-')}") == []


@pytest.mark.demand("LNK-05")
def test_news_is_acknowledged_and_somebody_put_on_a_list_without_scripts(
    without_scripts: Page, page: Page, sign_in: SignIn
) -> None:
    sign_in(role="specialist_reviewer", agency="northmoor")
    plain = without_scripts
    plain.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain.goto("/")
    plain.get_by_role("table", name="New about marked people").get_by_role("link", name="Dov Renn").click()
    plain.get_by_label("What follows from it?").fill("The officer in the case was told.")
    plain.get_by_role("button", name="I have looked at these").click()
    expect(plain.get_by_text("Recorded.")).to_be_visible()
    expect(plain.get_by_text("2 entries were acknowledged")).to_be_visible()
    plain.goto("/registers/griffin/meets/")
    plain.get_by_role("link", name="Decide about Ilan Marsh and this list").click()
    plain.get_by_role("checkbox", name="Several victims").check()
    plain.get_by_label("What do they rest on?").fill("Two victims within three months.")
    plain.get_by_label("Who authorised it?").fill("Supt 118")
    review = plain.get_by_role("group", name="When is it to be looked at again?")
    for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2030")):
        review.get_by_label(part).fill(value)
    plain.get_by_role("radio", name="No", exact=True).check()
    plain.get_by_role("button", name="Record the decision").click()
    expect(plain.get_by_role("row", name="Ilan Marsh")).to_be_visible()
