"""What the chronology says, section by section, as plain data for its template. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from unbroken.cases.references import name_report
from unbroken.exchange.exporting.details import Detail
from unbroken.exchange.exporting.journey import Amendment, Journey, Line
from unbroken.exchange.exporting.missing import find_missing
from unbroken.exchange.exporting.orders import InForce, orders_in_force
from unbroken.exchange.exporting.people import Person, people_of
from unbroken.exchange.exporting.reports import Report, reports_of
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.exchange.exporting.swimlanes import describe
from unbroken.exchange.exporting.wording import ERASED, NOT_RECORDED, say_count, say_days, say_list, say_moment
from unbroken.record.kinds import REGISTER, Handling, Lane
from unbroken.record.times import to_stored
from unbroken.vocabulary.behaviours import TOLD_TO_STOP

Rows = list[tuple[str, str]]

_UNBROKEN = re.compile(r"[^\s\u200b]{40}(?=[^\s\u200b])")

MARKING = "OFFICIAL-SENSITIVE"
IMPACT = "impact.recorded"
_NAMED = 6  # reports, or steps of the statement, named on the first page
_IMPACTS_SHOWN = 3  # on the first page; the rest stands under support
_WORDS_SHOWN = 900  # characters of her own words on the first page
# What an incident always says, with "Not recorded" where nobody did: the field of its body, and the label.
_ALWAYS = (
    ("behaviours", "What was done"),
    ("times", "How many times"),
    ("places", "Kind of place"),
    ("narrative", "What happened"),
    ("told", "Told to stop"),
    ("orders_in_force", "Order or bail in force"),
)
# What tells the suspect that the conduct is unwanted: saying so, or showing it.
_MADE_CLEAR = TOLD_TO_STOP.in_group("told") | TOLD_TO_STOP.in_group("shown")
_NOT_KNOWN = TOLD_TO_STOP.in_group("missing")
_SAID = 4  # letters below which a value is looked for only at the end of the sentence ("no" is in "not")
_BLOCK = 700  # characters up to which an entry is kept on one page
_SECTIONS = (
    (Lane.POLICE, "What police did"),
    (Lane.COURT, "CPS and court"),
    (Lane.ORDERS, "Protective orders"),
    (Lane.SUPPORT, "Risk, support and contact with the victim"),
    (Lane.TRIAGE, "Specialist review"),
    (Lane.RECORD, "People and the record"),
)


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says beside the journey itself.

    `victim` is how she is referred to here (her reference or her name, as the file requires), `matter` names the
    case. `produced_at` has a time zone. `heads` are the heads of the books at that time, book to (seq, digest): a
    reader with the record can check every entry against them.
    """

    victim: str
    matter: str
    produced_by: str
    produced_at: datetime
    heads: Mapping[str, tuple[int, str]] = field(default_factory=lambda: MappingProxyType({}))
    marking: str = MARKING


def compose(journey: Journey, cover: Cover) -> dict[str, Any]:
    """The whole chronology as JSON-ready data. Raises ValueError for a time without a zone."""
    orders = orders_in_force(journey)
    reports, people = reports_of(journey), people_of(journey)
    others = [line for line in journey.standing if line.number is None]
    return {
        "marking": cover.marking,
        "victim": cover.victim,
        "matter": cover.matter,
        "produced": say_moment(to_stored(cover.produced_at)),
        "produced_by": cover.produced_by,
        "facts": _facts(journey, cover, reports, people),
        "impact": _impact(journey),
        "glance": _glance(journey, orders),
        "picture_text": describe(journey),
        "people": [(person.roles_text, person.name or NOT_RECORDED, person.object) for person in people],
        "reports": [_report(report) for report in reports],
        "incidents": [_incident(line, orders, people) for line in journey.incidents],
        "sections": [
            {"title": title, "lines": [_line(line) for line in held]}
            for lane, title in _SECTIONS
            if (held := [line for line in others if line.lane is lane])
        ],
        "other_incidents": [_line(line) for line in others if line.lane is Lane.INCIDENTS],
        "withdrawn": [_line(line) for line in journey.entries if not line.stands],
        "missing": [(finding.title, finding.text) for finding in find_missing(journey)],
        "withheld": [f"{withheld.text}." for withheld in journey.withheld],
        "digests": [(one.id, f"{one.book} {one.seq}", one.digest) for one in _every_entry(journey)],
        "heads": [(book, str(seq), digest) for book, (seq, digest) in sorted(cover.heads.items())],
    }


