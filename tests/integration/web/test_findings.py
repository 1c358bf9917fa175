"""What incidents add up to, on the pages of a report and a pair: shown with reasons, decided, split and joined."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.conftest import Ask
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from unbroken.access.models import AccessLog
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.record.entries import Draft, Entry
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db, pytest.mark.demand("RCG-01")]
PAIR, DECIDE, PARTS, LIST = "/pairs/s/v/", "/pairs/v/s/finding/", "/pairs/v/s/incidents/", "/review/recognition/"
SIGNS = f"{LIST}?show=signs"
INDICATED = "Stalking is indicated (s.2A)"


def report(name: str, *days: str, offence: str = "harassment_2", suspect: str = "s", **told: Any) -> list[Draft]:
    parties = (f"report:{name}", ("victim", "person:v"), ("suspect", f"person:{suspect}"))
    done = {"behaviours": ["letters_gifts"], **told}
    return [
        draft("report.made", MADE, *parties),
        draft("report.classified", {"offence": offence, "stage": "initial"}, parties[0]),
        *(draft("incident.recorded", done, *parties, happened=day) for day in days),
    ]


@pytest.fixture
def course(db: None) -> None:
    """Two reports of one letter each, the second after the suspect was told to stop."""
    taken(*report("one", "2024-03-01"), *report("two", "2024-03-06", told=["asked_to_stop"]))


def hidden_in(page: HttpResponse) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)">', page.content.decode()))


def send(ask: Ask, path: str, **data: Any) -> HttpResponse:
    return ask(path, {**hidden_in(ask(path)), **data})


def recorded(kind: str) -> list[Entry]:
    return [entry for entry in entries_about({"person:v"}) if entry.kind == kind]


def incidents() -> list[str]:
    return [entry.id for entry in recorded("incident.recorded")]


@pytest.mark.usefixtures("course")
class TestShowing:
    @pytest.mark.parametrize("path", [PAIR, "/reports/one/", DECIDE])
    def test_the_finding_stands_with_its_reasons_which_open_the_entry(self, ask: Ask, path: str) -> None:
        page = ask(path)
        assert page.status_code == 200
        assert INDICATED in text_of(page)
        assert "What s is said to have done to v" in text_of(page)
        assert "Asked the suspect to stop" in text_of(page)
        assert {f"/entries/{entry}/" for entry in incidents()} <= links_of(page)

    @pytest.mark.demand("RCG-02")
    @pytest.mark.parametrize("path", [PAIR, "/reports/one/", DECIDE])
    def test_the_four_questions_stand_as_a_table_each_with_what_says_so(self, ask: Ask, path: str) -> None:
        rows = {row[0].split(" ")[0]: row[1:] for row in rows_of(ask(path), " What s is said to have done to v</span>")}
        assert {name: answer for name, (answer, _) in rows.items()} == {
            "Fixated": "Yes", "Obsessive": "Not known", "Unwanted": "Yes", "Repeated": "Yes"
        }  # fmt: skip
        assert rows["Obsessive"][1] == "Nothing that is told"
        assert rows["Unwanted"][1] == "Asked the suspect to stop, Wednesday 6 March 2024 PHA 1997 s.1(1)(b), s.1(2)"
        assert rows["Repeated"][1].startswith("Letters or gifts, Friday 1 March 2024 ; Letters or gifts, Wednesday")
        assert "They classify nothing." in text_of(ask(path))

    @pytest.mark.demand("RCG-02")
    def test_what_the_table_says_is_not_said_again(self, ask: Ask) -> None:
        assert text_of(ask(PAIR)).count("There were at least two occasions: a course of conduct.") == 1

    @pytest.mark.demand("RCG-02")
    def test_a_no_says_what_was_told(self, ask: Ask) -> None:
        parties = ("report:words", ("victim", "person:w"), ("suspect", "person:s"))
        words = "The caller says he rang her once about the rent. It is the only time."
        taken(draft("report.made", {**MADE, "narrative": words}, *parties))
        rows = {row[0].split(" ")[0]: row for row in rows_of(ask("/reports/words/"),
                                                            " What s is said to have done to w</span>")}  # fmt: skip
        assert rows["Repeated"][1] == "No"
        assert rows["Repeated"][2].startswith("It is told as the only time. “")
        assert "(in a narrative of Friday 8 March 2024, not confirmed)" in rows["Repeated"][2]

    def test_what_is_worth_asking_and_what_would_change_it_are_said(self, ask: Ask) -> None:
        said = text_of(ask(PAIR))
        assert "What has been changed in everyday life because of it?" in said
        assert "If everyday life has been changed because of it, stalking under s.4A would be indicated." in said

    @pytest.mark.demand("ASS-10")
    def test_what_was_said_of_it_stands_as_it_was_said_of_this_direction_alone(self, ask: Ask) -> None:
        views = [("v", "s", {"by": "victim", "escalating": "no"}), ("s", "v", {"by": "police", "escalating": "yes"})]
        for victim, suspect, view in views:
            about = ("report:one", ("victim", f"person:{victim}"), ("suspect", f"person:{suspect}"))
            taken(draft("escalation.noted", view, *about, happened="2024-03-07"))
        said = text_of(ask(PAIR)).partition("What v is said to have done to s")
        view = "Whether it is getting worse, as was said The victim: not getting worse (Thursday 7 March 2024)"
        assert view in said[0]
        assert "getting worse, as was said Police" not in said[0]

    def test_what_only_a_narrative_tells_is_marked_as_not_confirmed(self, ask: Ask) -> None:
        parties = ("report:words", ("victim", "person:w"), ("suspect", "person:s"))
        words = "Her ex has come to the house every night this week and she has told him to stop."
        taken(draft("report.made", {**MADE, "narrative": words}, *parties))
        said = text_of(ask("/reports/words/"))
        assert "It rests on words in narratives that nobody has confirmed" in said
        assert "in a narrative of Friday 8 March 2024, not confirmed" in said

    def test_a_report_that_names_nobody_as_suspect_is_judged_by_itself_and_decided(self, ask: Ask) -> None:
        about = ("report:who", ("victim", "person:w"))
        acts = [draft("incident.recorded", {"behaviours": ["letters_gifts"], "told": ["blocked"]}, *about, happened=day)
                for day in ("2024-03-01", "2024-03-05")]  # fmt: skip
        taken(draft("report.made", MADE, *about), *acts)
        said = text_of(ask("/reports/who/"))
        assert "What is said to have been done to w, by somebody whom the report does not name" in said
        assert INDICATED in said
        assert "w and somebody not named" in text_of(ask(LIST))
        decide = "/reports/who/finding/w/"
        assert decide in links_of(ask("/reports/who/"))
        assert send(ask, decide, decision="accepted", reason="Clear.").status_code == 302
        assert "Reason: Clear." in text_of(ask("/reports/who/"))
        assert ask("/reports/who/finding/v/").status_code == 404
        assert ask("/reports/one/finding/v/").status_code == 404

    def test_as_known_on_an_earlier_day_it_is_judged_by_what_was_known(self, ask: Ask) -> None:
        assert INDICATED not in text_of(ask(f"{PAIR}?known=2024-03-02"))

    @pytest.mark.demand("GOV-01")
    def test_what_a_restricted_report_tells_is_not_judged_for_those_who_may_not_open_it(self, ask: Ask) -> None:
        assert INDICATED in text_of(ask(PAIR, role="officer"))
        taken(draft("report.restricted", {"reason": "covert"}, ("report", "report:two")))
        said = text_of(ask(PAIR, role="officer"))
        assert INDICATED not in said
        assert "Asked the suspect to stop" not in said
        assert INDICATED in text_of(ask(PAIR))


@pytest.mark.usefixtures("course")
class TestDeciding:
    def test_an_indicated_finding_that_nobody_decided_needs_a_second_look(self, ask: Ask) -> None:
        def second_look() -> str:
            return text_of(ask("/reports/one/")).partition("What needs a second look")[2].partition("Every class")[0]

        waits = f"What s is said to have done to v: {INDICATED}, and nobody has said whether they accept it."
        assert waits in second_look()
        assert "Nothing." not in second_look()
        send(ask, DECIDE, decision="accepted", reason="Clear.")
        assert INDICATED not in second_look()
        taken(*report("three", "2024-03-09"))
        assert f"{INDICATED}, and it is open again since it was decided." in second_look()

    def test_a_decision_is_an_entry_with_what_was_seen_and_stands_beside_the_finding(self, ask: Ask) -> None:
        page = send(ask, DECIDE, decision="rejected", reason="One letter sent twice.")
        assert page.status_code == 302
        (entry,) = recorded("finding.decided")
        assert entry.body is not None
        assert (entry.get("finding"), entry.get("incidents"), entry.get("decision")) == ("stalking_2A", 2, "rejected")
        assert "repeated" in entry.get("rules")
        assert {s.object for s in entry.subjects} >= {"person:v", "person:s"}
        assert "Reason: One letter sent twice." in text_of(ask(PAIR))
        taken(*report("three", "2024-04-01"))
        assert "so it is open again" in text_of(ask(PAIR))

    @pytest.mark.demand("GOV-01")
    @pytest.mark.parametrize("kept", ["decided", "split"])
    def test_what_is_decided_is_closed_with_any_report_it_rests_on(self, ask: Ask, kept: str) -> None:
        if kept == "decided":
            send(ask, DECIDE, decision="accepted", reason="Both letters are of one hand.")
        else:
            send(ask, PARTS, out=incidents()[:1], reason="Both letters are of one hand.")
        assert "Both letters are of one hand." in text_of(ask(PAIR, role="officer"))
        taken(draft("report.restricted", {"reason": "covert"}, ("report", "report:one")))
        assert "Both letters are of one hand." not in text_of(ask(PAIR, role="officer"))
        (entry,) = recorded(f"finding.{kept}" if kept == "decided" else "course.split")
        assert ask(f"/entries/{entry.id}/", role="officer").status_code in (403, 404)
        assert "Both letters are of one hand." in text_of(ask(PAIR))

    def test_every_reason_can_be_opened_those_not_shown_at_once_too(self, ask: Ask) -> None:
        taken(*report("many", *(f"2024-04-{day:02}" for day in range(1, 11))))
        page = ask(PAIR)
        assert "more entries" in text_of(page)
        assert {f"/entries/{entry}/" for entry in incidents()} <= links_of(page)

    def test_what_is_missing_is_named(self, ask: Ask) -> None:
        page = send(ask, DECIDE)
        assert page.status_code == 422
        assert "Select whether you accept this finding" in text_of(page)
        assert "Enter why" in text_of(page)
        assert recorded("finding.decided") == []

    def test_a_decision_about_what_has_changed_meanwhile_is_shown_again(self, ask: Ask) -> None:
        opened = hidden_in(ask(DECIDE))
        taken(*report("three", "2024-04-01"))
        page = ask(DECIDE, {**opened, "decision": "accepted", "reason": "Clear."})
        assert page.status_code == 422
        assert recorded("finding.decided") == []
        assert "Clear." in text_of(page)

    def test_the_same_form_twice_is_one_decision(self, ask: Ask) -> None:
        opened = hidden_in(ask(DECIDE))
        for _ in range(2):
            assert ask(DECIDE, {**opened, "decision": "accepted", "reason": "Clear."}).status_code == 302
        assert len(recorded("finding.decided")) == 1

    def test_only_those_who_may_decide_are_asked_to(self, ask: Ask) -> None:
        for role in Role:
            allowed = role in MAY[Permission.RECORD_POLICE][1]
            assert (ask(DECIDE, role=role.value).status_code == 200) == allowed, role
        assert DECIDE not in links_of(ask(PAIR, role="prosecutor"))

    def test_two_between_whom_nothing_is_have_no_such_page(self, ask: Ask) -> None:
        assert ask("/pairs/v/nobody/finding/").status_code == 404
        assert ask("/pairs/s/v/finding/").status_code == 404


@pytest.mark.usefixtures("course")
class TestWhatBelongsTogether:
    def test_an_incident_is_taken_out_and_brought_in_again(self, ask: Ask) -> None:
        first = incidents()[0]
        assert send(ask, PARTS, out=[first], reason="Another matter.").status_code == 302
        assert INDICATED not in text_of(ask(PAIR))
        assert "1 incident on" in text_of(ask(PAIR))
        assert send(ask, PARTS, into=[first], reason="It is the same after all.").status_code == 302
        assert INDICATED in text_of(ask(PAIR))

    def test_an_incident_in_which_nobody_is_named_is_brought_in(self, ask: Ask) -> None:
        about = ("report:other", ("victim", "person:v"))
        taken(draft("incident.recorded", {"behaviours": ["property_damage"]}, *about, happened="2024-03-09"))
        unnamed = incidents()[-1]
        assert "3 incidents" not in text_of(ask(PAIR))
        assert send(ask, PARTS, into=[unnamed], reason="Seen on camera.").status_code == 302
        assert "3 incidents are recorded" in text_of(ask(PAIR))
        assert "A person said that it belongs here: 1" in text_of(ask(PAIR)).replace("a person said", "A person said")

    @pytest.mark.parametrize("path", [PAIR, DECIDE])
    def test_what_is_taken_out_stands_with_what_it_comes_to_by_itself(self, ask: Ask, path: str) -> None:
        both = incidents()
        taken(*report("three", "2024-05-01"))
        assert send(ask, PARTS, out=both, reason="Another matter.").status_code == 302
        (split,) = recorded("course.split")
        page = ask(path)
        said = text_of(page).partition("2 incidents taken out as a course apart on")[2]
        assert "Why: Another matter." in said
        assert f"By themselves: {INDICATED}" in said
        assert "Friday 1 March 2024: Letters or gifts" in said
        assert {f"/entries/{split.id}/", *(f"/entries/{one}/" for one in both)} <= links_of(page)

    def test_the_page_of_a_report_says_what_was_taken_out_and_what_it_comes_to(self, ask: Ask) -> None:
        taken(*report("three", "2024-05-01"))
        send(ask, PARTS, out=incidents()[:2], reason="Another matter.")
        said = text_of(ask("/reports/three/"))
        assert f"By themselves: {INDICATED}" in said.partition("2 incidents taken out as a course apart on")[2]

    @pytest.mark.parametrize("verdict", ["apart", "this"])
    def test_an_incident_that_two_reports_tell_of_is_marked_until_they_are_compared(
        self, ask: Ask, verdict: str
    ) -> None:
        taken(*report("three", "2024-03-06"))
        page, compare = ask(PAIR), "/reports/three/twice/two/"
        assert "May be the same incident told twice" in text_of(page)
        assert "3 incidents on 2 days" in text_of(page)
        assert compare in links_of(page)
        assert send(ask, compare, verdict=verdict, note="Heard the call.").status_code == 302
        assert "May be the same incident told twice" not in text_of(ask(PAIR))

    def test_nothing_ticked_is_refused(self, ask: Ask) -> None:
        page = send(ask, PARTS, reason="So.")
        assert page.status_code == 422
        assert "Select the incidents to take out or to bring in" in text_of(page)

    def test_an_incident_of_somebody_else_is_refused(self, ask: Ask) -> None:
        assert send(ask, PARTS, into=["00000000-0000-7000-8000-000000000000"], reason="So.").status_code == 422


@pytest.mark.usefixtures("course")
class TestHowSurelyItBelongs:
    CAPTION = "Incidents between them"

    def test_where_who_it_is_rests_on_a_link_the_weakest_stands_beside_the_incident_and_leads_to_it(
        self, ask: Ask
    ) -> None:
        assert all(len(row) == 4 for row in rows_of(ask(PAIR), self.CAPTION))
        taken(*report("three", "2024-04-01", suspect="s2"))
        link = {"basis": "model", "score": 0.8, "model_version": "3"}
        taken(draft("identity.linked", link, ("person", "person:s"), ("other_person", "person:s2")))
        page = ask(PAIR)
        assert [row[4] for row in rows_of(page, self.CAPTION)] == [
            "None shown", "None shown", "The model was 80% sure That s and s2 are one person (+2.0 bits)."
        ]  # fmt: skip
        assert "/people/s/links/" in links_of(page)

    def test_a_link_that_somebody_decided_says_so(self, ask: Ask) -> None:
        taken(*report("three", "2024-04-01", suspect="s2"))
        same = {"basis": "human", "reason": "Same."}
        taken(draft("identity.linked", same, ("person", "person:s"), ("other_person", "person:s2")))
        assert rows_of(ask(PAIR), self.CAPTION)[2][4] == "Because somebody decided it That s and s2 are one person."


@pytest.mark.demand("RCG-08")
@pytest.mark.usefixtures("course")
class TestTheWorklist:
    def test_it_lists_who_looks_like_stalking_and_is_not_recorded_so(self, ask: Ask) -> None:
        taken(*report("known", "2024-03-01", "2024-03-08", offence="stalking_2a", suspect="known"))
        [[pair, finding, why, counts]] = rows_of(ask(LIST), "Waiting")
        assert (pair, finding) == ("v and s", INDICATED)
        assert why == "Letters or gifts Told, or shown, that it is not wanted"
        assert counts.startswith("2 reports, 2 incidents")
        assert "Recorded as stalking 1 pair" in text_of(ask(LIST))
        assert DECIDE in links_of(ask(LIST))
        assert "1 pair waits" in text_of(ask("/"))

    def test_what_was_decided_leaves_it_until_something_new_is_recorded(self, ask: Ask) -> None:
        send(ask, DECIDE, decision="rejected", reason="One letter sent twice.")
        assert rows_of(ask(LIST), "Waiting") == []
        assert [row[0] for row in rows_of(ask(f"{LIST}?show=rejected"), "Not accepted")] == ["v and s"]
        taken(*report("three", "2024-04-01"))
        assert [row[0] for row in rows_of(ask(LIST), "Waiting")] == ["v and s"]

    def test_what_is_accepted_leaves_the_list_when_a_report_is_reclassified(self, ask: Ask) -> None:
        send(ask, DECIDE, decision="accepted", reason="Clear.")
        caption = "Accepted, not reclassified yet"
        assert [row[0] for row in rows_of(ask(f"{LIST}?show=accepted"), caption)] == ["v and s"]
        taken(draft("report.classified", {"offence": "stalking_2a", "stage": "specialist_review",
                                          "reason": "course_of_conduct_found"}, "report:one"))  # fmt: skip
        assert rows_of(ask(f"{LIST}?show=accepted"), caption) == []
        assert "Recorded as stalking 1 pair" in text_of(ask(LIST))

    @pytest.mark.demand("RCG-05", "REC-03")
    def test_what_was_held_to_be_stalking_before_has_signs(self, ask: Ask) -> None:
        assert rows_of(ask(SIGNS), "Signs, not yet indicated") == []
        taken(*report("was", "2024-03-01", offence="stalking_2a", suspect="was"))
        assert rows_of(ask(SIGNS), "Signs, not yet indicated") == []
        taken(draft("report.classified", {"offence": "harassment_2", "stage": "final",
                                          "reason": "evidence_does_not_support"}, "report:was"))  # fmt: skip
        [[pair, finding, why, _]] = rows_of(ask(SIGNS), "Signs, not yet indicated")
        assert (pair, finding) == ("v and was", "Not yet to be said: there are questions to ask")
        assert why.startswith("It was held to be stalking before")

    def test_a_pair_of_which_the_part_that_was_split_off_looks_like_stalking_has_signs(self, ask: Ask) -> None:
        both = incidents()
        taken(*report("three", "2024-05-01"))
        assert send(ask, PARTS, out=both, reason="Another matter.").status_code == 302
        assert rows_of(ask(LIST), "Waiting") == []
        [[pair, _, why, _]] = rows_of(ask(SIGNS), "Signs, not yet indicated")
        assert pair == "v and s"
        assert "What was taken out as a course apart looks like stalking" in why

    def test_only_leads_see_it_and_whom_it_shows_is_logged(self, ask: Ask) -> None:
        for role in Role:
            allowed = role in MAY[Permission.RECORD_TRIAGE][1]
            assert (ask(LIST, role=role.value).status_code == 200) == allowed, role
        log = AccessLog.objects.filter(action="recognition", refused=False).first()
        assert log is not None
        assert {"person:v", "person:s"} <= set(log.objects_named.values_list("object", flat=True))

    def test_a_wrong_address_says_what_would_be_right(self, ask: Ask) -> None:
        page = ask(f"{LIST}?show=all&page=0")
        assert page.status_code in (400, 404, 422)
        assert "is not on it" in text_of(page)
