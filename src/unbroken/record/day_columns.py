"""Days in the tables of folded state: the column, and what the projector writes into it."""

from __future__ import annotations

from datetime import date

from django.db import models


def day_column(help_text: str) -> models.DateField[date | str | None, date | None]:
    """The column of a day in the UK; null where it is not known or has not come."""
    return models.DateField(null=True, help_text=help_text)


def stored_day(day: date | None) -> str | None:
    """A day in stored form: as ISO text."""
    return None if day is None else day.isoformat()
