"""Days to places on the picture of a journey, and the labels of its axis. Pure.

The axis is linear: a long silence looks long. Only where most of a journey would fall into a tenth of its width (a
few weeks of reports, and a trial years later) the long stretches with nothing in them are drawn short, as breaks that
are marked as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from unbroken.exchange.exporting.wording import say_days, say_short_day

_LEAST_DAYS = 14  # a journey of one day still has an axis
_TENTH = 0.1
_LETTER = 0.56  # the width of a letter in its height
_APART = 8  # between two labels


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days `first` to `last` (ordinals with fractions) drawn from `x0` to `x1`; a break is not drawn to scale."""

    first: float
    last: float
    x0: float
    x1: float
    is_break: bool = False

    def x(self, day: float) -> float:
        """The place of a day within it."""
        share = (day - self.first) / (self.last - self.first) if self.last > self.first else 0.5
        return round(self.x0 + min(max(share, 0.0), 1.0) * (self.x1 - self.x0), 1)

    @property
    def text(self) -> str:
        """How long a break is, in words."""
        return f"{say_days(round(self.last - self.first))}, not drawn to scale"


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis of a picture: its stretches, from left to right."""

    stretches: tuple[Stretch, ...]

    @property
    def first(self) -> float:
        """The first day."""
        return self.stretches[0].first

    @property
    def last(self) -> float:
        """The end of the last day."""
        return self.stretches[-1].last

    @property
    def breaks(self) -> tuple[Stretch, ...]:
        """The stretches that are not drawn to scale."""
        return tuple(stretch for stretch in self.stretches if stretch.is_break)

    def x(self, day: float) -> float:
        """The place of a day, an ordinal with its fraction; what lies outside is drawn at the edge."""
        holding = [stretch for stretch in self.stretches if stretch.first <= day <= stretch.last]
        whole = next((stretch for stretch in holding if not stretch.is_break), None)
        edge = self.stretches[0 if day < self.first else -1]
        return (whole or (holding[0] if holding else edge)).x(day)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis with its label, and on which side of the place the label stands (SVG's `text-anchor`)."""

    x: float
    label: str
    anchor: str = "middle"

    def reach(self, font: int) -> tuple[float, float]:
        """From where to where the label runs."""
        width = len(self.label) * font * _LETTER
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return left, left + width


def make_scale(marks: Sequence[float], ends: Iterable[float], *, left: float, right: float) -> Scale:
    """The scale for marks at these days, which also has to hold `ends`, the edges of whatever has a length."""
    days = sorted({*marks, *ends}) or [date(2000, 1, 1).toordinal()]
    first, last = days[0], max(days[-1], days[0] + _LEAST_DAYS)
    if not _is_crowded(sorted(marks), last - first):
        return Scale((Stretch(first, last, left, right),))
    return _broken(days, (last - first) * _TENTH, left, right)


def _is_crowded(marks: Sequence[float], length: float) -> bool:
    """Whether more than half of the marks lie within a tenth of the whole."""
    half = len(marks) // 2
    return any(later - earlier <= length * _TENTH for earlier, later in zip(marks, marks[half:], strict=False) if half)


def _broken(days: Sequence[float], longest: float, left: float, right: float) -> Scale:
    """Stretches with days in them share the width by their length; a break between two has a width of its own."""
    edges = [days[0], *(day for pair in pairwise(days) if pair[1] - pair[0] > longest for day in pair), days[-1]]
    held = list(zip(edges[::2], edges[1::2], strict=True))
    gap = (right - left) / (12 if len(held) < 5 else 30)
    least = gap / 2
    room = (right - left) - gap * (len(held) - 1) - least * len(held)
    total = sum(last - first for first, last in held) or 1.0
    stretches: list[Stretch] = []
    x = left
    for number, (first, last) in enumerate(held):
        if number:
            stretches.append(Stretch(held[number - 1][1], first, x, x + gap, is_break=True))
            x += gap
        width = least + room * (last - first) / total
        stretches.append(Stretch(first, last, x, x + width))
        x += width
    return Scale(tuple(stretches))


