"""The victim: what it did to them, and their own choices about the case."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Day, Note, Several, Words, all_absent
from unbroken.record.kinds import CodeOf, Kind, Lane, Privacy, maybe, one, some
from unbroken.vocabulary.outcomes import WITHDRAWAL_REASONS
from unbroken.vocabulary.support import (
    IMPACTS,
    STATEMENT_STEPS,
    WITHDRAWAL_STAGES,
)


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
    """What the victim said, in their own words."""
    with_advocate: Answer | None = None
    """Whether an advocate was there."""
    declined_because: Note | None = None
    """Why the victim declined to make a statement."""

    @field_validator("words")
    @classmethod
    def _something(cls, words: str | None, info: ValidationInfo) -> str | None:
        if words is None and all_absent(info, "statement", "effects"):
            raise ValueError("is missing: record the effects, the victim's words or the step of the statement")
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


_ABOUT_CHOICE = (one("victim"), some("report"), maybe("suspect"), maybe("prosecution"))


class _Choice(Kind):
    """What is common to a victim's leaving: the stage, the reasons, what was done about safety."""

    stage: Annotated[str, CodeOf(WITHDRAWAL_STAGES)]
    """How far the case had got."""
    reasons: Several[Annotated[str, CodeOf(WITHDRAWAL_REASONS)]] | None = None
    """Why. As many as apply."""
    words: Words | None = Field(default=None, title="In the victim's own words")
    """What the victim said, in their own words."""
    advocate_present: Answer | None = None
    """Whether an advocate was there."""
    safeguarding_considered: Answer | None = None
    """Whether safety was looked at again."""
    police_would_go_on: Answer | None = Field(default=None, title="Prosecution without the victim considered")
    """Whether going on without the victim's support was considered."""


class VictimDisengaged(
    _Choice, kind="victim.disengaged", subjects=_ABOUT_CHOICE, lane=Lane.SUPPORT, demands=("INV-07",)
):
    """Contact with the victim lost.

    Recorded by police or advocate when the victim no longer answers. It is not a withdrawal.
    """

    last_contact_on: Day | None = Field(default=None, title="Last contact on")
    """When the victim last answered."""
    attempts: Count | None = Field(default=None, title="Attempts to reach the victim")
    """How many times it was tried."""

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
        if reason is None and info.data.get("statement_taken", "yes") != "yes":
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
    """What the victim said, in their own words."""
    wants: Note | None = Field(default=None, title="What the victim wants instead")
    """What the victim hopes for."""
    advocate_offered: Answer | None = None
    """Whether an advocate was offered."""
    safeguarding_considered: Answer | None = None
    """Whether safety was looked at."""

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


def _stage(body: Mapping[str, Any]) -> str:
    return say.known(WITHDRAWAL_STAGES, body, "stage")
