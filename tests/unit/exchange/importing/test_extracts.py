"""Extracts of two differently shaped systems, through the shipped mappings."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.entries import refusals
from tests.unit.exchange.importing.tables import (
    ARREST,
    CONNECT,
    CRIME,
    EVENT,
    OCCURRENCE,
    SUSPECT,
    VICTIM,
    WITHDREW,
    write_connect,
    write_csv,
    write_parquet,
    write_xlsx,
)
from unbroken.exchange.importing import load_mapping
from unbroken.exchange.importing.extracts import read_extract
from unbroken.exchange.importing.mapping import Mapping
from unbroken.exchange.importing.places import Meter, Place, Rejected, SourceError
from unbroken.record.book import stored_now
from unbroken.record.entries import Draft, Subject

pytestmark = [pytest.mark.demand("REC-01"), pytest.mark.demand("REC-02")]

CRIME_DRAFTS = {
    "made": "report.made",
    "classified/initial": "report.classified",
    "classified/12/03/2024": "report.classified",
    "victim": "person.described",
    "suspect": "person.described",
    "relationship": "relationship.stated",
    "incident": "incident.recorded",
    "officer": "report.allocated",
    "arrested": "suspect.arrested",
    "interviewed": "suspect.interviewed",
    "withdrew": "victim.withdrew",
    "closed/15/04/2024": "investigation.closed",
    "linked/3400100/24": "report.linked",
    "linked/3400101/24": "report.linked",
}


@pytest.fixture(scope="module")
def cris() -> Mapping:
    return load_mapping("cris_like")


@pytest.fixture(scope="module")
def connect() -> Mapping:
    return load_mapping("connect_like")


def read(paths: Sequence[Path], mapping: Mapping, **options: Any) -> list[Draft | Rejected]:
    return [item for _, item in read_extract(paths, mapping, **options)]


def by_ref(items: Sequence[Draft | Rejected]) -> dict[str, Draft]:
    assert not [item for item in items if isinstance(item, Rejected)]
    return {item.source_ref: item for item in items if isinstance(item, Draft)}


def crime(tmp_path: Path, cris: Mapping, **changes: str) -> dict[str, Draft]:
    """The drafts of one crime row with some cells changed, by their reference within the report."""
    path = write_csv(tmp_path / "cris.csv", [CRIME | changes])
    return {ref.removeprefix("3400123/24/"): draft for ref, draft in by_ref(read([path], cris)).items()}


def test_one_row_gives_every_entry_it_holds(tmp_path: Path, cris: Mapping) -> None:
    drafts = crime(tmp_path, cris)
    assert {ref: draft.kind for ref, draft in drafts.items()} == CRIME_DRAFTS
    assert {draft.source for draft in drafts.values()} == {"northmoor-cris"}
    assert {draft.agency for draft in drafts.values()} == {"northmoor"}


def test_every_entry_of_both_shapes_holds_before_the_record(tmp_path: Path, cris: Mapping, connect: Mapping) -> None:
    first = read([write_csv(tmp_path / "cris.csv", [CRIME])], cris)
    second = read(write_connect(tmp_path, CONNECT), connect)
    drafts = [*by_ref(first).values(), *by_ref(second).values()]
    assert len(drafts) == 27
    assert refusals(drafts, now=stored_now()) == {}


def test_the_report_keeps_its_own_reference(tmp_path: Path, cris: Mapping) -> None:
    made = crime(tmp_path, cris)["made"]
    assert made.body == {
        "channel": "phone",
        "reported_by": "victim",
        "reference": "3400123/24",
        "area": "Castle",
        "narrative": "He waits outside her work; she asked him to stop.",
        "domestic_flag": "yes",
        "hate_flag": "no",
    }
    assert made.subjects == (
        Subject("report", "report:northmoor-3400123-24"),
        Subject("victim", "person:northmoor-3400123-24-v1"),
        Subject("suspect", "person:northmoor-3400123-24-s1"),
    )
    assert (made.happened, made.recorded_at) == ("2024-03-08T14:15:00", "2024-03-08T15:40:00.000000Z")


def test_a_victim_is_described_as_the_row_has_it(tmp_path: Path, cris: Mapping) -> None:
    assert crime(tmp_path, cris)["victim"].body == {
        "role_here": "victim",
        "names": [{"kind": "legal", "given": "Tamsin", "family": "O'Hara-Lindqvist"}],
        "date_of_birth": "1991-09-30",
        "sex": "female",
        "ethnicity_self": "white_british",
        "identifiers": [
            {"type": "agency_number", "value": "NM0001234"},
            {"type": "phone", "value": "07700 900123"},
            {"type": "phone", "value": "+447700900124"},
            {"type": "address", "value": "4 Quarry Steps"},
            {"type": "postcode", "value": "NM4 2ZZ"},
        ],
        "flags": [{"flag": "vulnerable", "answer": "yes"}],
    }


def test_a_suspect_is_described_as_the_row_has_it(tmp_path: Path, cris: Mapping) -> None:
    assert crime(tmp_path, cris)["suspect"].body == {
        "role_here": "suspect",
        "names": [
            {"kind": "legal", "given": "Gareth", "family": "Pellow"},
            {"kind": "alias", "text": "Gaz"},
        ],
        "age": 38,
        "sex": "male",
        "ethnicity_officer": "white_north_european",
        "identifiers": [
            {"type": "agency_number", "value": "NM0009876"},
            {"type": "pnc_id", "value": "24/1234567Q"},
            {"type": "email", "value": "gaz@example.test"},
            {"type": "social_handle", "platform": "instagram", "value": "gaz.p"},
            {"type": "social_handle", "platform": "whatsapp", "value": "gaz"},
            {"type": "vehicle", "value": "NM12 ABC"},
        ],
    }


def test_an_incident_spans_its_dates_and_was_known_by_the_report(tmp_path: Path, cris: Mapping) -> None:
    incident = crime(tmp_path, cris)["incident"]
    assert incident.happened == "2024-02-01/2024-03-07"
    assert incident.recorded_at == "2024-03-08T15:40:00.000000Z"
    assert incident.body == {
        "behaviours": ["calls_texts", "attends_work"],
        "places": ["work_school", "public"],
        "times": 6,
    }


def test_the_override_stands_only_beside_harassment(tmp_path: Path, cris: Mapping) -> None:
    drafts = crime(tmp_path, cris)
    assert "override_reason" in drafts["classified/initial"].body
    assert drafts["classified/12/03/2024"].body == {
        "offence": "stalking_2a",
        "stage": "crime_recording",
        "decided_by": "police",
        "reason": "unknown",
    }


def test_a_day_is_known_by_its_end(tmp_path: Path, cris: Mapping) -> None:
    arrested = crime(tmp_path, cris)["arrested"]
    assert (arrested.happened, arrested.recorded_at) == ("2024-03-20", "2024-03-20T23:59:59.999999Z")


def test_what_a_row_does_not_hold_is_no_entry(tmp_path: Path, cris: Mapping) -> None:
    kept = {"CRIME_REF", "REPORTED_DT", "HOW_REPORTED", "INFORMANT", "INITIAL_CLASS"}
    empty = dict.fromkeys(CRIME.keys() - kept, "")
    drafts = crime(tmp_path, cris, **empty)
    assert list(drafts) == ["made", "classified/initial"]
    assert [subject.role for subject in drafts["made"].subjects] == ["report", "victim"]
    assert drafts["made"].recorded_at == ""


def test_a_second_suspect_is_another_person(tmp_path: Path, cris: Mapping) -> None:
    drafts = crime(tmp_path, cris, SUS2_SURNAME="VANCE", SUS2_FORENAMES="Ilse")
    assert drafts["suspect-2"].body["names"] == [{"kind": "legal", "given": "Ilse", "family": "Vance"}]
    assert [subject.object for subject in drafts["incident"].subjects if subject.role == "suspect"] == [
        "person:northmoor-3400123-24-s1",
        "person:northmoor-3400123-24-s2",
    ]


@pytest.mark.parametrize(
    ("changes", "field", "message", "expected"),
    [
        ({"REPORTED_DT": "31/02/2024"}, "REPORTED_DT", "'31/02/2024' is not a date or time", "written as %d/%m/%Y"),
        ({"REPORTED_DT": "2024-03-08"}, "REPORTED_DT", "'2024-03-08' is not a date or time", "written as %d/%m/%Y"),
        ({"INITIAL_CLASS": "S9Z"}, "INITIAL_CLASS", "'S9Z' is not in the code table offences", "one of S2A, S4AI"),
        ({"INITIAL_CLASS": "S4AAI"}, "INITIAL_CLASS", "'S4AAI' is not in the code table", "did you mean 'S4AI'?"),
        ({"CRIME_REF": ""}, "CRIME_REF", "is empty", "the mapping requires it"),
        ({"HOW_REPORTED": " "}, "HOW_REPORTED", "is empty", "the mapping requires it"),
        ({"NO_OF_INCIDENTS": "several"}, "NO_OF_INCIDENTS", "'several' is not a whole number", "digits only"),
        ({"FEATURE_CODES": "PHN;XXX"}, "FEATURE_CODES", "'XXX' is not in the code table behaviours", "one of PHN"),
        ({"SUS1_HANDLES": "gaz"}, "SUS1_HANDLES", "'gaz' is not of the form expected", "^[^:]+:(.+)$"),
        ({"OUTCOME_DT": ""}, "OUTCOME_DT", "is empty", "when it happened, in OUTCOME_DT"),
        ({"VIC1_DOB": "30/02/1991"}, "VIC1_DOB", "'30/02/1991' is not a date or time", "written as"),
    ],
)
def test_a_wrong_cell_rejects_its_row_naming_the_column(
    tmp_path: Path, cris: Mapping, changes: dict[str, str], field: str, message: str, expected: str
) -> None:
    (item,) = read([write_csv(tmp_path / "cris.csv", [CRIME | changes])], cris)
    assert isinstance(item, Rejected)
    problem = item.problems[-1]
    assert problem.field == field
    assert problem.message.startswith(message)
    assert problem.expected.startswith(expected)


def test_every_wrong_cell_of_a_row_is_named_once(tmp_path: Path, cris: Mapping) -> None:
    changes = {"REPORTED_DT": "soon", "INITIAL_CLASS": "S9Z", "VIC1_SEX": "X"}
    (item,) = read([write_csv(tmp_path / "cris.csv", [CRIME | changes])], cris)
    assert isinstance(item, Rejected)
    assert [problem.field for problem in item.problems] == ["REPORTED_DT", "INITIAL_CLASS", "VIC1_SEX"]


def test_a_row_cut_short_is_rejected_with_what_there_was(tmp_path: Path, cris: Mapping) -> None:
    path = write_csv(tmp_path / "cris.csv", [CRIME])
    path.write_text(path.read_text(encoding="utf-8-sig") + "3400124/24,NB,08/03\r\n", encoding="utf-8")
    place, item = list(read_extract([path], cris))[-1]
    assert isinstance(item, Rejected)
    assert item.problems[0].message == "has 3 cells"
    assert (place.line, place.raw) == (3, {"row": "3400124/24,NB,08/03"})


def test_a_cell_over_several_lines_keeps_the_line_of_its_row(tmp_path: Path, cris: Mapping) -> None:
    rows = [CRIME | {"MO_DETAILS": "one\ntwo\nthree"}, CRIME | {"CRIME_REF": "3400124/24", "INITIAL_CLASS": "?"}]
    *_, (place, item) = read_extract([write_csv(tmp_path / "cris.csv", rows)], cris)
    assert isinstance(item, Rejected)
    assert place == Place("cris.csv", 5)


def test_an_open_quote_rejects_what_it_swallows_and_says_from_where(tmp_path: Path, cris: Mapping) -> None:
    path = write_csv(tmp_path / "cris.csv", [CRIME])
    path.write_text(path.read_text(encoding="utf-8-sig") + '3400124/24,"NB,08/03\r\nmore\r\n', encoding="utf-8")
    place, item = list(read_extract([path], cris))[-1]
    assert isinstance(item, Rejected)
    assert item.problems[0].message.startswith("cannot be read as CSV")
    assert (place.line, place.raw) == (3, {"row": '3400124/24,"NB,08/03\r\nmore\r\n'})


def test_the_encoding_is_the_mappings(tmp_path: Path, cris: Mapping) -> None:
    rows = [CRIME | {"VIC1_FORENAMES": "Zoë"}]
    path = write_csv(tmp_path / "cris.csv", rows, encoding="cp1252")
    windows = cris.model_copy(update={"format": cris.format.model_copy(update={"encoding": "cp1252"})})
    assert by_ref(read([path], windows))["3400123/24/victim"].body["names"][0]["given"] == "Zoë"
    (item,) = read([path], cris)
    assert isinstance(item, Rejected)
    assert item.problems[0].message == "has bytes that are not utf-8-sig"


def test_the_same_row_twice_gives_the_same_drafts_wherever_it_stands(tmp_path: Path, cris: Mapping) -> None:
    other = CRIME | {"CRIME_REF": "3400999/24"}
    once = by_ref(read([write_csv(tmp_path / "cris-1.csv", [CRIME, other])], cris))
    again = by_ref(read([write_csv(tmp_path / "cris-2.csv", [other, other, CRIME])], cris))
    assert again == once


# --- The relational shape --------------------------------------------------------------------------------------


def test_the_tables_of_an_extract_look_into_one_another(tmp_path: Path, connect: Mapping) -> None:
    drafts = by_ref(read(write_connect(tmp_path, CONNECT), connect))
    assert {ref: draft.kind for ref, draft in drafts.items()} == {
        "43240001234/made": "report.made",
        "43240001234/classified/first": "report.classified",
        "43240001234/classified/2024-03-12": "report.classified",
        "43240001234/relationship": "relationship.stated",
        "43240001234/investigator": "report.allocated",
        "43240001234/linked/43240001200": "report.linked",
        "43240001234/P-0000001/described": "person.described",
        "43240001234/P-0000002/described": "person.described",
        "43240001234/1/event": "incident.recorded",
        "43240001234/1/arrested": "suspect.arrested",
        "43240001234/2/interviewed": "suspect.interviewed",
        "43240001234/3/withdrew": "victim.withdrew",
        "43240001234/4/closed": "investigation.closed",
    }
    event = drafts["43240001234/1/event"]
    assert event.subjects == (
        Subject("report", "report:eastvale-43240001234"),
        Subject("victim", "person:eastvale-43240001234-P-0000001"),
        Subject("suspect", "person:eastvale-43240001234-P-0000002"),
    )
    assert (event.happened, event.recorded_at) == ("2024-02-01/2024-03-07", "2024-03-08T15:40:00.000000Z")
    assert drafts["43240001234/P-0000002/described"].body["identifiers"][1:3] == [
        {"type": "social_handle", "platform": "instagram", "value": "nils_s"},
        {"type": "social_handle", "platform": "tiktok", "value": "strandman"},
    ]


def test_what_names_one_suspect_takes_the_first_listed(tmp_path: Path, connect: Mapping) -> None:
    another = SUSPECT | {"person_no": "P-0000000"}
    drafts = by_ref(read(write_connect(tmp_path, CONNECT | {"persons": [VICTIM, SUSPECT, another]}), connect))
    suspects = {
        ref: [subject.object[-9:] for subject in drafts[f"43240001234/{ref}"].subjects if subject.role == "suspect"]
        for ref in ("made", "relationship", "1/arrested")
    }
    assert suspects == {
        "made": ["P-0000002", "P-0000000"],
        "relationship": ["P-0000002"],
        "1/arrested": ["P-0000002"],
    }


def test_a_relationship_to_nobody_listed_is_to_a_suspect_of_the_report(tmp_path: Path, connect: Mapping) -> None:
    drafts = by_ref(read(write_connect(tmp_path, CONNECT | {"persons": [VICTIM], "actions": [WITHDREW]}), connect))
    assert Subject("suspect", "person:eastvale-43240001234-suspect") in drafts["43240001234/relationship"].subjects


@pytest.mark.parametrize(
    ("table", "row", "field", "message"),
    [
        ("occurrences", OCCURRENCE | {"reported_at": "not known"}, "reported_at", "'not known' is not a date or time"),
        ("occurrences", OCCURRENCE | {"first_offence": "Nuisance (other)"}, "first_offence", "'Nuisance (other)' is"),
        ("occurrences", OCCURRENCE | {"occurrence_no": ""}, "occurrence_no", "is empty"),
        ("persons", SUSPECT | {"birth_date": "1987-02-30"}, "birth_date", "'1987-02-30' is not a date or time"),
        ("persons", SUSPECT | {"party": "WITNESS?"}, "party", "'WITNESS?' is not in the code table parties"),
        ("actions", ARREST | {"occurrence_no": "4"}, "occurrence_no", "'4' is in no row of occurrences"),
        ("occurrences", OCCURRENCE | {"reported_at": "2062-01-01T00:00:00+00:00"}, "happened", "is in the future"),
        ("events", EVENT | {"to_date": "2024-01-01"}, "happened", "ended before it began"),
        ("actions", ARREST | {"action": "Coffee"}, "row", "gives no entry"),
        ("actions", ARREST | {"action": "Outcome", "detail": "NFA"}, "detail", "'NFA' is not of the form expected"),
    ],
)
def test_a_wrong_row_of_a_table_is_rejected_and_the_rest_is_read(
    tmp_path: Path, connect: Mapping, table: str, row: dict[str, str], field: str, message: str
) -> None:
    rows = CONNECT | {table: [*CONNECT[table], row]}
    items = read(write_connect(tmp_path, rows), connect)
    (item,) = [item for item in items if isinstance(item, Rejected)]
    assert item.problems[0].field == field
    assert item.problems[0].message.startswith(message)
    assert len(items) == len(by_ref(read(write_connect(tmp_path, CONNECT), connect))) + 1


def test_a_workbook_holds_all_tables(tmp_path: Path, connect: Mapping) -> None:
    sheets = {name.capitalize(): rows for name, rows in CONNECT.items()}
    meter = Meter()
    book = write_xlsx(tmp_path / "extract.xlsx", sheets | {"Notes": [{"about": "nothing"}]})
    assert read([book], connect, meter=meter) == read(write_connect(tmp_path, CONNECT), connect)
    assert meter.notes == ["extract.xlsx [Notes] is not read: the mapping has no table for it"]


# --- Whatever file it comes in -----------------------------------------------------------------------------------


def typed(row: dict[str, str]) -> dict[str, Any]:
    """The same row with the types that a workbook or a database would give its cells."""
    found: dict[str, Any] = dict(row)
    for name in ("REPORTED_DT", "RECORDED_DT"):
        found[name] = datetime.strptime(row[name], "%d/%m/%Y %H:%M")
    for name in ("COMMITTED_FROM_DT", "COMMITTED_TO_DT", "CLASSIFIED_DT", "VIC1_DOB", "ARREST_DT", "OUTCOME_DT"):
        found[name] = datetime.strptime(row[name], "%d/%m/%Y").date()
    return found | {"NO_OF_INCIDENTS": 6, "SUS1_AGE": 38.0, "OUTCOME": 16}


def test_the_same_rows_give_the_same_entries_from_every_format(tmp_path: Path, cris: Mapping) -> None:
    plain = read([write_csv(tmp_path / "cris.csv", [CRIME])], cris)
    assert read([write_xlsx(tmp_path / "cris.xlsx", {"Sheet1": [typed(CRIME)]})], cris) == plain
    assert read([write_parquet(tmp_path / "cris.parquet", [typed(CRIME)])], cris) == plain
    assert isinstance(typed(CRIME)["ARREST_DT"], date)
    assert len(plain) == len(CRIME_DRAFTS)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_row_has_the_same_number_in_every_format(tmp_path: Path, cris: Mapping, suffix: str) -> None:
    rows = [CRIME, CRIME | {"CRIME_REF": ""}]
    path = tmp_path / f"cris.{suffix}"
    if suffix == "csv":
        write_csv(path, rows)
    elif suffix == "xlsx":
        write_xlsx(path, {"Sheet1": rows})
    else:
        write_parquet(path, rows)
    assert [place.line for place, item in read_extract([path], cris) if isinstance(item, Rejected)] == [3]


# --- Files that cannot be read at all ------------------------------------------------------------------------------


def test_a_missing_column_is_named_before_anything_is_read(tmp_path: Path, cris: Mapping) -> None:
    row = {name: cell for name, cell in CRIME.items() if name != "OIC"}
    with pytest.raises(SourceError, match=r"cris\.csv has no column OIC"):
        read_extract([write_csv(tmp_path / "cris.csv", [row])], cris)


def test_a_file_of_no_table_is_refused_naming_the_tables(tmp_path: Path, connect: Mapping) -> None:
    path = write_parquet(tmp_path / "crimes.parquet", [OCCURRENCE])
    with pytest.raises(SourceError, match=r"its tables are occurrences \(\*occurrences\*\), persons"):
        read_extract([path], connect)


def test_a_table_without_the_ones_it_looks_into_is_refused(tmp_path: Path, connect: Mapping) -> None:
    path = write_parquet(tmp_path / "events.parquet", [EVENT])
    with pytest.raises(SourceError, match="the rows of events need the table occurrences: give that file as well"):
        read_extract([path], connect)


def test_partners_may_be_given_beside(tmp_path: Path, connect: Mapping) -> None:
    paths = write_connect(tmp_path, CONNECT)
    (item,) = read([paths[2]], connect, beside=paths)
    assert isinstance(item, Draft)
    assert item.kind == "incident.recorded"


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_a_damaged_file_is_refused(tmp_path: Path, cris: Mapping, suffix: str) -> None:
    path = tmp_path / f"cris.{suffix}"
    path.write_bytes(b"not a table")
    with pytest.raises(SourceError, match=r"can be read"):
        read_extract([path], cris)


def test_a_heading_with_a_column_twice_is_refused(tmp_path: Path, cris: Mapping) -> None:
    path = tmp_path / "cris.csv"
    path.write_text("CRIME_REF,CRIME_REF\n1,2\n", encoding="utf-8")
    with pytest.raises(SourceError, match="has the column CRIME_REF twice"):
        read_extract([path], cris)


def test_an_empty_file_is_refused(tmp_path: Path, cris: Mapping) -> None:
    path = tmp_path / "cris.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(SourceError, match="has no heading"):
        read_extract([path], cris)


def test_columns_that_no_entry_draws_on_are_said(tmp_path: Path, cris: Mapping) -> None:
    meter = Meter()
    read([write_csv(tmp_path / "cris.csv", [CRIME | {"SHOE_SIZE": "9", "STAR_SIGN": ""}])], cris, meter=meter)
    assert meter.notes == ["cris.csv: no entry draws on SHOE_SIZE, STAR_SIGN"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path, cris: Mapping) -> None:
    def peak(rows: int) -> int:
        path = write_csv(tmp_path / "cris.csv", [CRIME | {"CRIME_REF": f"{number}/24"} for number in range(rows)])
        tracemalloc.start()
        for _ in read_extract([path], cris):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(400)  # fills the caches, which are bounded and not the reader's
    assert peak(400) < 1.5 * peak(100)
