"""What pictures with axes share: lines told apart by dash and mark, words at their ends, and the frame around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

INK, QUIET, GRID = "#0b0c0c", "#505a5f", "#b1b4b6"
FONT = "font-family='Arial, Helvetica, sans-serif'"
WITHHELD = "[c]"
_LINE = 17  # from one line of words to the next


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is told from others: colour, dashes and the mark at its points."""

    colour: str
    dash: str
    mark: str


STYLES = (
    Style("#1d70b8", "", "circle"),
    Style("#912b88", "9 4", "square"),
    Style("#00703c", "2 4", "diamond"),
    Style("#6f777b", "9 3 2 3", "triangle"),
    Style("#0b0c0c", "16 4", "cross"),
)
"""Colours that stand out from white, each with dashes and a mark of its own."""
Point = tuple[float, float]


def svg(name: str, width: float, height: float, title: str, what: str, parts: Sequence[str]) -> str:
    """A whole picture, with its title and what it shows in words."""
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' width='{width:.0f}' "
        f"role='img' aria-labelledby='{name}-title {name}-what' {FONT} font-size='13'>"
        f"<title id='{name}-title'>{escape(title)}</title>"
        f"<desc id='{name}-what'>{escape(what)}</desc>"
        f"<rect width='{width:.0f}' height='{height:.0f}' fill='#fff'/>{''.join(parts)}</svg>"
    )


def text(x: float, y: float, words: str, *, colour: str = INK, anchor: str = "start", small: bool = False,
         bold: bool = False) -> str:  # fmt: skip
    """Words at a place, with a white edge, so that a line behind them does not cut them."""
    more = " font-size='12'" if small else ""
    more += " font-weight='bold'" if bold else ""
    more += " paint-order='stroke' stroke='#fff' stroke-width='3'"
    return f"<text x='{x:.1f}' y='{y:.1f}' fill='{colour}' text-anchor='{anchor}'{more}>{escape(words)}</text>"


def rule(x: float, y: float, to_x: float, to_y: float, *, colour: str = GRID, dash: str = "", width: float = 1) -> str:
    """A straight line."""
    dashed = f" stroke-dasharray='{dash}'" if dash else ""
    return (f"<line x1='{x:.1f}' y1='{y:.1f}' x2='{to_x:.1f}' y2='{to_y:.1f}' stroke='{colour}' "
            f"stroke-width='{width:g}'{dashed}/>")  # fmt: skip


def line(points: Sequence[Point], style: Style) -> str:
    """A line through points, with its mark at each."""
    if not points:
        return ""
    along = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f" stroke-dasharray='{style.dash}'" if style.dash else ""
    drawn = f"<polyline points='{along}' fill='none' stroke='{style.colour}' stroke-width='2.2'{dashed}/>"
    return drawn + "".join(mark(x, y, style) for x, y in points)


def mark(x: float, y: float, style: Style, *, hollow: bool = False) -> str:
    """The mark of a line at a point; hollow where the point is not to be compared."""
    paint = f"fill='{'#fff' if hollow else style.colour}' stroke='{style.colour}' stroke-width='1.6'"
    match style.mark:
        case "circle":
            return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.6' {paint}/>"
        case "square":
            return f"<rect x='{x - 3.4:.1f}' y='{y - 3.4:.1f}' width='6.8' height='6.8' {paint}/>"
        case "diamond":
            return f"<path d='M{x:.1f} {y - 4.8:.1f}l4.8 4.8l-4.8 4.8l-4.8 -4.8Z' {paint}/>"
        case "triangle":
            return f"<path d='M{x:.1f} {y - 4.6:.1f}l4.6 8h-9.2Z' {paint}/>"
    return f"<path d='M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8' fill='none' stroke='{style.colour}' stroke-width='2'/>"


def spread(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Heights for words as near as can be to those wanted, in the same order, without one over another."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed = [0.0] * len(wanted)
    below = low - _LINE
    for n in order:
        below = placed[n] = max(wanted[n], below + _LINE)
    above = high + _LINE
    for n in reversed(order):
        above = placed[n] = min(placed[n], above - _LINE)
    return placed


def ticks(top: float, wanted: int = 5) -> list[float]:
    """Round numbers from 0 to at least `top`."""
    if top <= 0:
        return [0.0, 1.0]
    raw = top / wanted
    size = 10.0 ** (len(str(int(raw))) - 1) if raw >= 1 else 0.1
    step = next((size * n for n in (1, 2, 5, 10) if size * n >= raw), size * 10)
    return [step * n for n in range(int(-(-top // step)) + 1)]


def ends(names: Sequence[str], at: Sequence[Point], styles: Sequence[Style], low: float, high: float) -> Iterator[str]:
    """The name of each line at its end, joined to it where it had to move."""
    for name, (x, y), style, to_y in zip(names, at, styles, spread([y for _, y in at], low, high), strict=True):
        yield rule(x + 5, y, x + 16, to_y, colour=style.colour)
        yield text(x + 19, to_y + 4, name, colour=INK)
