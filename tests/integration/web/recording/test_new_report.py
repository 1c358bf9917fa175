from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.integration.web.recording.conftest import ANSWERS, errors_in
from unbroken.access.models import AccessLog
from unbroken.cases.references import short_reference
from unbroken.record.queries import count, entries_about
from unbroken.web.models import BegunForm

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


def at(begun: str, slug: str) -> str:
    return f"/reports/new/{begun}/{slug}/"


def body_of(begun: str, kind: str, role: str = "") -> dict:
    found = (entry for entry in entries_about([f"report:{begun}"]) if entry.kind == kind)
    return next(entry.body for entry in found if not role or entry.get("role_here") == role)


@pytest.mark.demand("REC-01", "REC-07", "REC-08")
def test_what_was_answered_stands_in_the_entries(report):
    assert body_of(report, "person.described", "victim") == {
        "role_here": "victim",
        "names": [{"kind": "legal", "given": "Anna", "family": "Made-Up"}],
        "age": 31,
        "sex": "female",
        "ethnicity_self": "not_asked",
        "language": "Polish",
        "interpreter": "no",
        "identifiers": [
            {"type": "phone", "value": "07700 900123"},
            {"type": "phone", "value": "07700 900124"},
            {"type": "email", "value": "anna@example.org"},
            {"type": "social_handle", "value": "anna_m", "platform": "instagram"},
            {"type": "postcode", "value": "SW1A 1AA"},
        ],
        "flags": [{"flag": "pregnancy", "answer": "yes", "said_by": "victim"}],
        "safe_contact": {"channels": ["text"], "never": "No letters.", "code_word": "bluebell"},
    }
    made = body_of(report, "report.made")
    assert (made["safe_to_talk"], made.get("response")) == ("yes", None)
    assert body_of(report, "incident.recorded") == {
        "behaviours": ["calls_texts"],
        "times": 40,
        "threats": ["kill"],
        "threat_words": "You will see.",
        "weapon": "not_asked",
        "told": ["asked_to_stop", "blocked"],
    }
    assert body_of(report, "relationship.stated") == {
        "relationship": "ex_partner", "separated_on": "2023", "stated_by": "victim",
    }  # fmt: skip


@pytest.mark.demand("REC-07")
@pytest.mark.parametrize(("ticked", "answer"), [("refused", "refused"), ("not_asked", "not_asked"), ("none", "no")])
def test_why_there_is_no_vulnerability_is_kept_apart(client, client_as, filled, ticked, answer):
    begun = filled(client_as("officer"), victim_needs={"flags": [ticked]})
    client.post(at(begun, "check"))
    assert body_of(begun, "person.described", "victim")["flags"] == [{"flag": "vulnerable", "answer": answer}]


def test_a_time_known_only_to_the_month_is_kept_so(report):
    entry = next(one for one in entries_about([f"report:{report}"]) if one.kind == "incident.recorded")
    assert entry.happened.precision == "month"


@pytest.mark.demand("REC-04")
def test_harassment_by_a_former_partner_asks_for_a_reasoned_override(client, client_as, filled):
    begun = filled(client_as("officer"), **{"class": {"offence": "harassment_2"}})
    first = client.post(at(begun, "class"), {"offence": "harassment_2"})
    assert first.status_code == 422
    assert [href for href, _ in errors_in(first)] == ["#offence"]
    assert "is recorded as stalking since" in errors_in(first)[0][1]
    assert 'name="override_reason"' in first.content.decode()
    answers = {"offence": "harassment_2", "override_reason": "One letter about a debt."}
    assert client.post(at(begun, "class"), answers).status_code == 302
    assert client.post(at(begun, "check")).status_code == 302
    assert body_of(begun, "report.classified")["override_reason"] == "One letter about a debt."


