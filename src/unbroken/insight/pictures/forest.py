"""Odds ratios as a forest plot: a square and its interval for each term, on a scale of logarithms.

A term whose interval spans 1 is drawn hollow. Variables stand in words at the left and the numbers at the right, so
that nothing is told by place or colour alone; the table beside has the same numbers. What is withheld is [c].
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import log

from unbroken.insight.sheets import Cell, Number, Sheet, say_number

_LEFT, _PLOT, _RIGHT, _LINE, _TOP = 430, 300, 190, 20, 40
_INK, _QUIET, _RULE, _BLUE = "#0b0c0c", "#505a5f", "#b1b4b6", "#1d70b8"
_LOW, _HIGH = 0.05, 20.0
_TICKS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 10.0)


def draw_forest(sheet: Sheet, *, title: str) -> str:
    """The picture of a sheet of terms: variable, level and reference, …, the odds ratio in its column."""
    at = sheet.heads.index("Odds ratio")
    rows = [row for row in sheet.rows if row[at] is not None]
    height = _TOP + _LINE * max(len(rows), 1) + 40
    width = _LEFT + _PLOT + _RIGHT
    parts = list(_scale(height - 30)) if rows else [_text(20, _TOP + 14, "Nothing was fitted.")]
    for n, row in enumerate(rows):
        y = _TOP + n * _LINE + 14
        parts.append(_text(8, y, f"{row[0]}: {row[1]}, against {row[2]}"))
        cell = row[at]
        if isinstance(cell, Number):
            parts += _term(cell, y - 4)
        parts.append(_text(_LEFT + _PLOT + 12, y, _said(cell)))
    said = "; ".join(
        f"{row[0]}, {row[1]}: {say_number(cell) if isinstance(cell := row[at], Number) else '[c]'}"
        for row in sheet.rows
    )
    key = f"forest-{sheet.name}"
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' role='img' "
        f"aria-labelledby='{key}-title {key}-what' font-family='Arial, Helvetica, sans-serif' font-size='12'>"
        f"<title id='{key}-title'>{escape(title)}: odds ratios with intervals</title>"
        f"<desc id='{key}-what'>{escape(said or 'Nothing was fitted')}.</desc>{''.join(parts)}</svg>"
    )


def _said(cell: Cell) -> str:
    return say_number(cell) if isinstance(cell, Number) else "[c]"


def _x(ratio: float) -> float:
    inside = min(max(ratio, _LOW), _HIGH)
    return _LEFT + _PLOT * (log(inside) - log(_LOW)) / (log(_HIGH) - log(_LOW))


def _scale(bottom: float) -> Iterator[str]:
    yield _text(_LEFT, 18, "lower odds", colour=_QUIET)
    yield _text(_LEFT + _PLOT - 64, 18, "higher odds", colour=_QUIET)
    for tick in _TICKS:
        colour, thick = (_INK, 1.5) if tick == 1.0 else (_RULE, 0.75)
        yield f"<path d='M{_x(tick):.1f} {_TOP - 8}V{bottom}' stroke='{colour}' stroke-width='{thick}'/>"
        yield _text(_x(tick) - 8, bottom + 16, f"{tick:g}", colour=_QUIET)


def _term(number: Number, y: float) -> Iterator[str]:
    low, high = number.interval or (number.value, number.value)
    yield f"<path d='M{_x(low):.1f} {y}H{_x(high):.1f}' stroke='{_BLUE}' stroke-width='2'/>"
    for end, beyond in ((low, low < _LOW), (high, high > _HIGH)):
        if beyond:  # the interval goes on
            x, step = _x(end), 5 if end > 1 else -5
            yield f"<path d='M{x:.1f} {y - 4}L{x + step:.1f} {y}L{x:.1f} {y + 4}Z' fill='{_BLUE}'/>"
    fill = "#fff" if low <= 1 <= high else _BLUE
    yield (f"<rect x='{_x(number.value) - 4:.1f}' y='{y - 4}' width='8' height='8' fill='{fill}' stroke='{_BLUE}' "
           "stroke-width='1.5'/>")  # fmt: skip


def _text(x: float, y: float, text: str, *, colour: str = _INK) -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' fill='{colour}'>{escape(text)}</text>"
