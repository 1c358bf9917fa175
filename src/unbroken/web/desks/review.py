"""The desk of a specialist reviewer: what the team is told of, and pairs whose reports are not held to be stalking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import PartIn, Wanted, count_by, flags_of, list_reports, parts_of, people_in
from unbroken.vocabulary.offences import STALKING
from unbroken.vocabulary.people import RELATIONSHIPS
from unbroken.web.addresses import page_of
from unbroken.web.desks.assessments import awaiting
from unbroken.web.desks.desk import SHOWN, Desk, Section, reference_of
from unbroken.web.desks.marked import told
from unbroken.web.desks.matches import matches
from unbroken.web.desks.needs import needs
from unbroken.web.desks.recognition import recognition
from unbroken.web.desks.twice import twice
from unbroken.web.desks.wording import wording
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.visible import Limits, names_for
from unbroken.web.words import say_count, say_day

_EXAMINED = 60  # reports that the list looks at, newest first
_EMPTY = "No report of another class has a sign of stalking. The newest are looked at every time this page is opened."
_FORMER = frozenset({"ex_partner"})
_TELLING = ("former_partner_harassment", "impact_beyond_2a", "further_incident_unreported")


def reviewer(limits: Limits, today: date) -> Desk:
    """Who first, and why?"""
    everything = Wanted(without=limits.hidden, is_duplicate=False)
    others = [offence for offence in count_by("offence", everything) if offence not in STALKING]
    wanted = Wanted(without=limits.hidden, is_duplicate=False, offences=others)
    rows = list_reports(wanted, size=_EXAMINED).rows if others else ()
    pairs = _pairs(rows, limits)
    names = names_for(limits, {person for pair in pairs for person in (pair.victim, pair.suspect) if person})
    found = [(pair, reasons) for pair in pairs if (reasons := _reasons(pair))][: SHOWN * 2]
    section = Section(
        "Reported lately, not held to be stalking",
        _list_pairs(found, names),
        f"The newest {say_count(len(rows), 'report')} of another class, where something recorded points to a course "
        "of conduct. Newest first; the order says nothing about danger.",
    )
    objects = {person for pair, _ in found for person in (pair.victim, pair.suspect) if person}
    objects |= {row.object for pair, _ in found for row in pair.rows}
    marked, recorded_twice = told(limits, today), twice(limits, today)
    sections = (
        *marked.sections,
        section,
        *awaiting(limits, today),
        *recognition(limits),
        *matches(limits),
        *recorded_twice.sections,
        *needs(limits),
        *wording(limits),
    )
    return Desk("Who first, and why?", sections, frozenset(objects) | marked.objects | recorded_twice.objects)


@dataclass(frozen=True, slots=True)
class Pair:
    """A victim and a suspect ("" where nobody is named), their reports that are not recognised, and all they have."""

    victim: str
    suspect: str
    rows: tuple[ReportRow, ...]
    together: int
    flags: tuple[str, ...]


def _pairs(rows: Sequence[ReportRow], limits: Limits) -> list[Pair]:
    """The pairs of these reports, newest report first."""
    by_report = {row.object: row for row in rows}
    sides = _sides(people_in(by_report))
    named = [(victim, suspect, report) for report in by_report for victim, suspect in sides.get(report, ())]
    together = _together({victim for victim, _, _ in named}, limits)
    flags = flags_of(by_report)
    found = []
    for (victim, suspect), held in groupby(sorted(named), key=lambda one: one[:2]):
        reports = tuple(by_report[report] for _, _, report in held)
        up = dict.fromkeys(flag for row in reports for flag in flags.get(row.object, ()))
        found.append(Pair(victim, suspect, reports, together.get((victim, suspect), 1), tuple(up)))
    return sorted(found, key=lambda pair: max(str(row.made_on or "") for row in pair.rows), reverse=True)


def _sides(parts: Iterable[PartIn]) -> dict[str, list[tuple[str, str]]]:
    """The pairs of each report: every victim with every suspect, or with nobody."""
    victims: dict[str, list[str]] = {}
    suspects: dict[str, list[str]] = {}
    for part in parts:
        side = {"victim": victims, "suspect": suspects}.get(part.role)
        if side is not None:
            side.setdefault(part.report, []).append(part.person)
    return {
        report: [(victim, suspect) for victim in held for suspect in suspects.get(report) or [""]]
        for report, held in victims.items()
    }


def _together(victims: set[str], limits: Limits) -> dict[tuple[str, str], int]:
    """In how many reports each pair stands, whatever their class."""
    reports = {part.report for part in parts_of(victims) if part.role == "victim"} - limits.hidden
    counts: dict[tuple[str, str], int] = {}
    for pairs in _sides(people_in(reports)).values():
        for pair in set(pairs):
            counts[pair] = counts.get(pair, 0) + 1
    return counts


def _reasons(pair: Pair) -> list[str]:
    """Why somebody should look, in short sentences, each from what is recorded."""
    found = []
    if pair.together > 1 and pair.suspect:
        found.append(f"{say_count(pair.together, 'report')} about the same two people")
    incidents = sum(row.incidents for row in pair.rows)
    if incidents > 1:
        found.append(f"{say_count(incidents, 'incident')} recorded")
    relationship = next((row.relationship for row in pair.rows if row.relationship in _FORMER), "")
    if relationship and found:
        found.append(f"The suspect is recorded as: {RELATIONSHIPS.label(relationship).lower()}")
    if any(row.recognised_on for row in pair.rows):
        found.append("It was held to be stalking before")
    return found + [FLAGS.label(flag) for flag in pair.flags if flag in _TELLING]


def _list_pairs(found: Sequence[tuple[Pair, list[str]]], names: Mapping[str, str]) -> Listing:
    rows = (
        (
            Cell(names[pair.victim], reverse("journey", args=[pair.victim])),
            Cell(names[pair.suspect], page_of(pair.suspect)) if pair.suspect else Cell("Not known"),
            Cell(say_class(pair.rows[0].offence), note=_say_newest(pair.rows)),
            "\n".join(reasons),
        )
        for pair, reasons in found
    )
    return listing("Pairs", ("Victim", "Suspect", "Class now", "Why"), rows, empty=_EMPTY)


def _say_newest(rows: Sequence[ReportRow]) -> str:
    newest = max(rows, key=lambda row: str(row.made_on or ""))
    return f"{reference_of(newest)}, {say_day(newest.made_on)}"
