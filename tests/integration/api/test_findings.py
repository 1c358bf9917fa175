"""What a course of conduct adds up to, over the API: the same as on the pages, from what the caller may see."""

from __future__ import annotations

import pytest

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.test_findings import report
from tests.matter import make_user
from unbroken.access.commands import declare_conflict
from unbroken.access.models import AccessLog
from unbroken.conduct.course.telling import WOULD_SETTLE
from unbroken.conduct.four import QUESTIONS
from unbroken.conduct.judging import course_between
from unbroken.conduct.recognition import RULES
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db, pytest.mark.demand("RCG-01", "RCG-02")]
PAIR, REPORT = "pairs/person:v/person:s/findings", "reports/report:one/findings"


@pytest.fixture(autouse=True)
def course(db: None) -> None:
    """Two reports of one letter each, the second after the suspect was told to stop."""
    taken(*report("one", "2024-03-01"), *report("two", "2024-03-06", told=["asked_to_stop"]))


def incidents():
    return [entry.id for entry in entries_about({"person:v"}) if entry.kind == "incident.recorded"]


@pytest.mark.parametrize("path", [PAIR, "pairs/person:s/person:v/findings", REPORT])
def test_the_finding_comes_with_its_rules_reasons_and_questions(caller, path):
    asking = caller()
    answer = asking.get(path)
    assert answer.status_code == 200
    (found,) = answer.json()["findings"]
    assert (found["victim"], found["suspect"], found["finding"]) == ("person:v", "person:s", "stalking_2A")
    assert sorted(found["reports"]) == ["report:one", "report:two"]
    rules = {one["rule"]: one for one in (*found["rules_met"], *found["rules_not_met"])}
    assert rules.keys() == {rule.name for rule in RULES}
    assert all(one["says"].endswith(".") and one["reference"] for one in rules.values())
    assert rules["persisted"]["reasons"] == [
        {"told": "told_to_stop", "entry": incidents()[1], "on": "2024-03-06", "says": "Asked the suspect to stop",
         "words": None}
    ]  # fmt: skip
    assert "What has been changed in everyday life because of it?" in found["questions"]
    assert {one["fact"]: one["finding"] for one in found["changing"]}["change_of_routine"] == "stalking_4A"
    assert {one["fact"] for one in found["changing"]} <= WOULD_SETTLE.keys()
    assert [(one["entry"], one["surely"]) for one in found["incidents"]] == [(one, "named") for one in incidents()]
    assert found["decision"] is None
    assert found["limbs"] == []
    taken(draft("impact.recorded", {"effects": ["moved_home"]}, "report:one", ("victim", "person:v")))
    (found,) = asking.get(path).json()["findings"]
    assert (found["finding"], [one["rule"] for one in found["limbs"]]) == ("stalking_4A", ["substantial_effect"])


def test_the_four_questions_are_answered_each_with_the_entries_it_rests_on(caller):
    (found,) = caller().get(PAIR).json()["findings"]
    answers = {one["question"]: one for one in found["four"]}
    assert tuple(answers) == QUESTIONS
    assert {name: one["answer"] for name, one in answers.items()} == {
        "fixated": "yes", "obsessive": "not_known", "unwanted": "yes", "repeated": "yes"
    }  # fmt: skip
    assert [one["entry"] for one in answers["repeated"]["reasons"]] == incidents()
    assert (answers["obsessive"]["rule"], answers["obsessive"]["reasons"]) == (None, [])
    assert found["prompt"] == "nothing_yet"


def test_it_is_what_the_page_judges_for_the_same_reader(caller):
    user = make_user("officer", username="reader")
    (found,) = caller("officer").get(PAIR).json()["findings"]
    course = course_between(user, "person:v", "person:s")
    assert course is not None
    assert found["finding"] == course.judged.finding
    assert [one["rule"] for one in found["rules_met"]] == [one.rule.name for one in course.judged.met]


def test_a_decision_stands_beside_it_until_something_new_is_recorded(caller):
    body = {"finding": "stalking_2A", "decision": "rejected", "reason": "One letter.", "incidents": 2, "reports": 2}
    taken(draft("finding.decided", body, ("victim", "person:v"), ("suspect", "person:s")))
    (found,) = caller().get(PAIR).json()["findings"]
    assert found["decision"]["reason"] == "One letter."
    assert (found["decision"]["decision"], found["decision"]["settled"]) == ("rejected", True)
    taken(*report("three", "2024-04-01"))
    (found,) = caller("supervisor").get(PAIR).json()["findings"]
    assert found["decision"]["settled"] is False


