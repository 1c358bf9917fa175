"""Error pages: what happened, that nothing was lost, and what to do."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


class NotUnderstood(BadRequest):
    """400, with a reason fit for a screen: what could not be read, and what would be right."""

    fit_for_screen = True


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    reason = str(exception) if getattr(exception, "fit_for_screen", False) else ""
    return render(request, "errors/400.html", {"reason": reason}, status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the person may not see this. `access` raises with a reason fit for a screen; other reasons stay inside."""
    reason = str(exception) if getattr(exception, "fit_for_screen", False) else ""
    return render(request, "errors/403.html", {"reason": reason}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form came from elsewhere, or the session had ended."""
    return render(request, "errors/csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here, or nothing this person may know of."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Uses no database and no session, because either may be what failed."""
    return HttpResponse(render_to_string("errors/500.html", {"frame": None}), status=500)
