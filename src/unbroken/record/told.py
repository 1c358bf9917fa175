"""Since when what an entry says was known here: one rule for every fold that says "since" or "first named"."""

from __future__ import annotations

from datetime import date

from unbroken.record.entries import Entry
from unbroken.record.kinds import REGISTER


def told_on(entry: Entry) -> date:
    """The day on which what an entry says was known here.

    What is itself a telling (a report) is known on the day it happened. Anything else is on the day it was recorded:
    an incident may have happened long before anybody spoke of it.
    """
    kind = REGISTER.get(entry.kind)
    return entry.day if kind is not None and kind.is_telling else entry.recorded_day
