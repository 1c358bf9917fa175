"""An assessment that was made: read item by item, beside the others, and as it was known."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.entries import draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.recording.assessing.forms import (
    EVERY_ITEM,
    HER,
    HIM,
    REPORT,
    WHOLE,
    assessed,
    days_ago,
    send,
)
from unbroken.access.models import User
from unbroken.record.entries import Draft
from unbroken.record.queries import entries_about

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-01")
def test_an_assessment_is_read_and_printed_in_words(client: Client, case: User) -> None:
    send(client, **EVERY_ITEM, **WHOLE, **{"note-sd01": "“I sleep with a chair against the door.”"})
    page = client.get(f"/entries/{assessed()[0].id}/assessment/")
    assert rows_of(page, "The eleven points")[0] == [
        "1. The victim is in great fear",
        "Yes “I sleep with a chair against the door.”",
    ]
    said = text_of(page)
    assert "No official cut-off is published for S-DASH" in said
    assert "High He was seen outside the school." in said
    taken(Draft("entry.withdrawn", {"why": "Wrong."}, (), days_ago(0), "northmoor", "tests", "w", assessed()[0].id))
    assert "was withdrawn and does not count" in text_of(client.get(f"/entries/{assessed()[0].id}/assessment/"))


@pytest.mark.demand("ASS-03", "ASS-04")
def test_an_assessment_without_a_form_here_stands_beside_the_others(client: Client, case: User) -> None:
    police = {"instrument": "dash_police", "judgement": "medium", "judgement_reason": "Two calls."}
    taken(
        draft("risk.assessed", {**police, "judgement": "standard"}, HER, HIM, "report:r1", happened=days_ago(6)),
        draft("risk.assessed", police, HER, HIM, "report:r1", happened=days_ago(5)),
        draft("risk.assessed", {"instrument": "sam", "complete": "yes"}, HER, HIM, "report:r1", happened=days_ago(4)),
    )
    rows = rows_of(client.get(REPORT), "Risk assessments")
    assert [(row[0], row[1].partition(",")[0], row[2]) for row in rows] == [
        ("S-DASH", "Not done", "not recorded"),
        ("DASH (police)", "Recorded", "Judged medium"),
        ("SAM", "Complete", "not recorded"),
    ]


def test_the_page_of_the_entry_leads_to_its_items(client: Client, case: User) -> None:
    send(client, **EVERY_ITEM, **WHOLE)
    entry = assessed()[0].id
    assert f"/entries/{entry}/assessment/" in links_of(client.get(f"/entries/{entry}/"))


def test_an_entry_of_another_kind_is_no_assessment(client: Client, case: User) -> None:
    made = next(entry for entry in entries_about({"report:r1"}) if entry.kind == "report.made")
    assert client.get(f"/entries/{made.id}/assessment/").status_code == 404


def test_a_report_as_it_was_known_shows_the_assessments_of_then(client: Client, case: User) -> None:
    taken(
        draft("risk.assessed", {"instrument": "sash", "complete": "yes"}, HER, HIM, "report:r1", happened=days_ago(0))
    )
    assert [row[0] for row in rows_of(client.get(REPORT), "Risk assessments")] == ["S-DASH", "SASH"]
    then = client.get(f"{REPORT}?known={days_ago(3)}")
    assert rows_of(then, "Risk assessments") == []
