"""The court: hearings, help for the victim there, plea, verdict, sentence, and supervision after it."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.cases.kinds.parts import Condition, SentenceComponent
from unbroken.cases.kinds.prosecution import ChargeId
from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Day, Label, NotBefore, Note, Offence, Parts, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, maybe, one, some
from unbroken.vocabulary.actors import COURT_PARTIES
from unbroken.vocabulary.courts import (
    ADJOURNMENT_REASONS,
    COURT_TYPES,
    HEARING_RESULTS,
    HEARING_TYPES,
    PLEAS,
    SENTENCES,
    SPECIAL_MEASURES,
    VERDICTS,
)
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.probation import REOFFENDING_BANDS, ROSH_LEVELS, SUPERVISION_ENDINGS
from unbroken.vocabulary.steps import APPEALED, MEASURE_STEPS

_ABOUT_HEARING = (one("prosecution"), maybe("suspect"), maybe("victim"), maybe("report"), maybe("order"))
_ABOUT_DEFENDANT = (one("prosecution"), one("suspect"), maybe("victim"), maybe("report"))


class _Hearing(Kind):
    """What is common to a hearing from listing to result."""

    date: Day
    """The day of the hearing."""
    court: Label | None = None
    """The court, by name."""
    court_type: Annotated[str, CodeOf(COURT_TYPES)] | None = None
    """The kind of court."""
    purpose: Annotated[str, CodeOf(HEARING_TYPES)] | None = None
    """What it is for."""
    reference: Reference | None = Field(default=None, title="Court reference")
    """The court's case number."""


class HearingListed(_Hearing, kind="hearing.listed", subjects=_ABOUT_HEARING, lane=Lane.COURT, demands=("CPS-05",)):
    """Hearing listed.

    Recorded by the court or witness care when a date is fixed; the time of the entry is when it was fixed.
    """

    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line("Listed", *_hearing(body))


class HearingHeld(_Hearing, kind="hearing.held", subjects=_ABOUT_HEARING, lane=Lane.COURT, demands=("CPS-05",)):
    """Hearing held.

    Recorded by the court or witness care.
    """

    results: Several[Annotated[str, CodeOf(HEARING_RESULTS)]] | None = Field(default=None, title="Result")
    """What came of it."""
    victim_attended: Answer | None = None
    """Whether the victim came."""
    note: Note | None = None
    """Anything else about it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(say.line("Held", *_hearing(body)), say.labels(HEARING_RESULTS, body, "results", between=", "))


class HearingAdjourned(
    _Hearing, kind="hearing.adjourned", subjects=_ABOUT_HEARING, lane=Lane.COURT, demands=("CPS-05", "VIC-10")
):
    """Hearing adjourned.

    Recorded by the court or witness care, with who asked and why, and when the victim was told.
    """

    reason: Annotated[str, CodeOf(ADJOURNMENT_REASONS)]
    """Why."""
    asked_by: Annotated[str, CodeOf(COURT_PARTIES)] | None = None
    """Who asked for it."""
    until: Annotated[Day, NotBefore("date")] | None = None
    """The new day, where one was fixed."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.line("Adjourned", *_hearing(body), say.phrase("until", say.day(body, "until"))),
                say.label(ADJOURNMENT_REASONS, body, "reason"),
                say.known(COURT_PARTIES, body, "asked_by", prefix="asked for by"),
            )
        )


class MeasuresGranted(
    Kind,
    kind="measures.granted",
    subjects=(one("prosecution"), some("victim"), maybe("report")),
    lane=Lane.COURT,
    demands=("CPS-06",),
):
    """Special measures.

    Recorded by witness care or the court: what the victim needs to give evidence, asked for and granted.
    """

    measures: Several[Annotated[str, CodeOf(SPECIAL_MEASURES)]] | None = Field(default=None, title="Measures")
    """Which measures."""
    step: Annotated[str, CodeOf(MEASURE_STEPS)] | None = Field(default=None, title="How far")
    """Asked, applied for, granted, refused or in place. Granted where absent."""
    asked_for: Several[Annotated[str, CodeOf(SPECIAL_MEASURES)]] | None = None
    """What had been asked for, where less was granted."""
    reason: Note | None = None
    """Why something was refused or is not in place."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        step = say.label(MEASURE_STEPS, body, "step") or "granted"
        return say.after(f"Special measures {step}", say.labels(SPECIAL_MEASURES, body, "measures"))


class PleaEntered(Kind, kind="plea.entered", subjects=_ABOUT_DEFENDANT, lane=Lane.COURT, demands=("CPS-01", "REC-11")):
    """Plea entered.

    Recorded by the court or the CPS, one entry for each charge.
    """

    plea: Annotated[str, CodeOf(PLEAS)]
    """The plea."""
    offence: Offence | None = None
    """The offence pleaded to."""
    charge: ChargeId | None = None
    """The id by which this charge is followed."""
    accepted: Answer | None = None
    """Whether a plea to another offence was accepted."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line(
            say.after("Plea", say.label(PLEAS, body, "plea")), say.phrase("to", say.label(OFFENCES, body, "offence"))
        )


