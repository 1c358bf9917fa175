"""Tables of folded state. Only the projector writes them."""

from __future__ import annotations

from typing import Any

from django.db import models

from unbroken.record.projector import Projection, Table


class Support(models.Model):
    """The support of a victim as it stands."""

    object = models.CharField(primary_key=True, max_length=100)
    entries = models.IntegerField()


def _fold(name: str, entries: Any) -> tuple[str, int]:
    return name, len(entries)


SUPPORT_PROJECTIONS = (Projection("person", _fold, (Table(Support, lambda state: [state]),)),)
