"""The Django app of this package."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """`unbroken.coding`."""

    name = "unbroken.coding"
    label = "coding"

    def ready(self) -> None:
        """Register the entry kinds of this package."""
        import_module("unbroken.coding.kinds")
