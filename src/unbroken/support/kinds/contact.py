"""Contact with the victim: what was told and heard, and feedback."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Count, Label, Note, Part, Parts, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, maybe, one
from unbroken.vocabulary.actors import CONTACT_STARTERS
from unbroken.vocabulary.support import (
    CONTACT_CHANNELS,
    CONTACT_FAILURES,
    CONTACT_SUBJECTS,
)

_ABOUT_VICTIM = (one("victim"), maybe("report"), maybe("prosecution"))


class ContactMade(
    Kind, kind="contact.made", subjects=_ABOUT_VICTIM, lane=Lane.SUPPORT, demands=("VIC-10", "CPS-05", "INV-01")
):
    """Contact with the victim.

    Recorded by whoever told the victim something or heard from them: each promise kept under the Victims' Code is one.
    """

    about: Several[Annotated[str, CodeOf(CONTACT_SUBJECTS)]]
    """What it was about. As many as apply."""
    channel: Annotated[str, CodeOf(CONTACT_CHANNELS)] | None = None
    """By what means."""
    started_by: Annotated[str, CodeOf(CONTACT_STARTERS)] | None = Field(default=None, title="Who made contact")
    """Whether the victim or the agency made contact."""
    safe_to_talk: Annotated[Answer, Handling.ADDRESS] | None = None
    """Whether it was safe for the victim to talk, as they said when asked."""
    within_rule: Answer | None = Field(default=None, title="Within the safe-contact rule")
    """Whether it kept to what the victim said is safe."""
    event: Reference | None = None
    """The id of the entry that the victim was told about."""
    note: Words | None = None
    """What was said."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        head = "The victim made contact" if body.get("started_by") == "victim" else "Victim contacted"
        return say.clauses(
            (
                say.line(head, say.phrase("about", say.labels(CONTACT_SUBJECTS, body, "about", between=", "))),
                _channel(body),
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

    Recorded for the victim, apart from the case file: how they were treated, in answers and in their own words.
    """

    instrument: Label | None = Field(default=None, title="Survey")
    """Which survey, with its version."""
    answers: Parts[SurveyAnswer] | None = None
    """Question by question."""
    words: Words | None = Field(default=None, title="In the victim's own words")
    """What the victim said, in their own words."""
    may_use: Answer | None = Field(default=None, title="May be used")
    """Whether the victim agreed that the words are used."""
    risk_disclosed: Answer | None = None
    """Whether it shows a risk that must be acted on."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Feedback given", say.many(body, "answers", "answer"))


def _channel(body: Mapping[str, Any]) -> str:
    channel = say.known(CONTACT_CHANNELS, body, "channel")
    return channel if channel.startswith(("in ", "through ")) else say.phrase("by", channel)
