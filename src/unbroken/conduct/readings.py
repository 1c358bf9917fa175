"""What the narratives of a report tell, kept beside the record so that they need not be read anew. Pure.

A narrative is read when it is recorded, and again when it is corrected; an erased one leaves no reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from unbroken.conduct.reading import narrative
from unbroken.conduct.reading.narrative import Said
from unbroken.record.entries import Entry

NARRATIVES: Mapping[str, str] = {
    "report.made": "narrative",
    "incident.recorded": "narrative",
    "impact.recorded": "words",
    "escalation.noted": "what",
}
"""The kinds whose words are read, each with the field that holds them."""
_KEPT = 5000  # narratives: an intake folds its report twice, and a batch the same reports again


@dataclass(frozen=True, slots=True)
class Reading:
    """What the narrative of an entry tells; nothing where it tells nothing."""

    entry: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Readings:
    """What the narratives of a report tell, in the order in which they happened."""

    object: str
    readings: tuple[Reading, ...]


def fold_readings(report: str, entries: Sequence[Entry]) -> Readings:
    """Read the narratives among the standing entries of a report."""
    return Readings(report, tuple(_read(report, entries)))


def text_of(entry: Entry) -> str:
    """The narrative of an entry; "" where it has none, or was erased."""
    return entry.get(NARRATIVES.get(entry.kind, ""), "") or ""


def _read(report: str, entries: Sequence[Entry]) -> Iterator[Reading]:
    for entry in entries:
        if report in entry.of("report") and (text := text_of(entry)) and (said := _said(text)):
            yield Reading(entry.id, said)


@lru_cache(maxsize=_KEPT)
def _said(text: str) -> tuple[Said, ...]:
    found = narrative.read(text)
    return (*found.behaviours, *found.facts)
