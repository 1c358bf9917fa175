"""How well two systems record, counted by hand on a few rows and compared with what the assessment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.exchange.importing.tables import (
    ARREST,
    CONNECT,
    CRIME,
    SUSPECT,
    VICTIM,
    write_connect,
    write_csv,
)
from unbroken.exchange.importing import assess, compare, load_mapping
from unbroken.exchange.importing.assessing import Assessment, FieldShare

pytestmark = pytest.mark.demand("REC-02")

CRIMES = [
    CRIME,
    CRIME | {"CRIME_REF": "2/24", "INITIAL_CLASS": "S9Z", "VIC1_TEL": "", "SUS1_DOB": "30/02/1990"},
    CRIME | {"CRIME_REF": "3/24", "REL_TO_SUSP": "", "FEATURE_CODES": "PHN;???", "SUS1_DOB": "01/02/1990"},
    CRIME | {"CRIME_REF": "4/24", "OUTCOME": "", "SUS1_HANDLES": "", "SUS1_DOB": "", "FEATURE_CODES": ""},
]


def counts(assessment: Assessment) -> dict[str, tuple[int, int, int]]:
    return {share.name: (share.present, share.missing, share.wrong) for share in assessment.fields}


@pytest.fixture(scope="module")
def crimes(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    path = write_csv(tmp_path_factory.mktemp("assess") / "cris.csv", CRIMES)
    with path.open("a", encoding="utf-8") as file:
        file.write("5/24,cut short\r\n")
    return assess([path], mapping=load_mapping("cris_like"))


def test_rows_that_are_no_rows_are_counted_apart(crimes: Assessment) -> None:
    assert (crimes.source, crimes.rows, crimes.unreadable) == ("northmoor-cris", 5, 1)


@pytest.mark.parametrize(
    ("name", "present", "missing", "wrong"),
    [
        ("report.classified offence", 7, 0, 1),  # of the first and the present class of four rows
        ("person.described date_of_birth", 5, 2, 1),  # of the victim and the suspect of four rows
        ("person.described identifiers(phone).value", 3, 5, 0),
        ("person.described identifiers(social_handle).value", 3, 1, 0),
        ("person.described identifiers(social_handle).platform", 3, 1, 0),
        ("person.described names(legal).family", 8, 0, 0),
        ("relationship.stated relationship", 3, 0, 0),  # asked only where the row has one
        ("incident.recorded behaviours", 2, 1, 1),  # the default of the mapping is not the source's
        ("investigation.closed outcome", 3, 0, 0),
        ("report.made happened", 4, 0, 0),
        ("report.classified override_reason", 3, 0, 0),  # asked only beside harassment
        ("report.made subjects.suspect", 4, 4, 0),  # the first is there in each row, the second in none
    ],
)
def test_present_missing_and_wrong_are_counted(
    crimes: Assessment, name: str, present: int, missing: int, wrong: int
) -> None:
    (found,) = compare([crimes])[name]
    assert found is not None
    assert (found.present, found.missing, found.wrong) == (present, missing, wrong)


def test_constants_are_no_finding(crimes: Assessment) -> None:
    names = {share.name for share in crimes.fields}
    assert "report.classified stage" not in names
    assert "person.described role_here" not in names


def test_shares_add_up(crimes: Assessment) -> None:
    for share in crimes.fields:
        assert share.share("present") + share.share("missing") + share.share("wrong") == pytest.approx(1)


def test_links_between_tables_are_assessed(tmp_path: Path) -> None:
    tables = CONNECT | {"persons": [VICTIM, SUSPECT | {"birth_date": "1987-02-30"}], "actions": [ARREST]}
    found = counts(assess(write_connect(tmp_path, tables), mapping=load_mapping("connect_like")))
    assert found["suspect.arrested subjects.suspect"] == (1, 0, 0)
    assert found["person.described date_of_birth"] == (1, 0, 1)
    assert found["person.described identifiers(phone).value"] == (1, 1, 0)
    without = counts(
        assess(write_connect(tmp_path, tables | {"persons": [VICTIM]}), mapping=load_mapping("connect_like"))
    )
    assert without["suspect.arrested subjects.suspect"] == (0, 1, 0)


def test_two_sources_stand_side_by_side(crimes: Assessment, tmp_path: Path) -> None:
    other = assess(write_connect(tmp_path, CONNECT), mapping=load_mapping("connect_like"))
    table = compare([crimes, other])
    assert [share and share.share("wrong") for share in table["incident.recorded behaviours"]] == [0.25, 0.0]
    assert table["incident.recorded narrative"] == (None, FieldShare("incident.recorded narrative", "description", 1))
    assert [share and share.column for share in table["report.classified offence"]] == [
        "INITIAL_CLASS, CURRENT_CLASS",
        "first_offence, current_offence",
    ]


def test_steps_dated_before_the_report_of_their_row_are_counted_by_kind(crimes: Assessment, tmp_path: Path) -> None:
    assert not crimes.early
    rows = [CRIME, CRIME | {"CRIME_REF": "2/24", "OUTCOME_DT": "01/01/2019"}]
    assessment = assess([write_csv(tmp_path / "cris.csv", rows)], mapping=load_mapping("cris_like"))
    assert dict(assessment.early) == {"investigation.closed": 1}
