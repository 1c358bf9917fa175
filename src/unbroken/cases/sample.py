"""How a set of reports was arrived at: how many were taken, what was removed or added and why, and what is left. Pure.

A sample diagram checks itself (REC-15): one whose arithmetic does not hold cannot exist. The printed one of the
published study does not: 400 reports, 4 deleted, 22 duplicates removed and 4 added leave 378, not 376.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from unbroken.cases.figures import SMALL, About, Figures, FiguresError, Row


@dataclass(frozen=True, slots=True)
class Step:
    """A number of reports removed from the set (below nought) or added to it, and why."""

    label: str
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A set of reports with the way to it. `left` is what is in it, counted for itself.

    `told` are counts that somebody learns who lays this beside the tables of other figures.
    """

    about: About
    taken: int
    steps: tuple[Step, ...]
    left: int
    told: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a diagram whose steps do not lead from what was taken to what is left (GOV-10)."""
        remaining = self.taken
        for step, remaining in self.remaining():
            if remaining < 0:
                raise FiguresError(f"{self.about.title}: more is removed than is there: {step.label}")
        if self.taken < 0 or remaining != self.left:
            said = ", ".join(f"{step.label} {step.change:+}" for step in self.steps)
            raise FiguresError(f"{self.about.title}: {self.taken}, {said} leave {remaining}, not {self.left}")

    def remaining(self) -> Iterator[tuple[Step, int]]:
        """Each step with what remains after it."""
        remaining = self.taken
        for step in self.steps:
            remaining += step.change
            yield step, remaining

    @property
    def is_publishable(self) -> bool:
        """Whether no count in it is so small that it could point at somebody (GOV-06).

        A diagram with a count withheld is none, and every other of its counts would give that one back.
        """
        counts = (self.left, *(abs(step.change) for step in self.steps), *self.told)
        return not any(0 < count < SMALL for count in counts)

    def figures(self) -> Figures:
        """The same as a table: of all that was taken or added, what was removed for which reason, and what is left."""
        added = sum(step.change for step in self.steps if step.change > 0)
        removed = tuple(Row(step.label, -step.change) for step in self.steps if step.change <= 0)
        rows = (*removed, Row("Left", self.left))
        return Figures(about=self.about, base=self.taken + added, rows=rows, is_exclusive=True)
