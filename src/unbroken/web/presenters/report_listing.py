"""The list of reports, by what stands on them: the way on from every count on a desk."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.queries import Page
from unbroken.cases.stages import STAGES
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.desks.desk import Reports, list_reports_with_flags
from unbroken.web.presenters.listings import Listing, select
from unbroken.web.presenters.paging import paging
from unbroken.web.words import say_count

SIZE = 25
_CLASSES = (("stalking", "Stalking"), ("other", "Anything else"))
_WHOSE = (("agency", "My agency"), ("mine", "Allocated to me"))
_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "whose": "Whose",
        "flag": "Needs a second look",
        "stage": "Where it stands",
        "class": "Class now",
        "area": "Area",
    }
)
_EMPTY = "No report yet. A report appears here as soon as it is made, or taken in from a file."
_NO_MATCH = "No report fits. Clear the filters to see all of them."


@dataclass(frozen=True, slots=True)
class ReportsAsked(Wrongs):
    """Which reports are wanted. Every value is one that the list offers, or empty."""

    flag: str
    stage: str
    group: str
    area: str
    whose: str
    page: int

    @property
    def is_filtered(self) -> bool:
        """Whether some are left out."""
        return bool(self.flag or self.stage or self.group or self.area or self.whose)

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        given = {"flag": self.flag, "stage": self.stage, "class": self.group, "area": self.area, "whose": self.whose}
        return "?" + urlencode({name: value for name, value in {**given, "page": str(page)}.items() if value})


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The list as one reader sees it."""

    reports: Listing
    selects: tuple[dict[str, Any], ...]
    pages: dict[str, Any]
    said: str
    is_filtered: bool


def read_reports_asked(query: QueryDict, *, areas: Container[str]) -> ReportsAsked:
    """What was asked of the list. `areas` are those that it offers."""
    reader = Reader(query, (*_LABELS, "page"))
    offered: dict[str, Container[str]] = {
        "whose": dict(_WHOSE),
        "flag": FLAGS,
        "stage": STAGES,
        "class": dict(_CLASSES),
        "area": areas,
    }
    chosen = {name: reader.choice(name, label, offered[name]) for name, label in _LABELS.items()}
    return ReportsAsked(
        flag=chosen["flag"],
        stage=chosen["stage"],
        group=chosen["class"],
        area=chosen["area"],
        whose=chosen["whose"],
        page=reader.page(),
        errors=reader.errors,
        fields=frozenset(_LABELS),
    )


def present_reports(
    found: Page, asked: ReportsAsked, *, reports: Reports, areas: Iterable[str], today: date
) -> ReportsPage:
    """The page of a list of reports."""
    empty = _NO_MATCH if asked.is_filtered else _EMPTY
    return ReportsPage(
        reports=list_reports_with_flags(reports, today=today, empty=empty),
        selects=(
            select("whose", _LABELS["whose"], "Anybody's", _WHOSE, asked.whose),
            select("flag", _LABELS["flag"], "Any, or nothing", [(f.code, f.label) for f in FLAGS], asked.flag),
            select("stage", _LABELS["stage"], "Anywhere", [(s.code, s.label) for s in STAGES], asked.stage),
            select("class", _LABELS["class"], "Any class", _CLASSES, asked.group),
            select("area", _LABELS["area"], "Any area", [(area, area) for area in areas if area], asked.area),
        ),
        pages=paging(number=found.number, size=SIZE, total=found.total, address=asked.address, things="reports"),
        said=say_count(found.total, "report"),
        is_filtered=asked.is_filtered,
    )
