"""The approved wording that this installation may show (UNBROKEN_INSTRUMENT_WORDING)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.wording import NONE, Approved, Wording, read_wordings


def wording_for(instrument: str, *, force: str, on: date) -> Wording | None:
    """The approved wording of an instrument for somebody of this force; None where our paraphrase shows.

    Raises BadInstrument where a file of the folder cannot be used.
    """
    return approved().find(instrument, force=force, on=on)


def approved() -> Approved:
    """Everything in the folder. Asked when the service starts, so that no form is the first to fail."""
    return _read(settings.UNBROKEN_INSTRUMENT_WORDING)


def recent() -> timedelta:
    """How long an assessment counts as recent, where it names no day of review."""
    return timedelta(days=settings.UNBROKEN_RISK_REVIEW_DAYS)


def due_within() -> timedelta:
    """Within how long the first assessment is to be made, from the day a report is first held to be stalking."""
    return timedelta(days=settings.UNBROKEN_RISK_DUE_DAYS)


@cache
def _read(folder: str) -> Approved:
    return read_wordings(Path(folder), shipped()) if folder else NONE
