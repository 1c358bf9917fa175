"""A sample diagram: how a set of reports was arrived at, as a picture, as a table and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse
from markupsafe import Markup

from unbroken.cases.figures import Period
from unbroken.cases.sample import Sample, Step
from unbroken.exchange.exporting.swimlanes import BLACK, WHITE
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.drawing import Words, line, picture, rect, words
from unbroken.web.presenters.figures import notes_of
from unbroken.web.presenters.listings import Listing, listing
from unbroken.web.presenters.months import read_months
from unbroken.web.words import say_count

_WIDTH, _BOX, _STEP, _GAP, _LINE = 280, 48, 40, 16, 32
_GREY = "#f3f2f1"
_EMPTY = "No report is on the record. Each is counted here as soon as it is made or imported."


@dataclass(frozen=True, slots=True)
class SampleAsked(Wrongs):
    """The months whose reports are wanted, both included; None for all. `typed` keeps what was typed."""

    period: Period | None = None
    months: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


def read_sample_asked(query: QueryDict) -> SampleAsked:
    """Which reports were asked for: those of whole months, so that no day can be told from two tables."""
    reader = Reader(query, ("from", "to"))
    typed = {name: query.get(name, "").strip()[:40] for name in ("from", "to")}
    period = read_months(reader, typed)
    months = f"?from={period.first:%Y-%m}&to={period.last:%Y-%m}" if period else ""
    return SampleAsked(period, months, typed, errors=reader.errors, fields=frozenset(typed))


@dataclass(frozen=True, slots=True)
class SamplePage:
    """The diagram with its table and what must stand beside them."""

    title: str
    tag: str
    picture: Markup
    said: str
    table: Listing
    notes: tuple[tuple[str, str], ...]
    csv_href: str
    all_href: str


def present_sample(sample: Sample, asked: SampleAsked) -> SamplePage:
    """The page of a diagram."""
    said = describe(sample)
    return SamplePage(
        title=sample.about.title,
        tag="Provisional" if sample.about.provisional else "",
        picture=Markup(_draw(sample, said)),
        said=said,
        table=tabulate(sample),
        notes=tuple(note for note in notes_of(sample.figures()) if note[0] != "Rounding"),  # it shows no shares
        csv_href=reverse("sample_csv") if sample.is_publishable and not asked.months else "",
        all_href=reverse("sample") if asked.months else "",
    )


def tabulate(sample: Sample) -> Listing:
    """The steps, each with what remains after it."""
    rows = [("Taken", f"{sample.taken:,}", f"{sample.taken:,}")]
    rows += [(step.label, _say_change(step), f"{left:,}") for step, left in sample.remaining()]
    rows += [("Left", "–", f"{sample.left:,}")]
    return listing("Steps", ("Step", "Reports", "Remaining"), rows if sample.taken else [], empty=_EMPTY)


def describe(sample: Sample) -> str:
    """The diagram in a sentence."""
    steps = ", ".join(f"{abs(step.change):,} {step.label[:1].lower()}{step.label[1:]}" for step in sample.steps)
    return f"{say_count(sample.taken, 'report')} taken, {steps}: {sample.left:,} left."


def _say_change(step: Step) -> str:
    return f"+{step.change:,}" if step.change > 0 else f"−{-step.change:,}" if step.change else "0"


def _draw(sample: Sample, said: str) -> str:
    height = 2 * _BOX + len(sample.steps) * (_STEP + _GAP) + _GAP + 2
    return picture(_parts(sample), Words(sample.about.title, said), name="sample", width=_WIDTH, height=height)


def _parts(sample: Sample) -> Iterator[str]:
    """What was taken and what is left stand left; what was removed or added stands in, on a broken line."""
    edge = f' stroke="{BLACK}" stroke-width="2"'
    bottom = _BOX + len(sample.steps) * (_STEP + _GAP) + _GAP
    yield line(_LINE, _BOX, _LINE, bottom, more=' stroke-width="2"')
    yield rect(1, 1, _WIDTH - 2, _BOX - 1, fill=_GREY, more=edge)
    yield words(14, 31, f"Taken: {say_count(sample.taken, 'report')}", bold=True)
    for number, step in enumerate(sample.steps):
        top = _BOX + _GAP + number * (_STEP + _GAP)
        yield line(_LINE, top + _STEP / 2, 2 * _LINE, top + _STEP / 2, more=' stroke-width="2"')
        yield rect(2 * _LINE - 8, top, _WIDTH - 2 * _LINE + 7, _STEP, fill=WHITE, more=f'{edge} stroke-dasharray="4 3"')
        yield words(2 * _LINE, top + 26, f"{step.label}: {_say_change(step)}")
    yield rect(1, bottom, _WIDTH - 2, _BOX, fill=_GREY, more=edge)
    yield words(14, bottom + 30, f"Left: {say_count(sample.left, 'report')}", bold=True)
