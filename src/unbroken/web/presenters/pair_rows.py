"""One direction of the picture of two people: incidents by day and by how grave, bursts, told to stop, the sum. Pure.

The graver an incident, the higher it stands. A line counts the incidents so far. Every mark says in words what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from unbroken.cases.between import Act
from unbroken.conduct.course.measures import Level, level_of, measure
from unbroken.exchange.exporting.lanes import Frame
from unbroken.exchange.exporting.scale import Scale
from unbroken.exchange.exporting.swimlanes import BLACK, BLUE, RED, WHITE
from unbroken.vocabulary.behaviours import TOLD_TO_STOP
from unbroken.web.words import say_count, say_day

ROW = 128  # pixels a direction takes
EMPTY_ROW = 62
_MARK = 24  # how far apart marks must be to stand for themselves
_TRACKS = {Level.SEVERE: 50, Level.NEAR: 78, Level.CONTACT: 106}  # from the top of the row
_TOLD = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A direction: its words, its incidents in order, and where it stands: `at` is its place, `top` in pixels."""

    at: int
    title: str
    acts: tuple[Act, ...]
    top: int

    @property
    def height(self) -> int:
        """The pixels that it takes."""
        return ROW if self.acts else EMPTY_ROW


def draw_row(row: Row, frame: Frame, scale: Scale) -> Iterator[str]:
    """The marks of a row, from those behind to those before."""
    top = row.top
    yield f'<line x1="8" y1="{top}" x2="{frame.width - 8}" y2="{top}" stroke="{BLACK}" stroke-opacity="0.3"/>'
    if not row.acts:
        yield words(frame, "Nothing recorded", top + 45, bold=False)
        yield words(frame, row.title, top + 20)
        return
    yield from _draw_bursts(row, scale)
    yield from _draw_sum(row, frame, scale)
    for level, down in _TRACKS.items():
        y = top + down
        yield f'<line x1="24" y1="{y}" x2="{frame.right}" y2="{y}" stroke="{BLACK}" stroke-opacity="0.2"/>'
        acts = [act for act in row.acts if level_of(act) is level]
        for held in grouped([(scale.x(act.on.toordinal()), act.on) for act in acts], apart=_MARK):
            when = say_when([day for _, day in held])
            said = escape(f"{row.title}, {when}: {say_count(len(held), 'incident')}. {level.says}")
            yield f"<g><title>{said}</title>{_shape(row.at, middle(held), y, len(held))}</g>"
    yield from _draw_told(row, scale)
    yield words(frame, row.title, top + 18)


def _draw_bursts(row: Row, scale: Scale) -> Iterator[str]:
    for burst in measure(row.acts).bursts:
        x0, x1 = scale.x(burst.first.toordinal()), scale.x(burst.last.toordinal() + 1)
        said = f"{say_count(burst.days, 'day')} with incidents from {say_day(burst.first)} to {say_day(burst.last)}"
        yield (
            f'<g><title>{escape(said)}</title><rect x="{x0:g}" y="{row.top + 34}" width="{max(x1 - x0, 4):g}" '
            f'height="{ROW - 36}" fill="{BLUE}" fill-opacity="0.10"/></g>'
        )


def _draw_sum(row: Row, frame: Frame, scale: Scale) -> Iterator[str]:
    """The incidents so far, as steps from the foot of the row to its head."""
    foot, head = row.top + ROW - 8, row.top + 36
    days = sorted(act.on for act in row.acts)
    points, y = [f"M{scale.x(days[0].toordinal()):g} {foot}"], float(foot)
    for count, day in enumerate(days, start=1):
        x = scale.x(day.toordinal())
        points.append(f"L{x:g} {y:g}")
        y = foot - (foot - head) * count / len(days)
        points.append(f"L{x:g} {y:g}")
    said = escape(f"{row.title}: {say_count(len(days), 'incident')} in all, counted from the first to the last")
    yield (
        f'<g><title>{said}</title><path d="{" ".join(points)} L{frame.right} {y:g}" fill="none" stroke="{BLACK}" '
        f'stroke-opacity="0.45" stroke-width="1.5"/></g>'
    )


def _draw_told(row: Row, scale: Scale) -> Iterator[str]:
    """A mark on each day on which the suspect is said to have known that it was not wanted."""
    for act in row.acts:
        if not act.told:
            continue
        x, y = scale.x(act.on.toordinal()), row.top + _TOLD
        said = escape(f"{say_day(act.on)}: {', '.join(TOLD_TO_STOP.label(code) for code in act.told)}")
        yield (
            f'<g><title>{said}</title><polygon points="{x - 6:g},{y - 8} {x + 6:g},{y - 8} {x:g},{y + 2}" '
            f'fill="{WHITE}" stroke="{BLUE}" stroke-width="2"/></g>'
        )


def grouped(marks: Sequence[tuple[float, date]], *, apart: float) -> list[list[tuple[float, date]]]:
    """Marks in order, those that would touch together."""
    groups: list[list[tuple[float, date]]] = []
    for mark in sorted(marks):
        if groups and mark[0] - groups[-1][0][0] < apart:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def middle(held: Sequence[tuple[float, date]]) -> float:
    """Where marks that stand together are drawn."""
    return round((held[0][0] + held[-1][0]) / 2, 1)


def say_when(days: Sequence[date]) -> str:
    """From the first day to the last."""
    return say_day(days[0]) if days[0] == days[-1] else f"{say_day(days[0])} to {say_day(days[-1])}"


def words(frame: Frame, text: str, y: float, *, bold: bool = True) -> str:
    """Words in a row, cut where the picture is too narrow: the table has them whole."""
    most = int((frame.width - 32) / (frame.font * 0.56))
    cut = text if len(text) <= most else text[: most - 1] + "…"
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{16 if bold else 28}" y="{y:g}"{weight} stroke="{WHITE}" stroke-width="4" paint-order="stroke">'
        f"{escape(cut)}</text>"
    )


def _shape(row: int, x: float, y: float, count: int) -> str:
    """Filled and round in the first row, hollow and pointed in the second: they differ in grey too."""
    number = ""
    if count > 1:
        colour = WHITE if row == 0 else BLACK
        more = f'text-anchor="middle" font-size="12" font-weight="bold" fill="{colour}"'
        number = f'<text x="{x:g}" y="{y + 4:g}" {more}>{count}</text>'
    size = 7 if count == 1 else 11
    if row == 0:
        return f'<circle cx="{x:g}" cy="{y:g}" r="{size}" fill="{RED}" stroke="{WHITE}"/>{number}'
    point = size + 4 if count > 1 else size + 2
    return (
        f'<polygon points="0,-{point} {point},0 0,{point} -{point},0" transform="translate({x:g} {y:g})" '
        f'fill="{WHITE}" stroke="{BLACK}" stroke-width="{2 if count > 1 else 3}"/>{number}'
    )
