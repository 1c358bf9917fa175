"""What was said of a report not to be: no crime, no stalking, no course of conduct (RCG-09). Pure.

A statement is an entry of its own; that a report was closed for such a reason, or reclassified because it was found
that no crime happened, says the same. Each stands beside what the report adds up to, and none of them changes that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.record.entries import Entry
from unbroken.vocabulary.recognition import NO_CRIME_STATEMENTS

STATED = "nocrime.stated"
_NO_CRIME_HAPPENED = "additional_verifiable_information"  # Home Office Counting Rules: a recorded crime is cancelled


@dataclass(frozen=True, slots=True)
class Statement:
    """That something was said not to be: the entry, the codes (no_crime_statements), when, why, and who agreed.

    `officer`, `reason` and `supervisor` are "" where the entry names none.
    """

    entry: str
    said: tuple[str, ...]
    on: date
    officer: str
    reason: str
    supervisor: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What was said of a report not to be, in the order in which it was said."""

    object: str
    statements: tuple[Statement, ...]


def fold_statements(report: str, entries: Sequence[Entry]) -> Statements:
    """The statements among the standing entries of a report."""
    return Statements(report, tuple(statements_in(entry for entry in entries if report in entry.of("report"))))


def statements_in(entries: Iterable[Entry]) -> Iterator[Statement]:
    """The statements among these entries."""
    for entry in entries:
        if said := tuple(_said(entry)):
            reason = entry.get("reason") if entry.kind == STATED else entry.get("explanation")
            yield Statement(entry.id, said, entry.day, entry.get("officer") or "", reason or "",
                            entry.get("supervisor") or "")  # fmt: skip


def _said(entry: Entry) -> Iterator[str]:
    if entry.kind == STATED and entry.body is not None:
        yield entry.get("statement")
    elif entry.kind == "investigation.closed":
        yield from (code for code in entry.get("reasons") or () if code in NO_CRIME_STATEMENTS)
    elif entry.kind == "report.classified" and entry.get("reason") == _NO_CRIME_HAPPENED:
        yield "no_crime"
