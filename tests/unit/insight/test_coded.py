"""What people coded: counted as a slow twin counts it, and said in words where nothing was coded."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.insight.test_report import extract as folder_of
from unbroken.insight.analyses.coded import report_coded
from unbroken.insight.coding.reading import shipped
from unbroken.insight.extract import MANIFEST, Extract, Manifest, digest_of
from unbroken.insight.publication import protect
from unbroken.insight.schema import TABLES
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Share, say

pytestmark = pytest.mark.demand("ANA-01", "GOV-06")

Row = dict[str, Any]


def coding(case: str, variable: str, value: str, **said: Any) -> Row:
    question = shipped().find(variable)
    type = question.type if question else "one"
    missing = question.is_missing(value) if question else False
    return {"sample": "x1", "case": case, "frame": "stalking_reports", "frame_version": 1, "variable": variable,
            "type": type, "person": None, "value": value, "is_missing": missing, "coder": "final", **said}  # fmt: skip


def analysed(path: Path, codings: Sequence[Row], *, cases: int = 60) -> Analysis:
    folder = folder_of(path / "extract", [{"case": f"r{n}", "offence": "stalking_2a"} for n in range(cases)])
    file = folder / "codings.parquet"
    pq.write_table(pa.Table.from_pylist(list(codings), schema=TABLES["codings"].arrow()), file)
    said = json.loads((folder / MANIFEST).read_text())
    digests = {**said["digests"], "codings": digest_of(file)}
    made = Manifest(said["version"], said["made_at"], {}, {**said["rows"], "codings": len(codings)}, digests)
    (folder / MANIFEST).write_text(json.dumps(made.as_json()))
    return report_coded(Extract(folder), Scope())


def answers(found: Analysis) -> dict[tuple[str, str], tuple[int, int]]:
    [sheet] = [sheet for sheet in found.sheets if sheet.name == "answers"]
    return {(str(row[1]), str(row[2])): (row[3].count, row[3].of) for row in sheet.rows if isinstance(row[3], Share)}


def test_answers_are_counted_of_all_that_count(tmp_path: Path) -> None:
    found = analysed(
        tmp_path,
        [
            *[coding(f"r{n}", "domestic_abuse", "yes" if n < 20 else "not_known") for n in range(30)],
            *[coding(f"r{n}", "domestic_abuse", "no", coder="first") for n in range(30)],
            *[coding("r1", "behaviours", value) for value in ("calls_texts", "attends_home")],
            coding("r2", "behaviours", "calls_texts"),
            *[coding("r3", "victim_age", value, person=f"p{value}") for value in ("20", "30", "41", "not_known")],
            coding("elsewhere", "domestic_abuse", "no"),
        ],
    )
    yes_no, missing = "Is it domestic abuse?", "Not known: the report speaks of it and leaves it open"
    counted = answers(found)
    assert counted[yes_no, "Yes"] == (20, 30)
    assert counted[yes_no, missing] == (10, 30)
    assert counted["What was done?", "Calls or texts"] == (2, 2)
    assert counted["How old was the victim when the report was made?", "a number"] == (3, 4)
    [median] = [row[4] for row in found.sheets[1].rows if row[2] == "a number"]
    assert (median.value, median.n) == (30, 3)  # type: ignore[union-attr]
    assert say(found.words[0]).startswith("Of 60 reports")


def test_nothing_coded_and_nothing_in_scope_say_so(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert say(analysed(tmp_path, []).words[0]).startswith("Nobody has read any of the reports")
    assert say(analysed(tmp_path / "none", [], cases=0).words[0]).startswith("There are no reports")


def test_a_frame_of_somebody_s_own_is_told_by_its_codes(tmp_path: Path) -> None:
    found = analysed(tmp_path, [coding("r1", "colour", "blue", frame="ours")])
    assert answers(found) == {("colour", "blue"): (1, 1)}


def test_what_is_small_is_withheld_with_what_would_give_it_away(tmp_path: Path) -> None:
    values = ["yes"] * 40 + ["no"] * 12 + ["not_known"] * 2
    found = analysed(tmp_path, [coding(f"r{n}", "domestic_abuse", value) for n, value in enumerate(values)])
    [published] = protect([found])
    shown = [row[3] for row in published.sheets[1].rows]
    assert sum(isinstance(cell, Share) for cell in shown) <= 1


@settings(max_examples=20)
@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.sampled_from(["domestic_abuse", "arrested"]), st.sampled_from(["yes", "no"])),
        unique_by=lambda one: one[:2],
        min_size=1,
    )
)
def test_it_counts_as_plain_python_does(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, str, str]]
) -> None:
    found = analysed(tmp_path_factory.mktemp("twin"), [coding(f"r{n}", name, value) for n, name, value in said])
    expected: dict[tuple[str, str], int] = Counter((name, value) for _, name, value in said)
    base: dict[str, int] = defaultdict(int)
    for _, name, _ in said:
        base[name] += 1
    frame = shipped()
    assert answers(found) == {
        (frame.find(name).question, value.capitalize()): (n, base[name])  # type: ignore[union-attr]
        for (name, value), n in expected.items()
    }
