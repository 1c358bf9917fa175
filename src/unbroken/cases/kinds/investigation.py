"""The investigation: what was done about the suspect and the evidence, what held it up, how it was closed."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.cases.kinds.parts import Condition
from unbroken.record import phrasing as say
from unbroken.record.fields import (
    Answer,
    Count,
    Day,
    Decider,
    Label,
    Named,
    NotBefore,
    Note,
    Offence,
    Reference,
    Several,
    Words,
)
from unbroken.record.kinds import CodeOf, Kind, Privacy, maybe, one, some
from unbroken.vocabulary.evidence import (
    ARREST_REASONS,
    DELAY_CAUSES,
    EVIDENCE_REFUSALS,
    EVIDENCE_TYPES,
    INTERVIEW_ACCOUNTS,
    WITNESS_STATES,
)
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import CLOSURE_REASONS, DECIDERS, OUTCOMES
from unbroken.vocabulary.steps import BAIL_STAGES, RELEASES, REMANDS, REVIEW_RESULTS, REVIEWED_DECISIONS

_ABOUT_SUSPECT = (some("report"), one("suspect"), maybe("victim"), maybe("prosecution"))


class SuspectIdentified(Kind, kind="suspect.identified", subjects=_ABOUT_SUSPECT, demands=("INV-02", "LNK-07")):
    """Suspect identified.

    Recorded by police when they know who it is; the time of the entry is when they came to know.
    """

    how: Note | None = None
    """By what means: named by the victim, a number, an account, a camera."""
    sure: Answer | None = Field(default=None, title="Beyond doubt")
    """Whether it is beyond doubt."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told who it is."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(("Suspect identified", say.phrase("victim told on", say.day(body, "victim_told_on"))))


class SuspectArrested(Kind, kind="suspect.arrested", subjects=_ABOUT_SUSPECT, demands=("INV-03",)):
    """Suspect arrested.

    Recorded by police.
    """

    offences: Several[Offence] | None = Field(default=None, title="Arrested for")
    """The offences arrested for."""
    reasons: Several[Annotated[str, CodeOf(ARREST_REASONS)]] | None = None
    """Why arrest was necessary."""
    custody_reference: Reference | None = None
    """The custody record number."""
    note: Note | None = None
    """Anything else about the arrest."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line("Suspect arrested", say.phrase("for", say.labels(OFFENCES, body, "offences")))


class SuspectInterviewed(
    Kind, kind="suspect.interviewed", subjects=_ABOUT_SUSPECT, demands=("INV-03", "INV-12", "LNK-06")
):
    """Suspect interviewed.

    Recorded by police. More than one account may be given: a denial with a counter-allegation is both.
    """

    accounts: Several[Annotated[str, CodeOf(INTERVIEW_ACCOUNTS)]] = Field(title="Account")
    """What the suspect said."""
    voluntary: Answer | None = Field(default=None, title="Came voluntarily")
    """Whether the suspect came without arrest."""
    appropriate_adult: Answer | None = None
    """Whether an appropriate adult was there."""
    needs: Annotated[Note, Privacy.SPECIAL] | None = Field(default=None, title="Needs found in custody")
    """Needs that the interview was adapted to."""
    note: Words | None = None
    """What was said."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Suspect interviewed", say.labels(INTERVIEW_ACCOUNTS, body, "accounts"))


class SuspectBailed(Kind, kind="suspect.bailed", subjects=_ABOUT_SUSPECT, demands=("INV-03", "PRO-08", "VIC-10")):
    """Suspect bailed.

    Recorded by police or court. Conditions are kept one by one; none means unconditional bail.
    """

    conditions: Annotated[list[Condition], Field(max_length=50)]
    """Each condition. An empty list says that bail is without conditions."""
    stage: Annotated[str, CodeOf(BAIL_STAGES)] | None = None
    """Before or after charge."""
    starts: Day | None = Field(default=None, title="From")
    """From when it runs, if not from the day it was given."""
    until: Annotated[Day, NotBefore("starts")] | None = None
    """When it ends."""
    granted_by: Label | None = None
    """The custody suite or court that gave it."""
    victim_consulted: Answer | None = None
    """Whether the victim was asked about the conditions."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        conditions = body.get("conditions")
        return say.line(
            "Suspect bailed",
            say.label(BAIL_STAGES, body, "stage"),
            say.phrase("with", say.many(body, "conditions", "condition")) if conditions else "",
            "without conditions" if conditions == [] else "",
            say.phrase("until", say.day(body, "until")),
        )


class SuspectReleased(
    Kind,
    kind="suspect.released",
    subjects=(one("suspect"), maybe("report"), maybe("victim"), maybe("prosecution")),
    demands=("PRO-08", "CPS-08", "VIC-10"),
):
    """Suspect released.

    Recorded by police, prison, probation or health. A release starts a notice to the victim and a look at the risk.
    """

    how: Annotated[str, CodeOf(RELEASES)] | None = None
    """From what, or on what footing."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""
    note: Note | None = None
    """Anything else about the release."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Suspect released",
            say.label(RELEASES, body, "how"),
            say.phrase("victim told on", say.day(body, "victim_told_on")),
        )


class SuspectRemanded(Kind, kind="suspect.remanded", subjects=_ABOUT_SUSPECT, demands=("INV-03", "PRO-08")):
    """Suspect remanded.

    Recorded by police or court.
    """

    where: Annotated[str, CodeOf(REMANDS)] | None = None
    """Where the suspect is held."""
    court: Label | None = None
    """The court that ordered it."""
    until: Day | None = None
    """Until the next hearing, where it is fixed."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line(
            "Suspect remanded",
            say.phrase("to", say.label(REMANDS, body, "where")),
            say.phrase("until", say.day(body, "until")),
        )


class SuspectSectioned(
    Kind,
    kind="suspect.sectioned",
    subjects=(one("suspect"), maybe("report"), maybe("prosecution")),
    demands=("INV-11", "ASS-12", "TRI-15"),
):
    """Suspect detained under the Mental Health Act.

    Recorded by police or health: the fact and its dates, never the clinical content. It does not close the case.
    """

    section: Annotated[Label, Privacy.SPECIAL] | None = None
    """The section of the Mental Health Act 1983."""
    hospital: Annotated[Label, Privacy.SPECIAL] | None = None
    """The hospital."""
    until: Day | None = None
    """When detention ends, where it is known."""
    criminal_case_continues: Answer | None = None
    """Whether the criminal case goes on beside it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        case = {"yes": "criminal case continues", "no": "criminal case does not continue"}
        return say.clauses(
            ("Suspect detained under the Mental Health Act", case.get(str(body.get("criminal_case_continues")), ""))
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

    outcome: Annotated[str, CodeOf(OUTCOMES)]
    """The Home Office outcome."""
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
        official = f"outcome {outcome}, {say.label(OUTCOMES, body, 'outcome')}" if outcome else ""
        decider = DECIDERS.label(body["decided_by"]) if body.get("decided_by") else ""
        return say.after(
            "Investigation closed",
            official,
            say.labels(CLOSURE_REASONS, body, "reasons", between=", "),
            say.phrase("decided by", decider),
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

    Recorded by police or the CPS when the victim, or somebody for her, asks (Victims' Right to Review).
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
