from __future__ import annotations

import json

import pytest

from tests import matter
from tests.matter import REPORT, SUSPECT, VICTIM
from unbroken.access.commands import declare_conflict
from unbroken.access.models import AccessLog
from unbroken.api.shapes import MOST_BYTES, MOST_ENTRIES
from unbroken.record.queries import count, entry

pytestmark = pytest.mark.django_db


def report(ref="r-1", **changes):
    return {
        "kind": "report.made",
        "happened": "2026-03-03T14:15",
        "source": "case-system",
        "source_ref": ref,
        "subjects": [["report", f"report:{ref}"], ["victim", "person:new"]],
        "body": {"channel": "phone", "reported_by": "victim"},
        **changes,
    }


def fields(answer):
    return [problem["field"] for problem in answer.json()["problems"]]


@pytest.mark.demand("REC-01", "REC-11")
def test_an_entry_is_recorded_for_the_callers_agency(caller):
    answer = caller().post("entries", report())
    assert answer.status_code == 201
    said = answer.json()
    recorded = entry(said["id"])
    assert (recorded.agency, recorded.book, recorded.recorded_by) == ("northmoor", "northmoor", "officer-1")
    assert said == {"id": recorded.id, "book": "northmoor", "seq": 1, "digest": recorded.digest, "duplicate": False}


def test_the_same_message_again_is_the_same_entry(caller):
    officer = caller()
    first = officer.post("entries", report()).json()
    again = officer.post("entries", report())
    assert again.status_code == 200
    assert again.json() == {**first, "duplicate": True}
    assert count() == 1


def test_the_same_reference_with_other_content_is_a_conflict(caller):
    officer = caller()
    first = officer.post("entries", report()).json()
    answer = officer.post("entries", report(happened="2026-03-04"))
    assert answer.status_code == 409
    assert fields(answer) == ["source_ref"]
    assert first["id"] in answer.json()["problems"][0]["expected"]


def test_a_conflict_says_nothing_of_another_agencys_entry(caller):
    first = caller().post("entries", report()).json()
    for mode, batch in (("one", None), ("each", {"entries": [report()], "mode": "each"})):
        other = caller(agency="sussex", username=f"s-{mode}")
        answer = other.post("entries/batch", batch) if batch else other.post("entries", report())
        assert answer.status_code == (200 if batch else 409)
        assert first["id"] not in answer.content.decode()
        assert "another agency" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "report.maid"}, "kind"),
        ({"kind": "weather.changed"}, "kind"),
        ({"happened": "2199-01-01"}, "happened"),
        ({"happened": "soon"}, "happened"),
        ({"subjects": [["report", "report:new"]]}, "subjects.victim"),
        ({"body": {"channel": "pigeon", "reported_by": "victim"}}, "body.channel"),
        ({"body": {"channel": "phone"}}, "body.reported_by"),
        ({"body": {"channel": "phone", "reported_by": "victim", "chanel": 1}}, "body.chanel"),
        ({"source_ref": "a\x00b"}, "source_ref"),
        ({"recorded_at": "2020-01-01"}, "recorded_at"),
        ({"recorded_by": "somebody.else"}, "recorded_by"),
        ({"book": "cps"}, "book"),
        ({"source": None}, "source"),
        ({"body": []}, "body"),
        ({"subjects": [["victim"]]}, "subjects.0.1"),
        ({"corrects": "not-an-id"}, "corrects"),
    ],
)
def test_what_will_not_do_is_refused_by_its_field_and_nothing_is_recorded(caller, changes, field):
    answer = caller().post("entries", report(**changes))
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert field in fields(answer)
    assert count() == 0


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize(
    ("role", "kind"), [("advocate", "suspect.arrested"), ("officer", "sentence.passed"), ("health", "report.made")]
)
def test_a_caller_records_only_its_own_agencys_stages(caller, role, kind):
    answer = caller(role).post("entries", report(kind=kind))
    assert answer.status_code == 403
    assert answer.json()["detail"].endswith(f"may not record {kind}.")
    assert answer.json()["problems"][0]["index"] == 0
    assert count() == 0


@pytest.mark.demand("REC-11")
def test_a_caller_records_only_for_its_own_agency(caller):
    answer = caller().post("entries", report(agency="sussex"))
    assert answer.status_code == 403
    assert "not for sussex" in answer.json()["detail"]


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_those_who_record_nothing_may_not_append(caller, role):
    assert caller(role).post("entries", report()).status_code == 403


