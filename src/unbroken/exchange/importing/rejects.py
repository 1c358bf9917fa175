"""The rejects file: everything that could not be taken in, with where it stood, why, and the row itself.

A line for every reason. JSON Lines, or CSV where the name ends so; flat either way, so that a spreadsheet opens it.
It holds what the source holds, so only its owner may read it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import orjson

from unbroken.exchange.importing.places import Place
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem

COLUMNS = ("file", "line", "kind", "source_ref", "field", "reason", "expected", "raw")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Rejects:
    """Writes a rejects file beside its place, as `NAME.partial`, and puts it there when all has been read.

    After a crash the partial file stays. `path` None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._partial = path.with_name(f"{path.name}.partial") if path else None
        self._is_csv = path is not None and path.suffix.lower() == ".csv"

    def __enter__(self) -> Rejects:
        """Start the partial file."""
        if self._partial:
            self._file = open(os.open(self._partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
            if self._is_csv:
                self._file.write(_csv_line(COLUMNS))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the file in its place, or leave the partial one after a crash."""
        if not self._partial or not self._path:
            return
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            os.replace(self._partial, self._path)

    def add(self, place: Place, problems: Sequence[Problem], draft: Draft | None = None) -> None:
        """Write why something was rejected; `draft` where the row could be read and the record refused it."""
        if not self._partial:
            return
        for problem in problems:
            values: dict[str, str | int] = {
                "file": place.file,
                "line": place.line,
                "kind": draft.kind if draft else "",
                "source_ref": draft.source_ref if draft else "",
                "field": problem.field,
                "reason": problem.message,
                "expected": problem.expected,
                "raw": raw_text(place),
            }
            self._file.write(_line(values, is_csv=self._is_csv))

    def flush(self) -> None:
        """Make sure that what has been added can be read, should the program stop here."""
        if self._partial:
            self._file.flush()


def raw_text(place: Place) -> str:
    """The row as text: a line as it was, the cells of a table as a JSON object."""
    if isinstance(place.raw, bytes):
        return place.raw.decode("utf-8", errors="replace")
    cells = {name: cell.encode("utf-8", "replace").decode() for name, cell in place.raw.items()}
    return orjson.dumps(cells).decode()


def _line(values: dict[str, str | int], *, is_csv: bool) -> bytes:
    if is_csv:
        return _csv_line([harmless(str(values[name])) for name in COLUMNS])
    return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)


def _csv_line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """A cell that a spreadsheet would run as a formula is kept from it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
