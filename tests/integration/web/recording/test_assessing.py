"""Risk instruments on the screen: filled in, refused, carried forward, due again, and read (ASS-01 to ASS-09)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import AccessLog, User
from unbroken.record.entries import Draft, Entry
from unbroken.record.queries import entries_about
from unbroken.safety.instruments.loading import shipped
from unbroken.web.models import BegunForm

pytestmark = pytest.mark.django_db
REPORT, FORM, CHOOSE = "/reports/r1/", "/reports/r1/risk/s_dash/", "/reports/r1/risk/"
HER, HIM = ("victim", "person:v1"), ("suspect", "person:s1")
EVERY_ITEM = {f"item-sd{n:02}": "no" for n in range(1, 12)} | {"item-sd01": "yes", "item-sd06": "yes"}
WHOLE = {"complete": "yes", "judgement": "high", "judgement_reason": "He was seen outside the school."}


def days_ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def incident(days: int = 9, *, report: str = "report:r1", **body: Any) -> Draft:
    return draft(
        "incident.recorded", {"behaviours": ["calls_texts"], **body}, report, HER, HIM, happened=days_ago(days)
    )


@pytest.fixture
def case(db: None, client_as: Callable[..., User]) -> User:
    """A report with an incident that speaks for some items of S-DASH, opened by an officer of its force."""
    taken(
        draft("report.made", MADE, "report:r1", HER, HIM, happened=days_ago(10)),
        incident(behaviours=["attends_home"], threats=["kill"], narrative="He waited at the gate."),
    )
    return client_as("officer", agency="northmoor")


def hidden_in(page: HttpResponse) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)">', page.content.decode()))


def today() -> dict[str, str]:
    day = timezone.localdate()
    return {"happened-day": str(day.day), "happened-month": str(day.month), "happened-year": str(day.year)}


def send(client: Client, path: str = FORM, **answers: Any) -> HttpResponse:
    return client.post(path, {**hidden_in(client.get(path)), **today(), **answers}, follow=True)


def assessed() -> list[Entry]:
    return [entry for entry in entries_about({"report:r1"}) if entry.kind == "risk.assessed"]


def ticked_in(page: HttpResponse) -> list[str]:
    return re.findall(r'<input[^>]*name="(item-\w+)"[^>]*checked', page.content.decode())


def beside(page: HttpResponse, item: str) -> str:
    html = page.content.decode().partition(f'id="beside-item-{item}"')[2].partition("</div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition(">")[2]).split())


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
    assert beside(page, "sd04").endswith("Coming to the home")
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


@pytest.mark.demand("ASS-03")
def test_a_yes_to_stalking_on_dash_calls_for_s_dash_and_both_stand_together(client: Client, case: User) -> None:
    page = send(client, "/reports/r1/risk/dash_ric/", **{"item-dr08": "yes", "complete": "no"})
    assert "calls for S-DASH too" in page.content.decode()
    assert "An answer on another form calls for it: Risk assessed" in text_of(page)
    assert [row[0] for row in rows_of(page, "Risk assessments")] == ["S-DASH", "DASH RIC (SafeLives)"]


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


def test_it_is_one_step_from_a_report_that_was_just_made(client: Client, case: User) -> None:
    assert FORM in links_of(client.get(f"{REPORT}recorded/"))


def test_further_entries_can_be_opened_beside_an_item(client: Client, case: User) -> None:
    more = [incident(day, threats=["harm"]) for day in range(1, 8)]
    entries = taken(*more)
    page = client.get(FORM)
    assert "3 more entries" in text_of(page)
    assert {f"/entries/{entry.id}/" for entry in entries} <= links_of(page)


@pytest.mark.demand("ASS-01")
@pytest.mark.parametrize("role", ["officer", "supervisor", "specialist_reviewer", "prosecutor", "analyst"])
def test_only_those_may_fill_it_in_whom_its_file_names(
    client: Client, client_as: Callable[..., User], case: User, role: str
) -> None:
    client_as(role, agency="northmoor")
    for key, instrument in shipped().items():
        answer = client.get(f"/reports/r1/risk/{key}/")
        assert (answer.status_code == 200) is (role in instrument.roles), key
        if role not in instrument.roles:
            assert answer.status_code == 403
            assert client.post(f"/reports/r1/risk/{key}/", {}).status_code == 403
    if role == "officer":
        assert "may not fill in RoSH" in client.get("/reports/r1/risk/rosh/").content.decode()


def test_the_choice_offers_what_the_role_may_use_and_says_where_each_stands(client: Client, case: User) -> None:
    send(client, **EVERY_ITEM, **WHOLE)
    page = client.get(CHOOSE)
    forms = {href for href in links_of(page) if href.startswith(CHOOSE) and href != CHOOSE}
    assert forms == {f"{CHOOSE}{key}/" for key in ("four", "s_dash", "sash", "dash_ric")}
    assert "/reports/r1/record/risk.assessed/" in links_of(page)
    assert "Complete, " in text_of(page)
    assert CHOOSE in links_of(client.get(REPORT))


def test_an_instrument_that_is_not_there_is_not_found(client: Client, case: User) -> None:
    assert client.get("/reports/r1/risk/srp/").status_code == 404
    assert client.get("/reports/nobody/risk/s_dash/").status_code == 404


def test_the_plain_form_sends_on_to_the_form_of_an_instrument_that_has_one(client: Client, case: User) -> None:
    page = send(client, "/reports/r1/record/risk.assessed/", instrument="s_dash")
    said = "S-DASH has a form of its own: go back to the report and choose “Assess the risk”"
    assert errors_in(page) == [("#instrument", said)]
    send(client, "/reports/r1/record/risk.assessed/", instrument="judgement", judgement="high", typology=["rejected"])
    assert assessed()[0].get("typology") == ["rejected"]


def test_sent_twice_it_is_recorded_once(client: Client, case: User) -> None:
    sent = {**hidden_in(client.get(FORM)), **today(), **EVERY_ITEM, **WHOLE}
    client.post(FORM, sent)
    again = client.post(FORM, sent, follow=True)
    assert "Nothing was recorded twice" in again.content.decode()
    assert len(assessed()) == 1
    other = client.post(FORM, {**sent, "judgement": "medium"})
    assert other.status_code == 422
    assert len(assessed()) == 1


def test_what_somebody_else_recorded_meanwhile_is_shown_first(client: Client, case: User) -> None:
    sent = {**hidden_in(client.get(FORM)), **today(), **EVERY_ITEM, **WHOLE}
    body = {"instrument": "s_dash", "complete": "yes", "answers": [{"item": "sd03", "answer": "yes"}]}
    taken(draft("risk.assessed", body, HER, HIM, "report:r1", happened=days_ago(0)))
    page = client.post(FORM, sent)
    assert page.status_code == 422
    assert errors_in(page)[0][1].startswith("Somebody recorded an assessment with this instrument")
    assert "Item 3 was answered before: yes" in beside(page, "sd03")
    assert len(assessed()) == 1
    client.post(FORM, {**sent, **hidden_in(page)})
    assert len(assessed()) == 2


def test_a_form_can_be_kept_and_gone_on_with_and_is_nowhere_on_record(client: Client, case: User) -> None:
    send(client, **{"item-sd02": "yes", "note-sd02": "Her sister.", "do": "later"})
    assert assessed() == []
    page = client.get(FORM)
    assert ticked_in(page) == ["item-sd02"]
    assert "This is what you typed before. It is not recorded yet." in text_of(page)
    client.post(FORM, {**hidden_in(page), **today(), **EVERY_ITEM, **WHOLE})
    assert len(assessed()) == 1
    assert not BegunForm.objects.exists()


@pytest.fixture
def licensed(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A folder with the approved wording of S-DASH, for northmoor alone."""
    items = "\n".join(f'{item.key} = "Approved words of {item.key}"' for item in shipped()["s_dash"].items)
    licence = '[licence]\nholder = "The authors"\nforce = "northmoor"\ngranted_on = 2020-01-10\n'
    text = f'instrument = "s_dash"\nversion = "2009"\n{licence}[items]\n{items}\n'
    (tmp_path / "s_dash.toml").write_text(text, encoding="utf-8")
    settings.UNBROKEN_INSTRUMENT_WORDING = str(tmp_path)
    return


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
        draft("risk.assessed", {"instrument": "srp", "complete": "yes"}, HER, HIM, "report:r1", happened=days_ago(4)),
    )
    rows = rows_of(client.get(REPORT), "Risk assessments")
    assert [(row[0], row[1].partition(",")[0], row[2]) for row in rows] == [
        ("S-DASH", "Not done", "not recorded"),
        ("DASH (police)", "Recorded", "Judged medium"),
        ("SRP", "Complete", "not recorded"),
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


def test_what_was_kept_is_said_where_an_instrument_is_chosen(client: Client, case: User) -> None:
    assert "not recorded yet" not in text_of(client.get(CHOOSE))
    send(client, **{"item-sd02": "yes", "do": "later"})
    assert "You have typed something that is not recorded yet." in text_of(client.get(CHOOSE))
