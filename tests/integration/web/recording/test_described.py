"""Somebody is described for a report that is there: shown as on a new report, answered, and recorded with the entry."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from tests.integration.web.recording.conftest import errors_in, form_id_in
from tests.integration.web.recording.test_seen_before import OTHER, text_of
from unbroken import flow
from unbroken.access.commands import declare_conflict
from unbroken.access.models import AccessLog
from unbroken.people import resolved
from unbroken.people.commands import decide
from unbroken.people.models import LinkRow
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.web.models import BegunForm

PHONE = {"identifiers-0-type": "phone", "identifiers-0-value": "07700 900124"}
SOMEBODY_NEW = {
    "subjects-person": "new", "role_here": "witness", "names-0-given": "Anna", "names-0-family": "Made-Up",
    "happened-day": "1", "happened-month": "5", "happened-year": "2025", **PHONE,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    cache.clear()


@pytest.fixture
def here(client: Any, filled: Callable[..., str], client_as: Callable[..., Any], report: str) -> str:
    """A second report, about other people than the first."""
    begun = filled(client_as("officer"), **OTHER)
    assert client.post(f"/reports/new/{begun}/check/").status_code == 302
    return begun


def address(report: str) -> str:
    return f"/reports/{report}/record/person.described/"


def look(client: Any, report: str, typed: dict[str, Any]) -> Any:
    return client.post(f"{address(report)}seen/", typed)


def send(client: Any, report: str, typed: dict[str, Any], *, form: str = "") -> Any:
    return client.post(address(report), {"form_id": form or form_id_in(client.get(address(report))), **typed})


def about(person: str, verdict: str, why: str = "") -> dict[str, str]:
    return {f"seen-person-{person}": verdict, f"seen-why-person-{person}": why, f"seen-shown-{person}": "yes"}


def said_of(person: str, *, by: str = "officer") -> list[Entry]:
    return [e for e in entries_about([person]) if e.kind.startswith("identity.") and e.recorded_by == by]


@pytest.mark.demand("LNK-01", "LNK-07")
def test_matches_are_answered_from_what_is_typed_so_far(client, report, here):
    said = text_of(look(client, here, SOMEBODY_NEW))
    assert said.startswith("This person may be on record Anna Made-Up Seen before: 1 report: 1 as victim")
    assert "CR/1/25 : Stalking (s.2A), reported Monday 3 March 2025, as victim, with Dean (suspect)" in said
    assert "same phone number" in said
    assert "Is Anna Made-Up the person you describe?" in said
    assert text_of(look(client, here, {"subjects-person": "new", "names-0-given": "Anna"})) == ""


def test_the_page_says_where_they_go_and_a_button_looks_without_scripts(client, report, here):
    page = client.get(address(here)).content.decode()
    assert f'data-address="{address(here)}seen/" data-form="entry"' in page
    assert "Seen before" not in page
    answer = send(client, here, {**SOMEBODY_NEW, "do": "look"})
    assert answer.status_code == 200
    assert "Anna Made-Up Seen before: 1 report" in text_of(answer)
    assert 'value="07700 900124"' in answer.content.decode()


def test_what_is_found_stands_after_what_it_is_found_by_and_before_the_rest(client, report, here):
    page = client.get(address(here)).content.decode()
    places = [page.index(part) for part in (
        'name="subjects-person"', 'name="names-0-given"', 'name="date_of_birth-day"', 'name="identifiers-0-value"',
        'id="seen"', 'name="ethnicity_self"', "Save and come back later",
    )]  # fmt: skip
    assert places == sorted(places)


@pytest.mark.demand("LNK-01")
def test_without_scripts_it_is_asked_once_before_it_is_recorded(client, report, here):
    form = form_id_in(client.get(address(here)))
    asked = send(client, here, SOMEBODY_NEW, form=form)
    assert asked.status_code == 422
    assert errors_in(asked) == [
        (
            "#seen",
            "Somebody on record may be the person you describe. Say whether they are, or record without an answer",
        )
    ]
    assert entries_about([f"person:{form}"]) == []
    hidden = re.findall(r'name="(seen-shown-[^"]*)" value="yes" form="entry"', asked.content.decode())
    assert hidden == [f"seen-shown-person:{report}-v"]
    assert send(client, here, {**SOMEBODY_NEW, hidden[0]: "yes"}, form=form).status_code == 302
    assert said_of(f"person:{form}") == []


@pytest.mark.demand("LNK-01")
@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("same", "identity.linked"), ("apart", "identity.unlinked"), ("open", "identity.undecided")],
)
def test_an_answer_is_recorded_with_the_entry(client, report, here, verdict, kind):
    form = form_id_in(client.get(address(here)))
    typed = {**SOMEBODY_NEW, **about(f"person:{report}-v", verdict, "She said so.")}
    assert send(client, here, typed, form=form).status_code == 302
    (said,) = said_of(f"person:{form}")
    assert said.kind == kind
    assert said.body["reason"] == "Said while the person was described: She said so."
    both = resolved.resolved([f"person:{form}", f"person:{report}-v"])
    assert (len({one.name for one in both.values()}) == 1) == (verdict == "same")
    assert LinkRow.objects.get(object=f"person:{form}", person=f"person:{report}-v").verdict == verdict
    assert send(client, here, typed, form=form).status_code == 302, "sent a second time"
    assert len(said_of(f"person:{form}")) == 1


def test_what_is_wrong_elsewhere_keeps_the_answer(client, report, here):
    typed = {**SOMEBODY_NEW, "role_here": "", **about(f"person:{report}-v", "apart", "Her sister.")}
    answer = send(client, here, typed)
    assert [one[0] for one in errors_in(answer)] == ["#role_here"]
    assert re.search(r'value="apart" form="entry" checked', answer.content.decode())
    assert 'value="Her sister."' in answer.content.decode()


def test_what_is_put_by_is_kept_with_the_answer(client, report, here):
    typed = {**SOMEBODY_NEW, **about(f"person:{report}-v", "same", "Her voice."), "do": "later"}
    assert send(client, here, typed).status_code == 302
    kept = BegunForm.objects.get(form="person.described")
    assert all("seen" not in name for name in kept.answers["entry"])
    page = client.get(address(here)).content.decode()
    assert re.search(r'value="same" form="entry" checked', page)
    assert 'value="Her voice."' in page


def test_a_person_of_the_report_is_shown_as_one_and_not_asked_about(client, report, here):
    zoe = {"names-0-given": "Zoe", "names-0-family": "Quill", "age": "34"}
    client.post(address(here), {"form_id": form_id_in(client.get(address(here))), "subjects-person": f"person:{here}-v",
                                "role_here": "victim", "happened-day": "1", "happened-month": "5",
                                "happened-year": "2025", **zoe, "identifiers-0-type": "email",
                                "identifiers-0-value": "zoe@example.org"})  # fmt: skip
    mail = {"identifiers-0-type": "email", "identifiers-0-value": "zoe@example.org"}
    typed = {**SOMEBODY_NEW, **zoe, **mail}
    answer = look(client, here, typed)
    assert "In this report already. If you mean them, choose them under “Which person?”" in text_of(answer)
    assert "<input" not in answer.content.decode()
    assert text_of(look(client, here, {**typed, "subjects-person": f"person:{here}-v"})) == ""
    forged = send(client, here, {**typed, **about(f"person:{here}-v", "same")})
    assert forged.status_code == 422
    assert "Nobody is two people of one report" in errors_in(forged)[0][1]
    assert send(client, here, typed).status_code == 302, "nothing is asked, so nothing stands in the way"


@pytest.mark.demand("LNK-01")
def test_a_person_of_the_report_is_asked_about_until_somebody_decides(client, report, here):
    victim, other = f"person:{here}-v", f"person:{report}-v"
    typed = {**SOMEBODY_NEW, "subjects-person": victim, "role_here": "victim"}
    assert "Is Anna Made-Up the person you describe?" in text_of(look(client, here, typed))
    assert send(client, here, {**typed, **about(other, "apart", "Other hair.")}).status_code == 302
    assert [e.kind for e in said_of(victim)] == ["identity.unlinked"]
    assert text_of(look(client, here, typed)) == ""
    flow.take_in([decide(victim, other, "same", "x", agency="met", source="tests", source_ref="1",
                         happened="2025-05-02")], by="tests")  # fmt: skip
    assert text_of(look(client, here, typed)) == "", "they are one person by now"


def test_a_yes_that_would_make_one_of_two_people_of_a_report_is_refused(client, report, here):
    """The suspect here is held to be the victim of the first report: a third person here cannot be her too."""
    flow.take_in([decide(f"person:{here}-s", f"person:{report}-v", "same", "x", agency="met", source="tests",
                         source_ref="1", happened="2025-05-02")], by="tests")  # fmt: skip
    assert "In this report already" in text_of(look(client, here, SOMEBODY_NEW))
    form = form_id_in(client.get(address(here)))
    refused = send(client, here, {**SOMEBODY_NEW, **about(f"person:{report}-v", "same")}, form=form)
    assert refused.status_code == 422
    assert entries_about([f"person:{form}"]) == []


def test_an_answer_about_somebody_no_longer_found_is_dropped_and_said(client, report, here):
    form = form_id_in(client.get(address(here)))
    typed = {**SOMEBODY_NEW, "identifiers-0-value": "07700 900999", "names-0-given": "Ulla", "names-0-family": "Nott"}
    refused = send(client, here, {**typed, **about(f"person:{report}-v", "same")}, form=form)
    assert refused.status_code == 422
    assert "no longer points to somebody about whom you answered" in errors_in(refused)[0][1]
    assert entries_about([f"person:{form}"]) == []
    assert send(client, here, typed, form=form).status_code == 302


def test_whom_the_reader_may_not_know_of_is_not_hinted_at(client, client_as, report, here):
    declare_conflict(client_as("officer"), f"person:{report}-v", why="A sister.", by="standards")
    assert look(client, here, SOMEBODY_NEW).content.strip() == b""
    assert send(client, here, SOMEBODY_NEW).status_code == 302


def test_only_those_who_take_reports_are_shown_anybody(client, client_as, report, here):
    client_as("advocate", agency="met")
    assert look(client, here, SOMEBODY_NEW).status_code == 403
    client_as("supervisor")
    assert look(client, here, SOMEBODY_NEW).status_code == 200
    assert client.get(f"{address(here)}seen/").status_code == 405
    assert client.post(f"/reports/{here}/record/contact.made/seen/", SOMEBODY_NEW).status_code == 404
    assert look(client, "nowhere", SOMEBODY_NEW).status_code == 404


def test_whoever_is_shown_is_logged_once_while_somebody_types(client, report, here):
    client.get(address(here))
    for _ in range(3):
        look(client, here, SOMEBODY_NEW)
    rows = AccessLog.objects.filter(category="consultation", action="entry_seen")
    assert [set(row.objects_named.values_list("object", flat=True)) for row in rows] == [
        {f"person:{report}-v", f"person:{report}-s", f"report:{report}"}
    ]


def test_asking_too_often_is_refused(client, report, here, monkeypatch):
    monkeypatch.setattr("unbroken.web.recording.seeing.MOST_A_MINUTE", 2)
    assert [look(client, here, {}).status_code for _ in range(4)][-1] == 429