def test_what_the_record_refuses_at_the_end_leads_to_its_page_and_field(client, client_as, filled):
    begun = filled(client_as("officer"), **{"class": {"offence": "harassment_2"}})
    answer = client.post(at(begun, "check"))
    assert answer.status_code == 422
    assert [href for href, _ in errors_in(answer)] == [f"{at(begun, 'class')}?change=1#offence"]
    assert count() == 0
    there = client.get(at(begun, "class"))
    assert [href for href, _ in errors_in(there)] == ["#offence"]


def test_a_time_to_come_is_refused_on_its_own_page(client, client_as, filled):
    begun = filled(client_as("officer"))
    answers = {**ANSWERS["incident-1"], "happened-year": "2199"}
    answer = client.post(at(begun, "incident-1"), answers)
    assert [href for href, _ in errors_in(answer)] == ["#happened-day"]
    assert 'value="2199"' in answer.content.decode()


@pytest.mark.demand("REC-06")
def test_unknown_is_an_answer_only_with_who_could_say(client, client_as, filled):
    begun = filled(client_as("officer"))
    answer = client.post(at(begun, "relationship"), {"relationship": "unknown"})
    assert errors_in(answer) == [("#unknown_because", "Enter why it is not known and who could say")]


def test_what_is_not_answered_must_be_answered_before_it_is_recorded(client, client_as):
    client_as("officer")
    begun = client.post("/reports/new/").url.split("/")[3]
    answer = client.post(at(begun, "check"))
    assert answer.status_code == 422
    assert (f"{at(begun, 'incidents')}?change=1", "Add at least one incident") in errors_in(answer)
    assert count() == 0


def test_saving_for_later_keeps_even_what_is_wrong(client, client_as):
    client_as("officer")
    begun = client.post("/reports/new/").url.split("/")[3]
    answer = client.post(at(begun, "victim"), {"age": "about thirty", "do": "later"})
    assert answer.url == "/reports/new/"
    again = client.get(at(begun, "victim"))
    assert 'value="about thirty"' in again.content.decode()
    assert errors_in(again) == []
    assert "Report with no name yet" in client.get("/reports/new/").content.decode()


def test_nobody_sees_what_somebody_else_began(client, client_as, filled):
    begun = filled(client_as("officer"))
    client_as("officer", username="other")
    for slug in ("victim", "check", "incidents"):
        assert client.get(at(begun, slug)).status_code == 404
    assert client.post(at(begun, "check")).status_code == 404
    assert client.get(at(begun, "delete")).status_code == 404
    assert client.post(at(begun, "delete")).status_code == 404
    assert "Made-Up" not in client.get("/reports/new/").content.decode()
    assert count() == 0


def test_a_form_is_forgotten_when_it_is_deleted_recorded_or_old(client, client_as, filled):
    user = client_as("officer")
    deleted, old, recorded = filled(user), filled(user), filled(user)
    client.post(at(deleted, "delete"))
    BegunForm.objects.filter(pk=old).update(expires=timezone.now() - timedelta(seconds=1))
    client.post(at(recorded, "check"))
    assert [(row.pk, row.answers) for row in BegunForm.objects.all()] == [(recorded, {})]
    assert client.get(at(recorded, "victim")).url == f"/reports/{recorded}/recorded/"


BORN = {"date_of_birth-day": "3", "date_of_birth-month": "4", "age": ""}


@pytest.mark.demand("REC-05")
def test_an_age_that_no_partner_has_is_asked_again_on_the_page_somebody_is_on(client, client_as, filled):
    user = client_as("officer")
    begun = filled(user, victim={"given": "Anna", "age": "6"})
    assert errors_in(client.get(at(begun, "check"))) == []
    [(href, text)] = errors_in(client.post(at(begun, "check")))
    assert href.endswith("/victim/?change=1#age")
    assert text == "Check the age: the victim is 6 by the age you entered, and a partner or former partner"
    assert count() == 0
    relationship = {"relationship": "ex_partner", "stated_by": "victim"}
    [(href, text)] = errors_in(client.post(at(begun, "relationship"), relationship))
    assert href == "#relationship"
    assert text.startswith("The victim is 6 by the age you entered")
    assert client.post(at(begun, "relationship"), {**relationship, "relationship": "family"}).status_code == 302


