"""A report as a page shows it: every cell, sentence and note in words, in a form that can be kept as JSON.

Made by the same functions as the page, the tables and the pictures of `report`. Who shows it loads no engine and no
statistics.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from unbroken.insight.report import Report, say_cell
from unbroken.insight.sheets import Analysis, Picture, Sheet, say


@dataclass(frozen=True, slots=True)
class SaidSheet:
    """A table in words, with its definition, and what it withholds. `numbers` says which columns hold figures."""

    name: str
    title: str
    what: str
    base: str
    notes: tuple[str, ...]
    withheld: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SaidAnalysis:
    """An analysis in words. `pictures` gives the tables that each picture is drawn from, the first of them first."""

    name: str
    title: str
    words: tuple[str, ...]
    sheets: tuple[SaidSheet, ...]
    pictures: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SaidReport:
    """A report in words: of what it is, what is withheld, how its base comes about, and its analyses."""

    scope: str
    about: str
    base: SaidSheet
    analyses: tuple[SaidAnalysis, ...]

    def analysis(self, name: str) -> SaidAnalysis | None:
        """The analysis of this name; None where there is none."""
        return next((one for one in self.analyses if one.name == name), None)


def put_in_words(report: Report) -> SaidReport:
    """A report in words."""
    analyses = tuple(_analysis(one, report) for one in report.analyses)
    return SaidReport(report.scope.words(), report.about, _sheet(report.base, report), analyses)


def read_said(kept: Mapping[str, Any]) -> SaidReport:
    """A report in words, from what `dataclasses.asdict` and JSON made of one."""
    return SaidReport(kept["scope"], kept["about"], _read_sheet(kept["base"]),
                      tuple(_read_analysis(one) for one in kept["analyses"]))  # fmt: skip


def _analysis(analysis: Analysis, report: Report) -> SaidAnalysis:
    return SaidAnalysis(
        analysis.name,
        analysis.title,
        tuple(map(say, analysis.words)),
        tuple(_sheet(sheet, report) for sheet in analysis.sheets),
        {picture.name: _drawn_from(picture, analysis) for picture in analysis.pictures},
    )


def _sheet(sheet: Sheet, report: Report) -> SaidSheet:
    columns = tuple(zip(*sheet.rows, strict=True)) or ((),) * len(sheet.heads)
    return SaidSheet(
        sheet.name,
        sheet.title,
        sheet.definition.what,
        sheet.definition.base,
        sheet.definition.notes,
        report.note(sheet),
        sheet.heads,
        tuple(any(cell is not None and not isinstance(cell, str) for cell in column) for column in columns),
        tuple(tuple(map(say_cell, row)) for row in sheet.rows),
    )


class _Asked(Mapping[str, Sheet]):
    """Sheets by name, which notes for which of them it was asked."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets, self.asked = sheets, dict[str, None]()

    def __getitem__(self, name: str) -> Sheet:
        self.asked[name] = None
        return self.sheets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)


def _drawn_from(picture: Picture, analysis: Analysis) -> tuple[str, ...]:
    sheets = _Asked({sheet.name: sheet for sheet in analysis.sheets})
    picture.draw(sheets)
    return tuple(sheets.asked)


def _read_analysis(kept: Mapping[str, Any]) -> SaidAnalysis:
    return SaidAnalysis(
        kept["name"],
        kept["title"],
        tuple(kept["words"]),
        tuple(_read_sheet(one) for one in kept["sheets"]),
        {name: tuple(sheets) for name, sheets in kept["pictures"].items()},
    )


def _read_sheet(kept: Mapping[str, Any]) -> SaidSheet:
    lists = {name: tuple(kept[name]) for name in ("notes", "heads", "numbers")}
    return SaidSheet(**{**kept, **lists, "rows": tuple(tuple(row) for row in kept["rows"])})
