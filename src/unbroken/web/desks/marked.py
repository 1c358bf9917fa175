"""What the specialist team is told of: what is new about marked people, markers to be placed, several victims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from unbroken.exchange.exporting.shapes import sentence_of
from unbroken.record.times import to_datetime
from unbroken.triage import queries
from unbroken.triage.activity import response, time_to_acknowledge
from unbroken.triage.fold import Placing
from unbroken.triage.queries import Listed, name_of_list
from unbroken.triage.registers import Register
from unbroken.triage.several import Serial, serials
from unbroken.web.desks.desk import SHOWN, Section
from unbroken.web.marking import Activity, activity_for
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.markers import say_response, say_serial
from unbroken.web.presenters.registers import say_list
from unbroken.web.visible import Limits, names_for
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_duration, say_time

_NOTHING_NEW = "Nothing. What is recorded about a marked person appears here until somebody acknowledges it."
_NO_TASK = "None. A marker appears here when somebody is put on a list with a marker that is still to be placed."
_NO_SERIAL = "Nobody. A suspect appears here when reports of stalking name a second victim, and with each new one."


@dataclass(frozen=True, slots=True)
class Told:
    """What the team is told of, and about whom."""

    sections: tuple[Section, ...]
    objects: frozenset[str]


def told(limits: Limits, today: date) -> Told:
    """What is new about marked people, which markers are to be placed, and whose victims nobody has looked at."""
    people, known = queries.everybody(without=limits.hidden), queries.registers()
    activity = activity_for(limits.user, queries.marked(people))
    new = sorted((one for one in activity if one.new), key=lambda one: one.new[0].recorded_at)
    tasks = sorted(
        ((one, task) for one in people for task in one.nominal.tasks),
        key=lambda pair: (pair[1].marker_due or date.max, pair[0].person),
    )
    unseen = [one for one in serials(people, without=limits.hidden) if one.unseen]
    shown = (new[:SHOWN], tasks[:SHOWN], unseen[:SHOWN])
    persons = {one.one.person for one in shown[0]} | {one.person for one, _ in shown[1]} | {s.person for s in shown[2]}
    names = names_for(limits, persons)
    sections = (
        _new(shown[0], len(new), activity, names),
        Section("Markers to be placed", _list_tasks(shown[1], known, names, today), _say_rest(len(tasks))),
        Section(
            "Several victims, not looked at together",
            _list_serials(shown[2], names),
            _say_rest(len(unseen)) or "By allegations of stalking. It is no finding against anybody.",
        ),
    )
    return Told(sections, frozenset(persons))


def _new(shown: Sequence[Activity], total: int, activity: Sequence[Activity], names: Mapping[str, str]) -> Section:
    times = response(time_to_acknowledge(*pair) for one in activity for pair in one.seen)
    said = say_response(times)
    return Section(
        "New about marked people",
        _list_new(shown, names),
        _say_rest(total) or "Those who have waited longest come first.",
        more="All registers",
        more_href=reverse("registers"),
        notes=(("Time to acknowledge", said),) if said else (),
    )


def _list_new(shown: Sequence[Activity], names: Mapping[str, str]) -> Listing:
    rows = (
        (
            Cell(names[one.one.person], reverse("marker", args=[one.one.person])),
            Cell(sentence_of(one.new[0].kind, one.new[0].body), note=_say_more(len(one.new) - 1)),
            Cell(say_time(one.new[0].recorded_at), note=_waited(one.new[0].recorded_at)),
        )
        for one in shown
    )
    return listing("New about marked people", ("Person", "What", "Recorded"), rows, empty=_NOTHING_NEW)


def _say_more(number: int) -> str:
    return f"and {say_count(number, 'entry', 'entries')} more" if number else ""


def _waited(recorded_at: str) -> str:
    return f"Waiting for {say_duration(timezone.now() - to_datetime(recorded_at))}"


def _say_rest(total: int) -> str:
    return f"The first {SHOWN} of {total:,}." if total > SHOWN else ""


def _list_tasks(
    shown: Sequence[tuple[Listed, Placing]], known: Sequence[Register], names: Mapping[str, str], today: date
) -> Listing:
    rows = (
        (
            Cell(names[one.person], reverse("marker", args=[one.person])),
            say_list(name_of_list(task, known, on=today)),
            task.marker_owner or NOT_RECORDED,
            Cell(say_day(task.marker_due), tags=_late(task.marker_due, today)),
        )
        for one, task in shown
    )
    return listing("Markers to be placed", ("Person", "List", "Who", "By"), rows, empty=_NO_TASK)


def _late(day: date | None, today: date) -> tuple[str, ...]:
    return ("Overdue",) if day and day < today else ()


def _list_serials(shown: Sequence[Serial], names: Mapping[str, str]) -> Listing:
    rows = (
        (
            Cell(names[one.person], reverse("serial", args=[one.person])),
            say_serial(one),
            Cell(say_count(len(one.reports), "report"), note=f"The newest of {say_day(one.last_on)}"),
        )
        for one in shown
    )
    return listing("Several victims", ("Suspect", "Why", "Reports of stalking"), rows, empty=_NO_SERIAL)
