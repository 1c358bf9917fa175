"""Reports to code, on the desks of those who code them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.coding.queries import is_named
from unbroken.web.desks.desk import Desk, Section
from unbroken.web.visible import Limits

_INTRO = (
    "You read the reports that were drawn for a study, and the journeys of the victims in them. Nothing else is shown."
)


def researcher(limits: Limits, today: date) -> Desk:
    """What is there to code?"""
    return Desk("What is there to code?", (), intro=_INTRO)


def to_code(user: User) -> tuple[Section, ...]:
    """The way to the studies, for those whom one names."""
    if not may(user, Permission.CODE) or not is_named(user):
        return ()
    said = "A study asks you to read reports of a sample and to answer questions about each."
    return (Section("Reports to code", None, said, "See the reports to code", reverse("coding")),)
