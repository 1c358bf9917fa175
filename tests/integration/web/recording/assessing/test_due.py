"""When an instrument is due: never done, something since, too old, called for by another (ASS-01, ASS-03, ASS-09)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.entries import draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.recording.assessing.forms import (
    EVERY_ITEM,
    FORM,
    HER,
    HIM,
    REPORT,
    WHOLE,
    assessed,
    days_ago,
    incident,
    send,
)
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import User
from unbroken.record.queries import entries_about

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-03")
def test_a_yes_to_stalking_on_dash_calls_for_s_dash_and_both_stand_together(client: Client, case: User) -> None:
    page = send(client, "/reports/r1/risk/dash_ric/", **{"item-dr08": "yes", "complete": "no"})
    assert "calls for S-DASH too" in page.content.decode()
    assert "An answer on another form calls for it: Risk assessed" in text_of(page)
    assert [row[0] for row in rows_of(page, "Risk assessments")] == ["S-DASH", "DASH RIC (SafeLives)"]


@pytest.mark.demand("ASS-01", "ASS-09")
def test_what_happened_since_makes_it_due_again_with_its_entries(client: Client, case: User) -> None:
    send(client, **EVERY_ITEM, **WHOLE)
    assert "is due" not in text_of(client.get(REPORT))
    happened = [
        incident(0),
        draft("order.refused", {"type": "spo"}, "order:o1", HER, HIM, "report:r1", happened=days_ago(0)),
    ]
    new = taken(*happened)
    page = client.get(REPORT)
    said = text_of(page).partition("S-DASH is due ")[2].partition("Fill in")[0]
    assert said.startswith("New incident since the last one: Incident recorded, ")
    assert "Protective order refused since the last one: Order refused, " in said
    assert {f"/entries/{entry.id}/" for entry in new} <= links_of(page)
    assert FORM in links_of(page)


@pytest.mark.demand("ASS-09")
def test_an_old_assessment_is_due_while_the_case_is_open_and_not_after(client: Client, case: User) -> None:
    body = {"instrument": "s_dash", "complete": "yes"}
    taken(draft("risk.assessed", body, HER, HIM, "report:r1", happened=days_ago(29)))
    assert "Not looked at again in time: Risk assessed, " in text_of(client.get(REPORT))
    known = {"relationship": "stranger"}
    taken(
        draft("relationship.stated", known, "report:r1", HER, HIM, happened=days_ago(1)),
        draft("investigation.closed", {"outcome": "18"}, "report:r1", HER, happened=days_ago(0)),
    )
    assert "Not looked at again in time" not in text_of(client.get(REPORT))


@pytest.mark.demand("ASS-09")
def test_no_file_goes_to_the_cps_without_the_day_of_the_last_assessment_or_a_reason(client: Client, case: User) -> None:
    form = "/reports/r1/record/prosecution.submitted/"
    send(client, **EVERY_ITEM, **WHOLE)
    assert "Risk assessed with S-DASH: judged high" in text_of(client.get(form))
    page = send(client, form)
    said = "Enter the day of the last risk assessment, or say why there is none"
    assert errors_in(page) == [("#risk_assessed_on-day", said)]
    send(client, form, no_risk_assessment_because="Sent the night of the arrest.")
    [sent] = [one for one in entries_about({"report:r1"}) if one.kind == "prosecution.submitted"]
    assert sent.get("no_risk_assessment_because") == "Sent the night of the arrest."


PROMPT = "Is this stalking?"
DASH = "/reports/r1/risk/dash_ric/"


@pytest.mark.demand("ASS-03")
def test_a_yes_to_stalking_on_dash_asks_whether_the_report_is_stalking_until_somebody_looked(
    client: Client, case: User
) -> None:
    page = send(client, DASH, **{"item-dr08": "yes", "complete": "no"})
    said = text_of(page)
    assert "Look whether this is stalking." in said
    assert PROMPT in said
    assert "was answered yes. This report has no class yet." in said
    assert {"/reports/r1/class/", f"/entries/{assessed()[0].id}/assessment/"} <= links_of(page)
    classed = {"offence": "harassment_2", "stage": "initial"}
    taken(draft("report.classified", classed, "report:r1", happened=days_ago(0)))
    assert PROMPT not in text_of(client.get(REPORT)), "whoever gave the class had the answer before them"
    send(client, DASH, **{"item-dr08": "yes", "complete": "no"})
    assert "This report is recorded as: Harassment (s.2)." in text_of(client.get(REPORT))
    again = {"offence": "stalking_2a", "stage": "specialist_review", "reason": "new_incident"}
    taken(draft("report.classified", again, "report:r1", happened=days_ago(0)))
    send(client, DASH, **{"item-dr08": "yes", "complete": "no"})
    assert PROMPT not in text_of(client.get(REPORT))


@pytest.mark.demand("ASS-03")
def test_whoever_may_not_give_a_class_is_asked_and_offered_no_form(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    send(client, DASH, **{"item-dr08": "yes", "complete": "no"})
    client_as("prosecutor", agency="cps")
    page = client.get(REPORT)
    assert PROMPT in text_of(page)
    assert "/reports/r1/class/" not in links_of(page)


@pytest.mark.demand("ASS-03")
def test_a_no_and_another_point_of_dash_ask_nothing(client: Client, case: User) -> None:
    send(client, DASH, **{"item-dr08": "no", "item-dr02": "yes", "complete": "no"})
    assert PROMPT not in text_of(client.get(REPORT))
