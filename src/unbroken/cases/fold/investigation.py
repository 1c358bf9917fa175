"""The investigation: who has it, what was done with the suspect, evidence, delay, closing and reviews."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from unbroken.cases.fold.history import History, codes, first_days, one_of
from unbroken.cases.fold.shapes import Allocation, Allocations, Closure, Delay, Evidence, Review, SuspectStep
from unbroken.record.entries import Entry
from unbroken.record.times import Length
from unbroken.vocabulary.outcomes import ended_by, stage_of

_SUSPECT_STEPS = (
    "suspect.identified",
    "suspect.arrested",
    "suspect.interviewed",
    "suspect.bailed",
    "suspect.released",
    "suspect.remanded",
    "suspect.sectioned",
)
_STEP_CODES = {"suspect.arrested": "offences", "suspect.interviewed": "accounts"}
_STEP_CODE = {"suspect.released": "how", "suspect.remanded": "where"}
_EVIDENCE = ("evidence.referenced", "evidence.requested", "evidence.obtained", "evidence.refused")
_NOT_IDENTIFIED = frozenset({"14", "18"})
BANDS = ((1, "days_0_to_1"), (7, "days_2_to_7"), (14, "weeks_1_to_2"), (28, "weeks_2_to_4"))


def fold_allocations(history: History) -> Allocations:
    """Who has the report and who had it; an allocation that names no officer leaves the officer as it was."""
    listed: list[Allocation] = []
    now: dict[str, str | None] = {"officer": None, "team": None, "stalking_lead": None, "supervisor": None}
    officers: list[str] = []
    for entry in history.of("report.allocated"):
        given = {name: entry.get(name) for name in now}
        listed.append(Allocation(entry.day, entry.id, **given, reason=entry.get("reason")))
        if given["officer"] and given["officer"] != now["officer"]:
            officers.append(given["officer"])
        now = {name: value or now[name] for name, value in given.items()}
    return Allocations(tuple(listed), **now, officers=len(set(officers)), officer_changes=max(0, len(officers) - 1))


def fold_suspect_steps(history: History) -> tuple[SuspectStep, ...]:
    """Identification, arrests, interviews, bail, remand, release and detention, in order."""
    return tuple(_suspect_step(entry) for entry in history.of(*_SUSPECT_STEPS))


def fold_evidence(history: History) -> tuple[Evidence, ...]:
    """Each piece of evidence with its last state. Pieces of one type without a reference are one."""
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    for entry in history.of(*_EVIDENCE):
        if entry.body is None:
            continue
        state = entry.kind.partition(".")[2]
        piece = found.setdefault((entry.get("type"), entry.get("reference")), {})
        piece["state"] = state
        piece.setdefault(f"{state}_on", entry.day)
        for field, name in (("refused_because", "reason"), ("witness", "witness"), ("lost_after", "lost_after")):
            piece[field] = entry.get(name) or piece.get(field)
    return tuple(_evidence(*key, piece) for key, piece in found.items())


def fold_delays(history: History) -> tuple[Delay, ...]:
    """Every delay recorded."""
    return tuple(
        Delay(entry.get("cause"), entry.get("days"), entry.day, entry.id)
        for entry in history.of("delay.recorded")
        if entry.body is not None
    )


def fold_closures(history: History) -> tuple[Closure, ...]:
    """Every closing of the investigation. NFA by police and after a withdrawal are never merged (REC-12)."""
    found: list[Closure] = []
    for entry in history.of("investigation.closed", "investigation.reopened"):
        if entry.kind == "investigation.reopened":
            if found and found[-1].reopened_on is None:
                found[-1] = replace(found[-1], reopened_on=entry.day)
        elif entry.body is not None:
            found.append(_closure(history, entry))
    return tuple(found)


def fold_reviews(history: History) -> tuple[Review, ...]:
    """Reviews of decisions, each request with its result."""
    found: list[Review] = []
    for entry in history.of("review.requested", "review.decided"):
        of = entry.get("of")
        if entry.kind == "review.requested":
            found.append(Review(of, entry.day, None, None))
            continue
        open_ones = [i for i, item in enumerate(found) if item.decided_on is None and of in (None, item.of)]
        if open_ones:
            place = open_ones[0]
            found[place] = replace(found[place], decided_on=entry.day, result=entry.get("result"))
        else:
            found.append(Review(of, None, entry.day, entry.get("result")))
    return tuple(found)


def is_relationship_stated(stated: Entry) -> bool:
    """Whether it answers how they know one another: unknown is an answer only with its reason (REC-06)."""
    return stated.body is not None and (stated.get("relationship") != "unknown" or bool(stated.get("unknown_because")))


def identified(history: History) -> tuple[date | None, date | None]:
    """When the suspect was known: identified, or at the latest arrested, interviewed or charged."""
    return first_days(history.of("suspect.identified", "suspect.arrested", "suspect.interviewed", "charge.laid"))


def identified_band(days: Length | None, outcome: Closure | None) -> str:
    """The band of days to identification; the bands add up to all reports (INV-02).

    `days_0_to_1`, `days_2_to_7`, `weeks_1_to_2`, `weeks_2_to_4`, `over_4_weeks`; `not_identified` where the case
    was closed for it; `not_known` where nothing says when, or only a period that reaches into several bands.
    """
    if days is not None:
        bands = {_band(days.least), _band(days.most)}
        return bands.pop() if len(bands) == 1 else "not_known"
    if outcome and (outcome.outcome in _NOT_IDENTIFIED or "suspect_not_identified" in outcome.reasons):
        return "not_identified"
    return "not_known"


def obtained(history: History, type_: str) -> tuple[date | None, date | None]:
    """The days from and to which evidence of a type can first have been obtained."""
    return first_days([entry for entry in history.of("evidence.obtained") if entry.get("type") == type_])


def _band(days: int) -> str:
    return next((band for last, band in BANDS if days <= last), "over_4_weeks")


def _suspect_step(entry: Entry) -> SuspectStep:
    kind = entry.kind
    single = entry.get(_STEP_CODE.get(kind, ""))
    conditions = tuple(condition["kind"] for condition in entry.get("conditions") or ())
    listed = codes(entry, _STEP_CODES[kind]) if kind in _STEP_CODES else conditions
    return SuspectStep(
        kind=kind.partition(".")[2],
        suspect=one_of(entry, "suspect") or "",
        on=entry.day,
        entry=entry.id,
        codes=(single,) if single else listed,
        until=entry.get("until"),
        victim_told_on=entry.get("victim_told_on"),
    )


def _evidence(type_: str, reference: str | None, piece: dict[str, Any]) -> Evidence:
    return Evidence(
        type=type_,
        reference=reference,
        state=piece["state"],
        referenced_on=piece.get("referenced_on"),
        requested_on=piece.get("requested_on"),
        obtained_on=piece.get("obtained_on"),
        refused_on=piece.get("refused_on"),
        refused_because=piece["refused_because"],
        witness=piece["witness"],
        lost_after=piece["lost_after"],
    )


def _closure(history: History, entry: Entry) -> Closure:
    outcome, decided_by = entry.get("outcome"), entry.get("decided_by")
    return Closure(
        outcome=outcome,
        no_outcome_because=entry.get("no_outcome_because"),
        on=entry.day,
        entry=entry.id,
        days=history.days_to(entry),
        reasons=codes(entry, "reasons"),
        decided_by=decided_by,
        ended_by=_ended_by(outcome, decided_by),
        left_at=_left_at(outcome, decided_by),
        supervisor=entry.get("supervisor"),
        victim_told_on=entry.get("victim_told_on"),
        relationship_stated=any(
            is_relationship_stated(said) and said.day <= entry.day for said in history.of("relationship.stated")
        ),
    )


def _left_at(outcome: str | None, decided_by: str | None) -> str:
    if outcome is None:
        return ""
    stage = stage_of(outcome)
    return "A6n" if decided_by == "cps" and stage == "A4b" else stage


def _ended_by(outcome: str | None, decided_by: str | None) -> str:
    """Who ended it: the decider where the outcome leaves that open (15: police or CPS, 12: police or health)."""
    if outcome is None:
        return decided_by if decided_by and decided_by != "unknown" else ""
    who = ended_by(outcome)
    return decided_by if decided_by and decided_by in who.split("_or_") else who
