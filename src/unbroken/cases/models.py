"""Tables of folded state. Only the projector writes them."""

from __future__ import annotations

from typing import Any

from django.db import models

from unbroken.record.projector import Projection, Table


class Report(models.Model):
    """A crime report as it stands."""

    object = models.CharField(primary_key=True, max_length=100)
    entries = models.IntegerField()


def _fold(name: str, entries: Any) -> tuple[str, int]:
    return name, len(entries)


CASE_PROJECTIONS = (Projection("report", _fold, (Table(Report, lambda state: [state]),)),)
