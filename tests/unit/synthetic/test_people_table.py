"""The people of a made-up force as one table to link, and who they are."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import orjson
import pytest

from unbroken.people.linkage import files
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.labelled import read_grouping, read_truth
from unbroken.synthetic import people_table
from unbroken.synthetic.casefile import Act
from unbroken.synthetic.world import files as made_files

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, Row]:
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def described(folder: Path) -> dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]:
    """(day, body) of the descriptions in the journeys by person object and number of report, corrected."""
    lines = [orjson.loads(line) for line in (folder / "journeys-001.jsonl").read_bytes().splitlines()]
    right = {line["corrects"]["source_ref"]: line["body"]["body"]
             for line in lines if line["kind"] == "entry.corrected"}  # fmt: skip
    found: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
    for line in lines:
        if line["kind"] == "person.described":
            key = dict(line["subjects"])["person"], line["source_ref"].partition("/")[0]
            body = right.get(line["source_ref"], line["body"])
            found.setdefault(key, []).append((line["happened"][:10], body))
    return found


def test_columns_are_those_that_linkage_reads_and_ethnicity_which_it_does_not() -> None:
    assert (*files.COLUMNS, "self_defined_ethnicity", "officer_defined_ethnicity") == people_table.COLUMNS


def test_there_is_a_row_for_each_person_and_report(
    rows: dict[str, Row], described: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]], folder: Path
) -> None:
    assert set(rows) == {f"{name}@{report}" for name, report in described}
    lines = (folder / "people.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(rows) + 1  # no record is there twice


def test_a_row_says_what_the_corrected_descriptions_say(
    rows: dict[str, Row], described: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]
) -> None:
    for (name, report), said in described.items():
        row = rows[f"{name}@{report}"]
        held = [one for _, body in said for one in body.get("identifiers", ())]
        for kind in ("phone", "email", "vehicle", "address", "postcode"):
            assert set(filter(None, row[kind].split("|"))) == {one["value"] for one in held if one["type"] == kind}
        assert set(filter(None, row["handle"].split("|"))) == {
            f"{one['platform']}:{one['value']}" for one in held if one["type"] == "social_handle"
        }
        assert row["date_of_birth"] == "|".join(
            dict.fromkeys(body["date_of_birth"] for _, body in said if "date_of_birth" in body)
        )
        assert (row["age_on"], row["age"]) in [(day, str(body.get("age", ""))) for day, body in said] + [("", "")]


def test_every_row_can_be_read_and_nothing_in_it_is_troublesome(folder: Path, rows: dict[str, Row]) -> None:
    troubles: list[files.Trouble] = []
    people = list(files.read_people(folder / "people.csv", troubles.append))
    assert troubles == []
    assert [one.id for one in people] == list(rows)
    assert {one.richness for one in people} == {"name_and_birth", "name", "identifier", "little"}
    assert any(one.police_ids for one in people)


def test_who_everybody_is_stands_beside_the_rows(folder: Path, rows: dict[str, Row]) -> None:
    truth = read_truth(folder / "truth" / "identities.csv")
    assert list(truth) == list(rows)
    with (folder / "truth" / "people.csv").open(encoding="utf-8", newline="") as file:
        assert {(row["object"], row["person"]) for row in csv.DictReader(file)} == {
            (record.partition("@")[0], person) for record, person in truth.items()
        }
    with (folder / "truth" / "identities.csv").open(encoding="utf-8", newline="") as file:
        assert {row["known"] for row in csv.DictReader(file)} == {"named", "by_identifier", "seen"}


def test_a_helpline_caller_is_not_tied_to_the_report(rows: dict[str, Row]) -> None:
    callers = [row for name, row in rows.items() if name.startswith("person:hl-")]
    assert len(callers) > 3
    assert {row["report_id"] for row in callers} == {""}
    assert all(row["report_id"] for name, row in rows.items() if not name.startswith("person:hl-"))


@pytest.mark.demand("GOV-01")
def test_ethnicity_is_there_to_measure_by_and_is_missing_for_many(folder: Path) -> None:
    groups = read_grouping(folder / "people.csv", "self_defined_ethnicity")
    assert {"white_british", "(not recorded)", "declined", "not_asked"} <= set(groups.values())


def test_a_suspect_named_later_has_all_that_was_known_in_one_row() -> None:
    file = next(iter(made_files(reports=1, seed=1)))
    name = file.victim.object
    said: list[dict[str, Any]] = [
        {"role_here": "suspect", "names": [{"given": "Dave"}], "age": 30, "sex": "unknown",
         "ethnicity_officer": "unknown", "identifiers": [{"type": "phone", "value": "07700 900001"}]},
        {"role_here": "suspect", "names": [{"given": "David", "family": "Shaw"}, {"text": "Dai"}], "age": 34,
         "sex": "male", "date_of_birth": "1990-02-03", "ethnicity_officer": "white_north_european",
         "identifiers": [{"type": "phone", "value": "07700 900001"}, {"type": "pnc_id", "value": "15/1I"},
                         {"type": "social_handle", "platform": "snapchat", "value": "x.example"}]},
    ]  # fmt: skip
    subjects = [["person", name], ["report", file.object]]
    file.acts = [
        Act("person.described", day * 1440, day * 1440, False, file.force, subjects, body, day * 1440 + 5, "pc1")
        for day, body in zip((12_000_000 // 1440, 12_100_000 // 1440), said, strict=True)
    ]
    (row,) = [dict(zip(people_table.COLUMNS, cells, strict=True)) for cells in people_table.rows(file)]
    assert row | {"age_on": ""} == {
        "record_id": f"{name}@{file.object[7:]}", "given_name": "David", "family_name": "Shaw", "name": "Dave|Dai",
        "date_of_birth": "1990-02-03", "age": "30", "age_on": "", "sex": "male", "phone": "07700 900001", "email": "",
        "handle": "snapchat:x.example", "vehicle": "", "address": "", "postcode": "", "police_id": "pnc:15/1I",
        "report_id": file.object, "role": "suspect", "self_defined_ethnicity": "",
        "officer_defined_ethnicity": "white_north_european",
    }  # fmt: skip
    assert row["age_on"] == file.acts[0].happened[:10]


def test_linkage_cannot_see_ethnicity() -> None:
    assert [name for name in Comparable._fields if "ethnic" in name] == []
