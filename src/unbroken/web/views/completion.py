"""Whether the risk of each report of stalking is assessed: those that wait, and how often and how soon it is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category
from unbroken.access.policy import Permission, may
from unbroken.safety.instruments.loading import expected
from unbroken.safety.licensed import due_within
from unbroken.triage.assessments import Wanted, areas_of_stalking, count_undated, list_waiting, read_stands
from unbroken.triage.completion import Completion, completion
from unbroken.web.desks.desk import gather
from unbroken.web.errors import NotUnderstood
from unbroken.web.presenters.awaiting import SIZE, present_awaiting, read_awaiting_asked
from unbroken.web.presenters.completion import RatesAsked, notes_of, present_rates, rates_csv, read_rates_asked
from unbroken.web.visible import limits_of


@require_safe
@requires(Permission.RECORD_POLICE, consults="a list of reports")
def awaiting(request: HttpRequest) -> HttpResponse:
    """Whose risk has nobody assessed?"""
    user = signed_in(request)
    limits, today = limits_of(user), timezone.localdate()
    areas = areas_of_stalking()
    asked = read_awaiting_asked(request.GET, areas=areas)
    wanted = Wanted(
        instrument=expected().key,
        today=today,
        within=due_within(),
        agency=user.agency if asked.whose == "agency" else "",
        officer=user.username if asked.whose == "mine" else "",
        area=asked.area,
        overdue=asked.overdue,
        without=limits.hidden,
    )
    found = list_waiting(wanted, number=asked.page, size=SIZE)
    asked = asked.beyond(asked.page, last=found.pages)
    reports = gather([one.row for one in found.rows], limits)
    consult(request, reports.objects)
    page = present_awaiting(
        found,
        asked,
        reports=reports,
        instrument=expected(),
        within=wanted.within,
        areas=areas,
        may_see_rates=bool(may(user, Permission.INSIGHT)),
        today=today,
    )
    return render(request, "assessments/awaiting.html", {"page": page, "asked": asked}, status=asked.status)


@require_safe
@requires(Permission.INSIGHT)
def rates(request: HttpRequest) -> HttpResponse:
    """How often is the risk of a report of stalking assessed, and how soon?"""
    today, areas = timezone.localdate(), areas_of_stalking()
    asked = read_rates_asked(request.GET, areas=areas, today=today)
    page = present_rates(
        _completion(asked), asked, instrument=expected(), areas=areas, undated=count_undated(), today=today
    )
    return render(request, "assessments/rates.html", {"page": page, "asked": asked}, status=asked.status)


@require_safe
@requires(Permission.INSIGHT)
def rates_file(request: HttpRequest) -> HttpResponse:
    """The same as CSV, each area in each month. Logged as a disclosure of nobody: who took it can be asked."""
    today = timezone.localdate()
    asked = read_rates_asked(request.GET, areas=areas_of_stalking(), today=today)
    if asked.errors:
        raise NotUnderstood(". ".join(asked.errors.values()))
    name = expected().title
    about = (("Title", f"{name} done in reports of stalking"),
             *notes_of(name, asked, undated=count_undated(), today=today))  # fmt: skip
    response = HttpResponse(rates_csv(_completion(asked), about=about), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="assessments.csv"'
    log(
        Category.DISCLOSURE,
        by=signed_in(request),
        action="assessment_rates_csv",
        objects=(),
        why="Figures: assessments",
    )
    return response


def _completion(asked: RatesAsked) -> Completion:
    period = asked.period
    return completion(read_stands(expected().key, area=asked.area, first=period.first, last=period.last))
