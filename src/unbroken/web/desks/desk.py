"""A desk, and the lists of reports that several desks have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import flags_of, people_in
from unbroken.cases.references import name_report
from unbroken.cases.stages import STAGES
from unbroken.web.addresses import page_of
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.visible import Limits, names_for
from unbroken.web.words import say_day, say_duration

SHOWN = 10  # rows of a list on a desk: the whole list is a page of its own


@dataclass(frozen=True, slots=True)
class Section:
    """One list on a desk: its heading, a sentence on what it holds, and where the whole of it is.

    A section may be its sentence alone. `tag` stands beside the heading, `notes` below the list: what each is about,
    and what it says. `more_about` ends the words of the link for those who hear them apart from the heading.
    """

    heading: str
    listing: Listing | None
    intro: str = ""
    more: str = ""
    more_href: str = ""
    more_about: str = ""
    tag: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    picture: Markup | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk: the question it answers, its lists, whom they name (for the access log), and what to know first."""

    question: str
    sections: tuple[Section, ...]
    objects: frozenset[str] = frozenset()
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports with what a list says beside them: their victims' names and their flags."""

    rows: tuple[ReportRow, ...]
    victims: dict[str, tuple[str, ...]]
    names: dict[str, str]
    flags: dict[str, tuple[str, ...]]

    @property
    def objects(self) -> frozenset[str]:
        """Whom a list of them names."""
        return frozenset(self.names) | {row.object for row in self.rows}

    def named(self, report: str) -> str:
        """The victims of a report, by name."""
        return ", ".join(self.names[person] for person in self.victims.get(report, ()))


def gather(rows: Sequence[ReportRow], limits: Limits) -> Reports:
    """What lists of these reports need. Three queries, and two more where something is restricted."""
    reports = [row.object for row in rows]
    victims: dict[str, tuple[str, ...]] = {}
    for part in people_in(reports):
        if part.role == "victim" and limits.speaks_of(part.person):
            victims[part.report] = (*victims.get(part.report, ()), part.person)
    names = names_for(limits, {person for found in victims.values() for person in found})
    return Reports(tuple(rows), victims, names, dict(flags_of(reports)))


def list_reports_with_flags(reports: Reports, *, today: date, empty: str) -> Listing:
    """Reports with their victim, class, place and what needs a second look."""
    rows = (
        (
            Cell(reference_of(row), page_of(row.object), note=reports.named(row.object)),
            say_class(row.offence),
            Cell(STAGES.label(row.stage), note=say_age(row, today=today)),
            say_flags(reports.flags.get(row.object, ())),
        )
        for row in reports.rows
    )
    return listing("Reports", ("Report", "Class now", "Where it stands", "Needs a second look"), rows, empty=empty)


def reference_of(row: ReportRow) -> str:
    """What people call the report: its crime reference where it has one."""
    return name_report(row.object, row.reference)


def say_age(row: ReportRow, *, today: date) -> str:
    """How old it is, and whether the victim was reached."""
    made = f"Made {say_duration((today - row.made_on).days)} ago" if row.made_on else "Day of the report not recorded"
    return f"{made}; last contact {say_day(row.last_contact_on)}"


def say_flags(flags: Iterable[str]) -> str:
    """The flags of a report in words, one a line."""
    return "\n".join(FLAGS.label(flag) for flag in flags) or "Nothing"
