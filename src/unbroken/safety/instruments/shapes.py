"""What an instrument is, as its file says it: items in our own words, who may use it, what grades it, what supports it.

Only structure and paraphrase are held here. The wording of an instrument is its owner's, and comes, where a force holds
a licence, from a file of that force (`wording`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A name of ours, stable for ever: the record keeps answers by it."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""Words in one line."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
"""A sentence or a few."""

Response = Literal["yes", "no", "unknown", "refused", "not_asked"]
RESPONSES: Final = ("yes", "no", "unknown", "refused", "not_asked")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)


class Support(_Shape):
    """Which entries speak for answering an item with yes: those of a kind, where a field holds any of these values."""

    kind: str
    """The kind of entry."""
    field: str = ""
    """A field of its body, or one of a list of parts (`flags.flag`); without one, any entry of the kind."""
    any: tuple[str, ...] = ()
    """The values that count; without them, any value that is given."""
    where: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """What else must be so, by field. A field of the same list of parts is asked of the same part."""
    earlier: bool = False
    """Whether only what happened on an earlier day than the last of them counts: what went before."""
    more_in_a_week_than: Annotated[int, Field(ge=1)] | None = None
    """How often in seven days it must have happened, and more, for those of such a week to count."""


class Item(_Shape):
    """One question. `text` is our paraphrase of what it asks about, never its wording."""

    key: Key
    """What the record calls it."""
    text: Line
    """What it asks about, in our words."""
    help: Text | None = None
    """What to think of when answering."""
    response: Literal["answer", "percent", "grade"] = "answer"
    """How it is answered: with one of the responses, a percentage, or one of the instrument's grades."""
    counts: bool = True
    """Whether a yes counts. One that only says which sections are asked does not."""
    leads_to: Key | None = None
    """The instrument that is due when it is answered with yes."""
    recognises: bool = False
    """Whether a yes asks somebody to look whether this is stalking, where the report is not held to be (ASS-03)."""
    support: tuple[Support, ...] = ()
    """What on the record speaks for a yes."""


class Section(_Shape):
    """Items under one heading. `only_if` is the item that must be answered with yes for this section to be asked."""

    key: Key
    title: Line
    only_if: Key | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Rule(_Shape):
    """A published rule: this many counted yes answers show this grade by themselves."""

    grade: str
    at_least: Annotated[int, Field(ge=1)]
    source: Line


class Grading(_Shape):
    """How the instrument grades. Without rules no grade is computed, and `why` says why not."""

    why: Text
    rules: tuple[Rule, ...] = ()


class Licence(_Shape):
    """Whose the wording is, and on what terms it may be used."""

    holder: Line
    terms: Text


class Instrument(_Shape):
    """A risk instrument.

    `mode` is *asked* where somebody goes through the items, *recorded* where another body made it and its result is
    taken over with its version and date, never computed. `wording` says what stands on the screen without a licence:
    a *paraphrase* of each item, or its *number* only, where the items are not published.
    """

    key: Key
    title: Line
    version: Line
    mode: Literal["asked", "recorded"]
    wording: Literal["paraphrase", "number"]
    result: Literal["given", "judged"] = "given"
    """How a recorded result came about: *given* by a system of those who manage offenders, or *judged* by a clinician,
    whose levels by outcome and whose account are for clinical eyes, while everybody sees the level as a whole."""
    purpose: Text
    caution: Text | None = None
    """What it must not be taken for."""
    expected: bool = False
    """Whether it is due on every report."""
    roles: Annotated[tuple[Key, ...], Field(min_length=1)]
    """The roles whose users may fill it in."""
    grades: tuple[str, ...] = ()
    """Its grades, the least first; none where it gives no grade."""
    responses: tuple[Response, ...] = RESPONSES
    sources: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Where its structure was read."""
    licence: Licence
    grading: Grading
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in their order."""
        return tuple(item for section in self.sections for item in section.items)

    def asked(self, answers: Mapping[str, str]) -> Iterator[Item]:
        """The items that are asked, given these answers: not those of a section whose condition is not met."""
        for section in self.sections:
            if section.only_if is None or answers.get(section.only_if) == "yes":
                yield from section.items

    def rank(self, grade: str) -> int:
        """The place of a grade among its grades; -1 for one that it does not have."""
        return self.grades.index(grade) if grade in self.grades else -1
