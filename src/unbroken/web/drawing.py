"""The strokes of our pictures: SVG as text that needs no style sheet and no script. Pure.

Colours are presentation attributes, so that a picture also prints, under a strict Content-Security-Policy. Every text
is escaped here, every number rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from unbroken.exchange.exporting.swimlanes import BLACK, FONT, WHITE

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HALO = f' stroke="{WHITE}" stroke-width="4" paint-order="stroke"'  # keeps words clear of the lines behind them


@dataclass(frozen=True, slots=True)
class Words:
    """The text alternative of a picture."""

    title: str
    text: str


def picture(parts: Iterable[str], words: Words, *, name: str, width: float, height: float, font: int = 16) -> str:
    """A whole picture. `name` begins the ids in it, so that two pictures can stand on one page."""
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title" '
            f'aria-describedby="{name}-desc" viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" '
            f'height="{number(height)}" font-family="{FONT}" font-size="{font}" fill="{BLACK}">',
            f'<title id="{name}-title">{text(words.title)}</title><desc id="{name}-desc">{text(words.text)}</desc>',
            rect(0, 0, width, height, fill=WHITE),
            *parts,
            "</svg>",
        )
    )


def text(value: str) -> str:
    """Text safe in an SVG: escaped, and without the control characters that XML cannot hold."""
    return escape(_NOT_IN_XML.sub("", value), quote=True)


def number(value: float) -> str:
    """A number as short as it can be written."""
    return f"{round(value, 1):g}"


def rect(x: float, y: float, width: float, height: float, *, fill: str, more: str = "") -> str:
    """A box."""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} fill="{fill}"{more}/>'


def line(x0: float, y0: float, x1: float, y1: float, *, colour: str = BLACK, more: str = "") -> str:
    """A straight line."""
    ends = f'x1="{number(x0)}" y1="{number(y0)}" x2="{number(x1)}" y2="{number(y1)}"'
    return f'<line {ends} stroke="{colour}"{more}/>'


def words(x: float, y: float, value: str, *, bold: bool = False, anchor: str = "", halo: bool = False) -> str:
    """A line of text. `anchor` is `middle` or `end`; a halo keeps it clear of what is behind it."""
    more = (' font-weight="bold"' if bold else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{number(x)}" y="{number(y)}"{more}{_HALO if halo else ""}>{text(value)}</text>'
