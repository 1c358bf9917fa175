"""Figures that leave the service: tables fit to publish."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category
from unbroken.access.policy import Permission
from unbroken.cases.figure_queries import read_sample
from unbroken.cases.figures import Figures
from unbroken.exchange.exporting.figures import figures_csv, file_name
from unbroken.triage.needs import read_all_figures
from unbroken.web.asked import read_nothing_asked
from unbroken.web.errors import NotUnderstood
from unbroken.web.presenters.sample import present_sample, read_sample_asked


@require_safe
@requires(Permission.INSIGHT)
def sample(request: HttpRequest) -> HttpResponse:
    """How are the reports to be looked at arrived at?"""
    asked = read_sample_asked(request.GET)
    found = read_sample(made_on=timezone.localdate(), period=asked.period)
    page = present_sample(found, asked)
    return render(request, "figures/sample.html", {"page": page, "asked": asked}, status=asked.status)


@require_safe
@requires(Permission.INSIGHT)
def sample_csv(request: HttpRequest) -> HttpResponse:
    """The same for publication, as CSV: of all reports, because a part of them would tell about the rest."""
    if errors := read_nothing_asked(request.GET).errors:
        raise NotUnderstood(". ".join(errors.values()))
    found = read_sample(made_on=timezone.localdate())
    if not found.is_publishable:
        return redirect("sample")  # the page says why there is none
    return _csv(request, found.figures(), "sample")


@require_safe
@requires(Permission.INSIGHT)
def download(request: HttpRequest, figures: str) -> HttpResponse:
    """One table for publication, as CSV. Logged as a disclosure of nobody: who made what is published can be asked."""
    found = read_all_figures(made_on=timezone.localdate()).get(figures)
    if found is None:
        raise Http404
    return _csv(request, found, figures)


def _csv(request: HttpRequest, found: Figures, name: str) -> HttpResponse:
    response = HttpResponse(figures_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
    log(Category.DISCLOSURE, by=signed_in(request), action="figures_csv", objects=(), why=f"Figures: {name}")
    return response
