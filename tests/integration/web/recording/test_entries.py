from __future__ import annotations

from typing import Any

import pytest

from tests.entries import draft
from tests.integration.web.recording.conftest import errors_in, form_id_in
from unbroken import flow
from unbroken.access.commands import declare_conflict
from unbroken.access.models import AccessLog
from unbroken.access.policy import Permission, recorders_of
from unbroken.record.entries import Draft, Subject
from unbroken.record.kinds import REGISTER
from unbroken.record.queries import entries_about
from unbroken.vocabulary.steps import RESTRICTION_REASONS
from unbroken.web.models import BegunForm
from unbroken.web.recording.entry_views import _is_offered

pytestmark = pytest.mark.django_db
DAY = {"happened-day": "1", "happened-month": "5", "happened-year": "2025"}


def send(client: Any, address: str, answers: dict[str, Any]) -> Any:
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()
    return client.post(address, {"form_id": form_id_in(page), **DAY, **answers})


def known_to(report: str, *agencies: str) -> None:
    """Make the report a matter of these agencies."""
    body = {"about": ["general"]}
    about = (f"report:{report}", f"person:{report}-v")
    flow.take_in([draft("contact.made", body, *about, agency=agency) for agency in agencies], by="tests")


FORMS = [
    ("officer", "incident", "incident.recorded", {"behaviours": ["attends_home"]}),
    ("officer", "class", "report.classified", {"offence": "stalking_4a_fear", "stage": "supervisor_review",
                                               "reason": "impact_recorded"}),
    ("officer", "allocation", "report.allocated", {"officer": "DC Example"}),
    ("officer", "contact", "contact.made", {"about": ["rights"], "channel": "text"}),
    ("officer", "withdrawal", "victim.withdrew", {
        "stage": "investigation", "reasons": ["mental_toll"], "statement_taken": "no",
        "statement_absent_because": "Not asked for.", "advocate_present": "no", "safeguarding_considered": "yes"}),
    ("officer", "closing", "investigation.closed", {
        "outcome": "16", "reasons": ["victim_does_not_support"], "decided_by": "police", "supervisor": "DS Example"}),
    ("officer", "relationship", "relationship.stated", {"relationship": "ex_partner"}),
    ("officer", "charge", "charge.laid", {"offence": "stalking_2a"}),
    ("officer", "disclosure", "record.disclosed", {
        "to": "Harbour Council", "ground": "safeguarding_child", "what": "The first report.",
        "why": "A child lives there.", "conditions": "Not to be passed on."}),
    ("prosecutor", "hearing", "hearing.listed", {"date-day": "1", "date-month": "6", "date-year": "2031"}),
    ("prosecutor", "sentence", "sentence.passed", {"components-0-type": "imprisonment", "components-0-days": "90"}),
]  # fmt: skip


@pytest.mark.parametrize(("role", "address", "kind", "answers"), FORMS, ids=[form[1] for form in FORMS])
def test_each_form_records_its_kind(client, client_as, report, role, address, kind, answers):
    client_as("officer")
    if role == "prosecutor":
        send(client, f"/reports/{report}/charge/", {"offence": "stalking_2a"})
        client_as(role, agency="cps")
    done = send(client, f"/reports/{report}/{address}/", answers)
    assert done.status_code == 302, errors_in(done)
    found = [entry for entry in entries_about([f"report:{report}"]) if entry.kind == kind]
    assert found[-1].source == "form"


ROLE_OF = {
    Permission.RECORD_POLICE: ("supervisor", "met"),
    Permission.RECORD_TRIAGE: ("specialist_reviewer", "met"),
    Permission.RESTRICT: ("supervisor", "met"),
    Permission.EXPORT: ("officer", "met"),
    Permission.RECORD_SUPPORT: ("advocate", "helpline"),
    Permission.RECORD_PROSECUTION: ("prosecutor", "cps"),
    Permission.RECORD_COURT: ("prosecutor", "cps"),
    Permission.RECORD_HEALTH: ("health", "nhs"),
    Permission.RECORD_PROBATION: ("probation", "probation"),
}