def test_a_report_that_names_nobody_as_suspect_is_judged_by_itself(caller):
    about = ("report:who", ("victim", "person:w"))
    acts = [draft("incident.recorded", {"behaviours": ["letters_gifts"], "told": ["blocked"]}, *about, happened=day)
            for day in ("2024-03-01", "2024-03-05")]  # fmt: skip
    taken(draft("report.made", MADE, *about), *acts)
    (found,) = caller().get("reports/report:who/findings").json()["findings"]
    assert (found["victim"], found["suspect"], found["finding"]) == ("person:w", None, "stalking_2A")


def test_it_is_judged_by_what_was_known(caller):
    (found,) = caller().get(PAIR, known_at="2024-03-02").json()["findings"] or [None]
    assert found is None or found["finding"] != "stalking_2A"
    assert caller("supervisor").get(PAIR, known_at="last week").status_code == 422


def test_what_was_split_off_is_judged_by_itself(caller):
    both = incidents()
    taken(*report("three", "2024-05-01"),
          draft("course.split", {"incidents": both, "reason": "Another matter."}, ("victim", "person:v"),
                ("suspect", "person:s")))  # fmt: skip
    (found,) = caller().get(PAIR).json()["findings"]
    (apart,) = found["apart"]
    assert (found["finding"], apart["finding"], apart["reason"]) == ("not_yet", "stalking_2A", "Another matter.")
    assert [one["entry"] for one in apart["incidents"]] == both


@pytest.mark.demand("LNK-01")
def test_an_incident_says_by_which_link_between_records_it_is_held(caller):
    taken(*report("three", "2024-04-01", suspect="s2"))
    link = {"basis": "model", "score": 0.8, "model_version": "3"}
    (made,) = taken(draft("identity.linked", link, ("person", "person:s"), ("other_person", "person:s2")))
    (found,) = caller().get(PAIR).json()["findings"]
    assert [one["weakest_link"] for one in found["incidents"]][:2] == [None, None]
    held = found["incidents"][2]["weakest_link"]
    assert (held["one"], held["other"], held["entry"]) == ("person:s", "person:s2", made.id)
    assert held["bits"] == pytest.approx(2.0)


@pytest.mark.demand("GOV-01")
class TestAccess:
    def test_what_a_restricted_report_tells_is_not_judged_for_those_who_may_not_open_it(self, caller):
        taken(draft("report.restricted", {"reason": "covert"}, ("report", "report:two")))
        officer = caller()
        (found,) = officer.get(PAIR).json()["findings"]
        assert (found["finding"], found["reports"]) == ("not_yet", ["report:one"])
        shut = officer.get("reports/report:two/findings")
        assert (shut.status_code, shut.json()["detail"]) == (
            403, "This report is restricted. Ask a supervisor or a specialist reviewer."
        )  # fmt: skip
        assert caller("supervisor").get("reports/report:two/findings").status_code == 200

    def test_somebody_named_only_in_a_restricted_report_is_refused_with_the_reason(self, caller):
        taken(*report("shut", "2024-05-01", suspect="z"))
        taken(draft("report.restricted", {"reason": "covert"}, ("report", "report:shut")))
        answer = caller().get("pairs/person:v/person:z/findings")
        assert answer.status_code == 403
        assert answer.json()["detail"].startswith("One of the two is named only in a restricted report.")

    @pytest.mark.parametrize("path", [PAIR, REPORT])
    def test_a_conflict_of_interest_looks_like_nothing_at_all(self, caller, path):
        officer = caller("supervisor")
        declare_conflict(officer.user, "person:s", why="Close.", by="standards")
        nothing = officer.get("pairs/person:nobody/person:else/findings")
        answer = officer.get(path)
        assert (answer.status_code, answer.content) == (404, nothing.content)
        assert AccessLog.objects.filter(refused=True).count() == 2

    @pytest.mark.parametrize("path", ["reports/report:none/findings", "pairs/person:v/person:nobody/findings"])
    def test_what_is_not_there_is_not_found(self, caller, path):
        assert caller().get(path).status_code == 404

    @pytest.mark.parametrize("role", ["analyst", "administrator"])
    def test_those_who_see_nobody_by_name_are_refused(self, caller, role):
        assert [caller(role).get(path).status_code for path in (PAIR,)] == [403]

    def test_one_person_under_two_names_is_no_pair(self, caller):
        answer = caller().get("pairs/person:v/person:v/findings")
        assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "other")

    @pytest.mark.parametrize("path", [PAIR, REPORT])
    def test_whom_it_shows_is_logged(self, caller, path):
        caller().get(path)
        row = AccessLog.objects.get()
        assert (row.category, row.refused) == ("consultation", False)
        assert row.action in ("api:pair_findings", "api:report_findings")
        named = set(row.objects_named.values_list("object", flat=True))
        assert named >= {"person:v", "person:s", "report:one", "report:two"}
