"""The Django app of this package."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """`unbroken.exchange`."""

    name = "unbroken.exchange"
    label = "exchange"
