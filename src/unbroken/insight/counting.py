"""Counting a report beside the service: in a process of its own, some at a time, which says how far it is.

    state = ask(shelf, shelved, scope)      # SaidReport, or Counting, Waiting or Failed; never waits

Whoever asks again sees how far it is. Nothing is kept in memory: any process of the service can ask, and locks tell
whether somebody is at it. The report holds two of them, its own and one of the places, until it ends, however it ends.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from unbroken.insight.extract import BadExtract, Extract
from unbroken.insight.kept import as_json, folder_of, from_json, keep, read_kept
from unbroken.insight.report import run
from unbroken.insight.said import SaidReport
from unbroken.insight.scope import BadScope, Scope
from unbroken.insight.shelf import Shelved
from unbroken.tools.locks import try_lock

AT_ONCE = 2
"""Reports that are counted at once, of all that is asked for."""
_LONGEST = 3600  # seconds; then it is stopped
_AGAIN = 60  # seconds after which one that failed is tried again
_NICER = 10  # pages come first
_ENDED = "It ended without saying why."
_LOG = logging.getLogger("unbroken.insight")


@dataclass(frozen=True, slots=True)
class Counting:
    """It is being counted: so many steps are done, of how many, and which is being done."""

    done: int = 0
    of: int = 0
    step: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """As many as may be are being counted for others; who asks again may find a place."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be counted; who asks after a minute has it tried again."""

    why: str


State = SaidReport | Counting | Waiting | Failed


def ask(shelf: Path, shelved: Shelved, scope: Scope) -> State:
    """The report of a scope, where it is kept; if not it is begun, and how far it is."""
    try:
        return read_kept(shelved, scope) or _begin(shelf, shelved, scope)
    except OSError as error:
        return Failed(f"The folder of the extracts cannot be written: {error.strerror}.")


def _begin(shelf: Path, shelved: Shelved, scope: Scope) -> State:
    folder = folder_of(shelved, scope)
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    with _held(folder.with_suffix(".lock")) as own:
        if own is None:
            return _how_far(folder)
        if found := read_kept(shelved, scope):  # it was done between the two looks
            return found
        if why := _failure(folder):
            return Failed(why)
        with _place(shelf) as place:
            if place is None:
                return Waiting()
            _failed(folder).write_text(_ENDED, encoding="utf-8")  # it stays where it cannot say so itself
            _far(folder).unlink(missing_ok=True)
            _start(shelved, scope, folder, (own, place))
    return Counting()


def _start(shelved: Shelved, scope: Scope, folder: Path, locks: tuple[int, int]) -> None:
    told = (str(shelved.folder), json.dumps(as_json(scope)), str(folder))
    process = subprocess.Popen([sys.executable, "-m", "unbroken.insight.counting", *told], pass_fds=locks,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip
    threading.Thread(target=_wait, args=(process,), daemon=True).start()


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of it, so that it does not linger, and see to it that it comes."""
    try:
        process.wait(_LONGEST)
    except subprocess.TimeoutExpired:
        _LOG.error("An analysis took longer than an hour and was stopped.")
        process.kill()
        process.wait()


@contextmanager
def _held(file: Path) -> Iterator[int | None]:
    lock = try_lock(file)
    try:
        yield lock
    finally:
        if lock is not None:
            os.close(lock)


@contextmanager
def _place(shelf: Path) -> Iterator[int | None]:
    """One of the places, locked; None where all are taken."""
    lock = next((found for n in range(AT_ONCE) if (found := try_lock(shelf / f".place-{n}")) is not None), None)
    try:
        yield lock
    finally:
        if lock is not None:
            os.close(lock)


def _how_far(folder: Path) -> Counting:
    try:
        return Counting(**json.loads(_far(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError):  # it has not begun, or is writing just now
        return Counting()


def _failure(folder: Path) -> str:
    """Why it failed lately; nothing where it did not."""
    try:
        is_old = time.time() - _failed(folder).stat().st_mtime > _AGAIN
        return "" if is_old else _failed(folder).read_text(encoding="utf-8")
    except OSError:
        return ""


def _failed(folder: Path) -> Path:
    return folder.with_suffix(".failed")


def _far(folder: Path) -> Path:
    return folder.with_suffix(".far")


# -- the other process -------------------------------------------------------------------------------------------------


def count(shelved: Shelved, scope: Scope, folder: Path) -> None:
    """Count the report of a scope and keep it in a folder, saying how far it is; or say why not."""
    from unbroken.insight.analyses import ANALYSES

    names = list(ANALYSES)
    folder.parent.mkdir(mode=0o700, exist_ok=True)

    def far(name: str) -> None:
        done = names.index(name) if name in names else len(names)
        _far(folder).write_text(json.dumps({"done": done, "of": len(names), "step": name}), encoding="utf-8")

    try:
        report = run(Extract(shelved.folder), scope, progress=far)
        far("")
        keep(report, shelved, folder)
    except (BadExtract, BadScope) as error:
        _failed(folder).write_text(str(error), encoding="utf-8")
    except Exception as error:  # whoever waits for it is told that it is over
        traceback.print_exc()
        _failed(folder).write_text(f"It stopped with {type(error).__name__}; the log says more.", encoding="utf-8")
    else:
        _failed(folder).unlink(missing_ok=True)
    _far(folder).unlink(missing_ok=True)


def main(extract: str, scope: str, folder: str) -> None:
    """Count in a process of its own: the folder of an extract, a scope as JSON, and the folder for its report."""
    from unbroken.insight.extract import read_manifest

    os.umask(0o077)
    os.nice(_NICER)
    count(Shelved(Path(extract), read_manifest(Path(extract))), from_json(json.loads(scope)), Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
