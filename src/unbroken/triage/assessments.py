"""Which reports of stalking were assessed and which wait for it: what the supervisors' pages ask (ASS-01).

Counted are the reports that are held to be stalking now, duplicates left out. Nothing here knows who asks: the caller
leaves out what the reader may not see, and logs what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from unbroken.cases.models import PartyRow, ReportRow
from unbroken.cases.stages import ENDED
from unbroken.people.resolved import names_of_resolved
from unbroken.safety.assessed import NOT_DONE, Made, together
from unbroken.safety.models import AssessedRow
from unbroken.triage.completion import Stands
from unbroken.vocabulary.offences import STALKING

Found = Mapping[str, tuple[str, date | None]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports a list of those that wait holds; an empty field asks nothing.

    `within` is the time in which a report is to be assessed, from the day on which it was first held to be stalking.
    """

    instrument: str
    today: date
    within: timedelta
    agency: str = ""
    area: str = ""
    officer: str = ""
    overdue: bool | None = None
    without: Collection[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that waits to be assessed: how far it has got, and until when it is to be done."""

    row: ReportRow
    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of those that wait, the longest due first. `total` counts all pages', `number` is the page, from 1."""

    rows: tuple[Waiting, ...]
    total: int
    number: int
    pages: int


def read_stands(
    instrument: str, *, area: str = "", first: date | None = None, last: date | None = None
) -> list[Stands]:
    """Where each report of stalking stands, of one area and of those made from one day to another where asked.

    Four queries. Restricted reports are counted.
    """
    reports = _stalking()
    reports = reports.filter(area=area) if area else reports
    reports = reports.filter(made_on__gte=first) if first else reports
    reports = reports.filter(made_on__lte=last) if last else reports
    found = _found(instrument, reports)
    return [
        Stands(report, area, made_on, *found.get(report, (NOT_DONE, None)))
        for report, area, made_on in reports.values_list("object", "area", "made_on").order_by("object")
    ]


def count_undated() -> int:
    """How many reports of stalking have no day, and are in no month. One query."""
    return _stalking().filter(made_on__isnull=True).count()


def areas_of_stalking() -> Sequence[str]:
    """The areas in which there is a report of stalking. One query."""
    rows = _stalking().exclude(area="").order_by("area")
    return list(rows.values_list("area", flat=True).distinct())


def list_waiting(wanted: Wanted, *, number: int = 1, size: int = 25) -> Page:
    """One page of the open reports that wait to be assessed, the longest due first. A page past the end is the last.

    Six queries.
    """
    rows = _waiting(wanted)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    shown = list(rows.order_by("recognised_on", "object")[start : start + size])
    found = _found(wanted.instrument, ReportRow.objects.filter(object__in=[row.object for row in shown]))
    return Page(tuple(_wait(row, found, wanted.within) for row in shown), total, number, pages)


def count_waiting(wanted: Wanted) -> int:
    """How many open reports wait. Three queries or so."""
    return _waiting(wanted).count()


def _wait(row: ReportRow, found: Found, within: timedelta) -> Waiting:
    state, _ = found.get(row.object, (NOT_DONE, None))
    return Waiting(row, state, row.recognised_on + within if row.recognised_on else None)


def _stalking() -> QuerySet[ReportRow]:
    return ReportRow.objects.filter(duplicate_of="", offence__in=sorted(STALKING))


def _waiting(wanted: Wanted) -> QuerySet[ReportRow]:
    """The open reports of which not every victim was assessed, in no order."""
    rows = _stalking().exclude(stage__in=ENDED)
    rows = rows.filter(agency=wanted.agency) if wanted.agency else rows
    rows = rows.filter(area=wanted.area) if wanted.area else rows
    rows = rows.filter(Q(officer=wanted.officer) | Q(stalking_lead=wanted.officer)) if wanted.officer else rows
    if wanted.overdue is not None:  # on its last day a report is due and not overdue
        is_overdue = Q(recognised_on__lt=wanted.today - wanted.within)
        rows = rows.filter(is_overdue) if wanted.overdue else rows.exclude(is_overdue)
    done = AssessedRow.objects.filter(instrument=wanted.instrument, state="done").values("object")
    partly = _partly(wanted.instrument, rows.filter(object__in=done))
    rows = rows.filter(~Q(object__in=done) | Q(object__in=partly))
    return rows.exclude(object__in=list(wanted.without)) if wanted.without else rows


def _partly(instrument: str, done: QuerySet[ReportRow]) -> list[str]:
    """Those of these reports, of which a victim was assessed, where another was not."""
    victims = PartyRow.objects.filter(role="victim", object__in=done.values("object")).order_by()
    counted = victims.values("object").annotate(victims=Count("person", distinct=True))
    several = counted.filter(victims__gt=1).values("object")
    found = _found(instrument, ReportRow.objects.filter(object__in=several))
    return [report for report, (state, _) in found.items() if state != "done"]


def _found(instrument: str, reports: QuerySet[ReportRow]) -> Found:
    """Where each of these reports stands of which there is an assessment, complete or not. Three queries."""
    held = AssessedRow.objects.filter(instrument=instrument, object__in=reports.order_by().values("object"))
    rows = list(held.order_by("object", "n").values_list("object", "victim", "state", "done_on"))
    victims: dict[str, set[str]] = {report: set() for report, *_ in rows}
    parties = PartyRow.objects.filter(role="victim", object__in=held.order_by().values("object"))
    for report, person in parties.values_list("object", "person") if rows else ():
        victims[report].add(person)
    names = names_of_resolved(set().union(*victims.values(), (victim for _, victim, *_ in rows)))
    made: dict[str, list[Made]] = {report: [] for report in victims}
    for report, victim, state, done_on in rows:
        made[report].append(Made(names[victim], instrument, state, done_on))
    return {report: together({names[one] for one in those}, made[report]) for report, those in victims.items()}
