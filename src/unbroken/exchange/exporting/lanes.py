"""Where everything on the picture of a journey goes: the layout of the swimlanes, without a pixel drawn. Pure.

Each lane has one track of marks. Marks that would overlap are joined into a cluster that shows how many it holds,
so that nothing hides behind anything; every entry of a lane is in exactly one mark. Under the track lie the bars of the
orders in force; behind it, faded, the spans of entries whose date is known only to a period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from unbroken.exchange.exporting.journey import LANE_TITLES, Journey, Line
from unbroken.exchange.exporting.orders import InForce, orders_in_force
from unbroken.exchange.exporting.reports import reports_of
from unbroken.exchange.exporting.scale import Scale, Stretch, Tick, make_scale, make_ticks
from unbroken.exchange.exporting.wording import say_count, say_day
from unbroken.record.kinds import Lane
from unbroken.record.times import UK, to_datetime

# Always shown, also when empty: an empty lane says that nobody did anything.
ALWAYS = (Lane.INCIDENTS, Lane.POLICE, Lane.COURT, Lane.ORDERS, Lane.SUPPORT)
# What ends a matter for the victim, marked with a cross of its own.
ENDINGS = frozenset({"investigation.closed", "victim.withdrew", "victim.disengaged"})
_MARK = 16  # the width of a single mark, and the least of a cluster
_SPACE = 3  # between marks
_LEAST_BAR = 4.0  # an order of one day is still seen


@dataclass(frozen=True, slots=True)
class Frame:
    """The measures of a picture in its own units, which are CSS pixels at full size.

    `labels_above` puts the name of a lane above its track, for narrow screens, rather than left of it.
    """

    width: int
    font: int
    labels_above: bool
    left: int
    right: int

    @property
    def label_height(self) -> int:
        """What a name above the track takes."""
        return self.font + 8 if self.labels_above else 0


WIDE = Frame(width=960, font=16, labels_above=False, left=172, right=936)
NARROW = Frame(width=320, font=14, labels_above=True, left=24, right=296)


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry, or a cluster of several, on the track of a lane. `x` is its middle, `width` all it takes."""

    x: float
    width: float
    lines: tuple[Line, ...]

    @property
    def ends(self) -> bool:
        """Whether a matter ended here: a closure, a withdrawal."""
        return any(line.kind in ENDINGS and line.stands for line in self.lines)

    @property
    def hollow(self) -> bool:
        """Whether everything in it has been withdrawn from the record."""
        return not any(line.stands for line in self.lines)

    @property
    def text(self) -> str:
        """What it stands for, in words."""
        if len(self.lines) == 1:
            line = self.lines[0]
            return f"{line.when}: {line.sentence}" + ("" if line.stands else " (withdrawn from the record)")
        first, last = min(line.day for line in self.lines), max(line.last_day for line in self.lines)
        entries = say_count(len(self.lines), "entry", "entries")
        return f"{entries}, {say_day(first)}" + (f" to {say_day(last)}" if last > first else "")


