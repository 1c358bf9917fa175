"""The prosecution: the file to the CPS and back, the decision, each charge and what became of it."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Day, Label, Note, Offence, Part, Parts, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Kind, Lane, maybe, one, some
from unbroken.vocabulary.courts import (
    CHARGE_CHANGE_REASONS,
    CHARGED_BY,
    CHARGING_DECISIONS,
    CHARGING_TESTS,
    PROCEEDINGS_STARTED,
)
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.steps import JOINT_FINDINGS, RETURN_REASONS

ChargeId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
"""The short id by which one charge is followed from proposal to sentence, unique within its prosecution."""


class ProposedCharge(Part):
    """A charge as the police propose it or the CPS advise it."""

    charge: ChargeId | None = None
    """The id by which this charge is followed."""
    offence: Offence
    """The offence."""


class Task(Part):
    """Something the CPS ask the police to do."""

    what: Note
    """What is to be done."""
    due: Day | None = None
    """By when."""


class ProsecutionSubmitted(
    Kind,
    kind="prosecution.submitted",
    subjects=(some("report"), one("prosecution"), maybe("suspect"), maybe("victim")),
    lane=Lane.COURT,
    demands=("CPS-01", "CPS-03", "ASS-09"),
):
    """File submitted to the CPS.

    Recorded by police, each time the file goes in.
    """

    number: Annotated[int, Field(ge=1, le=99)] | None = Field(default=None, title="Which submission")
    """1 for the first time, 2 for the second and so on."""
    charges: Parts[ProposedCharge] | None = Field(default=None, title="Charges proposed")
    """The charges the police propose."""
    test: Annotated[str, CodeOf(CHARGING_TESTS)] | None = Field(default=None, title="Test asked for")
    """Under which test a decision is asked for."""
    all_incidents: Answer | None = Field(default=None, title="All incidents scheduled")
    """Whether every linked incident is in the file."""
    impact_statement: Answer | None = Field(default=None, title="Victim personal statement in the file")
    """Whether the victim's statement is in the file."""
    risk_assessed_on: Day | None = Field(default=None, title="Risk last assessed on")
    """The day of the last risk assessment."""
    no_risk_assessment_because: Note | None = Field(default=None, title="Why there is no risk assessment")
    """Why the file goes in without one."""
    order_requested: Answer | None = Field(default=None, title="Order asked for")
    """Whether a restraining or protection order is asked for."""
    reference: Reference | None = Field(default=None, title="CPS reference")
    """The unique reference number of the file."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        number = body.get("number")
        return say.clauses(
            (
                "File submitted to the CPS" + (f", submission {number}" if number else ""),
                say.phrase("proposing", _offences(body)),
            )
        )


class ProsecutionReturned(
    Kind,
    kind="prosecution.returned",
    subjects=(one("prosecution"), maybe("report"), maybe("suspect")),
    lane=Lane.COURT,
    demands=("CPS-03",),
):
    """File returned by the CPS.

    Recorded by the CPS or police, with the work asked for.
    """

    number: Annotated[int, Field(ge=1, le=99)] | None = Field(default=None, title="Which submission")
    """The submission that is returned."""
    reasons: Several[Annotated[str, CodeOf(RETURN_REASONS)]] | None = None
    """Why it comes back."""
    action_plan: Parts[Task] | None = None
    """What is to be done, and by when."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "File returned by the CPS",
            say.labels(RETURN_REASONS, body, "reasons", between=", "),
            say.many(body, "action_plan", "action"),
        )


class ProsecutionDecided(
    Kind,
    kind="prosecution.decided",
    subjects=(one("prosecution"), maybe("report"), maybe("suspect"), maybe("victim")),
    lane=Lane.COURT,
    demands=("CPS-01", "CPS-03", "VIC-10"),
):
    """Prosecutor's decision.

    Recorded by the CPS, or by police where they decide: to charge or not, to ask for more, or to stop.
    """

    decision: Annotated[str, CodeOf(CHARGING_DECISIONS)]
    """What was decided."""
    test: Annotated[str, CodeOf(CHARGING_TESTS)] | None = Field(default=None, title="Test applied")
    """The test applied."""
    charges: Parts[ProposedCharge] | None = Field(default=None, title="Charges advised")
    """The charges advised or authorised."""
    decided_by: Annotated[str, CodeOf(CHARGED_BY)] | None = None
    """Whose decision it is."""
    reason: Words | None = None
    """Why."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""
    unit: Label | None = None
    """The CPS area or unit."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Prosecutor's decision", say.label(CHARGING_DECISIONS, body, "decision")),
                say.known(CHARGING_TESTS, body, "test"),
                _offences(body),
            )
        )


