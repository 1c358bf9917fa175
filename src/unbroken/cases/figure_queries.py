"""The figures of this service, each with one definition and one computation, wherever they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Max, Min

from unbroken.cases.figures import About, Figures, FiguresError, Period, Row
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import Wanted, count_by, count_flags, count_reports
from unbroken.cases.stages import STAGES
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.offences import OFFENCES

SOURCE: Final = "The record of this service"
_COUNTED: Final = Wanted(is_duplicate=False)
_RECORDED = "What was reported and recorded is counted, which is not all that happened."
_REPORTS = (
    "Reports are counted, not people: a victim or a suspect can be in several. Duplicates are left out; restricted "
    "reports are counted."
)
_UNOFFICIAL = "These are not official statistics."
_ALWAYS = (_RECORDED, _REPORTS, _UNOFFICIAL)
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its short name (in addresses and file names), its codes, how it is counted, and its own caveats."""

    name: str
    title: str
    codes: CodeList
    count: Callable[[], Mapping[str, int]]
    is_exclusive: bool
    caveats: tuple[str, ...]


TABLES: Final = (
    Table(
        "class-now",
        "Class now",
        OFFENCES,
        lambda: count_by("offence", _COUNTED),
        True,
        ("A class can still be changed.",),
    ),
    Table(
        "first-class",
        "First class",
        OFFENCES,
        lambda: count_by("offence_initial", _COUNTED),
        True,
        ("The first class that is on the record; what was changed before it was recorded is not known.",),
    ),
    Table(
        "stages",
        "Where reports stand",
        STAGES,
        lambda: count_by("stage", _COUNTED),
        True,
        ("Where a report stands on the day the figures were made, which is not how it will end.",),
    ),
    Table(
        "lacks",
        "What the data lacks",
        FLAGS,
        lambda: count_flags(_COUNTED),
        False,
        ("A flag asks for a second look at a record. It finds nothing about anybody's work.",),
    ),
)


def read_figures(*, made_on: date) -> dict[str, Figures]:
    """Every table as it stands, by its short name, in the order in which they are shown. Eight queries.

    A report that comes in between two of them makes sums differ that do not: then it is all read again. A transaction
    would do too, but one on SQLite keeps everybody else from recording.
    """
    for _ in range(_TRIES - 1):
        try:
            return _read(made_on)
        except FiguresError:
            continue
    return _read(made_on)


def _read(made_on: date) -> dict[str, Figures]:
    base = count_reports(_COUNTED)
    still_open = count_reports(Wanted(is_duplicate=False, is_open=True)) > 0
    days = ReportRow.objects.filter(duplicate_of="").aggregate(first=Min("made_on"), last=Max("made_on"))
    undated = ReportRow.objects.filter(duplicate_of="", made_on__isnull=True).exists()
    return {
        table.name: Figures(
            about=About(
                title=table.title,
                heading=table.codes.title,
                source=SOURCE,
                period=Period(days["first"], days["last"]),
                unit="report",
                made_on=made_on,
                caveats=(*table.caveats, *_ALWAYS),
                open_cases=still_open,
                undated=undated,
            ),
            base=base,
            rows=tuple(Row(_label(table.codes, code), count) for code, count in table.count().items()),
            is_exclusive=table.is_exclusive,
        )
        for table in TABLES
    }


def _label(codes: CodeList, code: str) -> str:
    return codes.label(code) if code else "Not recorded"
