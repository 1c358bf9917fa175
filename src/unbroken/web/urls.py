"""The addresses of the screens. Each area of the screens has its own `urls.py`, included here."""

from __future__ import annotations

from django.urls import path

from unbroken.web import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("healthz", pages.healthz, name="healthz"),
]