class VerdictReturned(
    Kind, kind="verdict.returned", subjects=_ABOUT_DEFENDANT, lane=Lane.COURT, demands=("CPS-01", "REC-11", "VIC-10")
):
    """Verdict returned.

    Recorded by the court or the CPS, one entry for each charge; also where the case ends without one.
    """

    verdict: Annotated[str, CodeOf(VERDICTS)]
    """The verdict, or how the charge ended without one."""
    offence: Offence | None = None
    """The offence it is about; for a guilty verdict, the one convicted of."""
    charge: ChargeId | None = None
    """The id by which this charge is followed."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            say.line("Verdict", say.phrase("on", say.label(OFFENCES, body, "offence"))),
            say.label(VERDICTS, body, "verdict"),
        )


class SentencePassed(
    Kind, kind="sentence.passed", subjects=_ABOUT_DEFENDANT, lane=Lane.COURT, demands=("CPS-08", "REC-11", "VIC-10")
):
    """Sentence passed.

    Recorded by the court or the CPS. A sentence has as many parts as the court gave it.
    """

    components: Parts[SentenceComponent] = Field(title="Sentence")
    """Each part of the sentence."""
    offence: Offence | None = None
    """The offence sentenced."""
    charge: ChargeId | None = None
    """The id by which this charge is followed."""
    remand_days: Count | None = Field(default=None, title="Days on remand")
    """Days on remand that count."""
    release_on: Day | None = Field(default=None, title="Release expected on")
    """When release is expected."""
    order_requested: Answer | None = Field(default=None, title="Order asked for")
    """Whether a restraining or protection order was asked for."""
    order_made: Answer | None = None
    """Whether one was made."""
    order_refused_because: Note | None = Field(default=None, title="Why no order was made")
    """Why the court made none."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        components = [part for part in body.get("components") or () if isinstance(part, Mapping)]
        return say.clauses(
            (
                say.after("Sentenced", *(_component(part) for part in components[:5])),
                say.phrase("for", say.label(OFFENCES, body, "offence")),
            )
        )


class AppealLodged(
    Kind, kind="appeal.lodged", subjects=_ABOUT_DEFENDANT, lane=Lane.COURT, demands=("CPS-08", "VIC-10")
):
    """Appeal lodged.

    Recorded by the court or the CPS.
    """

    against: Several[Annotated[str, CodeOf(APPEALED)]] | None = None
    """Conviction, sentence or both."""
    court: Label | None = None
    """The court appealed to."""
    reference: Reference | None = Field(default=None, title="Court reference")
    """The appeal's number."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line("Appeal lodged", say.phrase("against", say.labels(APPEALED, body, "against", between=" and ")))


class _Probation(Kind):
    """Probation's own measures, as given by the source and never recomputed."""

    rosh: Annotated[str, CodeOf(ROSH_LEVELS)] | None = Field(default=None, title="Risk of serious harm")
    """The overall level."""
    ogrs_band: Annotated[str, CodeOf(REOFFENDING_BANDS)] | None = Field(default=None, title="OGRS band")
    """The band of the reconviction score. Never a measure of stalking risk."""
    ovp_band: Annotated[str, CodeOf(REOFFENDING_BANDS)] | None = Field(default=None, title="OVP band")
    """The band of the violence predictor. Never a measure of stalking risk."""
    output_version: Label | None = Field(default=None, title="Version of the scores")
    """The family of scores, such as OGRS3 or OGRS4."""
    measured_on: Day | None = None
    """The day of the measures."""


_ABOUT_SUPERVISED = (one("suspect"), maybe("prosecution"), maybe("report"), maybe("victim"))


class ProbationStarted(
    _Probation,
    kind="probation.started",
    subjects=_ABOUT_SUPERVISED,
    lane=Lane.COURT,
    handling=Handling.MANAGED_OFFENDER,
    demands=("INT-01", "ASS-05", "ASS-06", "ASS-07", "PRO-09"),
):
    """Supervision by probation started.

    Recorded by probation.
    """

    conditions: Parts[Condition] | None = None
    """Licence or order conditions, one by one."""
    licence: Answer | None = Field(default=None, title="On licence")
    """Whether it is a licence after release."""
    until: Day | None = None
    """When it ends."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Supervision by probation started",
            say.phrase("serious harm:", say.label(ROSH_LEVELS, body, "rosh")),
            say.many(body, "conditions", "condition"),
            say.phrase("until", say.day(body, "until")),
        )


class ProbationEnded(
    _Probation,
    kind="probation.ended",
    subjects=_ABOUT_SUPERVISED,
    lane=Lane.COURT,
    handling=Handling.MANAGED_OFFENDER,
    demands=("INT-01", "ASS-05"),
):
    """Supervision by probation ended.

    Recorded by probation.
    """

    how: Annotated[str, CodeOf(SUPERVISION_ENDINGS)] | None = None
    """How it ended."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Supervision by probation ended", say.label(SUPERVISION_ENDINGS, body, "how"))


class LicenceRecalled(
    Kind,
    kind="licence.recalled",
    subjects=_ABOUT_SUPERVISED,
    lane=Lane.COURT,
    handling=Handling.MANAGED_OFFENDER,
    demands=("PRO-09", "CPS-08"),
):
    """Licence recalled.

    Recorded by probation.
    """

    reason: Words | None = None
    """Why."""
    conditions_broken: Several[Note] | None = None
    """Which conditions were broken."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            ("Licence recalled", say.many(body, "conditions_broken", "condition broken", "conditions broken"))
        )


def _hearing(body: Mapping[str, Any]) -> tuple[str, str, str]:
    return (
        say.known(HEARING_TYPES, body, "purpose", prefix="for"),
        say.phrase("on", say.day(body, "date")),
        say.phrase("at", say.short(body, "court")),
    )


def _component(part: Mapping[str, Any]) -> str:
    pounds = part.get("pounds")
    return say.clauses(
        (
            say.label(SENTENCES, part, "type"),
            say.number(part.get("days"), "day"),
            say.phrase("suspended for", say.number(part.get("suspended_days"), "day")),
            say.number(part.get("hours"), "hour"),
            f"£{pounds:,}" if isinstance(pounds, int) else "",
        )
    )
