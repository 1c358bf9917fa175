"""Tables of folded state. Only the projector writes them."""

from __future__ import annotations

from typing import Any

from django.db import models

from unbroken.record.projector import Projection, Table


class Person(models.Model):
    """A person as the sources describe them."""

    object = models.CharField(primary_key=True, max_length=100)
    entries = models.IntegerField()


def _fold(name: str, entries: Any) -> tuple[str, int]:
    return name, len(entries)


PEOPLE_PROJECTIONS = (Projection("person", _fold, (Table(Person, lambda state: [state]),)),)
