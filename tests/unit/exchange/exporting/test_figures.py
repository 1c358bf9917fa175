"""Figures for publication as CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from unbroken.cases.figures import About, Figures, FiguresError, Period, Row
from unbroken.exchange.exporting.figures import figures_csv, write_figures

FIGURES = Figures(
    about=About(
        title="Class now",
        heading="Class",
        source="The record of this service",
        period=Period(date(2024, 3, 4), date(2025, 5, 9)),
        unit="report",
        made_on=date(2026, 11, 22),
        caveats=("What was recorded is not all that happened.", "=1+1"),
        open_cases=False,
    ),
    base=1500,
    rows=(Row("Harassment", 1488), Row('=HYPERLINK("https://example.org")', 12)),
    is_exclusive=True,
)


def rows_of(figures: Figures) -> list[list[str]]:
    return list(csv.reader(StringIO(figures_csv(figures).decode())))


@pytest.mark.demand("GOV-07")
def test_final_figures_say_that_they_are_and_give_months_only() -> None:
    rows = rows_of(FIGURES)
    assert rows[:5] == [
        ["Title", "Class now"],
        ["Provisional", "No"],
        ["Source", "The record of this service, read on Sunday 22 November 2026"],
        ["Period", "Reports made from March 2024 to May 2025"],
        ["Base", "1,500 reports"],
    ]
    assert ["Withheld", "Nothing"] in rows
    assert ["Caveat", "What was recorded is not all that happened."] in rows


@pytest.mark.demand("GOV-07")
def test_a_base_without_days_says_so() -> None:
    undated = replace(FIGURES, about=replace(FIGURES.about, period=Period(None, None), undated=True))
    assert ["Period", "Reports made on days that are not recorded"] in rows_of(undated)
    assert ["Provisional", "Yes: the day of some reports is not recorded"] in rows_of(undated)


@pytest.mark.demand("GOV-10")
def test_rows_that_overlap_say_so() -> None:
    rows = rows_of(replace(FIGURES, is_exclusive=False))
    assert ["Rows", "One report can be in several rows or in none; the rows do not add up to the base"] in rows
    assert ["Caveat", "Percentages are rounded to whole numbers."] in rows


def test_no_cell_is_a_formula() -> None:
    rows = rows_of(FIGURES)
    assert rows[-2:] == [
        ['\'=HYPERLINK("https://example.org")', "12", "less than 1%"],
        ["Harassment", "1488", "more than 99%"],
    ]
    assert ["Caveat", "'=1+1"] in rows
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.demand("GOV-10")
def test_no_file_is_written_where_one_table_cannot_be_published(tmp_path: Path) -> None:
    broken = replace(FIGURES)
    object.__setattr__(broken, "base", 1600)  # rows that do not add up cannot be made otherwise
    with pytest.raises(FiguresError):
        write_figures({"good": FIGURES, "broken": broken}, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path.name for path in write_figures({"good": FIGURES}, tmp_path / "out")] == ["figures-good.csv"]