def test_every_kind_that_is_offered_has_a_page(client, client_as, report):
    """A kind added tomorrow must be asked without anybody writing a form."""
    known_to(report, "helpline", "nhs", "probation")
    offered = [kind.kind for kind in REGISTER if _is_offered(kind.kind)]
    assert len(offered) > 60
    for kind in offered:
        permission = min(recorders_of(kind) & ROLE_OF.keys())
        role, agency = ROLE_OF[permission]
        client_as(role, agency=agency)
        page = client.get(f"/reports/{report}/record/{kind}/")
        assert page.status_code == 200, kind
        assert 'name="form_id"' in page.content.decode() or "Record" in page.content.decode()


def test_a_form_sent_twice_is_recorded_once(client, report):
    address = f"/reports/{report}/incident/"
    answers = {"form_id": form_id_in(client.get(address)), **DAY, "behaviours": ["blackmail"]}
    assert [client.post(address, answers).status_code for _ in range(2)] == [302, 302]
    assert len(of(report, "incident.recorded")) == 2
    changed = client.post(address, {**answers, "behaviours": ["theft"]})
    assert changed.status_code == 422
    assert "has been recorded already" in errors_in(changed)[0][1]
    assert len(of(report, "incident.recorded")) == 2


def test_a_refused_form_keeps_what_was_typed_and_names_the_field(client, report):
    answer = send(client, f"/reports/{report}/withdrawal/", {
        "stage": "investigation", "reasons": ["mental_toll"], "words": "It is too much.", "statement_taken": "no",
        "advocate_present": "no", "safeguarding_considered": "yes"})  # fmt: skip
    assert errors_in(answer) == [("#statement_absent_because", "Say why no withdrawal statement was taken")]
    assert "It is too much." in answer.content.decode()
    assert of(report, "victim.withdrew") == []


@pytest.mark.demand("REC-04")
def test_a_change_of_class_without_its_reason_is_refused_at_the_reason(client, report):
    answer = send(client, f"/reports/{report}/class/", {"offence": "stalking_4a_fear", "stage": "final"})
    [(href, text)] = errors_in(answer)
    assert href == "#reason"
    assert text.startswith("The class changes from Stalking (s.2A) to")
    assert "stalking (s.2A)" in answer.content.decode()


@pytest.mark.demand("REC-06", "INV-06")
def test_a_report_without_relationship_is_closed_only_after_it_is_said(client, client_as, filled):
    client_as("officer")
    record_bare_report()
    closing = {
        "outcome": "18",
        "reasons": ["suspect_not_identified"],
        "decided_by": "police",
        "supervisor": "DS Example",
    }
    answer = send(client, "/reports/bare/closing/", closing)
    [(href, text)] = errors_in(answer)
    assert href == "/reports/bare/relationship/?next=investigation.closed"
    assert "What you typed is kept" in text
    back = send(client, href, {"relationship": "unknown", "unknown_because": "Her sister may know."})
    assert back.url == "/reports/bare/record/investigation.closed/"
    kept = client.get(back.url)
    assert "DS Example" in kept.content.decode()
    assert send(client, back.url, closing).status_code == 302
    assert BegunForm.objects.count() == 0


@pytest.mark.demand("INV-06")
def test_a_report_is_closed_with_an_outcome_or_with_the_reason_why_there_is_none(client, client_as, report):
    client_as("officer")
    closing = {"reasons": ["transferred"], "decided_by": "police", "supervisor": "DS Example"}
    [(href, text)] = errors_in(send(client, f"/reports/{report}/closing/", closing))
    assert href == "#outcome"
    assert "say why there is none" in text
    because = {**closing, "no_outcome_because": "The other force will give it."}
    done = send(client, f"/reports/{report}/closing/", because)
    assert done.status_code == 302, errors_in(done)
    [closed] = of(report, "investigation.closed")
    assert "outcome" not in closed.body


@pytest.mark.demand("INV-06")
def test_everything_that_a_closing_lacks_is_said_at_once(client, client_as, report):
    client_as("officer")
    page = client.get(f"/reports/{report}/closing/").content.decode()
    for label in ("What is the outcome?", "If there is no outcome, why not?"):
        assert label in page
        assert f"{label} (optional)" not in page
    assert errors_in(send(client, f"/reports/{report}/closing/", {})) == [
        ("#outcome", "Select the outcome, or say why there is none"),
        ("#reasons", "Select the reasons"),
        ("#decided_by", "Select who decided"),
        ("#supervisor", "Enter the supervisor who agreed"),
    ]


