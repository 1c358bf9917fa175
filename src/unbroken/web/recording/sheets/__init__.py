"""How each kind is asked when one entry is recorded: the words, the order, what is left out. Data.

A kind without a sheet is asked as its model says.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from unbroken.web.recording.sheets import court, inquiry, safety, victims
from unbroken.web.recording.sheets.inquiry import OFTEN_INCLUDED
from unbroken.web.recording.sheets.sheet import Sheet

__all__ = ["OFTEN_INCLUDED", "SHEETS", "Sheet", "sheet_of"]

SHEETS: Mapping[str, Sheet] = {sheet.kind: sheet for part in (inquiry, victims, safety, court) for sheet in part.SHEETS}
"""Each sheet by its kind."""


@cache
def sheet_of(kind: str) -> Sheet:
    """The sheet of a kind: its own, or one that asks as the kind's model says."""
    return SHEETS.get(kind) or Sheet(kind)
