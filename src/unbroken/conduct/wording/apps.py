"""The Django app of this package."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """`unbroken.conduct.wording`."""

    name = "unbroken.conduct.wording"
    label = "wording"

    def ready(self) -> None:
        """Register the entry kinds of this package."""
        import_module("unbroken.conduct.wording.kinds")
