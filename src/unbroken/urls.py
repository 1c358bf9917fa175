"""Every address of the service."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("unbroken.web.accounts.urls")),
    path("api/", include("unbroken.api.urls")),
    path("", include("unbroken.web.urls")),
]

handler400 = "unbroken.web.errors.bad_request"
handler403 = "unbroken.web.errors.forbidden"
handler404 = "unbroken.web.errors.not_found"
handler500 = "unbroken.web.errors.server_error"
