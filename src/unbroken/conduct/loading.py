"""Loading the service in a process of its own. Nothing here may import Django's models: it runs before they can be."""

from __future__ import annotations

import os

import django


def load_service() -> None:
    """Load Django with the service's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unbroken.settings")
    django.setup()
