"""The log says what went wrong and where, and never about whom."""

from __future__ import annotations

import json
import logging
import sys

from unbroken.web.logs import JsonLine


def test_an_exception_is_logged_without_its_message() -> None:
    try:
        raise ValueError("Anna Kowalska, 07700 900123")
    except ValueError:
        record = logging.LogRecord("unbroken", logging.ERROR, __file__, 1, "Error: %s", ("/reports/",), sys.exc_info())
    line = json.loads(JsonLine().format(record))
    assert (line["level"], line["logger"], line["message"]) == ("error", "unbroken", "Error: /reports/")
    assert line["error"] == "ValueError"
    assert line["where"][-1].endswith("test_an_exception_is_logged_without_its_message")
    assert "Kowalska" not in json.dumps(line)


def test_a_status_is_logged_and_an_absence_is_not() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Not Found: /x", None, None)
    assert set(json.loads(JsonLine().format(record))) == {"at", "level", "logger", "message"}
    record.status_code = 404
    assert json.loads(JsonLine().format(record))["status"] == 404
