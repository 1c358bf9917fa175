from __future__ import annotations

from typing import Any

import pytest

from tests.integration.web.recording.conftest import errors_in, form_id_in
from unbroken.record.amend import effective
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about
from unbroken.web.direction import spell

pytestmark = pytest.mark.django_db


def the(report: str, kind: str) -> Entry:
    return next(entry for entry in entries_about([f"report:{report}"]) if entry.kind == kind)


def now(report: str, kind: str) -> Any:
    return next(one for one in effective(entries_about([f"report:{report}"])) if one.entry.kind == kind)


def typed_in(page: Any) -> dict[str, Any]:
    """What a browser would send back of a page, untouched."""
    from html.parser import HTMLParser

    found: dict[str, list[str]] = {}

    class Reader(HTMLParser):
        select = area = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            a = dict(attrs)
            kind = a.get("type")
            if tag == "input" and a.get("name") and (kind not in ("radio", "checkbox") or "checked" in a):
                found.setdefault(str(a["name"]), []).append(a.get("value") or "")
            self.select = str(a.get("name")) if tag == "select" else self.select
            self.area = str(a.get("name")) if tag == "textarea" else ""
            if tag == "textarea":
                found[self.area] = [""]
            if tag == "option" and "selected" in a:
                found[self.select] = [a.get("value") or ""]

        def handle_data(self, data: str) -> None:
            if self.area:
                found[self.area][0] += data

        def handle_endtag(self, tag: str) -> None:
            if tag == "textarea":
                self.area = ""

    Reader().feed(page.content.decode())
    found.pop("q", None)
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.mark.demand("REC-04")
def test_a_correction_is_checked_and_then_recorded_beside_what_was_first_said(client, report):
    entry = the(report, "incident.recorded")
    page = client.get(f"/entries/{entry.id}/correct/")
    answers = {**typed_in(page), "times": ["12"], "amendment_why": ["Counted again."]}
    check = client.post(f"/entries/{entry.id}/correct/", answers)
    assert check.status_code == 200, errors_in(check)
    assert "<del>40</del>" in check.content.decode()
    assert "<ins>12</ins>" in check.content.decode()
    done = client.post(f"/entries/{entry.id}/correct/", {**typed_in(check), "do": "record"})
    assert done.status_code == 302, errors_in(done)
    item = now(report, "incident.recorded")
    assert item.entry.body == {**entry.body, "times": 12}
    assert (item.entry.happened, item.entry.subjects) == (entry.happened, entry.subjects)
    again = client.post(f"/entries/{entry.id}/correct/", {**typed_in(check), "do": "record"})
    assert again.status_code == 302
    assert len(now(report, "incident.recorded").corrections) == 1


def test_nothing_but_what_was_changed_is_changed(client, report):
    for kind in ("person.described", "report.made", "relationship.stated", "impact.recorded", "report.classified"):
        entry = the(report, kind)
        page = client.get(f"/entries/{entry.id}/correct/")
        answer = client.post(f"/entries/{entry.id}/correct/", {**typed_in(page), "amendment_why": ["To see."]})
        assert ["Nothing is changed yet" in text for _, text in errors_in(answer)] == [True], kind


def test_the_time_can_be_corrected_and_stays_corrected(client, report):
    entry = the(report, "incident.recorded")
    for change in ({"happened-day": ["9"]}, {"times": ["12"]}):
        page = client.get(f"/entries/{entry.id}/correct/")
        client.post(
            f"/entries/{entry.id}/correct/", {**typed_in(page), **change, "amendment_why": ["Wrong."], "do": "record"}
        )
    item = now(report, "incident.recorded")
    assert (item.entry.day.isoformat(), item.entry.happened.precision) == ("2025-02-09", "day")
    assert item.entry.get("times") == 12


def test_two_who_correct_at_once_see_each_others_version_and_lose_nothing(client, client_as, report):
    entry = the(report, "incident.recorded")
    mine = typed_in(client.get(f"/entries/{entry.id}/correct/"))
    client_as("officer", username="other")
    theirs = typed_in(client.get(f"/entries/{entry.id}/correct/"))
    answers = {**theirs, "place_note": ["Park"], "amendment_why": ["She said so."], "do": "record"}
    assert client.post(f"/entries/{entry.id}/correct/", answers).status_code == 302
    client_as("officer")
    clash = client.post(
        f"/entries/{entry.id}/correct/", {**mine, "times": ["12"], "amendment_why": ["Mine."], "do": "record"}
    )
    assert clash.status_code == 409
    text = clash.content.decode()
    assert all(word in text for word in ("other corrected it", "She said so.", "Park", ">12<", ">40<", "Mine."))
    assert now(report, "incident.recorded").entry.get("times") == 40
    done = client.post(f"/entries/{entry.id}/correct/", {**typed_in(clash), "do": "record"})
    assert done.status_code == 302, errors_in(done)
    item = now(report, "incident.recorded")
    assert (item.entry.get("times"), item.entry.get("place_note")) == (12, "Park")