def _facts(journey: Journey, cover: Cover, reports: Sequence[Report], people: Sequence[Person]) -> Rows:
    counts = journey.counts
    suspects = [person.text for person in people if "Suspect" in person.roles]
    return [
        ("Victim", cover.victim),
        ("Matter", cover.matter),
        ("Suspect", say_list(suspects) or NOT_RECORDED),
        ("Reports", _some([f"{report.label}: {report.reference}" for report in reports]) or NOT_RECORDED),
        ("Period", journey.period),
        ("As known", journey.as_known_on.removeprefix("as known ") or "The whole record, up to production"),
        ("Produced", f"{say_moment(to_stored(cover.produced_at))}, by {cover.produced_by}"),
        (
            "Entries",
            f"{say_count(counts.entries, 'entry', 'entries')}, {counts.corrected} corrected; "
            f"{counts.withdrawn} withdrawn, listed apart",
        ),
    ]


def _some(parts: Sequence[str]) -> str:
    """The first of these, and how many more there are: the first page has to stay one page."""
    more = len(parts) - _NAMED
    return say_list([*parts[:_NAMED], f"{more} more"] if more > 0 else parts)


def _impact(journey: Journey) -> dict[str, Any]:
    """The effect on the victim, latest first, for the first page of the file (CPS-01)."""
    lines = [line for line in reversed(journey.standing) if line.kind == IMPACT]
    hidden = len(lines) - _IMPACTS_SHOWN
    return {
        "entries": [_impact_entry(line) for line in lines[:_IMPACTS_SHOWN]],
        "more": f"{say_count(hidden, 'earlier entry', 'earlier entries')} under support." if hidden > 0 else "",
        "steps": _some([f"{line.value('statement').lower()} ({line.when})" for line in lines if line.has("statement")]),
    }


def _impact_entry(line: Line) -> dict[str, str]:
    words = line.value("words") if line.has("words") else ""
    if len(words) > _WORDS_SHOWN:
        words = f"{words[:_WORDS_SHOWN].rstrip()} … (in full under support)"
    words = _wrapped(words)
    effects = line.value("effects") if line.has("effects") else ""
    return {"when": line.when, "effects": effects, "words": words, "entry": line.id, "agency": line.agency}


def _glance(journey: Journey, orders: Sequence[InForce]) -> Rows:
    """The figures of the first page: a number and what it counts, or that nothing is recorded of it.

    A figure counts the incidents that say something of it, and says how many these are: where none does, "0" would
    read as *it did not happen*.
    """
    incidents = journey.incidents
    of = len(incidents)
    told = [codes for line in incidents if (codes := set(line.body.get("told") or ()) - _NOT_KNOWN)]
    # An order on the record has its days: of every incident it is known whether one ran.
    ran = [
        line.has("orders_in_force") or any(order.on(line.day, line.last_day) for order in orders)
        for line in incidents
        if orders or line.has("orders_in_force")
    ]
    threats = [True for line in incidents if line.has("threats")]
    return [
        (str(of), "incident" if of == 1 else "incidents"),
        (str(journey.counts.reports), "report" if journey.counts.reports == 1 else "reports"),
        _figure([bool(_MADE_CLEAR & codes) for codes in told], of, "after it was made clear to stop"),
        _figure(ran, of, "while an order was in force"),
        _breaches(journey),
        _figure(threats, of, "with a threat"),
    ]


def _figure(known: Sequence[bool], of: int, label: str) -> tuple[str, str]:
    """How many of the incidents of which it is known; with how many these are, unless they are all."""
    if not known:
        return NOT_RECORDED, label
    return str(sum(known)), label if len(known) == of else f"{label} (recorded for {len(known)} of {of})"


def _breaches(journey: Journey) -> tuple[str, str]:
    breaches = sum(line.kind == "order.breached" for line in journey.standing)
    if not any(line.kind.startswith("order.") for line in journey.standing):
        return "No order recorded", "breaches"
    return str(breaches), "breach recorded" if breaches == 1 else "breaches recorded"


