"""What a report will add up to with everything known of its people: shown before it is recorded.

It is recorded and taken back, so that what is said is what will be: who is recognised, and what was done before.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from unbroken import flow
from unbroken.access.models import User
from unbroken.conduct.judging import course_between
from unbroken.record.errors import Refused
from unbroken.web.models import BegunForm
from unbroken.web.presenters.findings import FindingSection, present_finding
from unbroken.web.recording.report_plan import Names, Told, plan
from unbroken.web.recording.seeing import AnswersLost, AnswersRefused, plan_answers

_VICTIM, _SUSPECT = "the victim", "the other person"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The finding, and what it shows of what is on the record: `objects` are to be logged."""

    section: FindingSection
    objects: frozenset[str]


def foresee(user: User, kept: BegunForm, told: Told) -> Foreseen | None:
    """What the report adds up to; None as long as it could not be recorded."""
    if told.unfinished():
        return None
    names = Names(kept.pk)
    planned = plan(told, form=kept.pk, agency=user.agency)
    try:
        planned += plan_answers(user, kept, told)
        with transaction.atomic():
            intake = flow.take_in([one.draft for one in planned], by=user.username)
            course = course_between(user, names.victim, names.suspect)
            transaction.set_rollback(True)
    except (AnswersLost, AnswersRefused, Refused):
        return None  # what is wrong is said when it is recorded
    if course is None:
        return None
    new = frozenset(one.entry.id for one in intake.recorded)
    called = {course.victim: _VICTIM, course.suspect: _SUSPECT}
    section = present_finding(course, called, without=new)
    own = {names.report.object, names.victim, names.suspect}
    return Foreseen(section, frozenset(course.objects - own))
