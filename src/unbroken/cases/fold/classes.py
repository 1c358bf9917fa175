"""The history of a report's class: what it was first held to be, what it became, and what each change means."""

from __future__ import annotations

from collections import Counter

from unbroken.cases.fold.history import History, codes
from unbroken.cases.fold.shapes import Classes, Classification
from unbroken.record.entries import Entry
from unbroken.vocabulary.offences import STALKING, Change, change_kind

_AT_CHARGE = "charge"


def fold_classes(history: History) -> Classes:
    """The history of the class. No change overwrites an earlier class (REC-04)."""
    given = [entry for entry in history.of("report.classified") if entry.body is not None]
    if not given:
        return Classes()
    listed: list[Classification] = []
    police: list[Classification] = []
    for entry in given:
        at_charge = entry.get("stage") == _AT_CHARGE
        before = listed if at_charge else police  # the class at charge follows either
        change: Change = change_kind(before[-1].offence, entry.get("offence")) if before else "none"
        listed.append(_classification(entry, change))
        if not at_charge:
            police.append(listed[-1])
    return _classes(history, listed, police)


def _classes(history: History, listed: list[Classification], police: list[Classification]) -> Classes:
    recognised = next((item for item in listed if item.offence in STALKING), None)
    changes = Counter(item.change for item in police)
    last = {item.stage: item.offence for item in listed}
    counted = police or listed
    return Classes(
        history=tuple(listed),
        initial=counted[0].offence,
        current=counted[-1].offence,
        final=last.get("final"),
        charge=last.get(_AT_CHARGE),
        recognised_on=recognised.on if recognised else None,
        days_to_recognition=history.days(recognised.on, recognised.last_on) if recognised else None,
        recognition_changes=changes["recognition"],
        seriousness_changes=changes["seriousness"],
        losses=changes["loss"],
        other_changes=changes["other"],
    )


def _classification(entry: Entry, change: Change) -> Classification:
    return Classification(
        offence=entry.get("offence"),
        stage=entry.get("stage"),
        on=entry.day,
        last_on=entry.last_day,
        entry=entry.id,
        agency=entry.agency,
        recorded_by=entry.recorded_by,
        decided_by=entry.get("decided_by"),
        change=change,
        reason=entry.get("reason"),
        explanation=entry.get("explanation"),
        override_reason=entry.get("override_reason"),
        included=codes(entry, "included_offences"),
    )
