"""Filling in an instrument: what stands beside its items, what is recorded, what is wrong (ASS-01, ASS-02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.entries import MADE, draft
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
    beside,
    days_ago,
    incident,
    send,
    ticked_in,
)
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import AccessLog, User

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-01")
def test_a_form_that_was_gone_through_is_recorded_in_full_and_shown_on_the_report(client: Client, case: User) -> None:
    page = send(client, **EVERY_ITEM, **WHOLE, **{"note-sd01": "“I sleep with a chair against the door.”"})
    assert "S-DASH: recorded. 2 of 11 answered yes." in page.content.decode()
    [entry] = assessed()
    assert {(one.role, one.object) for one in entry.subjects} == {HER, HIM, ("report", "report:r1")}
    assert entry.body is not None
    assert {name: entry.get(name) for name in entry.body if name != "answers"} == {
        "instrument": "s_dash",
        "instrument_version": "2009",
        "judgement": "high",
        "judgement_reason": "He was seen outside the school.",
        "complete": "yes",
    }
    assert entry.get("answers")[0] == {
        "item": "sd01",
        "answer": "yes",
        "note": "“I sleep with a chair against the door.”",
    }
    assert len(entry.get("answers")) == 11
    [row] = rows_of(client.get(REPORT), "Risk assessments")
    assert row[0] == "S-DASH"
    assert row[1].startswith("Complete, ")
    assert row[2] == "Judged high; 2 of 11 items answered yes"


@pytest.mark.demand("ASS-01")
def test_nothing_is_ticked_and_what_the_record_says_stands_beside_each_item(client: Client, case: User) -> None:
    page = client.get(FORM)
    assert ticked_in(page) == []
    assert beside(page, "sd06").startswith("On record for item 6 Incident recorded, ")
    assert beside(page, "sd06").endswith("To kill")
    assert beside(page, "sd05").endswith("Coming to the home")
    assert beside(page, "sd04") == ""  # one visit is not more than three in a week
    assert beside(page, "sd03") == ""
    assert "On record: 1 entry, listed with this item." in text_of(page)


@pytest.mark.demand("ASS-01")
def test_what_her_other_reports_hold_of_the_two_stands_there_too_and_is_logged(client: Client, case: User) -> None:
    taken(
        draft("report.made", MADE, "report:r0", HER, HIM, happened=days_ago(90)),
        incident(90, report="report:r0", behaviours=["property_damage"]),
        draft("report.made", MADE, "report:rx", HER, ("suspect", "person:another"), happened=days_ago(90)),
        draft("incident.recorded", {"behaviours": ["theft"]}, "report:rx", HER, ("suspect", "person:another")),
    )
    assert "Damage to property" in beside(client.get(FORM), "sd03")
    assert "Taking property" not in text_of(client.get(FORM))
    logged = set(AccessLog.objects.filter(who=case.username).values_list("objects_named__object", flat=True))
    assert "report:r0" in logged
    assert "report:rx" not in logged


@pytest.mark.demand("ASS-01")
def test_earlier_answers_are_carried_forward_to_be_confirmed_and_not_ticked(client: Client, case: User) -> None:
    send(client, **{"item-sd02": "yes", "note-sd02": "Her sister, in 2019.", "complete": "no"})
    page = client.get(FORM)
    assert ticked_in(page) == []
    said = beside(page, "sd02")
    assert said.startswith("To be confirmed. Item 2 was answered before: yes, ")
    assert said.endswith("“Her sister, in 2019.”")
    assert f"/entries/{assessed()[0].id}/" in links_of(page)


@pytest.mark.demand("ASS-01")
def test_half_a_form_is_recorded_as_begun_and_does_not_count_as_done(client: Client, case: User) -> None:
    page = send(client, **{"item-sd01": "yes", "item-sd02": "not_asked", "complete": "no"})
    assert "It does not count as done." in page.content.decode()
    [entry] = assessed()
    assert entry.get("complete") == "no"
    assert [given["item"] for given in entry.get("answers")] == ["sd01", "sd02"]
    [row] = rows_of(client.get(REPORT), "Risk assessments")
    assert row[1].startswith("Begun, not complete")
    assert row[2] == "1 of 11 items answered yes, 10 open"
    assert "S-DASH is due Never done" in text_of(client.get(REPORT))


@pytest.mark.demand("ASS-01")
def test_that_she_would_not_be_assessed_is_a_state_of_its_own(client: Client, case: User) -> None:
    send(client, complete="refused")
    assert assessed()[0].get("complete") == "refused"
    assert rows_of(client.get(REPORT), "Risk assessments")[0][1].startswith("The victim would not be assessed")


@pytest.mark.demand("ASS-01", "ASS-02")
@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, [("#complete", "Select how far the assessment got")]),
        (
            {**EVERY_ITEM, **WHOLE, "item-sd03": "not_asked"},
            [("#item-sd03", "Item 3 was not asked: select an answer, or say that the assessment is not complete")],
        ),
        (
            {**EVERY_ITEM, **WHOLE, "item-sd03": ""},
            [("#item-sd03", "Select an answer to item 3, or say that the assessment is not complete")],
        ),
        ({**EVERY_ITEM, "complete": "yes"}, [("#judgement", "Select your professional judgement")]),
        (
            {**EVERY_ITEM, "complete": "yes", "judgement": "standard"},
            [("#judgement_reason", "Enter the reason for your judgement")],
        ),
        ({"complete": "no"}, [("#complete", "Answer at least one item, or come back later: nothing was begun yet")]),
        (
            {"complete": "no", "item-sd01": "yes", "note-sd02": "Her sister."},
            [("#item-sd02", "Select an answer to item 2: you wrote something about it")],
        ),
        (
            {"complete": "no", "item-sd01": "perhaps"},
            [
                ("#item-sd01", "Select an answer to item 1 from the list"),
                ("#complete", "Answer at least one item, or come back later: nothing was begun yet"),
            ],
        ),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_lost(
    client: Client, case: User, answers: dict[str, str], errors: list[tuple[str, str]]
) -> None:
    page = send(client, **answers)
    assert page.status_code == 422
    assert errors_in(page) == errors
    assert assessed() == []
    chosen = {
        name for name, value in answers.items() if name.startswith("item-") and value in {"yes", "no", "not_asked"}
    }
    assert set(ticked_in(page)) == chosen


@pytest.mark.demand("ASS-02")
def test_sash_asks_three_items_more_of_a_former_partner_alone(client: Client, case: User) -> None:
    form = "/reports/r1/risk/sash/"
    every = {f"item-sa{n:02}": "no" for n in range(1, 14)}
    whole = {"complete": "yes", "judgement": "moderate", "judgement_reason": "By the guide."}
    page = send(client, form, **every, **whole, **{"item-former_partner": "yes"})
    assert [href for href, _ in errors_in(page)] == ["#item-sa14", "#item-sa15", "#item-sa16"]
    send(client, form, **every, **whole, **{"item-former_partner": "no", "item-sa14": "yes"})
    [entry] = assessed()
    assert [given["item"] for given in entry.get("answers")][-1] == "former_partner"
    assert "answer from the approved form" in text_of(client.get(form))


def test_further_entries_can_be_opened_beside_an_item(client: Client, case: User) -> None:
    more = [incident(day, threats=["harm"]) for day in range(1, 8)]
    entries = taken(*more)
    page = client.get(FORM)
    assert "3 more entries" in text_of(page)
    assert {f"/entries/{entry.id}/" for entry in entries} <= links_of(page)


def test_several_victims_are_assessed_one_by_one_and_nobody_s_answer_is_carried_to_another(
    client: Client, case: User
) -> None:
    second = ("victim", "person:v2")
    taken(draft("incident.recorded", {"behaviours": ["calls_texts"]}, "report:r1", second, HIM, happened=days_ago(2)))
    body = {"instrument": "s_dash", "complete": "yes", "answers": [{"item": "sd03", "answer": "yes"}]}
    taken(draft("risk.assessed", body, second, HIM, "report:r1", happened=days_ago(1)))
    page = client.get(REPORT)
    rows = rows_of(page, "Risk assessments")
    assert sorted(row[1].partition(",")[0] for row in rows) == ["Complete", "Not done"]
    assert f"{FORM}?victim=v1" in links_of(page)
    assert "whose risk do you assess?" in text_of(client.get(FORM))
    assert {f"{FORM}?victim=v1", f"{FORM}?victim=v2"} <= links_of(client.get(FORM))
    hers, another_s = client.get(f"{FORM}?victim=v1"), client.get(f"{FORM}?victim=v2")
    assert (beside(hers, "sd03"), "To kill" in beside(hers, "sd06")) == ("", True)
    assert "To be confirmed" in beside(another_s, "sd03")
    assert beside(another_s, "sd06") == ""
    send(client, f"{FORM}?victim=v1", **EVERY_ITEM, **WHOLE)
    assert [subject.object for subject in assessed()[-1].subjects if subject.role == "victim"] == ["person:v1"]
    assert client.post(FORM, {}).status_code == 200


@pytest.mark.demand("ASS-02")
def test_the_approved_wording_shows_to_the_force_that_holds_a_licence_and_a_paraphrase_to_others(
    client: Client, client_as: Callable[..., User], case: User, licensed: None
) -> None:
    ours = text_of(client.get(FORM))
    assert "1. Approved words of sd01" in ours
    assert "under a licence of The authors to northmoor of Friday 10 January 2020" in ours
    client_as("officer", agency="southmoor", username="another")
    theirs = text_of(client.get(FORM))
    assert "Approved words" not in theirs
    assert "This is a paraphrase and not the approved wording." in theirs


def test_it_is_one_step_from_a_report_that_was_just_made(client: Client, case: User) -> None:
    assert FORM in links_of(client.get(f"{REPORT}recorded/"))
