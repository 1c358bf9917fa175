from __future__ import annotations

import pytest

from tests import matter
from tests.entries import draft
from tests.matter import OTHER_VICTIM, REPORT, RESTRICTED, SUSPECT, VICTIM
from unbroken import flow
from unbroken.access.commands import declare_conflict
from unbroken.access.models import AccessLog
from unbroken.access.policy import MAY, OWN_MATTERS, SEES, UNTOLD, Permission
from unbroken.access.roles import Role
from unbroken.api.cursor import read_cursor, write_cursor
from unbroken.record.kinds import REGISTER
from unbroken.record.queries import heads, stream

pytestmark = pytest.mark.django_db
WORKING = [role for role in Role if role in MAY[Permission.API_READ][1]]


@pytest.fixture
def recorded():
    return matter.record_matter()


def marks_in(answer):
    return {mark for mark in matter.MARKS if mark in answer.content.decode()}


def follow(caller, *, limit, after=""):
    """Every page of the feed from a cursor, and the last cursor."""
    pages = []
    while True:
        page = caller.get("changes", after=after, limit=limit).json()
        pages.append(page)
        after = page["next"]
        if not page["more"]:
            return pages, after


@pytest.mark.demand("REC-11")
def test_a_journey_is_read_in_the_order_in_which_it_happened(caller, recorded):
    said = caller().get(f"journeys/{VICTIM}").json()
    assert said["person"] == VICTIM
    starts = [entry["happened"]["start"] for entry in said["entries"]]
    assert starts == sorted(starts)
    made = next(entry for entry in said["entries"] if entry["id"] == recorded["made"].id)
    assert (made["kind"], made["title"], made["lane"], made["handling"]) == (
        "report.made",
        "Report made",
        "police",
        "ordinary",
    )
    assert ["victim", VICTIM] in made["subjects"]


@pytest.mark.demand("REC-11", "REC-15", "GOV-04")
@pytest.mark.parametrize("role", WORKING)
@pytest.mark.parametrize("path", [f"journeys/{VICTIM}", f"reports/{REPORT}", f"reports/{RESTRICTED}"])
def test_no_answer_holds_what_the_role_may_not_see(caller, recorded, role, path):
    answer = caller(role).get(path)
    assert answer.status_code == 200
    assert marks_in(answer) <= matter.marks_for(role)
    if path.startswith("journeys"):
        assert marks_in(answer) == matter.marks_for(role)


@pytest.mark.parametrize("role", WORKING)
def test_no_entry_is_shown_by_itself_to_those_who_may_not_see_it(caller, recorded, role):
    reader = caller(role)
    for entry in recorded.values():
        answer = reader.get(f"entries/{entry.id}")
        is_untold = REGISTER[entry.kind].handling in UNTOLD - SEES[role]
        assert answer.status_code in ({200, 403, 404} if role in OWN_MATTERS or is_untold else {200, 403})
        assert marks_in(answer) <= matter.marks_for(role) | {matter.OTHER}


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_those_who_see_nobody_by_name_read_nothing(caller, recorded, role):
    reader = caller(role)
    for path in (f"journeys/{VICTIM}", f"reports/{REPORT}", f"entries/{recorded['made'].id}", "changes"):
        answer = reader.get(path)
        assert answer.status_code == 403
        assert marks_in(answer) == set()


def test_what_is_withheld_is_counted(caller, recorded):
    said = caller().get(f"journeys/{VICTIM}").json()
    assert said["withheld"] == [
        {"handling": "advocate", "count": 1},
        {"handling": "clinical", "count": 1},
    ]
    assert said["masked"] == [{"handling": "clinical", "count": 1}]
    assert said["restricted_reports"] == 1


def test_a_refusal_says_who_holds_what_is_not_shown(caller, recorded):
    officer = caller()
    clinical = officer.get(f"entries/{recorded['clinical'].id}").json()
    assert clinical["detail"] == "This is held by health and not shown to your role, officer."
    shut = officer.get(f"entries/{recorded['shut'].id}").json()
    assert shut["detail"] == "Your role, officer, may not open a restricted report."
    assert AccessLog.objects.filter(refused=True).count() == 2


def test_a_correction_shows_what_it_corrects(caller, recorded):
    said = caller("health").get(f"entries/{recorded['clinical-2'].id}").json()
    assert said["entry"]["corrects"] == recorded["clinical"].id
    assert [entry["id"] for entry in said["amends"]] == [recorded["clinical"].id]
    assert said["entry"]["handling"] == "clinical"
    target = caller("health", username="h2").get(f"entries/{recorded['clinical'].id}").json()
    assert target["stands"]["body"]["needs"].endswith("again")
    assert [entry["id"] for entry in target["amendments"]] == [recorded["clinical-2"].id]
    assert target["stands"]["amended_by"] == [recorded["clinical-2"].id]


@pytest.mark.demand("REC-11")
def test_a_journey_can_be_read_as_it_was_known(caller, recorded):
    officer = caller("health")
    then = officer.get(f"journeys/{VICTIM}", known_at=recorded["clinical"].recorded_at).json()
    assert all("again" not in str(entry["body"]) for entry in then["entries"])
    assert then["known_at"] == recorded["clinical"].recorded_at
    assert officer.get(f"journeys/{VICTIM}", known_at="1999").json()["entries"] == []
    wrong = officer.get(f"journeys/{VICTIM}", known_at="last week")
    assert (wrong.status_code, wrong.json()["problems"][0]["field"]) == (422, "known_at")


