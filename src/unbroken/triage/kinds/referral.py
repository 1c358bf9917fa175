"""Referrals, and work with suspects."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Day, Label, Note, Part, Parts, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one
from unbroken.vocabulary.steps import MEASURE_POINTS
from unbroken.vocabulary.triage import (
    INTERVENTION_MEASURES,
    INTERVENTION_RESULTS,
    INTERVENTIONS,
    REFERRAL_DESTINATIONS,
    REFERRAL_RESULTS,
)

_ABOUT_REFERRAL = (one("referral"), maybe("victim"), maybe("suspect"), maybe("report"))


class ReferralMade(
    Kind,
    kind="referral.made",
    subjects=_ABOUT_REFERRAL,
    lane=Lane.TRIAGE,
    demands=("TRI-10", "TRI-11", "VIC-05", "INT-04"),
):
    """Referral made.

    Recorded by whoever refers a victim or a suspect.
    """

    to: Annotated[str, CodeOf(REFERRAL_DESTINATIONS)] = Field(title="To")
    """Where to."""
    consent: Answer | None = None
    """Whether the person agreed."""
    override_reason: Note | None = Field(default=None, title="Why without consent")
    """Why it was made without consent."""
    reason: Words | None = None
    """Why it was made."""
    level: Label | None = None
    """The level or category, such as a MAPPA level."""
    due: Day | None = Field(default=None, title="Answer due by")
    """By when an answer is due."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        consent = {"yes": "with consent", "no": "without consent", "refused": "without consent"}
        to = body.get("to")
        return say.clauses(
            (
                say.line("Referred", say.phrase("to", say.inline(REFERRAL_DESTINATIONS.label(to)) if to else "")),
                consent.get(str(body.get("consent")), ""),
            )
        )


class ReferralAnswered(
    Kind, kind="referral.answered", subjects=_ABOUT_REFERRAL, lane=Lane.TRIAGE, demands=("INT-04", "VIC-01", "TRI-11")
):
    """Referral answered.

    Recorded by the body it was made to.
    """

    result: Annotated[str, CodeOf(REFERRAL_RESULTS)]
    """What came of it."""
    to: Annotated[str, CodeOf(REFERRAL_DESTINATIONS)] | None = Field(default=None, title="By")
    """The body that answers."""
    reason: Note | None = None
    """Why."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Referral answered",
            say.label(REFERRAL_RESULTS, body, "result"),
            say.label(REFERRAL_DESTINATIONS, body, "to"),
        )


class Measurement(Part):
    """One measure at one point."""

    measure: Annotated[str, CodeOf(INTERVENTION_MEASURES), Privacy.SPECIAL]
    """What was measured."""
    instrument: Label | None = None
    """With what instrument."""
    score: Annotated[float, Field(ge=-10_000, le=10_000), Privacy.SPECIAL] | None = None
    """The score. Absent where it was missed."""


class _Intervention(Kind):
    """What is common to the steps of work with a suspect."""

    programme: Annotated[str, CodeOf(INTERVENTIONS)]
    """What work it is."""
    programme_name: Label | None = Field(default=None, title="Name of the programme")
    """The programme by name."""


_ABOUT_INTERVENTION = (one("suspect"), maybe("report"), maybe("order"), maybe("referral"))


class InterventionStarted(
    _Intervention,
    kind="intervention.started",
    subjects=_ABOUT_INTERVENTION,
    lane=Lane.TRIAGE,
    handling=Handling.CLINICAL,
    demands=("INT-02", "INT-04", "TRI-13"),
):
    """Work with the suspect started.

    Recorded by health, probation or the programme.
    """

    required_by_order: Answer | None = Field(default=None, title="Required by an order")
    """Whether an order requires it."""
    stalking_component: Answer | None = Field(default=None, title="Has a part on stalking")
    """Whether it deals with stalking itself."""
    needs: Annotated[Note, Privacy.SPECIAL] | None = None
    """The needs it is to meet."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Work with the suspect started", say.label(INTERVENTIONS, body, "programme"))


class InterventionMeasured(
    _Intervention,
    kind="intervention.measured",
    subjects=_ABOUT_INTERVENTION,
    lane=Lane.TRIAGE,
    handling=Handling.CLINICAL,
    demands=("INT-08", "TRI-13"),
):
    """Work with the suspect measured.

    Recorded by health, probation or the programme at fixed points.
    """

    measures: Parts[Measurement] | None = None
    """What was measured, with what, and the score."""
    point: Annotated[str, CodeOf(MEASURE_POINTS)] | None = Field(default=None, title="When")
    """At the start, at the end, at follow-up."""
    sessions: Count | None = Field(default=None, title="Sessions attended")
    """How many sessions were attended so far."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Work with the suspect measured",
            say.label(INTERVENTIONS, body, "programme"),
            say.label(MEASURE_POINTS, body, "point"),
        )


class InterventionEnded(
    _Intervention,
    kind="intervention.ended",
    subjects=_ABOUT_INTERVENTION,
    lane=Lane.TRIAGE,
    handling=Handling.CLINICAL,
    demands=("INT-02", "TRI-13"),
):
    """Work with the suspect ended.

    Recorded by health, probation or the programme.
    """

    result: Annotated[str, CodeOf(INTERVENTION_RESULTS)] | None = None
    """How it ended."""
    sessions: Count | None = Field(default=None, title="Sessions attended")
    """How many sessions were attended."""
    reason: Annotated[Note, Privacy.SPECIAL] | None = None
    """Why."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Work with the suspect ended",
            say.label(INTERVENTIONS, body, "programme"),
            say.label(INTERVENTION_RESULTS, body, "result"),
        )
