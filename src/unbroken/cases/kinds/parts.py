"""Parts that several kinds of a case hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from unbroken.record.fields import Count, Day, Label, NotBefore, Note, Part, Several
from unbroken.record.kinds import CodeOf, Privacy
from unbroken.vocabulary.courts import SENTENCE_REQUIREMENTS, SENTENCES
from unbroken.vocabulary.orders import CONDITION_KINDS


class Condition(Part):
    """One condition of bail or of a licence."""

    kind: Annotated[str, CodeOf(CONDITION_KINDS)]
    """What must or must not be done."""
    text: Note | None = None
    """The condition in the words of the court or the officer."""
    place: Annotated[Note, Privacy.LOCATION] | None = None
    """The place or area it is about."""
    until: Day | None = None
    """When it ends, if before the rest."""
    monitored_by: Label | None = None
    """The body that checks it."""


class SentenceComponent(Part):
    """One part of a sentence."""

    type: Annotated[str, CodeOf(SENTENCES)]
    """The sentence."""
    days: Count | None = None
    """Its length in days: of custody, of an order."""
    suspended_days: Count | None = None
    """For a suspended sentence, for how many days it is suspended."""
    hours: Count | None = None
    """Hours of unpaid work."""
    pounds: Count | None = None
    """The amount of a fine, compensation or surcharge, in pounds."""
    requirements: Several[Annotated[str, CodeOf(SENTENCE_REQUIREMENTS)]] | None = None
    """Requirements of a community order or suspended sentence."""
    starts: Day | None = Field(default=None, title="From")
    """When it starts, if not at once."""
    until: Annotated[Day, NotBefore("starts")] | None = None
    """When it ends, where the court fixed the day."""
    note: Note | None = None
    """Anything else the court said about it."""
