"""The reports of a journey: when each was made, every class it had, and how it ended. Pure.

Read from the entries, not from projections, so that a chronology "as known on" a day has only what was known then.
"""

from __future__ import annotations

from dataclasses import dataclass

from unbroken.cases.references import name_report
from unbroken.exchange.exporting.journey import Journey, Line
from unbroken.exchange.exporting.wording import NOT_RECORDED

MADE = "report.made"
CLASSIFIED = "report.classified"
CLOSED = "investigation.closed"
REOPENED = "investigation.reopened"


@dataclass(frozen=True, slots=True)
class Class:
    """A class that a report was given: what, at what stage, when, why, and by which entry."""

    offence: str
    stage: str
    when: str
    reason: str
    entry: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the order of the journey: `label` is R1, R2 and so on. `made` is None where no entry says so."""

    number: int
    object: str
    reference: str
    made: Line | None
    classes: tuple[Class, ...]
    outcome: str
    incidents: int

    @property
    def label(self) -> str:
        """R1."""
        return f"R{self.number}"

    @property
    def when(self) -> str:
        """When it was made."""
        return self.made.when if self.made else NOT_RECORDED


def reports_of(journey: Journey) -> tuple[Report, ...]:
    """The reports that entries which stand are about, numbered from 1 in the order in which they were made."""
    about: dict[str, list[Line]] = {}
    for line in journey.standing:
        for name in line.reports:
            about.setdefault(name, []).append(line)
    ordered = sorted(about.items(), key=lambda item: (_began(item[1]), item[0]))
    return tuple(_report(number, name, lines) for number, (name, lines) in enumerate(ordered, 1))


def _began(lines: list[Line]) -> tuple[bool, str, str]:
    """Those that an entry says were made, in that order; then the others, by the first entry about them."""
    made = next((line for line in lines if line.kind == MADE), None)
    first = made or lines[0]
    return made is None, first.happened.start, first.id


def _report(number: int, name: str, lines: list[Line]) -> Report:
    made = next((line for line in lines if line.kind == MADE), None)
    return Report(
        number=number,
        object=name,
        reference=name_report(name, made.value("reference") if made and made.has("reference") else ""),
        made=made,
        classes=tuple(_class(line) for line in lines if line.kind == CLASSIFIED),
        outcome=_outcome(lines),
        incidents=sum(line.number is not None for line in lines),
    )


def _class(line: Line) -> Class:
    reasons = [line.value(name) for name in ("reason", "explanation", "override_reason") if line.has(name)]
    return Class(line.value("offence"), line.value("stage"), line.when, "; ".join(reasons), line.id)


def _outcome(lines: list[Line]) -> str:
    """The last closure, unless the investigation was opened again after it."""
    last = next((line for line in reversed(lines) if line.kind in {CLOSED, REOPENED}), None)
    if last is None:
        return "No closure recorded"
    if last.kind == REOPENED:
        return f"Reopened, {last.when}"
    if last.has("outcome") or last.erased:
        return f"{last.value('outcome')}. {last.when}"
    missing = "no outcome given" if last.has("no_outcome_because") else "outcome not recorded"
    return f"Closed, {missing}. {last.when}"
