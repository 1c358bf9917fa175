"""The stages a report or a prosecution went through, read from its entries by the table in `cases.stages`."""

from __future__ import annotations

from collections.abc import Collection
from operator import attrgetter

from unbroken.cases.fold.court_shapes import StageEntered
from unbroken.cases.fold.history import History
from unbroken.cases.stages import ENDED, SIGNALS, next_stage
from unbroken.record.entries import Entry
from unbroken.record.told import told_on
from unbroken.vocabulary.courts import CHARGING_DECISIONS, VERDICTS
from unbroken.vocabulary.outcomes import OUTCOMES

_BY_DECISION = {"no_charge": "not_charged", "returned": "returned", "stopped": "discontinued"}
_BY_VERDICT = {"convicted": "convicted", "not_convicted": "acquitted", "stopped": "discontinued"}
_NO_DECISION = "plea_accepted"  # ends a charge, not the case
_recorded = attrgetter("recorded_at", "id")


def fold_stages(history: History, *, start: str, undecided: Collection[str]) -> tuple[StageEntered, ...]:
    """Every stage entered, the first when the report was made, or with the first entry recorded where that is unknown.

    No stage it still is in began before the report was made, whatever happened before; an end keeps its own day.
    `undecided` are the ids of verdicts that left other charges open: an acquittal on one of three charges ends
    nothing.
    """
    if not history.entries:
        return ()
    first = (*history.of("report.made"), *sorted(history.entries, key=_recorded))[0]
    told = told_on(first)
    entered = [StageEntered(start, told, first.last_day if first.kind == "report.made" else told, first.id)]
    stage = start
    for entry in history.of(*SIGNALS, *_SPECIAL):
        after = next_stage(stage, signal_of(entry, undecided))
        if after != stage:
            stage = after
            made = entry.day if stage in ENDED else history.made_on or entry.day
            entered.append(StageEntered(stage, max(entry.day, made), max(entry.last_day, made), entry.id))
    return tuple(entered)


def signal_of(entry: Entry, undecided: Collection[str] = ()) -> str | None:
    """What an entry says to the table of stages; None for most kinds."""
    if (signal := SIGNALS.get(entry.kind)) is not None:
        return signal
    special = _SPECIAL.get(entry.kind)
    if special is None or entry.body is None:
        return None
    signal = special(entry)
    return None if entry.id in undecided and signal != "convicted" else signal


def end_of(stages: tuple[StageEntered, ...]) -> StageEntered | None:
    """The stage in which the criminal case ended, where it has: after a sentence, the sentence."""
    found = None
    for item in reversed(stages):
        if item.stage not in ENDED:
            break
        found = item
        if item.stage != "after_sentence":
            break
    return found


def _of_closure(entry: Entry) -> str | None:
    outcome = entry.get("outcome")
    group = OUTCOMES[outcome].group if outcome else None  # closed, whatever the outcome was
    return {"charged": "charged", "not_yet_assigned": None}.get(group or "", "closed")


def _of_decision(entry: Entry) -> str | None:
    decision = entry.get("decision")
    return None if decision == _NO_DECISION else _BY_DECISION.get(CHARGING_DECISIONS[decision].group or "")


def _of_verdict(entry: Entry) -> str | None:
    return _BY_VERDICT.get(VERDICTS[entry.get("verdict")].group or "")


def _of_release(entry: Entry) -> str | None:
    return "supervised" if entry.get("how") == "prison" else None


_SPECIAL = {
    "investigation.closed": _of_closure,
    "prosecution.decided": _of_decision,
    "verdict.returned": _of_verdict,
    "suspect.released": _of_release,
}
