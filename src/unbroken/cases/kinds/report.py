"""A report: how it came in, what it was held to be, who has it, what it belongs with, who may see it."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Decider, Label, Named, Note, Offence, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, maybe, one, some
from unbroken.vocabulary.actors import FLAG_SETTERS
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import DECIDERS
from unbroken.vocabulary.reports import (
    ALLOCATION_REASONS,
    CHANNELS,
    CLASSIFICATION_STAGES,
    FORCES,
    LINK_REASONS,
    RECLASSIFICATION_REASONS,
    REPORTERS,
    TWICE_EVIDENCE,
)
from unbroken.vocabulary.steps import RESTRICTION_REASONS

_HOW = {
    "phone": "by phone",
    "phone_999": "on 999",
    "phone_101": "on 101",
    "in_person": "in person",
    "online": "online",
    "third_party": "through somebody else",
    "referral": "by referral",
    "helpline": "through a helpline",
    "post": "in writing",
    "transferred": "through another force",
}
_WHO = {"police": "police", "family": "family", "anonymous": "somebody without a name", "other": "somebody else"}
_TERRITORIAL = FORCES.in_group("territorial")


class ReportMade(
    Kind,
    kind="report.made",
    subjects=(one("report"), some("victim"), maybe("suspect"), maybe("witness"), maybe("third_party")),
    demands=("REC-01", "REC-05", "REC-10", "REC-11", "REC-13"),
    is_telling=True,
):
    """Report made.

    Recorded by whoever takes the first contact about a matter: police, or the system the report was imported from.
    """

    channel: Annotated[str, CodeOf(CHANNELS)]
    """How it came in."""
    reported_by: Annotated[str, CodeOf(REPORTERS)]
    """Who reported it."""
    reference: Reference | None = Field(default=None, title="Crime reference")
    """The crime reference number, or the number the source gave the report."""
    other_references: Several[Reference] | None = None
    """Numbers that other systems gave the same report."""
    force: Annotated[str, CodeOf(FORCES)] | None = None
    """The police force."""
    area: Label | None = None
    """The area within the force: a borough, a basic command unit, a district."""
    narrative: Words | None = Field(default=None, title="What was said")
    """What was reported, as it was taken down."""
    when_note: Note | None = Field(default=None, title="About the date")
    """What is uncertain about when it was made."""
    domestic_flag: Answer | None = Field(default=None, title="Domestic abuse")
    """Whether it was flagged as domestic abuse when it came in."""
    hate_flag: Answer | None = Field(default=None, title="Hate crime")
    """Whether it was flagged as hate crime when it came in."""
    further_offending: Answer | None = Field(default=None, title="Further offending since an earlier report")
    """Whether it is about what happened after an earlier report."""
    said_stalking: Answer | None = Field(default=None, title="The word stalking was used")
    """Whether the person who reported called it stalking."""
    victim_knows: Answer | None = Field(default=None, title="The victim knows of the report")
    """Whether the victim knows, where somebody else reported it."""
    safe_to_talk: Annotated[Answer, Handling.ADDRESS] | None = None
    """Whether it was safe for the victim to talk when the report was taken, as they said when asked."""
    on_file: Words | None = Field(default=None, title="Already on file")
    """What earlier records held about the same people at the time."""
    response: Words | None = Field(default=None, title="What was done at the time")
    """The first response, as the source gives it."""
    source_note: Note | None = Field(default=None, title="Published source")
    """The publication the report was taken from, where it did not come from an agency's own system."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line(
            "Reported",
            _HOW.get(str(body.get("channel")), ""),
            say.phrase("by", _reporter(body)),
            say.phrase("to", _force(body)),
        )


class ReportClassified(
    Kind,
    kind="report.classified",
    subjects=(one("report"),),
    demands=("REC-03", "REC-04", "CPS-01", "RCG-05"),
):
    """Report classified.

    Recorded by whoever gives the report its class: the responding officer, crime recording, a specialist. No change
    overwrites an earlier class; a change needs its reason.
    """

    offence: Offence
    """The class given."""
    stage: Annotated[str, CodeOf(CLASSIFICATION_STAGES)]
    """At what stage."""
    decided_by: Decider | None = None
    """The body that gave the class."""
    reason: Annotated[str, CodeOf(RECLASSIFICATION_REASONS)] | None = Field(default=None, title="Reason for the change")
    """Why the class changed. Required where it differs from the one before."""
    explanation: Note | None = None
    """The reason in words."""
    override_reason: Note | None = Field(default=None, title="Why the counting rule does not apply")
    """Why a course of conduct by a former partner is not recorded as stalking (Home Office counting rules)."""
    included_offences: Several[Offence] | None = None
    """Every other offence disclosed inside this crime (Home Office counting rules since April 2023)."""

    @field_validator("included_offences")
    @classmethod
    def _others(cls, included: list[str] | None, info: ValidationInfo) -> list[str] | None:
        if included and info.data.get("offence") in included:
            raise ValueError("repeats the offence itself: name only the others")
        return included

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.line("Classified", say.phrase("as", say.label(OFFENCES, body, "offence"))),
                "first record" if body.get("stage") == "initial" else say.label(CLASSIFICATION_STAGES, body, "stage"),
                say.known(DECIDERS, body, "decided_by", prefix="by"),
                say.known(RECLASSIFICATION_REASONS, body, "reason", prefix="because:"),
                say.many(body, "included_offences", "included offence"),
            )
        )


