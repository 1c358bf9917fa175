"""The desk of a specialist reviewer: what the team is told of, and which pairs are to be looked at."""

from __future__ import annotations

from datetime import date

from unbroken.web.desks.assessments import awaiting
from unbroken.web.desks.desk import Desk
from unbroken.web.desks.marked import told
from unbroken.web.desks.matches import matches
from unbroken.web.desks.needs import needs
from unbroken.web.desks.recognition import recognition
from unbroken.web.desks.twice import twice
from unbroken.web.desks.wording import wording
from unbroken.web.visible import Limits


def reviewer(limits: Limits, today: date) -> Desk:
    """Who first, and why?"""
    marked, recorded_twice = told(limits, today), twice(limits, today)
    sections = (
        *marked.sections,
        *awaiting(limits, today),
        *recognition(limits),
        *matches(limits),
        *recorded_twice.sections,
        *needs(limits),
        *wording(limits),
    )
    return Desk("Who first, and why?", sections, marked.objects | recorded_twice.objects)
