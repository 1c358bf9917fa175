"""The end of an investigation: closed, reopened, and the review of a decision."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import (
    Answer,
    Day,
    Decider,
    Named,
    Note,
    Reference,
    Several,
    Words,
)
from unbroken.record.kinds import CodeOf, Kind, maybe, some
from unbroken.vocabulary.outcomes import CLOSURE_REASONS, DECIDERS, OUTCOMES
from unbroken.vocabulary.steps import REVIEW_RESULTS, REVIEWED_DECISIONS


class InvestigationClosed(
    Kind,
    kind="investigation.closed",
    subjects=(some("report"), maybe("victim"), maybe("suspect")),
    demands=("INV-06", "REC-12", "RCG-09", "VIC-10"),
):
    """Investigation closed.

    Recorded by police with the outcome, the reasons and the supervisor. Closed by police and closed after a
    withdrawal are never merged; who decided is kept.
    """

    outcome: Annotated[str, CodeOf(OUTCOMES)] | None = None
    """The Home Office outcome. Absent where the source says only that it was closed."""
    no_outcome_because: Note | None = Field(default=None, title="Why there is no outcome")
    """Why whoever closed it gave no outcome. Required of those who close a report here without one."""
    reasons: Several[Annotated[str, CodeOf(CLOSURE_REASONS)]] | None = None
    """Why, as many as apply."""
    decided_by: Decider | None = None
    """The body that decided; outcome 15 alone does not say."""
    supervisor: Named | None = None
    """The supervisor who agreed."""
    explanation: Words | None = None
    """The reasons in words."""
    doubt_evidence: Note | None = Field(default=None, title="What the doubt rests on")
    """What a doubt about the victim's reliability rests on."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""
    review_right_told: Answer | None = Field(default=None, title="Right to review explained")
    """Whether the victim was told how to have the decision reviewed."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        outcome = body.get("outcome")
        missing = "no outcome given" if body.get("no_outcome_because") else "outcome not recorded"
        return say.after(
            "Investigation closed",
            f"outcome {outcome}, {say.label(OUTCOMES, body, 'outcome')}" if outcome else missing,
            say.labels(CLOSURE_REASONS, body, "reasons", between=", "),
            say.known(DECIDERS, body, "decided_by", prefix="decided by"),
        )


class InvestigationReopened(
    Kind, kind="investigation.reopened", subjects=(some("report"), maybe("victim")), demands=("INV-06", "REC-12")
):
    """Investigation reopened.

    Recorded by police.
    """

    reason: Note | None = None
    """Why it was reopened."""
    after_review: Answer | None = Field(default=None, title="After a review")
    """Whether a review of the decision led to it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line("Investigation reopened", "after a review" if body.get("after_review") == "yes" else "")


_ABOUT_REVIEW = (some("report"), maybe("victim"), maybe("prosecution"))


class ReviewRequested(Kind, kind="review.requested", subjects=_ABOUT_REVIEW, demands=("INV-06", "VIC-10")):
    """Review of a decision requested.

    Recorded by police or the CPS when the victim, or somebody on the victim's behalf, asks (Victims' Right to Review).
    """

    of: Annotated[str, CodeOf(REVIEWED_DECISIONS)] = Field(title="Decision")
    """The decision to be reviewed."""
    why: Words | None = None
    """What is said against it."""
    reference: Reference | None = None
    """The number of the review."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Review requested", say.label(REVIEWED_DECISIONS, body, "of"))


class ReviewDecided(Kind, kind="review.decided", subjects=_ABOUT_REVIEW, demands=("INV-06", "VIC-10")):
    """Review of a decision decided.

    Recorded by police or the CPS.
    """

    result: Annotated[str, CodeOf(REVIEW_RESULTS)]
    """What came of it."""
    of: Annotated[str, CodeOf(REVIEWED_DECISIONS)] | None = Field(default=None, title="Decision")
    """The decision that was reviewed."""
    explanation: Words | None = None
    """Why."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""
    reference: Reference | None = None
    """The number of the review."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Review decided", say.label(REVIEW_RESULTS, body, "result"), say.label(REVIEWED_DECISIONS, body, "of")
        )
