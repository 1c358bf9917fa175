"""The figures of this service, each with one definition and one computation, wherever they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Max, Min, Q

from unbroken.cases.figures import SMALL, About, Figures, FiguresError, Period, Row
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import Wanted, count_by, count_flags, count_reports
from unbroken.cases.sample import Sample, Step
from unbroken.cases.stages import ENDED, STAGES
from unbroken.cases.suspect_figures import read_suspect_figures
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import OUTCOMES
from unbroken.vocabulary.people import RELATIONSHIPS
from unbroken.vocabulary.reports import CHANNELS, REPORTERS

SOURCE: Final = "The record of this service"
_COUNTED: Final = Wanted(is_duplicate=False)
_RECORDED = "What was reported and recorded is counted, which is not all that happened."
_REPORTS = (
    "Reports are counted, not people: a victim or a suspect can be in several. Duplicates are left out; restricted "
    "reports are counted."
)
_UNOFFICIAL = "These are not official statistics."
_ALWAYS = (_RECORDED, _REPORTS, _UNOFFICIAL)
_YES_NO: Final[Mapping[object, str]] = {True: "yes", False: "no", None: ""}
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its short name (in addresses and file names), its codes, how it is counted, and its own caveats.

    With `only_recorded` the reports without a value are no part of the base; their number is a caveat.
    """

    name: str
    title: str
    codes: CodeList
    count: Callable[[], Mapping[str, int]]
    is_exclusive: bool
    caveats: tuple[str, ...]
    only_recorded: bool = False


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
        "channels",
        "How reports were made",
        CHANNELS,
        lambda: count_by("channel", _COUNTED),
        True,
        (),
    ),
    Table(
        "reporters",
        "Who reported",
        REPORTERS,
        lambda: count_by("reported_by", _COUNTED),
        True,
        (),
    ),
    Table(
        "relationships",
        "What the suspect is to the victim",
        RELATIONSHIPS,
        lambda: count_by("relationship", _COUNTED),
        True,
        ("Of several suspects, the one who is personally connected to the victim counts.",),
    ),
    Table(
        "domestic",
        "Domestic abuse",
        ANSWERS,
        lambda: {_YES_NO[value]: count for value, count in count_by("domestic", _COUNTED).items()},
        True,
        ("By the rule on relationship and age, unless the police departed from it and said why.",),
    ),
    Table(
        "outcomes",
        "Outcomes",
        OUTCOMES,
        lambda: count_by("outcome", _COUNTED),
        True,
        ("The outcome that stands: a report that was opened again has none until it is closed again.",),
        only_recorded=True,
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
    """Every table as it stands, by its short name, in the order in which they are shown.

    One query for each table about reports, and six.

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
    period = Period(days["first"], days["last"])
    found = {}
    for table in TABLES:
        counts = dict(table.count())
        left_out = _to_leave_out(counts, base) if table.only_recorded else 0
        if left_out:
            del counts[""]
        about = About(
            title=table.title,
            heading=table.codes.title,
            source=SOURCE,
            period=period,
            unit="report",
            made_on=made_on,
            caveats=(*table.caveats, *_left_out(left_out), *_ALWAYS),
            open_cases=still_open,
            undated=undated,
        )
        rows = tuple(Row(_label(table.codes, code), count) for code, count in counts.items())
        found[table.name] = Figures(about=about, base=base - left_out, rows=rows, is_exclusive=table.is_exclusive)
    return found | read_suspect_figures(made_on=made_on, period=period)


RESTRICTED, DUPLICATES = "Removed as restricted", "Removed as duplicates"
_SAMPLE_CAVEATS = (
    "A report that is restricted and a duplicate is removed as restricted, so that each is removed once.",
    "A duplicate is a report that somebody linked with another as being about the same incident.",
    _RECORDED,
    "Reports are counted, not people: a victim or a suspect can be in several.",
    _UNOFFICIAL,
)


def read_sample(*, made_on: date, period: Period | None = None) -> Sample:
    """The reports made in a period, or all, with what is removed before they are looked at, and what is left.

    One query: nothing can come in between two of its counts.
    """
    rows = ReportRow.objects.all()
    if period is not None and period.first:
        rows = rows.filter(made_on__gte=period.first, made_on__lte=period.last)
    is_duplicate, is_open = ~Q(duplicate_of=""), ~Q(stage__in=ENDED)
    found = rows.aggregate(
        taken=Count("object"),
        restricted=Count("object", filter=Q(is_restricted=True)),
        duplicates=Count("object", filter=Q(is_restricted=False) & is_duplicate),
        left=Count("object", filter=Q(is_restricted=False, duplicate_of="")),
        all_duplicates=Count("object", filter=is_duplicate),
        still_open=Count("object", filter=is_open),
        undated=Count("object", filter=Q(made_on__isnull=True)),
        first=Min("made_on"),
        last=Max("made_on"),
    )
    about = About(
        title="From all reports to the sample",
        heading="Step",
        source=SOURCE,
        period=period or Period(found["first"], found["last"]),
        unit="report",
        made_on=made_on,
        caveats=_SAMPLE_CAVEATS,
        open_cases=found["still_open"] > 0,
        undated=found["undated"] > 0,
    )
    steps = (Step(RESTRICTED, -found["restricted"]), Step(DUPLICATES, -found["duplicates"]))
    told = (found["all_duplicates"],)  # the other tables leave them out of their base
    return Sample(about=about, taken=found["taken"], steps=steps, left=found["left"], told=told)


def _to_leave_out(counts: Mapping[str, int], base: int) -> int:
    """How many without a value stay out of the base: none where that number, or what remains, is itself a small count.

    The bases of the other tables say how many there are in all, so a difference between two bases is published too.
    """
    left_out = counts.get("", 0)
    is_told = left_out >= SMALL and (base == left_out or base - left_out >= SMALL)
    return left_out if is_told else 0


def _left_out(number: int) -> tuple[str, ...]:
    return (f"{number:,} without one yet are left out, of the base too.",) if number else ()


def _label(codes: CodeList, code: str) -> str:
    return codes.label(code) if code else "Not recorded"
