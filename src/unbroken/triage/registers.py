"""A register as it was defined: its name, who keeps it, its rule, each from a day on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unbroken.record.entries import Entry
from unbroken.triage.fold import fold_list_name


@dataclass(frozen=True, slots=True)
class Criterion:
    """So many of something (register_criteria), in so many months up to the day it is asked, or ever."""

    what: str
    at_least: int
    within_months: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """When somebody belongs on a list: all criteria are met, or any one of them. None of them where judgement decides.

    It says who should be looked at, never who is put on the list.
    """

    criteria: tuple[Criterion, ...] = ()
    needs_all: bool = True


@dataclass(frozen=True, slots=True)
class Definition:
    """What a list is from a day on. `ends` is the day from which it is no longer kept."""

    entry: str
    name: str
    keeper: str
    in_force_from: date
    ends: date | None
    rule: Rule
    judgement: str | None
    calls_for_marker: bool
    authorised_by: str | None


@dataclass(frozen=True, slots=True)
class Register:
    """A list with all its definitions, in the order in which they came into force. `agency` defined it first."""

    object: str
    agency: str
    definitions: tuple[Definition, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every name the list has had, in the form in which names are compared."""
        return frozenset(fold_list_name(one.name) for one in self.definitions)

    def at(self, day: date) -> Definition:
        """What holds on this day; before the first holds, what will hold first."""
        begun = [one for one in self.definitions if one.in_force_from <= day]
        return begun[-1] if begun else self.definitions[0]

    def is_kept(self, day: date) -> bool:
        """Whether the list is kept on this day."""
        now = self.at(day)
        return now.in_force_from <= day and (now.ends is None or day < now.ends)


def fold_register(name: str, entries: Sequence[Entry]) -> Register | None:
    """A list from its standing entries; None where nothing that stands defines it. What was recorded last prevails."""
    defined = [entry for entry in entries if entry.kind == "register.defined" and entry.body is not None]
    if not defined:
        return None
    recorded = sorted(defined, key=lambda entry: (entry.recorded_at, entry.id))
    ordered = sorted(recorded, key=lambda entry: str(entry.get("in_force_from")))
    return Register(name, recorded[0].agency, tuple(definition_from(entry.id, entry.body or {}) for entry in ordered))


def definition_from(entry: str, body: Mapping[str, Any]) -> Definition:
    """A definition from the body of its entry."""
    ends = body.get("ends")
    criteria = (Criterion(one["what"], one["at_least"], one.get("within_months")) for one in body.get("criteria") or ())
    return Definition(
        entry=entry,
        name=body["name"],
        keeper=body["keeper"],
        in_force_from=date.fromisoformat(body["in_force_from"]),
        ends=date.fromisoformat(ends) if ends else None,
        rule=Rule(tuple(criteria), body.get("needs") != "any"),
        judgement=body.get("judgement"),
        calls_for_marker=body.get("calls_for_marker") == "yes",
        authorised_by=body.get("authorised_by"),
    )
