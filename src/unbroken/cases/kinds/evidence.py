"""Evidence: spoken of, asked for, obtained or not; and what held the case up."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import (
    Count,
    Day,
    Label,
    Note,
    Reference,
)
from unbroken.record.kinds import CodeOf, Kind, maybe, some
from unbroken.vocabulary.evidence import (
    DELAY_CAUSES,
    EVIDENCE_REFUSALS,
    EVIDENCE_TYPES,
    WITNESS_STATES,
)


class _Evidence(Kind):
    """What is common to the steps of one piece of evidence."""

    type: Annotated[str, CodeOf(EVIDENCE_TYPES)] = Field(title="Kind of evidence")
    """What it is."""
    reference: Reference | None = Field(default=None, title="Exhibit reference")
    """The exhibit or request number, by which the steps of one piece are followed."""
    from_whom: Note | None = None
    """Who has it, or gave it."""
    witness: Annotated[str, CodeOf(WITNESS_STATES)] | None = Field(default=None, title="State of the witness")
    """How far a witness has got."""
    note: Note | None = None
    """Anything else about it."""


_ABOUT_EVIDENCE = (some("report"), maybe("victim"), maybe("suspect"), maybe("witness"))


class EvidenceReferenced(_Evidence, kind="evidence.referenced", subjects=_ABOUT_EVIDENCE, demands=("INV-04", "INV-05")):
    """Evidence referred to.

    Recorded by police when somebody says that it exists: an opportunity, followed or not.
    """

    lost_after: Day | None = Field(default=None, title="Will be lost after")
    """When it will be overwritten or deleted."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Evidence referred to", say.label(EVIDENCE_TYPES, body, "type")),
                say.phrase("will be lost after", say.day(body, "lost_after")),
            )
        )


class EvidenceRequested(_Evidence, kind="evidence.requested", subjects=_ABOUT_EVIDENCE, demands=("INV-04", "INV-05")):
    """Evidence requested.

    Recorded by police.
    """

    due: Day | None = None
    """By when it is asked for."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Evidence requested", say.label(EVIDENCE_TYPES, body, "type")),
                say.phrase("due on", say.day(body, "due")),
            )
        )


class EvidenceObtained(_Evidence, kind="evidence.obtained", subjects=_ABOUT_EVIDENCE, demands=("INV-04", "INV-05")):
    """Evidence obtained.

    Recorded by police.
    """

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = Field(default=None, title="SHA-256 of the file")
    """The SHA-256 of the file as received, so that a change would show."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Evidence obtained", say.label(EVIDENCE_TYPES, body, "type"))


class EvidenceRefused(_Evidence, kind="evidence.refused", subjects=_ABOUT_EVIDENCE, demands=("INV-04", "INV-05")):
    """Evidence not given.

    Recorded by police, with the reason.
    """

    reason: Annotated[str, CodeOf(EVIDENCE_REFUSALS)] | None = None
    """Why it was not given."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Evidence not given", say.label(EVIDENCE_TYPES, body, "type")),
                say.label(EVIDENCE_REFUSALS, body, "reason"),
            )
        )


class DelayRecorded(Kind, kind="delay.recorded", subjects=(some("report"), maybe("prosecution")), demands=("INV-09",)):
    """Delay recorded.

    Recorded by whoever has the case. The time of the entry is the time lost, from its start to its end.
    """

    cause: Annotated[str, CodeOf(DELAY_CAUSES)]
    """What caused it."""
    days: Count | None = Field(default=None, title="Days lost")
    """How many days were lost."""
    owner: Label | None = None
    """The body that has to act."""
    note: Note | None = None
    """What is being waited for."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        lost = say.number(body.get("days"), "day")
        return say.after(say.line("Delay", say.phrase("of", lost)), say.label(DELAY_CAUSES, body, "cause"))
