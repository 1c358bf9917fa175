"""The examples in the documentation are true."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.entries import refusals
from tests.unit.exchange.importing.tables import write_csv
from unbroken.exchange.importing import journey, mapping
from unbroken.exchange.importing.extracts import read_extract
from unbroken.exchange.importing.mapping_check import check_mapping
from unbroken.exchange.importing.rejects import COLUMNS
from unbroken.record.book import stored_now
from unbroken.record.entries import Draft

DOCS = Path(__file__).parents[4] / "docs"
REFERENCE = DOCS / "reference"


def block(page: Path, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def documented(page: Path) -> set[str]:
    """The keys that the tables of a page document: code in the first cell."""
    rows = re.findall(r"^\| (`[^|]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.demand("REC-01")
def test_the_example_journey_holds() -> None:
    lines = block(REFERENCE / "journey-format.md", "jsonl").encode().splitlines()
    drafts = [journey.read_line(line) for line in lines]
    assert [draft.kind for draft in drafts if isinstance(draft, Draft)] == [
        "report.made",
        "person.described",
        "person.described",
        "relationship.stated",
        "incident.recorded",
        "report.classified",
        "report.classified",
        "suspect.arrested",
        "entry.corrected",
    ]
    assert refusals([draft for draft in drafts if isinstance(draft, Draft)], now=stored_now()) == {}


def test_every_key_of_a_line_is_documented() -> None:
    assert documented(REFERENCE / "journey-format.md") == {*journey.REQUIRED, *journey.OPTIONAL}


@pytest.mark.demand("REC-02")
def test_the_example_mapping_reads_a_row(tmp_path: Path) -> None:
    example = mapping.read_mapping(tomllib.loads(block(REFERENCE / "mapping-format.md", "toml")))
    assert list(check_mapping(example)) == []
    row = {
        "NUMBER": "77",
        "REPORTED": "08.03.2024 14:15",
        "ENTERED": "08.03.2024",
        "HOW": "-",
        "CLASS": "STK",
        "WORDS": "He was waiting.",
        "SUSPECT_NAME": "Gareth Pellow",
        "SUSPECT_PHONES": "07700 900123, 07700 900124",
        "PRINTED": "x",
    }
    path = write_csv(tmp_path / "crimes.csv", [row], encoding="cp1252", delimiter=";")
    drafts = [item for _, item in read_extract([path], example)]
    assert all(isinstance(draft, Draft) for draft in drafts)
    made, classified, suspect = (draft for draft in drafts if isinstance(draft, Draft))
    assert (made.kind, made.body["channel"], made.source_ref) == ("report.made", "unknown", "77/made")
    assert classified.body["offence"] == "stalking_unspecified"
    assert [each["value"] for each in suspect.body["identifiers"]] == ["07700 900123", "07700 900124"]


@pytest.mark.demand("REC-02")
def test_every_key_of_a_mapping_is_documented() -> None:
    page = (REFERENCE / "mapping-format.md").read_text(encoding="utf-8")
    text = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    named = {word for code in re.findall(r"`([^`]+)`", text) for word in re.findall(r"[a-z_]+", code)}
    models = [model for model in vars(mapping).values() if isinstance(model, type) and issubclass(model, mapping.Part)]
    keys = {info.alias or name for model in models for name, info in model.model_fields.items()}
    assert len(keys) > 40
    assert keys - named - {"tables", "source", "format"} == set()


@pytest.mark.demand("REC-01")
def test_every_column_of_a_rejects_file_is_documented() -> None:
    assert set(COLUMNS) <= documented(DOCS / "how-to" / "import.md")
