"""Pairs that look like stalking and are not recorded so: the list, how it stands, and what was decided. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.judging import Course
from unbroken.conduct.models import CourseRow
from unbroken.conduct.queries import ACCEPTED, REJECTED, SIGNS, WAITING, Tally
from unbroken.vocabulary.behaviours import BEHAVIOURS
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.findings import decide_address, say_both, say_finding
from unbroken.web.presenters.listings import Cell, Fact, Listing, listing
from unbroken.web.presenters.paging import paging
from unbroken.web.words import say_count, say_day

SIZE = 20
SHOWN: Mapping[str, str] = {
    WAITING: "Waiting",
    ACCEPTED: "Accepted, not reclassified yet",
    REJECTED: "Not accepted",
    SIGNS: "Signs, not yet indicated",
}
_EMPTY = {
    WAITING: "No pair waits. Whoever looks like a case of stalking by the rules, and is not recorded so, appears here.",
    ACCEPTED: "None. A pair appears here when somebody accepts the finding, until a report is recorded as stalking.",
    REJECTED: "None. A pair appears here when somebody does not accept the finding, until something new is recorded.",
    SIGNS: "None. A pair appears here when several reports or incidents, or a class that a report had, point to a "
    "course of conduct, and the rules do not say that it is stalking.",
}
_TELLING = {
    "former_partner": "Former partner",
    "breach_in_a_course": "An order was breached",
    "fear_of_violence": "Violence is feared",
    "substantial_effect": "Everyday life has changed",
}  # the rules that tell one pair from another: the others are met by all of them
_LOOKS_LIKE_IT = (
    "Each is what one person is said to have done to another, in whatever reports, classes and areas. Written rules "
    "say that it adds up to stalking; no report of theirs is recorded as stalking. A person decides. The order goes by "
    "what is indicated and how many rules are met: it says nothing about danger."
)
_HAS_SIGNS = (
    "Something points to a course of conduct, no report of the two is recorded as stalking, and by written rules it "
    "does not add up to stalking, or not yet: often because nobody asked. The newest come first; the order says "
    "nothing about danger."
)
_FLAGS = ("former_partner_harassment", "impact_beyond_2a", "further_incident_unreported")  # that point to a course
_MOST = 4  # kinds of behaviour that are named


@dataclass(frozen=True, slots=True)
class Standing:
    """How the reports of the pairs stand, by name, and their quality flags."""

    rows: Mapping[str, ReportRow]
    flags: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class WorklistAsked(Wrongs):
    """Which part of the list is wanted, and which page of it."""

    which: str = WAITING
    page: int = 1

    def address(self, page: int) -> str:
        """The query of another page of the same part."""
        return f"?show={self.which}&page={page}"


def read_worklist_asked(query: QueryDict) -> WorklistAsked:
    """What was asked of the worklist."""
    reader = Reader(query, ("show", "page"))
    which = reader.choice("show", "Show", SHOWN) or WAITING
    return WorklistAsked(which=which, page=reader.page(), errors=reader.errors, fields=frozenset())


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """One page of the list, with how the whole of it stands."""

    facts: tuple[Fact, ...]
    pairs: Listing
    pages: dict[str, Any]
    parts: list[dict[str, Any]]
    said: str
    lead: str


def present_worklist(
    found: Sequence[tuple[CourseRow, Course]],
    asked: WorklistAsked,
    *,
    total: int,
    tally: Tally,
    stand: Standing,
    names: Mapping[str, str],
) -> WorklistPage:
    """The page. `found` are the pairs as their reader sees them, `total` counts those of all pages."""
    rows = (_row(row, course, stand, names) for row, course in found)
    head = ("Victim and suspect", "What is indicated", "Why", "Reports and incidents")
    return WorklistPage(
        facts=tuple(_facts(tally)),
        pairs=listing(SHOWN[asked.which], head, rows, empty=_EMPTY[asked.which]),
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="pairs"),
        parts=[{"text": text, "href": f"{reverse('recognition')}?show={code}", "active": code == asked.which}
               for code, text in SHOWN.items()],
        said=say_count(total, "pair"),
        lead=_HAS_SIGNS if asked.which == SIGNS else _LOOKS_LIKE_IT,
    )  # fmt: skip


def _facts(tally: Tally) -> Iterator[Fact]:
    yield Fact("Recorded as stalking", say_count(tally.recorded, "pair"), note="At least one report of the two is.")
    yield Fact(
        "Indicated, and not recorded so",
        say_count(tally.indicated, "pair"),
        note=f"{tally.waiting:,} waiting, {tally.accepted:,} accepted, {tally.rejected:,} not accepted",
    )
    yield Fact("Signs of a course of conduct, and not indicated", say_count(tally.signs, "pair"))
    yield Fact("Recorded once what is accepted is reclassified", say_count(tally.after, "pair"))


def _row(row: CourseRow, course: Course, stand: Standing, names: Mapping[str, str]) -> tuple[Cell | str, ...]:
    judged = course.judged
    words = "It rests on words that nobody has confirmed." if judged.rests_on_words else ""
    return (
        Cell(say_both(course, names), decide_address(course)),
        Cell(say_finding(judged.finding), note=words),
        "\n".join((*_signs(judged, stand), *_why(judged))),
        Cell(
            f"{say_count(len(judged.course.reports), 'report')}, {say_count(judged.measures.incidents, 'incident')}",
            note=f"Last: {say_day(row.last_on)}" if row.last_on else "",
        ),
    )


def _signs(judged: Judged, stand: Standing) -> Iterator[str]:
    """What points to a course of conduct, whatever the rules come to; of what looks like stalking, only what was said
    of its class before."""
    reports = judged.course.reports
    if not judged.finding.is_stalking:
        if len(reports) > 1:
            yield f"{say_count(len(reports), 'report')} about the same two people"
        if judged.measures.incidents > 1:
            yield f"{say_count(judged.measures.incidents, 'incident')} recorded"
        flags = dict.fromkeys(flag for name in reports for flag in stand.flags.get(name, ()))
        yield from (FLAGS.label(flag) for flag in flags if flag in _FLAGS)
    if any(row.recognised_on for name in reports if (row := stand.rows.get(name))):
        yield "It was held to be stalking before"
    if any(part.judged.finding.is_stalking for part in judged.parts):
        yield "What was taken out as a course apart looks like stalking"


def _why(judged: Judged) -> Iterator[str]:
    """What was done most, and what tells this pair from others: the page of the finding has every rule."""
    done = [BEHAVIOURS.label(code) for code, _ in judged.measures.behaviours]
    done = done or [BEHAVIOURS.label(code) for code in sorted(judged.told.account.behaviours)]
    if done:
        yield ", ".join(done[:_MOST]) + (f", and {len(done) - _MOST} more" if len(done) > _MOST else "")
    yield from (_TELLING[rule.name] for rule in judged.recognised.met if rule.name in _TELLING)
    if judged.told.account.tells("told_to_stop", "blocked"):
        yield "Told, or shown, that it is not wanted"
