"""What officers said to be no crime or no stalking: is each of them borne out by what is recorded?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.cases.queries import reports_by_name
from unbroken.conduct.nocrime_queries import Wanted, count_statements, list_statements, shares
from unbroken.web.nocrime import check_statements
from unbroken.web.presenters.nocrime import SIZE, present_no_crime, read_no_crime_asked
from unbroken.web.presenters.paging import page_count
from unbroken.web.visible import limits_of, names_for


@requires(Permission.RECORD_TRIAGE, consults="a list of reports that were said to be no crime")
@require_safe
def no_crime(request: HttpRequest) -> HttpResponse:
    """Which reports of my agency were said to be no crime or no stalking, and what do they add up to?"""
    user = signed_in(request)
    limits = limits_of(user)
    found = shares(Wanted(user.agency, without=limits.hidden))
    asked = read_no_crime_asked(request.GET, areas=[one.area for one in found])
    wanted = Wanted(user.agency, asked.area, without=limits.hidden)
    total = count_statements(wanted)
    asked = asked.beyond(asked.page, last=page_count(total, SIZE))
    number = min(asked.page, page_count(total, SIZE))
    checked = check_statements(user, list_statements(wanted, start=(number - 1) * SIZE, size=SIZE))
    shown = frozenset().union(*(course.objects for one in checked for course in one.courses))
    consult(request, shown | {one.report for one in checked})
    page = present_no_crime(
        checked,
        asked,
        total=total,
        shares=found,
        rows=reports_by_name({one.report for one in checked}),
        names=names_for(limits, {name for one in checked for course in one.courses for name in course.people}),
    )
    return render(request, "review/no_crime.html", {"page": page, "asked": asked}, status=asked.status)
