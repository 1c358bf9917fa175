"""Reports, lists and markers for tests of the registers: a few lines say who did what to whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.entries import MADE, draft
from unbroken.flow import take_in
from unbroken.record.entries import Draft, Entry

GROUNDS = {"grounds": ["serious_harm"]}


def taken(*drafts: Draft) -> list[Entry]:
    """What was recorded of these drafts."""
    return [one.entry for one in take_in(drafts, by="tests").recorded]


def report(
    name: str, victim: str, suspect: str, *, offence: str = "stalking_2a", on: str = "2024-03-01"
) -> list[Draft]:
    """A report by a victim about a suspect, with its class."""
    about = (f"report:{name}", ("victim", f"person:{victim}"), ("suspect", f"person:{suspect}"))
    return [
        draft("report.made", MADE, *about, happened=on),
        draft("report.classified", {"offence": offence, "stage": "initial"}, f"report:{name}", happened=on),
    ]


def register(name: str, *criteria: Mapping[str, Any], called: str = "", **body: Any) -> Draft:
    """A definition of a list."""
    said = {"name": called or name.title(), "keeper": "Stalking unit", "in_force_from": "2024-01-01", **body}
    given = {"criteria": list(criteria)} if criteria else {}
    return draft("register.defined", {**said, **given}, ("register", f"register:{name}"), happened="2024-01-01")


def placed(suspect: str, on: str, **body: Any) -> Draft:
    """That somebody was put on a list."""
    said = {**GROUNDS, "register_name": on, **body}
    return draft("nominal.registered", said, ("suspect", f"person:{suspect}"), happened="2024-04-01")


def about(kind: str, suspect: str, body: Mapping[str, Any] | None = None, **header: Any) -> Draft:
    """Something else about a suspect and the lists."""
    return draft(kind, body or {}, ("suspect", f"person:{suspect}"), **{"happened": "2024-04-02", **header})


def same(one: str, other: str) -> Draft:
    """That somebody decided that two descriptions are of one person."""
    subjects = (("person", f"person:{one}"), ("other_person", f"person:{other}"))
    return draft("identity.linked", {"basis": "human", "reason": "The same man."}, *subjects, happened="2024-04-02")
