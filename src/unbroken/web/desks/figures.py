"""The desks without anybody's name on them: an analyst's figures, and an administrator's state of the service.

A figure never stands without its source, period and base (GOV-07).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Max, Min

from unbroken.access.models import User
from unbroken.access.roles import Role
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import Wanted, count_by, count_flags, count_reports
from unbroken.cases.stages import STAGES
from unbroken.record.queries import heads
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.offences import OFFENCES
from unbroken.web.desks.desk import Desk, Section
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.visible import Limits
from unbroken.web.words import NOT_RECORDED, say_count, say_day

_EMPTY = "No report is on the record. Figures appear here as soon as one is made or imported."


def analyst(limits: Limits, today: date) -> Desk:
    """What changed?"""
    everything = Wanted(is_duplicate=False)
    base = count_reports(everything)
    source = _say_source(base, today)
    sections = (
        Section("Class now", _shares(count_by("offence", everything), OFFENCES, base), source),
        Section(
            "First class",
            _shares(count_by("offence_initial", everything), OFFENCES, base),
            f"{source} Compare it with the class now: the difference is what was changed later, in either direction.",
        ),
        Section("Where reports stand", _shares(count_by("stage", everything), STAGES, base), source),
        Section(
            "What the data lacks",
            _shares(count_flags(everything), FLAGS, base),
            f"{source} One report can be counted in several rows.",
        ),
    )
    return Desk("What changed?", sections)


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


def _say_source(base: int, today: date) -> str:
    """Where the figures come from, over what time, and of how many."""
    ends = ReportRow.objects.filter(duplicate_of="").aggregate(first=Min("made_on"), last=Max("made_on"))
    period = f"made from {say_day(ends['first'])} to {say_day(ends['last'])}" if ends["first"] else "none dated"
    return (
        f"Source: the record of this service on {say_day(today)}. Base: {say_count(base, 'report')}, {period}, without "
        "duplicates; restricted ones are counted."
    )


def _say_share(count: int, base: int) -> str:
    return f"{count / base:.0%}" if count * 100 >= base else "less than 1%"


def _shares(counts: Mapping[str, int], codes: CodeList, base: int) -> Listing:
    """Counts with their share of the base, the most frequent first."""
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = (
        (codes.label(code) if code else NOT_RECORDED.capitalize(), f"{count:,}", _say_share(count, base))
        for code, count in found
    )
    return listing(codes.title, (codes.title, "Reports", f"Share of {base:,}"), rows, empty=_EMPTY)