def make_ticks(scale: Scale, *, font: int) -> tuple[Tick, ...]:
    """Labels at the finest step at which they do not touch; where the axis is broken, each stretch has its own."""
    if not scale.breaks:
        stretch = scale.stretches[0]
        days, found = _stepped(stretch, font, with_year=False)
        new_year = [day.year not in {earlier.year for earlier in found[:at]} for at, day in enumerate(found)]
        ticks = [
            Tick(stretch.x(day.toordinal()), _label(day, days, with_year=is_new))
            for day, is_new in zip(found, new_year, strict=True)
        ]
        begin = Tick(stretch.x0, say_short_day(date.fromordinal(int(stretch.first))))
        return tuple(_kept([], ticks or [begin], scale, font))
    begins = [_begin(stretch) for stretch in scale.stretches if not stretch.is_break]
    inner: list[Tick] = []
    for stretch in scale.stretches:
        if not stretch.is_break:
            days, found = _stepped(stretch, font, with_year=True)
            inner += [Tick(stretch.x(day.toordinal()), _label(day, days, with_year=True)) for day in found]
    return tuple(_kept(begins, inner, scale, font))


def _begin(stretch: Stretch) -> Tick:
    """The label where a stretch begins: its day, or its month where it is a point that stands for a period."""
    if stretch.last - stretch.first >= 1:
        return Tick(stretch.x0, say_short_day(date.fromordinal(int(stretch.first))))
    day = date.fromordinal(int(stretch.first - 0.001))
    return Tick(stretch.x(stretch.first), f"{day:%b} {day.year}")


def _kept(first: Iterable[Tick], then: Iterable[Tick], scale: Scale, font: int) -> list[Tick]:
    """Those that fit: each in turn, unless its label would touch one already there."""
    kept: list[Tick] = []
    left, right = scale.stretches[0].x0, scale.stretches[-1].x1
    for tick in (*first, *then):
        width = len(tick.label) * font * _LETTER
        anchor = "start" if tick.x - width / 2 < left - 24 else "end" if tick.x + width / 2 > right + 24 else "middle"
        placed = Tick(tick.x, tick.label, anchor)
        begin, end = placed.reach(font)
        if all(end + _APART <= other.reach(font)[0] or other.reach(font)[1] + _APART <= begin for other in kept):
            kept.append(placed)
    return sorted(kept, key=lambda tick: tick.x)


def _stepped(stretch: Stretch, font: int, *, with_year: bool) -> tuple[int, list[date]]:
    """The finest step whose labels have room, in days, and where it falls within a stretch."""
    room = (stretch.x1 - stretch.x0) / max(stretch.last - stretch.first, 1.0)
    first, last = date.fromordinal(int(stretch.first)), date.fromordinal(int(stretch.last - 0.001))
    sample = date(2000, 12, 28)
    for days, step in _STEPS:
        if room * days >= len(_label(sample, days, with_year=with_year)) * font * _LETTER + _APART:
            return days, [day for day in step(first, last) if day.toordinal() >= stretch.first]
    return _STEPS[-1][0], _STEPS[-1][1](first, last)


def _label(day: date, days: int, *, with_year: bool) -> str:
    if days >= 365:
        return str(day.year)
    if days >= 28:
        return f"{day:%b} {day.year}"
    return say_short_day(day) if with_year else f"{day.day} {day:%b}"


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]


def _weeks(first: date, last: date) -> list[date]:
    """The Mondays."""
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    return [monday + timedelta(days=7 * week) for week in range((last - monday).days // 7 + 1)]


def _months(every: int) -> Callable[[date, date], list[date]]:
    def starts(first: date, last: date) -> list[date]:
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        days = [date(month // 12, month % 12 + 1, 1) for month in months if month % every == 0]
        return [day for day in days if first <= day <= last]

    return starts


_STEPS: tuple[tuple[int, Callable[[date, date], list[date]]], ...] = (
    (1, _days),
    (7, _weeks),
    (28, _months(1)),
    (59, _months(2)),
    (90, _months(3)),
    (181, _months(6)),
    (365, _months(12)),
    (730, _months(24)),
    (1826, _months(60)),
    (3652, _months(120)),
    (7305, _months(240)),
)
