"""The entry kinds of conduct: what people say of a finding, what is no crime, and which incidents belong together."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import Count, Named, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Kind, Lane, maybe, one, some
from unbroken.vocabulary.recognition import FINDING_DECISIONS, FINDINGS, NO_CRIME_STATEMENTS

_ABOUT_COURSE = (some("victim"), maybe("suspect"), maybe("report"))


class FindingDecided(
    Kind,
    kind="finding.decided",
    subjects=_ABOUT_COURSE,
    lane=Lane.TRIAGE,
    demands=("RCG-05", "RCG-08", "INV-13"),
):
    """Finding decided.

    Recorded by whoever looked at what a course of conduct indicates, with the reason. Where nobody is suspected, the
    report stands for whoever did it. It changes no class: to record a report as stalking is a step of its own.
    """

    finding: Annotated[str, CodeOf(FINDINGS)]
    """What was indicated when it was decided."""
    decision: Annotated[str, CodeOf(FINDING_DECISIONS)]
    """Whether the person accepted it."""
    reason: Words
    """Why."""
    rules: Several[Reference] | None = Field(default=None, title="Rules met")
    """The names of the rules that were met."""
    incidents: Count | None = Field(default=None, title="Number of incidents")
    """How many incidents it rested on."""
    reports: Count | None = Field(default=None, title="Number of reports")
    """How many reports it rested on."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        head = f"Finding {say.label(FINDING_DECISIONS, body, 'decision') or 'decided'}"
        return say.after(head, say.label(FINDINGS, body, "finding"))


class NoCrimeStated(Kind, kind="nocrime.stated", subjects=(one("report"),), demands=("RCG-09",)):
    """No crime or no stalking stated.

    Recorded by police when an officer says that a report is of no crime, of no stalking or of no course of conduct,
    with the reason and the supervisor who agreed. It closes no report and changes no class: each is a step of its own.
    """

    statement: Annotated[str, CodeOf(NO_CRIME_STATEMENTS)]
    """What it was said not to be."""
    officer: Named = Field(title="Officer who said so")
    """The officer who said so."""
    reason: Words
    """Why."""
    supervisor: Named
    """The supervisor who agreed."""

    @field_validator("supervisor")
    @classmethod
    def _another(cls, supervisor: str, info: ValidationInfo) -> str:
        if supervisor.casefold() == str(info.data.get("officer", "")).casefold():
            raise ValueError("is the officer who said so: somebody else has to agree")
        return supervisor

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Said by an officer", say.label(NO_CRIME_STATEMENTS, body, "statement"))


class _Course(Kind):
    """What is common to taking incidents out of a course and bringing them in."""

    incidents: Several[Reference]
    """The entries of the incidents."""
    reason: Words
    """Why."""


class CourseSplit(_Course, kind="course.split", subjects=_ABOUT_COURSE, lane=Lane.TRIAGE, demands=("RCG-01", "LNK-01")):
    """Course of conduct split.

    Recorded by whoever decides that some incidents between two people are a course apart. Nothing is taken away.
    """

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Course of conduct split", say.many(body, "incidents", "incident"))


class CourseJoined(
    _Course, kind="course.joined", subjects=_ABOUT_COURSE, lane=Lane.TRIAGE, demands=("RCG-01", "LNK-01")
):
    """Incidents joined to a course of conduct.

    Recorded by whoever decides that incidents belong to what one person did to another: some that were split off, or
    some of which nobody is named as the one who did them. Who somebody is, it does not decide.
    """

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Joined to the course of conduct", say.many(body, "incidents", "incident"))