@pytest.mark.demand("REC-04")
def test_an_entry_can_be_corrected_and_withdrawn(caller):
    officer = caller()
    first = officer.post("entries", report()).json()["id"]
    body = {"why": "It was online.", "body": {"channel": "online", "reported_by": "victim"}}
    amendment = {"subjects": [], "body": body, "corrects": first}
    assert officer.post("entries", report("r-2", kind="entry.corrected", **amendment)).status_code == 201
    said = officer.get(f"entries/{first}").json()
    assert said["entry"]["body"]["channel"] == "phone"
    assert said["stands"]["body"]["channel"] == "online"
    gone = {"subjects": [], "body": {"why": "Made in error."}, "corrects": first}
    assert officer.post("entries", report("r-3", kind="entry.withdrawn", **gone)).status_code == 201
    assert officer.get(f"entries/{first}").json()["stands"] is None


def test_a_correction_of_nothing_is_refused(caller):
    amendment = {"kind": "entry.withdrawn", "subjects": [], "body": {"why": "x"}}
    answer = caller().post("entries", report(**amendment, corrects="00000000-0000-7000-8000-000000000000"))
    assert answer.status_code == 422
    assert fields(answer) == ["corrects"]


def test_a_name_that_no_database_takes_is_refused_like_any_other(caller):
    matter.record_matter()  # with a restricted report, so that the names are asked for
    odd = {"kind": "suspect.arrested", "body": {}}
    for subjects in ([["report", "report:\x00"], ["suspect", "person:x"]], [["report", "order:\x00"]]):
        assert caller(username=f"o{len(subjects)}").post("entries", report(**odd, subjects=subjects)).status_code == 422


def test_a_batch_goes_in_whole(caller):
    answer = caller().post("entries/batch", {"entries": [report("a"), report("b"), report("a")]})
    assert answer.status_code == 201
    said = answer.json()
    assert (said["recorded"], said["duplicates"], said["rejected"]) == (2, 1, 0)
    assert [result["status"] for result in said["results"]] == ["recorded", "recorded", "duplicate"]


def test_a_batch_with_one_bad_entry_goes_in_not_at_all(caller):
    answer = caller().post("entries/batch", {"entries": [report("a"), report("b", happened="2199")]})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["index"] == 1
    assert count() == 0


def test_a_batch_with_one_entry_that_is_not_allowed_goes_in_not_at_all(caller):
    answer = caller().post("entries/batch", {"entries": [report("a"), report("b", kind="sentence.passed")]})
    assert answer.status_code == 403
    assert answer.json()["problems"][0]["index"] == 1
    assert count() == 0


def test_each_entry_of_a_batch_can_have_its_own_answer(caller):
    officer = caller()
    officer.post("entries", report("old"))
    sent = [
        report("new"),
        report("old"),
        report("new"),
        report("bad", happened="2199"),
        report("old", happened="2020"),
        report("not-mine", kind="sentence.passed"),
        report("wrong", kind="report.maid"),
    ]
    answer = officer.post("entries/batch", {"entries": sent, "mode": "each"})
    said = answer.json()
    assert answer.status_code == 201
    statuses = ["recorded", "duplicate", "duplicate", "refused", "conflict", "forbidden", "refused"]
    assert [result["status"] for result in said["results"]] == statuses
    assert [result["index"] for result in said["results"]] == list(range(7))
    assert (said["recorded"], said["duplicates"], said["rejected"]) == (1, 2, 4)
    assert said["results"][3]["problems"][0]["field"] == "happened"
    assert count() == 2


def test_a_batch_of_which_nothing_is_new_says_so(caller):
    officer = caller()
    officer.post("entries", report("old"))
    assert officer.post("entries/batch", {"entries": [report("old")], "mode": "each"}).status_code == 200
    assert officer.post("entries/batch", {"entries": [report("old")]}).status_code == 200


def test_the_size_of_a_batch_is_limited(caller):
    officer = caller()
    assert officer.post("entries/batch", {"entries": [report()] * (MOST_ENTRIES + 1)}).status_code == 422
    assert officer.post("entries/batch", {"entries": []}).status_code == 422
    big = officer.post("entries", report(body={"narrative": "x" * MOST_BYTES}))
    assert big.status_code == 413
    assert count() == 0


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1, 2", "NaN", '{"kind": NaN}', '"\\ud800"', "\x00", "[" * 50000, '{"body":' * 100 + "1" + "}" * 100],
)
def test_what_is_not_json_is_said_to_be_so(caller, text):
    answer = caller().post("entries", text)
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("sent", ["[]", "1", '"text"', "null", "true"])
def test_json_of_another_shape_is_said_to_be_so(caller, sent):
    for path in ("entries", "entries/batch"):
        assert caller(username=f"o-{path[-1]}").post(path, sent).status_code == 422


