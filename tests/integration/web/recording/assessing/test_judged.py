"""What a clinician judged: recorded by outcome, read by clinical right, and a level and a day for the rest (ASS-04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.entries import draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import rows_of, text_of
from tests.integration.web.recording.assessing.forms import REPORT, assessed, send
from tests.integration.web.recording.conftest import errors_in
from tests.matter import make_user
from unbroken.access import commands
from unbroken.access.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ASS-04")]
FORM = "/reports/r1/risk/srp/"
JUDGED = {
    "version": "Manual of 2009", "item-violence": "high", "note-violence": "WEAPONSATHOME", "item-recurrence": "low",
    "result": "moderate", "formulation": "DELUSIONALWORDS", "assessor": "Dr Wren", "assessor_role": "clinician",
    "review_on-day": "1", "review_on-month": "3", "review_on-year": "2199",
}  # fmt: skip


@pytest.fixture
def made(client: Client, client_as: Callable[..., User], case: User) -> str:
    """The address of an SRP that a specialist recorded."""
    client_as("specialist_reviewer", agency="northmoor")
    send(client, FORM, **JUDGED)
    return f"/entries/{assessed()[0].id}/assessment/"


def test_the_level_of_each_outcome_is_kept_with_assessor_day_and_review(client: Client, made: str) -> None:
    [entry] = assessed()
    assert entry.body == {
        "instrument": "srp",
        "instrument_version": "Manual of 2009",
        "outcomes": [
            {"item": "violence", "level": "high", "note": "WEAPONSATHOME"},
            {"item": "recurrence", "level": "low"},
        ],
        "judgement": "moderate",
        "formulation": "DELUSIONALWORDS",
        "complete": "yes",
        "assessor": "Dr Wren",
        "assessor_role": "clinician",
        "review_on": "2199-03-01",
    }
    page = client.get(made)
    assert rows_of(page, "What was judged") == [
        ["1. Violence", "High WEAPONSATHOME"],
        ["2. The stalking of this victim goes on", "not recorded"],
        ["3. Stalking later, of this victim or of somebody else", "Low"],
    ]
    assert "DELUSIONALWORDS" in text_of(page)
    assert "Assessor Dr Wren" in text_of(page)
    said = "Judged moderate; violence high; stalking later, of this victim or of somebody else low"
    assert ["SRP", said] == [row[i] for row in rows_of(client.get(REPORT), "Risk assessments") for i in (0, 2)][-2:]


@pytest.mark.parametrize("role", ["officer", "supervisor", "prosecutor"])
def test_others_see_the_level_and_the_day_and_are_told_that_the_rest_is_held(
    client: Client, client_as: Callable[..., User], made: str, role: str
) -> None:
    user = client_as(role, agency="cps" if role == "prosecutor" else "northmoor")
    page = client.get(made)
    said = text_of(page)
    assert "Professional judgement Moderate" in said
    assert "To be looked at again Friday 1 March 2199" in said
    assert "what is held by health is not shown to your role" in said
    assert rows_of(page, "What was judged") == []
    entry = made.replace("assessment/", "")
    token, _ = commands.create_token(user, name="tests")
    told = Client().get(f"/api/v1{entry}".rstrip("/"), headers={"Authorization": f"Bearer {token}"})
    assert told.status_code == 200
    assert (told.json()["stands"]["body"]["judgement"], "outcomes" in told.json()["stands"]["body"]) == (
        "moderate",
        False,
    )
    everything = "".join(answer.content.decode() for answer in (page, client.get(REPORT), client.get(entry), told))
    assert not [mark for mark in ("WEAPONSATHOME", "DELUSIONALWORDS") if mark in everything]
    assert "violence high" not in everything


def test_a_clinician_of_health_reads_the_whole(client: Client, made: str) -> None:
    own = draft(
        "intervention.started", {"programme": "nhs_forensic"}, ("suspect", "person:s1"), "report:r1", agency="nhs"
    )
    taken(own)
    client.force_login(make_user("health"), backend="django.contrib.auth.backends.ModelBackend")
    assert "WEAPONSATHOME" in text_of(client.get(made))


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, [("#version", "Enter the version of the tool"),
              ("#item-violence", "Select the level of at least one outcome")]),
        ({"version": "1", "item-violence": "high", "note-recurrence": "Twice before."},
         [("#item-recurrence", "Select the level for “Stalking later, of this victim or of somebody else”: "
           "you wrote what it rests on")]),
        ({"version": "1", "item-violence": "grave"},
         [("#item-violence", "Select the level for “Violence” from the list")]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_and_nothing_is_recorded(
    client: Client, client_as: Callable[..., User], case: User, answers: dict[str, str], errors: list[tuple[str, str]]
) -> None:
    client_as("specialist_reviewer", agency="northmoor")
    page = send(client, FORM, **answers)
    assert (page.status_code, errors_in(page)[: len(errors)]) == (422, errors)
    assert assessed() == []


def test_no_level_as_a_whole_is_made_up(client: Client, client_as: Callable[..., User], case: User) -> None:
    client_as("specialist_reviewer", agency="northmoor")
    send(client, FORM, version="1", **{"item-violence": "high", "item-persistence": "high"})
    assert assessed()[0].get("judgement") is None
    client_as("officer", agency="northmoor")
    page: HttpResponse = client.get(REPORT)
    [row] = [row for row in rows_of(page, "Risk assessments") if row[0] == "SRP"]
    assert row[1].startswith("Complete, ")
    assert row[2] == "No level as a whole"


def test_it_is_no_general_score(client: Client, made: str) -> None:
    assert "It rests on convictions" not in text_of(client.get(REPORT))


def test_the_form_says_for_whom_it_is(client: Client, client_as: Callable[..., User], case: User) -> None:
    client_as("specialist_reviewer", agency="northmoor")
    page: Any = client.get(FORM)
    assert "are for clinical eyes" in text_of(page)
    assert "It is not worked out from the outcomes" in text_of(page)
