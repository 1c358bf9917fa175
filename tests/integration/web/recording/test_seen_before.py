"""Who is on the record already: shown as a report is typed, asked about, kept, and recorded with the report."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache

from tests.integration.web.recording.conftest import ANSWERS, errors_in
from unbroken import flow
from unbroken.access.commands import declare_conflict
from unbroken.access.models import AccessLog
from unbroken.access.writing import judge
from unbroken.people import resolved
from unbroken.people.linkage import crowds
from unbroken.people.models import LinkRow
from unbroken.record.entries import Draft, Subject
from unbroken.record.queries import entries_about
from unbroken.web.models import BegunForm
from unbroken.web.recording import seeing

ANNA = {"given": "Anna", "family": "Made-Up", "age": "31"}
SOMEBODY = {"given": "Zoe", "family": "Quill", "age": "34"}
NOTHING = {"phone": "", "email": "", "handles-0-platform": "", "handles-0-value": "", "postcode": ""}
OTHER = {"victim": SOMEBODY, "victim_contact": NOTHING, "suspect": {}, "suspect_contact": {}}


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    cache.clear()


def at(begun: str, slug: str) -> str:
    return f"/reports/new/{begun}/{slug}/"


def ask(client: Any, begun: str, slug: str, typed: dict[str, Any]) -> Any:
    return client.post(f"/reports/new/{begun}/{slug}/seen/", typed)


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def said_of(report: str, who: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The entries about who a person of a report is: kind, recorder, body."""
    entries = entries_about([f"person:{report}-{who}"])
    return [(e.kind, e.recorded_by, dict(e.body)) for e in entries if e.kind.startswith("identity.")]


def answer_about(report: str, verdict: str, why: str = "", *, role: str = "victim") -> dict[str, str]:
    person = f"person:{report}-{role[0]}"
    return {f"seen-{role}-{person}": verdict, f"seen-why-{role}-{person}": why}


