"""Reports that may be one incident recorded twice: lists of them, two side by side, and the form that decides. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from unbroken.cases.fold import Report
from unbroken.cases.twice import Proposal, is_merge
from unbroken.exchange.exporting.shapes import sentence_of
from unbroken.record.entries import Entry
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.reports import CHANNELS, REPORTERS, TWICE_EVIDENCE
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.forms import Choice, Form, Hidden, Radios, Textarea
from unbroken.web.presenters.cases import reference_of, say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.report_summary import label, say_references
from unbroken.web.recording.entry_form import FORM_ID
from unbroken.web.recording.meanwhile import SEEN
from unbroken.web.twice import Two
from unbroken.web.words import NOT_RECORDED, say_day, say_happened, say_time

VERDICT, NOTE = "verdict", "note"
THIS, OTHER, APART = "this", "other", "apart"
_READ: Final = 1_000  # characters of an account: the rest is on the page of the report
TAKE_APART: Final = "Withdrawing that entry takes the two apart."
_EMPTY = (
    "None. Two reports of the last 60 days appear here when they name the same victim and what they tell may be one "
    "incident, until somebody has compared them."
)


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was decided, and the entry that says so."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class TwicePage:
    """Two reports side by side. `asks` says whether there is anything left to decide."""

    title: str
    trail: list[dict[str, str]]
    side_by_side: Listing
    evidence: tuple[str, ...]
    decided: tuple[Said, ...]
    further: str
    asks: bool


def list_proposed(report: str, proposals: Iterable[Proposal], names: Mapping[str, str]) -> Listing:
    """The reports that may be of one incident with this one."""
    rows = (
        (
            Cell(f"Compare with {names[beside.report]}", reverse("report_twice", args=[report, beside.report])),
            say_day(beside.made_on),
            "\n".join(say_evidence(proposal.evidence)),
        )
        for proposal in proposals
        for beside in (proposal.beside(report),)
    )
    return listing("May have been recorded twice", ("Report", "Made", "What speaks for it"), rows, empty="")


def list_lately(proposals: Iterable[Proposal], names: Mapping[str, str]) -> Listing:
    """Pairs of reports that may be one, for a desk. `names` are of the reports, and of victims the reader may know."""
    rows = (
        (
            Cell(f"{names[one]} and {names[other]}", reverse("report_twice", args=[one, other])),
            Cell(say_day(proposal.one.made_on), note=f"and {say_day(proposal.other.made_on)}"),
            ", ".join(names[person] for person in sorted(victims_of(proposal)) if person in names) or NOT_RECORDED,
            "\n".join(say_evidence(proposal.evidence)),
        )
        for proposal in proposals
        for one, other in (proposal.reports,)
    )
    return listing("Reports that may be one", ("Reports", "Made", "Victim", "What speaks for it"), rows, empty=_EMPTY)


def victims_of(proposal: Proposal) -> frozenset[str]:
    """The victims whom both reports name."""
    return proposal.one.victims & proposal.other.victims


def say_evidence(evidence: Iterable[str]) -> tuple[str, ...]:
    """Evidence in words."""
    return tuple(TWICE_EVIDENCE.label(code) for code in evidence)


def list_merges(report: str, entries: Iterable[Entry], names: Mapping[str, str]) -> tuple[Said, ...]:
    """What stands of a report and its duplicates, or of what it is the duplicate of."""
    return tuple(
        Said(
            _say_merge(
                "This report" if duplicate == report else names[duplicate],
                "this report" if of == report else names[of],
            ),
            reverse("entry", args=[entry.id]),
        )
        for entry in entries
        if is_merge(entry)
        for duplicate, of in (_both(entry),)
    )


def present_two(two: Two, names: Mapping[str, str]) -> TwicePage:
    """The page of two reports. `names` are those of their people."""
    called = call(two)
    first, second = called.values()
    kept_apart = two.decided and not two.is_merged
    return TwicePage(
        title=f"{first} and {second}",
        trail=trail(
            ("Reports", address_if_any("reports")),
            (f"Report {first}", page_of(two.one.object)),
            ("Recorded twice?", ""),
        ),
        side_by_side=_side_by_side(two, names),
        evidence=say_evidence(two.evidence),
        decided=tuple(_say_decided(entry, called) for entry in two.decided),
        further="Since then something new speaks for it." if kept_apart and not two.is_settled else "",
        asks=not two.is_settled,
    )


def call(two: Two) -> dict[str, str]:
    """What people call the two reports, by name; where both have one number, with the name of each."""
    first, second = (reference_of(report) for report in (two.one, two.other))
    if first == second:
        first, second = (f"{first} ({report.object.partition(':')[2]})" for report in (two.one, two.other))
    return {two.one.object: first, two.other.object: second}


def decision_form(two: Two) -> Form:
    """The form that decides about two reports."""
    this, other = call(two).values()
    kept = "It is kept, and no longer counted by itself. Withdrawing the entry takes the two apart again."
    return Form(
        (
            Hidden(FORM_ID),
            Hidden(SEEN),
            Radios(
                VERDICT,
                "Are they about one incident, recorded twice?",
                called="whether they are about one incident",
                hint="A second incident by the same suspect is a report of its own, however alike the two are.",
                choices=(
                    Choice(THIS, f"They are one incident: {this} is the duplicate of {other}", kept),
                    Choice(OTHER, f"They are one incident: {other} is the duplicate of {this}", kept),
                    Choice(
                        APART,
                        "They are different incidents",
                        "They are not proposed again, unless something new speaks for it.",
                    ),
                ),
            ),
            Textarea(NOTE, "What decided it?", called="what decided it", required=False, rows=4, max_length=2000),
        )
    )


def _side_by_side(two: Two, names: Mapping[str, str]) -> Listing:
    sides = tuple(zip((two.one, two.other), two.made, two.incidents, strict=True))
    called = call(two)
    rows: tuple[tuple[str, list[Cell]], ...] = (
        ("Report", [Cell(f"Open {called[report.object]}", page_of(report.object)) for report, _, _ in sides]),
        ("Made", [Cell(say_happened(made.happened) if made else NOT_RECORDED) for _, made, _ in sides]),
        ("How it came in", [Cell(label(CHANNELS, report.channel)) for report, _, _ in sides]),
        ("Who reported", [Cell(label(REPORTERS, report.reported_by)) for report, _, _ in sides]),
        ("Taken by", [_taken_by(report, made) for report, made, _ in sides]),
        ("Class now", [Cell(say_class(report.classes.current)) for report, _, _ in sides]),
        ("References", [Cell(say_references(report)) for report, _, _ in sides]),
        ("Victims", [_people(report, "victim", names) for report, _, _ in sides]),
        ("Suspects", [_people(report, "suspect", names) for report, _, _ in sides]),
        ("Incidents", [_incidents(found) for _, _, found in sides]),
        ("What was said", [_account(made) for _, made, _ in sides]),
    )
    head = ("What is recorded", *called.values())
    return listing("The two reports side by side", head, ((Cell(name), *cells) for name, cells in rows), empty="")


def _taken_by(report: Report, made: Entry | None) -> Cell:
    by = f"By {made.recorded_by}, recorded {say_time(made.recorded_at)}" if made else ""
    return Cell(say_agency(report.agency), note=by)


def _account(made: Entry | None) -> Cell:
    """The account as it was taken down, as much of it as is read beside another."""
    said: str = (made.get("narrative") if made else None) or ""
    is_cut = len(said) > _READ
    return Cell(f"{said[:_READ].rstrip()} …" if is_cut else said or NOT_RECORDED)


def _people(report: Report, role: str, names: Mapping[str, str]) -> Cell:
    found = [names.get(person) or person.partition(":")[2] for person in report.people(role)]
    return Cell("\n".join(found) or "Nobody is named")


def _incidents(found: Sequence[Entry]) -> Cell:
    said = [f"{say_happened(entry.happened)}: {sentence_of(entry.kind, entry.body)}" for entry in found]
    return Cell("\n".join(said) or "None is recorded")


def _say_decided(entry: Entry, names: Mapping[str, str]) -> Said:
    said = (
        f"{_say_merge(*(names[report] for report in _both(entry)))} {TAKE_APART}"
        if is_merge(entry)
        else "Held to be about different incidents. Withdrawing that entry lets them be proposed again."
    )
    by = f"{entry.recorded_by} on {say_time(entry.recorded_at)}"
    return Said(f"{said} Decided by {by}.", reverse("entry", args=[entry.id]))


def _say_merge(duplicate: str, of: str) -> str:
    return f"{duplicate} counts as the duplicate of {of}: one incident, recorded twice."


def _both(entry: Entry) -> tuple[str, str]:
    return entry.of("report")[0], entry.of("other_report")[0]
