"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """`unbroken.people`."""

    name = "unbroken.people"
    label = "people"
