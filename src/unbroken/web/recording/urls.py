"""The addresses of the forms."""

from __future__ import annotations

from django.urls import path

from unbroken.web.recording import report_views

urlpatterns = [
    path("reports/new/", report_views.start, name="report_new"),
    path("reports/new/<slug:begun>/check/", report_views.check_answers, name="report_check"),
    path("reports/new/<slug:begun>/delete/", report_views.delete, name="report_delete"),
    path("reports/new/<slug:begun>/<slug:slug>/", report_views.page, name="report_page"),
    path("reports/<report:report>/recorded/", report_views.done, name="report_done"),
]
