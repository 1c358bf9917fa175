"""The journey format: JSON Lines, one entry a line (`docs/reference/journey-format.md`).

The reader checks the shape of a line, not its content: kinds, codes, times and subjects are checked by the
record, in one place for every way in. It is the fast road for bulk, so a line costs one pass of the JSON parser
and no model.
"""

from __future__ import annotations

import difflib
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import orjson

from unbroken.exchange.importing.places import Meter, Place, Read, Rejected, rejected, shown
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem
from unbroken.record.times import Interval

SUFFIXES = (".jsonl", ".jsonl.gz")
REQUIRED = ("kind", "happened", "agency", "source", "source_ref", "subjects", "body")
OPTIONAL = ("recorded_at", "recorded_by", "corrects", "book", "version")
LONGEST_LINE = 1024 * 1024  # bytes: no entry is near this; a file without line ends must not fill the memory

_REQUIRED = frozenset(REQUIRED)
_KNOWN = frozenset(REQUIRED + OPTIONAL)
_BOM = b"\xef\xbb\xbf"
_SHAPES = {
    "subjects": 'a list of pairs, such as [["report", "report:r1"], ["victim", "person:p1"]]',
    "body": "an object with the fields of the kind",
    "corrects": 'the id of an entry, or {"source": ..., "source_ref": ...} of the line that it corrects',
    "version": "a whole number",
}


def read_journey(path: Path, *, meter: Meter | None = None) -> Read:
    """Every line of a journey file, as a draft or as rejected. Streams: memory does not grow with the file."""
    name = shown(path)
    meter = meter or Meter()
    with path.open("rb") as raw:
        meter.file, meter.total = name, path.stat().st_size
        for number, line, problem in _lines(_unpacked(raw, path), lambda: _tell(raw, meter)):
            place = Place(name, number, line)
            yield (place, problem or read_line(line))


def read_line(line: bytes) -> Draft | Rejected:
    """The draft that one line of a journey file gives, or why it gives none."""
    try:
        given = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return rejected("line", f"is not JSON: {error}", "one JSON object on each line")
    if type(given) is not dict:
        return rejected("line", "is not a JSON object", "one JSON object on each line")
    try:
        return _draft(given)
    except (KeyError, TypeError, ValueError):
        return Rejected(tuple(_problems(given)))


def to_line(draft: Draft) -> bytes:
    """The line, with its line end, that reads back as this draft."""
    line: dict[str, Any] = {
        "kind": draft.kind,
        "happened": _interval_text(draft.happened),
        "agency": draft.agency,
        "source": draft.source,
        "source_ref": draft.source_ref,
        "subjects": [[subject.role, subject.object] for subject in draft.subjects],
        "body": dict(draft.body),
    }
    if draft.corrects_ref:
        line["corrects"] = dict(zip(("source", "source_ref"), draft.corrects_ref, strict=True))
    for name in ("corrects", "recorded_at", "recorded_by", "book", "version"):
        if value := getattr(draft, name):
            line[name] = value
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _draft(given: dict[str, Any]) -> Draft:
    """The quick way: a line of the right shape. Anything else raises, and `_problems` then says what is wrong."""
    keys = given.keys()
    plain = len(given) == len(REQUIRED)
    body, subjects, version = given["body"], given["subjects"], 0
    if not (keys >= _REQUIRED and (plain or keys <= _KNOWN)):
        raise ValueError
    if type(body) is not dict or type(subjects) is not list:
        raise TypeError
    corrects, corrects_ref = "", None
    if not plain:
        version = given.get("version", 0)
        corrects, corrects_ref = _reference(given.get("corrects", ""))
        if type(version) is not int:
            raise TypeError
    return Draft(
        _text(given["kind"]),
        body,
        tuple([_subject(role, name) for role, name in subjects]),
        _text(given["happened"]),
        _text(given["agency"]),
        _text(given["source"]),
        _text(given["source_ref"]),
        corrects,
        corrects_ref,
        _text(given.get("recorded_at", "")),
        _text(given.get("recorded_by", "")),
        _text(given.get("book", "")),
        version,
    )


def _problems(given: dict[str, Any]) -> Iterator[Problem]:
    """Everything that is wrong with the shape of a line."""
    for key in given.keys() - _KNOWN:
        near = difflib.get_close_matches(key, _KNOWN, n=1)
        yield Problem(key, "is not a key of a journey line", f"did you mean {near[0]}?" if near else _known_keys())
    for key in REQUIRED:
        if key not in given:
            yield Problem(key, "is missing", _SHAPES.get(key, "a text"))
    for key in (*REQUIRED, *OPTIONAL):
        if key in given and not _has_shape(key, given[key]):
            yield Problem(key, f"is {_type_name(given[key])} of the wrong shape", _SHAPES.get(key, "a text"))


def _has_shape(key: str, value: Any) -> bool:
    if key == "subjects":
        return type(value) is list and all(_is_pair(pair) for pair in value)
    if key == "corrects":
        return isinstance(value, str) or _is_reference(value)
    if key == "body":
        return type(value) is dict
    return type(value) is int if key == "version" else isinstance(value, str)


def _is_pair(value: Any) -> bool:
    return type(value) is list and len(value) == 2 and all(isinstance(part, str) for part in value)


def _is_reference(value: Any) -> bool:
    return (
        type(value) is dict
        and value.keys() == {"source", "source_ref"}
        and all(isinstance(part, str) for part in value.values())
    )


def _reference(value: Any) -> tuple[str, tuple[str, str] | None]:
    if type(value) is str:
        return value, None
    if not _is_reference(value):
        raise TypeError
    return "", (value["source"], value["source_ref"])


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    return value


@lru_cache(maxsize=4096)  # the entries of one report stand together and are about the same few objects
def _subject(role: str, name: str) -> Subject:
    return Subject(_text(role), _text(name))


def _type_name(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _known_keys() -> str:
    return "the keys are " + ", ".join((*REQUIRED, *OPTIONAL))


def _interval_text(happened: str | Interval) -> str:
    if isinstance(happened, str):
        return happened
    return happened.start if happened.start == happened.end else f"{happened.start}/{happened.end}"


def _unpacked(raw: IO[bytes], path: Path) -> IO[bytes]:
    if path.suffix != ".gz":
        return raw
    return io.BufferedReader(gzip.GzipFile(fileobj=raw))  # C speed for each line


def _tell(raw: IO[bytes], meter: Meter) -> None:
    meter.done = raw.tell()


def _lines(file: IO[bytes], tick: Callable[[], None]) -> Iterator[tuple[int, bytes, Rejected | None]]:
    """Each line that is not blank with its number, and a rejection where it cannot even be read as a line."""
    number = 0
    try:
        while line := file.readline(LONGEST_LINE):
            number += 1
            if number % 1000 == 1:
                tick()
            if number == 1:
                line = line.removeprefix(_BOM)
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                _skip_rest_of_line(file)
                yield number, line[:1000], rejected("line", f"is longer than {LONGEST_LINE} bytes", "shorter lines")
            elif stripped := line.strip():
                yield number, stripped, None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield number + 1, b"", rejected("line", f"the compressed file is damaged: {error}", "send the file again")
    tick()


def _skip_rest_of_line(file: IO[bytes]) -> None:
    while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass
