"""Choosing the advocacy service: what is shown, what is recorded, and every exception with its reason (ASS-11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.recording.assessing.forms import HER, HIM, days_ago, incident, send
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import User
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.support.advocacy import CENTRE, GOES_TO, is_exception
from unbroken.vocabulary.support import SERVICES

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ASS-11")]
FORM = "/reports/r1/advocacy/"
LONDON = "london_stalking_support"
SASH = {"instrument": "sash", "complete": "yes", "judgement": "moderate"}
FOUR = {"violence": "with_injury", "children_involved": "yes", "court_case": "no", "break_ins": "not_asked"}


@pytest.fixture
def case(db: None, client_as: Callable[..., User]) -> User:
    """A report with something on record for three of the four indicators, and a SASH."""
    taken(
        draft("report.made", MADE, "report:r1", HER, HIM, happened=days_ago(9)),
        *(incident(day, behaviours=["physical_violence"]) for day in range(2, 7)),
        incident(8, behaviours=["entry_home"]),
        draft("relationship.stated", {"relationship": "ex_partner", "children_together": "yes"}, "report:r1", HER, HIM,
              happened=days_ago(9)),
        draft("risk.assessed", SASH, "report:r1", HER, HIM, happened=days_ago(3)),
    )  # fmt: skip
    return client_as("officer", agency="northmoor")


def triaged() -> list[Entry]:
    return [entry for entry in entries_about({"report:r1"}) if entry.kind == "support.triaged"]


def test_whoever_decides_is_shown_the_sash_and_what_the_record_says_of_the_four(client: Client, case: User) -> None:
    page = client.get(FORM)
    shown = dict(rows_of(page, "What the record says"))
    assert list(shown) == ["SASH", "Level of violence", "Children involved", "Court case going on",
                           "Break-ins that belong to the stalking"]  # fmt: skip
    assert shown["SASH"].startswith("Complete, ")
    assert shown["SASH"].endswith("Judged moderate")
    assert shown["Level of violence"].count("Physical violence") == 3
    assert shown["Level of violence"].endswith("and 2 more")
    assert shown["Children involved"].startswith("Relationship stated, ")
    assert shown["Court case going on"] == "Nothing on record says so. Ask."
    assert "Entering the home" in shown["Break-ins that belong to the stalking"]
    [sash] = [entry for entry in entries_about({"report:r1"}) if entry.kind == "risk.assessed"]
    assert f"/entries/{sash.id}/assessment/" in links_of(page)
    assert "the indicators have no score" in text_of(page)


def test_nothing_is_answered_beforehand(client: Client, case: User) -> None:
    assert " checked" not in client.get(FORM).content.decode()


def test_the_four_are_recorded_with_the_service(client: Client, case: User) -> None:
    send(client, FORM, **FOUR, highest_risk="yes", service=CENTRE)
    [entry] = triaged()
    assert entry.body == {**FOUR, "highest_risk": "yes", "service": CENTRE}
    assert {(one.role, one.object) for one in entry.subjects} == {HER, HIM, ("report", "report:r1")}
    assert "Support triaged: STAC victim advocacy, held to be at highest risk" in text_of(client.get(FORM))


@pytest.mark.parametrize(("highest_risk", "service"), [("yes", LONDON), ("no", CENTRE), ("no", "idva")])
def test_an_exception_needs_its_reason(client: Client, case: User, highest_risk: str, service: str) -> None:
    page = send(client, FORM, **FOUR, highest_risk=highest_risk, service=service)
    assert page.status_code == 422
    assert [where for where, _ in errors_in(page)] == ["#exception_reason"]
    assert triaged() == []
    send(client, FORM, **FOUR, highest_risk=highest_risk, service=service, exception_reason="She asked for it.")
    assert triaged()[0].get("exception_reason") == "She asked for it."


def test_an_indicator_left_out_is_asked_for(client: Client, case: User) -> None:
    page = send(client, FORM, highest_risk="yes", service=CENTRE, violence="threats")
    assert {where for where, _ in errors_in(page)} == {"#children_involved", "#court_case", "#break_ins"}


def test_it_is_offered_on_the_report_to_those_who_record_support(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    assert FORM in links_of(client.get("/reports/r1/"))
    client_as("prosecutor", agency="cps")
    assert client.get(FORM).status_code == 403
    assert FORM not in links_of(client.get("/reports/r1/"))


def test_each_victim_of_a_report_has_a_table(client: Client, case: User) -> None:
    second: Any = ("victim", "person:v2")
    taken(draft("incident.recorded", {"behaviours": ["entry_home"]}, "report:r1", second, HIM, happened=days_ago(2)))
    page = client.get(FORM)
    of_second = dict(rows_of(page, "What the record says of v2"))
    assert (of_second["SASH"], of_second["Level of violence"]) == ("Not done", "Nothing on record says so. Ask.")


def test_every_service_is_right_for_one_answer_at_most() -> None:
    for code in SERVICES:
        right = [answer for answer in GOES_TO if not is_exception(answer, code.code)]
        assert len(right) <= 1
        assert is_exception("unknown", code.code)
    assert not is_exception("yes", CENTRE)
    assert not is_exception("no", LONDON)
