"""The home page: what lies on the desk of whoever signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.enquiries import questions_to
from unbroken.access.gate import consult, consult_asked, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.access.roles import Role
from unbroken.web.desks import coding, court, figures, police, review, support
from unbroken.web.desks.desk import Desk, Section
from unbroken.web.presenters.enquiries import list_questions
from unbroken.web.visible import Limits, limits_of

DESKS: Mapping[Role, Callable[[Limits, date], Desk]] = MappingProxyType(
    {
        Role.OFFICER: police.officer,
        Role.SUPERVISOR: police.supervisor,
        Role.SPECIALIST_REVIEWER: review.reviewer,
        Role.ADVOCATE: support.advocate,
        Role.PROSECUTOR: court.court,
        Role.WITNESS_CARE: court.court,
        Role.PROBATION: support.keeper,
        Role.HEALTH: support.keeper,
        Role.ANALYST: figures.analyst,
        Role.RESEARCHER: coding.researcher,
        Role.ADMINISTRATOR: figures.administrator,
    }
)


_QUESTIONS = "Each is answered in a word. Nothing else that your agency holds is given."


@require_safe
@requires(Permission.USE_SERVICE, consults="what lies on the reader's desk")
def home(request: HttpRequest) -> HttpResponse:
    """What do I have to do now?"""
    user = signed_in(request)
    desk = DESKS[Role(user.role)](limits_of(user), timezone.localdate())
    questions = questions_to(user)
    if questions:
        section = Section("Questions to your agency", list_questions(questions), _QUESTIONS)
        desk = replace(desk, sections=(section, *desk.sections))
    desk = replace(desk, sections=(*coding.to_code(user), *desk.sections))
    consult(request, desk.objects)
    for question in questions:
        consult_asked(request, question.id, question.of("person")[0])
    return render(request, "home/desk.html", {"desk": desk})
