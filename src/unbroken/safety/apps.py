"""The Django app of this package."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """`unbroken.safety`."""

    name = "unbroken.safety"
    label = "safety"

    def ready(self) -> None:
        """Register the entry kinds of this package."""
        import_module("unbroken.safety.kinds")
