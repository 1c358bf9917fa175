"""Support by services: offered, accepted, started, ended; safety at home, and a new one."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Day, Label, Named, Note, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one
from unbroken.support.advocacy import is_exception
from unbroken.vocabulary.actors import HOME_MOVERS
from unbroken.vocabulary.support import (
    SAFETY_PLAN_PARTS,
    SCHEMES,
    SERVICES,
    SUPPORT_LEVELS,
    SUPPORT_REASONS,
    VIOLENCE_LEVELS,
)

_ABOUT_VICTIM = (one("victim"), maybe("report"), maybe("prosecution"))


class _Support(Kind):
    """What is common to the steps of support by one service."""

    service: Annotated[str, CodeOf(SERVICES)]
    """Which service."""
    level: Annotated[str, CodeOf(SUPPORT_LEVELS)] | None = None
    """How much support."""
    note: Note | None = None
    """Anything else about it."""


class SupportOffered(
    _Support, kind="support.offered", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-15", "VIC-05")
):
    """Support offered.

    Recorded by whoever offered it.
    """

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return _service("Support offered", body)


class SupportAccepted(
    _Support, kind="support.accepted", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-15",)
):
    """Support accepted.

    Recorded by whoever offered it.
    """

    consent: Answer | None = Field(default=None, title="Consent to share")
    """Whether the victim agreed that their details are passed on."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return _service("Support accepted", body)


class SupportDeclined(
    _Support, kind="support.declined", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-15",)
):
    """Support declined.

    Recorded by whoever offered it. It can be offered again.
    """

    reasons: Several[Annotated[str, CodeOf(SUPPORT_REASONS)]] | None = None
    """Why."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (_service("Support declined", body), say.labels(SUPPORT_REASONS, body, "reasons", between=", "))
        )


class SupportTriaged(
    _Support,
    kind="support.triaged",
    subjects=(one("victim"), maybe("suspect"), maybe("report")),
    lane=Lane.SUPPORT,
    demands=("ASS-11", "VIC-01"),
):
    """Support triaged.

    Recorded by whoever decides which advocacy service a victim goes to, with the four indicators of risk that they
    went by. Those at highest risk go to the specialist centre's advocacy and the rest to general stalking advocacy.
    """

    violence: Annotated[str, CodeOf(VIOLENCE_LEVELS), Privacy.SPECIAL] = Field(title="Level of violence")
    """The most violent thing that was done or threatened."""
    children_involved: Answer
    """Whether children live with it, are used in it or are threatened."""
    court_case: Answer = Field(title="Court case going on")
    """Whether a court case is going on, of any kind."""
    break_ins: Answer = Field(title="Break-ins that belong to the stalking")
    """Whether there were break-ins that belong to the stalking."""
    highest_risk: Answer = Field(title="Held to be at highest risk")
    """Whether the victim is held to be at highest risk. A person decides; no count of the indicators does."""
    exception_reason: Annotated[Note | None, Field(validate_default=True, title="Why this service")] = None
    """Why this service. Required where it is not the one that the risk leads to."""

    @field_validator("exception_reason")
    @classmethod
    def _reasoned(cls, reason: str | None, info: ValidationInfo) -> str | None:
        service, highest = info.data.get("service"), info.data.get("highest_risk")
        if reason is None and service and highest and is_exception(highest, service):
            raise ValueError("is required: this is not the service that the risk leads to")
        return reason

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                _service("Support triaged", body),
                "held to be at highest risk" if body.get("highest_risk") == "yes" else "",
                say.known(VIOLENCE_LEVELS, body, "violence"),
            )
        )


class SupportStarted(
    _Support, kind="support.started", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-01", "VIC-02")
):
    """Support started.

    Recorded by the service at its first contact with the victim.
    """

    worker: Named | None = Field(default=None, title="Lead worker")
    """The person who supports the victim."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return _service("Support started", body)


class SupportEnded(
    _Support, kind="support.ended", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-01", "VIC-02")
):
    """Support ended.

    Recorded by the service.
    """

    reasons: Several[Annotated[str, CodeOf(SUPPORT_REASONS)]] | None = None
    """Why."""
    passed_to: Annotated[str, CodeOf(SERVICES)] | None = None
    """The service that goes on with it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (_service("Support ended", body), say.labels(SUPPORT_REASONS, body, "reasons", between=", "))
        )


class SafetyPlanMade(
    Kind,
    kind="safetyplan.made",
    subjects=_ABOUT_VICTIM,
    lane=Lane.SUPPORT,
    handling=Handling.ADVOCATE,
    demands=("VIC-01", "PRO-14"),
):
    """Safety plan made.

    Recorded by the advocate with the victim; shared only with the victim's consent. Each new version is a new entry.
    """

    elements: Several[Annotated[str, CodeOf(SAFETY_PLAN_PARTS)]] | None = Field(default=None, title="Covers")
    """What the plan covers."""
    plan: Words | None = None
    """The plan."""
    review_on: Day | None = None
    """When it is to be looked at again."""
    may_share_with: Several[Label] | None = None
    """The bodies that the victim agreed may see it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Safety plan made", say.labels(SAFETY_PLAN_PARTS, body, "elements", between=", "))


class SchemePlaced(Kind, kind="scheme.placed", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("PRO-11",)):
    """Safety scheme placed.

    Recorded by whoever put it in place: an alarm, a marker, locks.
    """

    scheme: Annotated[str, CodeOf(SCHEMES)]
    """What was put in place."""
    until: Day | None = None
    """When it ends."""
    review_on: Day | None = None
    """When it is to be looked at again."""
    reference: Reference | None = None
    """The number of the marker or device."""
    note: Note | None = None
    """Anything else about it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Safety scheme placed", say.label(SCHEMES, body, "scheme")),
                say.phrase("until", say.day(body, "until")),
            )
        )


class VictimRehoused(
    Kind,
    kind="victim.rehoused",
    subjects=_ABOUT_VICTIM,
    lane=Lane.SUPPORT,
    handling=Handling.ADDRESS,
    demands=("PRO-12",),
):
    """Victim moved home.

    Recorded by whoever arranged it or heard of it. The new address is held more closely than the case.
    """

    arranged_by: Annotated[str, CodeOf(HOME_MOVERS)] | None = None
    """Who arranged it."""
    wished: Answer | None = Field(default=None, title="The victim wished it")
    """Whether the victim wished to move."""
    new_address: Annotated[Note, Privacy.LOCATION] | None = None
    """The new address."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(("Victim moved home", say.known(HOME_MOVERS, body, "arranged_by", prefix="arranged by")))


def _service(head: str, body: Mapping[str, Any]) -> str:
    service = body.get("service")
    return say.clauses(
        (say.after(head, SERVICES.label(service) if service else ""), say.known(SUPPORT_LEVELS, body, "level"))
    )
