"""Rules that look at what is already on the record, before a draft about a report joins it."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.record.check import Checked
from unbroken.record.entries import Entry
from unbroken.record.errors import Problem


class Guards:
    """The guard of one batch of drafts (see `record.book.Guard`)."""

    def __init__(self, items: Iterable[Checked]) -> None:
        self.items = tuple(items)

    def problems(self, item: Checked, target: Entry | None) -> tuple[Problem, ...]:
        """What stands against recording this draft."""
        return ()

    def note(self, entry: Entry) -> None:
        """An entry of this batch that will be recorded."""
