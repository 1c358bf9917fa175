"""Which reports an analysis is about, and how many were left out on the way, and why.

Every analysis says of what it is: a share without its base is no figure. What a scope leaves out is counted step by
step, so that the counts lead from every report on the record to the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

from unbroken.vocabulary.offences import OFFENCES, stalking_class

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLASSES = {
    "stalking": "recorded as stalking now, or as a breach of a stalking protection order",
    "ever_stalking": "recorded as stalking at some time, or as a breach of a stalking protection order",
    "all": "of any class",
}
"""What class of offence a scope may be of. The first is the frame of the Stalking Deep Dive (MOPAC, 2024)."""
_STALKING = tuple(sorted(code.code for code in OFFENCES.codes if stalking_class(code.code)))  # with breach of an SPO


class BadScope(ValueError):
    """A scope that cannot be: the message names the field, says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step from all reports to the base: how many it left out, and how many were left."""

    text: str
    left_out: int
    left: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports. Days are those on which reports were made, the first and the last included.

    `areas`, `relationships` empty and `is_domestic` None leave nothing out. Raises BadScope.
    """

    since: date | None = None
    until: date | None = None
    offences: str = "stalking"
    areas: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    is_domestic: bool | None = None

    def __post_init__(self) -> None:
        if self.offences not in CLASSES:
            raise BadScope(f"offences: {self.offences!r} is none of {', '.join(CLASSES)}")
        if self.since and self.until and self.since > self.until:
            raise BadScope(f"until: {self.until} is before since, {self.since}: give a later day, or swap the two")

    def of(self, cases: ir.Table) -> ir.Table:
        """The cases within the scope. `cases` is the table `cases` of an extract."""
        return cases.filter(reduce(and_, [condition for _, condition in self._steps(cases)]))

    def steps(self, cases: ir.Table) -> tuple[Step, ...]:
        """How the base comes about, from all reports. One query."""
        texts, conditions = zip(*self._steps(cases), strict=True)
        held = [reduce(and_, conditions[: n + 1]) for n in range(len(conditions))]
        found = cases.aggregate(all=cases.count(), **{f"s{n}": cases.count(where=one) for n, one in enumerate(held)})
        counts = [int(value or 0) for value in found.to_pyarrow().to_pylist()[0].values()]
        return tuple(Step(text, before - left, left)
                     for text, before, left in zip(texts, counts, counts[1:], strict=False))  # fmt: skip

    def words(self) -> str:
        """The scope in words, as it stands under a figure."""
        said = [f"reports {CLASSES[self.offences]}"]
        if self.since or self.until:
            said.append(f"made {_period(self.since, self.until)}")
        if self.areas:
            said.append(f"in {_listed(self.areas)}")
        if self.relationships:
            said.append(f"where the suspect is {_listed([one.replace('_', ' ') for one in self.relationships])}")
        if self.is_domestic is not None:
            said.append("that are domestic abuse" if self.is_domestic else "that are not domestic abuse")
        return ", ".join(said)

    def _steps(self, cases: Any) -> Iterator[tuple[str, Any]]:
        yield "restricted reports", ~cases.is_restricted
        yield "reports merged into another as the same incident", ~cases.is_duplicate
        if self.offences != "all":
            condition = cases.offence.isin(_STALKING)
            if self.offences == "ever_stalking":
                condition = condition | cases.recognised_on.notnull()
            yield f"reports not {CLASSES[self.offences]}", condition.fill_null(False)
        if self.since or self.until:
            first, last = self.since or date.min, self.until or date.max
            yield (
                f"reports not made {_period(self.since, self.until)}, or without a day",
                (cases.made_on.between(first, last).fill_null(False)),
            )
        if self.areas:
            yield "reports of other areas", cases.area.isin(self.areas).fill_null(False)
        if self.relationships:
            yield "reports of other relationships", cases.relationship.isin(self.relationships).fill_null(False)
        if self.is_domestic is not None:
            yield (
                "reports of which it is otherwise, or not known, whether it is domestic abuse",
                ((cases.is_domestic == self.is_domestic).fill_null(False)),
            )


def _period(since: date | None, until: date | None) -> str:
    if since and until:
        return f"from {since} to {until}"
    return f"from {since}" if since else f"until {until}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
