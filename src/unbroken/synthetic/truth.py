"""The truth beside a made-up force: who everybody is, what belongs together, what was drawn, which rows are bad."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from unbroken.synthetic import clock, people_table
from unbroken.synthetic.casefile import CaseFile
from unbroken.synthetic.features import Features

PEOPLE = ("object", "person", "role", "report", "number", "known")
COURSES = ("matter", "kind", "victim", "suspect", "relationship", "report", "source_ref", "first_day", "last_day")
_FEATURES = tuple(field.name for field in fields(Features))
REPORTS = (
    "report",
    "reference",
    "force",
    "made",
    "matter",
    "nth",
    "truth",
    "initial",
    "final",
    "reclassified",
    "fate",
    "ended",
    "victim",
    "suspect",
    "relationship",
    "types",
    *_FEATURES,
)
IDENTITIES = ("record_id", "person_id", "known")
ROWS = ("file", "row", "reference", "fate", "field", "reason")


def people(file: CaseFile) -> Iterator[list[str]]:
    """One row for each description of a person in a report, with the true person behind it.

    `known` says how much the source had: named, by_identifier, seen, nothing.
    """
    for found in file.described.values():
        yield [found.object, found.person.who.text, found.role, file.object, found.number, found.known]


def identities(file: CaseFile) -> Iterator[list[str]]:
    """One row for each row of people.csv, with the true person behind it and how much the sources had in the end."""
    for record_id, name in people_table.records(file):
        found = file.described[name]
        yield [record_id, found.person.who.text, found.known]


def courses(file: CaseFile) -> Iterator[list[str]]:
    """One row for each incident, with the matter it belongs to and the entry that tells it."""
    matter = file.report.matter
    about = [str(matter.number), file.report.truth, matter.victim.text, matter.suspect.text, matter.relationship]
    for number, act in enumerate(file.acts, start=1):
        if act.kind == "incident.recorded":
            reference = f"{file.object[7:]}/{number}"
            yield [*about, file.object, reference, clock.day_text(act.start), clock.day_text(act.end)]


def report(file: CaseFile) -> list[str]:
    """The row of a report: what it truly is, the classes it got, how it ended, and every feature drawn."""
    made = file.report
    row = (
        file.object,
        file.reference,
        file.force,
        clock.stored(made.made),
        made.matter.number,
        made.plan.nth,
        made.truth,
        made.classes.initial,
        made.classes.final,
        clock.stored(made.reclassified) if made.reclassified is not None else "",
        made.ending.fate,
        clock.stored(made.ending.end(made.made)),
        made.victim.who.text,
        made.suspect.who.text,
        made.matter.relationship,
        made.types,
        *(getattr(made.features, name) for name in _FEATURES),
    )
    return [_cell(value) for value in row]


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "|".join(str(part) for part in value)
    return ("1" if value else "0") if isinstance(value, bool) else str(value)
