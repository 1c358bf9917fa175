"""Why something could not be recorded: always the field, what is wrong, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a draft. `field` is a dotted path (`body.offence`, `subjects.victim`, `happened`)."""

    field: str
    message: str
    expected: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" + (f" ({self.expected})" if self.expected else "")


class Refused(ValueError):
    """A draft was refused before anything was written. `index` is its place in the batch, from 0."""

    def __init__(self, problems: tuple[Problem, ...], *, index: int = 0, source_ref: str = "") -> None:
        self.problems = problems
        self.index = index
        self.source_ref = source_ref
        super().__init__("; ".join(str(problem) for problem in problems))


class Conflict(Refused):
    """The same source and source reference came again with other content."""


class NotAllowed(PermissionError):
    """The person may not do or see this; the message says so in words fit for a screen."""
