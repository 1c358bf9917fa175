"""Figures for publication as CSV: the table as anybody may see it, under everything that a reader must know of it.

`[c]` in place of a number says that it is withheld (confidential), as in the tables of the Government Statistical
Service.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path

from unbroken.cases.figures import Figures, Period, Published, say_share
from unbroken.exchange.exporting.tables import guard_cell
from unbroken.exchange.exporting.wording import say_count, say_day, say_month

WITHHELD = "[c]"
Cells = tuple[str | int, ...]


def figures_csv(figures: Figures) -> bytes:
    """A table for publication: small counts are withheld, and what would give them away."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    published = figures.for_publication()
    for cells in (*_about(published), (), *_table(published)):
        writer.writerow([guard_cell(cell) for cell in cells])
    return file.getvalue().encode()


def write_figures(tables: Mapping[str, Figures], folder: Path) -> tuple[Path, ...]:
    """Write every table for publication into a folder, which is made if need be, each under its short name.

    All of them are made before any is written: a folder holds figures of one moment or nothing.
    """
    made = {folder / file_name(name): figures_csv(figures) for name, figures in tables.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        path.write_bytes(content)
    return tuple(made)


def file_name(name: str) -> str:
    """What the file of a table is called."""
    return f"figures-{name}.csv"


def _about(published: Published) -> Iterator[Cells]:
    about = published.about
    yield "Title", about.title
    yield "Provisional", _sentence("yes: " + "; ".join(about.provisional) if about.provisional else "no")
    yield "Source", f"{about.source}, read on {say_day(about.made_on)}"
    yield "Period", f"{about.says_dated} {_period(about.period)}"
    yield "Base", _base(published)
    yield "Rows", _rows(published)
    yield from (("Caveat", caveat) for caveat in about.caveats)
    yield "Caveat", _rounding(published)
    yield "Withheld", _withheld(published)


def _table(published: Published) -> Iterator[Cells]:
    yield published.about.heading, f"{published.about.unit.capitalize()}s", "Share of base"
    for row in published.rows:
        if row.count is None or published.base is None:
            yield row.label, WITHHELD, WITHHELD
        else:
            yield row.label, row.count, say_share(row.count, published.base)


def _period(period: Period) -> str:
    """Months, never days: the first and the last day are each the day of somebody's report."""
    if period.first is None or period.last is None:
        return "on days that are not recorded"
    first, last = say_month(period.first), say_month(period.last)
    return f"in {first}" if first == last else f"from {first} to {last}"


def _base(published: Published) -> str:
    unit = published.about.unit
    return (
        f"fewer than {say_count(published.small, unit)}" if published.base is None else say_count(published.base, unit)
    )


def _rows(published: Published) -> str:
    unit = published.about.unit
    if published.is_exclusive:
        return f"Each {unit} is in one row; the rows, with those withheld, add up to the base"
    return f"One {unit} can be in several rows or in none; the rows do not add up to the base"


def _rounding(published: Published) -> str:
    together = " and may not add up to 100" if published.is_exclusive else ""
    return f"Percentages are rounded to whole numbers{together}."


def _withheld(published: Published) -> str:
    if not published.has_withheld:
        return "Nothing"
    if not published.rows:
        return "All rows: the counts are too small to publish any of them"
    small = f"Counts from 1 to {published.small - 1}, and those that would give one away, stand as {WITHHELD}"
    return f"{small}, with their percentages"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
