"""Who is on which register, with or without a marker: folded from what was recorded about one person. Pure.

A person object knows only what was recorded about it. Who is who changes without any of that changing, so the steps
are kept as they are, and those of a whole resolved person are folded together when they are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any

from unbroken.record.entries import Entry

STEPS = ("nominal.", "marker.", "serial.")
UNNAMED = ""  # the list of entries that name none


@dataclass(frozen=True, slots=True)
class Step:
    """Something recorded about a person and the lists: the entry, what it says, and the reports it is about."""

    entry: str
    kind: str
    on: date
    recorded_at: str
    recorded_by: str
    agency: str
    persons: tuple[str, ...]
    reports: tuple[str, ...]
    body: Mapping[str, Any]

    def get(self, name: str) -> Any:
        """A field of the entry; None where it is absent."""
        return self.body.get(name)


@dataclass(frozen=True, slots=True)
class Steps:
    """What was recorded about one person object and the lists, in the order in which it happened."""

    object: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """Somebody's place on a list. `removed_on` is None as long as they are on it.

    `name` is what the entry calls the list, UNNAMED where it names none. `marker_owner` and `marker_due` say who is to
    place a marker and by when, where one was asked for.
    """

    name: str
    agency: str
    entry: str
    on: date
    grounds: tuple[str, ...]
    authorised_by: str | None
    next_review: date | None
    marker_owner: str | None
    marker_due: date | None
    reviewed_on: date | None = None
    removed_on: date | None = None
    removed_because: str | None = None

    @property
    def asks_for_marker(self) -> bool:
        """Whether an entry asked for a marker to be placed."""
        return bool(self.marker_owner or self.marker_due)


@dataclass(frozen=True, slots=True)
class Mark:
    """That a marker was placed: on what day, and by which entry, which was recorded when."""

    on: date
    entry: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That somebody looked at an entry."""

    activity: str
    entry: str
    recorded_at: str
    by: str
    note: str | None


@dataclass(frozen=True, slots=True)
class SerialReview:
    """That somebody looked at these descriptions of a suspect together with all victims known then."""

    entry: str
    on: date
    recorded_at: str
    persons: frozenset[str]
    result: str | None


@dataclass(frozen=True, slots=True)
class Nominal:
    """A person and the lists: `marker` is the one in place, None where there is none. Oldest first throughout."""

    placings: tuple[Placing, ...] = ()
    marker: Mark | None = None
    acknowledged: Mapping[str, Acknowledged] = field(default_factory=dict)
    serial_reviews: tuple[SerialReview, ...] = ()

    @property
    def current(self) -> tuple[Placing, ...]:
        """The lists that the person is on now."""
        return tuple(placing for placing in self.placings if placing.removed_on is None)

    @property
    def tasks(self) -> tuple[Placing, ...]:
        """The places for which a marker is still to be placed. A removal lifts the task, a marker ends it."""
        return () if self.marker else tuple(placing for placing in self.current if placing.asks_for_marker)


def fold_steps(name: str, entries: Sequence[Entry]) -> Steps | None:
    """What was recorded about a person object and the lists; None where nothing was."""
    steps = steps_in(entries, {name})
    return Steps(name, steps) if steps else None


def steps_in(entries: Iterable[Entry], persons: Collection[str]) -> tuple[Step, ...]:
    """The steps among standing entries that are about any of these persons."""
    about = (entry for entry in entries if entry.kind.startswith(STEPS) and entry.body is not None)
    return tuple(_step(entry) for entry in about if not set(entry.of("suspect")).isdisjoint(persons))


def fold_nominal(steps: Iterable[Step]) -> Nominal:
    """The state of one resolved person, from the steps of all their descriptions. A step given twice counts once."""
    found = _State()
    for step in sorted({step.entry: step for step in steps}.values(), key=_in_order):
        _HANDLERS.get(step.kind, _State.ignore)(found, step)
    return Nominal(tuple(found.placings), found.marker, dict(found.acknowledged), tuple(found.reviews))


def same_list(one: str, other: str) -> bool:
    """Whether two names are of one list, however they are written."""
    return fold_list_name(one) == fold_list_name(other)


def fold_list_name(name: str) -> str:
    """The name of a list in the form in which it is compared."""
    return " ".join(name.casefold().split())


