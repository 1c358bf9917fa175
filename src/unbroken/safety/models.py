"""Tables of folded state. Only the projector writes them."""

from __future__ import annotations

from typing import Any

from django.db import models

from unbroken.record.projector import Projection, Table


class Order(models.Model):
    """A protective order as it stands."""

    object = models.CharField(primary_key=True, max_length=100)
    entries = models.IntegerField()


def _fold(name: str, entries: Any) -> tuple[str, int]:
    return name, len(entries)


SAFETY_PROJECTIONS = (Projection("order", _fold, (Table(Order, lambda state: [state]),)),)
