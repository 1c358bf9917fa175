"""The corrected history: what folds see, and what a page shows beside what was first recorded. Pure.

A correction replaces the body (and, if it says so, the time and the subjects) of the entry it names; a withdrawal
takes an entry out. The latest amendment counts. Withdrawing an amendment undoes it, so every step can be taken
back, and nothing is ever lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Entry, Subject
from unbroken.record.times import read_interval

_in_order = attrgetter("happened_from", "recorded_at", "id")
_as_recorded = attrgetter("recorded_at", "id")


@dataclass(frozen=True, slots=True)
class Effective:
    """An entry as it stands: with its corrections applied, and what they were.

    `entry` has the corrected content under the id of `original`. `corrections` are the amendments that still
    stand, oldest first; `withdrawn` is the withdrawal that stands, if any.
    """

    entry: Entry
    original: Entry
    corrections: tuple[Entry, ...] = ()
    withdrawn: Entry | None = None


def effective(entries: Iterable[Entry], *, known_at: str | None = None) -> list[Effective]:
    """Every entry as it stands, withdrawn ones included, in the order in which it happened.

    `known_at` is a stored time: what was recorded after it is left out ("what did we know on 3 May?").
    Amendments themselves are not listed; they are in the `corrections` and `withdrawn` of what they amend.
    """
    known = [entry for entry in entries if known_at is None or entry.recorded_at <= known_at]
    if not any(entry.kind in AMENDMENTS for entry in known):
        return [Effective(entry, entry) for entry in sorted(known, key=_in_order)]
    withdrawals, corrections = _standing_amendments(known)
    found = [
        _effective(entry, corrections.get(entry.id, ()), withdrawals.get(entry.id))
        for entry in known
        if entry.kind not in AMENDMENTS
    ]
    return sorted(found, key=lambda item: _in_order(item.entry))


def standing(entries: Iterable[Entry], *, known_at: str | None = None) -> list[Entry]:
    """The corrected history without what was withdrawn, in the order in which it happened: what folds see."""
    return [item.entry for item in effective(entries, known_at=known_at) if item.withdrawn is None]


def _standing_amendments(known: Sequence[Entry]) -> tuple[dict[str, Entry], dict[str, tuple[Entry, ...]]]:
    """The withdrawals and corrections that stand, by the id of what they amend.

    Read from the latest to the earliest: whether an amendment stands depends only on later ones.
    """
    withdrawals: dict[str, Entry] = {}
    corrections: dict[str, tuple[Entry, ...]] = {}
    for entry in sorted((e for e in known if e.kind in AMENDMENTS), key=_as_recorded, reverse=True):
        if entry.id in withdrawals:
            continue
        if entry.kind == "entry.withdrawn":
            withdrawals[entry.corrects] = entry
        elif entry.kind == "entry.corrected":
            corrections[entry.corrects] = (entry, *corrections.get(entry.corrects, ()))
    return withdrawals, corrections


def _effective(entry: Entry, corrections: tuple[Entry, ...], withdrawn: Entry | None) -> Effective:
    if not corrections:
        return Effective(entry, entry, (), withdrawn)
    latest = corrections[-1]
    if entry.body is None or latest.body is None:  # an erased body is not brought back by a correction of it
        return Effective(replace(entry, body=None), entry, corrections, withdrawn)
    changed = replace(entry, body=latest.body["body"])
    if when := latest.body.get("happened"):
        interval = read_interval(when)
        changed = replace(changed, happened_from=interval.start, happened_to=interval.end)
    if about := latest.body.get("subjects"):
        changed = replace(changed, subjects=tuple(sorted(Subject(role, name) for role, name in about)))
    return Effective(changed, entry, corrections, withdrawn)
