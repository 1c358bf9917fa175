"""Figures that leave the service: tables fit to publish."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category
from unbroken.access.policy import Permission
from unbroken.cases.figure_queries import read_figures
from unbroken.exchange.exporting.figures import figures_csv, file_name


@require_safe
@requires(Permission.INSIGHT)
def download(request: HttpRequest, figures: str) -> HttpResponse:
    """One table for publication, as CSV. Logged as a disclosure of nobody: who made what is published can be asked."""
    found = read_figures(made_on=timezone.localdate()).get(figures)
    if found is None:
        raise Http404
    response = HttpResponse(figures_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(figures)}"'
    log(Category.DISCLOSURE, by=signed_in(request), action="figures_csv", objects=(), why=f"Figures: {figures}")
    return response
