"""Locks between processes: a file that one process holds until it lets go or ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def try_lock(file: Path) -> int | None:
    """The open file while it is locked, to be closed (`os.close`); None where another holds it. Waits for nobody.

    A child process that was passed the file holds the lock too, until both have closed it.
    """
    opened = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened
