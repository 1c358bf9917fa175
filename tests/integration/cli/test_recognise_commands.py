"""The commands that recognise: lines of JSON, and errors in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from unbroken.cli import app

pytestmark = pytest.mark.demand("RCG-01", "RCG-08")
FIRST, SECOND = "V's ex-partner S has been texting her.", "S followed V home. She is afraid of him."


def run(*arguments: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_narrative_is_read_as_the_whole_account(tmp_path: Path) -> None:
    file = tmp_path / "narratives.jsonl"
    file.write_text(json.dumps({"id": "n1", "text": "He followed me home twice. I told him to stop."}) + "\n")
    (found,) = run("read", str(file))
    assert (found["id"], found["finding"]) == ("n1", "stalking_2A")
    assert found["behaviours"] == [
        {"code": "following_surveillance", "start": 3, "end": 25, "text": "followed me home twice"}
    ]
    assert {"name": "incident_count", "value": 2, "start": 20, "end": 25, "text": "twice"} in found["facts"]  # type: ignore[operator]
    assert {"rule": "unwanted", "text": "told him to stop"} in found["because"]  # type: ignore[operator]


@pytest.mark.parametrize(("text", "value"), [("I am scared of him.", True), ("I am not scared of him.", False)])
def test_who_is_not_afraid_is_said_to_be_not(tmp_path: Path, text: str, value: bool) -> None:
    file = tmp_path / "narratives.jsonl"
    file.write_text(json.dumps({"id": "n1", "text": text}) + "\n")
    (found,) = run("read", str(file))
    facts = found["facts"]
    assert isinstance(facts, list)
    assert [(one["name"], one["value"]) for one in facts] == [("fear", value)]


def test_a_case_is_recognised_report_by_report_and_together(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    reports = [{"n": n, "facts": text, "behaviours": ["threats_harm"]} for n, text in enumerate((FIRST, SECOND), 1)]
    file.write_text(json.dumps({"id": "c1", "reports": reports}))
    first, second = run("recognise", str(file))
    assert [(one["case"], one["report"]) for one in (first, second)] == [("c1", 1), ("c1", 2)]
    assert second["behaviours"] == ["calls_texts", "following_surveillance"], "what somebody coded is no input"
    assert second["finding"] == "stalking_2A"
    assert {"rule": "former_partner", "report": 1, "text": "ex-partner"} in second["because"]  # type: ignore[operator]
    assert run("recognise", "--coded", str(file))[1]["finding"] == "stalking_4A"


def test_a_bad_file_is_refused_in_plain_words(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["recognise", str(tmp_path / "none.json")])
    assert (result.exit_code, "cannot be read: No such file" in result.output) == (1, True)


def test_the_figures_go_where_the_page_says(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    begin, end = "<!-- figures: recognition, tuned on -->", "<!-- end of figures: recognition, tuned on -->"
    page.write_text(f"before\n{begin}\nfigures of yore\n{end}\nafter\n")
    arguments = ["evaluate", "recognition", "--part", "tuned_on", "--page", str(page)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    text = page.read_text()
    assert "of yore" not in text
    assert text.startswith(f"before\n{begin}\n\n| what |")
    assert text.endswith(f"{end}\nafter\n")
    page.write_text("nothing")
    refused = CliRunner().invoke(app, arguments)
    assert (refused.exit_code, "has no lines" in refused.output) == (1, True)


def test_cases_are_measured_beside_the_narratives_where_a_directory_is_named(tmp_path: Path) -> None:
    reports = [{"n": n, "facts": text} for n, text in enumerate((FIRST, SECOND), 1)]
    known = {"label": "stalking", "police_first_recognised_report": None, "annotator_earliest_course_of_conduct": 2}
    (tmp_path / "c1.json").write_text(json.dumps({"id": "c1", "reports": reports, **known}))
    arguments = ["evaluate", "recognition", "--part", "tuned_on", "--cases", str(tmp_path)]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "| c1 | stalking | 2 | 1 | 2 | never | stalking_2A, stalking_2A |" in result.output
    assert "| told_to_stop |" in result.output, "each fact has its figures"
    assert "| hard negative | none |" in result.output, "each sort of narrative has"
    empty = tmp_path / "empty"
    empty.mkdir()
    refused = CliRunner().invoke(app, [*arguments[:-1], str(empty)])
    assert (refused.exit_code, "has no case files" in refused.output) == (1, True)
