"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """`unbroken.record`."""

    name = "unbroken.record"
    label = "record"
