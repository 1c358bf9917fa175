"""Entry ids: UUID version 7 (RFC 9562), so that ids sort by the time of taking in, as lower-case text."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime


def new_id(nanoseconds: int | None = None) -> str:
    """A fresh UUIDv7. The 12 bits after the millisecond hold its fraction (RFC 9562, method 3)."""
    now = time.time_ns() if nanoseconds is None else nanoseconds
    milliseconds, rest = divmod(now, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    number = milliseconds << 80 | 0x7000 << 64 | fraction << 64 | 1 << 63 | random
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def taken_in_at(entry_id: str) -> datetime:
    """When Unbroken took the entry in, to the millisecond: the time in its id."""
    return datetime.fromtimestamp(int(entry_id.replace("-", "")[:12], 16) / 1000, tz=UTC)
