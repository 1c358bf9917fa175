"""The report of an extract: each analysis as a page of HTML and as PDF, its tables as CSV, its pictures as SVG and PNG.

The page is whole in itself: no script, no font and no picture comes from elsewhere, so that it can be mailed and kept.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from unbroken.insight.extract import Extract
from unbroken.insight.publication import THRESHOLD, Protection, about, note, protect
from unbroken.insight.scope import BadScope, Scope, Step
from unbroken.insight.sheets import (
    WITHHELD,
    Analysis,
    Cell,
    Definition,
    Number,
    Share,
    Sheet,
    Sum,
    say,
    say_number,
)

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Report:
    """Analyses of one scope of one extract. `base` is how the reports of the scope come about, step by step.

    As it is run it is for those who may see everything; `published` is what may leave. It says which of them it is.
    """

    extract: Extract
    scope: Scope
    base: Sheet
    analyses: tuple[Analysis, ...]
    protection: Protection = "none"
    threshold: int = THRESHOLD

    def published(self, protection: Protection = "suppress", threshold: int = THRESHOLD) -> Report:
        """The report with small counts withheld, or rounded: see `publication.protect`."""
        first = Analysis("base", self.base.title, (), (self.base,))
        kept, *analyses = protect((first, *self.analyses), protection=protection, threshold=threshold)
        return replace(self, base=kept.sheets[0], analyses=tuple(analyses), protection=protection, threshold=threshold)

    @property
    def about(self) -> str:
        """What is withheld, in words."""
        return about(self.protection, self.threshold)

    def note(self, sheet: Sheet) -> str:
        """What a sheet of it withholds, in words; nothing where it withholds nothing."""
        return note(sheet, self.protection, self.threshold)

    @property
    def provenance(self) -> dict[str, Any]:
        """What every file says of where its figures come from."""
        manifest = self.extract.manifest
        return {
            "extract": manifest.digest,
            "extract_made_at": manifest.made_at,
            "entries": manifest.rows["entries"],
            "scope": self.scope.words(),
            "protection": self.protection,
            "protection_in_words": self.about,
        }


def run(
    extract: Extract,
    scope: Scope | None = None,
    *,
    only: Collection[str] = (),
    progress: Callable[[str], None] = lambda name: None,
) -> Report:
    """Run the analyses, or `only` these of them, on the reports of a scope; by default those of stalking.

    `progress` is told the name of each analysis before it runs. Raises BadScope where `only` names none that there is.
    """
    from unbroken.insight.analyses import ANALYSES

    if unknown := sorted(set(only) - ANALYSES.keys()):
        raise BadScope(f"only: {', '.join(unknown)}: there is no such analysis; there are {', '.join(ANALYSES)}")
    scope = scope or Scope()
    found = []
    for name, analyse in ANALYSES.items():
        if not only or name in only:
            progress(name)
            found.append(analyse(extract, scope))
    return Report(extract, scope, _base(scope.steps(extract.table("cases")), scope), tuple(found))


def _base(steps: Sequence[Step], scope: Scope) -> Sheet:
    """How the reports of the scope come about from all on the record."""
    every = steps[0].left_out + steps[0].left
    rows: list[tuple[Cell, ...]] = [("every report on the record", None, every)]
    rows += [(step.text, step.left_out, step.left) for step in steps]
    sums = tuple(Sum((row, 2), ((row + 1, 1), (row + 1, 2))) for row in range(len(steps)))
    definition = Definition("Reports left out one step after the other, and how many were left.", scope.words())
    return Sheet("base", "Which reports are counted", definition, ("Left out", "Reports", "Left"), tuple(rows), sums)


def write_report(
    report: Report, folder: Path, *, protection: Protection = "suppress", threshold: int = THRESHOLD
) -> tuple[Path, ...]:
    """Write the report into a folder, as it may be published unless `protection` says otherwise. The files written.

    What is there by the same name is replaced.
    """
    return write_published(report.published(protection, threshold), folder)


def write_published(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write a report as it is, with what was withheld in it, into a folder. The files written."""
    return tuple(_write(report, folder))


def _write(report: Report, folder: Path) -> Iterator[Path]:
    import vl_convert

    from unbroken.insight.typeset import as_pdf

    for name in ("", "tables", "figures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    yield _text(folder / "index.html", as_html(report))
    yield _bytes(folder / "report.pdf", as_pdf(report))
    for analysis in report.analyses:
        for sheet in analysis.sheets:
            stem = f"{analysis.name}-{sheet.name}"
            yield _csv(folder / "tables" / f"{stem}.csv", sheet)
            yield _text(folder / "tables" / f"{stem}.json", json.dumps(_about(sheet, report), indent=2))
        for name, svg in analysis.drawn():
            stem = f"{analysis.name}-{name}"
            yield _text(folder / "figures" / f"{stem}.svg", svg)
            yield _bytes(folder / "figures" / f"{stem}.png", vl_convert.svg_to_png(svg, scale=2))


def as_html(report: Report) -> str:
    """The report as one page."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    made.filters |= {"cell": say_cell, "say": say}
    return made.get_template("report.html").render(report=report)


def say_cell(cell: Cell) -> str:
    """A cell as it is read: `123`, `12.3 %`, nothing for what there is not."""
    if isinstance(cell, Share):
        return f"{cell.count:,}" if cell.percent is None else f"{cell.count:,} ({cell.percent:.1f} %)"
    if isinstance(cell, Number):
        return say_number(cell)
    if cell is WITHHELD:
        return "[c]"
    return "" if cell is None else f"{cell:,}" if isinstance(cell, int) else cell


def _csv(file: Path, sheet: Sheet) -> Path:
    """A sheet as CSV: of a share its count, base, per cent and interval, each in a column of its own."""
    kinds = sheet.columns
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened, lineterminator="\n")
        written.writerow([name for head, kind in zip(sheet.heads, kinds, strict=True) for name in _heads(head, kind)])
        for row in sheet.rows:
            written.writerow([value for cell, kind in zip(row, kinds, strict=True) for value in _values(cell, kind)])
    return file


_PARTS: Mapping[str, tuple[str, ...]] = {
    "share": ("count", "base", "per cent", "per cent from", "per cent to"),
    "interval": ("value", "from", "to"),
    "plain": ("",),
}


def _heads(head: str, kind: str) -> Sequence[str]:
    return [f"{head}: {part}" if part else head for part in _PARTS[kind]]


def _values(cell: Cell, kind: str) -> Sequence[object]:
    if isinstance(cell, Share):
        low, high = cell.interval or (None, None)
        return [cell.count, cell.of, *(None if one is None else round(one, 2) for one in (cell.percent, low, high))]
    found: list[object] = ["[c]" if cell is WITHHELD else cell]
    if isinstance(cell, Number):
        found = [round(one, cell.digits) for one in (cell.value, *(cell.interval or ()))]
    return [*found, *[None] * (len(_PARTS[kind]) - len(found))]


def _about(sheet: Sheet, report: Report) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "what": sheet.definition.what,
        "base": sheet.definition.base,
        "notes": [*sheet.definition.notes, *filter(None, [report.note(sheet)])],
        "columns": list(sheet.heads),
        **report.provenance,
    }


def _text(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def _bytes(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file
