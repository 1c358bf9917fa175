"""The grade of an assessment: what answers show, the judgement, results of others (ASS-03, ASS-05 to ASS-07)."""

from __future__ import annotations

from collections.abc import Callable

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
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-03")
def test_judgement_never_lowers_what_the_answers_show_and_raises_with_a_reason(client: Client, case: User) -> None:
    form = "/reports/r1/risk/dash_ric/"
    high = {f"item-dr{n:02}": "yes" if n <= 14 else "no" for n in range(1, 25)}
    page = send(client, form, **high, complete="yes", judgement="medium", judgement_reason="She seems calm.")
    low = "The answers by themselves show high. Your judgement can raise the grade and not lower it"
    assert errors_in(page) == [("#judgement", low)]
    send(client, form, **high, complete="yes", judgement="high")
    [entry] = assessed()
    assert (entry.get("computed_grade"), entry.get("judgement"), entry.get("judgement_reason")) == (
        "high",
        "high",
        None,
    )


@pytest.mark.demand("ASS-05")
def test_a_rise_is_shown_with_what_it_was(client: Client, case: User) -> None:
    send(client, **EVERY_ITEM, **{**WHOLE, "judgement": "medium"})
    send(client, **EVERY_ITEM, **{**WHOLE, "review_on-day": "1", "review_on-month": "3", "review_on-year": "2199"})
    [row] = rows_of(client.get(REPORT), "Risk assessments")
    assert "It has risen: it was medium on" in row[2]
    assert "To be looked at again Friday 1 March 2199" in text_of(
        client.get(f"/entries/{assessed()[-1].id}/assessment/")
    )
    send(client, **{"item-sd01": "yes", "complete": "no"})
    assert "Another was begun and is not complete" in rows_of(client.get(REPORT), "Risk assessments")[0][1]


@pytest.mark.demand("ASS-05", "ASS-06", "ASS-07")
def test_results_of_probation_are_taken_over_and_never_stand_for_the_risk_of_stalking(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    client_as("specialist_reviewer", agency="northmoor")
    assert 'name="happened-day" type="text" value=""' in client.get("/reports/r1/risk/ovp/").content.decode()
    page = send(client, "/reports/r1/risk/ovp/", result="low")
    assert errors_in(page) == [("#version", "Enter the version of the tool")]
    send(client, "/reports/r1/risk/ovp/", version="OGRS3 era", result="low", **{"item-two_years": "21"})
    [entry] = assessed()
    assert entry.body == {
        "instrument": "ovp",
        "instrument_version": "OGRS3 era",
        "measures": [{"item": "two_years", "percent": 21}],
        "computed_grade": "low",
        "complete": "yes",
    }
    alone = text_of(client.get(REPORT))
    assert "OVP: no measure of the risk of stalking." in alone
    assert "they say nothing about this case alone" in alone
    send(client, "/reports/r1/risk/rosh/", version="OASys", result="high", **{"item-community_known_adult": "high"})
    both = client.get(REPORT)
    assert "RoSH and OVP point apart: serious harm is rated high, and OVP low." in text_of(both)
    assert [row[2] for row in rows_of(both, "Risk assessments")][1:] == ["High", "Low; within two years 21%"]


@pytest.mark.demand("ASS-05", "ASS-06")
def test_the_parts_of_a_result_are_read_by_those_who_manage_offenders_and_the_whole_by_all(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    client_as("specialist_reviewer", agency="northmoor")
    send(client, "/reports/r1/risk/ovp/", version="1", result="low", **{"item-two_years": "21"})
    send(client, "/reports/r1/risk/rosh/", version="1", result="high", **{"item-community_known_adult": "high"})
    ovp, rosh = (f"/entries/{entry.id}/assessment/" for entry in assessed())
    assert rows_of(client.get(ovp), "The score") == [
        ["1. Within one year", "not recorded"],
        ["2. Within two years", "21%"],
    ]
    assert ["3. A known adult", "High"] in rows_of(client.get(rosh), "In the community")
    client_as("officer", agency="northmoor")
    theirs = client.get(ovp)
    assert "Low" in text_of(theirs)
    assert "21%" not in theirs.content.decode() + client.get(REPORT).content.decode()


@pytest.mark.demand("ASS-06", "ASS-07")
def test_measures_that_come_with_supervision_stand_beside_the_others_for_those_who_may_see_them(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    measures = {"rosh": "high", "ogrs_band": "medium", "ovp_band": "low", "measured_on": days_ago(3)}
    taken(draft("probation.started", measures, HIM, HER, "report:r1", happened=days_ago(2), agency="probation"))
    client_as("supervisor", agency="northmoor")
    page = client.get(REPORT)
    rows = {row[0]: row[2] for row in rows_of(page, "Risk assessments")}
    assert {name: rows[name] for name in rows if "supervision" in name} == {
        "RoSH of supervision": "High", "OGRS of supervision": "Medium", "OVP of supervision": "Low",
    }  # fmt: skip
    said = text_of(page)
    assert "OGRS of supervision and OVP of supervision: no measure of the risk of stalking." in said
    assert "RoSH and OVP of supervision point apart: serious harm is rated high" in said
    client_as("officer", agency="northmoor")
    assert "of supervision" not in text_of(client.get(REPORT))


@pytest.mark.demand("ASS-06")
def test_a_score_by_itself_says_on_every_page_that_it_is_no_measure_and_leads_to_the_others(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    client_as("supervisor", agency="northmoor")
    send(client, "/reports/r1/risk/ogrs3/", version="1", result="low")
    entry = assessed()[0].id
    page = client.get(f"/entries/{entry}/assessment/")
    assert "It is no measure of the risk of stalking" in text_of(page)
    assert f"{REPORT}#risk" in links_of(page)
    for path in (f"/entries/{entry}/", "/journeys/v1/", REPORT):
        assert "OGRS3 recorded: low; no measure of the risk of stalking" in text_of(client.get(path)), path
