"""The pages of Insight: what an analysis says of an extract, for those who may see figures about all cases."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.integration.web.conftest import Ask
from tests.integration.web.reading.pages import text_of
from tests.unit.insight.test_report import CASES, extract
from unbroken.access.models import AccessLog, Category
from unbroken.cli import app
from unbroken.insight import counting
from unbroken.insight.analyses import ANALYSES
from unbroken.insight.counting import Counting, Failed, State, Waiting
from unbroken.insight.kept import folder_of, read_kept
from unbroken.insight.said import SaidReport
from unbroken.insight.scope import Scope
from unbroken.insight.shelf import Shelved, newest
from unbroken.web.views import insight as views

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ANA-02", "GOV-06", "GOV-07", "GOV-10")]
HARBOUR = Scope(areas=("Harbour",), offences="all")
ASKED = "?offences=all&area=Harbour"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Shelved:
    """An extract with the reports of two scopes, as another process would have counted them."""
    shelf = tmp_path_factory.mktemp("extracts")
    extract(shelf / "one", CASES)
    found = newest(shelf)
    assert found is not None
    for scope in (Scope(), HARBOUR):
        counting.count(found, scope, folder_of(found, scope))
    return found


@pytest.fixture
def shelved(counted: Shelved, settings: Any) -> Shelved:
    settings.UNBROKEN_EXTRACTS = counted.folder.parent
    return counted


def said_of(shelved: Shelved, scope: Scope) -> SaidReport:
    found = read_kept(shelved, scope)
    assert found is not None
    return found


def test_without_an_extract_the_page_says_what_to_do(ask: Ask, tmp_path: Path, settings: Any) -> None:
    settings.UNBROKEN_EXTRACTS = tmp_path
    for path in ("/insight/", "/insight/attrition/"):
        answer = ask(path)
        assert answer.status_code == 200
        assert "unbroken insight nightly" in text_of(answer)
    for path in ("/insight/attrition/flow.csv", "/insight/report.pdf"):
        assert ask(path).status_code == 302


def test_the_overview_names_the_extract_and_what_each_analysis_says_first(ask: Ask, shelved: Shelved) -> None:
    text = text_of(ask("/insight/", role="analyst"))
    for one in said_of(shelved, Scope()).analyses:
        assert one.title in text
        assert one.words[0] in text
    assert shelved.manifest.digest[:12] in text
    assert "Monday 5 January 2026, 9am" in text
    assert "more than two days old" in text
    assert "130 reports" in text
    assert "every report on the record" in text


@pytest.mark.parametrize("name", ANALYSES)
def test_each_analysis_shows_every_table_with_its_definition(ask: Ask, shelved: Shelved, name: str) -> None:
    answer = ask(f"/insight/{name}/")
    text = text_of(answer)
    said = said_of(shelved, Scope())
    found = said.analysis(name)
    assert found is not None
    for sheet in found.sheets:
        assert (
            f'<caption class="govuk-table__caption govuk-visually-hidden">{sheet.title}'
            in unescape(answer.content.decode())
            or not sheet.rows
        )
        assert sheet.what in text
        assert all(note in text for note in (*sheet.notes, sheet.withheld))
        assert all(cell in text for row in sheet.rows for cell in row)
    assert all(line in text for line in found.words)
    assert answer.content.decode().count("<figure") == len(found.pictures)
    assert said.about in text


def test_a_picture_stands_in_the_section_of_its_table(ask: Ask, shelved: Shelved) -> None:
    page = ask("/insight/attrition/").content.decode()
    section = re.search(r'<section aria-labelledby="table-flow">(.*?)</section>', page, re.DOTALL)
    assert section
    assert section[1].index("<svg") < section[1].index("<table")
    assert re.findall(r'href="(/insight/[^"]+\.(?:svg|png|csv|json))"', section[1]) == [
        f"/insight/attrition/flow.{suffix}" for suffix in ("svg", "png", "csv", "json")
    ]


def test_names_in_the_record_are_escaped(ask: Ask, shelved: Shelved) -> None:
    page = ask("/insight/attrition/").content.decode()
    assert "&lt;b&gt;Moor&lt;/b&gt;" in page
    assert "<b>Moor" not in page


def test_the_filters_are_in_the_address_and_in_every_link(ask: Ask, shelved: Shelved) -> None:
    page = unescape(ask(f"/insight/{ASKED}").content.decode())
    assert "Reports of any class, in Harbour." in page
    links = re.findall(r'href="(/insight/[^"]*)"', page.partition('id="main-content"')[2])
    assert {link.partition("?")[2] for link in links if link != "/insight/"} == {ASKED[1:]}
    assert 'value="Harbour" checked' in page


def test_the_files_are_those_of_the_command_for_the_same_reports(ask: Ask, shelved: Shelved, tmp_path: Path) -> None:
    out = tmp_path / "report"
    run = CliRunner().invoke(
        app, ["insight", "run", str(shelved.folder), "--out", str(out), "--offences", "all", "--area", "Harbour"]
    )
    assert run.exit_code == 0, run.output
    looked_at = set()
    for one in said_of(shelved, HARBOUR).analyses:
        for sheet in one.sheets:
            for suffix in ("csv", "json"):
                file = f"tables/{one.name}-{sheet.name}.{suffix}"
                looked_at.add(file)
                assert ask(f"/insight/{one.name}/{sheet.name}.{suffix}{ASKED}").content == (out / file).read_bytes()
        for name in one.pictures:
            for suffix in ("svg", "png"):
                file = f"figures/{one.name}-{name}.{suffix}"
                looked_at.add(file)
                assert ask(f"/insight/{one.name}/{name}.{suffix}{ASKED}").content == (out / file).read_bytes()
    assert looked_at == {str(file.relative_to(out)) for file in out.glob("*/*")}
    assert ask(f"/insight/report.pdf{ASKED}").content.startswith(b"%PDF")


@pytest.mark.demand("GOV-01")
def test_each_view_and_each_file_leaves_a_trace(ask: Ask, shelved: Shelved) -> None:
    ask(f"/insight/attrition/{ASKED}", role="analyst")
    ask(f"/insight/attrition/flow.csv{ASKED}", role="analyst")
    view, file = AccessLog.objects.filter(who="analyst-1").order_by("id")
    assert (view.category, view.action) == (Category.CONSULTATION, "insight_analysis")
    assert (file.category, file.action) == (Category.DISCLOSURE, "insight_csv")
    assert file.why.startswith("Insight, attrition-flow.csv: reports of any class, in Harbour, extract ")


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("since=yesterday", "since", "Enter a date such as 5/3/2018"),
        ("since=2024-05&until=2024-04", "until", "2024-04-30 is before since, 2024-05-01"),
        ("offences=theft", "offences", "“theft” is not on it"),
        ("area=Atlantis", "area", "“Atlantis” is not on it"),
        ("relationship=stranger&relationship=king", "relationship", "“king” is not on it"),
        ("domestic=perhaps", "domestic", "“perhaps” is not on it"),
        ("colour=red", "", "“colour” in the address is not a filter of this page"),
    ],
)
def test_what_cannot_be_read_is_said_by_its_field_and_counts_nothing(
    ask: Ask, shelved: Shelved, monkeypatch: pytest.MonkeyPatch, query: str, field: str, words: str
) -> None:
    monkeypatch.setattr(views, "ask", lambda *asked: pytest.fail("it was counted"))
    for path in ("/insight/", "/insight/attrition/"):
        answer = ask(f"{path}?{query}")
        page = unescape(answer.content.decode())
        assert answer.status_code == 400
        assert words in page
        assert not field or (f'href="#{field}"' in page and f'id="{field}"' in page)
        assert "<title>Error: " in page
        assert "Refresh" not in answer.headers
    assert ask(f"/insight/attrition/flow.csv?{query}").status_code == 400


def test_what_was_chosen_stays_in_the_form_beside_what_was_wrong(ask: Ask, shelved: Shelved) -> None:
    page = unescape(ask("/insight/?since=2025&until=2024&area=Harbour&domestic=no").content.decode())
    assert 'value="Harbour" checked' in page
    assert 'value="2025"' in page
    assert '<option value="no" selected>' in page


@pytest.mark.parametrize(
    ("state", "words", "looks_again"),
    [
        (Counting(3, 10, "predictors"), "3 of 10 analyses done; now: predictors.", True),
        (Counting(), "The extract is being opened.", True),
        (Waiting(), "Others are being counted first.", True),
        (Failed("cases.parquet is not as it was written"), "cases.parquet is not as it was written", False),
    ],
)
def test_a_page_that_waits_says_how_far_it_is_and_looks_again(
    ask: Ask, shelved: Shelved, monkeypatch: pytest.MonkeyPatch, state: State, words: str, looks_again: bool
) -> None:
    monkeypatch.setattr(views, "ask", lambda *asked: state)
    answer = ask(f"/insight/attrition/{ASKED}")
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert ("Refresh" in answer.headers) is looks_again
    assert f'href="/insight/attrition/{ASKED}"' in unescape(answer.content.decode())
    assert not AccessLog.objects.exists(), "no figure was shown"


def test_what_there_is_not_is_not_found(ask: Ask, shelved: Shelved) -> None:
    for path in ("weather/", "attrition/weather.csv", "attrition/weather.png", "weather/flow.csv", "time/flow.csv"):
        assert ask(f"/insight/{path}").status_code == 404, path


def test_a_file_whose_report_is_not_kept_leads_to_the_page_that_counts_it(ask: Ask, shelved: Shelved) -> None:
    answer = ask("/insight/attrition/flow.csv?area=Moor")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/insight/attrition/?area=Moor")
    answer = ask("/insight/report.pdf?area=Moor")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/insight/?area=Moor")
