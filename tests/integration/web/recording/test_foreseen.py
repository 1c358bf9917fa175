"""What a report will add up to is said before it is recorded, with what is known of its people."""

from __future__ import annotations

import pytest

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import links_of, text_of
from tests.integration.web.recording.conftest import ANSWERS
from unbroken.conduct.models import CourseRow
from unbroken.people.commands import NOT_THE_SAME
from unbroken.record.queries import count, entries_about

pytestmark = [pytest.mark.django_db, pytest.mark.demand("RCG-01")]
DONE = "Coming to the home, Wednesday 3 January 2024"
HEADING = "What it adds up to so far"
HER = {
    "role_here": "victim",
    "names": [{"kind": "legal", "given": "Anna", "family": "Made-Up"}],
    "identifiers": [{"type": "phone", "value": "07700 900123"}, {"type": "email", "value": "anna@example.org"}],
}

HIM = {
    "role_here": "suspect",
    "names": [{"kind": "known_as", "given": "Dean"}],
    "identifiers": [{"type": "vehicle", "value": "AB12 CDE"}],
}


def check(client, begun: str):
    return client.get(f"/reports/new/{begun}/check/")


def test_it_is_said_with_reasons_that_have_no_page_yet_and_nothing_is_recorded(client, client_as, fill) -> None:
    client_as("officer")
    page = check(client, fill())
    said = text_of(page)
    assert HEADING in said
    assert "What the other person is said to have done to the victim" in said
    assert "Worth asking, if it is safe to:" in said
    assert not any(href.startswith("/entries/") for href in links_of(page))
    assert count() == 0
    assert not CourseRow.objects.exists()


def test_nothing_is_said_as_long_as_something_is_missing(client, client_as, fill) -> None:
    client_as("officer")
    page = check(client, fill(incident_1=None))
    assert HEADING not in text_of(page)


def test_what_was_done_before_counts_once_both_are_recognised(client, client_as, fill) -> None:
    about = ("report:old", ("victim", "person:her"), ("suspect", "person:him"))
    taken(
        draft("report.made", MADE, *about, agency="met"),
        draft("person.described", HER, ("person", "person:her"), "report:old", agency="met"),
        draft("person.described", HIM, ("person", "person:him"), "report:old", agency="met"),
        *(draft("incident.recorded", {"behaviours": ["attends_home"]}, *about, happened=day, agency="met")
          for day in ("2024-01-03", "2024-01-09")),
    )  # fmt: skip
    client_as("officer")
    page = check(client, fill())
    assert DONE in text_of(page)
    first = next(entry for entry in entries_about({"report:old"}) if entry.kind == "incident.recorded")
    assert f"/entries/{first.id}/" in links_of(page)
    somebody_else = {**ANSWERS["suspect-contact"], "seen-suspect-person:him": NOT_THE_SAME}
    assert DONE not in text_of(check(client, fill(suspect_contact=somebody_else)))