@pytest.mark.demand("REC-05")
@pytest.mark.parametrize(("year", "wrong"), [("2019", True), ("2001", False)])
def test_a_date_of_birth_that_no_partner_has_is_asked_again(client, client_as, filled, year, wrong):
    begun = filled(client_as("officer"))
    answer = client.post(at(begun, "suspect"), {"given": "Dean", **BORN, "date_of_birth-year": year})
    assert [href for href, _ in errors_in(answer)] == ["#date_of_birth-day"] * wrong
    assert ("the other person is 5 by the date of birth" in answer.content.decode()) is wrong


@pytest.mark.demand("REC-05")
@pytest.mark.parametrize(
    ("victim", "suspect", "relationship", "said"),
    [
        ("15", "40", "ex_partner", "By rule, because one of them is recorded as under 16"),
        ("31", "40", "ex_partner", "By rule, because they are or were partners or are family"),
        ("31", "40", "stranger", "By rule, because they are not recorded as partners"),
        ("31", "", "ex_partner", ""),
    ],
)
def test_the_report_says_why_it_counts_as_domestic_abuse_or_not(
    client, client_as, filled, victim, suspect, relationship, said
):
    begun = filled(
        client_as("officer"),
        victim={"given": "Anna", "age": victim},
        suspect={"given": "Dean", "age": suspect},
        relationship={"relationship": relationship, "stated_by": "victim"},
    )
    assert client.post(at(begun, "check")).status_code == 302
    page = client.get(f"/reports/{begun}/").content.decode()
    assert said in page
    assert ("By rule" in page) is bool(said)


def test_a_date_of_birth_to_come_or_long_past_names_its_field(client, client_as, filled):
    begun = filled(client_as("officer"))
    for year, said in (("2101", "Date of birth must be today or in the past"),
                       ("1019", "Date of birth: the year must be 1900 or later")):  # fmt: skip
        answer = client.post(at(begun, "victim"), {"given": "Anna", **BORN, "date_of_birth-year": year})
        assert [text for _, text in errors_in(answer)] == [said]


def test_an_incident_before_1900_names_its_field(client, client_as, filled):
    begun = filled(client_as("officer"))
    answer = client.post(at(begun, "incident-1"), {"behaviours": ["theft"], "happened-year": "1825"})
    assert errors_in(answer) == [("#happened-year", "When it happened: the year must be 1900 or later")]


def test_nothing_begun_is_deleted_without_a_question(client, client_as, filled):
    begun = filled(client_as("officer"))
    listed = client.get("/reports/new/").content.decode()
    assert f'href="{at(begun, "delete")}"' in listed
    asked = client.get(at(begun, "delete"))
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "Report about Anna Made-Up" in page
    assert "cannot be brought back" in page
    assert 'href="/reports/new/">Keep it</a>' in page
    assert BegunForm.objects.filter(pk=begun).exists()
    assert client.post(at(begun, "delete")).url == "/reports/new/"
    assert not BegunForm.objects.filter(pk=begun).exists()


def test_what_is_recorded_already_cannot_be_deleted_as_unfinished(client, report):
    for send in (client.get, client.post):
        assert send(at(report, "delete")).url == f"/reports/{report}/recorded/"


def test_only_those_who_may_make_a_report_reach_its_pages(client, client_as):
    for role in ("advocate", "analyst", "prosecutor"):
        client_as(role, agency="cps")
        answer = client.get("/reports/new/")
        assert answer.status_code == 403
        assert "may not make a report" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(client_as, filled):
    user = client_as("officer")
    begun = filled(user)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(at(begun, "check")).status_code == 403
    assert count() == 0


def test_making_a_report_is_logged_as_collection(report):
    row = AccessLog.objects.get(category="collection")
    assert (row.who, row.action) == ("officer", "report_new")
    assert set(row.objects_named.values_list("object", flat=True)) == {
        f"report:{report}", f"person:{report}-v", f"person:{report}-s",
    }  # fmt: skip


