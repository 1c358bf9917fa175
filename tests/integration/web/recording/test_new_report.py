from __future__ import annotations

import pytest

from tests.integration.web.recording.conftest import errors_in
from unbroken.record.queries import count, entries_about

pytestmark = pytest.mark.django_db


@pytest.mark.demand("REC-01", "REC-06", "REC-09")
def test_a_report_is_recorded_with_its_people_and_incidents(client, client_as, fill):
    client_as("officer")
    begun = fill()
    answer = client.post(f"/reports/new/{begun}/check/")
    assert answer.status_code == 302, errors_in(answer)
    entries = entries_about([f"report:{begun}"])
    assert sorted(entry.kind for entry in entries) == [
        "escalation.noted", "impact.recorded", "incident.recorded", "person.described", "person.described",
        "relationship.stated", "report.classified", "report.made",
    ]  # fmt: skip
    assert {(entry.agency, entry.recorded_by, entry.source) for entry in entries} == {("met", "officer", "form")}
    done = client.get(answer.url)
    assert "CR/1/25" in done.content.decode()
    again = client.post(f"/reports/new/{begun}/check/")
    assert again.url == answer.url
    assert count() == 8
