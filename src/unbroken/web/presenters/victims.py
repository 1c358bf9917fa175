"""The list of journeys: every victim on the record, those of whom something was recorded last first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.models import ReportRow
from unbroken.cases.queries import PartIn, VictimPage
from unbroken.cases.stages import STAGES
from unbroken.vocabulary.offences import STALKING
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing, select
from unbroken.web.presenters.paging import paging
from unbroken.web.words import say_count, say_day

SIZE = 25
_STATES = (("open", "Open"), ("ended", "Ended"))
_CLASSES = (("stalking", "Stalking"), ("other", "Anything else"))
_STATE, _CLASS, _AREA = "Where a report stands", "Class now", "Area"
_NOBODY = "Nobody yet. A victim appears here as soon as a report names one: make a report, or import a file."
_NO_MATCH = "No victim fits. Clear the filters, or search for part of the name, a reference or a number."


@dataclass(frozen=True, slots=True)
class VictimsAsked(Wrongs):
    """Which victims are wanted: by what was typed, and by their reports."""

    query: str
    state: str
    group: str
    area: str
    page: int

    @property
    def is_filtered(self) -> bool:
        """Whether some are left out."""
        return bool(self.query or self.state or self.group or self.area)

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        pairs = {"q": self.query, "state": self.state, "class": self.group, "area": self.area, "page": str(page)}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True, slots=True)
class VictimsPage:
    """The list as one reader sees it."""

    victims: Listing
    selects: tuple[dict[str, Any], ...]
    query: str
    pages: dict[str, Any]
    said: str
    is_filtered: bool


def read_victims_asked(query: QueryDict, *, areas: Container[str]) -> VictimsAsked:
    """What was asked of the list. `areas` are those that it offers."""
    reader = Reader(query, ("q", "state", "class", "area", "page"))
    return VictimsAsked(
        query=reader.words(),
        state=reader.choice("state", _STATE, dict(_STATES)),
        group=reader.choice("class", _CLASS, dict(_CLASSES)),
        area=reader.choice("area", _AREA, areas),
        page=reader.page(),
        errors=reader.errors,
        fields=frozenset({"q", "state", "class", "area"}),
    )


def offences_of(group: str, every: Iterable[str]) -> list[str]:
    """The classes of a group, of every class that there is."""
    if not group:
        return []
    return [offence for offence in every if (offence in STALKING) == (group == "stalking")]


def present_victims(
    found: VictimPage,
    asked: VictimsAsked,
    *,
    names: Mapping[str, str],
    parts: Iterable[PartIn],
    rows: Mapping[str, ReportRow],
    areas: Iterable[str],
) -> VictimsPage:
    """The page of a list of victims. `parts` and `rows` are those of the victims on it that the reader may see."""
    reports: dict[str, list[ReportRow]] = {}
    for part in parts:
        if part.role == "victim" and part.report in rows:
            reports.setdefault(part.person, []).append(rows[part.report])
    lines = (
        (
            Cell(names[line.person], reverse("journey", args=[line.person]), line.person.partition(":")[2]),
            _say_reports(reports.get(line.person, ())),
            _say_newest(reports.get(line.person, ())),
            say_day(line.last_recorded_at),
        )
        for line in found.rows
    )
    return VictimsPage(
        victims=listing(
            "Journeys",
            ("Victim", "Reports", "Newest report", "Last recorded"),
            lines,
            empty=_NO_MATCH if asked.is_filtered else _NOBODY,
        ),
        selects=(
            select("state", _STATE, "Open or ended", _STATES, asked.state),
            select("class", _CLASS, "Any class", _CLASSES, asked.group),
            select("area", _AREA, "Any area", [(area, area) for area in areas if area], asked.area),
        ),
        query=asked.query,
        pages=paging(number=found.number, size=SIZE, total=found.total, address=asked.address, things="victims"),
        said=say_count(found.total, "victim"),
        is_filtered=asked.is_filtered,
    )


def _say_reports(rows: Iterable[ReportRow]) -> Cell:
    found = list(rows)
    ended = sum(row.ended_on is not None for row in found)
    return Cell(say_count(len(found), "report"), note=f"{ended} ended" if ended else "")


def _say_newest(rows: Iterable[ReportRow]) -> Cell:
    newest = max(rows, key=lambda row: (str(row.made_on or ""), row.object), default=None)
    return Cell(say_class(newest.offence), note=STAGES.label(newest.stage)) if newest else Cell("–")
