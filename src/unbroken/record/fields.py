"""Field types that the kinds share, so that a date, an answer or free text means the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from unbroken.record.kinds import CodeOf, Privacy
from unbroken.vocabulary.actors import SAID_BY
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import DECIDERS

T = TypeVar("T")


class Part(BaseModel):
    """Base of what is nested in a body: a name, a condition, an action. Strict and frozen, as the kinds are."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class NotBefore:
    """Field annotation: this day is not before the day in the field of this name, where that is given."""

    first: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check after the day itself has been read."""
        return core_schema.with_info_after_validator_function(self._check, handler(source))

    def _check(self, value: date, info: ValidationInfo) -> date:
        earlier = info.data.get(self.first)
        if earlier is not None and value < earlier:
            raise ValueError(f"is before {self.first.replace('_', ' ')}")
        return value


def all_absent(info: ValidationInfo, *names: str) -> bool:
    """Whether none of these earlier fields was given. One that was refused counts as given: it has its own error."""
    return all(name in info.data and info.data[name] is None for name in names)


def _refuse_repeats(values: list[T]) -> list[T]:
    if len(values) > 1 and len(set(values)) != len(values):
        raise ValueError("the same value is given twice")
    return values


Answer = Annotated[str, CodeOf(ANSWERS)]
"""Yes, no, unknown, refused or not asked. Absent means that nothing was recorded, which is none of these."""

Offence = Annotated[str, CodeOf(OFFENCES)]
"""An offence of the vocabulary, whatever system the source took its code from."""

Decider = Annotated[str, CodeOf(DECIDERS)]
"""The body that decided."""

SaidBy = Annotated[str, CodeOf(SAID_BY)]
"""Who said so."""

Words = Annotated[str, Privacy.WORDS, StringConstraints(min_length=1, max_length=20_000)]
"""Free text of any length that a person writes: an account, a statement, a formulation."""

Note = Annotated[str, Privacy.WORDS, StringConstraints(min_length=1, max_length=2_000)]
"""A short free text, such as a reason."""

Label = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""The name of a body or a thing, never of a person: a court, a team, an area."""

Reference = Annotated[str, StringConstraints(min_length=1, max_length=80)]
"""A reference number or the id of an entry: opaque, and no personal data in itself."""

Named = Annotated[str, Privacy.PERSONAL, StringConstraints(min_length=1, max_length=200)]
"""A person's name, or the number that stands for them."""

Day = Annotated[date, Ge(date(1900, 1, 1)), Le(date(2199, 12, 31))]
"""A calendar day, past or to come."""


def _refuse_no_such_day(text: str) -> str:
    if len(text) == _WHOLE_DAY:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise ValueError("is a day that does not exist") from None
    return text


_WHOLE_DAY = len("2018-03-08")
PartDate = Annotated[
    str,
    StringConstraints(pattern=r"^(19|20|21)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
    AfterValidator(_refuse_no_such_day),
]
"""A day, a month or a year, as well as it is known: `2018-03-08`, `2018-03` or `2018`."""

Count = Annotated[int, Ge(0), Le(1_000_000)]
"""A number of times, days or people."""

Several = Annotated[list[T], MinLen(1), MaxLen(100), AfterValidator(_refuse_repeats)]
"""One value or more, none twice. A list that would be empty is left out."""

Parts = Annotated[list[T], MinLen(1), MaxLen(200)]
"""One part or more."""
