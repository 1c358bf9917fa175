"""The picture of what two people did: two rows of incidents by day, reports as ticks, orders as bars. Pure.

Drawn on the server as SVG without style sheet or script. A direction is told by its row, its words and its shape,
never by colour alone; the table beside it holds the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from unbroken.cases.between import OPPOSITE, Act, Between
from unbroken.exchange.exporting.lanes import NARROW, WIDE, Frame
from unbroken.exchange.exporting.scale import Scale, make_scale, make_ticks
from unbroken.exchange.exporting.swimlanes import BLACK, BLUE, FONT, GREEN, RED, WHITE
from unbroken.web.presenters.listings import Listing, listing
from unbroken.web.presenters.pair_contacts import say_direction
from unbroken.web.words import say_count, say_day

_ROW = 62
_TOP = 34


@dataclass(frozen=True, slots=True)
class Span:
    """Something with a length, such as an order: its words and its days; `last` None where no end is recorded."""

    text: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture for wide and for narrow screens, in words, and in figures."""

    wide: Markup
    narrow: Markup
    text: str
    table: Listing


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn, in which frame."""

    frame: Frame
    scale: Scale
    rows: tuple[tuple[str, tuple[Act, ...]], ...]
    reports: tuple[tuple[date, str], ...]
    orders: tuple[Span, ...]

    @property
    def order_top(self) -> int:
        return _TOP + _ROW * len(self.rows)

    @property
    def axis(self) -> int:
        return self.order_top + (_ROW if self.orders else 0)

    @property
    def height(self) -> int:
        return self.axis + self.frame.font + 12


def draw_pair(
    between: Between, *, names: Mapping[str, str], reports: Sequence[tuple[date, str]], orders: Sequence[Span]
) -> Picture | None:
    """The picture; None where no day is known. `reports` are days with references, in order."""
    if not between.acts and not reports:
        return None
    sides = (between.first_by, OPPOSITE[between.first_by]) if between.first_by else ("one", "other")
    rows = tuple((say_direction(side, names), between.acts_by(side)) for side in sides)
    text = _describe(rows, reports, orders)
    drawn = {frame.width: _draw(_plan(frame, rows, reports, orders), text) for frame in (WIDE, NARROW)}
    return Picture(drawn[WIDE.width], drawn[NARROW.width], text, _tabulate(rows))


def _plan(
    frame: Frame,
    rows: tuple[tuple[str, tuple[Act, ...]], ...],
    reports: Sequence[tuple[date, str]],
    orders: Sequence[Span],
) -> _Plan:
    """Names stand above their tracks in both frames: they are as long as people's names are."""
    days = [float(act.on.toordinal()) for _, acts in rows for act in acts]
    days += [float(day.toordinal()) for day, _ in reports]
    ends = [float(day.toordinal()) for span in orders for day in (span.first, span.last) if day]
    scale = make_scale(days, ends, left=24, right=frame.right)
    return _Plan(frame, scale, rows, tuple(reports), tuple(orders))


def _draw(plan: _Plan, text: str) -> Markup:
    frame, name = plan.frame, f"pair-{plan.frame.width}"
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-swimlanes" role="img" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc" viewBox="0 0 {frame.width} {plan.height}" width="{frame.width}" '
        f'height="{plan.height}" font-family="{FONT}" font-size="{frame.font}" fill="{BLACK}">',
        f'<title id="{name}-title">Incidents by day, in both directions</title>',
        f'<desc id="{name}-desc">{escape(text)}</desc>',
        f'<rect x="0" y="0" width="{frame.width}" height="{plan.height}" fill="{WHITE}"/>',
        *_draw_axis(plan),
        *_draw_reports(plan),
        *(part for at, row in enumerate(plan.rows) for part in _draw_row(plan, at, *row)),
        *_draw_orders(plan),
        "</svg>",
    )
    return Markup("".join(parts))


def _draw_axis(plan: _Plan) -> Iterator[str]:
    y, font = plan.axis, plan.frame.font
    yield f'<line x1="24" y1="{y}" x2="{plan.frame.right}" y2="{y}" stroke="{BLACK}"/>'
    for pause in plan.scale.breaks:
        yield (
            f'<g><title>{escape(pause.text)}</title><rect x="{pause.x0:g}" y="{_TOP}" width="{pause.x1 - pause.x0:g}" '
            f'height="{y - _TOP}" fill="{BLACK}" fill-opacity="0.07"/></g>'
        )
    for tick in make_ticks(plan.scale, font=font):
        yield f'<text x="{tick.x:g}" y="{y + font + 4}" text-anchor="{tick.anchor}">{escape(tick.label)}</text>'


