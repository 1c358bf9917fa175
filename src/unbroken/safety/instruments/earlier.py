"""Earlier assessments with an instrument: how far each got, and the answers that wait to be confirmed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from unbroken.record.entries import Entry
from unbroken.safety.instruments.shapes import Instrument
from unbroken.vocabulary.answers import is_missing

KIND = "risk.assessed"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answer of an earlier assessment: carried forward to be confirmed, never taken over."""

    answer: str
    note: str | None
    entry: Entry


def assessments(entries: Iterable[Entry], instrument: str, victims: frozenset[str]) -> list[Entry]:
    """The assessments of these victims with an instrument, in the order in which they were made."""
    return [
        entry
        for entry in entries
        if entry.kind == KIND and entry.get("instrument") == instrument and victims.intersection(entry.of("victim"))
    ]


def is_complete(assessment: Entry) -> bool:
    """Whether it is an assessment done: only where it says so. Begun, refused and not said are none."""
    return bool(assessment.get("complete") == "yes")


def earlier_answers(instrument: Instrument, entries: Iterable[Entry], *, victims: frozenset[str]) -> dict[str, Earlier]:
    """For each item the latest answer that was one: yes or no. What was left open last time hides none from before."""
    found: dict[str, Earlier] = {}
    known = {item.key for item in instrument.items}
    for assessment in assessments(entries, instrument.key, victims):
        for given in assessment.get("answers") or ():
            if given["item"] in known and not is_missing(given["answer"]):
                found[given["item"]] = Earlier(given["answer"], given.get("note"), assessment)
    return found
