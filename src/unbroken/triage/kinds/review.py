"""Review by the specialist team, talk between agencies, and advice."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Day, Label, Named, Note, Part, Parts, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Kind, Lane, maybe, one, some
from unbroken.vocabulary.actors import ADVICE_RECIPIENTS
from unbroken.vocabulary.orders import TYPOLOGIES
from unbroken.vocabulary.triage import (
    ADVICE_KINDS,
    ADVICE_REASONS,
    AGENCY_KINDS,
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
