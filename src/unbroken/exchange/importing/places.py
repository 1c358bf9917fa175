"""Where something stands in a file, and what is said of it when it cannot be taken in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from unbroken.record.entries import Draft
from unbroken.record.errors import Problem

Raw = bytes | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a text file or a row of a table, from 1 and counting the heading.

    `raw` is what stands there, as it was read: it goes into the rejects file, so that nothing is lost.
    """

    file: str
    line: int
    raw: Raw = field(default=b"", compare=False, repr=False)

    def __str__(self) -> str:
        """`file:line`."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line or row that gives no entry, with every reason found; `draft` is the entry that cannot stand, if any."""

    problems: tuple[Problem, ...]
    draft: Draft | None = None


Read = Iterator[tuple[Place, Draft | Rejected]]


class SourceError(ValueError):
    """A file that cannot be read at all (not one bad row of it): the message says what would be right."""


@dataclass(slots=True)
class Meter:
    """How far a reader has come in a file, in whatever it counts (bytes, rows), and what it left unread.

    A reader sets it as it goes; `total` is 0 where the file does not say.
    """

    file: str = ""
    done: int = 0
    total: int = 0
    notes: list[str] = field(default_factory=list)


def rejected(field: str, message: str, expected: str = "") -> Rejected:
    """A rejection for one reason."""
    return Rejected((Problem(field, message, expected),))


def shown(path: Path, part: str = "") -> str:
    """How a file is called in messages and in the rejects file: its name, and the sheet where it has several."""
    return f"{path.name} [{part}]" if part else path.name
