"""The entry kinds of triage: the specialist team's review, advice, referrals, the register, work with suspects."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Day, Label, Named, Note, Part, Parts, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one, some
from unbroken.vocabulary.actors import ADVICE_RECIPIENTS
from unbroken.vocabulary.orders import TYPOLOGIES
from unbroken.vocabulary.steps import MEASURE_POINTS
from unbroken.vocabulary.triage import (
    ADVICE_KINDS,
    ADVICE_REASONS,
    AGENCY_KINDS,
    INTERVENTION_MEASURES,
    INTERVENTION_RESULTS,
    INTERVENTIONS,
    REFERRAL_DESTINATIONS,
    REFERRAL_RESULTS,
    REGISTER_GROUNDS,
    REGISTER_REMOVALS,
    TIERS,
)

_ABOUT_REVIEW = (one("report"), maybe("victim"), maybe("suspect"))


class TriageReviewed(
    Kind,
    kind="triage.reviewed",
    subjects=_ABOUT_REVIEW,
    lane=Lane.TRIAGE,
    demands=("REC-14", "TRI-02", "TRI-04", "RCG-06"),
):
    """Report reviewed by the specialist team.

    Recorded by the specialist reviewer: rules suggest a tier, a person decides it, with reasons.
    """

    tier: Annotated[str, CodeOf(TIERS)]
    """The tier given."""
    typology: Several[Annotated[str, CodeOf(TYPOLOGIES)]] | None = None
    """Type of stalker (Mullen); more than one is allowed."""
    typology_reason: Note | None = None
    """What the typology rests on."""
    reasons: Words | None = None
    """Why this tier."""
    reviewer: Named | None = None
    """Who reviewed it."""
    review_on: Day | None = None
    """When it is to be looked at again."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Reviewed by the specialist team",
            say.label(TIERS, body, "tier"),
            say.labels(TYPOLOGIES, body, "typology", between=", "),
        )


class Action(Part):
    """Something agreed at a meeting."""

    who: Annotated[str, CodeOf(AGENCY_KINDS)] | None = None
    """The agency that will do it."""
    person: Named | None = None
    """The person who will do it."""
    what: Note
    """What is to be done."""
    by_when: Day | None = None
    """By when."""


class TriageDiscussed(
    Kind,
    kind="triage.discussed",
    subjects=(some("report"), maybe("victim"), maybe("suspect")),
    lane=Lane.TRIAGE,
    demands=("TRI-03", "TRI-06", "TRI-01"),
):
    """Discussed between agencies.

    Recorded by whoever keeps the minutes, with who was there and what was agreed.
    """

    meeting: Label | None = None
    """Which meeting."""
    agencies: Several[Annotated[str, CodeOf(AGENCY_KINDS)]] | None = Field(default=None, title="Agencies present")
    """Who was there."""
    actions: Parts[Action] | None = None
    """What was agreed: who does what, by when."""
    victim_voice: Answer | None = Field(default=None, title="The victim's voice was heard")
    """Whether the victim's view was before the meeting, by an advocate or in a note."""
    excluded: Several[Annotated[str, CodeOf(AGENCY_KINDS)]] | None = Field(default=None, title="Agencies left out")
    """Agencies that were left out."""
    excluded_because: Note | None = Field(default=None, title="Why they were left out")
    """On what ground."""
    minutes: Words | None = None
    """What was said."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Discussed between agencies",
            say.labels(AGENCY_KINDS, body, "agencies", between=", "),
            say.many(body, "actions", "action"),
        )


class _Advice(Kind):
    """What is common to advice and its answer."""

    what: Annotated[str, CodeOf(ADVICE_KINDS)] = Field(title="Advice")
    """What was advised."""
    advice: Reference | None = Field(default=None, title="Entry of the advice")
    """The id of the entry in which the advice was given."""


class AdviceGiven(_Advice, kind="advice.given", subjects=_ABOUT_REVIEW, lane=Lane.TRIAGE, demands=("TRI-17", "REC-14")):
    """Advice given.

    Recorded by the specialist team, one entry for each piece of advice. Standard text pasted in is not advice.
    """

    to: Annotated[str, CodeOf(ADVICE_RECIPIENTS)] | None = Field(default=None, title="To")
    """To whom."""
    recipient: Named | None = None
    """The person advised."""
    text: Words | None = Field(default=None, title="In words")
    """The advice in words."""
    due: Day | None = Field(default=None, title="Answer due by")
    """By when an answer is due."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Advice given", say.label(ADVICE_KINDS, body, "what")),
                say.phrase("to", say.label(ADVICE_RECIPIENTS, body, "to")),
                say.phrase("due by", say.day(body, "due")),
            )
        )


class AdviceFollowed(_Advice, kind="advice.followed", subjects=_ABOUT_REVIEW, lane=Lane.TRIAGE, demands=("TRI-17",)):
    """Advice followed.

    Recorded by whoever was advised.
    """

    note: Note | None = Field(default=None, title="What was done")
    """What was done."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Advice followed", say.label(ADVICE_KINDS, body, "what"))


class AdviceDeclined(_Advice, kind="advice.declined", subjects=_ABOUT_REVIEW, lane=Lane.TRIAGE, demands=("TRI-17",)):
    """Advice not followed.

    Recorded by whoever was advised, with the reason.
    """

    reason: Annotated[str, CodeOf(ADVICE_REASONS)] | None = None
    """Why."""
    note: Note | None = Field(default=None, title="In words")
    """The reason in words."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Advice not followed", say.label(ADVICE_KINDS, body, "what"), say.label(ADVICE_REASONS, body, "reason")
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