@pytest.mark.parametrize(
    "path",
    [
        "journeys/person:nobody",
        "reports/report:none",
        "entries/00000000-0000-7000-8000-000000000000",
        "kinds/weather.changed",
        "nothing/here",
        "",
    ],
)
def test_what_is_not_there_is_not_found(caller, path):
    answer = caller().get(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["journeys/report:r1", "journeys/x", "reports/person:p", "entries/1", "journeys/person:a%00"]
)
def test_a_name_of_the_wrong_shape_is_said_to_be_so(caller, path):
    assert caller().get(path).status_code == 422


@pytest.mark.parametrize("person", [VICTIM, SUSPECT])
def test_a_conflict_of_interest_looks_like_nothing_at_all(caller, recorded, person):
    officer = caller("supervisor")
    declare_conflict(officer.user, person, why="Close.", by="standards")
    nothing = officer.get("journeys/person:nobody").content
    paths = [f"journeys/{VICTIM}", f"reports/{REPORT}", f"reports/{RESTRICTED}", f"entries/{recorded['made'].id}"]
    for path in paths:
        answer = officer.get(path)
        assert (answer.status_code, answer.content) == (404, nothing)
    pages, _ = follow(officer, limit=1000)
    text = str(pages)
    assert {mark for mark in matter.MARKS if mark in text} <= ({matter.OTHER} if person == VICTIM else set())
    assert VICTIM not in text
    assert pages[0]["withheld"] == []
    assert pages[0]["restricted_reports"] == 0
    assert AccessLog.objects.filter(refused=True).count() == len(paths) + 1


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_the_feed_misses_nothing_and_repeats_nothing(caller, recorded, limit):
    follower = caller("specialist_reviewer")
    pages, cursor = follow(follower, limit=limit)
    found = [entry["id"] for page in pages for entry in page["entries"]]
    held = [
        entry.id for book in heads() for entry in stream(book) if entry.source_ref not in {"plan", "sampled", "drawn"}
    ]
    assert sorted(found) == sorted(held)
    new = [draft("report.allocated", {}, REPORT), draft("report.allocated", {}, REPORT, agency="aaa")]
    later = [item.entry.id for item in flow.take_in(new, by="tests").recorded]
    pages, _ = follow(follower, limit=limit, after=cursor)
    assert sorted(entry["id"] for page in pages for entry in page["entries"]) == sorted(later)


@pytest.mark.parametrize("role", WORKING)
def test_the_feed_holds_what_the_role_may_see(caller, recorded, role):
    pages, _ = follow(caller(role), limit=1000)
    assert {mark for mark in matter.MARKS if mark in str(pages)} <= matter.marks_for(role) | {matter.OTHER}


def test_others_follow_only_their_own_agency(caller, recorded):
    pages, _ = follow(caller("health"), limit=1000)
    assert {entry["agency"] for page in pages for entry in page["entries"]} == {"nhs"}


def test_a_page_of_what_is_not_shown_still_moves_on(caller, recorded):
    pages, _ = follow(caller(), limit=1)
    assert any(not page["entries"] and page["more"] for page in pages)
    assert sum(page["restricted_reports"] for page in pages) > 0


@pytest.mark.parametrize(
    "after", ["x", "####", "e30=e30=", "bnVsbA", "WzFd", write_cursor({"met": -1}), "eyJhIjoidCJ9", "A" * 8001]
)
def test_what_is_no_cursor_is_refused(caller, after):
    assert caller().get("changes", after=after).status_code == 422


def test_a_cursor_reads_back():
    assert read_cursor(write_cursor({"met": 3, "cps": 0})) == {"cps": 0, "met": 3}
    assert read_cursor("") == {}


def test_a_mistyped_parameter_is_refused_and_not_passed_over(caller, recorded):
    answer = caller().get(f"journeys/{VICTIM}", know_at="2020")
    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        {"index": None, "field": "know_at", "message": "is not a parameter of this address",
         "expected": "did you mean known_at?"}
    ]  # fmt: skip


@pytest.mark.parametrize("limit", ["0", "1001", "many"])
def test_a_page_has_a_limit(caller, limit):
    assert caller().get("changes", limit=limit).status_code == 422


def test_kinds_say_what_may_be_recorded_and_by_whom(caller):
    said = {kind["kind"]: kind for kind in caller("advocate").get("kinds").json()}
    assert said["support.started"]["may_record"]
    assert not said["suspect.arrested"]["may_record"]
    assert said["suspect.arrested"]["subjects"][0] == {
        "role": "report",
        "type": "report",
        "at_least": 1,
        "at_most": None,
    }


def test_a_kind_says_its_fields_and_codes(caller):
    said = caller("analyst").get("kinds/person.described").json()
    assert said["body"]["properties"]["role_here"]["description"]
    lists = {codes["name"]: codes for codes in said["code_lists"]}
    assert lists["identifier_types"]["fields"] == ["identifiers.type"]
    assert lists["ethnicity_self"]["codes"][0]["label"]
    assert all(code["label"] for codes in lists.values() for code in codes["codes"])


@pytest.mark.demand("REC-11")
def test_reading_is_logged_with_the_objects_that_were_shown(caller, recorded):
    caller().get(f"journeys/{OTHER_VICTIM}")
    row = AccessLog.objects.get()
    assert (row.category, row.who, row.action) == ("consultation", "officer-1", "api:journey")
    named = set(row.objects_named.values_list("object", flat=True))
    assert named == {OTHER_VICTIM, matter.OTHER_REPORT, SUSPECT}


def test_a_journey_costs_the_same_queries_however_long(caller, recorded, django_assert_num_queries):
    officer = caller()
    officer.get(f"journeys/{VICTIM}")
    with django_assert_num_queries(17):
        officer.get(f"journeys/{VICTIM}")
    flow.take_in([draft("report.allocated", {}, REPORT) for _ in range(200)], by="tests")
    with django_assert_num_queries(17):
        assert len(officer.get(f"journeys/{VICTIM}").json()["entries"]) > 200