def test_whoever_comes_back_to_the_incidents_goes_on_to_the_check(client, client_as, filled):
    begun = filled(client_as("officer"))
    assert client.post(at(begun, "incidents"), {"do": "add"}).url == at(begun, "incident-2")
    answers = {"behaviours": ["theft"], "happened-year": "2024"}
    assert client.post(at(begun, "incident-2"), answers).url == at(begun, "incidents")
    assert client.post(at(begun, "incidents"), {"do": "remove-incident-1"}).url == at(begun, "incidents")
    assert client.post(at(begun, "incidents")).url == at(begun, "check")
    client.post(at(begun, "check"))
    assert body_of(begun, "incident.recorded")["behaviours"] == ["theft"]


def test_what_had_been_made_clear_is_said_of_the_latest_incident(client, client_as, filled):
    later = {"behaviours": ["theft"], "happened-year": "2025", "happened-month": "3", "happened-day": "1"}
    begun = filled(client_as("officer"), incident_2=later)
    client.post(at(begun, "check"))
    told = {
        entry.body["behaviours"][0]: entry.get("told")
        for entry in entries_about([f"report:{begun}"])
        if entry.kind == "incident.recorded"
    }
    assert told == {"calls_texts": None, "theft": ["asked_to_stop", "blocked"]}


@pytest.mark.demand("INV-02")
def test_a_suspect_nobody_can_name_still_stands_in_the_report(client, client_as, filled):
    begun = filled(client_as("officer"), suspect_known={"known": "unknown"}, suspect={}, suspect_contact={},
                   relationship={"relationship": "unknown", "unknown_because": "The sister may know."})  # fmt: skip
    assert client.post(at(begun, "check")).status_code == 302
    assert body_of(begun, "person.described", "suspect") == {"role_here": "suspect"}
    assert body_of(begun, "relationship.stated")["unknown_because"] == "The sister may know."


def test_a_known_suspect_has_a_name(client, client_as, filled):
    begun = filled(client_as("officer"), suspect_known={"known": "known"})
    answer = client.post(at(begun, "suspect"), {"sex": "male"})
    assert [href for href, _ in errors_in(answer)] == ["#given"]


def test_what_no_database_keeps_is_not_kept(client, client_as):
    client_as("officer")
    begun = client.post("/reports/new/").url.split("/")[3]
    client.post(at(begun, "victim"), {"given": "An\x00na\x07", "do": "later"})
    assert BegunForm.objects.get().answers["victim"]["given"] == ["Anna"]


@pytest.mark.parametrize("typed", ["{}", "{lower}", "{bare}"])
def test_a_report_without_a_crime_reference_has_one_that_can_be_said(client, client_as, filled, typed):
    begun = filled(client_as("officer", agency="northmoor"), where={"area": "Harbour"})
    done = client.post(f"/reports/new/{begun}/check/", follow=True).content.decode()
    short = short_reference(f"report:{begun}")
    assert short in done
    typed = typed.format(short, lower=short.lower().replace("0", "o"), bare=short.replace("-", "")[2:])
    found = client.get("/search/", {"q": typed}).content.decode()
    assert f'<a class="govuk-link" href="/reports/{begun}/">{short}</a>' in found
    page = client.get(f"/reports/{begun}/").content.decode()
    assert f"<title>Report {short} – Unbroken</title>" in page
    assert "Northmoor Constabulary, Harbour" in page
    assert "The agency that recorded it; no force is stated" in page


def test_the_short_reference_still_finds_a_report_that_has_a_crime_reference(client, report):
    short = short_reference(f"report:{report}")
    assert "CR/1/25" in client.get("/search/", {"q": short}).content.decode()
    assert f"CR/1/25, {short}" in client.get(f"/reports/{report}/").content.decode()


def test_a_short_reference_with_a_wrong_character_is_said_to_be_mistyped(client, report):
    short = short_reference(f"report:{report}")
    wrong = short[:-1] + ("X" if short[-1] != "X" else "Y")
    assert "A character of this reference is wrong" in client.get("/search/", {"q": wrong}).content.decode()
