"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """`unbroken.safety`."""

    name = "unbroken.safety"
    label = "safety"
