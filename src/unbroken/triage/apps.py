"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """`unbroken.triage`."""

    name = "unbroken.triage"
    label = "triage"
