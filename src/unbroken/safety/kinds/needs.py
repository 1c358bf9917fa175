"""The needs of a suspect as they were assessed, and what follows from each. What police report is in descriptions."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Label, Note, Part, Parts, Several
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one
from unbroken.vocabulary.probation import NEED_ANSWERS, NEED_LEVELS, NEED_SOURCES, SUSPECT_NEEDS


class AssessedNeed(Part):
    """One need, and how great it was found to be."""

    need: Annotated[str, CodeOf(SUSPECT_NEEDS), Privacy.SPECIAL]
    """The need."""
    level: Annotated[str, CodeOf(NEED_LEVELS), Privacy.SPECIAL]
    """How great it is. Some and serious are never one."""
    note: Annotated[Note, Privacy.SPECIAL] | None = None
    """What was found."""


class NeedAssessed(
    Kind,
    kind="need.assessed",
    subjects=(one("suspect"), maybe("report"), maybe("prosecution")),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("ASS-08", "ASS-13"),
):
    """Needs of a suspect assessed.

    Recorded by probation, or taken over from an extract of OASys. What police say of somebody's needs is no assessment:
    it stands in their descriptions, and is counted apart.
    """

    source: Annotated[str, CodeOf(NEED_SOURCES)] = Field(title="Assessed by")
    """By what it was assessed."""
    source_version: Label | None = Field(default=None, title="Version")
    """The version of the tool, as its system says."""
    needs: Parts[AssessedNeed]
    """Need by need, how great it is."""

    @field_validator("needs")
    @classmethod
    def _once_each(cls, needs: list[AssessedNeed]) -> list[AssessedNeed]:
        if len({one.need for one in needs}) != len(needs):
            raise ValueError("the same need is given twice")
        return needs

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        found = [
            f"{say.inline(SUSPECT_NEEDS.label(one['need']))} ({say.inline(NEED_LEVELS.label(one['level']))})"
            for one in body.get("needs") or ()
            if one["level"] in NEED_LEVELS.in_group("need")
        ]
        by = say.known(NEED_SOURCES, body, "source", prefix="by")
        return say.after(say.line("Needs assessed", by), ", ".join(found) or "no problem found")


class NeedAnswered(
    Kind,
    kind="need.answered",
    subjects=(one("suspect"), maybe("referral"), maybe("report")),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("ASS-13",),
):
    """Need of a suspect answered.

    Recorded by probation or the specialist team: which referral meets the need, or why there is none.
    """

    needs: Several[Annotated[str, CodeOf(SUSPECT_NEEDS), Privacy.SPECIAL]]
    """The needs."""
    how: Annotated[str, CodeOf(NEED_ANSWERS)] = Field(title="What follows")
    """What follows: a referral, or the reason why there is none."""
    explanation: Annotated[Note | None, Privacy.SPECIAL, Field(validate_default=True)] = None
    """In words. Required for another reason."""

    @field_validator("explanation")
    @classmethod
    def _said(cls, explanation: str | None, info: ValidationInfo) -> str | None:
        if explanation is None and info.data.get("how") == "other":
            raise ValueError("is required: say which reason")
        return explanation

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Need answered",
            say.labels(SUSPECT_NEEDS, body, "needs", between=", "),
            say.label(NEED_ANSWERS, body, "how"),
        )
