"""Two lists for `unbroken demo`: their rules, and some of the made-up people who meet them, two with a marker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from unbroken import flow
from unbroken.record.entries import Draft, Subject
from unbroken.triage.conduct import who_meets
from unbroken.triage.registers import definition_from
from unbroken.triage.rules import Reason

_FROM: Final = "2020-01-01"
_LISTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "register:demo-highest-harm": {
        "name": "Northmoor highest harm",
        "keeper": "Stalking team",
        "in_force_from": _FROM,
        "needs": "any",
        "criteria": [{"what": "stalking_victims", "at_least": 2}, {"what": "stalking_reports", "at_least": 3}],
        "calls_for_marker": "yes",
    },
    "register:demo-repeat-breach": {
        "name": "Repeat breach",
        "keeper": "Orders team",
        "in_force_from": _FROM,
        "criteria": [{"what": "breaches", "at_least": 1}],
        "calls_for_marker": "no",
    },
}
_PUT_ON_IT, _MARKED = 4, 2


def put_on_registers() -> None:
    """Define the lists and put on each the first few who meet its rule: whoever else does is left to be looked at."""
    flow.take_in(
        [_draft("register.defined", body, Subject("register", name)) for name, body in _LISTS.items()], by="demo"
    )
    for body in _LISTS.values():
        meeting = list(who_meets(definition_from("", body).rule, today=date.today()).items())[:_PUT_ON_IT]
        flow.take_in(list(_placings(meeting, body)), by="demo")


def _placings(meeting: Sequence[tuple[str, Sequence[Reason]]], body: Mapping[str, Any]) -> Iterator[Draft]:
    for n, (person, reasons) in enumerate(meeting):
        who = Subject("suspect", person)
        day = max(str(fact.on or _FROM) for reason in reasons for fact in reason.facts)
        asked = {"marker": "no", "marker_owner": "PS 77, stalking team", "marker_due": day}
        marker = asked if body["calls_for_marker"] == "yes" else {}
        grounds = {"grounds": ["repeat_victims"], "explanation": "Meets the rule of the list.", **marker}
        placed = {**grounds, "register_name": body["name"], "authorised_by": "Supt 118"}
        yield _draft("nominal.registered", placed, who, on=day)
        if marker and n < _MARKED:
            yield _draft("marker.placed", {"placed_by": "PS 77"}, who, on=day)


def _draft(kind: str, body: Mapping[str, Any], about: Subject, *, on: str = _FROM) -> Draft:
    """An entry of the made-up force, recorded on the day it happened: what came later is news of it."""
    return Draft(
        kind=kind,
        body=body,
        subjects=(about,),
        happened=on,
        agency="northmoor",
        source="demo",
        source_ref=f"{kind}:{about.object}:{body.get('register_name', '')}",
        recorded_at=f"{on}T12:00:00Z",
    )
