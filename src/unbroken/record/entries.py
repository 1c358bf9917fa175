"""Entries: what somebody wants recorded (a draft), and what is recorded (an entry)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from unbroken.record.times import Interval, to_last_uk_date, to_uk_date


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """An object an entry is about, with the role it plays in it. `object` is `type:local-id`."""

    role: str
    object: str

    @property
    def type(self) -> str:
        """The type of the object: `person`, `report`, `order`, `prosecution`, `referral`, `register`, `sample`."""
        return self.object.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants recorded, before it is checked.

    `happened` is anything `times.read_interval` reads. (`source`, `source_ref`) names the message it came in and
    makes recording idempotent. `corrects` is the id of the entry that this one corrects, withdraws or erases;
    a file that does not know the id names it by `corrects_ref`, its (source, source_ref).
    `recorded_at` is only for history taken over from another system: when *that* system recorded it.
    `book` defaults to the agency.
    """

    kind: str
    body: Mapping[str, Any]
    subjects: tuple[Subject, ...]
    happened: str | Interval
    agency: str
    source: str
    source_ref: str
    corrects: str = ""
    corrects_ref: tuple[str, str] | None = None
    recorded_at: str = ""
    recorded_by: str = ""
    book: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as recorded. Times are stored texts (see `record.times`); `corrects` is empty or an entry id.

    `body` is None when it has been erased.
    """

    id: str
    book: str
    seq: int
    kind: str
    version: int
    happened_from: str
    happened_to: str
    recorded_at: str
    recorded_by: str
    agency: str
    source: str
    source_ref: str
    corrects: str
    subjects: tuple[Subject, ...]
    body: Mapping[str, Any] | None = field(compare=False)
    body_digest: str = ""
    prev: str = ""
    digest: str = ""

    @property
    def happened(self) -> Interval:
        """When it happened."""
        return Interval(self.happened_from, self.happened_to)

    @property
    def day(self) -> date:
        """The calendar day (UK) on which it began to happen."""
        return to_uk_date(self.happened_from)

    @property
    def last_day(self) -> date:
        """The last calendar day (UK) on which it can have happened: `day` again, unless only a period is known."""
        return to_last_uk_date(self.happened_from, self.happened_to)

    @property
    def recorded_day(self) -> date:
        """The calendar day (UK) on which it was recorded."""
        return to_uk_date(self.recorded_at)

    def of(self, role: str) -> tuple[str, ...]:
        """The objects in this role."""
        return tuple([subject.object for subject in self.subjects if subject.role == role])  # a list: half the time

    def get(self, name: str, default: Any = None) -> Any:
        """A field of the body; the default where it is absent or the body was erased."""
        return default if self.body is None else self.body.get(name, default)


def subjects_text(subjects: Iterable[Subject]) -> str:
    """The canonical text of subjects, as stored and hashed: `role=type:id` sorted, separated by spaces."""
    return _subjects_text(tuple(subjects))


@lru_cache(maxsize=20_000)
def _subjects_text(subjects: tuple[Subject, ...]) -> str:
    return " ".join(sorted(f"{subject.role}={subject.object}" for subject in subjects))


@lru_cache(maxsize=20_000)  # the entries of a report are about the same few people, over and over
def read_subjects(text: str) -> tuple[Subject, ...]:
    """Subjects from their canonical text."""
    return tuple(Subject(role, name) for role, _, name in (part.partition("=") for part in text.split(" ") if part))
