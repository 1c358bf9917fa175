"""What is handed back instead of a result, where the data cannot carry one: a reason in words, and no traceback."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way. `code` is for programs, `says` for people; `about` names what it concerns.

    What it says is published with the rest: it counts no cases.
    """

    code: str
    says: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no result: every problem that was found, not the first alone."""

    problems: tuple[Problem, ...]

    def __post_init__(self) -> None:
        """A refusal without a reason is none."""
        if not self.problems:
            raise ValueError("a refusal has a reason")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the problems, each once, in the order they were found."""
        return tuple(dict.fromkeys(problem.code for problem in self.problems))

    def __str__(self) -> str:
        return "; ".join(problem.says for problem in self.problems)


def refuse(code: str, says: str, *about: str) -> Refusal:
    """A refusal for one reason."""
    return Refusal((Problem(code, says, about),))
