"""Reports by quarter and shares by year, one above the other, with a named line wherever the counting changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.insight.periods import Period, period_of
from unbroken.insight.pictures import axes
from unbroken.insight.pictures.axes import STYLES, Point, Style
from unbroken.insight.sheets import WITHHELD, Cell, Share, Sheet

_LEFT, _WIDE, _NAMES, _TALL, _BETWEEN, _LINE = 56, 600, 250, 210, 74, 17
_COUNTS = 5
"""At most so many lines of counts: more could not be told apart."""
_SOON, _PART = "less than a year to run", "not the whole period"


@dataclass(frozen=True, slots=True)
class Line:
    """A column of the sheet: for each period its value, None where it is withheld; and those not to be compared."""

    name: str
    style: Style
    values: tuple[tuple[Period, float | None], ...]
    soon: frozenset[Period] = frozenset()


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where a panel is: its top, its highest value, and the days that it spans."""

    top: float
    highest: float
    since: date
    until: date

    def x(self, day: date) -> float:
        return _LEFT + _WIDE * (day - self.since).days / max((self.until - self.since).days, 1)

    def place(self, period: Period, value: float) -> Point:
        middle = period.first + (period.last - period.first) / 2
        return self.x(middle), self.top + _TALL * (1 - value / self.highest)


