"""The register of those who do the highest harm."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Day, Label, Named, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, maybe, one
from unbroken.vocabulary.triage import (
    REGISTER_GROUNDS,
    REGISTER_REMOVALS,
)

_ABOUT_NOMINAL = (one("suspect"), maybe("report"))


class NominalRegistered(
    Kind,
    kind="nominal.registered",
    subjects=_ABOUT_NOMINAL,
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("TRI-05", "LNK-05", "LNK-08"),
):
    """Entered on the highest-harm register.

    Recorded by the specialist unit, with grounds and who authorised it. No silent entries.
    """

    grounds: Several[Annotated[str, CodeOf(REGISTER_GROUNDS)]]
    """On what grounds."""
    explanation: Words | None = None
    """The grounds in words, with what they rest on."""
    marker: Answer | None = Field(default=None, title="Marker on the national computer")
    """Whether a marker was placed."""
    authorised_by: Named | None = None
    """Who authorised it."""
    next_review: Day | None = None
    """When it is to be looked at again."""
    register_name: Label | None = Field(default=None, title="Which register")
    """Which list, where there are several."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Entered on the highest-harm register", say.labels(REGISTER_GROUNDS, body, "grounds", between=", ")
        )


class NominalReviewed(
    Kind,
    kind="nominal.reviewed",
    subjects=_ABOUT_NOMINAL,
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("TRI-05",),
):
    """Place on the highest-harm register reviewed.

    Recorded by the specialist unit.
    """

    stays: Answer | None = Field(default=None, title="Stays on the register")
    """Whether the person stays on it."""
    explanation: Words | None = None
    """Why."""
    marker: Answer | None = Field(default=None, title="Marker on the national computer")
    """Whether the marker is in place."""
    next_review: Day | None = None
    """When it is to be looked at again."""
    register_name: Label | None = Field(default=None, title="Which register")
    """Which list, where there are several."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        stays = {"yes": "stays on it", "no": "comes off it"}
        return say.after(
            "Place on the highest-harm register reviewed",
            stays.get(str(body.get("stays")), ""),
            say.phrase("next review", say.day(body, "next_review")),
        )


class NominalRemoved(
    Kind,
    kind="nominal.removed",
    subjects=_ABOUT_NOMINAL,
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("TRI-05", "LNK-05"),
):
    """Taken off the highest-harm register.

    Recorded by the specialist unit.
    """

    reason: Annotated[str, CodeOf(REGISTER_REMOVALS)] | None = None
    """Why."""
    explanation: Words | None = None
    """The reason in words."""
    marker_lifted: Answer | None = None
    """Whether the marker was lifted."""
    authorised_by: Named | None = None
    """Who authorised it."""
    register_name: Label | None = Field(default=None, title="Which register")
    """Which list, where there are several."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Taken off the highest-harm register", say.label(REGISTER_REMOVALS, body, "reason"))