@pytest.mark.demand("REC-11")
def test_recording_is_logged(caller):
    caller().post("entries", report())
    row = AccessLog.objects.get()
    assert (row.category, row.who, row.action) == ("collection", "officer-1", "api:append_entry")
    assert set(row.objects_named.values_list("object", flat=True)) == {"report:r-1", "person:new"}


def test_a_duplicate_collects_nothing(caller):
    officer = caller()
    officer.post("entries", report())
    officer.post("entries", report())
    officer.post("entries/batch", {"entries": [report()], "mode": "each"})
    assert AccessLog.objects.count() == 1


def test_a_conflict_of_interest_closes_a_matter_to_appending(caller):
    matter.record_matter()
    officer = caller()
    declare_conflict(officer.user, SUSPECT, why="Himself.", by="standards")
    before = count()
    arrest = report(kind="suspect.arrested", subjects=[["report", REPORT], ["suspect", SUSPECT]], body={})
    assert officer.post("entries", arrest).status_code == 403
    each = officer.post("entries/batch", {"entries": [arrest, report("x", subjects=[["report", "report:z"],
                        ["victim", VICTIM]])], "mode": "each"})  # fmt: skip
    assert [result["status"] for result in each.json()["results"]] == ["forbidden", "forbidden"]
    assert count() == before


def test_a_single_append_adds_few_queries_to_the_way_in(caller, django_assert_max_num_queries):
    officer = caller()
    officer.post("entries", report("warm"))
    with django_assert_max_num_queries(45) as asked:
        assert officer.post("entries", report("timed")).status_code == 201
    ours = [query["sql"] for query in asked.captured_queries if "access_" in query["sql"]]
    assert len(ours) <= 6, json.dumps(ours, indent=1)  # token, conflicts, restrictions' index; log and its objects


_ENTRY = "agency, body, corrects, happened, kind, source, source_ref, subjects"


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"kind": 7}, "kind", "a text (The kind of entry; for example report.made)"),
        ({"kind": None}, "kind", "a text (The kind of entry; for example report.made)"),
        ({"colour": "red"}, "colour", f"one of {_ENTRY}"),
        ({"source_ref": ""}, "source_ref", "a text of at least 1 character(s) (Its reference there. The same source "
                                           "and reference again is the same entry)"),
        ({"body": []}, "body", "an object: names and values (The fields of the kind: see /api/v1/kinds/{kind})"),
        ({"subjects": "her"}, "subjects", "a list (Who and what it is about. A correction takes over its target's)"),
    ],
)  # fmt: skip
def test_what_is_not_of_the_right_shape_is_told_what_would_be(caller, change, field, expected):
    [problem] = caller().post("entries", {**report(), **change}).json()["problems"]
    assert (problem["field"], problem["expected"]) == (field, expected)


def test_a_field_that_is_missing_is_told_what_it_is(caller):
    sent = report()
    del sent["kind"]
    [problem] = caller().post("entries", sent).json()["problems"]
    assert (problem["field"], problem["expected"]) == ("kind", "The kind of entry; for example report.made")


@pytest.mark.parametrize(
    ("sent", "index", "field", "expected"),
    [
        ({"entries": []}, None, "entries", "at least 1 item(s)"),
        ({"entries": [{}], "mode": "some"}, None, "mode", "'all' or 'each' (all: everything or nothing. each: what is "
                                                          "good goes in, and each entry has its answer)"),
        ({"entries": [1]}, 0, "", "an object: names and values, with kind, happened, source, source_ref, body"),
        ({"entries": [{"colour": 1}]}, 0, "colour", f"one of {_ENTRY}"),
        ({"entry": 1}, None, "entry", "one of entries, mode"),
        ([], None, "", "an object: names and values, with entries"),
    ],
    ids=str,
)  # fmt: skip
def test_so_is_a_batch(caller, sent, index, field, expected):
    problems = caller().post("entries/batch", sent).json()["problems"]
    assert {"index": index, "field": field, "expected": expected} in [
        {name: problem[name] for name in ("index", "field", "expected")} for problem in problems
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [({"limit": "many"}, "a whole number"), ({"limit": 0}, "1 or more"), ({"limit": 5000}, "1000 or less")],
)
def test_so_is_a_parameter(caller, query, expected):
    [problem] = caller().get("changes", **query).json()["problems"]
    assert (problem["field"], problem["expected"]) == ("limit", expected)


def test_every_problem_of_shape_says_what_would_be_right(caller):
    for sent in ("[]", "1", '"text"', "null", "true", "{}", '{"entries": [[]]}', '{"subjects": [[1]]}'):
        for path in ("entries", "entries/batch"):
            for problem in caller(username=f"o-{hash((sent, path))}").post(path, sent).json()["problems"]:
                assert problem["expected"], problem
