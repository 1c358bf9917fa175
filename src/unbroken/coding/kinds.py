"""The entry kinds of deep coding: a sample, each report that was drawn, what a coder answered, and what was settled.

They are about reading the record for a study and not about the case. Nobody meets them on a report or a journey: one
who codes a report must not see what another has answered (`Handling.STUDY`). The pages of coding read them.
"""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from annotated_types import MaxLen, MinLen
from pydantic import Field, StringConstraints

from unbroken.record import phrasing as say
from unbroken.record.fields import Count, Label, Named, Note, Part, Reference, Several
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, one
from unbroken.vocabulary.coding import CODING_STATES, SAMPLED

FrameText = Annotated[str, Privacy.WORDS, StringConstraints(min_length=1, max_length=200_000)]
"""A coding frame as its file has it."""


class SampleStep(Part):
    """A step from all there is to the sample."""

    reason: Label
    """Why reports went."""
    removed: Count
    """How many went."""
    left: Count
    """How many were left."""


class SampleStratum(Part):
    """A stratum: a group of reports from which some were drawn."""

    name: Label
    """What the reports have in common."""
    eligible: Count
    """How many could be drawn."""
    wanted: Count
    """How many were to be drawn."""
    drawn: Count
    """How many were drawn."""


class CodedAnswer(Part):
    """The answer to one question of the frame."""

    variable: Reference
    """The question, by its name in the frame."""
    person: Label | None = None
    """The victim or suspect it is about, where the question is about people."""
    values: Several[Reference]
    """The answer: codes of the frame, or a number."""
    note: Note | None = None
    """What the coder wants to say of it."""


class SettledAnswer(Part):
    """The answer that counts, where two coders gave two."""

    variable: Reference
    """The question, by its name in the frame."""
    person: Label | None = None
    """The victim or suspect it is about, where the question is about people."""
    values: Several[Reference]
    """The answer that counts."""
    reason: Note
    """Why."""


class CodingSampled(
    Kind,
    kind="coding.sampled",
    subjects=(one("sample"),),
    lane=Lane.RECORD,
    handling=Handling.STUDY,
    demands=("ANA-01", "CPS-10"),
):
    """Sample drawn for coding.

    Recorded when a sample of reports is drawn for people to read and code. Seed, steps and strata let anybody draw it
    again; the frame is kept as it was, so that the answers can be read whatever becomes of its file.
    """

    study: Label
    """What the study is called."""
    of: Annotated[str, CodeOf(SAMPLED)]
    """What was drawn."""
    population: Label
    """Which reports were looked at, in words."""
    strata_by: Several[Label]
    """By what the reports were grouped."""
    seed: Label
    """The seed: the same seed and the same reports give the same sample."""
    digest: Reference
    """The SHA-256 of the seed, and of every report that was looked at with its stratum and exclusion."""
    steps: Annotated[list[SampleStep], MinLen(1), MaxLen(100)]
    """The steps from all there is to the sample."""
    strata: Annotated[list[SampleStratum], MinLen(1), MaxLen(10_000)]
    """The groups from which reports were drawn."""
    doubled: Count
    """How many reports go to two coders, neither of whom sees what the other answers."""
    coders: Several[Named]
    """Who codes, by user name."""
    adjudicators: Several[Named] | None = None
    """Who settles what two coders do not agree on, by user name."""
    frame: FrameText
    """The coding frame, as its file has it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Sample drawn for coding", say.label(SAMPLED, body, "of"))


_ABOUT = (one("sample"), one("report"))


class CodingDrawn(
    Kind,
    kind="coding.drawn",
    subjects=_ABOUT,
    lane=Lane.RECORD,
    handling=Handling.STUDY,
    demands=("ANA-01", "CPS-10"),
):
    """Report drawn for coding.

    Recorded with the sample, once for each report in it.
    """

    number: Count
    """Its place in the sample, from 1."""
    stratum: Label
    """The group from which it was drawn."""
    coders: Annotated[list[Named], MinLen(1), MaxLen(2)]
    """Who codes it: one, or two apart from each other."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Report drawn for coding", say.many(body, "coders", "coder"))


class CodingCoded(
    Kind,
    kind="coding.coded",
    subjects=_ABOUT,
    lane=Lane.RECORD,
    handling=Handling.STUDY,
    demands=("ANA-01", "CPS-10"),
):
    """Report coded.

    Recorded by a coder, with every answer given so far. What a coder records later about the report takes the place of
    what they recorded before, which stays on the record.
    """

    frame: Reference
    """The name of the frame."""
    frame_version: Count
    """Its version."""
    state: Annotated[str, CodeOf(CODING_STATES)]
    """Whether the coder is done with it."""
    answers: Annotated[list[CodedAnswer], MinLen(1), MaxLen(2_000)] | None = None
    """The answers."""
    note: Note | None = None
    """What the coder wants to say of the report as a whole."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Report coded", say.label(CODING_STATES, body, "state"))


class CodingAdjudicated(
    Kind,
    kind="coding.adjudicated",
    subjects=_ABOUT,
    lane=Lane.RECORD,
    handling=Handling.STUDY,
    demands=("ANA-01", "CPS-10"),
):
    """Coding settled.

    Recorded by an adjudicator who has seen both answers and the report. Both answers stay on the record.
    """

    answers: Annotated[list[SettledAnswer], MinLen(1), MaxLen(2_000)] = Field(title="Answers that count")
    """The answers that count, each with the reason."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Coding settled", say.many(body, "answers", "answer"))
