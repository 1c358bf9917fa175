"""A report as it stands: folded from its standing entries and those of its prosecutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from unbroken.cases.fold.charges import fold_charges
from unbroken.cases.fold.classes import fold_classes
from unbroken.cases.fold.court import first_hearing, fold_hearings, fold_sentences, fold_submissions
from unbroken.cases.fold.history import History, codes, first_days, history_of_report, once, one_of
from unbroken.cases.fold.investigation import (
    fold_allocations,
    fold_closures,
    fold_delays,
    fold_evidence,
    fold_reviews,
    fold_suspect_steps,
    identified,
    identified_band,
    obtained,
)
from unbroken.cases.fold.parties import (
    fold_domestic,
    fold_parties,
    fold_relationships,
    fold_vulnerabilities,
    the_relationship,
)
from unbroken.cases.fold.quality import Gathered, fold_early, fold_flags
from unbroken.cases.fold.shapes import Days, Report
from unbroken.cases.fold.steps import end_of, fold_stages
from unbroken.cases.fold.victim import fold_contact, fold_escalation, fold_impact, fold_incidents, fold_leavings
from unbroken.cases.stages import START
from unbroken.record.entries import Entry

_DUPLICATE = "same_incident"
_STUDY = "coding."  # that somebody reads it for a study is no news of the report, and must not be told


def fold_report(name: str, entries: Sequence[Entry]) -> Report:
    """The state of a report from its standing entries and those of its prosecutions, in the order they happened."""
    history = history_of_report(name, entries)
    parts = _about(history) | _police(history) | _court(history) | _victim(history)
    parts["days"] = _days(history, parts)
    parts["identified_band"] = identified_band(parts["days"].identified, parts["outcome"])
    return Report(**parts, flags=fold_flags(_gathered(parts)))


def _about(history: History) -> dict[str, Any]:
    """What the report is and who is in it."""
    made = history.of("report.made")
    first = made[0] if made else None
    relationships = fold_relationships(history)
    told = [entry for entry in history.entries if not entry.kind.startswith(_STUDY)] or history.entries
    return {
        "object": history.object,
        **{name: first.get(name) if first else None for name in _OF_THE_REPORT},
        "other_references": codes(first, "other_references") if first else (),
        "agency": first.agency if first else history.entries[0].agency,
        "source": first.source if first else history.entries[0].source,
        "made_on": history.made_on,
        "made_last_on": history.made_last_on,
        "made_at": first.happened_from if first else None,
        "parties": fold_parties(history),
        "relationships": relationships,
        "relationship": the_relationship(relationships),
        "domestic": fold_domestic(history, relationships),
        "vulnerabilities": fold_vulnerabilities(history),
        "is_restricted": _is_restricted(history),
        **_links(history),
        "early": fold_early(history),
        "entries": len(told),
        "last_recorded_at": max(entry.recorded_at for entry in told),
    }


def _police(history: History) -> dict[str, Any]:
    """The class, and the investigation."""
    closures = fold_closures(history)
    return {
        "classes": fold_classes(history),
        "allocations": fold_allocations(history),
        "closures": closures,
        "outcome": next((item for item in reversed(closures) if item.reopened_on is None), None),
        "identified_on": identified(history)[0],
        "suspect_steps": fold_suspect_steps(history),
        "accounts": once(code for entry in history.of("suspect.interviewed") for code in codes(entry, "accounts")),
        "evidence": fold_evidence(history),
        "delays": fold_delays(history),
        "reviews": fold_reviews(history),
    }


def _court(history: History) -> dict[str, Any]:
    """The prosecution, and the stage that everything together has led to."""
    charges, undecided = fold_charges(history)
    stages = fold_stages(history, start=START, undecided=undecided)
    end = end_of(stages)
    return {
        "stage": stages[-1].stage,
        "stages": stages,
        "ended_on": end.on if end else None,
        "submissions": fold_submissions(history),
        "charges": charges,
        "hearings": fold_hearings(history),
        "sentences": fold_sentences(history),
    }


def _victim(history: History) -> dict[str, Any]:
    return {
        "leavings": fold_leavings(history),
        "incidents": fold_incidents(history),
        "escalating": fold_escalation(history),
        "impact": fold_impact(history),
        "contact": fold_contact(history),
    }


def _days(history: History, parts: dict[str, Any]) -> Days:
    days, end = history.days, end_of(parts["stages"])
    return Days(
        identified=days(*identified(history)),
        arrested=days(*first_days(history.of("suspect.arrested"))),
        interviewed=days(*first_days(history.of("suspect.interviewed"))),
        victim_device=days(*obtained(history, "victim_device")),
        suspect_device=days(*obtained(history, "suspect_device")),
        submissions=tuple(item.days for item in parts["submissions"] if item.days is not None),
        charged=days(*first_days(history.of("charge.laid"))),
        first_hearing=days(*first_hearing(history)),
        ended=days(end.on, end.last_on) if end else None,
    )


def _gathered(parts: dict[str, Any]) -> Gathered:
    return Gathered(**{field.name: parts[field.name] for field in fields(Gathered)})


def _is_restricted(history: History) -> bool:
    steps = history.of("report.restricted", "report.unrestricted")
    return bool(steps) and steps[-1].kind == "report.restricted"


def _links(history: History) -> dict[str, Any]:
    """Other reports it is linked with, and the one it duplicates: the first named is the duplicate of the other."""
    links: dict[str, str | None] = {}
    duplicate_of = None
    for entry in history.of("report.linked"):
        report, other = one_of(entry, "report"), one_of(entry, "other_report")
        why = entry.get("why")
        if report is None or other is None:
            continue
        links[other if report == history.object else report] = why
        if why == _DUPLICATE and report == history.object:
            duplicate_of = other
    return {
        "links": tuple(sorted(links.items())),
        "duplicate_of": duplicate_of,
        "prosecutions": _named(history, "prosecution"),
        "orders": _named(history, "order"),
    }


def _named(history: History, role: str) -> tuple[str, ...]:
    return tuple(sorted({item.object for entry in history.entries for item in entry.subjects if item.role == role}))


_OF_THE_REPORT = (
    "reference",
    "force",
    "area",
    "channel",
    "reported_by",
    "further_offending",
    "victim_knows",
)
