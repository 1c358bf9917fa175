"""The Django app of this package."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """`unbroken.cases`."""

    name = "unbroken.cases"
    label = "cases"

    def ready(self) -> None:
        """Register the entry kinds of this package."""
        import_module("unbroken.cases.kinds")