@pytest.mark.demand("LNK-01", "LNK-07")
def test_matches_are_answered_from_what_is_typed_so_far(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    answer = ask(client, begun, "victim", ANNA | {"age": "31"})
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    answer = ask(client, begun, "victim-contact", ANSWERS["victim-contact"])
    said = text_of(answer)
    assert "The victim may be on record Anna Made-Up Seen before: 1 report: 1 as victim" in said
    assert "CR/1/25 : Stalking (s.2A), reported Monday 3 March 2025, as victim, with Dean (suspect)" in said
    assert "For it:" in said
    assert "same phone number" in said
    assert "Against it: different names" in said
    assert "Is Anna Made-Up the victim?" in said
    assert BegunForm.objects.get(pk=begun).answers["victim-contact"]["phone"] == [""], "asking keeps nothing"


def test_a_car_alone_finds_the_other_person(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    said = text_of(ask(client, begun, "suspect-contact", {"vehicle": "ab12cde"}))
    assert "The other person may be on record Dean Seen before: 1 report: 1 as suspect" in said
    assert "same vehicle, used by nobody else" in said
    assert "with Anna Made-Up (victim)" in said


@pytest.mark.demand("LNK-07")
def test_a_number_alone_finds_somebody_of_whom_little_else_is_known(client, filled, client_as):
    nobody = {"suspect_known": {"known": "unknown"}, "suspect": {"sex": ""}}
    first = filled(client_as("officer"), **nobody, suspect_contact={"phone": "07700 900777"})
    assert client.post(at(first, "check")).status_code == 302
    begun = filled(client_as("officer"), **{**OTHER, **nobody})
    said = text_of(ask(client, begun, "suspect-contact", {"phone": "+44 7700 900777"}))
    assert "Seen before: 1 report: 1 as suspect" in said
    assert "May be the same person: worth asking. For it: same phone number, used by nobody else Is" in said


@pytest.mark.demand("LNK-06", "LNK-07")
def test_nobody_is_urged_to_make_a_suspect_of_a_victim_by_her_own_number(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    said = text_of(ask(client, begun, "suspect-contact", ANSWERS["victim-contact"]))
    assert "The other person may be on record Anna Made-Up" in said
    assert "The service does not join them by itself" in said
    assert "it may be used without the victim" in said


def test_nothing_typed_finds_nobody(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    assert text_of(ask(client, begun, "suspect", {"given": "Dean"})) == ""
    assert text_of(ask(client, begun, "victim-contact", {})) == ""


def test_without_scripts_a_button_looks_on_the_same_page(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    answer = client.post(at(begun, "victim-contact"), {**ANSWERS["victim-contact"], "do": "look"})
    assert answer.status_code == 200
    assert "Anna Made-Up Seen before: 1 report" in text_of(answer)
    assert 'value="anna@example.org"' in answer.content.decode() or "anna@example.org" in answer.content.decode()
    assert BegunForm.objects.get(pk=begun).answers["victim-contact"]["email"] == [""]


def test_the_next_page_and_the_check_show_the_same(client, filled, client_as, report):
    begun = filled(client_as("officer"))
    for slug in ("victim", "victim-contact", "victim-needs", "relationship", "check"):
        assert "Anna Made-Up Seen before: 1 report: 1 as victim" in text_of(client.get(at(begun, slug))), slug
    check = text_of(client.get(at(begun, "check")))
    assert "Is the victim on record already? Change Is the victim on record already? Anna Made-Up Not answered" in check
    assert f'href="{at(begun, "victim")}?change=1#seen"' in client.get(at(begun, "check")).content.decode()


@pytest.mark.demand("LNK-01")
@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("same", "identity.linked"), ("apart", "identity.unlinked"), ("open", "identity.undecided")],
)
def test_an_answer_is_kept_said_and_recorded_with_the_report(client, filled, client_as, report, verdict, kind):
    begun = filled(client_as("officer"))
    said = answer_about(report, verdict, "She said so.")
    assert client.post(at(begun, "victim-contact"), {**ANSWERS["victim-contact"], **said}).status_code == 302
    assert "seen-victim" in BegunForm.objects.get(pk=begun).answers
    assert all("seen" not in name for name in BegunForm.objects.get(pk=begun).answers["victim-contact"])
    page = client.get(at(begun, "check")).content.decode()
    assert ": She said so." in page
    assert re.search(rf'value="{verdict}" form="report" checked', page)
    assert client.post(at(begun, "check")).url == f"/reports/{begun}/recorded/"
    mine = [one for one in said_of(begun, "v") if one[1] == "officer"]
    assert [one[0] for one in mine] == [kind]
    assert mine[0][2]["reason"] == "Said while the report was recorded: She said so."
    assert ("weight" in mine[0][2]) == (verdict == "open")
    assert mine[0][2].get("basis") == ("human" if verdict == "same" else None)
    link = LinkRow.objects.get(object=f"person:{begun}-v", person=f"person:{report}-v")
    assert (link.verdict, link.basis) == (verdict, "human" if verdict == "same" else link.basis)


def test_a_no_keeps_apart_whom_the_model_would_join(client, filled, client_as, report):
    begun = filled(client_as("officer"))
    client.post(at(begun, "check"), answer_about(report, "apart"))
    assert [one[0] for one in said_of(begun, "v")] == ["identity.unlinked"]
    assert said_of(begun, "v")[0][2]["reason"] == "Said while the report was recorded."


def test_without_an_answer_the_model_decides_and_the_page_at_the_end_says_so(client, filled, client_as, report):
    begun = filled(client_as("officer"))
    done = client.post(at(begun, "check"), follow=True)
    assert said_of(begun, "v")[0][0] == "identity.linked"
    assert "Recognised by the service" in text_of(done)
    assert "The victim: Anna Made-Up" in text_of(done)


def test_the_page_at_the_end_says_whom_the_officer_joined(client, filled, client_as, report):
    begun = filled(client_as("officer"))
    done = client.post(at(begun, "check"), answer_about(report, "same"), follow=True)
    assert "Joined by somebody’s word" in text_of(done)
    assert "Recognised by the service" not in text_of(done).partition("What happens next")[0].partition("victim")[0]


def test_the_page_at_the_end_leads_to_what_waits_for_a_decision(client, filled, client_as, report):
    waits = {"victim": {**SOMEBODY, "given": "Anna"}, "victim_contact": {"phone": "07700 900123"},
             "suspect": {}, "suspect_contact": {}}  # fmt: skip
    begun = filled(client_as("officer"), **waits)
    done = client.post(at(begun, "check"), follow=True)
    waiting = [(one.one, one.other) for one in resolved.waiting(about=[f"person:{begun}-v"])]
    assert waiting == [(f"person:{report}-v", f"person:{begun}-v")]
    assert "To be looked at" in text_of(done)
    assert f'href="/people/{report}-v/"' in done.content.decode()
    client_as("supervisor")
    done = client.get(f"/reports/{begun}/recorded/")
    assert f'href="/review/{begun}-v/{report}-v/"' in done.content.decode()
    declare_conflict(client_as("officer"), f"person:{report}-v", why="A sister.", by="admin")
    assert "To be looked at" not in text_of(client.get(f"/reports/{begun}/recorded/"))


def test_sent_twice_it_is_recorded_once(client, filled, client_as, report):
    begun = filled(client_as("officer"))
    for _ in range(2):
        answer = client.post(at(begun, "check"), answer_about(report, "same"))
        assert answer.url == f"/reports/{begun}/recorded/"
    assert len([one for one in said_of(begun, "v") if one[1] == "officer"]) == 1


def test_an_answer_is_dropped_when_what_is_typed_no_longer_points_there(client, filled, client_as, report):
    begun = filled(client_as("officer"), victim_contact=NOTHING)
    client.post(at(begun, "victim-contact"), ANSWERS["victim-contact"] | answer_about(report, "same"))
    assert "seen-victim" in BegunForm.objects.get(pk=begun).answers
    client.post(at(begun, "victim"), SOMEBODY)
    client.post(at(begun, "victim-contact"), NOTHING)
    page = client.get(at(begun, "victim-needs"))
    assert "no longer points to somebody about whom you answered. That answer is dropped." in text_of(page)
    assert "seen-victim" not in BegunForm.objects.get(pk=begun).answers


def test_somebody_closed_meanwhile_is_said_without_a_name_and_nothing_is_lost(client, filled, client_as, report):
    user = client_as("officer")
    begun = filled(user)
    client.post(at(begun, "victim-contact"), ANSWERS["victim-contact"] | answer_about(report, "same"))
    declare_conflict(user, f"person:{report}-v", why="A sister.", by="standards")
    check = client.get(at(begun, "check"))
    assert "That answer will not be recorded." in text_of(check)
    refused = client.post(at(begun, "check"))
    assert refused.status_code == 422
    assert "That answer is dropped." in errors_in(refused)[0][1]
    assert entries_about([f"report:{begun}"]) == []
    assert BegunForm.objects.get(pk=begun).answers["victim"]["given"] == ["Anna"]
    assert client.post(at(begun, "check")).status_code == 302
    assert [one for one in said_of(begun, "v") if one[1] == "officer"] == []


def test_nobody_is_two_people_of_one_report(client, filled, client_as, report):
    both = {**ANSWERS["victim-contact"], "phone": "07700 900123"}
    begun = filled(client_as("officer"), suspect={"given": "Anna", "family": "Made-Up"}, suspect_contact=both)
    said = {**answer_about(report, "same"), f"seen-suspect-person:{report}-v": "same"}
    refused = client.post(at(begun, "check"), said)
    assert refused.status_code == 422
    assert "Nobody is two people of one report" in errors_in(refused)[0][1]
    assert errors_in(refused)[0][0].endswith("/victim/?change=1#seen")
    assert entries_about([f"report:{begun}"]) == []
    assert client.post(at(begun, "check"), {f"seen-suspect-person:{report}-v": "apart"}).status_code == 302


def test_whom_the_reader_may_not_know_of_is_not_hinted_at(client, filled, client_as, report):
    user = client_as("officer")
    begun = filled(user, **OTHER)
    declare_conflict(user, f"person:{report}-s", why="A brother.", by="admin")
    nobody = {"vehicle": "ZZ99 ZZZ"}
    assert (
        ask(client, begun, "suspect-contact", {"vehicle": "AB12 CDE"}).content
        == ask(client, begun, "suspect-contact", nobody).content
    )
    assert ask(client, begun, "victim-contact", ANSWERS["victim-contact"]).content.strip() == b""
    assert "Anna" not in text_of(client.get(at(begun, "check")))


def test_a_closed_persons_number_does_not_count_towards_the_crowd(client, filled, client_as, report):
    user = client_as("officer")
    other = filled(user, victim=SOMEBODY, suspect={"given": "Igor", "family": "Petrov"}, suspect_contact={},
                   where={"force": "met"})  # fmt: skip
    assert client.post(at(other, "check"), answer_about(report, "apart")).status_code == 302
    begun = filled(user, victim=ANNA, victim_contact=NOTHING, suspect={}, suspect_contact={})
    phone = {"phone": "07700 900123"}
    assert "same phone number, used by a few people" in text_of(ask(client, begun, "victim-contact", phone))
    declare_conflict(user, f"person:{other}-s", why="A brother.", by="admin")
    assert "same phone number, used by nobody else" in text_of(ask(client, begun, "victim-contact", phone))


def test_a_number_that_only_a_restricted_report_gave_finds_nobody(client, filled, client_as, report):
    user = client_as("officer")
    person = Subject("person", f"person:{report}-v")
    shut = Subject("report", "report:shut")
    phone = [{"type": "phone", "value": "07700 900555"}]
    flow.take_in(
        [
            Draft("report.made", {"channel": "phone_101", "reported_by": "victim"},
                  (shut, Subject("victim", person.object)), "2025-03-04", "met", "tests", "1"),
            Draft("person.described", {"role_here": "victim", "identifiers": phone}, (person, shut), "2025-03-04",
                  "met", "tests", "2"),
            Draft("report.restricted", {"reason": "covert"}, (shut,), "2025-03-04", "met", "tests", "3"),
        ],
        by="tests",
    )  # fmt: skip
    begun = filled(user, **{**OTHER, "victim": ANNA})
    assert "same phone number" not in text_of(ask(client, begun, "victim-contact", {"phone": "07700 900555"}))
    said = text_of(ask(client, begun, "victim-contact", {"phone": "07700 900123"}))
    assert "Seen before: 1 report: 1 as victim" in said
    begun = filled(client_as("supervisor"), **{**OTHER, "victim": ANNA})
    said = text_of(ask(client, begun, "victim-contact", {"phone": "07700 900555"}))
    assert "Seen before: 2 reports: 2 as victim" in said
    assert "same phone number" in said


def test_not_sure_leaves_open_every_description_of_somebody(client, filled, client_as, report):
    first = filled(client_as("officer"))
    client.post(at(first, "check"), answer_about(report, "same"))
    begun = filled(client_as("officer"))
    shown = re.findall(r'name="seen-victim-(person:[^"]*)"', client.get(at(begun, "check")).content.decode())
    assert len(set(shown)) == 1
    client.post(at(begun, "check"), {f"seen-victim-{shown[0]}": "open"})
    mine = [one for one in said_of(begun, "v") if one[1] == "officer"]
    assert [one[0] for one in mine] == ["identity.undecided"] * 2
    assert [one for one in said_of(begun, "v") if one[0] == "identity.linked"] == []


@pytest.mark.demand("REC-15")
def test_restricted_reports_count_for_those_only_who_may_open_them(client, filled, client_as, report):
    flow.take_in(
        [Draft("report.restricted", {"reason": "covert"}, (Subject("report", f"report:{report}"),), "2025-03-04",
               "met", "tests", "restrict")],
        by="tests",
    )  # fmt: skip
    typed = ANSWERS["victim-contact"]
    begun = filled(client_as("officer"), **OTHER)
    assert ask(client, begun, "victim-contact", typed).content.strip() == b""
    begun = filled(client_as("supervisor"), **OTHER)
    assert "Seen before: 1 report" in text_of(ask(client, begun, "victim-contact", typed))


def test_a_number_that_many_share_is_said_and_not_used(client, filled, client_as, monkeypatch, report):
    monkeypatch.setattr("unbroken.people.linkage.keys.HOT", 0)
    monkeypatch.setattr(crowds, "HOT", 0)
    begun = filled(client_as("officer"), **OTHER)
    said = text_of(ask(client, begun, "victim-contact", {"phone": "07700 900123"}))
    assert said.endswith(
        "07700 900123 is on more than 200 descriptions: a call centre or a shelter? "
        "It was not used to look for anybody."
    )
    assert "Anna" not in said


@pytest.mark.demand("LNK-01")
def test_a_name_that_many_have_is_said_until_something_else_is_known(client, filled, client_as, monkeypatch, report):
    monkeypatch.setattr("unbroken.people.linkage.keys.NAMESAKES", 0)
    begun = filled(client_as("officer"), **OTHER)
    named = {"given": "Anna", "family": "Made-Up"}
    said = text_of(ask(client, begun, "victim", named))
    assert "More than 40 people on record have a name like this, so nobody was looked for by the name alone" in said
    born = {"date_of_birth-day": "2", "date_of_birth-month": "3", "date_of_birth-year": "1991"}
    assert "have a name like this" not in text_of(ask(client, begun, "victim", {**named, **born}))


@pytest.mark.parametrize(
    "typed",
    [
        {"phone": "'; DROP TABLE people_key; --"},
        {"phone": "<script>alert(1)</script>", "email": "\x00\ud7ff", "address": "🜏" * 300},
        {"phone": "1" * 5_000, "email": "@" * 5_000, "postcode": "%s%s%n"},
        {"handles-29-value": "x", "handles-99999999999-value": "y", "seen-victim-": "same", "seen-victim-x": "never"},
        {"seen-why-victim-person:nobody": "x" * 10_000, "seen-victim-person:nobody": "same"},
    ],
)
def test_hostile_values_are_answered_calmly(client, filled, client_as, report, typed):
    begun = filled(client_as("officer"), **OTHER)
    answer = ask(client, begun, "victim-contact", typed)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_an_answer_about_nobody_is_refused_once_and_forgotten(client, filled, client_as, report):
    begun = filled(client_as("officer"))
    refused = client.post(at(begun, "check"), {"seen-victim-person:nobody": "same"})
    assert refused.status_code == 422
    assert client.post(at(begun, "check")).status_code == 302


def test_too_much_is_refused_before_it_is_read(client, filled, client_as, report, monkeypatch):
    begun = filled(client_as("officer"), **OTHER)
    assert ask(client, begun, "victim-contact", {"address": "x" * seeing.MOST_BYTES}).status_code == 429
    monkeypatch.setattr(seeing, "MOST_A_MINUTE", 3)
    answers = [ask(client, begun, "victim-contact", {}).status_code for _ in range(5)]
    assert answers[-1] == 429
    assert answers[0] == 200


def test_only_those_who_make_reports_ask_and_only_about_their_own_form(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    assert client.get(f"/reports/new/{begun}/victim/seen/").status_code == 405
    assert ask(client, begun, "class", {}).status_code == 404
    client_as("officer", username="somebody-else")
    assert ask(client, begun, "victim", ANNA).status_code == 404
    client_as("advocate", agency="helpline")
    assert ask(client, begun, "victim", ANNA).status_code == 403


def test_whoever_is_shown_is_logged_once_while_somebody_types(client, filled, client_as, report):
    begun = filled(client_as("officer"), **OTHER)
    for _ in range(3):
        ask(client, begun, "victim-contact", ANSWERS["victim-contact"])
    ask(client, begun, "victim-contact", {"phone": "07700 900999"})
    rows = AccessLog.objects.filter(category="consultation", action="report_seen")
    assert [set(row.objects_named.values_list("object", flat=True)) for row in rows] == [
        {f"person:{report}-v", f"person:{report}-s", f"report:{report}"}
    ]


def test_a_role_that_may_not_decide_elsewhere_records_only_about_whom_it_describes(client, client_as, report):
    user = client_as("officer")
    pair = (Subject("person", "person:a"), Subject("other_person", "person:b"))
    draft = Draft("identity.linked", {"basis": "human", "reason": "x"}, pair, "2025-03-04", "met", "form", "1")
    assert not judge(user, [draft])[0]
    assert not judge(user, [draft], described={"person:c"})[0]
    assert judge(user, [draft], described={"person:a"})[0]