def lines_of(sheet: Sheet) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines of counts by quarter, and those of shares by year, of the sheet `periods`."""
    rows = [(period, row) for row in sheet.rows if (period := period_of(str(row[0])))]
    quarters = [one for one in rows if one[0].quarter]
    years = [one for one in rows if not one[0].quarter]
    soon = frozenset(period for period, row in years if _SOON in str(row[-1]))
    part = frozenset(period for period, row in quarters if _PART in str(row[-1]))
    shares = [
        column for column in range(1, len(sheet.heads)) if any(isinstance(row[column], Share) for _, row in years)
    ]
    counts = range(1, min(1 + _COUNTS, len(sheet.heads)))
    first = next((column for column in counts if sheet.heads[column].startswith("First recorded")), counts.stop)
    return (
        tuple(Line(sheet.heads[column], style, _values(quarters, column), part)
              for column, style in zip(range(1, first), STYLES, strict=False)),
        tuple(Line(sheet.heads[column], style, _values(years, column), soon)
              for column, style in zip(shares, STYLES, strict=False)),
    )  # fmt: skip


def _values(rows: Sequence[tuple[Period, tuple[Cell, ...]]], column: int) -> tuple[tuple[Period, float | None], ...]:
    found: list[tuple[Period, float | None]] = []
    for period, row in rows:
        cell = row[column]
        if isinstance(cell, Share) and cell.percent is not None:
            found.append((period, cell.percent))
        elif isinstance(cell, int):
            found.append((period, float(cell)))
        elif cell is WITHHELD:
            found.append((period, None))
    return tuple(found)


def draw_trend(sheet: Sheet, breaks: Sheet) -> str:
    """The picture of the sheets `periods` and `breaks`. A count that is withheld is `[c]` at the foot, and no point."""
    counts, shares = lines_of(sheet)
    periods = [period for line in (*counts, *shares) for period, _ in line.values]
    if not periods:
        nothing = axes.text(20, 40, "No report with a day is within the scope.")
        return axes.svg("trend", _LEFT + _WIDE + _NAMES, 80, _TITLE, "Nothing is within the scope.", [nothing])
    since, until = min(period.first for period in periods), max(period.last for period in periods)
    named = [(date.fromisoformat(str(row[0])), str(row[1])) for row in breaks.rows]
    named = [(day, title) for day, title in named if since <= day <= until]
    top = 30 + _LINE * len(named) + 22
    upper = _Panel(top, axes.ticks(_highest(counts))[-1], since, until)
    lower = _Panel(top + _TALL + _BETWEEN, axes.ticks(min(_highest(shares), 100.0))[-1], since, until)
    parts = [
        *_frame(upper, "Reports by quarter"), *_frame(lower, "Shares of the reports of a year, per cent"),
        *_breaks(named, upper, lower),
        *(part for line in counts for part in _line(line, upper)), *_ends(counts, upper),
        *(part for line in shares for part in _line(line, lower)), *_ends(shares, lower),
        axes.text(_LEFT, lower.top + _TALL + 44, _FOOT,
                  colour=axes.QUIET, small=True),
    ]  # fmt: skip
    return axes.svg(
        "trend", _LEFT + _WIDE + _NAMES, lower.top + _TALL + 56, _TITLE, _said(counts, shares, named), parts
    )


_FOOT = "Hollow marks are not to be compared: less than a year to run, or a part of a quarter. [c]: withheld."
_TITLE = "Reports and shares over the years, with the counting breaks"


def _highest(lines: Sequence[Line]) -> float:
    return max((value for line in lines for _, value in line.values if value is not None), default=0.0)


def _said(counts: Sequence[Line], shares: Sequence[Line], breaks: Sequence[tuple[date, str]]) -> str:
    said = []
    for line in (*counts[:1], *shares):
        known = [(period.label, value) for period, value in line.values if value is not None]
        if known:
            (start, before), (end, after) = known[0], known[-1]
            said.append(f"{line.name}: {before:,.0f} in {start} and {after:,.0f} in {end}")
    broken = [f"{day.year}: {title}" for day, title in breaks]
    return f"{'; '.join(said)}. Counting breaks: {'; '.join(broken) or 'none in these years'}."


def _frame(panel: _Panel, title: str) -> Iterator[str]:
    yield axes.text(_LEFT, panel.top - 10, title, bold=True)
    for step in axes.ticks(panel.highest):
        y = panel.top + _TALL * (1 - step / panel.highest)
        yield axes.rule(_LEFT, y, _LEFT + _WIDE, y)
        yield axes.text(_LEFT - 8, y + 4, f"{step:,g}", colour=axes.QUIET, anchor="end")
    foot = panel.top + _TALL
    for year in range(panel.since.year, panel.until.year + 1):
        x = panel.x(max(date(year, 1, 1), panel.since))
        yield axes.rule(x, foot, x, foot + 5, colour=axes.INK)
        yield axes.text(x + 3, foot + 20, str(year), colour=axes.QUIET)


def _breaks(breaks: Sequence[tuple[date, str]], upper: _Panel, lower: _Panel) -> Iterator[str]:
    """A line through both panels for each break, with its name above, on the side where there is room."""
    for place, (day, title) in enumerate(breaks):
        x, y = upper.x(day), 20 + _LINE * place
        yield axes.rule(x, y - 10, x, lower.top + _TALL, colour=axes.INK, dash="1 3", width=1.4)
        is_left = x < _LEFT + 0.6 * _WIDE
        words = f"{day.day} {day:%b %Y}: {title}"
        yield axes.text(x + 5 if is_left else x - 5, y, words, anchor="start" if is_left else "end", small=True)


def _line(line: Line, panel: _Panel) -> Iterator[str]:
    """The line in stretches between what is withheld; what is not to be compared has a hollow mark and no line."""
    stretch: list[Point] = []
    for period, value in line.values:
        if value is None or period in line.soon:
            yield axes.line(stretch, line.style)
            stretch = []
        if value is None:
            x, y = panel.place(period, 0)
            yield axes.text(x, y - 4, axes.WITHHELD, colour=axes.QUIET, anchor="middle", small=True)
        elif period in line.soon:
            yield axes.mark(*panel.place(period, value), line.style, hollow=True)
        else:
            stretch.append(panel.place(period, value))
    yield axes.line(stretch, line.style)


def _ends(lines: Sequence[Line], panel: _Panel) -> Iterator[str]:
    told = [
        (line, [panel.place(period, value) for period, value in line.values if value is not None]) for line in lines
    ]
    told = [(line, points) for line, points in told if points]
    names, styles = [line.name for line, _ in told], [line.style for line, _ in told]
    yield from axes.ends(names, [points[-1] for _, points in told], styles, panel.top, panel.top + _TALL)
