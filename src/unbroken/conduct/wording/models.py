"""The table of words to look at. Only the projector writes it.

It holds where words stand and no words: whoever is shown them reads the entry, as far as they may see it. `PRIVACY`
gives every column its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.db import models

from unbroken.conduct.wording.fold import Wording, fold_wording
from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table


class WordingRow(models.Model):
    """Words of one concern in one entry of a report."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the words to look at in the report, from 0.")
    agency = models.CharField(max_length=40, help_text="The agency that took the report.")
    entry = models.CharField(max_length=36, help_text="The entry in which the words stand.")
    concern = models.CharField(max_length=40, help_text="What the words may be (wording_concerns).")
    recorded_at = models.CharField(max_length=27, help_text="When the entry was recorded (UTC).")
    look = models.CharField(max_length=36, help_text="The entry that says they were looked at. Empty where none does.")
    spots = models.TextField(help_text="Where the words stand, parted by spaces (conduct.wording.fold.Spot).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "agency": None,
        "entry": None,
        "concern": None,
        "recorded_at": None,
        "look": None,
        "spots": None,
    }

    class Meta:
        db_table = "wording_flag"
        indexes: ClassVar = [models.Index(fields=["agency", "recorded_at"], name="wording_flag_agency")]


def _rows(state: Wording | None) -> Iterator[Row]:
    for n, flag in enumerate(state.flags if state else ()):
        spots = " ".join(spot.text for spot in flag.spots)
        yield (state.object if state else "", n, state.agency if state else "", flag.entry, flag.concern,
               flag.recorded_at, flag.look, spots)  # fmt: skip


WORDING_PROJECTIONS = (Projection("report", fold_wording, (Table(WordingRow, _rows),)),)
