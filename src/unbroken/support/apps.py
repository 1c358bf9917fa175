"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """`unbroken.support`."""

    name = "unbroken.support"
    label = "support"
