"""What screens ask about words to look at: those of one report, and a list for whoever supervises.

Nothing here knows who asks: the caller leaves out what the reader may not see, and logs what it shows. Nothing here can
be asked by who recorded what.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from unbroken.cases.models import ReportRow
from unbroken.conduct.wording.fold import Flag, read_spot
from unbroken.conduct.wording.models import WordingRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which words a list holds: of reports that this agency took. `looked` None asks nothing."""

    agency: str
    concern: str = ""
    area: str = ""
    looked: bool | None = None
    without: Collection[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Listed:
    """Words to look at, the report in which they stand, and the agency that took it."""

    report: str
    agency: str
    flag: Flag


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `total` counts all pages', `number` is the page, from 1."""

    rows: tuple[Listed, ...]
    total: int
    number: int
    pages: int


def list_words(wanted: Wanted, *, number: int = 1, size: int = 20) -> Page:
    """One page of the words wanted, those recorded last first. Two queries. A page past the end gives the last one."""
    rows = _chosen(wanted)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    found = rows.order_by("-recorded_at", "object", "n")[start : start + size]
    return Page(tuple(map(_listed, found)), total, number, pages)


def count_words(wanted: Wanted) -> int:
    """How many of the words wanted there are. One query."""
    return _chosen(wanted).count()


def words_in(report: str) -> Sequence[Listed]:
    """The words to look at in a report, in its order. One query."""
    return [_listed(row) for row in WordingRow.objects.filter(object=report).order_by("n")]


def _chosen(wanted: Wanted) -> QuerySet[WordingRow]:
    rows = WordingRow.objects.filter(agency=wanted.agency)
    if wanted.concern:
        rows = rows.filter(concern=wanted.concern)
    if wanted.area:
        rows = rows.filter(object__in=ReportRow.objects.filter(area=wanted.area).values("object"))
    if wanted.looked is not None:
        rows = rows.exclude(look="") if wanted.looked else rows.filter(look="")
    return rows.exclude(object__in=list(wanted.without)) if wanted.without else rows


def _listed(row: WordingRow) -> Listed:
    spots = tuple(read_spot(text) for text in row.spots.split())
    return Listed(row.object, row.agency, Flag(row.entry, row.concern, row.recorded_at, spots, row.look))
