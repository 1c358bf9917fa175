"""The recognition review: is this stalking that nobody called stalking?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.cases.queries import flags_of, reports_by_name
from unbroken.conduct.judging import course_between
from unbroken.conduct.queries import ACCEPTED, REJECTED, SIGNS, WAITING, tally, worklist
from unbroken.web.presenters.paging import page_count
from unbroken.web.presenters.worklist import SIZE, Standing, present_worklist, read_worklist_asked
from unbroken.web.visible import limits_of, names_for


@requires(Permission.RECORD_TRIAGE, consults="a list of people who look like victims of stalking")
@require_safe
def recognition(request: HttpRequest) -> HttpResponse:
    """Which pairs look like stalking, and are not recorded so?"""
    user = signed_in(request)
    limits = limits_of(user)
    asked = read_worklist_asked(request.GET)
    counts = tally(without=limits.hidden)
    total = {WAITING: counts.waiting, ACCEPTED: counts.accepted, REJECTED: counts.rejected, SIGNS: counts.signs}[
        asked.which
    ]
    asked = asked.beyond(asked.page, last=page_count(total, SIZE))
    number = min(asked.page, page_count(total, SIZE))
    rows = worklist(asked.which, start=(number - 1) * SIZE, size=SIZE, without=limits.hidden)
    found = [(row, course) for row in rows if (course := course_between(user, row.victim, row.suspect))]
    consult(request, frozenset().union(*(course.objects for _, course in found)))
    people = {name for _, course in found for name in course.people}
    reports = frozenset().union(*(course.judged.course.reports for _, course in found))
    stand = Standing(reports_by_name(reports), flags_of(reports))
    page = present_worklist(found, asked, total=total, tally=counts, stand=stand, names=names_for(limits, people))
    return render(request, "review/recognition.html", {"page": page, "asked": asked}, status=asked.status)
