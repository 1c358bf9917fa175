"""The desk of prosecutors and witness care: what waits for a decision, what is listed, who has not been told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import orjson

from unbroken.cases.models import HearingRow, ProsecutionRow
from unbroken.cases.queries import PartIn, hearings_between, people_in, reports_by_name, submissions_waiting
from unbroken.vocabulary.courts import HEARING_TYPES
from unbroken.web.addresses import page_of
from unbroken.web.desks.desk import SHOWN, Desk, Section, reference_of
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.visible import Limits, names_for, still_open
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_duration

_AHEAD, _BACK = timedelta(days=28), timedelta(days=90)
_WAITING_EMPTY = "No file waits for a decision. A file appears here when it is submitted, until it is decided on."
_LISTED_EMPTY = "No hearing is listed in the next four weeks. Hearings appear here as soon as they are recorded."
_UNTOLD_EMPTY = (
    "Nobody. A victim appears here when a hearing was adjourned, or is near, and nobody recorded telling them."
)


def court(limits: Limits, today: date) -> Desk:
    """What is in front of the court?"""
    waiting = list(submissions_waiting(without=limits.closed, of=limits.own.matters if limits.own else None))
    listed = list(hearings_between(today, today + _AHEAD, of=limits.reports))
    untold = list(hearings_between(today - _BACK, today + _AHEAD, victim_told=False, of=limits.reports))
    shown = still_open(limits, {row.object for row in waiting} | {row.prosecution for row in (*listed, *untold)})
    waiting = [row for row in waiting if row.object in shown and all(map(limits.shows, _reports(row)))]
    listed = [row for row in listed if row.prosecution in shown and limits.shows(row.object)]
    untold = [row for row in untold if row.prosecution in shown and limits.shows(row.object)]
    untold = [row for row in untold if row.state == "adjourned" or row.day >= today]
    reports = {row.object for row in (*listed, *untold)} | {name for row in waiting for name in _reports(row)}
    parts = [part for part in people_in(reports) if part.role == "victim" and limits.speaks_of(part.person)]
    names = _victims(parts, names_for(limits, {part.person for part in parts}))
    rows = reports_by_name(reports)
    references = {name: reference_of(row) for name, row in rows.items()}
    classes = {name: say_class(row.offence) for name, row in rows.items()}
    sections = (
        Section("Waiting for a decision", _list_waiting(waiting[:SHOWN], references, classes, names, today)),
        Section("Listed in the next four weeks", _list_hearings(listed[:SHOWN], references, names, _LISTED_EMPTY)),
        Section("Victims not recorded as told", _list_hearings(untold[:SHOWN], references, names, _UNTOLD_EMPTY)),
    )
    return Desk("What is in front of the court?", sections, frozenset(reports) | {part.person for part in parts})


def _reports(row: ProsecutionRow) -> Collection[str]:
    found: list[str] = orjson.loads(row.state)["reports"]
    return found


def _victims(parts: Sequence[PartIn], names: Mapping[str, str]) -> dict[str, str]:
    """The victims of each report, by name."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(part.report, []).append(names[part.person])
    return {report: ", ".join(dict.fromkeys(held)) for report, held in found.items()}


def _list_waiting(
    rows: Sequence[ProsecutionRow],
    references: Mapping[str, str],
    classes: Mapping[str, str],
    names: Mapping[str, str],
    today: date,
) -> Listing:
    found = (
        (
            Cell(references.get(report, NOT_RECORDED), page_of(report), note=names.get(report, "")),
            classes.get(report, NOT_RECORDED),
            Cell(say_day(row.submitted_on), note=_waited(row, today)),
            say_count(row.submissions, "submission"),
        )
        for row in rows
        for report in list(_reports(row))[:1]
    )
    return listing("Files", ("Report", "Class now", "Submitted", "How often"), found, empty=_WAITING_EMPTY)


def _waited(row: ProsecutionRow, today: date) -> str:
    return f"Waiting for {say_duration((today - row.submitted_on).days)}" if row.submitted_on else ""


def _list_hearings(
    rows: Sequence[HearingRow], references: Mapping[str, str], names: Mapping[str, str], empty: str
) -> Listing:
    found = (
        (
            Cell(say_day(row.day), note=row.court),
            Cell(HEARING_TYPES.label(row.purpose) if row.purpose else NOT_RECORDED, note=row.state.capitalize()),
            Cell(references[row.object], page_of(row.object), note=names.get(row.object, "")),
            f"Told on {say_day(row.victim_told_on)}" if row.victim_told_on else "Not recorded as told",
        )
        for row in rows
    )
    return listing("Hearings", ("Day", "What for", "Report", "Victim"), found, empty=empty)
