"""Risk instruments in a real browser: accessible, whole at 320 pixels, and filled in without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Barriers, SignIn
from tests.entries import MADE, draft
from tests.integration.triage.stage import taken

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.demand("ASS-01")]
HER, HIM = ("victim", "person:v1"), ("suspect", "person:s1")
FORM = "/reports/r1/risk/s_dash/"


@pytest.fixture(autouse=True)
def case(transactional_db: None) -> str:
    """A report with more on record for an item than is listed at once, and an assessment that is due again."""
    taken(draft("report.made", MADE, "report:r1", HER, HIM, happened="2024-03-01"))
    threats = {"behaviours": ["calls_texts"], "threats": ["kill"]}
    taken(*(draft("incident.recorded", threats, "report:r1", HER, HIM, happened=f"2024-03-0{n}") for n in range(1, 8)))
    answers = [{"item": "sd06", "answer": "yes", "note": "“You will see.”"}]
    body = {
        "instrument": "s_dash",
        "instrument_version": "2009",
        "complete": "yes",
        "judgement": "high",
        "answers": answers,
    }
    [made] = taken(draft("risk.assessed", body, "report:r1", HER, HIM, happened="2024-03-05"))
    flags = [{"flag": "drug_misuse", "answer": "yes", "said_by": "officer"}]
    stalking = {"instrument": "dash_ric", "answers": [{"item": "dr08", "answer": "yes"}]}
    taken(
        draft("person.described", {"role_here": "suspect", "flags": flags}, ("person", HIM[1]), "report:r1"),
        draft("risk.assessed", stalking, "report:r1", HER, HIM, happened="2024-03-06"),
        draft("report.made", MADE, "report:r2", ("victim", "person:v2"), HIM, happened="2024-03-01"),
        draft("report.classified", {"offence": "stalking_2a", "stage": "initial"}, "report:r2", happened="2024-03-01"),
    )
    return made.id


@pytest.mark.parametrize(
    ("name", "path", "heading"),
    [
        ("report", "/reports/r1/", "r1"),
        ("choose", "/reports/r1/risk/", "Assess the risk"),
        ("form", FORM, "S-DASH"),
        ("dash", "/reports/r1/risk/dash_ric/", "DASH RIC (SafeLives)"),
        ("sash", "/reports/r1/risk/sash/", "SASH"),
        ("rosh", "/reports/r1/risk/rosh/", "RoSH"),
        ("ovp", "/reports/r1/risk/ovp/", "OVP"),
        ("made", "", "S-DASH"),
        ("srp", "/reports/r1/risk/srp/", "SRP"),
        ("advocacy", "/reports/r1/advocacy/", "Choose the advocacy service"),
        ("waiting", "/assessments/", "S-DASH not done"),
        ("waiting-wrong", "/assessments/?page=soon", "S-DASH not done"),
        ("rates", "/figures/assessments/?from=2024-03&to=2024-03", "S-DASH done in reports of stalking"),
        ("rates-wrong", "/figures/assessments/?from=2024-03", "S-DASH done in reports of stalking"),
        ("needs", "/needs/", "Needs of suspects that nobody has answered"),
        ("need-assessed", "/reports/r1/record/need.assessed/", "Record needs that were assessed"),
        ("need-answered", "/reports/r1/record/need.answered/", "Say what follows from a need"),
    ],
)
def test_pages_are_accessible_and_whole_at_320_pixels(
    page: Page,
    live_server: object,
    sign_in: SignIn,
    barriers: Barriers,
    case: str,
    name: str,
    path: str,
    heading: str,
) -> None:
    sign_in(role="specialist_reviewer" if name == "srp" else "supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{path or f'/entries/{case}/assessment/'}")  # type: ignore[attr-defined]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert barriers(f"risk-{name}") == []


def test_a_form_is_filled_in_without_scripts_and_what_is_missing_named_accessibly(
    without_scripts: Page, page: Page, live_server: object, sign_in: SignIn, barriers: Barriers
) -> None:
    sign_in(role="supervisor", agency="northmoor")
    page.goto(f"{live_server.url}{FORM}")  # type: ignore[attr-defined]
    page.get_by_role("radio", name="Every item was gone through").check()
    page.get_by_role("button", name="Record", exact=True).last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert barriers("risk-wrong") == []
    plain = without_scripts
    plain.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain.goto("/reports/r1/")
    plain.get_by_role("link", name="Fill in S-DASH").press("Enter")
    for item in plain.get_by_role("group").filter(has=plain.get_by_role("radio", name="Not known")).all():
        item.get_by_role("radio", name="No", exact=True).press("Space")
    plain.get_by_role("radio", name="Every item was gone through").press("Space")
    plain.get_by_role("radio", name="Standard").press("Space")
    plain.get_by_label("Why?").fill("Nothing for a year.")
    plain.get_by_role("button", name="Record", exact=True).last.press("Enter")
    expect(plain.get_by_text("S-DASH: recorded. 0 of 11 answered yes.")).to_be_visible()
