"""What was said to be no crime or no stalking: each beside what its report adds up to, and the share by area."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.judging import Course
from unbroken.conduct.nocrime import Statement
from unbroken.conduct.nocrime_queries import Share, whole
from unbroken.vocabulary.recognition import NO_CRIME_STATEMENTS
from unbroken.web.addresses import page_of
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.nocrime import Checked
from unbroken.web.presenters.findings import back_address, say_both, say_finding, say_four
from unbroken.web.presenters.listings import Cell, Listing, listing, select
from unbroken.web.presenters.paging import paging
from unbroken.web.words import NOT_RECORDED, say_count, say_day

SIZE = 20
INDICATED = "stalking is indicated"
_EMPTY = (
    "None. A report appears here when somebody records that it was said to be no crime or no stalking, closes it for "
    "such a reason, or reclassifies it because no crime happened."
)
_NO_REPORTS = "No report that your agency took was ever held to be stalking, and of none was it said that it is not."


@dataclass(frozen=True, slots=True)
class NoCrimeAsked(Wrongs):
    """Which area is wanted, "" for any, and which page."""

    area: str = ""
    page: int = 1

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        given = {"area": self.area, "page": str(page)}
        return "?" + urlencode({name: value for name, value in given.items() if value})


def read_no_crime_asked(query: QueryDict, *, areas: Iterable[str]) -> NoCrimeAsked:
    """What was asked of the list. `areas` are those that it offers."""
    reader = Reader(query, ("area", "page"))
    area = reader.choice("area", "Area", {area: area for area in areas if area})
    return NoCrimeAsked(area=area, page=reader.page(), errors=reader.errors, fields=frozenset({"area"}))


@dataclass(frozen=True, slots=True)
class NoCrimePage:
    """The shares by area, and one page of the list."""

    shares: Listing
    statements: Listing
    area: dict[str, Any]
    pages: dict[str, Any]
    said: str
    is_filtered: bool


def present_no_crime(
    found: Sequence[Checked],
    asked: NoCrimeAsked,
    *,
    total: int,
    shares: Sequence[Share],
    rows: Mapping[str, ReportRow],
    names: Mapping[str, str],
) -> NoCrimePage:
    """The page. `found` are the statements of the page wanted, `total` counts those of all pages."""
    head = ("Report", "What was said", "Why, and who agreed", "What it adds up to now", "Chronology")
    areas = [(one.area, one.area) for one in shares if one.area]
    return NoCrimePage(
        shares=list_shares(shares),
        statements=listing("What was said", head, (_row(one, rows, names) for one in found), empty=_EMPTY),
        area=select("area", "Area", "Any area", areas, asked.area),
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="statements"),
        said=say_count(total, "statement"),
        is_filtered=bool(asked.area),
    )


def list_shares(found: Sequence[Share]) -> Listing:
    """The share of each area and of all, each with what was divided by what."""
    rows = [_share(one, one.area or "Area not recorded") for one in found]
    if len(found) > 1:
        rows.append(_share(whole(found), "All areas"))
    head = ("Area", "Said not to be", "Of reports ever held to be stalking", "Share", "Said of other reports")
    return listing("By area", head, rows, empty=_NO_REPORTS)


def _share(one: Share, name: str) -> tuple[str, ...]:
    percent = f"{one.percent:.1f}%" if one.percent is not None else "None to divide by"
    return name, f"{one.said:,}", f"{one.stalking:,}", percent, f"{one.others:,}"


def _row(one: Checked, rows: Mapping[str, ReportRow], names: Mapping[str, str]) -> tuple[Cell | str, ...]:
    row = rows.get(one.report)
    courses = sorted(one.courses, key=lambda course: not course.judged.finding.is_stalking)
    is_indicated = any(course.judged.finding.is_stalking for course in courses)
    return (
        Cell(name_report(one.report, row.reference if row else ""), page_of(one.report), row.area if row else ""),
        Cell(
            say_statement(one.statement),
            reverse("entry", args=[one.statement.entry]),
            _say_who(one.statement),
            (INDICATED,) if is_indicated else (),
        ),
        Cell(one.statement.reason or "No reason is recorded in words.", note=_say_agreed(one.statement)),
        "\n".join(_findings(courses, names)) or "Nothing that is shown to you.",
        _chronology(courses, names),
    )


def say_statement(statement: Statement) -> str:
    """What was said not to be."""
    return ", ".join(NO_CRIME_STATEMENTS.label(code) for code in statement.said)


def _say_who(statement: Statement) -> str:
    return f"By {statement.officer}, {say_day(statement.on)}" if statement.officer else say_day(statement.on)


def _say_agreed(statement: Statement) -> str:
    return f"Agreed by {statement.supervisor}" if statement.supervisor else "No supervisor is recorded as having agreed"


def _findings(courses: Iterable[Course], names: Mapping[str, str]) -> Iterator[str]:
    for course in courses:
        judged: Judged = course.judged
        yield f"{say_both(course, names)}: {say_finding(judged.finding)}. {say_four(judged)}"


def _chronology(courses: Sequence[Course], names: Mapping[str, str]) -> Cell:
    if not courses:
        return Cell(NOT_RECORDED)
    course = courses[0]
    if course.is_unknown:
        return Cell("The report", back_address(course))
    return Cell(f"Everything between {say_both(course, names)}", back_address(course))


def present_statements(statements: Iterable[Statement]) -> tuple[Cell, ...]:
    """The statements about one report, for its own page."""
    return tuple(
        Cell(say_statement(one), reverse("entry", args=[one.entry]), f"{_say_who(one)}. {_say_agreed(one)}.")
        for one in statements
    )
