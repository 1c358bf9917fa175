"""The Django app of the screens."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """`unbroken.web`."""

    name = "unbroken.web"
    label = "web"