_in_order = attrgetter("on", "recorded_at", "entry")


def _step(entry: Entry) -> Step:
    return Step(
        entry=entry.id,
        kind=entry.kind,
        on=entry.day,
        recorded_at=entry.recorded_at,
        recorded_by=entry.recorded_by,
        agency=entry.agency,
        persons=entry.of("suspect"),
        reports=entry.of("report"),
        body=entry.body or {},
    )


class _State:
    """What is known so far."""

    def __init__(self) -> None:
        self.placings: list[Placing] = []
        self.marker: Mark | None = None
        self.acknowledged: dict[str, Acknowledged] = {}
        self.reviews: list[SerialReview] = []

    def register(self, step: Step) -> None:
        held = self._held(step)
        if held is None:
            self.placings.append(_placing(step))
        else:
            self._change(held, step)
        if step.get("marker") == "yes":
            self.place(step)

    def review(self, step: Step) -> None:
        held = self._held(step)
        if held is not None:
            left = {"removed_on": step.on} if step.get("stays") == "no" else {}
            self._change(held, step, reviewed_on=step.on, **left)
        match step.get("marker"):
            case "yes":
                self.place(step)
            case "no":
                self.marker = None

    def remove(self, step: Step) -> None:
        held = self._held(step)
        if held is not None:
            gone = replace(self.placings[held], removed_on=step.on, removed_because=step.get("reason"))
            self.placings[held] = gone
        if step.get("marker_lifted") == "yes":
            self.marker = None

    def place(self, step: Step) -> None:
        if self.marker is None:
            self.marker = Mark(step.on, step.entry, step.recorded_at)

    def lift(self, step: Step) -> None:
        self.marker = None

    def acknowledge(self, step: Step) -> None:
        for entry in step.get("activity") or ():
            seen = Acknowledged(entry, step.entry, step.recorded_at, step.recorded_by, step.get("note"))
            self.acknowledged.setdefault(entry, seen)

    def look(self, step: Step) -> None:
        looked = SerialReview(step.entry, step.on, step.recorded_at, frozenset(step.persons), step.get("result"))
        self.reviews.append(looked)

    def ignore(self, step: Step) -> None:
        """A kind that changes nothing here."""

    def _held(self, step: Step) -> int | None:
        """The place on the list that a step is about: on the list of that name of its own agency.

        One that names no list, or a list that its agency never put the person on, is about the only one there is.
        """
        name = step.get("register_name") or UNNAMED
        held = [n for n, placing in enumerate(self.placings) if placing.removed_on is None]
        same = [n for n in held if same_list(self.placings[n].name, name)]
        own = [n for n in same if self.placings[n].agency == step.agency]
        if own or step.kind == "nominal.registered":
            return next(iter(own), None)
        if any(one.agency == step.agency and same_list(one.name, name) for one in self.placings):
            return None  # it has been removed already
        left = held if name == UNNAMED else same
        return left[0] if len(left) == 1 else None

    def _change(self, n: int, step: Step, **changes: Any) -> None:
        """What a later entry says anew of a place; what it does not say stays."""
        fresh = {
            "next_review": _day(step.get("next_review")),
            "marker_owner": step.get("marker_owner"),
            "marker_due": _day(step.get("marker_due")),
            "authorised_by": step.get("authorised_by"),
            "grounds": tuple(step.get("grounds") or ()),
        }
        said = {name: value for name, value in fresh.items() if value}
        self.placings[n] = replace(self.placings[n], **{**said, **changes})


_HANDLERS = {
    "nominal.registered": _State.register,
    "nominal.reviewed": _State.review,
    "nominal.removed": _State.remove,
    "marker.placed": _State.place,
    "marker.lifted": _State.lift,
    "marker.acknowledged": _State.acknowledge,
    "serial.reviewed": _State.look,
}


def _placing(step: Step) -> Placing:
    return Placing(
        name=step.get("register_name") or UNNAMED,
        agency=step.agency,
        entry=step.entry,
        on=step.on,
        grounds=tuple(step.get("grounds") or ()),
        authorised_by=step.get("authorised_by"),
        next_review=_day(step.get("next_review")),
        marker_owner=step.get("marker_owner"),
        marker_due=_day(step.get("marker_due")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
