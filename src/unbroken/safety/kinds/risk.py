"""Risk assessments, each with its instrument's name."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import (
    Answer,
    Day,
    Label,
    Named,
    NotBefore,
    Note,
    Part,
    Parts,
    Several,
    Words,
)
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, Reserved, maybe, some
from unbroken.safety.instruments.loading import shipped
from unbroken.vocabulary.actors import ASSESSOR_ROLES
from unbroken.vocabulary.orders import (
    INSTRUMENTS,
    RISK_GRADES,
    TYPOLOGIES,
)

_PROBATION = INSTRUMENTS.in_group("probation")


class ItemAnswer(Part):
    """The answer to one item of an instrument. The item is a key of ours: licensed wording is not copied."""

    item: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    """The key of the item, such as sd01."""
    answer: Answer
    """The answer. Not asked and refused are answers."""
    score: Annotated[int, Field(ge=-10, le=1000)] | None = None
    """The score given to the item, where the instrument has one."""
    note: Annotated[Note, Privacy.SPECIAL] | None = None
    """What was said."""


class Measure(Part):
    """One part of a result that another body gave: a percentage, or a grade of its scale."""

    item: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    """The key of the part, such as two_years or community_public."""
    percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """The percentage, as it was given."""
    grade: Annotated[str, CodeOf(RISK_GRADES)] | None = None
    """The grade, as it was given."""


class JudgedOutcome(Part):
    """The level that a clinician judged for one outcome, such as violence."""

    item: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,40}$")]
    """The key of the outcome, such as persistence."""
    level: Annotated[str, CodeOf(RISK_GRADES)]
    """The level."""
    note: Annotated[Note, Privacy.SPECIAL] | None = None
    """What it rests on."""


class RiskAssessed(
    Kind,
    kind="risk.assessed",
    subjects=(some("victim"), maybe("suspect"), maybe("report")),
    lane=Lane.SUPPORT,
    demands=("ASS-01", "ASS-02", "ASS-03", "ASS-04", "ASS-05", "ASS-06", "ASS-07", "ASS-09", "RCG-06"),
):
    """Risk assessed.

    Recorded by whoever made the assessment, always with the instrument's name. The computed grade and the
    professional judgement are two facts; where they differ, the reason is given.
    """

    instrument: Annotated[str, CodeOf(INSTRUMENTS)]
    """Which instrument."""
    instrument_version: Label | None = Field(default=None, title="Version")
    """Its version."""
    answers: Parts[ItemAnswer] | None = None
    """Item by item, what was answered."""
    measures: Annotated[Parts[Measure], Handling.MANAGED_OFFENDER] | None = Field(
        default=None, title="Parts of the result"
    )
    """The parts of a result that another body gave and that was taken over, such as RoSH by group or OGRS by year."""
    outcomes: Annotated[Parts[JudgedOutcome], Handling.CLINICAL, Privacy.SPECIAL] | None = Field(
        default=None, title="Judged by outcome"
    )
    """The level that a clinician judged for each outcome, for clinical eyes."""
    computed_grade: Annotated[str, CodeOf(RISK_GRADES)] | None = None
    """The grade that the instrument gives, where it gives one."""
    judgement: Annotated[str, CodeOf(RISK_GRADES)] | None = Field(default=None, title="Professional judgement")
    """The grade given by the assessor."""
    judgement_reason: Note | None = Field(default=None, title="Reason for the judgement")
    """Why, above all where it differs from the computed grade."""
    complete: Answer | None = None
    """Whether every item was gone through. A form left half done is not an assessment done."""
    typology: Several[Annotated[str, CodeOf(TYPOLOGIES)]] | None = None
    """Type of stalker (Mullen), by a trained assessor; more than one is allowed."""
    typology_reason: Note | None = None
    """What the typology rests on."""
    assessor: Named | None = None
    """Who made the assessment, by name, where it was somebody else than who recorded it."""
    assessor_role: Annotated[str, CodeOf(ASSESSOR_ROLES)] | None = None
    """The assessor's role."""
    window_from: Day | None = Field(default=None, title="About the time from")
    """The first day the assessment takes in."""
    window_to: Annotated[Day, NotBefore("window_from")] | None = Field(default=None, title="About the time to")
    """The last day the assessment takes in."""
    review_on: Day | None = None
    """When it is to be looked at again."""
    formulation: Annotated[Words, Privacy.SPECIAL, Handling.CLINICAL] | None = None
    """The assessor's account, for clinical eyes."""

    @field_validator("answers", "outcomes")
    @classmethod
    def _once_each(cls, given: list[Any] | None) -> list[Any] | None:
        if given and len({one.item for one in given}) != len(given):
            raise ValueError("the same item is answered twice")
        return given

    @classmethod
    def reserved(cls, body: Mapping[str, Any]) -> Reserved | None:
        """An instrument is for the roles that its file names. One without a file is for whoever may assess."""
        key = body.get("instrument")
        found = shipped().get(key) if isinstance(key, str) else None
        return Reserved("instrument", f"fill in {found.title}", found.roles) if found else None

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        instrument = body.get("instrument", "unknown")
        if instrument in _PROBATION:
            return say.after(
                f"{INSTRUMENTS.label(instrument)} recorded",
                say.label(RISK_GRADES, body, "computed_grade"),
                "" if instrument == "rosh" else "no measure of the risk of stalking",
            )
        with_what = "" if instrument == "unknown" else INSTRUMENTS.label(instrument)
        positive = [answer for answer in body.get("answers") or () if answer.get("answer") == "yes"]
        return say.after(
            say.line("Risk assessed", say.phrase("with", with_what)),
            say.phrase("judged", say.label(RISK_GRADES, body, "judgement")),
            say.phrase("computed", say.label(RISK_GRADES, body, "computed_grade")),
            f"{len(positive)} of {say.many(body, 'answers', 'item')} yes" if body.get("answers") else "",
            "not complete" if body.get("complete") == "no" else "",
        )
