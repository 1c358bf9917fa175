"""The report of an extract as a PDF, typeset with the fonts that come with typst: tagged, pictures told in words.

The same report gives the same bytes: its date is that of the extract. What the extract says is only ever data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unbroken.insight.sheets import Analysis, Sheet, say

if TYPE_CHECKING:
    from unbroken.insight.report import Report

_TEMPLATE = Path(__file__).parent / "templates" / "report.typ"
_NARROW, _WIDE, _WIDEST = 8, 22, 40  # characters: a column is as wide as its longest cell, within these


def as_pdf(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1)."""
    import orjson
    import typst

    from unbroken.tools.glyphs import find_unseen, write_out

    content = orjson.dumps(_content(report)).decode()
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        sys_inputs={"content": write_out(content, unseen=find_unseen([content]))},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(report.extract.manifest.made_at).timestamp()),
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)  # one file, since no output path with a page number is given
    return made


def _content(report: Report) -> dict[str, Any]:
    manifest = report.extract.manifest
    counted = f"{manifest.rows['entries']:,} entries"
    return {
        "title": "Why cases are lost",
        "scope": report.scope.words(),
        "intro": [
            f"Counted from an extract of the record made at {manifest.made_at} "
            f"(digest {report.extract.name}, {counted}). Of: {report.scope.words()}.",
            report.about,
        ],
        "footer": f"Extract {report.extract.name}, made at {manifest.made_at}",
        "base": _sheet(report.base, report),
        "analyses": [_analysis(analysis, report) for analysis in report.analyses],
    }  # fmt: skip


def _analysis(analysis: Analysis, report: Report) -> Mapping[str, Any]:
    return {
        "title": analysis.title,
        "words": [say(saying) for saying in analysis.words],
        "pictures": [{"svg": svg, "alt": _alt(svg)} for _, svg in analysis.drawn()],
        "sheets": [_sheet(sheet, report) for sheet in analysis.sheets],
    }


def _alt(svg: str) -> str:
    """What a picture says of itself: its title and its description."""
    return " ".join(unescape(text) for text in re.findall(r"<(?:title|desc)[^>]*>(.*?)</", svg, flags=re.DOTALL))


def _sheet(sheet: Sheet, report: Report) -> Mapping[str, Any]:
    from unbroken.insight.report import say_cell

    rows = [tuple(say_cell(cell) for cell in row) for row in sheet.rows]
    columns = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.heads)
    numeric = [bool(column) and not any(isinstance(cell, str) for cell in column) for column in columns]
    return {**_table(sheet.title, sheet.heads, rows, numeric), "about": list(_about(sheet, report))}


def _about(sheet: Sheet, report: Report) -> Iterator[tuple[str, str]]:
    if said := report.note(sheet):
        yield "Withheld", said
    yield "Counted", sheet.definition.what
    yield "Of", sheet.definition.base
    for note in sheet.definition.notes:
        yield "Note", note


def _table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]], numeric: Sequence[bool]
) -> dict[str, Any]:
    longest = [max(len(text) for text in column) for column in zip(heads, *rows, strict=True)]
    widths = [min(max(one, _NARROW), _WIDE if is_numeric else _WIDEST)
              for one, is_numeric in zip(longest, numeric, strict=True)]  # fmt: skip
    return {"title": title, "heads": heads, "rows": rows, "numeric": numeric, "widths": widths}
