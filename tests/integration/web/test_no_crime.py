"""What was said to be no crime or no stalking: recorded with a reason and a supervisor, checked, counted by area."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.conftest import Ask
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.test_findings import report as pair_report
from unbroken.access.models import AccessLog
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.conduct.nocrime_queries import Share, Wanted, list_statements, shares, whole
from unbroken.record.entries import Draft
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db, pytest.mark.demand("RCG-09")]
LIST, ADD = "/review/no-crime/", "/reports/one/no-crime/"
SAID = {"statement": "no_stalking", "officer": "PC 4411", "reason": "One call, about a parcel.", "supervisor": "PS 208"}
INDICATED = "Stalking is indicated (s.2A)"


def made(name: str, *, area: str = "North", offence: str = "stalking_2a", agency: str = "northmoor") -> list[Draft]:
    about = (f"report:{name}", ("victim", f"person:v-{name}"), ("suspect", f"person:s-{name}"))
    return [
        draft("report.made", {**MADE, "area": area}, *about, agency=agency),
        draft("report.classified", {"offence": offence, "stage": "initial"}, about[0], agency=agency),
    ]


def stated(name: str, on: str = "2024-03-08", **body: Any) -> Draft:
    return draft("nocrime.stated", {**SAID, **body}, f"report:{name}", happened=on, agency="northmoor")


@pytest.fixture
def course(db: None) -> None:
    """Two reports between the same two, the second after the suspect was told to stop."""
    found = [*pair_report("one", "2024-03-01"), *pair_report("two", "2024-03-06", told=["asked_to_stop"])]
    taken(*(one if one.kind != "report.made" else draft("report.made", {**MADE, "area": "North"}, *_subjects(one),
                                                       agency="northmoor") for one in found))  # fmt: skip


def _subjects(one: Draft) -> list[tuple[str, str]]:
    return [(subject.role, subject.object) for subject in one.subjects]


def sent(ask: Ask, **answers: str) -> Any:
    hidden = dict(re.findall(r'<input type="hidden" name="(form_id)" value="([^"]*)">', ask(ADD).content.decode()))
    when = {"happened-day": "8", "happened-month": "3", "happened-year": "2024"}
    return ask(ADD, {**hidden, **when, **answers})


@pytest.mark.usefixtures("course")
class TestRecording:
    def test_it_is_recorded_with_its_reason_and_the_supervisor(self, ask: Ask) -> None:
        assert ADD in links_of(ask("/reports/one/", role="officer"))
        assert sent(ask, **SAID).status_code == 302
        (entry,) = [one for one in entries_about({"report:one"}) if one.kind == "nocrime.stated"]
        assert entry.body == SAID

    @pytest.mark.parametrize(
        ("missing", "said"),
        [("reason", "Enter why"), ("supervisor", "Enter the supervisor who agreed"), ("officer", "Enter the officer")],
    )
    def test_without_a_reason_or_a_supervisor_it_is_refused(self, ask: Ask, missing: str, said: str) -> None:
        page = sent(ask, **{**SAID, missing: ""})
        assert page.status_code == 422
        assert said in text_of(page)
        assert [one for one in entries_about({"report:one"}) if one.kind == "nocrime.stated"] == []

    def test_nobody_agrees_with_themselves(self, ask: Ask) -> None:
        page = sent(ask, **{**SAID, "supervisor": "pc 4411"})
        assert page.status_code == 422
        assert "somebody else has to agree" in text_of(page)

    def test_the_page_of_the_report_says_it_beside_what_it_adds_up_to(self, ask: Ask) -> None:
        (entry,) = taken(stated("one"))
        page = ask("/reports/one/")
        said = text_of(page).partition("What it adds up to")[2]
        assert (
            "It was said, of this report: No stalking . By PC 4411, Friday 8 March 2024. Agreed by PS 208. Read it"
            in said
        )
        assert said.index("It was said") < said.index(INDICATED)
        assert f"/entries/{entry.id}/" in links_of(page)

    def test_a_report_is_closed_as_no_crime_only_with_the_reason_in_words(self, ask: Ask) -> None:
        page = ask("/reports/one/closing/", {"reasons": ["no_stalking"], "outcome": "14"})
        assert "Enter why it is not thought to be a crime, stalking or a course of conduct" in text_of(page)
        page = ask("/reports/one/closing/", {"reasons": ["evidence_lost"], "outcome": "14"})
        assert "Enter why it is not thought to be a crime" not in text_of(page)


@pytest.mark.usefixtures("course")
class TestTheList:
    def test_each_stands_beside_the_finding_and_the_four_answers_as_they_are_now(self, ask: Ask) -> None:
        taken(stated("one"))
        page = ask(LIST)
        [[report, said, why, now, chronology]] = rows_of(page, "What was said")
        assert (report, said) == ("one North", "No stalking stalking is indicated By PC 4411, Friday 8 March 2024")
        assert why == "One call, about a parcel. Agreed by PS 208"
        assert now == f"v and s: {INDICATED}. Fixated: yes; obsessive: not known; unwanted: yes; repeated: yes."
        assert chronology == "Everything between v and s"
        assert {"/pairs/s/v/", "/reports/one/"} <= links_of(page)
        taken(draft("report.restricted", {"reason": "covert"}, ("report", "report:two")))
        assert INDICATED in text_of(ask(LIST)), "whoever supervises sees what is restricted"

    def test_what_was_said_on_closing_stands_there_too_and_what_is_missing_is_said(self, ask: Ask) -> None:
        taken(draft("investigation.closed", {"reasons": ["no_course_of_conduct"], "outcome": "14"}, "report:two",
                    recorded_at="2024-04-01T00:00:00Z"))  # fmt: skip
        [[_, said, why, *_]] = rows_of(ask(LIST), "What was said")
        assert said.startswith("No course of conduct")
        assert why == "No reason is recorded in words. No supervisor is recorded as having agreed"

    def test_what_was_withdrawn_is_not_said_any_more(self, ask: Ask) -> None:
        (entry,) = taken(stated("one"))
        assert "1 statement" in text_of(ask("/"))
        taken(draft("entry.withdrawn", {"why": "Of another report."}, corrects=entry.id, agency="northmoor"))
        assert rows_of(ask(LIST), "What was said") == []
        assert "1 statement" not in text_of(ask("/"))

    def test_what_another_agency_took_is_theirs(self, ask: Ask) -> None:
        taken(*made("theirs", agency="met"), draft("nocrime.stated", SAID, "report:theirs", agency="met"))
        assert rows_of(ask(LIST), "What was said") == []

    def test_only_leads_see_it_and_whom_it_shows_is_logged(self, ask: Ask) -> None:
        taken(stated("one"))
        for role in Role:
            allowed = role in MAY[Permission.RECORD_TRIAGE][1]
            assert (ask(LIST, role=role.value).status_code == 200) == allowed, role
        log = AccessLog.objects.filter(action="no_crime", refused=False).first()
        assert log is not None
        assert {"report:one", "person:v", "person:s"} <= set(log.objects_named.values_list("object", flat=True))

    def test_it_is_filtered_by_area_and_a_wrong_address_says_so(self, ask: Ask) -> None:
        taken(*made("south", area="South"), stated("one"), stated("south"))
        assert [row[0] for row in rows_of(ask(f"{LIST}?area=South"), "What was said")] == ["south South"]
        page = ask(f"{LIST}?area=Nowhere")
        assert page.status_code in (400, 404, 422)


class TestTheShare:
    def test_it_is_the_quotient_by_area_with_what_was_divided_by_what(self, ask: Ask) -> None:
        for n in range(7):
            taken(*made(f"n{n}", area="North"))
        taken(*made("s0", area="South"), *made("s1", area="South", offence="harassment_2"))
        taken(stated("n0"), stated("n0", statement="no_crime"), stated("n1"), stated("s1"))
        assert rows_of(ask(LIST), "By area") == [
            ["North", "2", "7", "28.6%", "0"],
            ["South", "0", "1", "0.0%", "1"],
            ["All areas", "2", "8", "25.0%", "1"],
        ]

    def test_it_is_not_rounded_before_it_is_printed(self) -> None:
        assert f"{Share('', said=73, stalking=376, others=0).percent:.1f}" == "19.4"
        assert Share("", said=0, stalking=0, others=2).percent is None

    def test_what_was_ever_held_to_be_stalking_stays_in_the_base(self) -> None:
        changed = {"offence": "harassment_2", "stage": "final", "reason": "additional_verifiable_information"}
        taken(*made("n0"), draft("report.classified", changed, "report:n0", happened="2024-04-01", agency="northmoor"))
        assert shares(Wanted("northmoor")) == [Share("North", said=1, stalking=1, others=0)]

    def test_a_duplicate_is_not_counted_and_what_is_hidden_is_left_out(self) -> None:
        link = draft("report.linked", {"why": "same_incident"}, "report:n1", ("other_report", "report:n0"))
        taken(*made("n0"), *made("n1"), *made("n2"), link, stated("n1"), stated("n2"))
        assert shares(Wanted("northmoor")) == [Share("North", said=1, stalking=2, others=0)]
        assert shares(Wanted("northmoor", without={"report:n2"})) == [Share("North", said=0, stalking=1, others=0)]
        assert [report for report, _ in list_statements(Wanted("northmoor", without={"report:n2"}))] == ["report:n1"]

    def test_the_whole_is_the_sum(self) -> None:
        found = [Share("a", said=1, stalking=3, others=0), Share("b", said=2, stalking=4, others=5)]
        assert whole(found) == Share("", said=3, stalking=7, others=5)
        assert whole([]) == Share("", said=0, stalking=0, others=0)
