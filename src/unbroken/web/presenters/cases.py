"""A report in one line, as lists and journeys show it: what it is held to be, where it stands, for how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.cases.fold import Report, fold_report
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.references import name_report
from unbroken.cases.stages import STAGES
from unbroken.record.entries import Entry
from unbroken.record.times import Length
from unbroken.vocabulary.offences import OFFENCES
from unbroken.web.addresses import page_of
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import NOT_RECORDED, say_between, say_length


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list. `title` is its reference, after its label on a picture where there is one.

    `class_before` is the first class where it was another, else empty.
    """

    object: str
    href: str
    title: str
    made: str
    class_now: str
    class_before: str
    stage: str
    days: str
    flags: tuple[str, ...]


def fold_reports(reports: Iterable[str], entries: Sequence[Entry]) -> list[Report]:
    """The state of each report, from the standing entries that a reader may see; first made, first listed."""
    found = [fold_report(name, entries) for name in reports]
    return sorted(found, key=lambda report: (report.made_on or date.max, report.object))


def present_report_line(report: Report, *, today: date, label: str = "") -> ReportLine:
    """A report in one line. `today` is the day on which the reader looks, or of "as known on"."""
    first, now = report.classes.initial, report.classes.current
    return ReportLine(
        object=report.object,
        href=page_of(report.object),
        title=f"{label}: {reference_of(report)}" if label else reference_of(report),
        made=say_between(report.made_on, report.made_last_on),
        class_now=say_class(now),
        class_before=say_class(first) if first != now else "",
        stage=STAGES.label(report.stage),
        days=say_days_open(report, today=today),
        flags=tuple(FLAGS.label(flag) for flag in report.flags),
    )


def list_reports_of(lines: Iterable[ReportLine], *, empty: str) -> Listing:
    """Reports as a list."""
    rows = (
        (
            Cell(line.title, line.href),
            line.made,
            Cell(line.class_now, note=f"First: {line.class_before}" if line.class_before else ""),
            Cell(line.stage, note=line.days),
        )
        for line in lines
    )
    return listing("Reports", ("Report", "Made", "Class now", "Where it stands"), rows, empty=empty)


def reference_of(report: Report) -> str:
    """What people call the report: its crime reference where it has one."""
    return name_report(report.object, report.reference)


def say_class(offence: str | None) -> str:
    """The class in words."""
    return OFFENCES.label(offence) if offence else NOT_RECORDED


def say_days_open(report: Report, *, today: date) -> str:
    """How long it took, or has taken so far."""
    if report.made_on is None or report.made_last_on is None:
        return NOT_RECORDED
    if report.ended_on is None:
        return f"Open for {say_length(Length((today - report.made_last_on).days, (today - report.made_on).days))}"
    ended = report.days.ended
    if ended is None or not ended.is_ordered:
        return "Ended; how long it took is not known"
    if ended.most < 0:
        return f"Ended {say_length(ended)} before the report"
    return f"Ended after {say_length(ended)}"
