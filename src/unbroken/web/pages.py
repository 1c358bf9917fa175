"""The pages that everybody may read."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import public


@public("says nothing about anybody")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the service can be used by everybody, and whom to tell when it cannot."""
    return render(request, "about/accessibility.html")


@public("says nothing about anybody")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the service keeps about whom, why, and for how long."""
    return render(request, "about/privacy.html")


@public("says nothing about anybody")
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookies the service sets: only those it cannot work without."""
    rows = [
        (settings.SESSION_COOKIE_NAME, "Keeps you signed in", "You close the browser, or 12 hours"),
        (
            settings.CSRF_COOKIE_NAME,
            "Proves that a form comes from this service and not from elsewhere",
            "You close the browser",
        ),
    ]
    return render(request, "about/cookies.html", {"cookies": [[{"text": text} for text in row] for row in rows]})


@public("says only whether the service is well")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the service can reach its database, for a load balancer. Says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