class DomesticAbuseFlagged(
    Kind, kind="domesticabuse.flagged", subjects=(one("report"), maybe("prosecution")), demands=("REC-05",)
):
    """Domestic abuse flag set.

    Recorded by police and by the CPS, each for itself: both flags are kept and compared. One that departs from the
    rule on relationship and age gives its reason.
    """

    by: Annotated[str, CodeOf(FLAG_SETTERS)]
    """Whose flag it is."""
    answer: Answer
    """Whether it is domestic abuse."""
    reason: Note | None = None
    """Why, where the flag departs from the rule."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            say.line("Domestic abuse flag", say.known(FLAG_SETTERS, body, "by", prefix="by")),
            say.label(ANSWERS, body, "answer"),
        )


class ReportAllocated(Kind, kind="report.allocated", subjects=(one("report"),), demands=("INV-01", "TRI-07")):
    """Report allocated.

    Recorded by whoever hands the report to an officer or a team. Each change of officer is itself counted.
    """

    officer: Named | None = Field(default=None, title="Officer in the case")
    """The officer who has the case from now on."""
    team: Label | None = None
    """The team."""
    stalking_lead: Named | None = Field(default=None, title="Stalking single point of contact")
    """The specialist contact for the case."""
    supervisor: Named | None = None
    """The supervising officer."""
    reason: Annotated[str, CodeOf(ALLOCATION_REASONS)] | None = None
    """Why it was allocated."""
    handover: Note | None = Field(default=None, title="Handover notes")
    """What the next officer needs to know."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        given = [
            "an officer" if body.get("officer") else "",
            say.short(body, "team"),
            "a stalking lead" if body.get("stalking_lead") else "",
        ]
        return say.clauses(
            (
                say.line("Allocated", say.phrase("to", say.clauses(given))),
                say.known(ALLOCATION_REASONS, body, "reason"),
            )
        )


class ReportLinked(
    Kind, kind="report.linked", subjects=(one("report"), one("other_report")), demands=("LNK-01", "LNK-06", "REC-15")
):
    """Reports linked.

    Recorded by the person who accepts that two reports belong together. Withdrawing the entry takes the link apart.
    """

    why: Annotated[str, CodeOf(LINK_REASONS)] | None = None
    """On what ground they belong together."""
    note: Note | None = None
    """The ground in words."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Linked with another report", say.label(LINK_REASONS, body, "why"))


class ReportKeptApart(
    Kind, kind="report.kept_apart", subjects=(one("report"), one("other_report")), demands=("REC-15", "LNK-01")
):
    """Reports held to be about different incidents.

    Recorded by the person who looked at two reports that might be one incident recorded twice, and found that they
    are not. They are not proposed again on the same evidence. Withdrawing the entry lets them be proposed again.
    """

    evidence: Several[Annotated[str, CodeOf(TWICE_EVIDENCE)]] = Field(title="What was looked at")
    """What spoke for their being one, as it was looked at."""
    note: Note | None = None
    """What sets them apart, in words."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        looked_at = say.phrase("looked at:", say.labels(TWICE_EVIDENCE, body, "evidence"))
        return say.clauses(("Held to be about a different incident from another report", looked_at))


class ReportRestricted(
    Kind, kind="report.restricted", subjects=(one("report"),), lane=Lane.RECORD, demands=("REC-15",)
):
    """Report restricted.

    Recorded by whoever may restrict it. From then on it is counted, and not shown to those without the right.
    """

    reason: Annotated[str, CodeOf(RESTRICTION_REASONS)]
    """Why it is restricted."""
    note: Note | None = None
    """The reason in words."""
    authorised_by: Named | None = None
    """Who authorised it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Restricted: shown only to those with the right"


class ReportUnrestricted(
    Kind, kind="report.unrestricted", subjects=(one("report"),), lane=Lane.RECORD, demands=("REC-15",)
):
    """Restriction lifted.

    Recorded by whoever may restrict it, when the ground has gone.
    """

    reason: Note
    """Why the restriction was lifted."""
    authorised_by: Named | None = None
    """Who authorised it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Restriction lifted"


def _reporter(body: Mapping[str, Any]) -> str:
    who = body.get("reported_by")
    if not isinstance(who, str) or who == "unknown":
        return ""
    return _WHO.get(who) or f"the {say.inline(REPORTERS.label(who))}"


def _force(body: Mapping[str, Any]) -> str:
    force = body.get("force")
    if not isinstance(force, str):
        return ""
    name = FORCES.label(force)
    return f"{name} Police" if force in _TERRITORIAL and not name.endswith("Police") else say.inline(name)
