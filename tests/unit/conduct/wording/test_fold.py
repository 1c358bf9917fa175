from __future__ import annotations

from dataclasses import replace

import pytest

from tests.entries import entry
from unbroken.conduct.wording.fold import Spot, Wording, fold_wording, read_spot, text_at, texts_of
from unbroken.record.entries import Entry

IGNORE = {"channel": "phone", "reported_by": "victim", "narrative": "Advised to ignore him."}


def made(narrative: str, **header: str) -> Entry:
    return entry("report.made", {**IGNORE, "narrative": narrative}, **header)


def look(of: Entry, *places: str, concern: str = "harmful_advice", recorded: str = "2024-04-01", **header) -> Entry:
    body = {"entry": of.id, "concern": concern, "places": list(places), "why": "Spoke with the team."}
    return entry("wording.reviewed", body, "report:r1", recorded=recorded, **header)


def fold(*entries: Entry) -> Wording:
    found = fold_wording("report:r1", entries)
    assert found is not None
    return found


def test_words_are_flagged_where_they_stand():
    first = made("Advised to ignore him.")
    state = fold(first)
    [flag] = state.flags
    assert (state.agency, flag.entry, flag.concern, flag.recorded_at) == (
        "northmoor", first.id, "harmful_advice", first.recorded_at,
    )  # fmt: skip
    assert [spot.text for spot in flag.spots] == ["narrative:0-17"]


def test_a_report_without_such_words_has_no_state():
    assert fold_wording("report:r1", [made("He rang.")]) is None
    assert fold_wording("report:r1", []) is None


def test_each_concern_of_each_entry_is_one_flag():
    both = made("Advised to ignore him. She is exaggerating. Advised to change her number.")
    incident = entry("incident.recorded", {"behaviours": ["theft"], "narrative": "She was told to block him."},
                     "report:r1", "person:v1")  # fmt: skip
    found = [(flag.entry, flag.concern, len(flag.spots)) for flag in fold(both, incident).flags]
    assert found == [(both.id, "doubt_or_blame", 1), (both.id, "harmful_advice", 2),
                     (incident.id, "harmful_advice", 1)]  # fmt: skip


def test_the_agency_is_the_one_that_took_the_report():
    told = entry("contact.made", {"about": ["general"], "note": "Police advised her to ignore him."}, "report:r1",
                 "person:v1", agency="helpline", happened="2024-01-01")  # fmt: skip
    assert fold(told, made("He rang.")).agency == "northmoor"
    assert fold(told).agency == "helpline"


def test_what_was_looked_at_is_held_with_the_latest_look():
    first = made("Advised to ignore him.")
    looks = [look(first, "narrative:0-17", recorded=day) for day in ("2024-05-01", "2024-04-01")]
    assert fold(first, *looks).flags[0].look == looks[0].id


@pytest.mark.parametrize(
    ("places", "concern"),
    [(["narrative:40-60"], "harmful_advice"), (["reason.0:0-17"], "harmful_advice"),
     (["narrative:0-17"], "doubt_or_blame")],
)  # fmt: skip
def test_a_look_at_other_words_is_no_look_at_these(places, concern):
    first = made("Advised to ignore him.")
    assert fold(first, look(first, *places, concern=concern)).flags[0].look == ""
    assert fold(first, look(made("Else"), "narrative:0-17")).flags[0].look == ""


def test_words_that_a_correction_brings_are_to_be_looked_at():
    first = made("Advised to ignore him.")
    seen = look(first, "narrative:0-17")
    corrected = replace(first, body={**IGNORE, "narrative": "Advised to ignore him. Told to block him."})
    assert fold(corrected, seen).flags[0].look == ""
    assert fold(corrected, seen, look(first, "narrative:23-40")).flags[0].look != ""


def test_an_entry_that_was_erased_leaves_nothing():
    assert fold_wording("report:r1", [replace(made("Advised to ignore him."), body=None)]) is None


def test_what_only_a_prosecution_names_is_no_words_of_the_report():
    note = entry("case.reviewed_jointly", {"action": "Advise her to ignore him."}, "prosecution:p1")
    assert fold_wording("report:r1", [note]) is None


def test_a_threat_is_nobody_s_advice_and_a_look_is_not_looked_at():
    threat = {"behaviours": ["threats_harm"], "threat_words": "I told you to ignore him.", "narrative": "He rang."}
    assert [path for path, _ in texts_of("incident.recorded", threat)] == ["narrative"]
    assert list(texts_of("wording.reviewed", {"why": "She was told to ignore him."})) == []


def test_texts_are_read_at_any_depth_and_only_of_ordinary_kinds():
    body = {"agencies_present": ["Police"], "actions": [{"what": "Advise to block", "who": "PC 1"}]}
    assert ("actions.0.what", "Advise to block") in list(texts_of("triage.discussed", body))
    assert list(texts_of("intervention.started", {"programme": "other", "needs": "Ignore"})) == []
    assert list(texts_of("gone.away", {"narrative": "Ignore"})) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [("narrative", "a"), ("actions.0.what", "b"), ("actions.1.what", ""), ("actions.what", ""), ("gone", ""),
     ("times", ""), ("narrative.0", "")],
)  # fmt: skip
def test_a_text_is_found_by_its_path_or_is_not_there(path, text):
    assert text_at({"narrative": "a", "actions": [{"what": "b"}], "times": 3}, path) == text


def test_a_spot_is_written_and_read():
    spot = Spot("actions.0.what", 3, 17)
    assert read_spot(spot.text) == spot
