"""The entry kinds of support: the effect on the victim, what is offered to her, contact with her, her own choices."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Day, Label, Named, Note, Part, Parts, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one, some
from unbroken.vocabulary.actors import CONTACT_STARTERS, HOME_MOVERS
from unbroken.vocabulary.outcomes import WITHDRAWAL_REASONS
from unbroken.vocabulary.support import (
    CONTACT_CHANNELS,
    CONTACT_FAILURES,
    CONTACT_SUBJECTS,
    IMPACTS,
    SAFETY_PLAN_PARTS,
    SCHEMES,
    SERVICES,
    STATEMENT_STEPS,
    SUPPORT_LEVELS,
    SUPPORT_REASONS,
    WITHDRAWAL_STAGES,
)

_ABOUT_VICTIM = (one("victim"), maybe("report"), maybe("prosecution"))


class ImpactRecorded(
    Kind,
    kind="impact.recorded",
    subjects=(one("victim"), maybe("report"), maybe("suspect")),
    lane=Lane.SUPPORT,
    demands=("REC-09", "VIC-09", "RCG-04"),
):
    """Effect on the victim recorded.

    Recorded by whoever hears it, at any contact: the effects, in the victim's own words beside the codes, and how
    far the victim personal statement has got. What parts s.4A from s.2A.
    """

    statement: Annotated[str, CodeOf(STATEMENT_STEPS)] | None = Field(default=None, title="Victim personal statement")
    """Offered, declined, taken, updated, used."""
    effects: Several[Annotated[str, CodeOf(IMPACTS), Privacy.SPECIAL]] | None = None
    """What changed in the victim's life and health. As many as apply."""
    words: Annotated[Words | None, Field(validate_default=True, title="In the victim's own words")] = None
    """What the victim said, in her own words."""
    with_advocate: Answer | None = None
    """Whether an advocate was with her."""
    declined_because: Note | None = None
    """Why the victim declined to make a statement."""

    @field_validator("words")
    @classmethod
    def _something(cls, words: str | None, info: ValidationInfo) -> str | None:
        if words is None and not info.data.get("statement") and not info.data.get("effects"):
            raise ValueError("is missing: record the effects, the victim's words or the step of her statement")
        return words

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        step = say.label(STATEMENT_STEPS, body, "statement")
        return say.clauses(
            (
                say.after("Effect on the victim", say.labels(IMPACTS, body, "effects")),
                say.phrase("personal statement", step),
            )
        )


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
    """Whether the victim agreed that her details are passed on."""

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

    Recorded by the advocate with the victim; shared only with her consent. Each new version is a new entry.
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
        return say.clauses(
            ("Victim moved home", say.phrase("arranged by", say.label(HOME_MOVERS, body, "arranged_by")))
        )


class ContactMade(
    Kind, kind="contact.made", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-10", "CPS-05", "INV-01")
):
    """Contact with the victim.

    Recorded by whoever told her or heard from her: each promise kept under the Victims' Code is one.
    """

    about: Several[Annotated[str, CodeOf(CONTACT_SUBJECTS)]]
    """What it was about. As many as apply."""
    channel: Annotated[str, CodeOf(CONTACT_CHANNELS)] | None = None
    """By what means."""
    started_by: Annotated[str, CodeOf(CONTACT_STARTERS)] | None = Field(default=None, title="Who made contact")
    """Whether the victim or the agency made contact."""
    within_rule: Answer | None = Field(default=None, title="Within the safe-contact rule")
    """Whether it kept to what the victim said is safe."""
    event: Reference | None = None
    """The id of the entry she was told about."""
    note: Words | None = None
    """What was said."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        head = "The victim made contact" if body.get("started_by") == "victim" else "Victim contacted"
        return say.clauses(
            (
                say.line(head, say.phrase("about", say.labels(CONTACT_SUBJECTS, body, "about", between=", "))),
                say.phrase("by", say.label(CONTACT_CHANNELS, body, "channel")),
                "outside the safe-contact rule" if body.get("within_rule") == "no" else "",
            )
        )


class ContactFailed(Kind, kind="contact.failed", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-10",)):
    """Contact with the victim failed.

    Recorded by whoever tried.
    """

    about: Several[Annotated[str, CodeOf(CONTACT_SUBJECTS)]]
    """What it was to be about."""
    channel: Annotated[str, CodeOf(CONTACT_CHANNELS)] | None = None
    """By what means."""
    why: Annotated[str, CodeOf(CONTACT_FAILURES)] | None = None
    """Why it failed."""
    within_rule: Answer | None = Field(default=None, title="Within the safe-contact rule")
    """Whether it kept to what the victim said is safe."""
    attempts: Count | None = None
    """How many times it was tried."""
    note: Note | None = None
    """Anything else about it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.line(
                    "Contact with the victim failed",
                    say.phrase("about", say.labels(CONTACT_SUBJECTS, body, "about", between=", ")),
                ),
                say.label(CONTACT_FAILURES, body, "why"),
            )
        )


_ABOUT_CHOICE = (one("victim"), some("report"), maybe("suspect"), maybe("prosecution"))