def _draw_reports(plan: _Plan) -> Iterator[str]:
    """A dashed line for each day on which a report was made, with how many where there are several."""
    for day, count in sorted(Counter(day for day, _ in plan.reports).items()):
        x = plan.scale.x(day.toordinal())
        named = ", ".join(reference for made, reference in plan.reports if made == day)
        said = escape(f"Report made {say_day(day)}: {named}")
        label = "R" if count == 1 else f"R×{count}"
        yield (
            f'<g><title>{said}</title><line x1="{x:g}" y1="22" x2="{x:g}" y2="{plan.axis}" stroke="{BLUE}" '
            f'stroke-width="2" stroke-dasharray="3 3"/>'
            f'<text x="{x:g}" y="16" text-anchor="middle" font-size="12" font-weight="bold">{label}</text></g>'
        )


def _draw_row(plan: _Plan, at: int, title: str, acts: Sequence[Act]) -> Iterator[str]:
    top = _TOP + at * _ROW
    track = top + 40
    said = title if acts else f"{title}: nothing recorded"
    yield f'<line x1="8" y1="{top}" x2="{plan.frame.width - 8}" y2="{top}" stroke="{BLACK}" stroke-opacity="0.3"/>'
    yield f'<line x1="24" y1="{track}" x2="{plan.frame.right}" y2="{track}" stroke="{BLACK}" stroke-opacity="0.3"/>'
    for day, times in sorted(Counter(act.on for act in acts).items()):
        x = plan.scale.x(day.toordinal())
        words = escape(f"{title}, {say_day(day)}: {say_count(times, 'incident')}")
        yield f"<g><title>{words}</title>{_shape(at, x, track)}</g>"
    yield _words(plan, said, top + 20)


def _shape(row: int, x: float, y: float) -> str:
    """A filled circle in the first row, a hollow diamond in the second: they differ in grey too."""
    if row == 0:
        return f'<circle cx="{x:g}" cy="{y}" r="7" fill="{RED}" stroke="{WHITE}"/>'
    return (
        f'<polygon points="0,-9 9,0 0,9 -9,0" transform="translate({x:g} {y})" fill="{WHITE}" stroke="{BLACK}" '
        f'stroke-width="3"/>'
    )


def _words(plan: _Plan, text: str, y: float) -> str:
    """The name of a row, cut where the picture is too narrow: the table has it whole."""
    most = int((plan.frame.width - 32) / (plan.frame.font * 0.56))
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return (
        f'<text x="16" y="{y}" font-weight="bold" stroke="{WHITE}" stroke-width="4" paint-order="stroke">'
        f"{escape(cut)}</text>"
    )


def _draw_orders(plan: _Plan) -> Iterator[str]:
    if not plan.orders:
        return
    yield _words(plan, "Orders", plan.order_top + 20)
    for at, span in enumerate(plan.orders):
        x0 = plan.scale.x(span.first.toordinal())
        x1 = plan.scale.x(span.last.toordinal()) if span.last else float(plan.frame.right)
        y = plan.order_top + 28 + (at % 3) * 11
        end = "" if span.last is None else f'<rect x="{x1 - 2:g}" y="{y - 3}" width="2" height="13" fill="{GREEN}"/>'
        yield (
            f'<g><title>{escape(span.text)}</title><rect x="{x0:g}" y="{y}" width="{max(x1 - x0, 3):g}" height="7" '
            f'fill="{GREEN}"/>{end}</g>'
        )


def _describe(
    rows: Sequence[tuple[str, Sequence[Act]]], reports: Sequence[tuple[date, str]], orders: Sequence[Span]
) -> str:
    said = []
    for title, acts in rows:
        days = sorted({act.on for act in acts})
        if not days:
            said.append(f"{title}: nothing recorded.")
            continue
        when = say_day(days[0]) if len(days) == 1 else f"from {say_day(days[0])} to {say_day(days[-1])}"
        said.append(f"{title}: {say_count(len(acts), 'incident')} on {say_count(len(days), 'day')}, {when}.")
    said += [f"Reports made: {', '.join(f'{name} on {say_day(day)}' for day, name in reports)}."] if reports else []
    said += [f"{span.text}." for span in orders]
    return " ".join(said)


def _tabulate(rows: Sequence[tuple[str, Sequence[Act]]]) -> Listing:
    """Incidents by month, each direction in a column of its own; months without any are left out."""
    counted = [Counter((act.on.year, act.on.month) for act in acts) for _, acts in rows]
    months = sorted({month for counts in counted for month in counts})
    found = (
        (f"{date(year, month, 1):%B %Y}", *(f"{counts[year, month]:,}" for counts in counted)) for year, month in months
    )
    empty = "No incident between them is recorded."
    return listing("Incidents by month", ("Month", *(title for title, _ in rows)), found, empty=empty)
