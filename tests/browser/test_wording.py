"""Words to look at in a real browser: accessible, whole at 320 pixels, and looked at without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.entries import MADE, draft
from unbroken.flow import take_in
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.demand("PRO-13", "INV-13")]
NARRATIVE = "He rang forty times. Officer advised her to ignore him, and to change her number. She is exaggerating."


@pytest.fixture
def made(transactional_db: None) -> Entry:
    body = {**MADE, "narrative": NARRATIVE, "reference": "NM/1", "area": "North"}
    parties = ("report:r1", ("victim", "person:v1"), ("suspect", "person:s1"))
    drafts = [draft("report.made", body, *parties), draft("report.allocated", {"team": "Blue team"}, "report:r1")]
    return take_in(drafts, by="officer").recorded[0].entry


def test_the_pages_are_accessible(
    page: Page, live_server: Any, sign_in: SignIn, barriers: Barriers, made: Entry
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    look = f"/reports/r1/words/{made.id}/harmful_advice/"
    for name, path in (("list", "/words/"), ("none", "/words/?state=looked"), ("wrong", "/words/?page=soon"),
                       ("look", look), ("report", "/reports/r1/"), ("desk", "/")):  # fmt: skip
        page.goto(f"{live_server.url}{path}")
        expect(page.locator("h1")).to_have_count(1)
        assert barriers(f"words-{name}") == []


def test_words_are_looked_at_without_scripts(
    page: Page, without_scripts: Page, live_server: Any, sign_in: SignIn, barriers: Barriers, made: Entry
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    without_scripts.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    bare = without_scripts
    bare.goto(f"{live_server.url}/words/")
    bare.get_by_role("link", name=re.compile("Look at it.*Advice that may do harm")).click()
    bare.get_by_role("button", name="Record that it was looked at").click()
    expect(bare.get_by_role("link", name="Enter what follows, or why nothing does")).to_be_visible()
    bare.get_by_label("What follows from it, or why does nothing?").fill("She was called with other advice.")
    bare.get_by_role("button", name="Record that it was looked at").click()
    expect(bare.get_by_text("1 entry, recorded last first.")).to_be_visible()
    [look] = (entry for entry in entries_about(["report:r1"]) if entry.kind == "wording.reviewed")
    assert look.body["why"] == "She was called with other advice."
    page.goto(f"{live_server.url}/words/?state=looked")
    assert barriers("words-looked") == []
