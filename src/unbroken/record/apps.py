"""The Django app of this package."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """`unbroken.record`."""

    name = "unbroken.record"
    label = "record"

    def ready(self) -> None:
        """Register the entry kinds of this package."""
        import_module("unbroken.record.own_kinds")