@dataclass(frozen=True, slots=True)
class Bar:
    """A span on a lane: an order in force (`row` counts from 0, downwards), or a date known only to a period."""

    x0: float
    x1: float
    row: int
    text: str
    label: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A lane with its place: `top` and `height` of the whole, `track` the middle of its marks."""

    lane: Lane
    title: str
    top: float
    height: float
    track: float
    marks: tuple[Mark, ...]
    spans: tuple[Bar, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Where a report was made: `label` is R1, or R2-R4 where several stand close together."""

    x: float
    width: float
    label: str
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything on the picture, with its place."""

    frame: Frame
    height: float
    axis: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[Stretch, ...]
    flags: tuple[Flag, ...]


def lay_out(journey: Journey, frame: Frame = WIDE) -> Layout:
    """Place every entry of a journey. An empty journey has its lanes and no marks."""
    scale = _scale(journey, frame)
    top = float(frame.font + 22)
    rows: list[Row] = []
    for lane in _lanes(journey):
        row = _row(journey, lane, scale, frame, top)
        rows.append(row)
        top += row.height
    return Layout(
        frame=frame,
        height=top + frame.font + 18,
        axis=top,
        rows=tuple(rows),
        ticks=make_ticks(scale, font=frame.font) if _drawn(journey) else (),
        breaks=scale.breaks,
        flags=_flags(journey, scale),
    )


def join_marks(lines: Iterable[tuple[float, Line]], *, width: Callable[[int], float]) -> tuple[Mark, ...]:
    """Marks at these places, joined wherever two would overlap. `width` gives what a mark of n entries takes."""
    joined: list[tuple[list[float], list[Line]]] = []
    for x, line in sorted(lines, key=lambda item: (item[0], item[1].id)):
        joined.append(([x], [line]))
        while len(joined) > 1 and _overlap(joined[-2][0], joined[-1][0], width):
            xs, held = joined.pop()
            joined[-1][0].extend(xs)
            joined[-1][1].extend(held)
    return tuple(Mark(_mean(xs), width(len(xs)), tuple(held)) for xs, held in joined)


def cluster_width(count: int) -> float:
    """What a mark takes: a shape where it is one entry, a lozenge with its number where it is several."""
    return _MARK if count == 1 else max(_MARK + 6, 12 + 9 * len(str(count)))


def _mean(xs: Sequence[float]) -> float:
    return round(sum(xs) / len(xs), 1)


def _overlap(before: Sequence[float], after: Sequence[float], width: Callable[[int], float]) -> bool:
    needed = (width(len(before)) + width(len(after))) / 2 + _SPACE
    return _mean(after) - _mean(before) < needed


def _scale(journey: Journey, frame: Frame) -> Scale:
    lines = _drawn(journey)
    edges = [edge for line in lines for edge in (line.day.toordinal(), line.last_day.toordinal() + 1)]
    return make_scale([_middle(line) for line in lines], edges, left=frame.left, right=frame.right)


def _drawn(journey: Journey) -> list[Line]:
    """What is on the picture: everything but who somebody is and what was done to the record itself."""
    return [line for line in journey.entries if line.lane is not Lane.RECORD]


def _lanes(journey: Journey) -> tuple[Lane, ...]:
    present = {line.lane for line in _drawn(journey)}
    return tuple(lane for lane in Lane if lane in ALWAYS or lane in present)


def _row(journey: Journey, lane: Lane, scale: Scale, frame: Frame, top: float) -> Row:
    lines = [line for line in journey.entries if line.lane is lane]
    bars = _order_bars(orders_in_force(journey), scale) if lane is Lane.ORDERS else ()
    depth = (1 + max(bar.row for bar in bars)) * 12 + 6 if bars else 0
    track = top + frame.label_height + 22
    return Row(
        lane=lane,
        title=LANE_TITLES[lane],
        top=top,
        height=frame.label_height + 44 + depth,
        track=track,
        marks=join_marks(((_place(line, scale), line) for line in lines), width=cluster_width),
        spans=tuple(_span(line, scale) for line in lines if _is_span(line)),
        bars=bars,
    )


def _place(line: Line, scale: Scale) -> float:
    return scale.x(_middle(line))


def _middle(line: Line) -> float:
    """The middle of the day, or of the period within which it happened; the hour where it is known."""
    if line.happened.start == line.happened.end:
        start = to_datetime(line.happened.start).astimezone(UK)
        return start.toordinal() + (start.hour * 60 + start.minute) / 1440
    return (line.day.toordinal() + line.last_day.toordinal() + 1) / 2


def _is_span(line: Line) -> bool:
    return line.last_day - line.day >= timedelta(days=2)


def _span(line: Line, scale: Scale) -> Bar:
    x0, x1 = scale.x(line.day.toordinal()), scale.x(line.last_day.toordinal() + 1)
    return Bar(x0, x1, 0, f"{line.when}, known {line.precision}: {line.sentence}")


def _order_bars(orders: Sequence[InForce], scale: Scale) -> tuple[Bar, ...]:
    """A bar for each order, on the first row where it does not touch another."""
    ends: list[float] = []
    bars: list[Bar] = []
    right = scale.stretches[-1].x1
    for order in sorted(orders, key=lambda order: (order.first, order.object)):
        last = order.last.toordinal() + 1.0 if order.last else scale.last
        x0 = min(scale.x(order.first.toordinal()), right - _LEAST_BAR)
        x1 = max(scale.x(last), x0 + _LEAST_BAR)
        row = next((row for row, end in enumerate(ends) if end < x0), len(ends))
        ends[row : row + 1] = [x1]
        open_ended = order.last is None or last > scale.last
        bars.append(Bar(x0, x1, row, order.text, label=order.title, open=open_ended))
    return tuple(bars)


def _flags(journey: Journey, scale: Scale) -> tuple[Flag, ...]:
    reports = [report for report in reports_of(journey) if report.made]
    numbers = {report.made.id: report.number for report in reports if report.made}
    digits = len(str(max(numbers.values(), default=0))) * 9

    def width(count: int) -> float:
        return 16 + digits if count == 1 else 34 + 2 * digits

    made = [report.made for report in reports if report.made]
    marks = join_marks(((_place(line, scale), line) for line in made), width=width)
    return tuple(_flag(mark, numbers) for mark in marks)


def _flag(mark: Mark, numbers: dict[str, int]) -> Flag:
    told = sorted(numbers[line.id] for line in mark.lines)
    label = f"R{told[0]}" + (f"-R{told[-1]}" if len(told) > 1 else "")
    text = f"Report {told[0]}" if len(told) == 1 else f"Reports {told[0]} to {told[-1]}"
    return Flag(mark.x, mark.width, label, f"{text}: {mark.text}", mark.lines)
