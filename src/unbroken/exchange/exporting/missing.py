"""What a chronology lacks: silences, dates known only roughly, late records, facts that nobody recorded. Pure.

A finding states what is not there and names the incidents or reports; it never guesses what the answer would be.
Not recorded is not the same as no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from unbroken.exchange.exporting.gaps import GAP_AFTER_DAYS
from unbroken.exchange.exporting.journey import Journey, Line
from unbroken.exchange.exporting.reports import reports_of
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.exchange.exporting.wording import say_count, say_days

# The questions a prosecutor asks of every incident: the field, and the question as a heading.
ASKED_OF_INCIDENTS = (
    ("narrative", "What happened, in words"),
    ("places", "What kind of place"),
    ("told", "What the suspect had been told"),
    ("orders_in_force", "Whether an order or bail was in force"),
)
_MOST = 40  # numbers named in one finding


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing: a short title, and the text that says where."""

    title: str
    text: str


def find_missing(journey: Journey) -> tuple[Finding, ...]:
    """Everything that is missing, in the order in which a reader needs it."""
    return tuple(finding for look in _LOOKS for finding in look(journey))


def _no_impact(journey: Journey) -> Iterator[Finding]:
    """The effect on the victim belongs on the first page of a file (CPS-01, REC-09)."""
    if not any(line.kind == "impact.recorded" for line in journey.standing):
        yield Finding("Effect on the victim", "Not recorded in any entry.")
    elif not any(line.has("statement") for line in journey.standing if line.kind == "impact.recorded"):
        yield Finding("Victim personal statement", "No entry says whether one was offered.")


def _no_relationship(journey: Journey) -> Iterator[Finding]:
    """Who the suspect is to the victim (REC-06)."""
    if not any(line.kind == "relationship.stated" for line in journey.standing):
        yield Finding("Relationship", "No entry says what the suspect is to the victim.")


def _no_class(journey: Journey) -> Iterator[Finding]:
    reports = [report for report in reports_of(journey) if not report.classes]
    if reports:
        names = ", ".join(f"{report.label} ({report.reference})" for report in reports)
        yield Finding("Offence class", f"No class is recorded for {names}.")


def _silences(journey: Journey) -> Iterator[Finding]:
    if journey.gaps:
        said = "\n".join(f"{gap.text}." for gap in journey.gaps)
        yield Finding(f"Silences of more than {GAP_AFTER_DAYS} days", said)


def _rough_dates(journey: Journey) -> Iterator[Finding]:
    rough = [line for line in journey.incidents if line.precision not in {"to the minute", "to the day"}]
    if rough:
        said = "; ".join(f"incident {line.number}, known {line.precision} ({line.when})" for line in rough[:_MOST])
        yield Finding("Dates not known to the day", _sentence(said, len(rough)))


def _before_the_report(journey: Journey) -> Iterator[Finding]:
    """A step cannot be older than the report it follows: a reader must know that one of the dates may be wrong."""
    early = [line for line in journey.standing if line.early]
    if early:
        said = "; ".join(f"{line.title.lower()}, {line.when}" for line in early[:_MOST])
        yield Finding("Steps dated before their report was made", _sentence(said, len(early)))


def _late(journey: Journey) -> Iterator[Finding]:
    late = [line for line in journey.incidents if line.late is not None]
    if late:
        said = "; ".join(f"incident {line.number}, {say_days(line.late or 0)}" for line in late[:_MOST])
        yield Finding("Recorded more than a week after", _sentence(said, len(late)))


def _unanswered(journey: Journey) -> Iterator[Finding]:
    for name, title in ASKED_OF_INCIDENTS:
        lines = [line for line in journey.incidents if not line.erased]
        absent = [line for line in lines if not line.has(name)]
        opened = [line for line in lines if line.has(name) and not answers(line, name)]
        said = [f"Not recorded for {_numbers(absent, len(lines))}."] if absent else []
        said += [f"Not known or not asked for {_numbers(opened, len(lines))}."] if opened else []
        if said:
            yield Finding(title, " ".join(said))


def answers(line: Line, name: str) -> bool:
    """Whether a field is there and says something: a code for *not known* or *not asked* leaves it open."""
    value = line.body.get(name)
    shape = next((shape for shape in shapes_of(line.kind) if shape.name == name), None)
    still_open = shape.codes.in_group("missing") if shape and shape.codes else frozenset()
    given = value if isinstance(value, list) else [value]
    return any(item is not None and item not in still_open for item in given)


def _erased(journey: Journey) -> Iterator[Finding]:
    erased = [line for line in journey.entries if line.erased]
    if erased:
        entries = say_count(len(erased), "entry", "entries")
        yield Finding("Content erased by law", f"{entries}, of which only the header remains; see the list of entries.")


def _numbers(lines: Sequence[Line], of: int) -> str:
    if len(lines) == of:
        return "any incident" if of > 1 else "the incident"
    numbers = ", ".join(str(line.number) for line in lines[:_MOST])
    return f"{'incident' if len(lines) == 1 else 'incidents'} {_and_more(numbers, len(lines))}"


def _sentence(said: str, count: int) -> str:
    return f"{said[:1].upper()}{_and_more(said, count)[1:]}."


def _and_more(said: str, count: int) -> str:
    return f"{said} and {count - _MOST} more" if count > _MOST else said


_LOOKS: tuple[Callable[[Journey], Iterator[Finding]], ...] = (
    _no_impact,
    _no_relationship,
    _no_class,
    _unanswered,
    _rough_dates,
    _before_the_report,
    _late,
    _silences,
    _erased,
)
