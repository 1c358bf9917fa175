"""What screens ask about statements that there was no crime or no stalking: a list, and the shares by area (RCG-09).

Nothing here knows who asks: the caller leaves out what the reader may not see, and logs what it shows. Nothing here can
be asked by who said so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, QuerySet

from unbroken.cases.models import ReportRow
from unbroken.conduct.models import StatementRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements a list holds: about reports that this agency took. An empty `area` asks nothing."""

    agency: str
    area: str = ""
    without: Collection[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Share:
    """Of an area ("" where none is recorded) the reports ever held to be stalking, and of how many it was said not.

    `others` are reports never held to be stalking of which it was said, too: no part of the share.
    """

    area: str
    said: int
    stalking: int
    others: int

    @property
    def percent(self) -> float | None:
        """The quotient in percent, as it is and not rounded; None where there is nothing to divide by."""
        return 100 * self.said / self.stalking if self.stalking else None


def count_statements(wanted: Wanted) -> int:
    """How many statements are wanted. One query."""
    return _chosen(wanted).count()


def list_statements(wanted: Wanted, *, start: int = 0, size: int = 20) -> Sequence[tuple[str, str]]:
    """(report, entry) of the statements wanted, what was said last first. One query."""
    rows = _chosen(wanted).order_by("-said_on", "object", "n").values_list("object", "entry")
    return list(rows[start : start + size])


def shares(wanted: Wanted) -> Sequence[Share]:
    """The share of each area, in order, as far as one has reports to count. A report counts once. Three queries.

    Duplicates are left out, and so is nothing else: what was ever held to be stalking stays in the base.
    """
    reports = _reports(wanted).filter(duplicate_of="")
    said = reports.filter(Exists(StatementRow.objects.filter(object=OuterRef("object"))))
    base = _by_area(reports.filter(recognised_on__isnull=False))
    of_base = _by_area(said.filter(recognised_on__isnull=False))
    others = _by_area(said.filter(recognised_on__isnull=True))
    return [
        Share(area, of_base.get(area, 0), base.get(area, 0), others.get(area, 0))
        for area in sorted({*base, *others}, key=lambda area: (not area, area))
    ]


def whole(found: Sequence[Share]) -> Share:
    """All areas together."""
    return Share(
        "",
        said=sum(one.said for one in found),
        stalking=sum(one.stalking for one in found),
        others=sum(one.others for one in found),
    )


def _chosen(wanted: Wanted) -> QuerySet[StatementRow]:
    return StatementRow.objects.filter(object__in=_reports(wanted).values("object"))


def _reports(wanted: Wanted) -> QuerySet[ReportRow]:
    rows = ReportRow.objects.filter(agency=wanted.agency)
    if wanted.area:
        rows = rows.filter(area=wanted.area)
    return rows.exclude(object__in=list(wanted.without)) if wanted.without else rows


def _by_area(reports: QuerySet[ReportRow]) -> dict[str, int]:
    counted = reports.order_by().values("area").annotate(reports=Count("object"))
    return {row["area"]: row["reports"] for row in counted}
