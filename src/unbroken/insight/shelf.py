"""The folder in which a service keeps its extracts: the newest one, a new one each night, and an end to the old.

An extract is written under a name that nobody reads, with its report, and then renamed: half of one is never read.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from unbroken.insight.extract import MANIFEST, BadExtract, Manifest, read_manifest
from unbroken.tools.locks import try_lock

_NAME = "%Y-%m-%dT%H%M%SZ"
_NAMED = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_WRITING, _REMOVING = ".writing-", ".removing-"


class ShelfBusy(RuntimeError):
    """Another process is writing an extract into the folder just now."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """An extract in the folder, as it says of itself. Its tables have not been looked at."""

    folder: Path
    manifest: Manifest

    @property
    def made_at(self) -> datetime:
        """When it was made, in UTC."""
        return datetime.fromisoformat(self.manifest.made_at).astimezone(UTC)


def newest(shelf: Path) -> Shelved | None:
    """The newest extract that this version can read; None where there is none."""
    return max(extracts(shelf), key=lambda one: (one.made_at, one.folder.name), default=None)


def extracts(shelf: Path) -> Iterator[Shelved]:
    """The extracts in the folder that this version can read."""
    for file in shelf.glob(f"*/{MANIFEST}"):
        if not file.parent.name.startswith("."):
            try:
                yield Shelved(file.parent, read_manifest(file.parent))
            except (BadExtract, OSError):  # of another version, or removed just now
                continue


def areas_of(shelved: Shelved) -> tuple[str, ...]:
    """The areas that an extract has reports of, by name."""
    return _areas(shelved.folder, shelved.manifest.digest)


@lru_cache(maxsize=4)
def _areas(folder: Path, digest: str) -> tuple[str, ...]:
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    found = pc.unique(pq.read_table(folder / "cases.parquet", columns=["area"])["area"])
    return tuple(sorted(str(area) for area in found.to_pylist() if area))


def name_at(moment: datetime) -> str:
    """What an extract made at a moment is called: names sort as moments do."""
    return moment.astimezone(UTC).strftime(_NAME)


@contextmanager
def new_extract(shelf: Path, at: datetime) -> Iterator[Path]:
    """A folder to write an extract into, which is put on the shelf, under the moment's name, once that is done.

    Where it fails, nothing is left. Raises ShelfBusy where another process is at it.
    """
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = try_lock(shelf / ".lock")
    if lock is None:
        raise ShelfBusy(f"another extract is being written into {shelf} just now: wait until it is done")
    try:
        for left in (*shelf.glob(f"{_WRITING}*"), *shelf.glob(f"{_REMOVING}*")):  # by one that was stopped
            shutil.rmtree(left, ignore_errors=True)
        name = name_at(at)
        folder = shelf / f"{_WRITING}{name}"
        try:
            yield folder
            folder.rename(shelf / name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def remove_old(shelf: Path, before: datetime) -> tuple[str, ...]:
    """Remove the extracts of `new_extract` made before a moment, but never the newest. The names of those removed.

    What somebody else put into the folder stays.
    """
    kept = newest(shelf)
    last = name_at(before)
    old = [one for one in sorted(shelf.iterdir())
           if _NAMED.fullmatch(one.name) and one.name < last and (kept is None or one != kept.folder)]  # fmt: skip
    for folder in old:
        going = folder.rename(shelf / f"{_REMOVING}{folder.name}")
        shutil.rmtree(going, ignore_errors=True)
    return tuple(folder.name for folder in old)
