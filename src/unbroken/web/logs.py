"""How the service logs: one JSON object a line, saying what went wrong and where, never about whom."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime


class JsonLine(logging.Formatter):
    """A log record as one line of JSON.

    Of an exception it keeps the type and the places in the code, not the message: messages quote values, and
    the values here are people's lives.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        status = getattr(record, "status_code", None)
        if status:
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["where"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
        return json.dumps(line, ensure_ascii=False)