def _report(report: Report) -> dict[str, Any]:
    made = report.made
    return {
        "label": report.label,
        "reference": report.reference,
        "when": report.when,
        "how": f"{made.value('channel')}, by {made.value('reported_by').lower()}" if made else NOT_RECORDED,
        "classes": [(given.offence, given.stage, given.when, given.reason, given.entry) for given in report.classes],
        "outcome": report.outcome,
        "incidents": str(report.incidents or "None"),
        "entry": made.id if made else "",
    }


def _every_entry(journey: Journey) -> Iterator[Line | Amendment]:
    """Every entry that the chronology rests on, amendments included, in the order of their books."""
    for line in journey.entries:
        yield line
        yield from line.corrections
        if line.withdrawn:
            yield line.withdrawn


def _incident(line: Line, orders: Sequence[InForce], people: Sequence[Person]) -> dict[str, Any]:
    always = [(label, _wrapped(line.value(name))) for name, label in _ALWAYS if line.has(name)]
    absent = [label.lower() for name, label in _ALWAYS if not line.has(name)]
    named = {name for name, _ in _ALWAYS}
    running = [f"{order.title} ({order.object})" for order in orders if order.on(line.day, line.last_day)]
    rows = [*always, *((one.label, _wrapped(one.value)) for one in line.details if one.field not in named)]
    rows.append(("Order on the record", say_list(running) or "None recorded as in force"))
    rows += [(NOT_RECORDED, "; ".join(absent))] if absent else []
    names = {person.object: person.text for person in people}
    others = [
        f"{part.label}: {names[part.object]}" for part in line.parts if part.object in names and part.role != "victim"
    ]
    return {
        **_line(line),
        "number": str(line.number),
        "precision": f"Known {line.precision}",
        "rows": [("Content", ERASED)] if line.erased else rows,
        "people": "; ".join(others),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "when": line.when,
        "title": line.title,
        "sentence": _wrapped(line.sentence),
        "rows": (rows := [(detail.label, _wrapped(detail.value)) for detail in _shown(line)]),
        "keep": sum(len(label) + len(value) for label, value in rows) < _BLOCK,
        "entry": line.id,
        "source": f"{line.source}, {line.source_ref}",
        "recorded": f"Recorded {line.recorded} by {line.agency}",
        "late": f"{say_days(line.late)} after" if line.late is not None else "",
        "reports": ", ".join(name_report(name, "") for name in line.reports),
        "corrections": [_amendment(correction) for correction in line.corrections],
        "withdrawn": _amendment(line.withdrawn) if line.withdrawn else None,
        "erased": line.erased,
    }


def _shown(line: Line) -> tuple[Detail, ...]:
    """The fields that a chronology shows of an entry outside the incidents.

    A chronology is disclosed: descriptions of people, a victim's new address and when it is safe to speak to them
    stay on the record.
    """
    kind = REGISTER.get(line.kind)
    if kind is None or kind.lane is Lane.RECORD or kind.handling is Handling.ADDRESS:
        return ()
    kept = {shape.name for shape in shapes_of(line.kind) if shape.handling is Handling.ADDRESS}
    shown = (detail for detail in line.details if detail.field not in kept)
    return tuple(detail for detail in shown if not _is_said(detail.value, line.sentence))


def _wrapped(text: str) -> str:
    """Text that may also break inside a very long word (an address on the web, a held-down key)."""
    return _UNBROKEN.sub("\\g<0>\u200b", text)


def _is_said(value: str, sentence: str) -> bool:
    """Whether the sentence already says a value: it is not said twice."""
    value, sentence = value.lower(), sentence.lower()
    return value in sentence if len(value) >= _SAID else sentence.endswith(f": {value}")


def _amendment(amendment: Amendment) -> dict[str, Any]:
    return {
        "why": _wrapped(amendment.why),
        "recorded": f"{amendment.recorded}, by {amendment.agency}",
        "entry": amendment.id,
        "changes": [(one.label, _wrapped(one.before), _wrapped(one.after)) for one in amendment.changes],
    }
