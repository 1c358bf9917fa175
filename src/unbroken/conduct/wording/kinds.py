"""The entry kind by which somebody says that they have looked at words."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from unbroken.record import phrasing as say
from unbroken.record.fields import Note, Reference, Several
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, one
from unbroken.vocabulary.wording import WORDING_CONCERNS

_Place = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.]{1,80}:\d{1,6}-\d{1,6}$")]


class WordingReviewed(
    Kind,
    kind="wording.reviewed",
    subjects=(one("report"),),
    lane=Lane.RECORD,
    handling=Handling.SUPERVISION,
    demands=("PRO-13", "INV-13"),
):
    """Words of an entry looked at.

    Recorded by whoever supervises, with what follows or why nothing does. It is no finding against anybody. It names
    places and repeats no words, so that nothing stays here of an entry that is erased.
    """

    entry: Reference
    """The entry in which the words stand."""
    concern: Annotated[str, CodeOf(WORDING_CONCERNS)]
    """What the words may be."""
    places: Several[_Place]
    """Where the words stand: the field, and from which character to which."""
    why: Note = Field(title="What follows")
    """What follows from it, or why nothing does."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Words of an entry looked at", say.label(WORDING_CONCERNS, body, "concern"))
