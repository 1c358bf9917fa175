"""What leaves the service: small counts are withheld in tables, words and pictures, and nobody can work them out."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from typer.testing import CliRunner

from tests.unit.insight.generated import generate
from tests.unit.insight.test_report import CONVICTED, LEFT, extract
from unbroken import insight
from unbroken.cli import app
from unbroken.insight.publication import THRESHOLD, protect
from unbroken.insight.sheets import WITHHELD, Analysis, Definition, Number, Share, Sheet, across, down, say

pytestmark = pytest.mark.demand("GOV-06", "GOV-07", "GOV-10")
Place = tuple[str, str, int, int]


@pytest.fixture(scope="module", params=[(150, 1), (400, 2)], ids=["small", "larger"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> insight.Report:
    reports, seed = request.param
    folder = generate(tmp_path_factory.mktemp("generated") / "extract", reports, seed=seed)
    return insight.run(insight.Extract(folder), insight.Scope(offences="all"))


@pytest.fixture(scope="module")
def published(report: insight.Report) -> insight.Report:
    return report.published()


class Attack:
    """Somebody with every published figure, who knows what adds up: bounds for what is withheld, by linear programmes.

    Written apart from what decides what to withhold, and from more than one sheet: the totals by area are the counts of
    the flow, and the size of a group is the same in every analysis.
    """

    def __init__(self, report: insight.Report, published: insight.Report) -> None:
        self.true: dict[Place, int] = {}
        self.shown: dict[Place, int] = {}
        self.rows: list[dict[object, float]] = []
        self.equal: list[float] = []
        self.base = next(cell for cell in reversed(report.base.rows[-1]) if isinstance(cell, int))
        for analysis, other in zip(report.analyses, published.analyses, strict=True):
            for sheet, kept in zip(analysis.sheets, other.sheets, strict=True):
                self._read(analysis.name, sheet, kept)
        for analysis in report.analyses:
            for sheet in analysis.sheets:
                self._sums(analysis.name, sheet)
        self._across(report)

    def _read(self, name: str, sheet: Sheet, kept: Sheet) -> None:
        for r, (row, shown) in enumerate(zip(sheet.rows, kept.rows, strict=True)):
            for c, (cell, left) in enumerate(zip(row, shown, strict=True)):
                place = (name, sheet.name, r, c)
                if isinstance(cell, int):
                    self.true[place] = cell
                    if left is not WITHHELD:
                        self.shown[place] = cell
                if isinstance(cell, Share):
                    self.true[place] = cell.count
                    if left is not WITHHELD:
                        self.shown[place] = cell.count
                    of = next((n for n, one in enumerate(row) if type(one) is int and one == cell.of), None)
                    if of is not None:
                        self._sum({(name, sheet.name, r, of): -1.0, place: 1.0, (*place, "rest"): 1.0}, 0)

    def _sum(self, signs: dict[Any, float], equal: float) -> None:
        self.rows.append(signs)
        self.equal.append(equal)

    def _sums(self, name: str, sheet: Sheet) -> None:
        for n, one in enumerate(sheet.sums):
            signs: defaultdict[object, float] = defaultdict(float)
            for row, column in one.parts:
                if (name, sheet.name, row, column) in self.true:
                    signs[name, sheet.name, row, column] += 1.0
            total = sum(self.true[place] for place in signs)  # type: ignore[index, misc]
            if one.whole is not None:
                rest = self.true[name, sheet.name, *one.whole] - total
                if rest < 0 or (rest > 0 and not one.has_rest):
                    continue  # nothing hangs together in a generated extract: not every sum holds
            if one.has_rest:
                signs[name, sheet.name, "rest of", n] = 1.0
            if one.whole is not None:
                signs[name, sheet.name, *one.whole] -= 1.0
                self._sum(dict(signs), 0)
            elif total == self.base:
                self._sum(dict(signs), total)

    def _across(self, report: insight.Report) -> None:
        """What no sheet says of itself."""
        attrition = next(one for one in report.analyses if one.name == "attrition")
        flow = next(sheet for sheet in attrition.sheets if sheet.name == "flow")
        entered = [n for n, row in enumerate(flow.rows) if row[1] == "entered"]
        for sheet in attrition.sheets[1:]:
            for column, at in enumerate(entered, start=1):
                signs: dict[Any, float] = {("attrition", sheet.name, n, column): 1.0 for n in range(len(sheet.rows))}
                self._sum({**signs, ("attrition", "flow", at, 2): -1.0}, 0)
        sizes: dict[tuple[str, str], Place] = {}
        for analysis in report.analyses:
            for sheet in analysis.sheets:
                for n, row in enumerate(sheet.rows):
                    if sheet.name in ("by_area", "by_year", "by_offence"):
                        first = sizes.setdefault((sheet.name, str(row[0])), (analysis.name, sheet.name, n, 1))
                        place = (analysis.name, sheet.name, n, 1)
                        if first[0] != analysis.name and self.true.get(first) == self.true.get(place):
                            self._sum({first: 1.0, place: -1.0}, 0)

    def bounds(self) -> Iterator[tuple[Place, int, float, float]]:
        """Each withheld small count with the least and the most that it could be."""
        names = {
            name: n for n, name in enumerate(dict.fromkeys([*self.true, *(one for row in self.rows for one in row)]))
        }
        relations = np.zeros((len(self.rows), len(names)))
        for line, signs in zip(relations, self.rows, strict=True):
            for name, sign in signs.items():
                line[names[name]] += sign
        limits: list[tuple[float, float | None]] = [(0, None)] * len(names)
        for place, count in self.true.items():
            limits[names[place]] = (count, count) if place in self.shown else (min(count, 1), None)
        for place, count in self.true.items():
            if place not in self.shown and 0 < count < THRESHOLD:
                aim = np.zeros(len(names))
                aim[names[place]] = 1.0
                found = [linprog(sign * aim, A_eq=relations, b_eq=self.equal, bounds=limits) for sign in (1.0, -1.0)]
                assert found[0].status == 0
                most = np.inf if found[1].status == 3 else -found[1].fun
                yield place, count, found[0].fun, most


def test_nobody_works_out_a_small_count(report: insight.Report, published: insight.Report) -> None:
    attack = Attack(report, published)
    found = list(attack.bounds())
    assert len(found) > 20
    close = [(place, count, low, high) for place, count, low, high in found if high - low < THRESHOLD - 1e-6]
    assert close == []


def test_small_counts_and_small_rests_are_not_shown(report: insight.Report, published: insight.Report) -> None:
    shown = 0
    for analysis in published.analyses:
        for sheet in analysis.sheets:
            for row in sheet.rows:
                for cell in row:
                    if isinstance(cell, Share):
                        assert not 0 < cell.count < THRESHOLD, (analysis.name, sheet.name, row)
                        assert not 0 < cell.of < THRESHOLD, (analysis.name, sheet.name, row)
                    shown += isinstance(cell, int | Share)
                    assert not (isinstance(cell, int) and 0 < cell < THRESHOLD)
                    assert not (isinstance(cell, Number) and WITHHELD in row)
    assert shown > 100, "not everything is withheld"


def test_what_a_table_withholds_is_in_no_sentence_and_no_picture(
    report: insight.Report, published: insight.Report
) -> None:
    for analysis, kept in zip(report.analyses, published.analyses, strict=True):
        gone = {cell for sheet, other in zip(analysis.sheets, kept.sheets, strict=True)
                for row, shown in zip(sheet.rows, other.rows, strict=True)
                for cell, left in zip(row, shown, strict=True) if left is WITHHELD}  # fmt: skip
        for saying, said in zip(analysis.words, kept.words, strict=True):
            if not isinstance(saying, str):
                assert [part for part in said if part in gone] == []
    flow = next(one for one in published.analyses if one.name == "attrition").drawn()[0][1]
    assert "[c] " in flow


def test_every_count_in_the_words_stands_in_a_table(report: insight.Report) -> None:
    for analysis in report.analyses:
        cells = {cell for sheet in analysis.sheets for row in sheet.rows for cell in row if not isinstance(cell, str)}
        counts = {cell.count for cell in cells if isinstance(cell, Share)} | {
            cell.of for cell in cells if isinstance(cell, Share)
        }
        base = next(cell for cell in reversed(report.base.rows[-1]) if isinstance(cell, int))
        for saying in analysis.words:
            parts = [] if isinstance(saying, str) else [part for part in saying if isinstance(part, int | Share)]
            for part in parts:
                if isinstance(part, int):
                    assert part in cells | counts | {base}, (analysis.name, say(saying))
                else:
                    assert part in cells or part.count in counts | cells, (analysis.name, say(saying))


_NO_COUNTS = re.compile(
    r"\b(s?2A|s?4A|2 of 100|2 of|(19|20)\d\d|\d+ April|[Ff]ewer than 10|have 10 reports|least 30|have 30)\b"
    r"|\b(95|20) %|\d+ (terms|columns|comparisons)|about [\d.]+ times|by \d+ %"
)


def assert_that_text_counts_nothing(report: insight.Report) -> None:
    """What is text is never withheld: a count in a sentence is a part of its own."""
    for analysis in report.analyses:
        for saying in analysis.words:
            for part in [saying] if isinstance(saying, str) else [one for one in saying if isinstance(one, str)]:
                assert not re.search(r"\d", _NO_COUNTS.sub("", part)), (analysis.name, part)


def test_text_counts_nothing(report: insight.Report) -> None:
    assert_that_text_counts_nothing(report)


def test_what_always_adds_up_is_named(tmp_path: Path) -> None:
    """Where in every extract a column of shares adds up to its base, its sheet says so."""
    adds: dict[tuple[str, str, int], bool] = {}
    for seed in (11, 12, 13):
        extract = insight.Extract(generate(tmp_path / f"e{seed}", 250, seed=seed))
        for analysis in insight.run(extract, insight.Scope(offences="all")).analyses:
            for sheet in analysis.sheets:
                named = [set(one.parts) for one in sheet.sums]
                for column in range(1, len(sheet.heads)):
                    places = {(n, column) for n, row in enumerate(sheet.rows) if isinstance(row[column], Share)}
                    shares = [cell for row in sheet.rows if isinstance(cell := row[column], Share)]
                    if len(shares) < 2:
                        continue
                    is_whole = len({one.of for one in shares}) == 1 and sum(one.count for one in shares) == shares[0].of
                    is_named = any(places <= parts for parts in named)
                    key = (analysis.name, sheet.name, column)
                    adds[key] = adds.get(key, True) and is_whole and not is_named
    assert [key for key, is_missing in adds.items() if is_missing] == []


def sheet(*rows: Any, sums: Any = ()) -> Analysis:
    heads = tuple("abcdefgh"[: len(rows[0])])
    return Analysis("x", "X", (), (Sheet("s", "S", Definition("", ""), heads, rows, sums),))


def shown(analysis: Analysis, **options: Any) -> list[tuple[Any, ...]]:
    base = sheet(("every", None, 1000))
    return list(protect([base, analysis], **options)[1].sheets[0].rows)


def test_a_lone_small_count_of_a_total_takes_another_with_it() -> None:
    rows = shown(sheet(("p", Share(3, 100)), ("q", Share(40, 100)), ("r", Share(57, 100)), sums=down(3, 1)))
    assert rows[0][1] is WITHHELD
    assert [row[1] is WITHHELD for row in rows].count(True) == 2


def test_all_but_a_few_tells_of_the_few() -> None:
    (row,) = shown(sheet(("p", 100, Share(98, 100))))
    assert WITHHELD in row


def test_a_number_goes_with_the_counts_of_its_row() -> None:
    rows = shown(sheet(("p", 3, Number(0.4, 300)), ("q", 40, Number(2.5, 4)), ("r", 40, Number(2.5, 40))))
    assert rows == [("p", WITHHELD, WITHHELD), ("q", 40, WITHHELD), ("r", 40, Number(2.5, 40))]


def test_nothing_small_is_nothing_withheld() -> None:
    rows = (("p", 60, Share(20, 60), Share(40, 60)), ("q", 50, Share(25, 50), Share(25, 50)))
    assert tuple(shown(sheet(*rows, sums=across(2, 1, 2, 3)))) == rows


def test_a_sum_that_does_not_hold_is_relied_on_by_nobody() -> None:
    rows = (("p", 60, Share(20, 60), Share(10, 60)),)
    assert tuple(shown(sheet(*rows, sums=across(1, 1, 2, 3)))) == rows


def test_rounded_counts_are_multiples_and_shares_are_of_them() -> None:
    (first, second) = shown(sheet(("p", 43, Share(12, 43)), ("q", 2, Number(1.5, 2))), protection="round")
    assert first == ("p", 45, Share(10, 45, is_rounded=True))
    assert first[2].interval is None
    assert second == ("q", 0, WITHHELD)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"protection": "blur"}, "protection: 'blur' is none of"), ({"threshold": 2}, "threshold: 2 hides nothing")],
)
def test_a_protection_that_there_is_not_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(insight.BadProtection, match=said):
        protect([], **options)


def test_the_command_protects_unless_it_is_told_not_to(tmp_path: Path) -> None:
    folder = extract(tmp_path / "extract", [*[LEFT] * 60, *[CONVICTED] * 3])

    def run(*more: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["insight", "run", str(folder), "--out", str(tmp_path / "out"), *more])
        return result.exit_code, " ".join(result.output.split())

    def by_offence() -> list[list[str]]:
        text = (tmp_path / "out" / "tables" / "attrition-by_offence.csv").read_text()
        return list(csv.reader(text.splitlines()))[1:]

    assert run()[0] == 0
    page = (tmp_path / "out" / "index.html").read_text()
    assert "counts from 1 to 4 are withheld" in page
    assert "[c]" in page
    assert not any("3" in row for row in by_offence())
    assert run("--protection", "none")[0] == 0
    assert any("3" in row for row in by_offence())
    assert "Not for publication" in (tmp_path / "out" / "index.html").read_text()
    assert run("--protection", "round")[0] == 0
    assert any("5" in row for row in by_offence())
    code, said = run("--protection", "blur")
    assert (code, "protection: 'blur' is none of suppress, round, none" in said) == (1, True)
    code, said = run("--engine", "abacus")
    assert (code, "--engine: 'abacus' is neither duckdb nor spark" in said) == (1, True)
