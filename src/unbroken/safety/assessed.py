"""How far the assessments of a report have got: for each victim and instrument, for lists and rates. Pure (ASS-01)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from unbroken.record.entries import Entry
from unbroken.safety.instruments.due import state_of
from unbroken.safety.instruments.earlier import KIND, is_complete

NOT_DONE: Final = "not_done"
FURTHEST: Final = ("done", "begun", "unclear", "refused", NOT_DONE)
"""The states of an assessment, the one that has got furthest first."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one victim with one instrument: `state` as of now, and the day of the first complete one."""

    victim: str
    instrument: str
    state: str
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """The assessments of a report. A victim without one is not in it."""

    object: str
    made: tuple[Made, ...]


def fold_assessed(report: str, entries: Sequence[Entry]) -> Assessed | None:
    """The assessments of a report, from its standing entries in the order in which they happened; None without any."""
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.kind == KIND and entry.body is not None and report in entry.of("report"):
            for victim in entry.of("victim"):
                found.setdefault((victim, str(entry.get("instrument"))), []).append(entry)
    made = (_made(victim, instrument, those) for (victim, instrument), those in sorted(found.items()))
    return Assessed(report, tuple(made)) if found else None


def together(victims: Iterable[str], made: Iterable[Made]) -> tuple[str, date | None]:
    """Where a report with these victims stands by what was made of them with one instrument, and since when it is done.

    Of several victims the one who is least far counts: a report is done when each of them was assessed. `made` calls
    them by the same names as `victims`: somebody with two names in the report is one victim.
    """
    of_each: dict[str, list[Made]] = {victim: [] for victim in victims}
    for one in made:
        of_each.setdefault(one.victim, []).append(one)
    best = [min((one.state for one in those), key=FURTHEST.index, default=NOT_DONE) for those in of_each.values()]
    state = max(best, key=FURTHEST.index, default=NOT_DONE)
    if state != "done":
        return state, None
    return state, max(min(one.done_on for one in those if one.done_on) for those in of_each.values())


def _made(victim: str, instrument: str, entries: Sequence[Entry]) -> Made:
    complete = [entry for entry in entries if is_complete(entry)]
    return Made(
        victim,
        instrument,
        "done" if complete else state_of(entries[-1]),
        complete[0].day if complete else None,
    )
