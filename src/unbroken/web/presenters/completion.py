"""How often, and how soon, the risk of a report of stalking is assessed: the tables, their definition, a file. Pure."""

from __future__ import annotations

import csv
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.figures import Period, say_share
from unbroken.exchange.exporting.tables import guard_cell
from unbroken.exchange.exporting.wording import say_month
from unbroken.safety.assessed import FURTHEST
from unbroken.safety.instruments.shapes import Instrument
from unbroken.triage.completion import UNDATED, Completion, Tally
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.listings import Cell, Listing, listing, select
from unbroken.web.presenters.months import FROM_TO, read_months
from unbroken.web.words import say_count, say_day

_EMPTY = "No report of stalking was made in these months. Each is counted here as soon as it is held to be stalking."
_NO_AREA = "Area not recorded"
_NO_MONTH = "Month not recorded"
_STATES: Mapping[str, str] = {
    "begun": "begun",
    "unclear": "not said whether complete",
    "refused": "refused",
    "not_done": "not done",
}
_LAST = 12  # months that are shown where none are chosen


@dataclass(frozen=True, slots=True)
class RatesAsked(Wrongs):
    """The months and the area that are wanted. `chosen` says that the months were; `typed` keeps what was typed."""

    period: Period
    area: str = ""
    chosen: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The query that asks for the same."""
        months = {"from": f"{self.period.first:%Y-%m}", "to": f"{self.period.last:%Y-%m}"} if self.chosen else {}
        given = {"area": self.area, **months}
        return "?" + urlencode(found) if (found := {name: text for name, text in given.items() if text}) else ""


def read_rates_asked(query: QueryDict, *, areas: Container[str], today: date) -> RatesAsked:
    """What was asked of the rates: the last twelve months where no others are chosen."""
    reader = Reader(query, ("area", *FROM_TO))
    typed = {name: query.get(name, "").strip()[:40] for name in FROM_TO}
    area = reader.choice("area", "Area", areas)
    period = read_months(reader)
    return RatesAsked(
        period=period or _last_months(today),
        area=area,
        chosen=period is not None,
        typed=typed,
        errors=reader.errors,
        fields=frozenset({"area", *FROM_TO}),
    )


def _last_months(today: date) -> Period:
    first = today.replace(day=1)
    for _ in range(_LAST - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return Period(first, today).by_month()


@dataclass(frozen=True, slots=True)
class RatesPage:
    """The rates with everything that a reader must know of them."""

    title: str
    said: str
    by_area: Listing
    by_month: Listing
    notes: tuple[tuple[str, str], ...]
    area: dict[str, Any]
    csv_href: str
    is_filtered: bool


def present_rates(
    found: Completion, asked: RatesAsked, *, instrument: Instrument, areas: Iterable[str], undated: int, today: date
) -> RatesPage:
    """The page of the rates."""
    name = instrument.title
    return RatesPage(
        title=f"{name} done in reports of stalking",
        said=f"{_say_rate(found.together)}, {_say_period(asked.period)}{f', {asked.area}' if asked.area else ''}.",
        by_area=_table("By area (BCU)", "Area", ((area or _NO_AREA, tally) for area, tally in found.by_area.items())),
        by_month=_table(
            "By month of the report",
            "Month",
            ((_say_month(month), tally) for month, tally in found.by_month.items()),
        ),
        notes=tuple(notes_of(name, asked, undated=undated, today=today)),
        area=select("area", "Area", "All areas", ((area, area) for area in areas), asked.area),
        csv_href=reverse("assessment_rates_csv") + asked.query,
        is_filtered=bool(asked.area or asked.chosen),
    )


def notes_of(name: str, asked: RatesAsked, *, undated: int, today: date) -> Iterator[tuple[str, str]]:
    """What is counted, and how: the same on the page and in the file."""
    yield (
        "Reports",
        (
            "Those held to be stalking now, by the month in which they were made and their area as it is recorded. "
            "Duplicates are left out; restricted reports are counted."
        ),
    )
    yield (
        "Done",
        (
            f"A complete {name} is on record for every victim of the report. One that was begun, one that the victim "
            "refused, and one of which nobody said whether it is complete are not done, and each is counted by itself. "
            "Of several victims the one who is least far counts."
        ),
    )
    yield "Rate", "Reports done, of all reports counted. What was reported lately may still be assessed."
    yield (
        "Median days",
        (
            "From the report to the day on which the last of its victims was first assessed in full; of those done, as "
            "far as both days are recorded. An assessment dated before its report is left out."
        ),
    )
    yield "Source", f"The record of this service on {say_day(today)}; {_say_period(asked.period)}."
    if undated:
        yield "Left out", f"{say_count(undated, 'report')} of stalking whose day is not recorded."
    yield "Not to be published", "These are true counts, small ones too: a small count can point at somebody."


def rates_csv(found: Completion, *, about: Iterable[tuple[str, str]]) -> str:
    """Each area in each month, with what must stand beside it."""
    out = StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    for name, text in about:
        sheet.writerow((guard_cell(name), guard_cell(text)))
    sheet.writerow(())
    sheet.writerow(("area", "month", "reports", *FURTHEST, "rate", "median_days", "median_of"))
    for (area, month), tally in found.by_both.items():
        middle = "" if tally.median_days is None else tally.median_days
        counts = (tally.reports, *(tally.states[state] for state in FURTHEST))
        rate = f"{tally.done / tally.reports:.4f}"
        sheet.writerow((guard_cell(area), month, *counts, rate, middle, len(tally.days)))
    return out.getvalue()


def _table(caption: str, head: str, tallies: Iterable[tuple[str, Tally]]) -> Listing:
    rows = (
        (
            name,
            f"{tally.done:,}",
            f"{tally.reports:,}",
            say_share(tally.done, tally.reports),
            _say_rest(tally),
            _say_median(tally),
        )
        for name, tally in tallies
    )
    columns = (head, "Done", "Reports", "Rate", "Not counted as done", "Median days")
    return listing(caption, columns, rows, empty=_EMPTY)


def _say_rate(tally: Tally) -> str:
    if not tally.reports:
        return "No report of stalking"
    return f"Done in {tally.done:,} of {say_count(tally.reports, 'report')} ({say_share(tally.done, tally.reports)})"


def _say_rest(tally: Tally) -> str:
    return (
        "\n".join(f"{tally.states[state]:,} {text}" for state, text in _STATES.items() if tally.states[state]) or "None"
    )


def _say_median(tally: Tally) -> Cell:
    if tally.median_days is None:
        return Cell("None known")
    return Cell(f"{tally.median_days:g}", note=f"of {say_count(len(tally.days), 'report')}")


def _say_month(month: str) -> str:
    return _NO_MONTH if month == UNDATED else say_month(date.fromisoformat(f"{month}-01"))


def _say_period(period: Period) -> str:
    first, last = (say_month(day) if day else "" for day in (period.first, period.last))
    return f"made in {first}" if first == last else f"made from {first} to {last}"
