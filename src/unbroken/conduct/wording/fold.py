"""What in a report is to be looked at, and what somebody has looked at. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Any, get_args

from pydantic import BaseModel

from unbroken.conduct.wording.finding import find
from unbroken.record.entries import Entry
from unbroken.record.kinds import REGISTER, Handling, Privacy

REVIEWED = "wording.reviewed"
# Whose words they are is not who recorded them: a threat is the suspect's, and a look repeats what it looks at.
_NOT_READ: Mapping[str, frozenset[str]] = MappingProxyType({"incident.recorded": frozenset({"threat_words"})})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand in an entry: the field, as `actions.0.what`, and from which character to which."""

    path: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """As an entry names it."""
        return f"{self.path}:{self.start}-{self.end}"

    def overlaps(self, other: Spot) -> bool:
        """Whether two are of the same words, in part at least."""
        return self.path == other.path and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Flag:
    """Words of one concern in one entry.

    `look` is the entry that says that somebody looked at all of them, "" where none does.
    """

    entry: str
    concern: str
    recorded_at: str
    spots: tuple[Spot, ...]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words to look at in a report, and the agency that took it."""

    object: str
    agency: str
    flags: tuple[Flag, ...]


def fold_wording(report: str, entries: Sequence[Entry]) -> Wording | None:
    """What is to be looked at in a report; None where nothing is."""
    own = [entry for entry in entries if report in entry.of("report")]
    looks = [entry for entry in own if entry.kind == REVIEWED and entry.body is not None]
    flags = tuple(flag for entry in own for flag in _flags(entry, looks))
    return Wording(report, _agency(own), flags) if flags else None


def _agency(entries: Sequence[Entry]) -> str:
    """The agency that took the report; where no entry says so, whichever recorded something of it first."""
    made = [entry.agency for entry in entries if entry.kind == "report.made"]
    return made[0] if made else min(entries, key=lambda entry: (entry.recorded_at, entry.id)).agency


def _flags(entry: Entry, looks: Sequence[Entry]) -> Iterator[Flag]:
    found = [
        (place.concern, Spot(path, place.start, place.end))
        for path, text in texts_of(entry.kind, entry.body or {})
        for place in find(text)
    ]
    for concern, held in groupby(sorted(found, key=lambda one: one[0]), key=lambda one: one[0]):
        spots = tuple(spot for _, spot in held)
        yield Flag(entry.id, concern, entry.recorded_at, spots, _look(entry, concern, spots, looks))


def _look(entry: Entry, concern: str, spots: Sequence[Spot], looks: Sequence[Entry]) -> str:
    """The latest look, where all of these words were looked at: of words that came with a correction, nobody was."""
    mine = sorted((one for one in looks if (one.get("entry"), one.get("concern")) == (entry.id, concern)),
                  key=attrgetter("recorded_at", "id"))  # fmt: skip
    seen = [read_spot(text) for one in mine for text in one.get("places") or ()]
    is_seen = all(any(spot.overlaps(other) for other in seen) for spot in spots)
    return mine[-1].id if mine and is_seen else ""


def read_spot(text: str) -> Spot:
    """A spot as an entry names it."""
    path, _, span = text.rpartition(":")
    start, _, end = span.partition("-")
    return Spot(path, int(start), int(end))


def texts_of(kind: str, body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The texts that people wrote into a body, each with the path of its field, in the order of the kind.

    Only of kinds that are handled as ordinary: whoever supervises sees every word that is found.
    """
    model = REGISTER.get(kind)
    if model is not None and model.handling is Handling.ORDINARY:
        left_out = _NOT_READ.get(kind, frozenset())
        yield from ((path, text) for path, text in _texts(model, body, "") if path not in left_out)


def text_at(body: Mapping[str, Any], path: str) -> str:
    """The text at a path of a body; "" where there is none any more, or the reader may not see it."""
    held: Any = body
    for step in path.split("."):
        if isinstance(held, Mapping):
            held = held.get(step)
        elif isinstance(held, list) and step.isdecimal() and int(step) < len(held):
            held = held[int(step)]
        else:
            return ""
    return held if isinstance(held, str) else ""


def _texts(model: type[BaseModel], body: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for name, (is_words, part) in _plan(model).items():
        for path, value in _each(prefix + name, body.get(name)):
            if part is not None and isinstance(value, Mapping):
                yield from _texts(part, value, f"{path}.")
            elif is_words and isinstance(value, str):
                yield path, value


def _each(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{path}.{number}", item) for number, item in enumerate(value))
    elif value is not None:
        yield path, value


@cache
def _plan(model: type[BaseModel]) -> Mapping[str, tuple[bool, type[BaseModel] | None]]:
    """Of each field that may hold texts: whether it is one, and the part nested in it."""
    found = {}
    for name, info in model.model_fields.items():
        marks = [*info.metadata, *_within(info.annotation)]
        part = next((mark for mark in marks if isinstance(mark, type) and issubclass(mark, BaseModel)), None)
        is_words = Privacy.WORDS in marks and not any(isinstance(mark, Handling) for mark in marks)
        if is_words or part is not None:
            found[name] = (is_words, part)
    return found


def _within(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _within(part)
