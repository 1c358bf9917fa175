"""The reports of stalking whose risk waits to be assessed: by when, by whom, how far it has got. Pure (ASS-01)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unbroken.safety.instruments.shapes import Instrument
from unbroken.triage.assessments import Page, Waiting
from unbroken.web.addresses import page_of
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.desks.desk import Reports, reference_of
from unbroken.web.presenters.listings import Cell, Listing, listing, select
from unbroken.web.presenters.paging import paging
from unbroken.web.presenters.risk import STATES
from unbroken.web.words import NOT_RECORDED, say_count, say_day

SIZE: Final = 25
_LABELS: Mapping[str, str] = {"show": "When", "whose": "Whose", "area": "Area"}
_SHOW: Final = (("overdue", "Overdue"), ("due", "Still in time"))
_WHOSE: Final = (("agency", "My agency’s"), ("mine", "Allocated to me"))
_EMPTY = "No report waits. A report held to be stalking appears here until every victim of it was assessed in full."
_NO_MATCH = "No report fits. Clear the filters to see all that wait."
_NOBODY = "Nobody: it is not allocated"


@dataclass(frozen=True, slots=True)
class AwaitingAsked(Wrongs):
    """Which of the reports that wait are wanted. Every value is one that the list offers, or empty."""

    show: str
    whose: str
    area: str
    page: int

    @property
    def is_filtered(self) -> bool:
        """Whether some are left out."""
        return bool(self.show or self.whose or self.area)

    @property
    def overdue(self) -> bool | None:
        """Whether only those overdue are wanted, or only those that are not; None for both."""
        return {"overdue": True, "due": False}.get(self.show)

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        given = {"show": self.show, "whose": self.whose, "area": self.area, "page": str(page)}
        return "?" + urlencode({name: value for name, value in given.items() if value})


def read_awaiting_asked(query: QueryDict, *, areas: Container[str]) -> AwaitingAsked:
    """What was asked of the list. `areas` are those that it offers."""
    reader = Reader(query, (*_LABELS, "page"))
    offered: dict[str, Container[str]] = {"show": dict(_SHOW), "whose": dict(_WHOSE), "area": areas}
    chosen = {name: reader.choice(name, label, offered[name]) for name, label in _LABELS.items()}
    return AwaitingAsked(**chosen, page=reader.page(), errors=reader.errors, fields=frozenset(_LABELS))


@dataclass(frozen=True, slots=True)
class AwaitingPage:
    """The list as one reader sees it."""

    title: str
    lead: str
    reports: Listing
    selects: tuple[dict[str, Any], ...]
    pages: dict[str, Any]
    said: str
    is_filtered: bool
    rates_href: str


def present_awaiting(
    found: Page,
    asked: AwaitingAsked,
    *,
    reports: Reports,
    instrument: Instrument,
    within: timedelta,
    areas: Iterable[str],
    may_see_rates: bool,
    today: date,
) -> AwaitingPage:
    """The page of the list."""
    name = instrument.title
    return AwaitingPage(
        title=f"{name} not done",
        lead=f"Open reports held to be stalking of which not every victim was assessed with {name} in full. It is to "
        f"be done within {say_count(within.days, 'day')} of the day on which the report was first held to be stalking. "
        "What calls for a new assessment stands on each report.",
        reports=listing(
            "Reports that wait",
            ("Report", "Owner", "To be done by", "How far it has got"),
            (_row(one, reports, today) for one in found.rows),
            empty=_NO_MATCH if asked.is_filtered else _EMPTY,
        ),
        selects=(
            select("show", _LABELS["show"], "Overdue or not", _SHOW, asked.show),
            select("whose", _LABELS["whose"], "Anybody’s", _WHOSE, asked.whose),
            select("area", _LABELS["area"], "Any area", [(area, area) for area in areas], asked.area),
        ),
        pages=paging(number=found.number, size=SIZE, total=found.total, address=asked.address, things="reports"),
        said=say_count(found.total, "report"),
        is_filtered=asked.is_filtered,
        rates_href=reverse("assessment_rates") if may_see_rates else "",
    )


def _row(one: Waiting, reports: Reports, today: date) -> tuple[Cell | str, ...]:
    row = one.row
    return (
        Cell(reference_of(row), page_of(row.object), note=reports.named(row.object)),
        Cell(row.officer or row.stalking_lead or row.team or _NOBODY, note=row.area or "Area not recorded"),
        Cell(say_day(one.due_on), note=_say_late(one.due_on, today)),
        STATES[one.state],
    )


def _say_late(due_on: date | None, today: date) -> str:
    if due_on is None:
        return NOT_RECORDED
    late = (today - due_on).days
    return f"Overdue by {say_count(late, 'day')}" if late > 0 else "Today" if late == 0 else ""