@pytest.mark.demand("INV-01")
def test_a_report_is_allocated_to_somebody(client, client_as, report):
    client_as("officer")
    address = f"/reports/{report}/allocation/"
    [(href, text)] = errors_in(send(client, address, {"handover": "Call after six."}))
    assert href == "#officer"
    assert text == "Enter the officer, the team or the stalking single point of contact"
    assert of(report, "report.allocated") == []
    assert "Team (optional)" not in client.get(address).content.decode()
    for answers in ({"team": "Stalking team"}, {"stalking_lead": "DS Example"}):
        assert send(client, address, answers).status_code == 302


def test_a_report_is_not_closed_as_not_yet_assigned(client, client_as, report):
    client_as("officer")
    page = client.get(f"/reports/{report}/closing/").content.decode()
    assert "15: " in page
    assert "Not yet assigned" not in page


def test_a_sentence_has_as_many_parts_as_were_passed(client, client_as, report):
    send(client, f"/reports/{report}/charge/", {"offence": "stalking_2a"})
    client_as("prosecutor", agency="cps")
    address = f"/reports/{report}/sentence/"
    form = {"form_id": form_id_in(client.get(address)), **DAY, "components-0-type": "imprisonment",
            "components-0-days": "90"}  # fmt: skip
    more = client.post(address, {**form, "do": "add-components"})
    assert more.status_code == 200
    assert 'name="components-1-type"' in more.content.decode()
    answers = {**form, "components-1-type": "", "components-2-type": "fine", "components-2-pounds": "200"}
    assert client.post(address, answers).status_code == 302
    [sentence] = of(report, "sentence.passed")
    assert sentence.body["components"] == [{"type": "imprisonment", "days": 90}, {"type": "fine", "pounds": 200}]


def test_a_part_that_is_wrong_leads_to_that_part(client, client_as, report):
    send(client, f"/reports/{report}/charge/", {"offence": "stalking_2a"})
    client_as("prosecutor", agency="cps")
    answer = send(client, f"/reports/{report}/sentence/", {
        "components-0-type": "imprisonment", "components-2-days": "5"})  # fmt: skip
    assert [href for href, _ in errors_in(answer)] == ["#components-2-type"]


def test_a_second_charge_joins_the_prosecution_unless_it_begins_one(client, report):
    for prosecution in ("", "first", "new"):
        form = {"offence": "stalking_2a"}
        if prosecution:
            known = of(report, "charge.laid")[0].of("prosecution")[0]
            form["subjects-prosecution"] = known if prosecution == "first" else "new"
        assert send(client, f"/reports/{report}/charge/", form).status_code == 302
    first, second, third = (entry.of("prosecution") for entry in of(report, "charge.laid"))
    assert first == second != third


def test_what_is_not_finished_is_kept_for_its_author_alone(client, client_as, report):
    address = f"/reports/{report}/contact/"
    assert send(client, address, {"note": "Half a sentence", "do": "later"}).status_code == 302
    assert "Half a sentence" in client.get(address).content.decode()
    client_as("officer", username="other")
    assert "Half a sentence" not in client.get(address).content.decode()


def test_a_number_out_of_bounds_is_named_with_what_would_be_right(client, report):
    answer = send(client, f"/reports/{report}/record/contact.failed/", {"about": ["rights"], "attempts": "-2"})
    assert errors_in(answer) == [("#attempts", "Attempts must be at least 0")]


def test_an_object_of_another_report_cannot_be_slipped_in(client, report):
    answer = send(client, f"/reports/{report}/incident/", {"behaviours": ["theft"], "subjects-suspect": "person:else"})
    assert errors_in(answer) == [("#subjects-suspect", "Select which suspect it is about from the list")]


@pytest.mark.demand("REC-11")
def test_a_role_records_only_what_is_its_own(client, client_as, report):
    client_as("officer")
    assert client.get(f"/reports/{report}/hearing/").status_code == 403
    known_to(report, "helpline")
    client_as("advocate", agency="helpline")
    assert client.get(f"/reports/{report}/closing/").status_code == 403
    offered = client.get(f"/reports/{report}/record/").content.decode()
    assert "Support offered" in offered
    assert "Suspect arrested" not in offered
    client_as("analyst", agency="ministry")
    assert client.get(f"/reports/{report}/incident/").status_code == 403


