"""The files of instruments: those shipped keep to their sources, and a file that does not fit is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from unbroken.access.policy import SEES
from unbroken.access.roles import Role
from unbroken.record.kinds import REGISTER, Handling
from unbroken.safety.instruments.loading import FILES, BadInstrument, read_file, read_folder, shipped
from unbroken.vocabulary.orders import INSTRUMENTS

PLAIN = """
key = "local"
title = "Local"
version = "1"
mode = "asked"
wording = "paraphrase"
purpose = "A form."
roles = ["officer"]
grades = ["low", "high"]
sources = ["Somewhere"]
licence = { holder = "Us", terms = "Free." }
grading = { why = "No cut-off is published." }
[[sections]]
key = "all"
title = "All"
[[sections.items]]
key = "one"
text = "The first point"
[[sections.items]]
key = "two"
text = "The second point"
"""
# The original questions of these forms begin like this. None of ours may.
ORIGINAL_OPENINGS = ("has (", "is the victim", "does the ", "are you", "have you", "has the current", "do you")


def write(folder: Path, text: str, name: str = "local.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(BadInstrument) as bad:
        read_file(write(folder, text))
    return [str(fault) for fault in bad.value.faults]


@pytest.mark.demand("ASS-01", "ASS-02", "ASS-03", "ASS-05", "ASS-06", "ASS-07")
def test_what_is_shipped_has_the_structure_of_its_sources() -> None:
    items = {key: len(one.items) for key, one in shipped().items()}
    assert items == {
        "four": 4, "s_dash": 11, "sash": 17, "srp": 3, "dash_ric": 24, "rosh": 9,
        "ogrs3": 2, "ogrs4": 2, "ovp": 2, "ovp2": 2,
    }  # fmt: skip
    assert len(list(shipped()["sash"].asked({}))) == 14  # 13, and the question whether three more are asked
    assert len(list(shipped()["sash"].asked({"former_partner": "yes"}))) == 17


@pytest.mark.demand("ASS-01")
def test_only_dash_ric_has_a_count_that_shows_a_grade_by_itself() -> None:
    rules = {one.key: [(rule.grade, rule.at_least) for rule in one.grading.rules] for one in shipped().values()}
    assert {key: found for key, found in rules.items() if found} == {"dash_ric": [("high", 14)]}


@pytest.mark.demand("ASS-06", "ASS-07")
def test_scores_of_probation_are_recorded_and_say_that_they_are_no_measure_of_stalking() -> None:
    scores = [shipped()[key] for key in ("ogrs3", "ogrs4", "ovp", "ovp2")]
    assert {one.mode for one in scores} == {"recorded"}
    assert all("no measure of the risk of stalking" in (one.caution or "") for one in scores)


@pytest.mark.demand("ASS-04")
def test_what_a_clinician_judged_is_recorded_by_those_alone_who_may_read_it() -> None:
    judged = [one for one in shipped().values() if one.result == "judged"]
    assert [one.key for one in judged] == ["srp"]
    assert all(Handling.CLINICAL in SEES[Role(role)] for one in judged for role in one.roles)


@pytest.mark.parametrize("key", list(shipped()))
def test_every_shipped_file_names_what_exists(key: str) -> None:
    instrument = read_file(FILES / f"{key}.toml")
    assert instrument.title == INSTRUMENTS.label(key)
    assert set(instrument.roles) <= set(Role.values)
    assert {support.kind for item in instrument.items for support in item.support} <= {one.kind for one in REGISTER}


@pytest.mark.demand("ASS-02")
@pytest.mark.parametrize("key", list(shipped()))
def test_no_item_is_worded_as_the_question_of_an_original(key: str) -> None:
    for item in shipped()[key].items:
        assert not item.text.endswith("?")
        assert not item.text.lower().startswith(ORIGINAL_OPENINGS)


@pytest.mark.demand("ASS-02")
def test_sash_shows_numbers_and_nothing_of_what_is_asked() -> None:
    sash = shipped()["sash"]
    assert sash.wording == "number"
    numbered = [item for item in sash.items if item.counts]
    assert [item.text for item in numbered] == [f"Item {n} of the approved form" for n in range(1, 17)]
    assert all(item.help is None and not item.support for item in numbered)


def test_a_plain_file_can_be_read(tmp_path: Path) -> None:
    found = read_file(write(tmp_path, PLAIN))
    assert [item.key for item in found.items] == ["one", "two"]
    assert found.responses == ("yes", "no", "unknown", "refused", "not_asked")


@pytest.mark.parametrize(
    ("instead", "of", "said"),
    [
        ("", 'title = "Local"\n', "local.toml: title: is missing"),
        ('mode = "asked"\nscore = 3', 'mode = "asked"', "local.toml: score: is not a field"),
        (
            'key = "Two"',
            'key = "two"',
            "local.toml: item Two: key: String should match pattern '^[a-z][a-z0-9_]{0,39}$'",
        ),
        ('key = "one"', 'key = "two"', "local.toml: item one: key: is used twice"),
        ("", 'text = "The second point"', "local.toml: item two: text: is missing"),
        ("", 'key = "two"\n', "local.toml: item 2 of section 1: key: is missing"),
        ('key = "sash"', 'key = "local"', "local.toml: key: is 'sash' in a file called local.toml"),
        ('grades = ["grave"]', 'grades = ["low", "high"]', "local.toml: grades: 'grave' is not a risk grade"),
        (
            "roles = []",
            'roles = ["officer"]',
            "local.toml: roles: Tuple should have at least 1 item after validation, not 0",
        ),
        (
            'responses = ["yes", "no"]\nkey = "local"',
            'key = "local"',
            "local.toml: responses: lacks not_asked, refused: what was not answered is never a no",
        ),
        (
            'grading = { why = "A.", rules = [{ grade = "high", at_least = 3, source = "S" }] }',
            'grading = { why = "No cut-off is published." }',
            "local.toml: grading.rules.0.at_least: is 3, and only 2 items count",
        ),
        (
            'grading = { why = "A.", rules = [{ grade = "medium", at_least = 1, source = "S" }] }',
            'grading = { why = "No cut-off is published." }',
            "local.toml: grading.rules.0.grade: 'medium' is not one of its grades",
        ),
        (
            'key = "all"\nonly_if = "one"',
            'key = "all"',
            "local.toml: sections.0.only_if: 'one' is no item of an earlier section",
        ),
        (
            'key = "two"\nresponse = "percent"',
            'key = "two"',
            "local.toml: item two: response: 'percent' does not fit an instrument that is asked",
        ),
        (
            'key = "two"\nleads_to = "none"',
            'key = "two"',
            "local.toml: item two: leads_to: 'none' is not in the list of instruments",
        ),
        (
            'key = "two"\nsupport = [{ kind = "incident.told" }]',
            'key = "two"',
            "local.toml: item two: support.0.kind: 'incident.told' is not a kind of entry",
        ),
        (
            'key = "two"\nsupport = [{ kind = "incident.recorded", field = "weapons" }]',
            'key = "two"',
            "local.toml: item two: support.0.field: incident.recorded has no field 'weapons'",
        ),
        (
            'key = "two"\nsupport = [{ kind = "incident.recorded", field = "behaviours", any = ["calling"] }]',
            'key = "two"',
            "local.toml: item two: support.0.any: 'calling' is not in the list behaviours",
        ),
        (
            'key = "two"\nsupport = [{ kind = "person.described", field = "flags.flag", where = { "flags.x" = [] } }]',
            'key = "two"',
            "local.toml: item two: support.0.where.flags.x: person.described has no field 'flags.x'",
        ),
        (
            'key = "two"\nsupport = [{ kind = "incident.recorded", any = ["yes"] }]',
            'key = "two"',
            "local.toml: item two: support.0.field: is missing: of what are these the values?",
        ),
    ],
    ids=lambda text: text if text.startswith("local.toml") else "",
)
def test_what_does_not_fit_is_named_by_file_item_and_field(tmp_path: Path, instead: str, of: str, said: str) -> None:
    assert of in PLAIN
    assert faults_of(tmp_path, PLAIN.replace(of, instead, 1)) == [said]


def test_a_judged_result_is_recorded_and_has_levels(tmp_path: Path) -> None:
    asked = PLAIN.replace('mode = "asked"', 'mode = "asked"\nresult = "judged"')
    assert faults_of(tmp_path, asked) == ["local.toml: result: is for an instrument that is recorded"]
    text = asked.replace('mode = "asked"', 'mode = "recorded"').replace("point", 'point"\nresponse = "percent')
    said = "response: is a percentage, and what is judged has a level"
    assert faults_of(tmp_path, text) == [f"local.toml: item {key}: {said}" for key in ("one", "two")]


def test_a_recorded_result_has_grades_and_no_rule(tmp_path: Path) -> None:
    text = PLAIN.replace('mode = "asked"', 'mode = "recorded"').replace('grades = ["low", "high"]', "")
    text = text.replace(
        'why = "No cut-off is published."', 'why = "A.", rules = [{ grade = "high", at_least = 1, source = "S" }]'
    )
    text = text.replace("point", 'point"\nresponse = "percent')
    assert faults_of(tmp_path, text) == [
        "local.toml: grades: is missing: a result that is recorded has one",
        "local.toml: grading.rules.0: a recorded result is never computed",
        "local.toml: grading.rules.0.grade: 'high' is not one of its grades",
    ]


def test_what_is_no_toml_is_said_so(tmp_path: Path) -> None:
    [said] = faults_of(tmp_path, "key = ")
    assert said.startswith("local.toml: is not TOML: ")


def test_a_folder_names_what_is_wrong_in_every_file(tmp_path: Path) -> None:
    write(tmp_path, PLAIN.replace('title = "Local"', ""))
    write(tmp_path, PLAIN, "sash.toml")
    with pytest.raises(BadInstrument) as bad:
        read_folder(tmp_path)
    assert [fault.file for fault in bad.value.faults] == ["local.toml", "sash.toml"]
