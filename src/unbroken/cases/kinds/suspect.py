"""The suspect: known, arrested, heard, bailed, held, released."""

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
    Day,
    Label,
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
    INTERVIEW_ACCOUNTS,
)
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.steps import BAIL_STAGES, RELEASES, REMANDS

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
            say.known(RELEASES, body, "how"),
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
