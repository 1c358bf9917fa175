"""Attaching a number or account to a person, from where it comes up; what follows from it, and what does not."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from tests.entries import MADE, draft
from tests.integration.web.reading.pages import rows_of, text_of
from tests.integration.web.recording.conftest import errors_in, form_id_in
from tests.pair_case import HER, HER_NAME, HIM, HIS_NAME, pair_case
from unbroken.access.models import User
from unbroken.flow import take_in
from unbroken.people.lookup import comparables
from unbroken.people.queries import search
from unbroken.record.entries import Entry
from unbroken.record.models import RecordEntry
from unbroken.record.queries import entries_about

PAIR, PAGE, FORM = "/pairs/pc-her/pc-him/", "/people/pc-him/", "/people/pc-him/attach/"
UNKNOWN = "report:pc-unknown"
ANSWERS = {
    "type": "social_handle",
    "platform": "instagram",
    "value": "Grey.Heron",
    "confidence": "probable",
    "grounds": ["found_on_device"],
    "explanation": "On the phone that was seized.",
    "report": "report:pc-first",
    "happened-day": "1",
    "happened-month": "5",
    "happened-year": "2024",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def contact() -> Entry:
    """A contact toward her from an account that nobody knows, in a report that names no suspect."""
    take_in(pair_case(), by="officer")
    online = {"behaviours": ["online_contact"], "times": 3, "identifiers_used": ["07700 900999", "@grey.heron"]}
    about = (UNKNOWN, ("victim", HER))
    made = draft("report.made", {**MADE, "reference": "PC/9"}, *about, happened="2024-04-02")
    used = draft("incident.recorded", online, *about, happened="2024-04-01", ref="pc-unknown-contact")
    return take_in([made, used], by="officer").recorded[-1].entry


@pytest.fixture
def officer(client_as: Callable[..., User]) -> User:
    return client_as("officer", agency="northmoor")


def attach(client: Client, address: str = FORM, **answers: Any) -> Any:
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**ANSWERS, "form_id": form_id_in(page), **answers})


def recorded() -> Entry:
    return [entry for entry in entries_about([HIM]) if entry.kind == "identifier.attributed"][-1]


@pytest.mark.demand("LNK-07")
@pytest.mark.usefixtures("officer")
class TestFromAnIncident:
    def test_the_entry_leads_to_everybody_whose_it_may_be(self, client: Client, contact: Entry) -> None:
        page = client.get(f"/entries/{contact.id}/").content.decode()
        assert f'href="/entries/{contact.id}/attach/"' in page
        ways = client.get(f"/entries/{contact.id}/attach/").content.decode()
        assert ways.count("Attach it to ") == 2  # each of two identifiers, to the one other person of her reports
        assert f'href="{FORM}?entry={contact.id}&amp;n=1"' in ways

    def test_the_form_holds_what_was_used_and_rests_on_the_incident(self, client: Client, contact: Entry) -> None:
        address = f"{FORM}?entry={contact.id}&n=1"
        page = client.get(address).content.decode()
        assert 'value="@grey.heron"' in page
        assert attach(client, address, report=UNKNOWN).status_code == 302
        entry = recorded()
        assert entry.get("rests_on") == [contact.id]
        assert entry.of("report") == (UNKNOWN,)

    @pytest.mark.parametrize("n", ["", "2", "-1", "x", "99999"])
    def test_what_the_incident_does_not_name_is_not_found(self, client: Client, contact: Entry, n: str) -> None:
        assert client.get(f"{FORM}?entry={contact.id}&n={n}").status_code == 404

    def test_an_entry_that_names_none_offers_nothing(self, client: Client, contact: Entry) -> None:
        made = next(entry for entry in entries_about([UNKNOWN]) if entry.kind == "report.made")
        assert "/attach/" not in client.get(f"/entries/{made.id}/").content.decode()
        assert client.get(f"/entries/{made.id}/attach/").status_code == 404


@pytest.mark.demand("LNK-07")
@pytest.mark.usefixtures("officer", "contact")
class TestWhatFollows:
    def test_the_contact_falls_into_place_between_the_two_and_is_counted(self, client: Client) -> None:
        before = rows_of(client.get(PAIR), "Incidents between them")
        assert attach(client).status_code == 302
        rows = rows_of(client.get(PAIR), "Incidents between them")
        assert rows[: len(before)] == before
        (new,) = rows[len(before) :]
        assert new[0] == "Monday 1 April 2024"
        assert new[2] == (
            f"{HIS_NAME} toward {HER_NAME} The incident names nobody; only @grey.heron does. "
            f"Attached to {HIS_NAME} (social media account): probable."
        )
        counted = next(row for row in _exhibit(client) if row[1:2] == ["'@grey.heron"])
        assert counted[:5] == [
            f"{HIS_NAME} toward {HER_NAME}",
            "'@grey.heron",
            f"Attached to {HIS_NAME} (social media account): probable",
            "1",
            "3",
        ]

    def test_it_stands_in_the_journey_of_the_victim(self, client: Client) -> None:
        attach(client)
        assert "Attached to a person as theirs: social media account; probable" in text_of(
            client.get("/journeys/pc-her/")
        )

    def test_withdrawn_it_is_as_if_it_had_never_been(self, client: Client) -> None:
        before = client.get(PAIR), list(_exhibit(client))[7:]
        attach(client)
        withdrawn = draft("entry.withdrawn", {"why": "His brother's."}, corrects=recorded().id)
        take_in([replace(withdrawn, subjects=())], by="officer")
        assert rows_of(client.get(PAIR), "Incidents between them") == rows_of(before[0], "Incidents between them")
        assert list(_exhibit(client))[7:] == before[1]
        assert rows_of(client.get(PAGE), "Attached numbers and accounts") == []

    def test_the_page_of_the_person_says_how_sure_and_on_what(self, client: Client) -> None:
        attach(client)
        assert rows_of(client.get(PAGE), "Attached numbers and accounts") == [
            [
                "Instagram: Grey.Heron",
                "Probable Joins nobody",
                "Found on a device of theirs On the phone that was seized.",
                "Wednesday 1 May 2024 Northmoor Constabulary",
            ]
        ]

    def test_it_is_found_whatever_the_doubt_and_compared_only_without(self, client: Client) -> None:
        attach(client)
        assert [hit.person for hit in search("grey.heron")] == [HIM]
        assert comparables([HIM])[HIM].handles == frozenset()
        attach(client, confidence="sure")
        assert comparables([HIM])[HIM].handles == frozenset({"instagram:grey.heron"})


def _exhibit(client: Client) -> list[list[str]]:
    return list(csv.reader(StringIO(client.get(f"{PAIR}contacts.csv").content.decode())))


@pytest.mark.usefixtures("officer", "contact")
class TestTheForm:
    def test_is_offered_for_both_of_a_pair(self, client: Client) -> None:
        page = client.get(PAIR).content.decode()
        assert f"Attach a number or account to {HIS_NAME}" in page
        assert f"Attach a number or account to {HER_NAME}" in page

    def test_sent_twice_is_recorded_once(self, client: Client) -> None:
        answers = {**ANSWERS, "form_id": form_id_in(client.get(FORM))}
        assert [client.post(FORM, answers).status_code for _ in range(2)] == [302, 302]
        assert RecordEntry.objects.filter(kind="identifier.attributed").count() == 1
        assert client.post(FORM, {**answers, "value": "other"}).status_code == 422

    def test_asks_for_what_is_missing_and_loses_nothing(self, client: Client) -> None:
        done = attach(client, confidence="", grounds=["other"], explanation="")
        assert done.status_code == 422
        assert errors_in(done) == [
            ("#confidence", "Select how sure it is"),
            ("#explanation", "Enter the evidence: what it is that says so"),
        ]
        assert "Grey.Heron" in done.content.decode()

    def test_what_cannot_be_read_is_never_sure(self, client: Client) -> None:
        answer = attach(client, type="phone", platform="", value="banana", confidence="sure")
        assert answer.status_code == 422
        assert "This cannot be read as what it is said to be" in text_of(answer)
        assert attach(client, type="phone", platform="", value="ends in 44", confidence="possible").status_code == 302

    def test_who_else_has_it_is_shown_before_it_is_attached(self, client: Client) -> None:
        has = {"role_here": "suspect", "names": [{"text": "Vera Somebody"}],
               "identifiers": [{"type": "social_handle", "platform": "instagram", "value": "grey.heron"}]}  # fmt: skip
        made = draft("report.made", {**MADE, "reference": "PC/8"}, "report:pc-other", ("victim", HER))
        take_in([made, draft("person.described", has, ("person", "person:pc-other"), "report:pc-other")], by="officer")
        page = attach(client)
        assert page.status_code == 200
        assert "Others are known by this too" in text_of(page)
        assert '<a class="govuk-link" href="/people/pc-other/">Vera Somebody</a>' in page.content.decode()
        assert RecordEntry.objects.filter(kind="identifier.attributed").count() == 0
        seen = re.findall(r'name="seen" value="(\w+)"', page.content.decode())
        assert client.post(FORM, {**ANSWERS, "form_id": form_id_in(page), "seen": seen[0]}).status_code == 302
        assert recorded().get("identifier")["value"] == "Grey.Heron"

    def test_can_stand_in_no_report(self, client: Client) -> None:
        attach(client, report="none")
        assert recorded().of("report") == ()


def test_who_does_not_investigate_attaches_nothing(
    client: Client, client_as: Callable[..., User], contact: Entry
) -> None:
    client_as("prosecutor", agency="cps")
    assert client.get(FORM).status_code == 403
    assert client.get(f"/entries/{contact.id}/attach/").status_code == 403
    assert "attach/" not in client.get(PAIR).content.decode()
    assert "attach/" not in client.get(PAGE).content.decode()
