"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """`unbroken.cases`."""

    name = "unbroken.cases"
    label = "cases"
