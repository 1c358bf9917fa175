"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """`unbroken.access`."""

    name = "unbroken.access"
    label = "access"
