"""The report of an extract: each analysis as a page of HTML and as PDF, its tables as CSV, its pictures as SVG and PNG.

The page is whole in itself: no script, no font and no picture comes from elsewhere, so that it can be mailed and kept.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unbroken.insight.extract import Extract
from unbroken.insight.scope import BadScope, Scope, Step
from unbroken.insight.sheets import WITHHELD, Analysis, Cell, Number, Share, Sheet, say, say_number

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Report:
    """Analyses of one scope of one extract. `base` is how the reports of the scope come about."""

    extract: Extract
    scope: Scope
    base: tuple[Step, ...]
    analyses: tuple[Analysis, ...]

    @property
    def provenance(self) -> dict[str, Any]:
        """What every file says of where its figures come from."""
        manifest = self.extract.manifest
        return {
            "extract": manifest.digest,
            "extract_made_at": manifest.made_at,
            "entries": manifest.rows["entries"],
            "scope": self.scope.words(),
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
    return Report(extract, scope, scope.steps(extract.table("cases")), tuple(found))


def write_report(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write the report into a folder; what is there by the same name is replaced. The files that were written."""
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
    shares = [any(isinstance(row[n], Share) for row in sheet.rows) for n in range(len(sheet.heads))]
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened, lineterminator="\n")
        written.writerow(
            [name for head, is_share in zip(sheet.heads, shares, strict=True) for name in _heads(head, is_share)]
        )
        for row in sheet.rows:
            written.writerow(
                [value for cell, is_share in zip(row, shares, strict=True) for value in _values(cell, is_share)]
            )
    return file


def _heads(head: str, is_share: bool) -> Sequence[str]:
    parts = ("count", "base", "per cent", "per cent from", "per cent to")
    return [f"{head}: {part}" for part in parts] if is_share else [head]


def _values(cell: Cell, is_share: bool) -> Sequence[object]:
    if not isinstance(cell, Share):
        plain = round(cell.value, cell.digits) if isinstance(cell, Number) else "[c]" if cell is WITHHELD else cell
        return [plain, None, None, None, None] if is_share else [plain]
    low, high = cell.interval or (None, None)
    return [cell.count, cell.of, *(None if one is None else round(one, 2) for one in (cell.percent, low, high))]


def _about(sheet: Sheet, report: Report) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "what": sheet.definition.what,
        "base": sheet.definition.base,
        "notes": list(sheet.definition.notes),
        "columns": list(sheet.heads),
        **report.provenance,
    }


def _text(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def _bytes(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file
