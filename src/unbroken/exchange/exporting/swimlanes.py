"""The picture of a journey: swimlanes over time as an SVG that needs no style sheet and no script. Pure.

Drawn on the server, under a strict Content-Security-Policy: colours are presentation attributes, so that it also
prints, and stands in the PDF, as it is. Each lane has its own shape beside its colour and its name beside both, so
that it reads in grey; a cross, an outline or a paler bar carries what a colour alone would not. `describe` says in
words what the picture shows and `tabulate` gives its figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from types import MappingProxyType

from unbroken.exchange.exporting.journey import LANE_TITLES, Journey, Line
from unbroken.exchange.exporting.lanes import ALWAYS, NARROW, WIDE, Bar, Flag, Frame, Layout, Mark, Row, lay_out
from unbroken.exchange.exporting.orders import orders_in_force
from unbroken.exchange.exporting.scale import Stretch
from unbroken.exchange.exporting.wording import say_count, say_length, say_list, say_month
from unbroken.record.kinds import Lane

# The GOV.UK web palette: six colours, and white between them.
BLACK, RED, BLUE, PURPLE, GREEN, TEAL = "#0b0c0c", "#ca3535", "#1d70b8", "#54319f", "#11875a", "#158187"
WHITE = "#ffffff"
FONT = "Arial, Helvetica, sans-serif"
_HALO = f' stroke="{WHITE}" stroke-width="4" paint-order="stroke"'  # keeps words clear of the lines behind them
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Look:
    """How the marks of a lane look. `points` is the outline about (0, 0); a circle where it is empty."""

    colour: str
    shape: str
    points: str


LOOKS: Mapping[Lane, Look] = MappingProxyType(
    {
        Lane.INCIDENTS: Look(RED, "circle", ""),
        Lane.POLICE: Look(BLUE, "square", "-7,-7 7,-7 7,7 -7,7"),
        Lane.COURT: Look(PURPLE, "diamond", "0,-8 8,0 0,8 -8,0"),
        Lane.ORDERS: Look(GREEN, "triangle", "0,-8 8,7 -8,7"),
        Lane.SUPPORT: Look(TEAL, "pentagon", "0,-8 8,-2 5,7 -5,7 -8,-2"),
        Lane.TRIAGE: Look(BLACK, "arrow", "-8,-7 2,-7 8,0 2,7 -8,7 -3,0"),
        Lane.RECORD: Look(BLACK, "bar", "-3,-8 3,-8 3,8 -3,8"),
    }
)


def draw_swimlanes(journey: Journey, *, frame: Frame = WIDE, name: str = "journey") -> str:
    """The picture as SVG text, for a screen of 768 px and more, or with `frame=NARROW` for one of 320 px.

    `name` begins every id in it, so that two pictures can stand on one page. The same journey gives the same bytes.
    """
    layout = lay_out(journey, frame)
    legend = tuple(_legend(layout))
    per_line = 1 if frame.labels_above else 2
    height = layout.height + (frame.font + 8) * -(-len(legend) // per_line) + 8
    return "".join(
        (
            _open(frame, height, name),
            f'<title id="{name}-title">{_text(_title(journey))}</title>',
            f'<desc id="{name}-desc">{_text(describe(journey))}</desc>',
            _rect(0, 0, frame.width, height, fill=WHITE),
            *_draw_axis(layout),
            *(part for flag in layout.flags for part in _draw_flag(flag, layout)),
            *(part for row in layout.rows for part in _draw_row(row, frame)),
            *_draw_legend(legend, layout, per_line),
            "</svg>",
        )
    )


def draw_narrow(journey: Journey, *, name: str = "journey-narrow") -> str:
    """The picture for a screen of 320 px: the names of the lanes stand above their tracks."""
    return draw_swimlanes(journey, frame=NARROW, name=name)


def describe(journey: Journey) -> str:
    """What the picture shows, in words: a text alternative that leaves nothing of substance out."""
    if journey.length is None:
        return "Nothing is recorded yet."
    sentences = [
        f"From {journey.period}, {say_length(journey.length)}: "
        f"{say_count(journey.counts.incidents, 'incident')} in {say_count(journey.counts.reports, 'report')}."
    ]
    sentences += [_say_lane(journey, lane) for lane in _lanes(journey)]
    sentences += [f"{order.text}." for order in orders_in_force(journey)]
    sentences += [f"{line.title}: {line.when}." for line in journey.standing if line.kind.endswith(".closed")]
    if journey.gaps:
        longest = max(journey.gaps, key=lambda gap: gap.days)
        sentences.append(f"{longest.text}." if len(journey.gaps) == 1 else f"Longest silence: {longest.text}.")
    if journey.counts.withdrawn:
        withdrawn = say_count(journey.counts.withdrawn, "entry", "entries")
        sentences.append(f"{withdrawn} later withdrawn from the record.")
    sentences += [f"{withheld.text}." for withheld in journey.withheld]
    return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of the picture: a caption, a heading for each column, and the rows, each with its heading first."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tabulate(journey: Journey) -> Table:
    """How many entries stand in each lane, by month; by year where the journey is longer than two years.

    Months and years without an entry are left out; a period counts where it begins.
    """
    lanes = _lanes(journey)
    by_year = journey.first is not None and journey.last is not None and (journey.last - journey.first).days > 730
    lines = sorted((line for line in journey.standing if line.lane in lanes), key=lambda line: line.day)
    rows = [
        _counted(name, tuple(held), lanes)
        for name, held in groupby(lines, key=lambda line: str(line.day.year) if by_year else say_month(line.day))
    ]
    return Table(
        caption=f"Entries by {'year' if by_year else 'month'}",
        head=("Year" if by_year else "Month", *(LANE_TITLES[lane] for lane in lanes)),
        rows=tuple(rows),
    )


def _lanes(journey: Journey) -> list[Lane]:
    """The lanes of the picture; who somebody is has none."""
    return [lane for lane in Lane if lane in ALWAYS or (journey.counts.by_lane[lane] and lane is not Lane.RECORD)]


def _counted(name: str, lines: tuple[Line, ...], lanes: list[Lane]) -> tuple[str, ...]:
    return (name, *(str(sum(line.lane is lane for line in lines)) for lane in lanes))


def _say_lane(journey: Journey, lane: Lane) -> str:
    lines = [line for line in journey.standing if line.lane is lane]
    if not lines:
        return f"{LANE_TITLES[lane]}: nothing recorded."
    kinds: dict[str, int] = {}
    for line in lines:
        kinds[line.title] = kinds.get(line.title, 0) + 1
    said = say_list([f"{title.lower()} ({number})" if number > 1 else title.lower() for title, number in kinds.items()])
    return f"{LANE_TITLES[lane]}: {say_count(len(lines), 'entry', 'entries')}, {said}."


def _title(journey: Journey) -> str:
    if journey.first is None or journey.last is None:
        return "The journey: nothing is recorded yet"
    return f"The journey from {journey.period}"


# Drawing. Every text goes through `_text`, every number through `_number`.


def _text(text: str) -> str:
    """Text safe in an SVG: escaped, and without the control characters that XML cannot hold."""
    return escape(_NOT_IN_XML.sub("", text), quote=True)


def _number(value: float) -> str:
    return f"{round(value, 1):g}"


def _open(frame: Frame, height: float, name: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-swimlanes" role="img" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc" '
        f'viewBox="0 0 {frame.width} {_number(height)}" width="{frame.width}" height="{_number(height)}" '
        f'font-family="{FONT}" font-size="{frame.font}" fill="{BLACK}">'
    )


def _rect(x: float, y: float, width: float, height: float, *, fill: str, more: str = "") -> str:
    place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
    return f'<rect {place} fill="{fill}"{more}/>'


def _line(x0: float, y0: float, x1: float, y1: float, *, more: str = "") -> str:
    ends = f'x1="{_number(x0)}" y1="{_number(y0)}" x2="{_number(x1)}" y2="{_number(y1)}"'
    return f'<line {ends} stroke="{BLACK}"{more}/>'


def _words(x: float, y: float, text: str, *, more: str = "") -> str:
    return f'<text x="{_number(x)}" y="{_number(y)}"{more}>{_text(text)}</text>'


def _draw_axis(layout: Layout) -> Iterator[str]:
    frame = layout.frame
    top = frame.font + 18
    for pause in layout.breaks:
        yield from _draw_break(pause, layout)
    for tick in layout.ticks:
        yield _line(tick.x, top, tick.x, layout.axis + 4, more=' stroke-opacity="0.15"')
    yield _line(frame.left, layout.axis, frame.right, layout.axis)
    for pause in layout.breaks:
        yield _zigzag((pause.x0 + pause.x1) / 2, layout.axis)
    for tick in layout.ticks:
        yield _words(tick.x, layout.axis + frame.font + 4, tick.label, more=f' text-anchor="{tick.anchor}"')


def _draw_break(pause: Stretch, layout: Layout) -> Iterator[str]:
    """A pale band where time is left out."""
    top = layout.frame.font + 22
    yield f"<g><title>{_text(pause.text)}</title>"
    yield _rect(pause.x0, top, pause.x1 - pause.x0, layout.axis - top, fill=BLACK, more=' fill-opacity="0.07"')
    yield "</g>"


def _zigzag(x: float, y: float) -> str:
    white = _rect(x - 4, y - 2, 8, 4, fill=WHITE)
    return f'{white}<path d="M-7 6L-1 -6M1 6L7 -6" transform="translate({_number(x)} {_number(y)})" stroke="{BLACK}"/>'


def _draw_row(row: Row, frame: Frame) -> Iterator[str]:
    look = LOOKS[row.lane]
    left = 0 if not frame.labels_above else 8
    yield f'<g class="app-swimlanes__lane app-swimlanes__lane--{row.lane.value}">'
    yield _line(left, row.top, frame.width, row.top, more=' stroke-opacity="0.3"')
    if frame.labels_above:
        y = row.top + frame.label_height + 3
        yield _shape(look, 16, y - frame.font * 0.35)
        yield _words(32, y, row.title, more=f' font-weight="bold"{_HALO}')
    else:
        yield _shape(look, 14, row.track)
        yield _words(32, row.track + frame.font * 0.35, row.title, more=' font-weight="bold"')
    if row.marks:
        yield _line(frame.left, row.track, frame.right, row.track, more=' stroke-opacity="0.3"')
    for span in row.spans:
        yield _draw_span(span, row, look)
    for bar in row.bars:
        yield from _draw_bar(bar, row, look, frame)
    if not row.marks:
        yield _nothing(row, frame)
    for mark in row.marks:
        yield from _draw_mark(mark, row, look)
    yield "</g>"


def _nothing(row: Row, frame: Frame) -> str:
    """What an empty lane says."""
    return _words(frame.left + 4, row.track + frame.font * 0.35, "Nothing recorded", more=_HALO)


def _shape(look: Look, x: float, y: float, *, hollow: bool = False) -> str:
    paint = f'fill="{WHITE}" stroke="{look.colour}" stroke-width="2" stroke-dasharray="3 2"'
    paint = paint if hollow else f'fill="{look.colour}"'
    if not look.points:
        return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="7" {paint}/>'
    return f'<polygon points="{look.points}" transform="translate({_number(x)} {_number(y)})" {paint}/>'


def _draw_mark(mark: Mark, row: Row, look: Look) -> Iterator[str]:
    yield f"<g><title>{_text(mark.text)}</title>"
    if len(mark.lines) == 1:
        yield _shape(look, mark.x, row.track, hollow=mark.hollow)
    else:
        more = f' rx="10" stroke="{look.colour}" stroke-width="2"' + (' stroke-dasharray="3 2"' if mark.hollow else "")
        fill = WHITE if mark.hollow else look.colour
        yield _rect(mark.x - mark.width / 2 + 1, row.track - 10, mark.width - 2, 20, fill=fill, more=more)
        ink = BLACK if mark.hollow else WHITE
        more = f' text-anchor="middle" font-size="14" font-weight="bold" fill="{ink}"'
        yield _words(mark.x, row.track + 5, str(len(mark.lines)), more=more)
    if mark.ends:
        yield _cross(mark.x, row.track - 16)
    yield "</g>"


def _cross(x: float, y: float) -> str:
    path = "M-4 -4L4 4M-4 4L4 -4"
    return f'<path d="{path}" transform="translate({_number(x)} {_number(y)})" stroke="{BLACK}" stroke-width="2.5"/>'


def _draw_span(span: Bar, row: Row, look: Look) -> str:
    bar = _rect(
        span.x0,
        row.track - 9,
        max(span.x1 - span.x0, 2),
        18,
        fill=look.colour,
        more=f' fill-opacity="0.2" stroke="{look.colour}" stroke-opacity="0.6"',
    )
    return f"<g><title>{_text(span.text)}</title>{bar}</g>"


def _draw_bar(bar: Bar, row: Row, look: Look, frame: Frame) -> Iterator[str]:
    y = row.track + 16 + bar.row * 12
    yield f"<g><title>{_text(bar.text)}</title>"
    yield _rect(bar.x0, y, bar.x1 - bar.x0, 7, fill=look.colour)
    if bar.open:
        points = f"0,-2 {_number(frame.width - frame.right - 4)},3.5 0,9"
        yield f'<polygon points="{points}" transform="translate({_number(bar.x1)} {_number(y)})" fill="{look.colour}"/>'
    else:
        yield _rect(bar.x1 - 2, y - 3, 2, 13, fill=look.colour)
    yield _rect(bar.x0, y - 3, 2, 13, fill=look.colour)
    yield "</g>"


def _draw_flag(flag: Flag, layout: Layout) -> Iterator[str]:
    top, frame = 2.0, layout.frame
    more = f' stroke="{BLACK}" rx="2"'
    yield f"<g><title>{_text(flag.text)}</title>"
    yield _line(flag.x, top, flag.x, layout.axis, more=' stroke-dasharray="2 3"')
    yield _rect(flag.x - flag.width / 2, top, flag.width, frame.font + 4, fill=WHITE, more=more)
    more = f' text-anchor="middle" font-size="{frame.font - 2}" font-weight="bold"'
    yield _words(flag.x, top + frame.font - 1, flag.label, more=more)
    yield "</g>"


def _legend(layout: Layout) -> Iterator[tuple[str, str]]:
    """What is on the picture that a lane's name does not explain: a sign and its meaning."""
    marks = [mark for row in layout.rows for mark in row.marks]
    if layout.flags:
        yield "flag", "A report was made"
    if any(len(mark.lines) > 1 for mark in marks):
        yield "cluster", "Several entries close together"
    if any(mark.ends for mark in marks):
        yield "cross", "Case closed, or victim withdrew"
    if any(row.bars for row in layout.rows):
        yield "bar", "Order in force"
    if any(row.spans for row in layout.rows):
        yield "span", "Date known only to a period"
    if layout.breaks:
        yield "break", "Time left out, not to scale"
    if any(not line.stands for mark in marks for line in mark.lines):
        yield "hollow", "Withdrawn from the record"


