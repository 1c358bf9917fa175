"""The suspects as a snapshot: people and not reports, the last assessment of each, shares that add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.insight.generated import generate
from tests.unit.insight.test_report import extract
from unbroken import insight
from unbroken.insight.analyses.caseload import CONVICTIONS
from unbroken.insight.sheets import Analysis, Share, Sheet, say
from unbroken.vocabulary.orders import INSTRUMENTS, RISK_GRADES
from unbroken.vocabulary.probation import NEED_LEVELS, SUSPECT_NEEDS

pytestmark = pytest.mark.demand("INT-01", "ANA-11", "ANA-12")
Rows = list[dict[str, Any]]


def analysed(folder: Path, **scope: Any) -> Analysis:
    return insight.run(insight.Extract(folder), insight.Scope(**scope), only=["caseload"]).analyses[0]


def sheet_of(analysis: Analysis, name: str) -> Sheet:
    return next(sheet for sheet in analysis.sheets if sheet.name == name)


def shares(sheet: Sheet) -> dict[tuple[str, ...], Share]:
    return {tuple(map(str, row[:-1])): row[-1] for row in sheet.rows if isinstance(row[-1], Share)}


def by_hand(folder: Path) -> tuple[Rows, dict[str, dict[str, Any]], dict[tuple[str, str], dict[str, Any]]]:
    """The cases of the scope, and the last row about each suspect by instrument and by need: the slow twin."""
    read = {name: pq.read_table(folder / f"{name}.parquet").to_pylist()
            for name in ("cases", "people", "assessments", "needs")}  # fmt: skip
    cases = [row for row in read["cases"] if not row["is_restricted"] and not row["is_duplicate"]]
    suspects = {row["suspect"] for row in cases}
    who = {row["person"]: row["resolved"] for row in read["people"] if row["resolved"] in suspects}
    found: tuple[dict[Any, Any], dict[Any, Any]] = ({}, {})
    for table, by, into in (("assessments", "instrument", found[0]), ("needs", "need", found[1])):
        for row in sorted(read[table], key=lambda one: (one["on"], one["entry"])):
            if row["suspect"] in who:
                into[who[row["suspect"]], row[by]] = row
    return cases, found[0], found[1]


def of_each(counted: Counter[tuple[str, str]]) -> dict[tuple[str, ...], Share]:
    bases: Counter[str] = Counter()
    for (what, _), n in counted.items():
        bases[what] += n
    return {key: Share(n, bases[key[0]]) for key, n in counted.items()}


@pytest.mark.parametrize("seed", [4, 5])
def test_it_is_counted_as_by_hand(tmp_path: Path, seed: int) -> None:
    folder = generate(tmp_path / "extract", 300, seed=seed)
    cases, assessed, needs = by_hand(folder)
    analysis = analysed(folder, offences="all")
    convicted: defaultdict[str, set[bool]] = defaultdict(set)
    of_stalking: defaultdict[str, set[bool]] = defaultdict(set)
    for row in cases:
        if row["suspect"]:
            convicted[row["suspect"]].add(row["is_convicted"])
            of_stalking[row["suspect"]].add(row["is_convicted_of_stalking"])
    ways = Counter("stalking" if True in of_stalking[one] else "other" if True in convicted[one] else "none"
                   for one in convicted)  # fmt: skip
    assert shares(sheet_of(analysis, "convictions")) == {
        (text,): Share(ways[way], len(convicted)) for way, text in CONVICTIONS.items()
    }
    grades = {code.code: code.label for code in RISK_GRADES.codes} | {"": "No grade"}
    graded = Counter((INSTRUMENTS[what].label, grades[row["judged"] or row["grade"] or ""])
                     for (_, what), row in assessed.items())  # fmt: skip
    assert shares(sheet_of(analysis, "risk")) == of_each(graded)
    great = Counter((SUSPECT_NEEDS[what].label, NEED_LEVELS[row["level"]].label) for (_, what), row in needs.items())
    assert shares(sheet_of(analysis, "needs")) == of_each(great)


def test_types_add_up_to_the_whole_and_several_are_a_row_of_their_own(tmp_path: Path) -> None:
    folder = generate(tmp_path / "extract", 300, seed=6)
    sheet = sheet_of(analysed(folder, offences="all"), "types")
    assert sum(share.count for share in shares(sheet).values()) == {share.of for share in shares(sheet).values()}.pop()
    assert ("Several types",) in shares(sheet)


def test_a_person_in_several_reports_is_counted_once(tmp_path: Path) -> None:
    case = {"offence": "stalking_2a", "suspect": "s1"}
    cases: Rows = [case, {**case, "is_convicted": True}, {**case, "suspect": "s2"}, {"offence": "stalking_2a"}]
    analysis = analysed(extract(tmp_path / "extract", cases))
    found = shares(sheet_of(analysis, "convictions"))
    assert found[CONVICTIONS["other"],] == Share(1, 2)
    assert found[CONVICTIONS["none"],] == Share(1, 2)
    assert "No assessment of risk names any of these suspects." in [say(line) for line in analysis.words]


def test_the_same_count_twice_is_named_for_a_second_look(tmp_path: Path) -> None:
    """Ten convicted of stalking and ten of something else only: as likely a copied column as chance."""
    case = {"offence": "stalking_2a", "is_convicted": True}
    cases = [{**case, "suspect": f"s{n}", "is_convicted_of_stalking": n < 10} for n in range(20)]
    analysis = analysed(extract(tmp_path / "extract", cases))
    (row,) = sheet_of(analysis, "alike").rows
    assert row[2] == Share(10, 20)


def test_where_no_suspect_is_named_it_says_so(tmp_path: Path) -> None:
    (said,) = analysed(extract(tmp_path / "extract", [{"offence": "stalking_2a"}])).words
    assert say(said).startswith("No suspect is named in reports recorded as stalking now")
