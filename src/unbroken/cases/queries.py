"""What screens ask about reports: one by its number, those of a person, lists, counts, and what has changed.

Nothing here knows who asks. The caller says what the reader may not see (`Wanted.without`, `Wanted.restricted`),
so that pages are full and counts are right, and logs what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery

from unbroken.cases.models import FlagRow, HearingRow, PartyRow, ProsecutionRow, ReferenceRow, ReportRow
from unbroken.cases.references import fold_reference, read_short_reference
from unbroken.cases.stages import ENDED
from unbroken.record.models import RecordSubject

SORTS: Final = ("made_on", "stage_since", "last_incident_on", "last_contact_on", "last_recorded_at", "reference")
COUNTED: Final = (
    "stage",
    "offence",
    "offence_initial",
    "channel",
    "reported_by",
    "relationship",
    "domestic",
    "outcome",
    "ended_by",
    "area",
    "force",
    "officer",
)


_AT_ONCE = 10_000  # names in one query: what a database takes of them has a limit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports a list holds; an empty field asks nothing.

    `restricted` True gives only restricted reports, False none of them. `without` are reports closed to the
    reader. `of` limits the list to these reports.
    """

    agencies: Collection[str] = ()
    force: str = ""
    area: str = ""
    officer: str = ""
    stalking_lead: str = ""
    team: str = ""
    stages: Collection[str] = ()
    offences: Collection[str] = ()
    relationships: Collection[str] = ()
    outcomes: Collection[str] = ()
    leaving: str = ""
    flag: str = ""
    domestic: bool | None = None
    is_open: bool | None = None
    is_duplicate: bool | None = None
    restricted: bool | None = None
    made_from: date | None = None
    made_to: date | None = None
    of: Collection[str] | None = None
    without: Collection[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `total` counts the reports of all pages, `number` is the page, from 1."""

    rows: tuple[ReportRow, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class VictimLine:
    """A victim of some of the reports wanted: how many of them, and when anything in them was last recorded."""

    person: str
    reports: int
    last_recorded_at: str


@dataclass(frozen=True, slots=True)
class VictimPage:
    """One page of a list of victims. `total` counts those of all pages, `number` is the page, from 1."""

    rows: tuple[VictimLine, ...]
    total: int
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class PartIn:
    """A role a person object plays in a report, and since when."""

    report: str
    person: str
    role: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that was recorded about a report."""

    report: str
    entry: str
    kind: str
    recorded_at: str
    recorded_by: str
    agency: str


def find_by_reference(text: str) -> tuple[str, ...]:
    """The reports with this number, their own or another system's, however it is written. Two queries.

    A report without a number is known by its name in the record, with or without `report:`, so that finds it too.
    """
    folded = fold_reference(text)
    if not folded:
        return ()
    typed = {folded, read_short_reference(text) or folded}
    numbered = ReferenceRow.objects.filter(reference__in=typed).values_list("object", flat=True)
    name = "report:" + text.strip().removeprefix("report:")
    named = ReportRow.objects.filter(object__in={name, name.lower()}).values_list("object", flat=True)
    return tuple(sorted({*numbered, *named}))


def reports_by_name(reports: Collection[str]) -> Mapping[str, ReportRow]:
    """The rows of these reports. One query."""
    return ReportRow.objects.in_bulk(list(reports)) if reports else {}


def parts_of(persons: Collection[str]) -> Sequence[PartIn]:
    """The roles of these person objects in reports, oldest first. One query for each ten thousand."""
    return _parts("person", persons)


def people_in(reports: Collection[str]) -> Sequence[PartIn]:
    """The person objects in these reports with their roles, oldest first. One query for each ten thousand."""
    return _parts("object", reports)


def list_reports(
    wanted: Wanted, *, sort: str = "made_on", descending: bool = True, number: int = 1, size: int = 30
) -> Page:
    """One page of the reports wanted. `sort` is one of SORTS; reports without that day come last. Two queries.

    A page past the end gives the last one.
    """
    if sort not in SORTS:
        raise ValueError(f"{sort!r} is not one of {', '.join(SORTS)}")
    rows = _chosen(wanted)
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    key = F(sort).desc(nulls_last=True) if descending else F(sort).asc(nulls_last=True)
    start = (number - 1) * size
    return Page(tuple(rows.order_by(key, "object")[start : start + size]), total, number, pages)


def list_victims(
    wanted: Wanted,
    *,
    persons: Collection[str] | None = None,
    without: Collection[str] = frozenset(),
    number: int = 1,
    size: int = 30,
) -> VictimPage:
    """One page of the victims of the reports wanted, those of whom something was recorded last first. Two queries.

    `persons` limits the list to these, `without` are those closed to the reader. A page past the end is the last one.
    """
    parts = PartyRow.objects.filter(role="victim")
    if wanted != Wanted():
        parts = parts.filter(object__in=_chosen(wanted).values("object"))
    if persons is not None:
        parts = parts.filter(person__in=list(persons))
    parts = parts.exclude(person__in=list(without)) if without else parts
    total = parts.order_by().values("person").distinct().count()
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    recorded = ReportRow.objects.filter(object=OuterRef("object")).values("last_recorded_at")
    rows = parts.values("person").annotate(reports=Count("object", distinct=True), last=Max(Subquery(recorded)))
    start = (number - 1) * size
    found = rows.order_by("-last", "person").values_list("person", "reports", "last")[start : start + size]
    return VictimPage(tuple(VictimLine(*row) for row in found), total, number, pages)


def days_made(wanted: Wanted, *, most: int) -> Mapping[str, date]:
    """The days on which the reports wanted were made, made last first, at most so many. One query.

    A report whose day is not recorded is left out; of what is known to a period, it is the first day.
    """
    rows = _chosen(wanted).filter(made_on__isnull=False).order_by("-made_on", "object")
    return {report: day for report, day in rows.values_list("object", "made_on")[:most] if day}


def count_reports(wanted: Wanted) -> int:
    """How many reports are wanted. One query."""
    return _chosen(wanted).count()


def count_by(column: str, wanted: Wanted) -> Mapping[str, int]:
    """How many of the reports wanted have each value of a column (one of COUNTED; "" is not recorded). One query."""
    if column not in COUNTED:
        raise ValueError(f"{column!r} is not one of {', '.join(COUNTED)}")
    counted = _chosen(wanted).order_by().values(column).annotate(reports=Count("object"))
    return {row[column]: row["reports"] for row in counted.order_by(column)}


def count_flags(wanted: Wanted) -> Mapping[str, int]:
    """How many of the reports wanted have each quality flag. One query."""
    rows = FlagRow.objects.filter(object__in=_chosen(wanted).values("object"))
    return {
        row["flag"]: row["reports"] for row in rows.values("flag").annotate(reports=Count("object")).order_by("flag")
    }


def flags_of(reports: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """The quality flags of these reports. One query."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(reports, ())
    rows = FlagRow.objects.filter(object__in=list(reports)).order_by("object", "n").values_list("object", "flag")
    for report, flag in rows if reports else ():
        found[report] = (*found[report], flag)
    return found


def my_reports(officer: str, *, without: Collection[str] = frozenset()) -> Sequence[ReportRow]:
    """The open reports of an officer, as officer in the case or stalking lead; newest information first. One query."""
    mine = Q(officer=officer) | Q(stalking_lead=officer)
    rows = _chosen(Wanted(is_open=True, without=without)).filter(mine)
    return list(rows.order_by("-last_recorded_at", "object"))


def changes_since(reports: Collection[str], since: str, *, limit: int = 100) -> Sequence[Change]:
    """What was recorded about these reports after a stored time, newest first, each entry once a report. One query."""
    if not reports:
        return ()
    rows = (
        RecordSubject.objects.filter(object__in=list(reports), entry__recorded_at__gt=since)
        .order_by("-entry__recorded_at", "-entry_id", "object")
        .values_list("object", "entry_id", "entry__kind", "entry__recorded_at", "entry__recorded_by", "entry__agency")
        .distinct()[:limit]
    )
    return tuple(Change(*row) for row in rows)


def hearings_between(
    first: date, last: date, *, victim_told: bool | None = None, of: Collection[str] | None = None
) -> Sequence[HearingRow]:
    """Days in court from one day to another, soonest first; with `victim_told`, only where the victim was or was not.

    A prosecution of two reports gives two rows for the day. One query.
    """
    rows = HearingRow.objects.filter(day__gte=first, day__lte=last)
    if victim_told is not None:
        rows = rows.filter(victim_told_on__isnull=not victim_told)
    if of is not None:
        rows = rows.filter(object__in=list(of))
    return list(rows.order_by("day", "object", "n"))


def submissions_waiting(
    *, without: Collection[str] = frozenset(), of: Collection[str] | None = None, limit: int = 50
) -> Sequence[ProsecutionRow]:
    """Prosecutions whose file was submitted and not decided on since, longest waiting first. One query.

    `without` are prosecutions closed to the reader; `of` limits the list to these prosecutions.
    """
    undecided = Q(decided_on__isnull=True) | Q(decided_on__lt=F("submitted_on"))
    rows = ProsecutionRow.objects.filter(undecided, submitted_on__isnull=False, charged_on__isnull=True)
    rows = rows.filter(ended_on__isnull=True).exclude(object__in=list(without))
    rows = rows if of is None else rows.filter(object__in=list(of))
    return list(rows.order_by("submitted_on", "object")[:limit])


def _parts(column: str, names: Collection[str]) -> Sequence[PartIn]:
    wanted = sorted(names)
    rows: list[PartyRow] = []
    for start in range(0, len(wanted), _AT_ONCE):
        rows += PartyRow.objects.filter(**{f"{column}__in": wanted[start : start + _AT_ONCE]})
    rows.sort(key=lambda row: (row.since is None, row.since, row.object, row.n))
    return tuple(PartIn(row.object, row.person, row.role, row.since) for row in rows)


def _chosen(wanted: Wanted) -> QuerySet[ReportRow]:
    """The rows wanted, in no order."""
    rows = ReportRow.objects.filter(**_equal(wanted), **_one_of(wanted))
    if wanted.flag:
        rows = rows.filter(object__in=FlagRow.objects.filter(flag=wanted.flag).values("object"))
    if wanted.is_open is not None:
        rows = rows.exclude(stage__in=ENDED) if wanted.is_open else rows.filter(stage__in=ENDED)
    if wanted.is_duplicate is not None:
        rows = rows.exclude(duplicate_of="") if wanted.is_duplicate else rows.filter(duplicate_of="")
    return rows.exclude(object__in=list(wanted.without)) if wanted.without else rows


def _equal(wanted: Wanted) -> dict[str, object]:
    """The conditions that ask for one value."""
    texts = {name: getattr(wanted, name) for name in ("force", "area", "officer", "stalking_lead", "team", "leaving")}
    asked: dict[str, object] = {name: value for name, value in texts.items() if value}
    given = {
        "domestic": wanted.domestic,
        "is_restricted": wanted.restricted,
        "made_on__gte": wanted.made_from,
        "made_on__lte": wanted.made_to,
    }
    return asked | {name: value for name, value in given.items() if value is not None}


def _one_of(wanted: Wanted) -> dict[str, list[str]]:
    """The conditions that ask for one of several values."""
    asked = {
        "agency__in": wanted.agencies,
        "stage__in": wanted.stages,
        "offence__in": wanted.offences,
        "relationship__in": wanted.relationships,
        "outcome__in": wanted.outcomes,
    }
    chosen = {name: list(values) for name, values in asked.items() if values}
    return chosen | ({"object__in": list(wanted.of)} if wanted.of is not None else {})
