"""The rows of an extract that tell of assessments: of risk, and of the needs of suspects. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.exchange.extracting.pseudonyms import Pseudonyms
from unbroken.exchange.extracting.rows import Row
from unbroken.record.entries import Entry


def assessment_rows(entry: Entry, names: Pseudonyms) -> Iterator[Row]:
    """The row of an assessment of risk. What is for clinical eyes, and what was answered item by item, stays behind."""
    yield {
        "entry": names.entry(entry.id),
        "case": _first(entry, "report", names),
        "victim": _first(entry, "victim", names),
        "suspect": _first(entry, "suspect", names),
        "on": entry.day,
        "agency": entry.agency,
        "instrument": entry.get("instrument"),
        "grade": entry.get("computed_grade"),
        "judged": entry.get("judgement"),
        "is_complete": entry.get("complete"),
        "typologies": sorted(set(entry.get("typology") or ())),
    }


def need_rows(entry: Entry, names: Pseudonyms) -> Iterator[Row]:
    """The needs that an assessment names, a row for each."""
    for one in entry.get("needs") or ():
        yield {
            "entry": names.entry(entry.id),
            "suspect": _first(entry, "suspect", names),
            "on": entry.day,
            "source": entry.get("source"),
            "need": one["need"],
            "level": one["level"],
        }


def _first(entry: Entry, role: str, names: Pseudonyms) -> str | None:
    named = entry.of(role)
    return names.of(named[0]) if named else None
