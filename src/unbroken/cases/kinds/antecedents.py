"""What came before: the history of a person as a national record, or another source, has it."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.cases.kinds.parts import SentenceComponent
from unbroken.record import phrasing as say
from unbroken.record.fields import Count, Label, Note, Offence, PartDate, Parts, Reference
from unbroken.record.kinds import CodeOf, Handling, Kind, maybe, one
from unbroken.vocabulary.antecedents import ANTECEDENT_SOURCES, ANTECEDENT_VICTIMS, ANTECEDENTS
from unbroken.vocabulary.offences import OFFENCES

_ABOUT = (one("person"), maybe("report"))


class AntecedentRecorded(
    Kind,
    kind="antecedent.recorded",
    subjects=_ABOUT,
    handling=Handling.CRIMINAL_RECORD,
    demands=("LNK-03", "LNK-04"),
):
    """Something that came before recorded.

    Recorded from the national record, or by whoever looked it up; the time of the entry is when it was alleged, charged
    or decided. An allegation, a charge and a conviction of one offence are three entries with one reference.
    """

    what: Annotated[str, CodeOf(ANTECEDENTS)]
    """What it is. None of them is another."""
    offence: Offence
    """Of what offence, as near as this list has it."""
    source: Annotated[str, CodeOf(ANTECEDENT_SOURCES)]
    """Where it is recorded."""
    offence_text: Note | None = Field(default=None, title="Offence in the source")
    """The offence in the words of the source, with its code."""
    offence_from: PartDate | None = Field(default=None, title="Offence committed")
    """When the offence was committed, or from when: a day, a month or a year."""
    offence_to: PartDate | None = Field(default=None, title="Offence committed until")
    """Until when it was committed."""
    against: Annotated[str, CodeOf(ANTECEDENT_VICTIMS)] | None = None
    """Whether it was against the same victim as here. Nobody else is named."""
    reference: Reference | None = None
    """What the source calls the offence: the same for the charge and what came of it."""
    court: Label | None = None
    """The court, or the force for what never came to one."""
    sentence_parts: Parts[SentenceComponent] | None = Field(default=None, title="Sentence")
    """The sentence, for a conviction."""
    disposal: Note | None = None
    """What came of it, in the words of the source."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Before",
            say.label(ANTECEDENTS, body, "what"),
            say.label(OFFENCES, body, "offence"),
            say.phrase("committed", say.day(body, "offence_from")),
        )


class AntecedentsChecked(
    Kind,
    kind="antecedent.checked",
    subjects=_ABOUT,
    handling=Handling.CRIMINAL_RECORD,
    demands=("LNK-04",),
):
    """National record checked.

    Recorded by whoever looked somebody up, and by the import of a history: what was found is recorded apart. Without
    it nobody can tell a person with no history from one whose history nobody looked at.
    """

    source: Annotated[str, CodeOf(ANTECEDENT_SOURCES)]
    """What was looked at."""
    found: Count | None = Field(default=None, title="Offences found")
    """How many offences it has of the person, as the source counts them. Nought is an answer."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "National record checked",
            say.label(ANTECEDENT_SOURCES, body, "source"),
            say.number(body.get("found"), "offence"),
        )