def _draw_legend(legend: tuple[tuple[str, str], ...], layout: Layout, per_line: int) -> Iterator[str]:
    frame = layout.frame
    start = 8 if frame.labels_above else frame.left
    column = (frame.width - start) / per_line
    for index, (sign, meaning) in enumerate(legend):
        x = start + (index % per_line) * column
        y = layout.height + (index // per_line) * (frame.font + 8) + 10
        yield _sign(sign, x + 14, y)
        yield _words(x + 36, y + frame.font * 0.35, meaning)


def _sign(sign: str, x: float, y: float) -> str:
    grey = Look(BLACK, "circle", "")
    if sign == "flag":
        words = _words(x, y + 4, "R1", more=' text-anchor="middle" font-size="12" font-weight="bold"')
        return _rect(x - 12, y - 8, 24, 16, fill=WHITE, more=f' stroke="{BLACK}" rx="2"') + words
    if sign == "cluster":
        more = f' text-anchor="middle" font-size="12" font-weight="bold" fill="{WHITE}"'
        return _rect(x - 12, y - 9, 24, 18, fill=BLACK, more=' rx="9"') + _words(x, y + 4, "3", more=more)
    if sign == "cross":
        return _cross(x, y)
    if sign == "bar":
        return "".join(_rect(x + at, y - high / 2, wide, high, fill=BLACK) for at, wide, high in _BAR_SIGN)
    if sign == "break":
        return _rect(x - 12, y - 8, 24, 16, fill=BLACK, more=' fill-opacity="0.07"') + _zigzag(x, y)
    if sign == "span":
        return _rect(
            x - 12, y - 8, 24, 16, fill=BLACK, more=f' fill-opacity="0.2" stroke="{BLACK}" stroke-opacity="0.6"'
        )
    return _shape(grey, x, y, hollow=True)


_BAR_SIGN = ((-12, 24, 7), (-12, 2, 13), (10, 2, 13))
