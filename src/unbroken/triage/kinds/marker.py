"""The marker on the national computer, what it brings in, and the look at suspects with several victims."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Named, Note, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, one, some
from unbroken.vocabulary.triage import SERIAL_REVIEWS


class MarkerPlaced(
    Kind,
    kind="marker.placed",
    subjects=(one("suspect"),),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("LNK-05",),
):
    """Marker placed on the national computer.

    Recorded by the specialist unit. From then on anything new about the person is brought to the team.
    """

    placed_by: Named | None = None
    """Who placed it."""
    reference: Reference | None = None
    """Its reference on the national computer."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Marker placed on the national computer"


class MarkerLifted(
    Kind,
    kind="marker.lifted",
    subjects=(one("suspect"),),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("LNK-05",),
):
    """Marker lifted from the national computer.

    Recorded by the specialist unit, with the reason.
    """

    why: Note
    """Why it was lifted."""
    lifted_by: Named | None = None
    """Who lifted it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Marker lifted from the national computer"


class MarkerAcknowledged(
    Kind,
    kind="marker.acknowledged",
    subjects=(one("suspect"),),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("LNK-05",),
):
    """Activity of a marked person acknowledged.

    Recorded by whoever in the specialist unit has looked at what is new. How long it took is measured from when each
    entry was recorded.
    """

    activity: Several[Reference] = Field(title="Entries acknowledged")
    """The ids of the entries that were looked at."""
    note: Note | None = Field(default=None, title="What follows from it")
    """What follows from it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Activity of a marked person acknowledged", say.many(body, "activity", "new entry", "new entries")
        )


class SerialReviewed(
    Kind,
    kind="serial.reviewed",
    subjects=(some("suspect"),),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("LNK-03",),
):
    """Suspect in reports of several victims looked at.

    Recorded by the specialist reviewer, about every description of the suspect that was looked at. It is no finding
    against anybody. It names no victim: none must be led to another.
    """

    result: Annotated[str, CodeOf(SERIAL_REVIEWS)]
    """What comes of it."""
    reasons: Words
    """Why, with what it rests on."""
    reviewer: Named | None = None
    """Who looked."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Suspect in reports of several victims looked at", say.label(SERIAL_REVIEWS, body, "result"))
