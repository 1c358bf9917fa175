"""Insight: why cases are lost, from the newest extract. Never from the service's own tables.

What is counted is counted in another process (`insight.counting`); a page shows what is kept, or how far it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category
from unbroken.access.policy import Permission
from unbroken.insight.counting import State, ask
from unbroken.insight.kept import folder_of, read_kept
from unbroken.insight.said import SaidAnalysis, SaidReport
from unbroken.insight.shelf import Shelved, areas_of, newest
from unbroken.web.errors import NotUnderstood
from unbroken.web.presenters.insight import (
    InsightAsked,
    present_analysis,
    present_filters,
    present_overview,
    present_provenance,
    read_insight_asked,
)

_REFRESH = "4"  # seconds until a page that waits looks again
_TYPES = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "json": "application/json",
        "svg": "image/svg+xml",
        "png": "image/png",
        "pdf": "application/pdf",
    }
)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The newest extract, and which of its reports are asked for."""

    shelved: Shelved
    areas: tuple[str, ...]
    asked: InsightAsked

    def context(self, page: str) -> dict[str, object]:
        """What every page of Insight shows. `page` is its address."""
        return {
            "asked": self.asked,
            "filters": present_filters(self.asked, areas=self.areas, page=page),
            "origin": present_provenance(self.shelved, today=timezone.localdate()),
        }


@require_safe
@requires(Permission.INSIGHT)
def overview(request: HttpRequest) -> HttpResponse:
    """Which extract is it, and what is there to see of it?"""
    wanted = _wanted(request)
    if wanted is None:
        return render(request, "insight/nothing.html")
    state = _state(wanted)
    if not isinstance(state, SaidReport):
        return _not_yet(request, wanted, state)
    _log(request, Category.CONSULTATION, wanted)
    context = {**wanted.context(request.path), "page": present_overview(state, wanted.asked)}
    return render(request, "insight/overview.html", context)


@require_safe
@requires(Permission.INSIGHT)
def analysis(request: HttpRequest, analysis: str) -> HttpResponse:
    """What does an analysis say of these reports?"""
    wanted = _wanted(request)
    if wanted is None:
        return render(request, "insight/nothing.html")
    state = _state(wanted)
    if not isinstance(state, SaidReport):
        return _not_yet(request, wanted, state)
    found = _found(state, analysis)
    _log(request, Category.CONSULTATION, wanted, analysis)
    page = present_analysis(found, state, wanted.asked, drawn=_drawn(wanted, found))
    return render(request, "insight/analysis.html", {**wanted.context(request.path), "page": page})


@require_safe
@requires(Permission.INSIGHT)
def table(request: HttpRequest, analysis: str, sheet: str, suffix: str) -> HttpResponse:
    """A table of an analysis, as CSV, or what it counts, as JSON."""
    return _file(request, analysis, sheet, folder="tables", suffix=suffix)


@require_safe
@requires(Permission.INSIGHT)
def picture(request: HttpRequest, analysis: str, picture: str, suffix: str) -> HttpResponse:
    """A picture of an analysis, as SVG or PNG."""
    return _file(request, analysis, picture, folder="figures", suffix=suffix)


@require_safe
@requires(Permission.INSIGHT)
def whole(request: HttpRequest) -> HttpResponse:
    """Every analysis of these reports, as a PDF."""
    wanted = _asked_well(request)
    if wanted is None or read_kept(wanted.shelved, wanted.asked.scope) is None:
        return redirect(reverse("insight") + (wanted.asked.query if wanted else ""))
    return _handed_out(request, wanted, "report.pdf", "insight")


def _wanted(request: HttpRequest) -> _Wanted | None:
    """What was asked for; None where there is no extract yet."""
    shelved = newest(settings.UNBROKEN_EXTRACTS)
    if shelved is None:
        return None
    areas = areas_of(shelved)
    return _Wanted(shelved, areas, read_insight_asked(request.GET, areas=areas))


def _asked_well(request: HttpRequest) -> _Wanted | None:
    """The same of a file, which cannot say beside its figures that something of the address could not be read."""
    wanted = _wanted(request)
    if wanted and wanted.asked.errors:
        raise NotUnderstood(". ".join(wanted.asked.errors.values()))
    return wanted


def _state(wanted: _Wanted) -> State | None:
    """The report, or how far it is; None where what was asked for cannot be."""
    if wanted.asked.errors:
        return None
    return ask(settings.UNBROKEN_EXTRACTS, wanted.shelved, wanted.asked.scope)


def _not_yet(request: HttpRequest, wanted: _Wanted, state: State | None) -> HttpResponse:
    """The page of a report that is not counted yet: it looks again by itself, unless counting it has failed."""
    shown = {"state": type(state).__name__.lower() if state else "", "far": state, "again": request.get_full_path()}
    context = {**wanted.context(request.path), **shown}
    response = render(request, "insight/counting.html", context, status=wanted.asked.status)
    if shown["state"] in ("counting", "waiting"):
        response.headers["Refresh"] = _REFRESH
    return response


def _found(report: SaidReport, name: str) -> SaidAnalysis:
    found = report.analysis(name)
    if found is None:
        raise Http404
    return found


def _drawn(wanted: _Wanted, found: SaidAnalysis) -> Mapping[str, str]:
    folder = folder_of(wanted.shelved, wanted.asked.scope) / "figures"
    return {name: (folder / f"{found.name}-{name}.svg").read_text(encoding="utf-8") for name in found.pictures}


def _file(request: HttpRequest, analysis: str, name: str, *, folder: str, suffix: str) -> HttpResponse:
    """A file of an analysis. Where its report is not kept any more, the page that has it counted."""
    wanted = _asked_well(request)
    kept = read_kept(wanted.shelved, wanted.asked.scope) if wanted else None
    if wanted is None or kept is None:
        return redirect(reverse("insight_analysis", args=[analysis]) + (wanted.asked.query if wanted else ""))
    found = _found(kept, analysis)
    if name not in ({sheet.name for sheet in found.sheets} if folder == "tables" else found.pictures):
        raise Http404
    return _handed_out(request, wanted, f"{folder}/{analysis}-{name}.{suffix}", f"{analysis}-{name}")


def _handed_out(request: HttpRequest, wanted: _Wanted, file: str, name: str) -> HttpResponse:
    """A file of the kept report. Logged as a disclosure of nobody: who took it can be asked."""
    suffix = file.rpartition(".")[2]
    content = (folder_of(wanted.shelved, wanted.asked.scope) / file).read_bytes()
    response = HttpResponse(content, content_type=_TYPES[suffix])
    called = f"{name}-{wanted.shelved.manifest.digest[:12]}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{called}"'
    _log(request, Category.DISCLOSURE, wanted, f"{name}.{suffix}")
    return response


def _log(request: HttpRequest, category: Category, wanted: _Wanted, what: str = "") -> None:
    action = request.resolver_match.view_name if request.resolver_match else request.path
    scope = wanted.asked.scope.words()
    why = f"Insight{f', {what}' if what else ''}: {scope}, extract {wanted.shelved.manifest.digest[:12]}"
    log(category, by=signed_in(request), action=action, objects=(), why=why)