_ABOUT_CHARGE = (one("prosecution"), one("suspect"), maybe("report"), maybe("victim"))


class ChargeLaid(Kind, kind="charge.laid", subjects=_ABOUT_CHARGE, lane=Lane.COURT, demands=("CPS-01", "REC-12")):
    """Charge laid.

    Recorded by police or the CPS, one entry for each charge.
    """

    offence: Offence
    """The offence charged."""
    charge: ChargeId | None = None
    """The id by which this charge is followed."""
    by: Annotated[str, CodeOf(CHARGED_BY)] | None = Field(default=None, title="Laid by")
    """Who laid it."""
    how: Annotated[str, CodeOf(PROCEEDINGS_STARTED)] | None = Field(default=None, title="How proceedings started")
    """By charge, postal requisition or summons."""
    counts: Annotated[int, Field(ge=1, le=1000)] | None = Field(default=None, title="Number of counts")
    """How many counts."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line(
            "Charged",
            say.phrase("with", say.label(OFFENCES, body, "offence")),
            say.known(CHARGED_BY, body, "by", prefix="by"),
        )


class ChargeChanged(
    Kind, kind="charge.changed", subjects=_ABOUT_CHARGE, lane=Lane.COURT, demands=("CPS-01", "RCG-05", "TRI-14")
):
    """Charge changed.

    Recorded by the CPS or the court, with the reason: this is where stalking becomes harassment.
    """

    from_offence: Offence = Field(title="From")
    """The offence charged before."""
    to_offence: Offence = Field(title="To")
    """The offence charged now."""
    reason: Annotated[str, CodeOf(CHARGE_CHANGE_REASONS)]
    """Why it was changed."""
    charge: ChargeId | None = None
    """The id by which this charge is followed."""
    explanation: Words | None = None
    """The reason in words."""
    victim_consulted: Answer | None = None
    """Whether the victim was asked."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @field_validator("to_offence")
    @classmethod
    def _another(cls, offence: str, info: ValidationInfo) -> str:
        if offence == info.data.get("from_offence"):
            raise ValueError("is the offence charged before: a change goes to another")
        return offence

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.line(
                    "Charge changed",
                    say.phrase("from", say.label(OFFENCES, body, "from_offence")),
                    say.phrase("to", say.label(OFFENCES, body, "to_offence")),
                ),
                say.known(CHARGE_CHANGE_REASONS, body, "reason", prefix="because:"),
            )
        )


class CaseReviewedJointly(
    Kind,
    kind="case.reviewed_jointly",
    subjects=(one("prosecution"), maybe("report"), maybe("suspect")),
    lane=Lane.COURT,
    demands=("TRI-14", "CPS-01"),
):
    """Case reviewed by police and CPS together.

    Recorded by the specialist unit after the joint review of whether the charges are right.
    """

    finding: Annotated[str, CodeOf(JOINT_FINDINGS)] | None = None
    """What was found."""
    action: Note | None = None
    """What is to be done."""
    charges_reviewed: Count | None = None
    """How many charges were looked at."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Case reviewed by police and CPS together", say.label(JOINT_FINDINGS, body, "finding"))


def _offences(body: Mapping[str, Any]) -> str:
    """The offences of the charges in a body, three at most."""
    charges = [charge for charge in body.get("charges") or () if isinstance(charge, Mapping)]
    names = [say.label(OFFENCES, charge, "offence") for charge in charges[:3]]
    return "; ".join([*names, f"{len(charges) - 3} more"] if len(charges) > 3 else names)
