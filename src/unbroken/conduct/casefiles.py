"""Files of narratives and of cases, as they are given to `unbroken read` and `unbroken recognise`.

A case is a sequence of reports by one pair of people, in the order in which they were made; the schema is that of the
published example timelines (docs/reference/case-files.md says which fields are read).
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from unbroken.vocabulary.behaviours import BEHAVIOURS


class BadCase(Exception):
    """A file that is no case, or a line that is no narrative; the message says where and what is wrong."""


@dataclass(frozen=True, slots=True)
class CaseReport:
    """A report of a case: its number, what was said at this contact, and how somebody coded it."""

    number: int
    facts: str
    behaviours: frozenset[str]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with its reports in order.

    What is known of it in the end is beside them, to measure by: it is never read with them. `label` is *stalking*,
    *not_stalking* or *borderline*; the numbers are of the first report that a reader, or the police, took for a course.
    """

    id: str
    reports: tuple[CaseReport, ...]
    label: str | None = None
    earliest_course: int | None = None
    police_recognised: int | None = None


def read_case(path: Path) -> CaseFile:
    """A case from its file. Raises BadCase."""
    case = _object(_load(path), str(path))
    reports = case.get("reports")
    if not isinstance(reports, list) or not reports:
        raise BadCase(f"{path}: reports must be a list of at least one report.")
    found = tuple(_report(one, f"{path}: reports[{place}]") for place, one in enumerate(reports))
    numbers = [one.number for one in found]
    if numbers != sorted(set(numbers)):
        raise BadCase(f"{path}: reports must stand in order, each with its own n; they read {numbers}.")
    label = case.get("label")
    return CaseFile(
        _text(case, "id", str(path), default=path.stem),
        found,
        label if isinstance(label, str) else None,
        _report_number(case, "annotator_earliest_course_of_conduct", str(path)),
        _report_number(case, "police_first_recognised_report", str(path)),
    )


def read_cases(folder: Path) -> Iterator[CaseFile]:
    """The cases of a directory, by name of their file. Raises BadCase."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise BadCase(f"{folder} has no case files: they end with .json.")
    return (read_case(path) for path in paths)


def read_narratives(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of each line of a file of JSON lines. Raises BadCase, with the line."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    where = f"{path}, line {number}"
                    one = _object(_parsed(line, where), where)
                    yield _text(one, "id", where), _text(one, "text", where)
    except OSError as error:
        raise BadCase(f"{path} cannot be read: {error.strerror}.") from None


def _load(path: Path) -> Any:
    try:
        return _parsed(path.read_bytes(), str(path))
    except OSError as error:
        raise BadCase(f"{path} cannot be read: {error.strerror}.") from None


def _parsed(text: bytes, where: str) -> Any:
    try:
        return orjson.loads(text.removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise BadCase(f"{where} is not JSON: {error}.") from None


def _object(found: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(found, dict):
        raise BadCase(f"{where} must be an object, with its fields in curly brackets.")
    return found


def _report_number(found: Mapping[str, Any], name: str, where: str) -> int | None:
    number = found.get(name)
    if number is not None and (not isinstance(number, int) or isinstance(number, bool)):
        raise BadCase(f"{where}: {name} is {number!r}; it must be the number of a report, or null.")
    return number


def _text(found: Mapping[str, Any], name: str, where: str, *, default: str | None = None) -> str:
    value = found.get(name, default)
    if not isinstance(value, str):
        given = "is missing" if value is None else f"is {type(value).__name__}"
        raise BadCase(f"{where}: {name} {given}; it must be a text.")
    return value


def _report(one: Any, where: str) -> CaseReport:
    report = _object(one, where)
    number = report.get("n")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise BadCase(f"{where}: n is {number!r}; it must be a number from 1.")
    codes = report.get("behaviours", [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise BadCase(f"{where}: behaviours must be a list of codes.")
    if unknown := sorted(code for code in codes if code not in BEHAVIOURS):
        raise BadCase(f"{where}: {unknown[0]!r} is no behaviour; the codes are in docs/reference/code-lists.md.")
    return CaseReport(number, _text(report, "facts", where), frozenset(codes))
