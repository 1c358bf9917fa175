"""The desks of police: an officer's reports, and a supervisor's area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from unbroken.access.models import User
from unbroken.access.reading import read_entries
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import (
    Wanted,
    changes_since,
    count_flags,
    list_reports,
    my_reports,
)
from unbroken.exchange.exporting.shapes import sentence_of
from unbroken.record.queries import entries_by_id
from unbroken.vocabulary.agencies import say_agency
from unbroken.web.addresses import address_if_any, page_of
from unbroken.web.desks.assessments import awaiting
from unbroken.web.desks.desk import SHOWN, Desk, Reports, Section, gather, list_reports_with_flags, reference_of
from unbroken.web.desks.matches import matches
from unbroken.web.desks.needs import needs
from unbroken.web.desks.recognition import recognition
from unbroken.web.desks.twice import twice
from unbroken.web.desks.wording import wording
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.recording.keeping import begun_reports
from unbroken.web.visible import Limits
from unbroken.web.words import say_day, say_time

_MINE_EMPTY = "No open report is allocated to you or your agency. A report appears here when somebody allocates it."
_NEWS_EMPTY = "Nothing yet. What anybody else records about these reports appears here, newest first."


def officer(limits: Limits, today: date) -> Desk:
    """What do I have to do now?"""
    user = limits.user
    mine = list(my_reports(user.username, without=limits.hidden))
    found = mine or _of_agency(limits, size=SHOWN * 2)
    heading = "My reports" if mine else f"Open reports of {say_agency(user.agency)}"
    intro = "" if mine else "None is allocated to you, so this shows those of your agency, last recorded first."
    reports = gather(found[: SHOWN * 2], limits)
    mine_listed = list_reports_with_flags(reports, today=today, empty=_MINE_EMPTY)
    sections = (
        *_drafts(user),
        *awaiting(limits, today, mine=True),
        Section(heading, mine_listed, intro, "All reports", address_if_any("reports")),
        Section("New on these reports", _news(reports, user)),
    )
    return Desk("What do I have to do now?", sections, reports.objects)


def supervisor(limits: Limits, today: date) -> Desk:
    """Where are we failing someone?"""
    agency = Wanted(agencies=[limits.user.agency], without=limits.hidden, is_duplicate=False)
    oldest = Wanted(agencies=agency.agencies, without=agency.without, is_duplicate=False, is_open=True)
    longest = gather(list_reports(oldest, sort="made_on", descending=False, size=SHOWN).rows, limits)
    newest = gather(list_reports(agency, sort="last_recorded_at", size=SHOWN).rows, limits)
    recorded_twice = twice(limits, today)
    sections = (
        Section("Needs a second look", _flag_counts(agency), f"Reports of {say_agency(limits.user.agency)}."),
        *awaiting(limits, today),
        *recognition(limits),
        *needs(limits),
        *wording(limits),
        *matches(limits),
        *recorded_twice.sections,
        Section("Open longest", list_reports_with_flags(longest, today=today, empty=_MINE_EMPTY)),
        Section(
            "Changed last",
            list_reports_with_flags(newest, today=today, empty=_NEWS_EMPTY),
            more="All reports",
            more_href=address_if_any("reports"),
        ),
    )
    objects = longest.objects | newest.objects | recorded_twice.objects
    return Desk("Where are we failing someone?", sections, objects)


def _of_agency(limits: Limits, *, size: int) -> Sequence[ReportRow]:
    wanted = Wanted(agencies=[limits.user.agency], is_open=True, without=limits.hidden)
    return list_reports(wanted, sort="last_recorded_at", size=size).rows


def _drafts(user: User) -> tuple[Section, ...]:
    """Reports that were begun and not finished; nothing where there is none."""
    rows = [
        (
            Cell(begun.title, reverse("report_check", args=[begun.id])),
            say_time(begun.changed),
            say_day(begun.expires.date()),
        )
        for begun in begun_reports(user)
    ]
    if not rows:
        return ()
    head = ("Report", "Last changed", "Kept until")
    return (Section("Begun and not finished", listing("Reports begun", head, rows, empty="")),)


def _news(reports: Reports, user: User) -> Listing:
    """What others recorded about these reports last, as far as the reader sees it."""
    changes = changes_since([row.object for row in reports.rows], "", limit=SHOWN * 4)
    by_entry = {one.entry: one for one in changes if one.recorded_by != user.username}
    seen = {entry.id: entry for entry in read_entries(user, entries_by_id(by_entry)).entries}
    references = {row.object: reference_of(row) for row in reports.rows}
    rows = (
        (
            Cell(sentence_of(seen[name].kind, seen[name].body), reverse("entry", args=[name])),
            Cell(references[change.report], page_of(change.report)),
            Cell(say_time(change.recorded_at), note=say_agency(change.agency)),
        )
        for name, change in list(by_entry.items())
        if name in seen
    )
    return listing("News", ("What", "Report", "Recorded"), list(rows)[:SHOWN], empty=_NEWS_EMPTY)


def _flag_counts(wanted: Wanted) -> Listing:
    counts = count_flags(wanted)
    address = address_if_any("reports")
    rows = (
        (Cell(flag.label, f"{address}?whose=agency&flag={flag.code}" if address else ""), f"{counts[flag.code]:,}")
        for flag in FLAGS
        if counts.get(flag.code)
    )
    empty = "Nothing. What the reports of your agency lack, or what in them does not fit together, is counted here."
    return listing("Flags", ("What", "Reports"), rows, empty=empty)
