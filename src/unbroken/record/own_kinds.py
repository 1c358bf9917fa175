"""The entry kinds that are about the record itself."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from unbroken.record import phrasing as say
from unbroken.record.fields import Day, Label, Named, Note, Parts, Several
from unbroken.record.kinds import CodeOf, Kind, Lane, Privacy, maybe
from unbroken.record.times import TimeError, read_interval
from unbroken.vocabulary.disclosure import DISCLOSURE_GROUNDS, ERASURE_GROUNDS

# An amendment is about whatever its target is about; the book fills these in.
_ANY_SUBJECT = tuple(
    maybe(role)
    for role in (
        "report",
        "other_report",
        "prosecution",
        "order",
        "referral",
        "register",
        "sample",
        "person",
        "other_person",
        "victim",
        "suspect",
        "witness",
        "third_party",
    )
)


def _readable_time(text: str) -> str:
    try:
        read_interval(text)
    except TimeError as error:
        raise ValueError(str(error)) from None
    return text


class EntryCorrected(Kind, kind="entry.corrected", subjects=_ANY_SUBJECT, lane=Lane.RECORD, demands=("REC-04",)):
    """Entry corrected.

    Recorded by whoever finds that an entry is wrong. Which entry it is stands in the header. Both stay on the
    record; the corrected content counts.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    why: Note
    """What was wrong, and how it was found out."""
    body: Annotated[dict[str, Any], Privacy.WORDS]
    """The whole body as it should have been."""
    happened: Annotated[str, StringConstraints(max_length=80), AfterValidator(_readable_time)] | None = None
    """When it happened, if that was wrong."""
    about: Parts[tuple[str, str]] | None = Field(default=None, alias="subjects", title="Subjects")
    """Who and what the entry is about, if that was wrong: pairs of role and object, all of them."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Corrected an earlier entry"


class EntryWithdrawn(Kind, kind="entry.withdrawn", subjects=_ANY_SUBJECT, lane=Lane.RECORD, demands=("REC-15",)):
    """Entry withdrawn.

    Recorded by whoever finds that an entry should not have been made. It stays on the record and no longer counts.
    """

    why: Note
    """Why it should not have been recorded."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Withdrew an earlier entry"


class BodyErased(Kind, kind="body.erased", subjects=_ANY_SUBJECT, lane=Lane.RECORD, demands=("REC-11",)):
    """Content erased.

    Recorded by an administrator when the law requires it. The header and the digests stay, so that the chain
    still verifies (Data Protection Act 2018 s.62 asks for erasure to be logged).
    """

    ground: Annotated[str, CodeOf(ERASURE_GROUNDS)]
    """The legal ground."""
    authorised_by: Named
    """Who authorised it."""
    reference: Label | None = None
    """The order, request or review that it rests on."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Erased the content of an earlier entry", say.label(ERASURE_GROUNDS, body, "ground"))


class RecordDisclosed(
    Kind, kind="record.disclosed", subjects=_ANY_SUBJECT, lane=Lane.RECORD, demands=("LNK-09", "REC-11")
):
    """Record disclosed.

    Recorded by whoever passes information to another body (Data Protection Act 2018 s.62: the justification, the
    time, who disclosed and who received).
    """

    to: Label
    """The body that received it."""
    ground: Annotated[str, CodeOf(DISCLOSURE_GROUNDS)]
    """The legal ground."""
    what: Note
    """What was passed on."""
    received_by: Named | None = None
    """The person who received it."""
    why: Note | None = None
    """Why it was necessary."""
    until: Day | None = None
    """Until when they may keep it."""
    conditions: Note | None = Field(default=None, title="Conditions of use")
    """What they may do with it and what not: whether it may be passed on, and to whom."""
    kinds: Several[Label] | None = None
    """The kinds of entry that were passed on, where only some were."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            say.line("Disclosed", say.phrase("to", say.short(body, "to"))),
            say.label(DISCLOSURE_GROUNDS, body, "ground"),
        )
