"""Reports that may be one, on the desk of those who look after a force's reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unbroken.web.desks.desk import SHOWN, Section
from unbroken.web.presenters.twice import list_lately, victims_of
from unbroken.web.twice import may_decide, proposed_lately
from unbroken.web.visible import Limits, name_objects
from unbroken.web.words import say_count

_WHAT = "Each is two reports about the same victim that may be one incident, recorded twice. A person decides."


@dataclass(frozen=True, slots=True)
class Twice:
    """The section, and whom it names; nothing for those who may not decide."""

    sections: tuple[Section, ...] = ()
    objects: frozenset[str] = frozenset()


def twice(limits: Limits, today: date) -> Twice:
    """The pairs of reports made lately that wait to be compared, those made last first."""
    if not may_decide(limits.user):
        return Twice()
    found = proposed_lately(limits, today)
    shown = found[:SHOWN]
    victims = {person for proposal in shown for person in victims_of(proposal) if limits.speaks_of(person)}
    objects = frozenset(victims.union(*(proposal.reports for proposal in shown)))
    rest = f" The first {SHOWN} of {say_count(len(found), 'pair')}." if len(found) > SHOWN else ""
    section = Section("Reports that may be one", list_lately(shown, name_objects(limits, objects)), f"{_WHAT}{rest}")
    return Twice((section,), objects)
