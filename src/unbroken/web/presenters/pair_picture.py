"""The picture of what two people did: a row for each direction, reports as ticks, orders as bars. Pure.

Drawn on the server as SVG without style sheet or script. A direction is told by its row, its words and its shape,
never by colour alone; the table beside it holds the same figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from markupsafe import Markup

from unbroken.cases.between import OPPOSITE, Act, Between
from unbroken.conduct.course.measures import Level, level_of, measure
from unbroken.exchange.exporting.lanes import NARROW, WIDE, Frame
from unbroken.exchange.exporting.scale import Scale, make_scale, make_ticks
from unbroken.exchange.exporting.swimlanes import BLACK, BLUE, FONT, GREEN, WHITE
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.pair_contacts import say_direction
from unbroken.web.presenters.pair_rows import Row, draw_row, grouped, middle, say_when, words
from unbroken.web.words import say_count, say_day

_ORDERS = 62
_TOP = 34
_LABEL = 34  # how far apart labels must be to stand for themselves


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
    rows: tuple[Row, ...]
    reports: tuple[tuple[date, str], ...]
    orders: tuple[Span, ...]

    @property
    def order_top(self) -> int:
        return _TOP + sum(row.height for row in self.rows)

    @property
    def axis(self) -> int:
        return self.order_top + (_ORDERS if self.orders else 0)

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
    placed: list[Row] = []
    for at, (title, acts) in enumerate(rows):
        placed.append(Row(at, title, acts, _TOP + sum(row.height for row in placed)))
    return _Plan(frame, scale, tuple(placed), tuple(reports), tuple(orders))


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
        *(part for row in plan.rows for part in draw_row(row, frame, plan.scale)),
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
    """A dashed line for each day on which a report was made; those close together share a label that counts them."""
    made = sorted(plan.reports)
    for day, reference in made:
        x = plan.scale.x(day.toordinal())
        said = escape(f"Report {reference}, made {say_day(day)}")
        yield (
            f'<g><title>{said}</title><line x1="{x:g}" y1="22" x2="{x:g}" y2="{plan.axis}" stroke="{BLUE}" '
            f'stroke-width="2" stroke-dasharray="3 3"/></g>'
        )
    for held in grouped([(plan.scale.x(day.toordinal()), day) for day, _ in made], apart=_LABEL):
        label = "R" if len(held) == 1 else f"{len(held)} R"
        yield (
            f'<text x="{middle(held):g}" y="16" text-anchor="middle" font-size="12" font-weight="bold">{label}</text>'
        )


def _draw_orders(plan: _Plan) -> Iterator[str]:
    if not plan.orders:
        return
    yield words(plan.frame, "Orders", plan.order_top + 20)
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
        when = f"on {say_count(len(days), 'day')}, {'from ' if len(days) > 1 else ''}{say_when(days)}"
        said.append(f"{title}: {say_count(len(acts), 'incident')} {when}.")
        grave = Counter(level_of(act) for act in acts)
        said += [f"{level.says}: {grave[level]:,}." for level in reversed(Level) if grave[level]]
        said += [f"{say_count(one.days, 'day')} close together, {say_when([one.first, one.last])}."
                 for one in measure(acts).bursts]  # fmt: skip
        told = [act.on for act in acts if act.told]
        said += [f"Made clear that it is not wanted: {', '.join(map(say_day, told))}."] if told else []
    said += [f"Reports made: {', '.join(f'{name} on {say_day(day)}' for day, name in reports)}."] if reports else []
    said += [f"{span.text}." for span in orders]
    return " ".join(said)


def _tabulate(rows: Sequence[tuple[str, Sequence[Act]]]) -> Listing:
    """Incidents by month, each direction in a column of its own, the graver said; months without any are left out."""
    counted = [_by_month(acts) for _, acts in rows]
    months = sorted({month for counts in counted for month in counts})
    found: Iterator[tuple[Cell | str, ...]] = (
        (f"{date(year, month, 1):%B %Y}", *(_count(counts.get((year, month), [])) for counts in counted))
        for year, month in months
    )
    empty = "No incident between them is recorded."
    return listing("Incidents by month", ("Month", *(title for title, _ in rows)), found, empty=empty)


def _by_month(acts: Iterable[Act]) -> dict[tuple[int, int], list[Act]]:
    found: dict[tuple[int, int], list[Act]] = {}
    for act in acts:
        found.setdefault((act.on.year, act.on.month), []).append(act)
    return found


def _count(acts: Sequence[Act]) -> Cell:
    levels = Counter(level_of(act) for act in acts)
    graver = (f"{levels[level]:,} {level.says[:1].lower()}{level.says[1:]}" for level in Level
              if levels[level] and level is not Level.CONTACT)  # fmt: skip
    return Cell(f"{len(acts):,}", note="; ".join(graver))
