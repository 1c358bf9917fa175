"""Shares over days as curves: a line for each outcome, by its table, with intervals, named at its end.

The axis of days is stretched towards the first: most happens then. Between the days of the table the lines are
straight, because nothing is published of the days between.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log1p

from unbroken.insight.first import ENDS
from unbroken.insight.followed import BY
from unbroken.insight.pictures import axes
from unbroken.insight.pictures.axes import STYLES, Point, Style
from unbroken.insight.sheets import WITHHELD, Number, Sheet

_LEFT, _TOP, _WIDE, _TALL, _NAMES = 56, 46, 560, 300, 240
_SHOWN: dict[int, str] = {0: "0", 7: "7", 14: "14", 28: "28", 91: "91", 182: "182", 365: "a year", 730: "2 years"}
_LAST = max(day for _, day in BY)
FIRST_SHARE = 3 + 2 * len(ENDS)
"""The first column of shares: after the days, those at risk, counts, those no longer followed, and counts so far."""


@dataclass(frozen=True, slots=True)
class Curve:
    """An outcome over the days of the table: its shares in per cent, and the days whose share is withheld."""

    name: str
    style: Style
    shares: tuple[tuple[int, Number], ...]
    withheld: tuple[int, ...]


def curves_of(sheet: Sheet) -> tuple[Curve, ...]:
    """The outcomes of the sheet `first`."""
    days, found = dict(BY), []
    for place, (name, style) in enumerate(zip(ENDS.values(), STYLES, strict=False)):
        cells = [(days[str(row[0])], row[FIRST_SHARE + place]) for row in sheet.rows if row[0] in days]
        found.append(Curve(name, style, tuple((day, cell) for day, cell in cells if isinstance(cell, Number)),
                           tuple(day for day, cell in cells if cell is WITHHELD)))  # fmt: skip
    return tuple(found)


def draw_curves(sheet: Sheet, *, title: str) -> str:
    """The picture of the sheet `first`. A share that is withheld is `[c]` at the foot of its day, and no point."""
    curves = curves_of(sheet)
    highest = max((number.interval[1] if number.interval else number.value
                   for curve in curves for _, number in curve.shares), default=0.0)  # fmt: skip
    steps = axes.ticks(min(highest, 100.0))
    parts = [*_frame(steps), *(part for curve in curves for part in _curve(curve, steps[-1])), *_withheld(curves)]
    drawn = [curve for curve in curves if curve.shares]
    if drawn:
        at = [_place(*_last(curve), steps[-1]) for curve in drawn]
        names = [f"{curve.name}, {curve.shares[-1][1].value:.0f} %" for curve in drawn]
        parts += axes.ends(names, at, [curve.style for curve in drawn], _TOP, _TOP + _TALL)
    else:
        parts.append(axes.text(_LEFT + 20, _TOP + 30, "There are no shares to draw: the table says why."))
    return axes.svg("curves", _LEFT + _WIDE + _NAMES, _TOP + _TALL + 54, title, _said(curves), parts)


def _said(curves: tuple[Curve, ...]) -> str:
    said = [f"{curve.name}: {curve.shares[-1][1].value:.1f} per cent by day {curve.shares[-1][0]}"
            for curve in curves if curve.shares]  # fmt: skip
    hidden = " Some shares are withheld." if any(curve.withheld for curve in curves) else ""
    return f"Share of reports with each as what came first. {'; '.join(said) or 'No shares'}.{hidden}"


def _frame(steps: list[float]) -> Iterator[str]:
    yield axes.text(_LEFT, 18, "Share of reports, per cent, with its 95 % interval", colour=axes.QUIET)
    for step in steps:
        _, y = _place(0, step, steps[-1])
        yield axes.rule(_LEFT, y, _LEFT + _WIDE, y)
        yield axes.text(_LEFT - 8, y + 4, f"{step:g}", colour=axes.QUIET, anchor="end")
    for day, words in _SHOWN.items():
        x, y = _place(day, 0, steps[-1])
        yield axes.rule(x, y, x, y + 5, colour=axes.INK)
        yield axes.text(x, y + 20, words, colour=axes.QUIET, anchor="middle")
    words = "Days from the report; the first days are drawn wider. Between the days shown the lines are straight."
    yield axes.text(_LEFT, _TOP + _TALL + 44, words, colour=axes.QUIET, small=True)


def _curve(curve: Curve, top: float) -> Iterator[str]:
    for day, number in curve.shares:
        if number.interval:
            (x, low), (_, high) = (_place(day, share, top) for share in number.interval)
            yield axes.rule(x, low, x, high, colour=curve.style.colour, width=1.2)
    yield axes.line([_place(day, number.value, top) for day, number in curve.shares], curve.style)


def _withheld(curves: tuple[Curve, ...]) -> Iterator[str]:
    """What is withheld, once for each day."""
    for day in sorted({day for curve in curves for day in curve.withheld}):
        x, y = _place(day, 0, 1)
        yield axes.text(x, y - 5, axes.WITHHELD, colour=axes.QUIET, anchor="middle", small=True)


def _last(curve: Curve) -> tuple[int, float]:
    day, number = curve.shares[-1]
    return day, number.value


def _place(day: float, share: float, top: float) -> Point:
    return _LEFT + _WIDE * log1p(day) / log1p(_LAST), _TOP + _TALL * (1 - min(share, top) / top)
