"""The eight published cases: what becomes an entry, and what must not."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.entries import refusals
from unbroken.exchange.demo import case_files
from unbroken.exchange.importing.case_tables import actions, case_tables
from unbroken.exchange.importing.cases import SOURCE, is_case, read_case
from unbroken.exchange.importing.places import Place, Rejected
from unbroken.record.book import stored_now
from unbroken.record.entries import Draft, Subject

pytestmark = pytest.mark.demand("REC-01")

# By case and report: the kinds that it gives, in their order (report.made stands first in each).
EXPECTED: dict[str, list[list[str]]] = {
    "devon-cornwall-2013-a": [
        ["person.described", "report.classified", "incident.recorded"],
        ["person.described", "relationship.stated", "report.classified", "incident.recorded", "risk.assessed"],
        ["incident.recorded", "risk.assessed", "contact.made"],
        ["incident.recorded", "verdict.returned", "sentence.passed"],
    ],
    "dorset-2020-a": [
        ["person.described", "person.described", "relationship.stated", "order.granted", "order.ended"],
        ["report.classified", "incident.recorded"],
        [
            "report.classified",
            "incident.recorded",
            "suspect.arrested",
            "suspect.interviewed",
            "charge.laid",
            "verdict.returned",
            "sentence.passed",
        ],
    ],
    "gloucestershire-2014-a": [
        ["person.described", "person.described", "relationship.stated", "report.classified", "incident.recorded"],
        ["report.classified", "delay.recorded"],
        ["person.described", "incident.recorded", "incident.recorded", "verdict.returned", "sentence.passed"],
    ],
    "leicestershire-2007-a": [
        ["person.described", "report.classified", "incident.recorded"],
        ["report.classified", "incident.recorded"],
        ["report.classified", "incident.recorded"],
        ["report.classified", "incident.recorded"],
    ],
    "met-2015-a": [
        ["person.described", "incident.recorded", "evidence.obtained"],
        [
            "person.described",
            "relationship.stated",
            "incident.recorded",
            "suspect.identified",
            "scheme.placed",
            "contact.made",
        ],
        ["incident.recorded"],
        ["report.classified", "incident.recorded", "suspect.arrested", "verdict.returned", "verdict.returned"],
    ],
    "scotland-2018-a": [
        ["person.described", "person.described", "relationship.stated", "report.classified", "incident.recorded"],
        ["report.classified", "incident.recorded", "contact.made"],
        ["incident.recorded"],
        ["incident.recorded", "contact.made"],
        ["incident.recorded"],
    ],
    "scotland-2018-b": [
        ["person.described", "person.described", "relationship.stated", "incident.recorded", "delay.recorded"],
        ["report.classified", "incident.recorded", "evidence.referenced"],
        ["person.described", "incident.recorded", "delay.recorded", "evidence.refused"],
    ],
    "sussex-2018-a": [
        ["person.described", "person.described", "relationship.stated"],
        ["report.classified", "domesticabuse.flagged", "risk.assessed", "investigation.closed"],
        ["report.classified", "incident.recorded", "investigation.closed", "report.linked"],
        [
            "report.classified",
            "domesticabuse.flagged",
            "report.allocated",
            "incident.recorded",
            "verdict.returned",
            "sentence.passed",
        ],
    ],
}


def case_file(name: str) -> Path:
    return next(path for path in case_files() if path.stem == name)


def drafts(name: str) -> list[Draft]:
    read = [item for _, item in read_case(case_file(name))]
    assert not [item for item in read if isinstance(item, Rejected)]
    return [item for item in read if isinstance(item, Draft)]


def draft(ref: str) -> Draft:
    """The draft with this source reference."""
    return next(each for each in drafts(ref.partition("/")[0]) if each.source_ref == ref)


def published(name: str) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads(case_file(name).read_bytes())
    return content


def changed(tmp_path: Path, **changes: Any) -> Path:
    """A copy of one case with some keys changed; a key of the first report is written `first__key`."""
    case = published("scotland-2018-b")
    for key, value in changes.items():
        (case["reports"][0] if key.startswith("first__") else case)[key.removeprefix("first__")] = value
    path = tmp_path / "case.json"
    path.write_bytes(orjson.dumps(case, option=orjson.OPT_INDENT_2))
    return path


def test_there_are_eight_cases_and_each_is_expected() -> None:
    assert [path.stem for path in case_files()] == sorted(EXPECTED)
    assert all(is_case(path) for path in case_files())


@pytest.mark.parametrize("name", EXPECTED)
def test_each_report_gives_exactly_these_kinds(name: str) -> None:
    by_report = defaultdict(list)
    for each in drafts(name):
        by_report[int(each.source_ref.split("/")[1])].append(each.kind)
    expected = {number: ["report.made", *kinds] for number, kinds in enumerate(EXPECTED[name], start=1)}
    assert dict(by_report) == expected


@pytest.mark.parametrize("name", EXPECTED)
def test_every_draft_holds_before_the_record(name: str) -> None:
    assert refusals(drafts(name), now=stored_now()) == {}


def test_every_entry_has_its_own_source_line() -> None:
    read = [each for name in EXPECTED for each in drafts(name)]
    assert {each.source for each in read} == {SOURCE}
    assert len({each.source_ref for each in read}) == len(read)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_first_entry_names_the_publication(name: str) -> None:
    case = published(name)
    noted = [each.body["source_note"] for each in drafts(name) if "source_note" in each.body]
    assert noted == [f"{case['source_title']}. {case['source_url']}"]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_that_came_out_later_or_was_judged_is_imported(name: str) -> None:
    case = published(name)
    kept_out = [
        *case["learned_only_later"],
        *case["prior_information_not_in_reports"],
        *[report["on_file_context"] for report in case["reports"] if report["on_file_context"]],
        case["police_recognition_note"],
        *([case["label_note"]] if case["label_note"] else []),
    ]
    written = " ".join(orjson.dumps(each.body).decode() for each in drafts(name))
    assert [text for text in kept_out if orjson.dumps(text).decode().strip('"') in written] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_every_action_rests_on_published_words(name: str) -> None:
    case = published(name)
    listed = actions().get(name, ())
    for action in listed:
        report = case["reports"][action.report - 1]
        said = [report["police_action"], report["police_classification"], report["facts"]]
        said += [case["outcome"], case["offence_eventually"], case["police_recognition_note"]]
        assert [text for text in said if text and action.quote in text], action
    assert len({(action.report, action.ref) for action in listed}) == len(listed)


def test_no_action_is_for_a_case_that_is_not_there() -> None:
    assert set(actions()) <= set(EXPECTED)


def test_a_report_is_made_as_it_was_published() -> None:
    made = draft("sussex-2018-a/3/made")
    report = published("sussex-2018-a")["reports"][2]
    assert made.subjects == (
        Subject("report", "report:sussex-2018-a-3"),
        Subject("victim", "person:sussex-2018-a-v"),
        Subject("suspect", "person:sussex-2018-a-s"),
    )
    assert made.body == {
        "channel": "phone",
        "reported_by": "victim",
        "force": "sussex",
        "narrative": report["facts"],
        "response": report["police_action"],
    }
    assert (made.happened, made.recorded_at, made.agency) == ("2018-03-08", "2018-03-08T23:59:59.999999Z", "sussex")


def test_a_suspect_nobody_named_or_saw_is_not_handed_over() -> None:
    assert [subject.role for subject in draft("devon-cornwall-2013-a/1/incident").subjects] == ["report", "victim"]
    assert [subject.role for subject in draft("met-2015-a/3/made").subjects] == ["report", "victim"]


def test_a_group_is_no_suspect() -> None:
    roles = {subject.role for each in drafts("leicestershire-2007-a") for subject in each.subjects}
    assert roles == {"report", "victim", "person"}


def test_nobody_has_a_name_but_the_letter_of_the_case() -> None:
    names = {
        name["text"]
        for case in EXPECTED
        for each in drafts(case)
        if each.kind == "person.described"
        for name in each.body["names"]
    }
    assert names == {"V", "S", "W1"}


def test_a_third_person_who_reports_is_a_witness() -> None:
    made = draft("gloucestershire-2014-a/3/made")
    assert made.body["reported_by"] == "colleague"
    assert Subject("witness", "person:gloucestershire-2014-a-w1") in made.subjects
    assert draft("gloucestershire-2014-a/3/person-w1").body["role_here"] == "witness"


@pytest.mark.parametrize(
    ("ref", "happened", "recorded_at", "why"),
    [
        ("met-2015-a/1/made", "2009", "2009-12-31T23:59:59.999999Z", "a year"),
        ("met-2015-a/2/made", "2009/2015", "2015-10-31T23:59:59.999999Z", "an interval, known before report 3"),
        ("met-2015-a/3/made", "2015-10", "2015-10-31T23:59:59.999999Z", "a month"),
        ("dorset-2020-a/2/made", "2020-04", "2020-04-30T22:59:59.999999Z", "approximate: known to the month"),
        ("dorset-2020-a/3/made", "2020-05-01", "2020-05-01T22:59:59.999999Z", "a day, in summer time"),
        ("sussex-2018-a/4/sentence", "2018-03-16/2019", "2019-12-31T23:59:59.999999Z", "no date published"),
    ],
)
def test_a_date_is_as_wide_as_the_source_knows_it(ref: str, happened: str, recorded_at: str, why: str) -> None:
    assert (draft(ref).happened, draft(ref).recorded_at) == (happened, recorded_at), why


def test_a_file_that_was_only_said_to_be_closed_has_no_outcome() -> None:
    closed = draft("sussex-2018-a/2/closed")
    assert (closed.happened, closed.body) == ("2018-03-01/2018-03-08", {"explanation": "file closed."})


def test_published_words_stand_beside_the_class() -> None:
    assert draft("sussex-2018-a/2/classified").body == {
        "offence": "harassment_unspecified",
        "stage": "initial",
        "decided_by": "police",
        "explanation": "As published: Harassment (crime record), domestic",
    }


def test_a_view_that_is_no_class_is_kept_as_what_was_done() -> None:
    response = draft("met-2015-a/3/made").body["response"]
    assert response == "Thought to be a drunk at the wrong house. No link made to earlier reports."


@pytest.mark.demand("REC-03")
def test_harassment_by_a_former_partner_after_the_rule_carries_why(tmp_path: Path) -> None:
    changes = {
        "relationship": "Ex-partner (reporter is male)",
        "first__police_classification": "Harassment, domestic",
        "first__date": "2021-03-01",
    }
    read = {item.source_ref: item for _, item in read_case(changed(tmp_path, **changes)) if isinstance(item, Draft)}
    assert read["scotland-2018-b/1/classified"].body["override_reason"] == "As published: Harassment, domestic"


def test_the_killing_is_the_last_incident_and_the_sentence_the_end() -> None:
    assert draft("sussex-2018-a/4/killing").body == {
        "behaviours": ["physical_violence"],
        "weapon": "yes",
        "third_parties": "V's mother",
        "narrative": "S shot dead V and her mother on 16 March 2018",
    }
    sentence = draft("sussex-2018-a/4/sentence")
    assert sentence.body["components"] == [{"type": "life", "note": "life sentence, minimum 38 years"}]
    assert sentence.agency == "hmcts"


def test_what_another_body_was_told_is_its_own() -> None:
    assert draft("leicestershire-2007-a/2/made").agency == "council"
    assert "force" not in draft("leicestershire-2007-a/2/made").body
    assert "decided_by" not in draft("leicestershire-2007-a/2/classified").body


def test_reading_twice_gives_the_same_drafts() -> None:
    assert [drafts(name) for name in EXPECTED] == [drafts(name) for name in EXPECTED]


def test_a_place_is_the_line_of_the_report() -> None:
    path = case_file("sussex-2018-a")
    lines = path.read_text(encoding="utf-8").splitlines()
    places = dict.fromkeys(place for place, _ in read_case(path))
    assert [lines[place.line - 1].strip() for place in places] == ['"n": 1,', '"n": 2,', '"n": 3,', '"n": 4,']


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"force": "Northmoor"}, "force", "'Northmoor' has no meaning here yet"),
        ({"relationship": "Cousin"}, "relationship", "'Cousin' has no meaning here yet"),
        ({"first__reported_by": "W9"}, "reported_by", "'W9' has no meaning here yet"),
        ({"first__police_classification": "Nuisance"}, "police_classification", "'Nuisance' has no meaning here yet"),
        ({"first__date": "in spring"}, "date", "'in spring' is not a time"),
    ],
)
def test_words_without_a_meaning_reject_the_report(
    tmp_path: Path, changes: dict[str, Any], field: str, message: str
) -> None:
    _, first = next(iter(read_case(changed(tmp_path, **changes))))
    assert isinstance(first, Rejected)
    (problem,) = first.problems
    assert problem.field == field
    assert problem.message.startswith(message)
    assert problem.expected


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"{", "file"),
        (b'{"id": "x"}', "force"),
        (orjson.dumps(published("scotland-2018-b") | {"reprots": []}), "reprots"),
    ],
)
def test_a_file_of_another_shape_is_rejected_naming_the_key(tmp_path: Path, content: bytes, field: str) -> None:
    path = tmp_path / "case.json"
    path.write_bytes(content)
    ((place, read),) = read_case(path)
    assert place == Place("case.json", 1)
    assert isinstance(read, Rejected)
    assert field in [problem.field for problem in read.problems]


def test_every_word_of_the_tables_is_used_by_a_case() -> None:
    """A table row that no case needs is a guess about a case nobody has read."""
    cases = [published(name) for name in EXPECTED]
    reports = [report for case in cases for report in case["reports"]]
    tables = case_tables()
    assert set(tables.forces) == {case["force"] for case in cases}
    assert set(tables.relationships) == {case["relationship"] for case in cases}
    assert set(tables.reporters) == {report["reported_by"] for report in reports}
    assert set(tables.agencies) == {report["reported_to"] for report in reports} - {"police"}
    assert set(tables.classifications) == {report["police_classification"] for report in reports} - {None}
