from __future__ import annotations

from typing import Any

import pytest

from tests.integration.web.recording.conftest import errors_in, form_id_in
from unbroken.record.kinds import REGISTER
from unbroken.record.queries import entries_about
from unbroken.web.recording.entry_views import _is_offered

pytestmark = pytest.mark.django_db
DAY = {"happened-day": "1", "happened-month": "5", "happened-year": "2025"}


def send(client: Any, address: str, answers: dict[str, Any]) -> Any:
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    return client.post(address, {"form_id": form_id_in(page), **DAY, **answers})


FORMS = [
    ("officer", "incident", "incident.recorded", {"behaviours": ["attends_home"]}),
    ("officer", "class", "report.classified", {"offence": "stalking_4a_fear", "stage": "supervisor_review",
                                               "reason": "impact_recorded"}),
    ("officer", "allocation", "report.allocated", {"officer": "DC Example"}),
    ("officer", "contact", "contact.made", {"about": ["rights"], "channel": "text"}),
    ("officer", "withdrawal", "victim.withdrew", {
        "stage": "investigation", "reasons": ["mental_toll"], "statement_taken": "no",
        "statement_absent_because": "Not asked for.", "advocate_present": "no", "safeguarding_considered": "yes"}),
    ("officer", "closing", "investigation.closed", {
        "outcome": "16", "reasons": ["victim_does_not_support"], "decided_by": "police", "supervisor": "DS Example"}),
    ("officer", "relationship", "relationship.stated", {"relationship": "ex_partner"}),
    ("officer", "charge", "charge.laid", {"offence": "stalking_2a"}),
    ("prosecutor", "hearing", "hearing.listed", {"date-day": "1", "date-month": "6", "date-year": "2031"}),
    ("prosecutor", "sentence", "sentence.passed", {"components-0-type": "imprisonment", "components-0-days": "90"}),
]  # fmt: skip


@pytest.mark.parametrize(("role", "address", "kind", "answers"), FORMS, ids=[form[1] for form in FORMS])
def test_each_form_records_its_kind(client, client_as, report, role, address, kind, answers):
    client_as("officer")
    if role == "prosecutor":
        send(client, f"/reports/{report}/charge/", {"offence": "stalking_2a"})
        client_as(role, agency="cps")
    done = send(client, f"/reports/{report}/{address}/", answers)
    assert done.status_code == 302, errors_in(done)
    found = [entry for entry in entries_about([f"report:{report}"]) if entry.kind == kind]
    assert found[-1].source == "form"


def test_every_kind_that_is_offered_has_a_page(client, client_as, report):
    for role, agency in (("specialist_reviewer", "met"), ("prosecutor", "cps"), ("advocate", "helpline"),
                         ("health", "nhs"), ("probation", "probation")):  # fmt: skip
        client_as(role, agency=agency)
        for kind in REGISTER:
            if _is_offered(kind.kind):
                assert client.get(f"/reports/{report}/record/{kind.kind}/").status_code in (200, 403), kind.kind
