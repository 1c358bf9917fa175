"""The command, as somebody types it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection
from pypdf import PdfReader
from typer.testing import CliRunner, Result

from tests.entries import draft
from unbroken import flow
from unbroken.access.models import AccessLog, AccessToken, Category, Conflict, User
from unbroken.cases.figure_queries import TABLES
from unbroken.cases.models import ReportRow
from unbroken.cli import app, service
from unbroken.exchange.demo import case_files
from unbroken.exchange.exporting.ocel_reading import read_ocel_json
from unbroken.record import projector, queries
from unbroken.triage.queries import registers

pytestmark = pytest.mark.django_db
NAME = "sussex-2018-a.json"
VICTIM = "person:sussex-2018-a-v"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "160"})


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A published case's file."""
    source = next(path for path in case_files() if path.name == NAME)
    return Path(shutil.copy(source, tmp_path / NAME))


@pytest.fixture
def sussex(case: Path) -> None:
    """A published case on the record."""
    assert run("import", case).exit_code == 0


@pytest.mark.parametrize(
    "command", ["demo", "import", "synth", "journey", "chronology", "export", "figures", "verify", "seal"]
)
def test_help_needs_no_database_and_says_what_a_command_is_for(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"unbroken {command}" in result.output.replace("root", "unbroken")


@pytest.mark.demand("REC-01")
def test_a_case_is_imported_once_and_the_second_time_changes_nothing(case: Path) -> None:
    first, count = run("import", case), queries.count()
    second = run("import", case)
    assert [path.name for path in case.parent.iterdir()] == [NAME]  # no empty rejects file is left
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert f"recorded {count}," in first.output
    assert f"recorded 0, already there {count}," in second.output


def test_what_cannot_be_imported_goes_to_the_rejects_file_and_the_exit_code_says_so(tmp_path: Path) -> None:
    source, rejects = tmp_path / "bad.jsonl", tmp_path / "rejects.jsonl"
    source.write_text('{"kind": "report.made"}\n')
    result = run("import", source, "--rejects", rejects)
    assert result.exit_code == 3
    assert "rejected 1" in result.output
    assert {"happened", "source_ref"} <= {json.loads(line)["field"] for line in rejects.read_text().splitlines()}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("import", "nowhere.jsonl"), "there is no file nowhere.jsonl"),
        (("import", "nowhere.csv", "--mapping", "cris_like"), "there is no file nowhere.csv"),
        (("verify", "nobook"), "There is no book nobook. The books are"),
        (("journey", "Nobody Atall"), "nobody on the record fits"),
        (("journey", "person:nobody"), "nothing is on the record about person:nobody"),
        (("journey", VICTIM, "--as-known", "soon"), "is not a time"),
        (("verify", "--seal", "seal.json", "--trust", "00"), "seal.json"),
        (("token", "nobody", "--name", "x"), "nobody signs in as nobody"),
        (("revoke", "unb_x_y"), "no token begins so"),
        (("user", "x", "--role", "emperor", "--agency", "met", "--password", "long enough to pass"), "emperor"),
    ],
)
def test_a_mistake_is_answered_in_plain_words(sussex: None, words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_journey_is_shown_whole_and_as_known_on_a_day(sussex: None) -> None:
    whole, then = run("journey", VICTIM), run("journey", VICTIM, "--as-known", "2018-03-05")
    assert "Saturday 10 March 2018" in whole.output
    assert "Thursday 1 March 2018" in then.output
    assert "Saturday 10 March 2018" not in then.output
    assert AccessLog.objects.filter(category=Category.CONSULTATION, action="unbroken journey").count() == 2


@pytest.mark.demand("CPS-01")
def test_the_chronology_is_a_pdf_that_traces_every_incident_to_its_entry(sussex: None, tmp_path: Path) -> None:
    target = tmp_path / "c.pdf"
    assert run("chronology", VICTIM, target, "--why", "file for the CPS").exit_code == 0
    text = "".join(page.extract_text() for page in PdfReader(target).pages).replace("\n", "")
    incidents = [e for e in queries.stream("sussex") if e.kind == "incident.recorded"]
    assert incidents
    assert all(entry.id in text for entry in incidents)
    assert AccessLog.objects.get(category=Category.DISCLOSURE).why == "file for the CPS"
    again = run("chronology", VICTIM, target)
    assert again.exit_code == 1
    assert "there already" in again.output


@pytest.mark.demand("REC-11")
def test_an_export_loses_nothing(sussex: None, tmp_path: Path) -> None:
    assert run("export", tmp_path / "all.json").exit_code == 0
    entries = sorted(read_ocel_json((tmp_path / "all.json").read_bytes()), key=lambda entry: entry.id)
    recorded = sorted((e for book in queries.heads() for e in queries.stream(book)), key=lambda entry: entry.id)
    assert entries == recorded
    assert [entry.body for entry in entries] == [entry.body for entry in recorded]
    assert run("export", tmp_path / "tables", "--format", "parquet").exit_code == 0
    assert pq.read_table(tmp_path / "tables" / "entries.parquet").num_rows == len(recorded)


@pytest.mark.demand("GOV-06", "GOV-07")
def test_figures_are_written_as_the_desk_gives_them_for_publication(sussex: None, tmp_path: Path) -> None:
    assert run("figures", tmp_path / "out", "--why", "Yearly report").exit_code == 0
    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    histories = "The record of this service, and the charge histories imported into it"
    of_suspects = dict.fromkeys(("pnc-ids", "earlier-charges", "earlier-stalking-charges"), histories) | {
        "needs-reported": "What police describe, as it is on the record of this service",
        "needs-assessed": "Assessments by probation, OASys among them, as they are on the record of this service",
    }
    assert set(written) == {f"figures-{name}.csv" for name in {table.name for table in TABLES} | of_suspects.keys()}
    for name, text in written.items():
        source = of_suspects.get(name.removeprefix("figures-").removesuffix(".csv"))
        base = "no suspects|fewer than 5 suspects" if source else "fewer than 5 reports"
        assert re.search(rf"\nBase,({base})\n", text)
        assert f'\nSource,"{source or "The record of this service"}, read on ' in text
    assert (
        AccessLog.objects.filter(category=Category.DISCLOSURE, action="unbroken figures").get().why == "Yearly report"
    )
    again = run("figures", tmp_path / "out")
    assert again.exit_code == 1
    assert "there already" in again.output


@pytest.mark.usefixtures("tamper")
def test_verify_passes_and_then_fails_after_one_byte_of_one_body(sussex: None) -> None:
    good = run("verify")
    assert good.exit_code == 0
    assert "Every entry fits" in good.output
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.id, e.seq FROM record_recordentry e WHERE e.book = 'sussex' ORDER BY e.seq LIMIT 1")
        entry, seq = cursor.fetchone()
        cursor.execute("UPDATE record_recordbody SET content = replace(content, 'a', 'b') WHERE entry_id = %s", [entry])
    bad = run("verify")
    assert bad.exit_code == 1
    assert f"sussex entry {seq}" in bad.output
    assert entry in bad.output


def test_a_seal_is_written_and_verified_with(sussex: None, tmp_path: Path) -> None:
    sealed = run("seal", tmp_path / "s.json", "--key", tmp_path / "key.pem")
    key = sealed.output.rpartition("Public key: ")[2].strip()
    assert run("verify", "--seal", tmp_path / "s.json", "--trust", key).exit_code == 0
    other = run("verify", "--seal", tmp_path / "s.json", "--trust", "00" * 32)
    assert other.exit_code == 1
    assert "another key" in other.output


def test_rebuild_gives_the_same_tables(sussex: None) -> None:
    before = projector.snapshot(flow.PROJECTIONS)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_report")
    assert run("rebuild").exit_code == 0
    assert projector.snapshot(flow.PROJECTIONS) == before


def test_a_synthetic_force_is_written_and_taken_in(tmp_path: Path) -> None:
    made = run("synth", "--reports", "5", "--seed", "3", "--out", tmp_path / "force")
    assert made.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "force").iterdir()) == [
        "extract-crime",
        "journeys-001.jsonl",
        "people.csv",
        "truth",
    ]
    assert run("import", tmp_path / "force" / "journeys-001.jsonl").exit_code == 0
    assert run("synth", "--out", tmp_path / "force").exit_code == 1  # not empty


