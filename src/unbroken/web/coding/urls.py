"""The addresses of coding."""

from __future__ import annotations

from django.urls import path

from unbroken.web.coding import views

urlpatterns = [
    path("coding/", views.coding, name="coding"),
    path("coding/<sample:sample>/", views.sample, name="coding_sample"),
    path("coding/<sample:sample>/agreement/", views.agreement, name="coding_agreement"),
    path("coding/<sample:sample>/reports/<report:report>/", views.report, name="coding_report"),
    path("coding/<sample:sample>/reports/<report:report>/settle/", views.settle, name="coding_settle"),
]