@pytest.mark.demand("REC-15")
def test_an_entry_is_withdrawn_with_its_reason(client, report):
    entry = the(report, "escalation.noted")
    page = client.get(f"/entries/{entry.id}/withdraw/")
    wrong = client.post(f"/entries/{entry.id}/withdraw/", {**typed_in(page), "amendment_why": ""})
    assert errors_in(wrong) == [("#amendment_why", "Enter why it should not have been recorded")]
    done = client.post(f"/entries/{entry.id}/withdraw/", {**typed_in(page), "amendment_why": "About somebody else."})
    assert done.status_code == 302
    assert now(report, "escalation.noted").withdrawn.get("why") == "About somebody else."
    assert form_id_in(page) == now(report, "escalation.noted").withdrawn.source_ref


@pytest.mark.demand("REC-11")
def test_nobody_corrects_what_another_agency_recorded(client, client_as, report):
    entry = the(report, "incident.recorded")
    client_as("officer", agency="sussex", username="away")
    answer = client.get(f"/entries/{entry.id}/correct/")
    assert answer.status_code == 403
    assert "You record for sussex, not for met" in answer.content.decode()


def test_a_kind_that_has_a_reason_of_its_own_keeps_it(client, report):
    """The reason for the correction and a field `why` of the entry are two things."""
    page = client.get(f"/reports/{report}/record/contact.failed/")
    day = {"happened-day": "1", "happened-month": "5", "happened-year": "2025"}
    answers = {"form_id": form_id_in(page), **day, "about": ["rights"], "why": "no_answer"}
    client.post(f"/reports/{report}/record/contact.failed/", answers)
    entry = the(report, "contact.failed")
    page = client.get(f"/entries/{entry.id}/correct/")
    changed = {**typed_in(page), "why": ["not_safe"], "amendment_why": ["Misheard."], "do": "record"}
    assert client.post(f"/entries/{entry.id}/correct/", changed).status_code == 302
    item = now(report, "contact.failed")
    assert (item.entry.get("why"), item.corrections[0].get("why")) == ("not_safe", "Misheard.")


def test_a_correction_can_itself_be_withdrawn(client, report):
    entry = the(report, "incident.recorded")
    page = client.get(f"/entries/{entry.id}/correct/")
    answers = {**typed_in(page), "times": ["12"], "amendment_why": ["Wrong."], "do": "record"}
    client.post(f"/entries/{entry.id}/correct/", answers)
    correction = now(report, "incident.recorded").corrections[0]
    assert client.get(f"/entries/{correction.id}/correct/").status_code == 404
    page = client.get(f"/entries/{correction.id}/withdraw/")
    done = client.post(f"/entries/{correction.id}/withdraw/", {**typed_in(page), "amendment_why": "It was right."})
    assert done.status_code == 302, errors_in(done)
    assert now(report, "incident.recorded").entry.get("times") == 40


def test_what_was_withdrawn_meanwhile_is_not_corrected(client, report):
    entry = the(report, "incident.recorded")
    mine = typed_in(client.get(f"/entries/{entry.id}/correct/"))
    page = client.get(f"/entries/{entry.id}/withdraw/")
    client.post(f"/entries/{entry.id}/withdraw/", {**typed_in(page), "amendment_why": "Twice."})
    answers = {**mine, "times": ["12"], "amendment_why": ["Mine."], "do": "record"}
    answer = client.post(f"/entries/{entry.id}/correct/", answers)
    assert "officer withdrew the entry since you opened this page (Twice.)" in errors_in(answer)[0][1]
    assert 'value="12"' in answer.content.decode()
    assert client.get(f"/entries/{entry.id}/correct/").url == f"/entries/{entry.id}/"
    assert now(report, "incident.recorded").corrections == ()


def test_turning_characters_outlive_a_correction_of_what_stands_beside_them(client, client_as, filled):
    words = "not \u202eguilty ⟦U+202E⟧ of\u2069 this"
    begun = filled(client_as("officer"), account={"narrative": "He said: " + spell(words), "said_stalking": "no"})
    assert client.post(f"/reports/new/{begun}/check/").status_code == 302
    entry = next(one for one in entries_about([f"report:{begun}"]) if words in one.get("narrative", ""))
    address = f"/entries/{entry.id}/correct/"
    page = client.get(address)
    assert not set("\u202e\u2069") & set(page.content.decode())
    answers = typed_in(page) | {"amendment_why": "Misheard."}
    answers["narrative"] = [answers["narrative"][0].replace("He said", "She said")]
    assert client.post(address, answers).status_code == 200
    assert client.post(address, {**answers, "do": "record"}).status_code == 302
    item = next(one for one in effective(entries_about([f"report:{begun}"])) if one.original.id == entry.id)
    assert item.entry.body == {**entry.body, "narrative": "She said: " + words}


