"""An import from start to end: files in, entries in the record, rejects in a file, and what became of each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from unbroken.exchange.importing.changes import Told, Unchanged, corrected
from unbroken.exchange.importing.extracts import read_extract
from unbroken.exchange.importing.mapping import Mapping
from unbroken.exchange.importing.places import Meter, Place, Rejected, SourceError
from unbroken.exchange.importing.rejects import Rejects
from unbroken.exchange.importing.sources import expand, is_extract, open_source
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem
from unbroken.record.times import to_stored

Progress = Callable[[str, int, int], None]
"""Told after every batch: the file, how far it has been read and how far there is to read (0: not known)."""


class Taken(Protocol):
    """What became of a stream of drafts."""

    @property
    def recorded(self) -> int:
        """Entries new to the record."""

    @property
    def duplicates(self) -> int:
        """Entries that had been recorded before."""

    @property
    def rejected(self) -> int:
        """Drafts that the record refused."""


class TakeIn(Protocol):
    """The bulk road into the record (`flow.take_in_bulk`); a floor above, so it is handed in."""

    def __call__(
        self,
        drafts: Iterable[tuple[Place, Draft]],
        *,
        by: str,
        on_reject: Callable[[Place, Draft, tuple[Problem, ...]], None],
        on_progress: Callable[[int], None] | None = ...,
    ) -> Taken:
        """Record a stream of drafts, batch by batch."""


@dataclass(slots=True)
class ImportReport:
    """What became of an import.

    Lines and rows: `read` = `included` + `rejected`, a row being rejected when anything of it was. Entries: each
    draft was `recorded`, a `duplicate` of what was recorded before, or `refused`. `notes` say what was left unread.
    """

    files: list[str] = field(default_factory=list)
    read: int = 0
    rejected: int = 0
    recorded: int = 0
    duplicates: int = 0
    refused: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def included(self) -> int:
        """Lines and rows of which everything is on the record."""
        return self.read - self.rejected


def run_import(
    paths: Sequence[Path],
    *,
    take_in: TakeIn,
    by: str,
    mapping: Mapping | None = None,
    rejects: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Take in files and folders. Every batch is recorded by itself, so after a crash the same import finishes the job.

    Raises SourceError before anything is recorded where a file cannot be read, or an extract has no mapping.
    """
    files = expand(paths)
    report = ImportReport(files=[path.name for path in files])
    meter = Meter()
    sources = _opened(files, mapping, meter)
    with Rejects(rejects) as out:
        run = _Run(report, out, meter, progress)
        taken = take_in(run.drafts(sources), by=by, on_reject=run.refuse, on_progress=run.tell)
    report.recorded, report.refused = taken.recorded, taken.rejected
    report.duplicates += taken.duplicates
    report.notes = list(dict.fromkeys(meter.notes))
    return report


def _opened(files: Sequence[Path], mapping: Mapping | None, meter: Meter) -> list[Told]:
    """A reader for each file; the tables of an extract are read together, because their rows look into one another."""
    tables = [path for path in files if is_extract(path)]
    if tables and mapping is None:
        raise SourceError(f"{tables[0].name} is an extract and needs a mapping")
    readers: list[Told] = [open_source(path, meter=meter) for path in files if path not in tables]
    if tables and mapping is not None:
        extract = read_extract(tables, mapping, meter=meter)
        corrects = mapping.source.on_change == "correct"
        readers.append(corrected(extract, now=to_stored(datetime.now(UTC))) if corrects else extract)
    return readers


@dataclass(slots=True)
class _Run:
    """Counts and writes down what is rejected while the drafts go by."""

    report: ImportReport
    rejects: Rejects
    meter: Meter
    progress: Progress | None
    last: Place | None = None
    refused: dict[int, Place] = field(default_factory=dict)

    def drafts(self, sources: Sequence[Told]) -> Iterable[tuple[Place, Draft]]:
        """The drafts of all files; what gives none is counted and written down."""
        for source in sources:
            for place, item in source:
                if place is not self.last:
                    self.last = place
                    self.report.read += 1
                if isinstance(item, Rejected):
                    self._reject(place, item.problems, item.draft)
                elif isinstance(item, Unchanged):
                    self.report.duplicates += 1
                else:
                    yield place, item

    def refuse(self, place: Place, draft: Draft, problems: tuple[Problem, ...]) -> None:
        """The record refused a draft."""
        self._reject(place, problems, draft)

    def _reject(self, place: Place, problems: tuple[Problem, ...], draft: Draft | None) -> None:
        """A row counts as rejected once, however many of its entries are."""
        if id(place) not in self.refused:
            self.refused[id(place)] = place
            self.report.rejected += 1
        self.rejects.add(place, problems, draft)

    def tell(self, number: int) -> None:
        """A batch has been recorded. Of its rows only the last may have more entries to come."""
        self.refused = {key: place for key, place in self.refused.items() if place is self.last}
        self.rejects.flush()
        if self.progress:
            self.progress(self.meter.file, self.meter.done, self.meter.total)
