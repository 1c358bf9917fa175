"""The Django app of this package."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """`unbroken.triage`."""

    name = "unbroken.triage"
    label = "triage"

    def ready(self) -> None:
        """Register the entry kinds of this package."""
        import_module("unbroken.triage.kinds")
