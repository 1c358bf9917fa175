"""A mapping is checked whole before the first row, and every mistake names its key."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from unbroken.exchange.importing.columns import columns_lent, columns_read
from unbroken.exchange.importing.mapping import MappingError, load_mapping, read_mapping, shipped
from unbroken.exchange.importing.mapping_check import check_mapping
from unbroken.exchange.importing.places import SourceError

pytestmark = pytest.mark.demand("REC-02")

SMALL = """
[source]
name = "small"
agency = "northmoor"

[codes.channels.values]
T = "phone"

[[tables]]
name = "reports"
row_id = "NO"

[[tables.entries]]
kind = "report.made"
ref = "made"
happened = "AT"
subjects = [{ role = "report", id = "{NO}" }, { role = "victim", id = "{NO}-v" }]
body = { channel = { column = "HOW", codes = "channels" }, reported_by = { value = "victim" }, narrative = "WORDS" }
"""


def small(**changes: Any) -> dict[str, Any]:
    """The small mapping with some keys set; a path is written `tables__0__name`, and None takes the key away."""
    given = deepcopy(tomllib.loads(SMALL))
    for path, value in changes.items():
        *steps, last = path.split("__")
        part: Any = given
        for step in steps:
            part = part[int(step) if step.isdecimal() else step]
        if value is None:
            del part[last]
        else:
            part[int(last) if last.isdecimal() else last] = value
    return given


def mistakes(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    try:
        mapping = read_mapping(given)
    except MappingError as error:
        problems = error.problems
    else:
        problems = tuple(check_mapping(mapping))
    return [(problem.field, problem.message, problem.expected) for problem in problems]


def test_the_small_mapping_is_right() -> None:
    assert mistakes(small()) == []


@pytest.mark.parametrize("name", ["connect_like", "cris_like", "oasys_like", "pnc_like"])
def test_the_shipped_mappings_are_right(name: str) -> None:
    assert shipped() == ("connect_like", "cris_like", "oasys_like", "pnc_like")
    assert list(check_mapping(load_mapping(name))) == []


E = "tables__0__entries__0"
WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    # keys
    ({"sauce": {}}, "sauce", "is not a key here", "did you mean source?"),
    ({"source__agancy": "x"}, "source.agancy", "is not a key here", "did you mean agency?"),
    ({"format": {"encodings": "utf-8"}}, "format.encodings", "is not a key here", "did you mean encoding?"),
    ({"tables__0__entry": []}, "tables.0.entry", "is not a key here", "did you mean entries?"),
    ({f"{E}__when": {"column": "A", "iz": "B"}}, f"{E}.when.0.iz", "is not a key here", "one of column, present, is"),
    ({f"{E}__body__channel": {"colum": "HOW"}}, f"{E}.body.channel.colum", "is not a key here", "did you mean column?"),
    ({"codes__channels__vals": {}}, "codes.channels.vals", "is not a key here", "did you mean values?"),
    ({f"{E}__subjects__0__rolle": "x"}, f"{E}.subjects.0.rolle", "is not a key here", "did you mean role?"),
    ({"source__name": None}, "source.name", "is missing", ""),
    ({f"{E}__happened": None}, f"{E}.happened", "is missing", ""),
    # values
    (
        {"source__agency": "Northmoor Police"},
        "source.agency",
        "String should match pattern",
        "given: 'Northmoor Police'",
    ),
    ({"format": {"encoding": "utf8000"}}, "format", "'utf8000' is not an encoding; try utf-8-sig or cp1252", ""),
    ({"format": {"dates": "%d.%m."}}, "format.dates.0", "'%d.%m.' has no year", "such as %d/%m/%Y %H:%M, or iso"),
    (
        {f"{E}__body__narrative": {"column": "A", "case": "Title"}},
        f"{E}.body.narrative.case",
        "Input should be ''",
        "given",
    ),
    ({"tables": []}, "tables", "List should have at least 1 item", "given: '[]'"),
    # values of the body
    ({f"{E}__body__channel": {"column": "A", "value": "phone"}}, f"{E}.body.channel", "give exactly one of column", ""),
    ({f"{E}__body__channel": {"value": "phone", "codes": "channels"}}, f"{E}.body.channel", "only a column or a", ""),
    (
        {f"{E}__body__channel": {"column": "A", "codes": "channels", "date": True}},
        f"{E}.body.channel",
        "give at most one of codes, date, as, bands",
        "",
    ),
    ({f"{E}__body__narrative": {"column": "A", "match": "("}}, f"{E}.body.narrative", "match is not a pattern", ""),
    ({f"{E}__body__narrative": {"column": "A", "match": "x"}}, f"{E}.body.narrative", "match needs one pair of", ""),
    # against the kinds
    (
        {f"{E}__kind": "report.maid"},
        f"{E}.kind",
        "'report.maid' is not a kind that a row can give",
        "did you mean report.made?",
    ),
    ({f"{E}__kind": "entry.corrected"}, f"{E}.kind", "'entry.corrected' is not a kind that a row can give", ""),
    (
        {f"{E}__body__chanel": "HOW"},
        f"{E}.body.chanel",
        "'chanel' is not a field of report.made",
        "did you mean channel?",
    ),
    (
        {f"{E}__body__reported_by": None},
        f"{E}.body.reported_by",
        "is missing",
        "report.made must have it: Who reported",
    ),
    (
        {f"{E}__body__channel__codes": "chanels"},
        f"{E}.body.channel.codes",
        "'chanels' is not a code table",
        "did you mean",
    ),
    (
        {f"{E}__body__reported_by__value": "victm"},
        f"{E}.body.reported_by.value",
        "'victm' is not in the list",
        "did you mean victim?",
    ),
    (
        {"codes__channels__values__T": "fone"},
        "codes.channels.values.T",
        "'fone' is not in the list",
        "did you mean phone?",
    ),
    (
        {"codes__channels__default": "dunno"},
        "codes.channels.default",
        "'dunno' is not in the list",
        "did you mean unknown?",
    ),
    (
        {f"{E}__subjects__1__role": "victims"},
        f"{E}.subjects.1.role",
        "'victims' is not a role in report.made",
        "did you mean victim?",
    ),
    (
        {f"{E}__subjects": [{"role": "report", "id": "{NO}"}]},
        f"{E}.subjects",
        "has no victim",
        "report.made is about a victim",
    ),
    (
        {f"{E}__body__narrative": {"object": {"a": "B"}}},
        f"{E}.body.narrative.object",
        "is not what this field holds",
        "a text",
    ),
    # between the tables
    (
        {"tables__0__joins": [{"table": "x", "on": "NO"}]},
        "tables.0.joins.0.table",
        "'x' is not a table",
        "one of reports",
    ),
    (
        {f"{E}__subjects__1": {"role": "victim", "from": "people", "on": "NO", "id": "{P}"}},
        f"{E}.subjects.1.from",
        "'people' is not a table",
        "one of reports",
    ),
    (
        {f"{E}__subjects__1": {"role": "victim", "on": "NO", "id": "{P}"}},
        f"{E}.subjects.1",
        "from and on go together",
        "",
    ),
    ({f"{E}__subjects__1__first": True}, f"{E}.subjects.1", "first, otherwise and on_there go with from", ""),
    ({f"{E}__body__narrative": "@item"}, f"{E}", "@item stands where nothing is cut into pieces", "an each around it"),
    (
        {f"{E}__each": {"column": "A", "split": ";"}},
        f"{E}.ref",
        "is the same for every piece of each",
        "a reference with {@item}",
    ),
]


@pytest.mark.parametrize(("changes", "key", "message", "expected"), WRONG)
def test_a_mistake_names_its_key_and_what_would_be_right(
    changes: dict[str, Any], key: str, message: str, expected: str
) -> None:
    found = mistakes(small(**changes))
    at_key = [each for each in found if each[0] == key.replace("__", ".")]
    assert at_key, found
    assert at_key[0][1].startswith(message)
    assert at_key[0][2].startswith(expected)


def test_two_entries_with_one_reference_are_refused() -> None:
    given = small()
    given["tables"][0]["entries"].append(given["tables"][0]["entries"][0])
    assert mistakes(given) == [("tables.0.entries.1.ref", "'made' is taken", "a reference of its own")]


def test_two_tables_with_one_name_are_refused() -> None:
    given = small()
    given["tables"].append(given["tables"][0])
    assert ("tables.1.name", "there are two tables reports", "each table has its own name") in mistakes(given)


def test_nested_parts_are_checked_too() -> None:
    given = small()
    entry = given["tables"][0]["entries"][0]
    entry |= {"kind": "person.described", "subjects": [{"role": "person", "id": "{NO}"}]}
    entry["body"] = {
        "role_here": {"value": "victim"},
        "names": {"list": [{"object": {"given": "A", "surname": "B"}}]},
        "identifiers": {"list": [{"object": {"type": {"value": "fone"}, "value": "C"}}, {"object": {"value": "D"}}]},
    }
    assert [(key.removeprefix("tables.0.entries.0.body."), message) for key, message, _ in mistakes(given)] == [
        ("names.list.0.object.surname", "'surname' is not a field of name"),
        ("identifiers.list.0.object.type.value", "'fone' is not in the list of identifier of a person"),
        ("identifiers.list.1.object.type", "is missing"),
    ]


def test_every_mistake_is_in_the_message(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(SMALL.replace('"AT"', '"AT"\nwibble = 1').replace("agency", "agenci"), encoding="utf-8")
    with pytest.raises(MappingError) as caught:
        load_mapping(path)
    assert str(caught.value).splitlines() == [
        "the mapping m.toml is wrong:",
        "  source.agency: is missing",
        "  source.agenci: is not a key here (did you mean agency?)",
        "  tables.0.entries.0.wibble: is not a key here (one of kind, ref, when, each, happened, recorded_at, "
        "recorded_by, subjects, body)",
    ]


def test_a_file_that_is_not_toml_says_where(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text("[source\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"file: is not TOML: .* line 1"):
        load_mapping(path)


def test_a_mapping_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(
        SourceError,
        match="there is no mapping nowhere: give a TOML file, or one of connect_like, cris_like, oasys_like, pnc_like",
    ):
        load_mapping("nowhere")


def test_a_mapping_knows_its_columns() -> None:
    mapping = load_mapping("connect_like")
    persons, actions = mapping.table("persons"), mapping.table("actions")
    assert persons is not None
    assert actions is not None
    assert {"occurrence_no", "person_no", "party", "vulnerable", "social"} <= columns_read(persons)
    assert columns_read(actions) == {
        "occurrence_no",
        "action_no",
        "action",
        "action_date",
        "detail",
        "reason",
        "occurrences.entered_at",
    }
    assert columns_lent(mapping, "persons") == {"occurrence_no", "party", "person_no"}