ERASURE = {"ground": "court_order", "authorised_by": "DI Example", "sure": "yes"}


@pytest.mark.demand("REC-11")
def test_what_an_entry_and_its_corrections_say_can_be_erased(client, client_as, report):
    entry = the(report, "impact.recorded")
    answers = typed_in(client.get(f"/entries/{entry.id}/correct/")) | {"words": ["Another way."]}
    client.post(f"/entries/{entry.id}/correct/", {**answers, "amendment_why": "Misheard.", "do": "record"})
    assert len(now(report, "impact.recorded").corrections) == 1
    client_as("supervisor")
    address = f"/entries/{entry.id}/erase/"
    assert f'href="{address}"' in client.get(f"/entries/{entry.id}/").content.decode()
    form = {"form_id": form_id_in(client.get(address)), **ERASURE}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    bodies = [one.body for one in entries_about([f"report:{report}"]) if entry.id in (one.id, one.corrects)]
    assert [body for body in bodies if body] == [{"authorised_by": "DI Example", "ground": "court_order"}]
    assert len(bodies) == 3
    assert client.get(address).url == f"/entries/{entry.id}/"
    assert "/correct/" not in client.get(f"/entries/{entry.id}/").content.decode()


def test_an_erasure_that_lacks_something_names_it_and_erases_nothing(client, client_as, report):
    entry = the(report, "impact.recorded")
    client_as("supervisor")
    address = f"/entries/{entry.id}/erase/"
    answer = client.post(address, {"form_id": form_id_in(client.get(address))})
    assert errors_in(answer) == [
        ("#ground", "Select the legal ground"),
        ("#authorised_by", "Enter who authorised it"),
        ("#sure", "Confirm that what the entry says cannot be brought back"),
    ]
    assert the(report, "impact.recorded").body == entry.body


def test_erasing_is_not_for_officers_nor_for_another_agency(client, client_as, report):
    entry = the(report, "impact.recorded")
    client_as("officer")
    assert client.get(f"/entries/{entry.id}/erase/").status_code == 403
    assert "/erase/" not in client.get(f"/entries/{entry.id}/").content.decode()
    client_as("supervisor", agency="kent", username="elsewhere")
    assert client.get(f"/entries/{entry.id}/erase/").status_code == 403


@pytest.mark.demand("REC-04")
def test_who_an_entry_is_about_can_be_corrected_and_stays_corrected(client, report):
    described = {"names-0-text": "Dean's brother", "role_here": "suspect", "subjects-person": "new"}
    page = client.get(f"/reports/{report}/record/person.described/")
    day = {"happened-day": "1", "happened-month": "5", "happened-year": "2025"}
    client.post(page.request["PATH_INFO"], {"form_id": form_id_in(page), **day, **described})
    brother = f"person:{form_id_in(page)}"
    entry = the(report, "incident.recorded")
    for change in ({"subjects-suspect": [brother]}, {"times": ["12"]}):
        answers = {**typed_in(client.get(f"/entries/{entry.id}/correct/")), **change, "amendment_why": ["The brother."]}
        check = client.post(f"/entries/{entry.id}/correct/", answers)
        assert check.status_code == 200, errors_in(check)
        assert ("Suspect: Dean&#39;s brother" in check.content.decode()) == ("times" not in change)
        done = client.post(f"/entries/{entry.id}/correct/", {**typed_in(check), "do": "record"})
        assert done.status_code == 302, errors_in(done)
    item = now(report, "incident.recorded")
    assert [one.object for one in item.entry.subjects if one.role == "suspect"] == [brother]
    assert [one.object for one in item.original.subjects if one.role == "suspect"] == [f"person:{report}-s"]
    assert item.entry.get("times") == 12


def test_a_correction_names_nobody_from_elsewhere_and_not_nobody(client, report):
    entry = the(report, "report.made")
    page = typed_in(client.get(f"/entries/{entry.id}/correct/"))
    for chosen in ("person:else", ""):
        answers = {**page, "subjects-victim": [chosen], "amendment_why": ["To see."]}
        answer = client.post(f"/entries/{entry.id}/correct/", answers)
        assert [href for href, _ in errors_in(answer)] == ["#subjects-victim"]