def test_what_is_closed_or_restricted_cannot_be_recorded_about(client, client_as, report):
    user = client_as("officer", username="relative")
    declare_conflict(user, f"person:{report}-s", why="A brother.", by="admin")
    assert client.get(f"/reports/{report}/incident/").status_code == 404
    client_as("supervisor")
    reason = next(iter(RESTRICTION_REASONS)).code
    done = send(client, f"/reports/{report}/record/report.restricted/", {"reason": reason})
    assert done.status_code == 302, errors_in(done)
    client_as("officer")
    shut = client.get(f"/reports/{report}/incident/")
    assert shut.status_code == 403
    assert "restricted" in shut.content.decode()


@pytest.mark.demand("LNK-06")
@pytest.mark.parametrize("typed", ["bare", "report:bare", "CR 9 25"])
def test_two_reports_are_linked_by_a_reference_of_the_other(client, report, typed):
    record_bare_report(reference="CR/9/25")
    done = send(client, f"/reports/{report}/link/", {"subjects-other_report": typed, "why": "same_victim"})
    assert done.status_code == 302, errors_in(done)
    [link] = of(report, "report.linked")
    assert Subject("other_report", "report:bare") in link.subjects
    assert "Linked report CR/9/25" in client.get(f"/reports/{report}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter the reference of the other report"),
        ("nowhere", "There is no report with this reference that you may see. Enter another reference of it"),
        ("CR/1/25", "This is the reference of the report you are in. Enter that of the other report"),
        ("closed", "There is no report with this reference that you may see. Enter another reference of it"),
    ],
)
def test_a_report_that_cannot_be_linked_is_said_at_its_field(client, client_as, report, typed, said):
    record_bare_report(name="closed")
    declare_conflict(client_as("officer"), "person:bv", why="A sister.", by="admin")
    answer = send(client, f"/reports/{report}/link/", {"subjects-other_report": typed, "why": "same_victim"})
    assert errors_in(answer) == [("#subjects-other_report", said)]
    assert of(report, "report.linked") == []


def test_linking_and_passing_on_are_offered_to_those_who_may_record_them(client, client_as, report):
    links = {f"/reports/{report}/link/", f"/reports/{report}/disclosure/"}
    for role, agency, offered in (("officer", "met", links), ("prosecutor", "cps", {f"/reports/{report}/disclosure/"})):
        client_as(role, agency=agency)
        page = client.get(f"/reports/{report}/").content.decode()
        assert {link for link in links if f'href="{link}"' in page} == offered, role


def test_recording_is_logged_with_its_page(client, report):
    send(client, f"/reports/{report}/incident/", {"behaviours": ["theft"]})
    row = AccessLog.objects.filter(category="collection").latest("pk")
    assert row.action == "add:incident.recorded"


def of(report: str, kind: str) -> list[Any]:
    return sorted(
        (entry for entry in entries_about([f"report:{report}"]) if entry.kind == kind), key=lambda entry: entry.id
    )


def record_bare_report(name: str = "bare", **body: str) -> None:
    victim, about = Subject("victim", "person:bv"), Subject("report", f"report:{name}")
    suspect = Subject("suspect", "person:bs")
    body = {"channel": "phone", "reported_by": "victim", **body}
    flow.take_in([Draft("report.made", body, (about, victim, suspect), "2025-03-01", "met", "t", "1")], by="test")


@pytest.mark.demand("LNK-09")
def test_what_is_passed_on_is_passed_on_for_a_reason_and_for_a_time_or_on_conditions(client, client_as, report):
    client_as("officer")
    given = {"to": "Harbour Council", "ground": "safeguarding_child", "what": "The first report."}
    done = send(client, f"/reports/{report}/disclosure/", given)
    assert [where for where, _ in errors_in(done)] == ["#why", "#until-day"]
    until = {"until-day": "1", "until-month": "5", "until-year": "2027"}
    assert send(client, f"/reports/{report}/disclosure/", {**given, "why": "A child.", **until}).status_code == 302
    (found,) = [entry for entry in entries_about([f"report:{report}"]) if entry.kind == "record.disclosed"]
    assert found.body == {**given, "why": "A child.", "until": "2027-05-01"}
