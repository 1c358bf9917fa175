"""That the risk of reports is not assessed, on the desks of those who answer for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from unbroken.safety.instruments.loading import expected
from unbroken.safety.licensed import due_within
from unbroken.triage.assessments import Wanted, count_waiting
from unbroken.web.desks.desk import Section
from unbroken.web.visible import Limits
from unbroken.web.words import say_count


def awaiting(limits: Limits, today: date, *, mine: bool = False) -> tuple[Section, ...]:
    """How many reports wait to be assessed, of the agency or of this officer, and how many are overdue; or nothing."""
    user, instrument = limits.user, expected()
    wanted = Wanted(instrument.key, today, due_within(), without=limits.hidden)
    wanted = replace(wanted, officer=user.username) if mine else replace(wanted, agency=user.agency)
    waiting = count_waiting(wanted)
    if not waiting:
        return ()
    overdue = count_waiting(replace(wanted, overdue=True))
    said = f"{say_count(waiting, 'report')} held to be stalking, {overdue:,} of them overdue."
    query = urlencode({"whose": "mine" if mine else "agency"})
    return (
        Section(f"{instrument.title} not done", None, said, "See the reports", f"{reverse('assessments')}?{query}"),
    )
