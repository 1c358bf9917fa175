"""Reports over the years and quarters, with the days on which the counting changed (demands ANA-02, ANA-03).

What is counted as a report of stalking changed in 2014, 2018, 2020 and 2023: a rise across one of these is partly a
rise of the count. Shares are of what came within a year of the report, so that earlier years have had no more time;
years whose reports have had less than that are marked, and not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from unbroken.insight.classes import CLASSES, class_of
from unbroken.insight.extract import Extract
from unbroken.insight.first import day_of, with_days
from unbroken.insight.followed import YEAR
from unbroken.insight.periods import NOT_KNOWN, Period, quarters_between
from unbroken.insight.pictures.trend import draw_trend
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Picture, Saying, Share, Sheet, Sum, across, listed
from unbroken.vocabulary.counting import COUNTING_BREAKS, EX_PARTNER_RULE_FROM, CountingBreak

if TYPE_CHECKING:
    import ibis.expr.types as ir

WITHIN: Mapping[str, str] = {
    "charged": "Charged within a year",
    "left": "Victim left within a year",
    "late": "Recognised late, within a year",
}
FIRST_AS: Mapping[str, str] = {
    "stalking": "First recorded as stalking",
    "other": "First recorded as something else",
    "": "First class not recorded",
}
TOO_SOON, NOT_WHOLE = "less than a year to run: shares not compared", "not the whole period: count not compared"
_WHAT = (
    "Reports by the quarter and the year in which they were made, by police class now and by whether they were first "
    "recorded as stalking. Within a year of the report: a charge; the victim withdrew, could no longer be reached or "
    "did not support action, and has not come back; the report was held to be stalking only after the day it was made."
)
_NOTES = (
    "At a counting break what is counted changes: numbers before and after are not of the same thing, and are not to "
    "be compared without saying so. The breaks are in the table of counting breaks.",
    "A year is 365 days. Shares are given by year; those of a year whose last reports have had less than a year to run "
    "may still rise.",
    "The record is taken to begin with the month of its first report, of whatever class: a period before is not whole.",
    "Days known only to a period are the first that they can be. What was reclassified counts by its class now.",
)
_WHAT_BREAKS = "Days on which the rules changed for what is counted as a recorded crime of stalking."
_SOURCE_MET = "MOPAC, Stalking Deep Dive, 2024"


@dataclass(frozen=True, slots=True)
class Counts:
    """The reports of a period: by class now, by first class, and how many had what within a year."""

    reports: int
    by_class: Mapping[str, int]
    by_first: Mapping[str, int]
    within: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Seen:
    """From what day to what day all reports of the scope are there, and the day of the extract."""

    since: date
    until: date
    on: date

    def is_whole(self, span: Period) -> bool:
        """Whether all of a period is there."""
        return self.since <= span.first and span.last <= self.until

    def has_run(self, span: Period) -> bool:
        """Whether every report of a period has had a year to run."""
        return span.last + timedelta(YEAR) <= self.on


def report_trends(extract: Extract, scope: Scope) -> Analysis:
    """How many reports were made when, of what class, and what came of them within a year."""
    cases = scope.of(extract.table("cases"))
    on = day_of(extract.manifest.made_at)
    rows: list[Mapping[str, Any]] = by_quarter(cases).to_pyarrow().to_pylist()
    breaks = (*COUNTING_BREAKS, *_own_breaks(cases))
    seen = _seen(extract.table("cases").made_on.min().to_pyarrow().as_py(), scope, on)
    sheet = _periods(rows, breaks, scope, seen)
    return Analysis(
        name="trends",
        title="Over the years, and where the counting changed",
        words=tuple(_words(rows, breaks, scope, seen)),
        sheets=(sheet, _breaks(breaks, rows, scope)),
        pictures=(Picture("trend", lambda named: draw_trend(named["periods"], named["breaks"])),),
    )


def by_quarter(cases: ir.Table) -> ir.Table:
    """Reports by `year` and `quarter` of the day made, `offence` and `offence_initial`: `n`, and those of WITHIN."""
    told = with_days(cases)
    told = told.mutate(year=told.made_on.year(), quarter=told.made_on.quarter())
    late = told.days_to_recognition.between(1, YEAR).fill_null(False)
    return told.group_by(["year", "quarter", "offence", "offence_initial"]).aggregate(
        n=told.count(),
        charged=told.count(where=told.is_charged & (told.charge <= YEAR)),
        left=told.count(where=told.is_gone & (told.leaving <= YEAR)),
        late=told.count(where=late),
    )


def counted(rows: Sequence[Mapping[str, Any]], period: Period | None) -> Counts:
    """The counts of a period, a year or a quarter; of none, those of reports without a day."""
    own = [row for row in rows if (period.holds(row["year"], row["quarter"]) if period else row["year"] is None)]
    by_class = dict.fromkeys(CLASSES, 0)
    by_first = dict.fromkeys(FIRST_AS, 0)
    for row in own:
        by_class[class_of(row["offence"])] += row["n"]
        first = class_of(row["offence_initial"])
        by_first["" if not first else "other" if first == "none" else "stalking"] += row["n"]
    within = {name: sum(row[name] for row in own) for name in WITHIN}
    return Counts(sum(row["n"] for row in own), by_class, by_first, within)


def _own_breaks(cases: Any) -> Iterator[CountingBreak]:
    """Where a force of the scope began the rule on former partners before the others."""
    found = {row["force"] for row in cases.select("force").distinct().to_pyarrow().to_pylist()}
    national = next(one for one in COUNTING_BREAKS if one.day == EX_PARTNER_RULE_FROM["default"])
    if "met" in found:
        yield CountingBreak(EX_PARTNER_RULE_FROM["met"], f"{national.title} (Metropolitan Police)",
                            "The Metropolitan Police began the rule of 2020 earlier.", _SOURCE_MET)  # fmt: skip


def _seen(first: date | None, scope: Scope, on: date) -> Seen:
    """The record is taken to begin with the month of its first report, of whatever class and place."""
    begins = first.replace(day=1) if first else date.min
    return Seen(max(scope.since or date.min, begins), min(scope.until or date.max, on), on)


def _spans(rows: Sequence[Mapping[str, Any]]) -> list[Period]:
    """Each year from the first report to the last, followed by its quarters."""
    known = [Period(row["year"], row["quarter"]) for row in rows if row["year"] is not None]
    if not known:
        return []
    quarters = quarters_between(min(known, key=_place), max(known, key=_place))
    years = sorted({quarter.year for quarter in quarters})
    return [one for year in years for one in (Period(year), *(part for part in quarters if part.year == year))]


def _place(period: Period) -> tuple[int, int]:
    return period.year, period.quarter or 0


def _periods(rows: Sequence[Mapping[str, Any]], breaks: Sequence[CountingBreak], scope: Scope, seen: Seen) -> Sheet:
    spans = _spans(rows)
    told = [(span.label, span, counted(rows, span)) for span in spans]
    unknown = counted(rows, None)
    classes = [name for name in CLASSES if any(counts.by_class[name] for *_, counts in told) or unknown.by_class[name]]
    cells = [_cells(label, counts, classes, span.quarter is None, _mind(span, breaks, seen))
             for label, span, counts in told]  # fmt: skip
    if unknown.reports:
        cells.append(_cells(NOT_KNOWN, unknown, classes, False, ""))
    heads = (
        "Made in",
        "Reports",
        *(CLASSES[name] for name in classes),
        *FIRST_AS.values(),
        *WITHIN.values(),
        "To mind",
    )
    sums = tuple(_sums(spans, len(cells), len(classes)))
    definition = Definition(_WHAT, scope.words(), _NOTES)
    return Sheet("periods", "Reports by year and quarter", definition, heads, tuple(cells), sums)


def _cells(label: str, counts: Counts, classes: Sequence[str], is_year: bool, mind: str) -> tuple[Cell, ...]:
    shares = (Share(counts.within[name], counts.reports) if is_year else None for name in WITHIN)
    return (
        label,
        counts.reports,
        *(counts.by_class[name] for name in classes),
        *counts.by_first.values(),
        *shares,
        mind,
    )


def _sums(spans: Sequence[Period], rows: int, classes: int) -> Iterator[Sum]:
    """Classes add up to reports, quarters to their year, and years to what everybody knows."""
    first = 2 + classes
    yield from across(rows, 1, *range(2, first))
    yield from across(rows, 1, *range(first, first + len(FIRST_AS)))
    years = [row for row, span in enumerate(spans) if span.quarter is None]
    for column in range(1, first + len(FIRST_AS)):
        for year in years:
            parts = tuple(
                (row, column) for row, span in enumerate(spans) if span.quarter and span.year == spans[year].year
            )
            yield Sum((year, column), parts)
        if rows:
            yield Sum(None, tuple((row, column) for row in (*years, *range(len(spans), rows))))


def _mind(span: Period, breaks: Sequence[CountingBreak], seen: Seen) -> str:
    """What to mind about a period: counting breaks in it, a part left out, and shares that may still rise."""
    said = [f"from {_day(one.day)}: {one.title[0].lower()}{one.title[1:]}" for one in breaks
            if span.first <= one.day <= span.last]  # fmt: skip
    if not seen.is_whole(span):
        said.append(NOT_WHOLE)
    if span.quarter is None and not seen.has_run(span):
        said.append(TOO_SOON)
    return "; ".join(said)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _breaks(breaks: Sequence[CountingBreak], rows: Sequence[Mapping[str, Any]], scope: Scope) -> Sheet:
    spans = _spans(rows)
    cells = tuple((one.day.isoformat(), one.title, one.meaning, one.source,
                   "yes" if any(span.first <= one.day <= span.last for span in spans) else "no")
                  for one in sorted(breaks, key=lambda one: one.day))  # fmt: skip
    heads = ("From", "What changed", "What it means", "Source", "Within these years")
    return Sheet("breaks", "Counting breaks", Definition(_WHAT_BREAKS, scope.words()), heads, cells)


def _words(rows: Sequence[Mapping[str, Any]], breaks: Sequence[CountingBreak], scope: Scope, seen: Seen,
           ) -> Iterator[Saying]:  # fmt: skip
    if not rows:
        yield f"There are no {scope.words()}."
        return
    years = [span for span in _spans(rows) if span.quarter is None]
    whole = [span for span in years if seen.is_whole(span)]
    run = [span for span in whole if seen.has_run(span)]
    if len(whole) > 1:
        yield from _compared_counts(rows, whole[0], whole[-1])
    else:
        yield "There are no two whole years to compare."
    if len(run) > 1:
        yield from _compared_shares(rows, run[0], run[-1])
    if soon := [span.label for span in years if not seen.has_run(span)]:
        yield f"Reports of {listed(soon)} have had less than a year to run: their shares may rise and are not compared."
    if len(whole) > 1:
        between = [one for one in breaks if whole[0].first < one.day <= whole[-1].last]
        titles = [
            f"{_day(one.day)} ({one.title[0].lower()}{one.title[1:]})" for one in sorted(between, key=lambda b: b.day)
        ]
        if titles:
            yield (f"Between {whole[0].label} and {whole[-1].label} the counting changed on {listed(titles)}. Numbers "
                   "before and after are not of the same thing.")  # fmt: skip
    if unknown := counted(rows, None).reports:
        yield (unknown, " have no day on which they were made, and are in no year.")


def _compared_counts(rows: Sequence[Mapping[str, Any]], before: Period, after: Period) -> Iterator[Saying]:
    """The first and the last whole year: all reports, and without those that were first recorded as something else."""
    then, now = counted(rows, before), counted(rows, after)
    rest = " were first recorded as stalking; the others were reclassified, or nobody recorded their first class."
    yield ("In ", before.label, " ", then.reports, " were made, in ", after.label, " ", now.reports, ".")
    yield ("Of these ", then.by_first["stalking"], " and ", now.by_first["stalking"], rest)


def _compared_shares(rows: Sequence[Mapping[str, Any]], before: Period, after: Period) -> Iterator[Saying]:
    then, now = counted(rows, before), counted(rows, after)
    for name, text in WITHIN.items():
        yield (f"{text}: ", Share(then.within[name], then.reports), f" of the reports of {before.label}, ",
               Share(now.within[name], now.reports), f" of those of {after.label}.")  # fmt: skip
