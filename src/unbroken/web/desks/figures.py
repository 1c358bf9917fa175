"""The desks without anybody's name on them: an analyst's figures, and an administrator's state of the service.

A figure never stands without its source, period, base and caveats (`cases.figures`).
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from django.db.models import Count
from django.urls import reverse

from unbroken.access.models import User
from unbroken.access.roles import Role
from unbroken.cases.figure_queries import read_sample
from unbroken.cases.figures import Figures, say_share
from unbroken.record.queries import heads
from unbroken.safety.instruments.loading import expected
from unbroken.triage.needs import read_all_figures
from unbroken.vocabulary.agencies import say_agency
from unbroken.web.desks.desk import Desk, Section
from unbroken.web.presenters.figures import notes_of
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.sample import SampleAsked, present_sample
from unbroken.web.visible import Limits

_EMPTY = "No report is on the record. Figures appear here as soon as one is made or imported."
_NO_SUSPECT = "Nobody is in the base. Suspects are counted here as soon as what the table is about is known of one."
_NOT_TO_PUBLISH = (
    "These are the true counts, small ones too, for your eyes. They are not fit to publish: a small count can point at "
    "somebody. Each download is: it withholds small counts, and whatever would give them away."
)
_INTROS = MappingProxyType(
    {
        "first-class": "Compare it with the class now: the difference is what was changed later, in either direction.",
    }
)


def analyst(limits: Limits, today: date) -> Desk:
    """What changed?"""
    tables = tuple(_section(*found) for found in read_all_figures(made_on=today).items())
    return Desk("What changed?", (_sample(today), _assessed(), *tables), intro=_NOT_TO_PUBLISH)


def _assessed() -> Section:
    """How often the risk is assessed, which is a page of its own."""
    name = expected().title
    said = f"In how many reports of stalking {name} was done, and how soon, by area and by month."
    return Section(f"{name} done", None, said, "See how often it is done", reverse("assessment_rates"))


def _sample(today: date) -> Section:
    """How the reports of a study would be arrived at; some of them can be chosen on its own page."""
    page = present_sample(read_sample(made_on=today), SampleAsked())
    return Section(
        page.title,
        page.table,
        page.said,
        more="Choose the reports of some months, or download this for publication",
        more_href=reverse("sample"),
        tag=page.tag,
        notes=page.notes,
        picture=page.picture if page.table.rows else None,
    )


def administrator(limits: Limits, today: date) -> Desk:
    """Is the service in order?"""
    books = (
        (Cell(say_agency(book), note=book), f"{seq:,}", Cell(digest)) for book, (seq, digest) in sorted(heads().items())
    )
    roles = dict(User.objects.filter(is_active=True).values_list("role").annotate(users=Count("pk")).order_by("role"))
    users = ((role.label, f"{roles.get(role.value, 0):,}") for role in Role)
    sections = (
        Section(
            "Books",
            listing("Books", ("Book", "Entries", "Head"), books, empty="No book yet. The first entry begins one."),
            "Each agency's entries are chained in a book of their own. Compare a head with a sealed one to prove that "
            "nothing was cut off: unbroken verify --seal.",
        ),
        Section("Who can sign in", listing("Users", ("Role", "Open accounts"), users, empty="")),
    )
    return Desk("Is the service in order?", sections)


def _section(name: str, figures: Figures) -> Section:
    """A table with what must stand beside it, and the way to publish it."""
    return Section(
        figures.about.title,
        _shares(figures),
        _INTROS.get(name, ""),
        more="Download for publication (CSV)",
        more_href=reverse("figures_csv", args=[name]),
        more_about=f"of {figures.about.title}",
        tag="Provisional" if figures.about.provisional else "",
        notes=tuple(notes_of(figures)),
    )


def _shares(figures: Figures) -> Listing:
    """Counts with their share of the base, the most frequent first."""
    found = sorted(figures.rows, key=lambda row: (-row.count, row.label))
    rows = ((row.label, f"{row.count:,}", say_share(row.count, figures.base)) for row in found)
    heading = figures.about.heading
    unit = f"{figures.about.unit.capitalize()}s"
    empty = _EMPTY if figures.about.unit == "report" else _NO_SUSPECT
    return listing(heading, (heading, unit, f"Share of {figures.base:,}"), rows, empty=empty)
