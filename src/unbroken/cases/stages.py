"""The stages of a report, from the first contact to after the sentence, as a table of transitions.

The diagram in the documentation is drawn from `TRANSITIONS`. What is recorded out of order never fails: a signal
that has no transition from the present stage leaves it as it is. Who may record what is the access policy's
affair, not the table's.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from unbroken.vocabulary.codes import Code, CodeList

STAGES = CodeList(
    name="report_stages",
    title="Stage of a report",
    source="MOPAC Stalking Deep Dive, attrition from report to sentence",
    codes=(
        Code("reported", "Reported", group="police"),
        Code("under_investigation", "Under investigation", group="police"),
        Code("withdrawn", "Victim withdrew", group="police", note="Open: a withdrawal closes nothing by itself."),
        Code("reopened", "Reopened", group="police"),
        Code("closed", "Closed without charge", group="ended"),
        Code("submitted", "With the CPS", group="prosecution"),
        Code("charged", "Charged", group="court"),
        Code("in_court", "In court", group="court"),
        Code("convicted", "Convicted, sentence to come", group="court"),
        Code("acquitted", "Acquitted", group="ended"),
        Code("discontinued", "Discontinued after charge", group="ended"),
        Code("sentenced", "Sentenced", group="sentence"),
        Code("after_sentence", "After sentence", group="sentence"),
    ),
)

START: Final = "reported"
ENDED: Final = frozenset({"closed", "acquitted", "discontinued", "sentenced", "after_sentence"})
"""Stages in which the criminal case has ended. An order may still run."""

_POLICE: Final = ("reported", "under_investigation", "withdrawn", "reopened")
# What a court or the CPS did is recorded where nobody recorded the steps that led there, too.
_BEFORE_CHARGE: Final = (*_POLICE, "closed", "submitted")
_CHARGED: Final = (*_BEFORE_CHARGE, "charged", "in_court")


def _to(stage: str, *before: str) -> Mapping[str, str]:
    return MappingProxyType(dict.fromkeys(before, stage))


TRANSITIONS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "investigated": _to("under_investigation", "reported", "reopened"),
        "withdrew": _to("withdrawn", "reported", "under_investigation", "reopened", "submitted"),
        "came_back": _to("under_investigation", "withdrawn"),
        "closed": _to("closed", *_POLICE, "submitted"),
        "reopened": _to("reopened", "closed", "withdrawn", "acquitted", "discontinued"),
        "submitted": _to("submitted", *_POLICE, "closed"),
        "returned": _to("under_investigation", "submitted"),
        "not_charged": _to("closed", *_POLICE, "submitted"),
        "charged": _to("charged", *_BEFORE_CHARGE, "acquitted", "discontinued"),
        "heard": _to("in_court", *_BEFORE_CHARGE, "charged"),
        "convicted": _to("convicted", *_CHARGED, "acquitted", "discontinued"),
        "acquitted": _to("acquitted", *_CHARGED, "discontinued"),
        "discontinued": _to("discontinued", *_CHARGED),
        "sentenced": _to("sentenced", *_CHARGED, "convicted", "acquitted", "discontinued"),
        "supervised": _to("after_sentence", "sentenced"),
    }
)
"""Signal -> the stage before -> the stage after."""

SIGNALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "report.allocated": "investigated",
        "suspect.identified": "investigated",
        "suspect.arrested": "investigated",
        "suspect.interviewed": "investigated",
        "suspect.bailed": "investigated",
        "evidence.referenced": "investigated",
        "evidence.requested": "investigated",
        "evidence.obtained": "investigated",
        "evidence.refused": "investigated",
        "victim.withdrew": "withdrew",
        "victim.reengaged": "came_back",
        "investigation.reopened": "reopened",
        "prosecution.submitted": "submitted",
        "prosecution.returned": "returned",
        "charge.laid": "charged",
        "hearing.held": "heard",
        "hearing.adjourned": "heard",
        "plea.entered": "heard",
        "sentence.passed": "sentenced",
        "probation.started": "supervised",
        "licence.recalled": "supervised",
    }
)
"""Kind of entry -> signal, where the kind alone says it. The rest is in `cases.fold.steps`."""


def next_stage(stage: str, signal: str | None) -> str:
    """The stage after a signal: the same where there is no signal, or no transition for it from here."""
    return TRANSITIONS[signal].get(stage, stage) if signal else stage
