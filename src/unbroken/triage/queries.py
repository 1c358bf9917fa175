"""What screens ask about the registers: the lists, who is on them, who is marked.

A person is a resolved person here: what was recorded about any of their descriptions counts for all of them. Nothing
here knows who asks: the caller leaves out what the reader may not see, and logs what it shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

import orjson

from unbroken.people.resolved import resolved
from unbroken.triage.fold import UNNAMED, Nominal, Placing, Step, fold_list_name, fold_nominal
from unbroken.triage.models import RegisterRow, StepRow
from unbroken.triage.registers import Criterion, Definition, Register, Rule


@dataclass(frozen=True, slots=True)
class Listed:
    """A resolved person with everything that was recorded about them and the lists.

    `person` is the name of the resolved person, `members` all their descriptions.
    """

    person: str
    members: tuple[str, ...]
    nominal: Nominal


@dataclass(frozen=True, slots=True)
class List:
    """A list with the people on it now. `register` is None where nobody has defined it; `name` may then be UNNAMED."""

    name: str
    register: Register | None
    persons: frozenset[str]


def registers() -> Sequence[Register]:
    """Every register that is defined, by name. One query."""
    found = [read_register(row.object, row.state) for row in RegisterRow.objects.all()]
    return sorted(found, key=lambda one: (fold_list_name(one.definitions[-1].name), one.object))


def register_named(name: str) -> Register | None:
    """The register with this object name; None where there is none. One query."""
    row = RegisterRow.objects.filter(object=name).first()
    return read_register(row.object, row.state) if row else None


def everybody(*, without: Collection[str] = frozenset()) -> Sequence[Listed]:
    """Everybody of whom anything was recorded about the lists, in order. Three queries.

    `without` is what is closed to the reader: a resolved person any description of whom is closed is left out, and so
    is what was recorded because of a report that is.
    """
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in StepRow.objects.order_by("object", "n"):
        step = read_step(row.step)
        if not any(name in without for name in step.reports):
            steps[row.object].append(step)
    return [one for one in _listed(steps) if not any(name in without for name in one.members)]


def listed(person: str, *, without: Collection[str] = frozenset()) -> Listed:
    """The resolved person of a person object with what was recorded about them and the lists. Three queries.

    `without` are reports closed to the reader.
    """
    one = resolved({person})[person]
    steps = (read_step(row.step) for row in StepRow.objects.filter(object__in=one.members).order_by("object", "n"))
    return Listed(one.name, one.members, fold_nominal(step for step in steps if not set(step.reports) & set(without)))


def _listed(steps: Mapping[str, Sequence[Step]]) -> Iterator[Listed]:
    together = {one.name: one.members for one in resolved(steps).values()}
    for name in sorted(together):
        members = together[name]
        yield Listed(name, members, fold_nominal(step for member in members for step in steps.get(member, ())))


def lists(known: Sequence[Register], people: Iterable[Listed]) -> Sequence[List]:
    """Every list with the people on it now: those defined first, then those that entries only name."""
    on: dict[str, set[str]] = defaultdict(set)
    called: dict[str, str] = {}
    for one in people:
        for placing in one.nominal.current:
            register = register_of(placing, known)
            key = register.object if register else fold_list_name(placing.name)
            on[key].add(one.person)
            called.setdefault(key, placing.name)
    defined = [List(one.definitions[-1].name, one, frozenset(on.pop(one.object, ()))) for one in known]
    return [*defined, *(List(called[key], None, frozenset(on[key])) for key in sorted(on))]


def register_of(placing: Placing, known: Iterable[Register]) -> Register | None:
    """The register that an entry means: of the one who recorded it, else the only one that was ever called so.

    None where nobody has defined it, or several agencies have.
    """
    called = [one for one in known if placing.name != UNNAMED and fold_list_name(placing.name) in one.names]
    own = [one for one in called if one.agency == placing.agency]
    return next(iter(own), called[0] if len(called) == 1 else None)


def overlaps(found: Sequence[List]) -> Mapping[tuple[int, int], frozenset[str]]:
    """Who is on both of two lists, by their places in the sequence, the first before the second."""
    pairs = combinations(enumerate(found), 2)
    return {(i, j): one.persons & other.persons for (i, one), (j, other) in pairs}


def names_of_lists(nominal: Nominal, known: Sequence[Register], *, on: date) -> list[str]:
    """What the lists are called that a person is on now."""
    return [name_of_list(placing, known, on=on) for placing in nominal.current]


def name_of_list(placing: Placing, known: Sequence[Register], *, on: date) -> str:
    """What a list is called on this day: as defined, else as the entry names it; UNNAMED where it names none."""
    register = register_of(placing, known)
    return register.at(on).name if register else placing.name


def without_marker(people: Iterable[Listed], known: Sequence[Register], *, on: date) -> list[Listed]:
    """Those without a marker who are on a list that calls for one on this day."""
    calling = {one.object for one in known if one.is_kept(on) and one.at(on).calls_for_marker}
    found = []
    for one in people:
        called = {register.object for placing in one.nominal.current if (register := register_of(placing, known))}
        if one.nominal.marker is None and called & calling:
            found.append(one)
    return found


def marked(people: Iterable[Listed]) -> list[Listed]:
    """Those with a marker."""
    return [one for one in people if one.nominal.marker]


def marked_on_no_list(people: Iterable[Listed]) -> list[Listed]:
    """Those with a marker who are on no list."""
    return [one for one in marked(people) if not one.nominal.current]


def read_step(text: str) -> Step:
    """A step from its row."""
    held: dict[str, Any] = orjson.loads(text)
    return Step(
        **{
            **held,
            "on": date.fromisoformat(held["on"]),
            "persons": tuple(held["persons"]),
            "reports": tuple(held["reports"]),
        }
    )


def read_register(name: str, text: str) -> Register:
    """A register from its row."""
    held: dict[str, Any] = orjson.loads(text)
    return Register(name, held["agency"], tuple(_definition(one) for one in held["definitions"]))


def _definition(held: dict[str, Any]) -> Definition:
    rule = held["rule"]
    criteria = tuple(Criterion(**one) for one in rule["criteria"])
    days = {name: date.fromisoformat(held[name]) for name in ("in_force_from", "ends") if held[name]}
    return Definition(**{**held, **days, "rule": Rule(criteria, rule["needs_all"])})
