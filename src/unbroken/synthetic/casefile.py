"""The file of one report as agencies fill it: acts, each with who recorded what, when it happened and when recorded.

An act is the stuff of one journey entry: its kind, body and subjects are those of the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import unbroken.cases.kinds
import unbroken.conduct.kinds
import unbroken.people.kinds
import unbroken.record.own_kinds
import unbroken.safety.kinds
import unbroken.support.kinds
import unbroken.triage.kinds  # noqa: F401  these seven fill the register of kinds
from unbroken.record.kinds import REGISTER
from unbroken.synthetic import clock
from unbroken.synthetic.clock import DAY, HORIZON
from unbroken.synthetic.descriptions import Description
from unbroken.synthetic.reports import Report
from unbroken.synthetic.streams import Stream

Body = dict[str, Any]

POLICE = "police"
SOURCES: Mapping[str, str] = {
    "northmoor": "northmoor-crime",
    "eastvale": "eastvale-crime",
    "cps": "cps-casework",
    "hmcts": "court-register",
    "probation": "probation-cases",
    "helpline": "helpline-calls",
    "advocacy": "advocacy-cases",
    "health": "health-liaison",
}
SHORT = {"northmoor": "nm", "eastvale": "ev"}
_LATE = 0.025  # entries recorded weeks after they happened
_RECORDERS = {
    "cps": "prosecutor",
    "hmcts": "court-clerk",
    "probation": "practitioner",
    "helpline": "helpline-worker",
    "advocacy": "advocate",
    "health": "liaison-nurse",
}


@dataclass(slots=True)
class Act:
    """One thing done, or one incident. Minutes; `by_day` when only the day, or days, are known."""

    kind: str
    start: int
    end: int
    by_day: bool
    agency: str
    subjects: list[list[str]]
    body: Body
    recorded: int
    by: str

    @property
    def happened(self) -> str:
        """The text of the interval, as journey files write it."""
        if self.by_day:
            first, last = clock.day_text(self.start), clock.day_text(self.end)
            return first if first == last else f"{first}/{last}"
        if self.end > self.start:
            return f"{clock.stored(self.start)}/{clock.stored(self.end)}"
        return clock.stored(self.start)


@dataclass(slots=True)
class CaseFile:
    """A report with the names of its objects and the acts so far."""

    number: int
    report: Report
    object: str
    reference: str
    area: str
    force: str
    officer: str
    victim: Description
    suspect: Description | None
    second: Description | None
    linked_to: tuple[str, str] | None
    prosecution: str | None = None
    described: dict[str, Description] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    @property
    def draw(self) -> Stream:
        """The report's own stream of chance."""
        return self.report.draw

    def name(self, letter: str, number: int = 1) -> str:
        """The local id of an object of this report: `o` order, `c` prosecution, `f` referral, `p` person."""
        return f"{SHORT[self.force]}-{letter}{self.number:06}-{number}"

    def add(
        self,
        kind: str,
        at: int,
        body: Body,
        *,
        agency: str = POLICE,
        until: int | None = None,
        by_day: bool = False,
        recorded: int | None = None,
        extra: tuple[tuple[str, str], ...] = (),
    ) -> Act | None:
        """Put an act on the file; nothing, where it would lie beyond the horizon.

        Subjects are those of the report that the kind takes; `extra` names others, such as an order, or leaves one
        out by an empty name.
        """
        draw, end = self.draw, at if until is None else until
        if recorded is None:
            late = draw.random() < _LATE
            recorded = end + (draw.between(15, 70) * DAY if late else draw.between(2, 400))
        force = agency == POLICE
        recorded = max(recorded, end, self.acts[0].recorded if force and self.acts else 0)
        if recorded >= HORIZON:
            return None
        act = Act(
            kind,
            at,
            end,
            by_day,
            self.force if force else agency,
            self._subjects(kind, extra),
            body,
            recorded,
            self.officer if force else f"{_RECORDERS[agency]}-{1 + (self.number * 7 + len(self.acts)) % 40}",
        )
        self.acts.append(act)
        return act

    def _subjects(self, kind: str, extra: tuple[tuple[str, str], ...]) -> list[list[str]]:
        roles = roles_of(kind)
        found: list[list[str]] = [[role, name] for role, name in extra if name]
        given = {role for role, _ in extra}
        if "report" in roles and "report" not in given:
            found.append(["report", self.object])
        if "victim" in roles and "victim" not in given:
            found.append(["victim", self.victim.object])
        if "suspect" in roles and "suspect" not in given and self.suspect is not None:
            found.append(["suspect", self.suspect.object])
            if self.second is not None and roles["suspect"] is None:
                found.append(["suspect", self.second.object])
        if self.prosecution is not None and "prosecution" in roles and "prosecution" not in given:
            found.append(["prosecution", self.prosecution])
        return found


@cache
def roles_of(kind: str) -> Mapping[str, int | None]:
    """The roles a kind takes, each with how many at most (None: any number)."""
    return {rule.role: rule.at_most for rule in REGISTER[kind].subjects}