class _Choice(Kind):
    """What is common to a victim's leaving: the stage, the reasons, what was done about her safety."""

    stage: Annotated[str, CodeOf(WITHDRAWAL_STAGES)]
    """How far the case had got."""
    reasons: Several[Annotated[str, CodeOf(WITHDRAWAL_REASONS)]] | None = None
    """Why. As many as apply."""
    words: Words | None = Field(default=None, title="In the victim's own words")
    """What the victim said, in her own words."""
    advocate_present: Answer | None = None
    """Whether an advocate was there."""
    safeguarding_considered: Answer | None = None
    """Whether her safety was looked at again."""
    police_would_go_on: Answer | None = Field(default=None, title="Prosecution without her considered")
    """Whether going on without the victim's support was considered."""


class VictimDisengaged(
    _Choice, kind="victim.disengaged", subjects=_ABOUT_CHOICE, lane=Lane.SUPPORT, demands=("INV-07",)
):
    """Contact with the victim lost.

    Recorded by police or advocate when she no longer answers. It is not a withdrawal.
    """

    last_contact_on: Day | None = Field(default=None, title="Last contact on")
    """When she last answered."""
    attempts: Count | None = Field(default=None, title="Attempts to reach her")
    """How many times she was tried."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.line("Contact with the victim lost", _stage(body)),
                say.phrase("last contact", say.day(body, "last_contact_on")),
                say.number(body.get("attempts"), "attempt"),
            )
        )


class VictimWithdrew(_Choice, kind="victim.withdrew", subjects=_ABOUT_CHOICE, lane=Lane.SUPPORT, demands=("INV-07",)):
    """Victim withdrew.

    Recorded by police. A statement was taken, or there is a reason for none. It asks for a new look at risk and
    protection, and never closes the case by itself.
    """

    statement_taken: Answer
    """Whether a withdrawal statement was taken."""
    statement_absent_because: Annotated[
        Note | None, Field(validate_default=True, title="Why no statement was taken")
    ] = None
    """Why none was taken."""

    @field_validator("statement_absent_because")
    @classmethod
    def _statement_or_reason(cls, reason: str | None, info: ValidationInfo) -> str | None:
        """A withdrawal statement or a reason for none is required (INV-07)."""
        if reason is None and info.data.get("statement_taken") != "yes":
            raise ValueError("is missing: say why no withdrawal statement was taken")
        return reason

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        statement = {"yes": "statement taken", "no": "no statement taken"}
        return say.clauses(
            (
                say.after(
                    say.line("Victim withdrew", _stage(body)),
                    say.labels(WITHDRAWAL_REASONS, body, "reasons", between=", "),
                ),
                statement.get(str(body.get("statement_taken")), ""),
            )
        )


class VictimDidNotSupportAtReport(
    Kind,
    kind="victim.did_not_support_at_report",
    subjects=_ABOUT_CHOICE,
    lane=Lane.SUPPORT,
    demands=("INV-07",),
):
    """Victim did not wish for prosecution when reporting.

    Recorded by police at the first report. It is neither a withdrawal nor a loss of contact.
    """

    reasons: Several[Annotated[str, CodeOf(WITHDRAWAL_REASONS)]] | None = None
    """Why. As many as apply."""
    words: Words | None = Field(default=None, title="In the victim's own words")
    """What the victim said, in her own words."""
    wants: Note | None = Field(default=None, title="What she wants instead")
    """What the victim hopes for."""
    advocate_offered: Answer | None = None
    """Whether an advocate was offered."""
    safeguarding_considered: Answer | None = None
    """Whether her safety was looked at."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Victim did not wish for prosecution when reporting",
            say.labels(WITHDRAWAL_REASONS, body, "reasons", between=", "),
        )


class VictimReengaged(
    Kind, kind="victim.reengaged", subjects=_ABOUT_CHOICE, lane=Lane.SUPPORT, demands=("INV-07", "INV-06")
):
    """Victim came back.

    Recorded by police or advocate when a victim who had withdrawn or been lost supports the case again.
    """

    stage: Annotated[str, CodeOf(WITHDRAWAL_STAGES)] | None = None
    """How far the case has got."""
    why: Note | None = None
    """What changed."""
    advocate_present: Answer | None = None
    """Whether an advocate was there."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.line("Victim came back", _stage(body))


class SurveyAnswer(Part):
    """The answer to one question of a survey."""

    question: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    """The key of the question."""
    answer: Note
    """The answer."""


class FeedbackGiven(
    Kind,
    kind="feedback.given",
    subjects=_ABOUT_VICTIM,
    lane=Lane.SUPPORT,
    handling=Handling.ADVOCATE,
    demands=("VIC-11", "VIC-12"),
):
    """Feedback given.

    Recorded for the victim, apart from the case file: how she was treated, in answers and in her own words.
    """

    instrument: Label | None = Field(default=None, title="Survey")
    """Which survey, with its version."""
    answers: Parts[SurveyAnswer] | None = None
    """Question by question."""
    words: Words | None = Field(default=None, title="In the victim's own words")
    """What the victim said, in her own words."""
    may_use: Answer | None = Field(default=None, title="May be used")
    """Whether the victim agreed that her words are used."""
    risk_disclosed: Answer | None = None
    """Whether it shows a risk that must be acted on."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Feedback given", say.many(body, "answers", "answer"))


def _service(head: str, body: Mapping[str, Any]) -> str:
    service = body.get("service")
    return say.clauses(
        (say.after(head, SERVICES.label(service) if service else ""), say.label(SUPPORT_LEVELS, body, "level"))
    )


def _stage(body: Mapping[str, Any]) -> str:
    known = body.get("stage") not in {None, "unknown"}
    return say.label(WITHDRAWAL_STAGES, body, "stage") if known else ""
