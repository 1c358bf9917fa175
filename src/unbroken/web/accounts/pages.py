"""The pages about how I sign in that django-allauth does not have."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import requires
from unbroken.access.policy import Permission


@requires(Permission.USE_SERVICE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How do I sign in, and how do I make that safer?"""
    return render(request, "account/index.html", {"two_step": is_mfa_enabled(request.user)})


@requires(Permission.USE_SERVICE)
@require_safe
def no_password(request: HttpRequest) -> HttpResponse:
    """Where somebody who signs in through their organisation ends up when they ask to change a password."""
    return render(request, "account/no_password.html")
