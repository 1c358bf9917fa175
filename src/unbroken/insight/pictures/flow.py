"""Attrition as a flow: a bar for each stage, a ribbon to the next, and one to each way of leaving.

Heights are in proportion to reports. Every ribbon has its count beside it, so that nothing is told by colour or height
alone; the table beside the picture has the same numbers. What is withheld there is a thin line and [c] here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from unbroken.insight.sheets import Cell, Share, Sheet

ENTERED, WENT_ON = "entered", "went on"
"""What the rows of the sheet call those who entered a stage and those who went on to the next."""
_COLUMN, _BAR, _TOP, _TALL = 250, 14, 46, 250  # between stages; a bar's width; where bars begin; how tall the first is
_LINE, _GAP, _EXIT = 17, 26, 92  # a label's height; below a bar; how far right of its stage an exit is
_INK, _QUIET, _ON, _LEFT, _INSIDE = "#0b0c0c", "#505a5f", "#1d70b8", "#b58840", "#6f777b"
_FONT = "font-family='Arial, Helvetica, sans-serif'"
_THIN = 0.8


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage as it is drawn. A count of None is withheld."""

    name: str
    entered: int | None
    on: int | None
    exits: tuple[tuple[str, int | None], ...]


def draw_flow(sheet: Sheet, *, title: str) -> str:
    """The picture of the sheet `flow` of attrition: rows of stage, what became of reports there, and the share of all.

    Nobody entered: bars of no height, and a line that says so.
    """
    stages = tuple(_stages(sheet))
    entered = stages[0].entered if stages else 0
    scale = _TALL / entered if entered else 0.0
    parts = [part for n, stage in enumerate(stages) for part in _stage(stage, n, stages, scale)]
    if entered == 0:
        parts.append(_text(20, _TOP + 30, "No report is within the scope."))
    width = _COLUMN * len(stages) + 60
    height = max([_TOP + _TALL, *(_below(stage, scale) for stage in stages)]) + 20
    said = "; ".join(f"{stage.name}: {_said(stage.entered)}" for stage in stages)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height:.0f}' width='{width}' role='img' "
        f"aria-labelledby='flow-title flow-what' {_FONT} font-size='13'><title id='flow-title'>{escape(title)}</title>"
        f"<desc id='flow-what'>{escape(said)}.</desc>{''.join(parts)}</svg>"
    )


def _stages(sheet: Sheet) -> Iterator[_Stage]:
    for name in dict.fromkeys(str(row[0]) for row in sheet.rows):
        counts = {str(row[1]): _count(row[2]) for row in sheet.rows if row[0] == name}
        exits = sorted(((end, n) for end, n in counts.items() if end not in (ENTERED, WENT_ON, _STILL)),
                       key=lambda one: (-(one[1] or 0), one[0]))  # fmt: skip
        inside = ((_STILL, counts[_STILL]),) if counts.get(_STILL, 0) != 0 else ()
        yield _Stage(name, counts[ENTERED], counts.get(WENT_ON, 0), (*exits, *inside))


_STILL = "still there"


def _count(cell: Cell) -> int | None:
    return cell.count if isinstance(cell, Share) else None


def _said(count: int | None) -> str:
    return "[c]" if count is None else f"{count:,}"


def _stage(stage: _Stage, n: int, stages: Sequence[_Stage], scale: float) -> Iterator[str]:
    x = 20 + n * _COLUMN
    tall, on = (stage.entered or 0) * scale, (stage.on or 0) * scale
    yield _text(x, 18, stage.name, bold=True)
    yield _text(x, 36, _said(stage.entered))
    yield f"<rect x='{x}' y='{_TOP}' width='{_BAR}' height='{max(tall, 0.5):.1f}' fill='{_INK}'/>"
    if stage.on != 0 and n + 1 < len(stages):
        yield _ribbon(x + _BAR, _TOP, x + _COLUMN, _TOP, on, _ON)
    from_y, y = _TOP + on, _TOP + tall + _GAP
    for label, count in stage.exits:
        thick = (count or 0) * scale
        middle = y + max(thick, _LINE) / 2
        colour = _INSIDE if label == _STILL else _LEFT
        yield _ribbon(x + _BAR, from_y, x + _EXIT, middle - thick / 2, thick, colour)
        yield _text(x + _EXIT + 6, middle + 4, f"{_said(count)} {_short(label)}", small=True)
        from_y += thick
        y += max(thick, _LINE) + 3


def _below(stage: _Stage, scale: float) -> float:
    """Where the exits of a stage end."""
    thick = ((count or 0) * scale for _, count in stage.exits)
    return _TOP + (stage.entered or 0) * scale + _GAP + sum(max(one, _LINE) + 3 for one in thick)


def _short(text: str) -> str:
    """An end without the remark that the table gives."""
    return text.partition(",")[0]


def _ribbon(x: float, y: float, to_x: float, to_y: float, thick: float, colour: str) -> str:
    thick = max(thick, _THIN)
    bend = (x + to_x) / 2
    return (
        f"<path d='M{x:.1f} {y:.1f}C{bend:.1f} {y:.1f} {bend:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        f"V{to_y + thick:.1f}C{bend:.1f} {to_y + thick:.1f} {bend:.1f} {y + thick:.1f} {x:.1f} {y + thick:.1f}Z' "
        f"fill='{colour}' fill-opacity='0.55'/>"
    )


def _text(x: float, y: float, text: str, *, bold: bool = False, small: bool = False) -> str:
    weight = " font-weight='bold'" if bold else ""
    size = " font-size='12'" if small else ""
    return f"<text x='{x:.1f}' y='{y:.1f}' fill='{_INK if not small else _QUIET}'{weight}{size}>{escape(text)}</text>"
