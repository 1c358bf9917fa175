"""Histories as spec tables write them: one line an entry, `[day, kind, body]`, about report r1 and its people.

A fourth item names subjects where they matter; without it an entry is about what its kind requires, and about
report:r1 where it can be. A field that is given as "" is absent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from tests.entries import about, draft, entry
from tests.strategies import KINDS
from unbroken.record.amend import standing
from unbroken.record.check import check
from unbroken.record.entries import Entry, Subject
from unbroken.record.kinds import REGISTER
from unbroken.record.times import Length

OBJECT = {
    "report": "report:r1",
    "other_report": "report:r2",
    "victim": "person:v1",
    "suspect": "person:s1",
    "person": "person:v1",
    "other_person": "person:v2",
    "prosecution": "prosecution:c1",
    "order": "order:o1",
}
REQUIRED: Mapping[str, Mapping[str, Any]] = {
    "report.made": {"channel": "phone", "reported_by": "victim"},
    "report.classified": {"stage": "initial"},
    "hearing.held": {"date": "2024-06-01"},
    "victim.withdrew": {"stage": "investigation", "statement_taken": "yes"},
    "victim.disengaged": {"stage": "investigation"},
    "charge.changed": {"reason": "evidence"},
    "investigation.closed": {"outcome": "18"},
    "suspect.interviewed": {"accounts": ["denied"]},
    "suspect.bailed": {"conditions": []},
    "evidence.obtained": {"type": "screenshots"},
    "evidence.requested": {"type": "screenshots"},
    "incident.recorded": {"behaviours": ["calls_texts"]},
    "contact.made": {"about": ["general"]},
    "order.considered": {"type": "spo"},
    "order.applied": {"type": "spo"},
    "order.granted": {"type": "spo"},
    "order.refused": {"type": "spo"},
    "order.served": {"type": "spo"},
    "order.checked": {"type": "spo"},
    "order.varied": {"type": "spo"},
    "order.breached": {"type": "spo"},
    "order.ended": {"type": "spo"},
}
NOW = "2026-01-01T00:00:00.000000Z"
assert KINDS  # the kinds are registered


def load(name: str) -> list[dict[str, Any]]:
    """The cases of a table in this folder."""
    cases: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))["case"]
    return cases


def history(lines: Iterable[Sequence[Any]]) -> list[Entry]:
    """The standing entries of a table's lines, each checked as a draft would be."""
    return standing([_entry(*line) for line in lines])


def _entry(day: str, kind: str, body: Mapping[str, Any] | None = None, subjects: Sequence[str] = ()) -> Entry:
    whole = {name: value for name, value in {**REQUIRED.get(kind, {}), **(body or {})}.items() if value != ""}
    objects = tuple(tuple(text.split("=")) for text in subjects) or _required(kind)
    checked = check(draft(kind, whole, *objects, happened=day), now=NOW)
    return entry(kind, orjson.loads(checked.content), *objects, happened=day)


def _required(kind: str) -> tuple[tuple[str, str], ...]:
    rules = REGISTER[kind].subjects
    return tuple((rule.role, OBJECT[rule.role]) for rule in rules if rule.at_least or rule.role == "report")


def look(state: Any, path: str) -> Any:
    """What a dotted path finds in a state, as TOML writes it: days as text, tuples as lists, None as "".

    A length is its number of days, or its least and its most.
    """
    found = state
    for part in path.split("."):
        found = found[int(part)] if part.lstrip("-").isdigit() else getattr(found, part)
        found = found() if callable(found) else found
    return _plain(found)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Length):
        return value.least if value.is_exact else [value.least, value.most]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


__all__ = ["Subject", "about", "history", "load", "look"]