@pytest.mark.demand("LNK-01", "GOV-04")
def test_what_the_commands_of_linkage_show_of_the_record_is_logged(sussex: None, tmp_path: Path) -> None:
    one, other = "person:sussex-2018-a-v", "person:sussex-2018-a-s"
    assert run("link", "review").exit_code == 0
    assert run("link", "explain", one, other).exit_code == 0
    assert run("link", "sensitivity", "--out", tmp_path / "out").exit_code == 0
    assert run("link", "run").exit_code == 0
    logged = [row for row in AccessLog.objects.order_by("id") if row.action.startswith("unbroken link")]
    assert [row.action.removeprefix("unbroken link ") for row in logged] == ["review", "explain", "sensitivity", "run"]
    assert {row.who.partition(":")[0] for row in logged} == {"operator"}
    assert {named.object for named in logged[1].objects_named.all()} == {one, other}


@pytest.mark.demand("LNK-01")
def test_where_a_model_is_to_go_is_looked_at_before_it_is_trained(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("record_id,name\nr1,Jane Roe\n")
    for target in (tmp_path, tmp_path / "none" / "model.json"):
        said = run("link", "train", people, "--out", target)
        assert (said.exit_code, "is no file that could be written" in said.output) == (1, True)
    said = run("link", "train", people, "--out", tmp_path / "model.json", "--from", "shipped")
    assert "1 descriptions are too few to train on" in said.output


def test_users_tokens_and_conflicts() -> None:
    words = ("--role", "officer", "--agency", "northmoor", "--password", "long enough to pass")
    assert run("user", "pc-1", *words).exit_code == 0
    token = run("token", "pc-1", "--name", "duty log").output.splitlines()[0]
    assert token.startswith("unb_")
    assert run("revoke", token).exit_code == 0
    assert AccessToken.objects.get().revoked is not None
    assert run("conflict", "pc-1", "person:v1", "--why", "a neighbour").exit_code == 0
    assert Conflict.objects.get().user == User.objects.get(username="pc-1")


def test_the_demonstration_fills_once_and_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UNBROKEN_EXTRACTS", tmp_path / "extracts")
    first = run("demo", "--no-start", "--reports", "3")
    assert first.exit_code == 0, first.output
    assert "http://localhost:" in first.output
    assert {user.role for user in User.objects.all()} == set(User.Role.values)
    assert [one.definitions[0].name for one in registers()] == ["Northmoor highest harm", "Repeat breach"]
    count = queries.count()
    flow.take_in([draft()], by="demo-officer")
    second = run("demo", "--no-start")
    assert queries.count() == count + 1
    assert "What you did before is still there" in second.output
    password = (Path(settings.UNBROKEN_HOME) / "demo-password").read_text()
    assert password in first.output
    assert password in second.output
    assert all(user.check_password(password) for user in User.objects.all()[:1])


@pytest.mark.parametrize(("is_changing", "rows"), [(True, 1), (False, 0)])
def test_setup_folds_the_record_anew_only_where_the_database_changes_its_shape(
    sussex: None, monkeypatch: pytest.MonkeyPatch, is_changing: bool, rows: int
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_report")
    monkeypatch.setattr(service, "_has_migrations_to_come", lambda: is_changing)
    assert run("setup").exit_code == 0
    assert min(ReportRow.objects.count(), 1) == rows


@pytest.mark.demand("ASS-02")
def test_a_wording_that_cannot_be_used_stops_the_service_before_it_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s_dash.toml").write_text('instrument = "s_dash"', encoding="utf-8")
    monkeypatch.setattr(settings, "UNBROKEN_INSTRUMENT_WORDING", str(tmp_path))
    result = CliRunner().invoke(app, ["setup"])
    assert result.exit_code == 1
    assert "UNBROKEN_INSTRUMENT_WORDING: s_dash.toml: version: is missing" in result.output
