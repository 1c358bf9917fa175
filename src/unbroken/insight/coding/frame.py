"""A coding frame: the questions that are asked of every report of a sample, from a TOML file.

Each question has a unit (the report, each victim, each suspect), the answers that there are, and three ways of having
no answer, which are never one: not known, does not apply, not recorded. Where the record holds a value of its own, the
question names the column of the extract's cases that has it. `docs/how-to/code-reports.md` shows how to write one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from types import MappingProxyType

CASE, VICTIM, SUSPECT = "case", "victim", "suspect"
UNITS: Mapping[str, str] = MappingProxyType({CASE: "the report", VICTIM: "each victim", SUSPECT: "each suspect"})
ONE, SEVERAL, NUMBER, YES_NO = "one", "several", "number", "yes_no"
TYPES: Mapping[str, str] = MappingProxyType(
    {ONE: "one answer", SEVERAL: "any number of answers", NUMBER: "a whole number", YES_NO: "yes or no"}
)
BESIDE, AFTER, NEVER = "beside", "after", "never"
SHOWN: Mapping[str, str] = MappingProxyType(
    {
        BESIDE: "beside the question",
        AFTER: "once the question is answered",
        NEVER: "never to coders",
    }
)
NOT_KNOWN, NOT_APPLICABLE, NOT_RECORDED = "not_known", "not_applicable", "not_recorded"
MISSING: Mapping[str, str] = MappingProxyType(
    {
        NOT_KNOWN: "Not known: the report speaks of it and leaves it open",
        NOT_APPLICABLE: "Does not apply",
        NOT_RECORDED: "Not recorded: the report says nothing of it",
    }
)
SHIPPED = "stalking_reports"
"""The name of the frame that comes with the service."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a frame: where, what, and what would be right."""

    where: str
    problem: str
    right: str = ""

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.where}: {self.problem}" + (f" ({self.right})" if self.right else "")


class BadFrame(ValueError):
    """A coding frame that cannot be used, with everything that is wrong in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(frozen=True, slots=True)
class Value:
    """An answer that can be given: its code and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A question. `record` is the column of the cases in which the record has its own value, "" for none.

    `said` turns the record's codes into answers of the frame where they are not the same. `show` says when a coder is
    shown the record's value.
    """

    name: str
    part: str
    unit: str
    type: str
    question: str
    help: str
    values: tuple[Value, ...]
    missing: tuple[Value, ...]
    record: str
    show: str
    said: Mapping[str, str]

    @property
    def options(self) -> tuple[Value, ...]:
        """Every answer, the ways of having none last."""
        return (*self.values, *self.missing)

    def is_missing(self, code: str) -> bool:
        """Whether a code is a way of having no answer."""
        return any(value.code == code for value in self.missing)

    def label(self, code: str) -> str:
        """The words of an answer; a number, and a code that is gone from the frame, as it is."""
        return next((value.label for value in self.options if value.code == code), code)

    def takes(self, code: str) -> bool:
        """Whether this can be an answer."""
        is_number = self.type == NUMBER and code.isascii() and code.isdigit()
        return is_number or any(value.code == code for value in self.options)

    def of_record(self, value: object) -> tuple[str, ...]:
        """The record's own value as answers of the frame; none where the frame has no answer for it."""
        if value is None or value in ("", []):
            return (NOT_RECORDED,) if self.is_missing(NOT_RECORDED) else ()
        if isinstance(value, bool):
            codes = ["yes" if value else "no"]
        else:
            codes = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        said = dict.fromkeys(self.said.get(code, code) for code in codes)
        return tuple(code for code in said if self.takes(code))


@dataclass(frozen=True, slots=True)
class Frame:
    """A coding frame. `text` is the file as it was read, `digest` its SHA-256: it names the frame that was used."""

    name: str
    version: int
    title: str
    about: str
    variables: tuple[Variable, ...]
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the frame, in the order in which they are asked."""
        return tuple(dict.fromkeys(variable.part for variable in self.variables))

    def find(self, name: str) -> Variable | None:
        """The question of this name."""
        return next((variable for variable in self.variables if variable.name == name), None)


def shipped_text() -> str:
    """The frame that comes with the service, as a file."""
    return resources.files(__package__).joinpath("frames", f"{SHIPPED}.toml").read_text("utf-8")
