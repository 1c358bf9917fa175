"""The made-up world: one report after another, each with its file as the agencies filled it.

Report number k is the same in every world of the same seed, however many reports are asked for. Nothing is kept but
the reports of one matter, so memory does not grow.
"""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import SHORT, CaseFile
from unbroken.synthetic.clock import DAY
from unbroken.synthetic.concluding import concluding
from unbroken.synthetic.conduct import is_remote
from unbroken.synthetic.courses import COUNTER, Matter, Plan
from unbroken.synthetic.descriptions import NOTHING, Description, describe, describe_unknown
from unbroken.synthetic.features import AT_ONCE, NEVER, UNDATED
from unbroken.synthetic.inquiry import inquiry
from unbroken.synthetic.opening import opening
from unbroken.synthetic.people import SUSPECT, VICTIM, Person
from unbroken.synthetic.reports import Report, matters, report
from unbroken.synthetic.safeguarding import safeguarding

AREAS = {"northmoor": ("Harbour", "Castle", "Moorside", "Riverbank"), "eastvale": ("Kingsmere", "Thornley", "Saltby")}
_NUMBER = {"northmoor": "NM{:07}", "eastvale": "P-{:07}"}
_OFFICER = {"northmoor": "pc{}n", "eastvale": "ev{}"}


def files(*, reports: int, seed: int) -> Iterator[CaseFile]:
    """The files of the first reports of a world."""
    number = 0
    for matter in matters(seed):
        before: list[CaseFile] = []
        for plan in matter.plans:
            if number == reports:
                return
            number += 1
            file = _file(seed, number, matter, plan, before)
            before.append(file)
            yield file


def _file(seed: int, number: int, matter: Matter, plan: Plan, before: list[CaseFile]) -> CaseFile:
    made = report(seed, matter, plan)
    draw = made.draw
    earlier = before[-1] if before and (made.features.linked or (plan.counter and draw.chance(0.5))) else None
    force = plan.force
    file = CaseFile(
        number=number,
        report=made,
        object=f"report:{SHORT[force]}-r{number:06}",
        reference=reference(number, force, plan.made),
        area=AREAS[force][matter.number % len(AREAS[force])],
        force=force,
        officer=_OFFICER[force].format(1000 + (number * 37) % 8999),
        victim=_victim(number, made, earlier),
        suspect=_suspect(number, made, earlier),
        second=None,
        linked_to=(earlier.object, earlier.reference) if earlier else None,
    )
    if made.second is not None and file.suspect is not None:
        file.second = _described(made, made.second, SUSPECT, _names(number, force, 3))
    opening(file)
    _linked(file)
    inquiry(file)
    safeguarding(file)
    concluding(file)
    return file


def reference(number: int, force: str, made: int) -> str:
    """The crime reference that the force gives: `3400123/24` in Northmoor, `43240001234` in Eastvale."""
    year = clock.year_of(made) % 100
    return f"{3400000 + number:07}/{year:02}" if force == "northmoor" else f"43{year:02}{number:07}"


def _names(number: int, force: str, nth: int) -> tuple[str, str]:
    """Object name and the force's own number of a person described in a report."""
    return f"person:{SHORT[force]}-p{number:06}-{nth}", _NUMBER[force].format(number * 4 + nth)


def _victim(number: int, made: Report, earlier: CaseFile | None) -> Description:
    held = _known_before(made, earlier, made.victim)
    return _described(made, made.victim, VICTIM, held or _names(number, made.plan.force, 1))


def _suspect(number: int, made: Report, earlier: CaseFile | None) -> Description | None:
    held = _known_before(made, earlier, made.suspect) or _names(number, made.plan.force, 2)
    if made.features.identified in (AT_ONCE, UNDATED):
        return _described(made, made.suspect, SUSPECT, held)
    used = tuple(dict.fromkeys(pair for incident in made.incidents for pair in incident.identifiers))
    found = describe_unknown(
        made.draw,
        made.suspect,
        minute=made.made,
        object=held[0],
        number=held[1],
        used=used,
        met=not is_remote(made.types),
    )
    return None if found.known == NOTHING and made.features.identified == NEVER else found


def _known_before(made: Report, earlier: CaseFile | None, person: Person) -> tuple[str, str] | None:
    """The names under which the force's system linked this person to an earlier report, where it did."""
    if earlier is None or earlier.force != made.plan.force:
        return None
    for known in (earlier.victim, earlier.suspect):
        if known is not None and known.person is person:
            return known.object, known.number
    return None


def _described(made: Report, person: Person, role: str, names: tuple[str, str]) -> Description:
    repeat = role == VICTIM and made.features.previous_victim
    return describe(made.draw, person, minute=made.made, role=role, object=names[0], number=names[1], repeat=repeat)


def _linked(file: CaseFile) -> None:
    if file.linked_to is None:
        return
    why = "counter_allegation" if file.report.truth == COUNTER else "same_victim_and_suspect"
    at = file.report.made + file.draw.between(30, 3 * DAY)
    file.add("report.linked", at, {"why": why}, extra=(("report", file.object), ("other_report", file.linked_to[0])))
