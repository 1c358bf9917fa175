"""Attrition as a flow: a bar for each stage, a ribbon to the next, and one to each way of leaving.

Heights are in proportion to reports. Every ribbon has its count beside it, so that nothing is told by colour or height
alone; the table beside the picture has the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from unbroken.insight.attrition import ENDS, STAGES, Stage

_COLUMN, _BAR, _TOP, _TALL = 250, 14, 46, 250  # between stages; a bar's width; where bars begin; how tall the first is
_LINE, _GAP, _EXIT = 17, 26, 92  # a label's height; below a bar; how far right of its stage an exit is
_INK, _QUIET, _ON, _LEFT, _INSIDE = "#0b0c0c", "#505a5f", "#1d70b8", "#b58840", "#6f777b"
_FONT = "font-family='Arial, Helvetica, sans-serif'"


def draw_flow(stages: Sequence[Stage], *, title: str) -> str:
    """The picture of the stages of a group of reports. Nobody entered: bars of no height, and a line that says so."""
    entered = stages[0].entered if stages else 0
    scale = _TALL / entered if entered else 0.0
    parts = [part for n, stage in enumerate(stages) for part in _stage(stage, n, stages, scale)]
    if not entered:
        parts.append(_text(20, _TOP + 30, "No report is within the scope."))
    width = _COLUMN * len(stages) + 60
    height = max([_TOP + _TALL, *(_below(stage, scale) for stage in stages)]) + 20
    said = "; ".join(f"{STAGES[stage.name]}: {stage.entered:,}" for stage in stages)
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height:.0f}' width='{width}' role='img' "
        f"aria-labelledby='flow-title flow-what' {_FONT} font-size='13'><title id='flow-title'>{escape(title)}</title>"
        f"<desc id='flow-what'>{escape(said)}.</desc>{''.join(parts)}</svg>"
    )


def _stage(stage: Stage, n: int, stages: Sequence[Stage], scale: float) -> Iterator[str]:
    x = 20 + n * _COLUMN
    tall = stage.entered * scale
    yield _text(x, 18, STAGES[stage.name], bold=True)
    yield _text(x, 36, f"{stage.entered:,}")
    yield f"<rect x='{x}' y='{_TOP}' width='{_BAR}' height='{max(tall, 0.5):.1f}' fill='{_INK}'/>"
    if stage.on and n + 1 < len(stages):
        yield _ribbon(x + _BAR, _TOP, x + _COLUMN, _TOP, stage.on * scale, _ON)
    from_y, y = _TOP + stage.on * scale, _TOP + stages[0].entered * scale + _GAP if n == 0 else _TOP + tall + _GAP
    for label, count, colour in _exits(stage):
        thick = count * scale
        middle = y + max(thick, _LINE) / 2
        yield _ribbon(x + _BAR, from_y, x + _EXIT, middle - thick / 2, thick, colour)
        yield _text(x + _EXIT + 6, middle + 4, f"{count:,} {label}", small=True)
        from_y += thick
        y += max(thick, _LINE) + 3


def _exits(stage: Stage) -> Iterator[tuple[str, int, str]]:
    """What a stage leads to beside the next, the largest first; who is still inside comes last."""
    for end, count in sorted(stage.left.items(), key=lambda one: (-one[1], one[0])):
        yield _short(ENDS[end]), count, _LEFT
    if stage.inside and stage.name != "convicted":
        yield "still there", stage.inside, _INSIDE


def _below(stage: Stage, scale: float) -> float:
    """Where the exits of a stage end."""
    return _TOP + stage.entered * scale + _GAP + sum(max(count * scale, _LINE) + 3 for _, count, _ in _exits(stage))


def _short(text: str) -> str:
    """An end without the remark that the table gives."""
    return text.partition(",")[0]


def _ribbon(x: float, y: float, to_x: float, to_y: float, thick: float, colour: str) -> str:
    thick = max(thick, 0.8)
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
