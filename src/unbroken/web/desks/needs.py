"""That needs of suspects are not answered, on the desks of those who answer for them."""

from __future__ import annotations

from django.urls import reverse

from unbroken.access.policy import may_record
from unbroken.safety.needs import ANSWERED
from unbroken.triage.needs import is_any_unanswered
from unbroken.web.desks.desk import Section
from unbroken.web.visible import Limits


def needs(limits: Limits) -> tuple[Section, ...]:
    """The way to the list, for those who may say what follows from a need; nothing where there is none at all."""
    if not may_record(limits.user, ANSWERED, limits.user.agency) or not is_any_unanswered():
        return ()
    said = "Reported by police or assessed, without a referral or a reason why there is none."
    return (Section("Needs of suspects", None, said, "See the needs", reverse("needs")),)
