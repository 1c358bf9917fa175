"""Strictness: a draft is checked before anything is written, and every refusal names the field.

The checks here need no database. Rules that look at what is already on the record (a change of class needs a
reason) are the guards of the package that owns the kind, called by `flow`.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

import orjson
from pydantic import ValidationError

from unbroken.record.entries import Draft, Subject, subjects_text
from unbroken.record.errors import Problem, Refused
from unbroken.record.kinds import REGISTER, ROLE_TYPES, Kind
from unbroken.record.times import Interval, TimeError, read_interval, to_uk_date
from unbroken.vocabulary.codes import CodeList

AMENDMENTS = frozenset({"entry.corrected", "entry.withdrawn", "body.erased"})
_OBJECT = re.compile(r"([a-z_]+):[A-Za-z0-9._-]{1,80}")
_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LIMITS = {"source": 80, "source_ref": 200, "recorded_by": 150}


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that holds: its kind, its interval, and its body as stored: plain data, and canonical JSON text."""

    draft: Draft
    kind: type[Kind]
    happened: Interval
    subjects: str
    body: Mapping[str, Any]
    content: str

    @property
    def day(self) -> date:
        """The day (UK) on which it began to happen."""
        return to_uk_date(self.happened.start)


def check(draft: Draft, *, now: str) -> Checked:
    """Check a draft on its own. `now` is a stored time. Raises Refused with every problem found."""
    kind = REGISTER.get(draft.kind)
    if kind is None:
        raise Refused((_unknown_kind(draft.kind),), source_ref=draft.source_ref)
    problems = list(_header_problems(draft, kind, now))
    happened = _interval(draft, problems, now)
    problems.extend(_recorded_problems(draft, happened, now))
    body = _body(draft.body, kind, problems)
    if draft.kind not in AMENDMENTS:  # the book takes theirs over from the entry they are about
        problems.extend(_known_problems(kind, draft.subjects))
    content = canonical(body)
    if "\\u0000" in content:
        problems.extend(_null_characters(body, "body"))
    if problems:
        raise Refused(tuple(problems), source_ref=draft.source_ref)
    # Read back from its text, keys in the same order: a fold sees the same now as after a rebuild.
    return Checked(draft, kind, happened, subjects_text(draft.subjects), orjson.loads(content), content)


def check_body(body: Any, kind: type[Kind], *, under: str = "body") -> tuple[str, tuple[Problem, ...]]:
    """The canonical JSON of a body of this kind, or "" and what is wrong with it."""
    problems: list[Problem] = []
    stored = _body(body, kind, problems, under=under)
    return "" if problems else canonical(stored), tuple(problems)


def canonical(body: Mapping[str, Any]) -> str:
    """The one JSON text of a body: sorted keys, nothing absent, no spaces."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def date_problems(kind: type[Kind], body: Mapping[str, Any], days: tuple[date, ...]) -> Iterator[Problem]:
    """Codes that were valid on none of these days (when it happened, when the report was made)."""
    for name, codes in _dated_fields(kind):
        value = body.get(name)
        for code in value if isinstance(value, list) else [value]:
            if isinstance(code, str) and not any(codes[code].valid_on(day) for day in days):
                yield Problem(f"body.{name}", f"{codes.label(code)!r} was not in use then", _in_use(codes, code))


def _header_problems(draft: Draft, kind: type[Kind], now: str) -> Iterator[Problem]:
    if draft.version not in (0, kind.version):
        yield Problem("version", f"{draft.version} is not a version of {draft.kind}", f"use {kind.version}")
    for name in ("agency", "book"):
        value = getattr(draft, name)
        if (value or name == "agency") and not _SLUG.fullmatch(value):
            yield Problem(name, f"{value!r} is not a short name", "lower-case letters, digits, - and _, such as met")
    for name, limit in _LIMITS.items():
        value = getattr(draft, name)
        if not value and name != "recorded_by":
            yield Problem(name, "is missing", "what system sent this, and its reference there")
        elif len(value) > limit or _CONTROL.search(value):
            yield Problem(name, "is too long or has control characters", f"at most {limit} plain characters")
    if (draft.kind in AMENDMENTS) != bool(draft.corrects or draft.corrects_ref):
        yield Problem(
            "corrects",
            "names the entry that a correction, withdrawal or erasure is about",
            "give the id of that entry" if draft.kind in AMENDMENTS else f"leave it out for {draft.kind}",
        )


def _recorded_problems(draft: Draft, happened: Interval, now: str) -> Iterator[Problem]:
    if not draft.recorded_at:
        return
    try:
        recorded = read_interval(draft.recorded_at).start
    except TimeError as error:
        yield Problem("recorded_at", str(error))
        return
    if recorded > now:
        yield Problem("recorded_at", "is in the future", "when the source system recorded it")
    elif recorded < happened.start:
        yield Problem("recorded_at", "is before it happened", "nothing can be recorded before it begins")


def _interval(draft: Draft, problems: list[Problem], now: str) -> Interval:
    try:
        happened = draft.happened if isinstance(draft.happened, Interval) else read_interval(draft.happened)
    except TimeError as error:
        problems.append(Problem("happened", str(error)))
        return Interval(now, now)
    if happened.end < happened.start:
        problems.append(Problem("happened", "ended before it began", "put the earlier time first"))
    if happened.start > now:
        problems.append(Problem("happened", "is in the future", "when it happened; a plan goes into the body"))
    return happened


def _body(body: Any, kind: type[Kind], problems: list[Problem], *, under: str = "body") -> dict[str, Any]:
    try:
        model = kind.model_validate(body)
    except ValidationError as error:
        problems.extend(_explain(kind, under, detail) for detail in error.errors(include_url=False))
        return {}
    return model.model_dump(mode="json", exclude_none=True)


def _null_characters(value: Any, path: str) -> Iterator[Problem]:
    """PostgreSQL stores no null character in JSON, and no person types one: something went wrong on the way."""
    if isinstance(value, str):
        if "\x00" in value:
            yield Problem(path, "holds a null character", "leave it out")
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _null_characters(item, f"{path}.{name}")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _null_characters(item, f"{path}.{number}")


@lru_cache(maxsize=20_000)  # the entries of a report name the same few people, over and over
def _known_problems(kind: type[Kind], subjects: tuple[Subject, ...]) -> tuple[Problem, ...]:
    return tuple(subject_problems(kind, subjects))


def subject_problems(kind: type[Kind], subjects: Sequence[Subject], *, under: str = "subjects") -> Iterator[Problem]:
    """What is wrong with the subjects of an entry of this kind."""
    rules = {rule.role: rule for rule in kind.subjects}
    count = Counter(subject.role for subject in subjects)
    for subject in subjects:
        yield from _object_problems(subject, kind, under)
    if len(set(subjects)) != len(subjects):
        yield Problem(under, "names the same object twice in the same role", "name it once")
    for rule in rules.values():
        number = count[rule.role]
        if number < rule.at_least:
            yield Problem(f"{under}.{rule.role}", "is missing", f"{kind.kind} is about a {rule.role.replace('_', ' ')}")
        if rule.at_most is not None and number > rule.at_most:
            yield Problem(f"{under}.{rule.role}", f"is given {number} times", f"at most {rule.at_most}")


def _object_problems(subject: Subject, kind: type[Kind], under: str) -> Iterator[Problem]:
    roles = [rule.role for rule in kind.subjects]
    if subject.role not in roles:
        yield Problem(f"{under}.{subject.role}", f"is not a role in {kind.kind}", "one of " + ", ".join(roles))
        return
    match = _OBJECT.fullmatch(subject.object)
    expected = ROLE_TYPES[subject.role]
    if match is None or match[1] != expected:
        message = f"{subject.object!r} is not an object name"
        yield Problem(f"{under}.{subject.role}", message, f"{expected}: and its id, such as {expected}:r-1024")


def _unknown_kind(name: str) -> Problem:
    near = difflib.get_close_matches(name, [kind.kind for kind in REGISTER], n=1)
    return Problem(
        "kind",
        f"{name!r} is not a kind of entry",
        f"did you mean {near[0]}?" if near else "the kinds are in docs/reference/kinds.md and at /api/v1/kinds",
    )


def _explain(kind: type[Kind], under: str, detail: Any) -> Problem:
    """A Pydantic error in the words of the field."""
    path = ".".join([under, *(str(part) for part in detail["loc"])])
    name = str(detail["loc"][0]) if detail["loc"] else ""
    if detail["type"] == "missing":
        info = kind.model_fields.get(name)
        return Problem(path, "is missing", (info.description or "") if info else "")
    if detail["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, kind.model_fields, n=1)
        return Problem(path, f"is not a field of {kind.kind}", f"did you mean {near[0]}?" if near else "")
    if detail["type"] == "literal_error":
        return _not_a_code(path, detail, kind.coded_fields().get(name))
    if detail["type"] in {"assertion_error", "value_error"}:
        return Problem(path, str(detail["msg"]).partition(", ")[2] or str(detail["msg"]))
    if said := _BEYOND.get(detail["type"]):
        return Problem(path, *(words.format_map(detail["ctx"]) for words in said))
    return Problem(path, str(detail["msg"]), f"given: {str(detail['input'])[:60]!r}")


_BEYOND = {
    "too_long": ("has {actual_length} values", "at most {max_length}"),
    "too_short": ("has {actual_length} values", "at least {min_length}"),
    "string_too_long": ("must be {max_length} characters or fewer", ""),
    "greater_than_equal": ("must be at least {ge}", ""),
    "less_than_equal": ("must be at most {le}", ""),
}
"""What Pydantic says of a value beyond a limit, in plain words: what is wrong, and what would be right."""


def _not_a_code(path: str, detail: Any, codes: CodeList | None) -> Problem:
    given = str(detail["input"])[:60]
    if codes is None or len(detail["loc"]) > 2:
        return Problem(path, f"{given!r} is not one of its codes", f"one of {detail['ctx']['expected']}"[:300])
    near = codes.nearest(given)
    hint = f"did you mean {near}?" if near else f"see the list {codes.name}"
    return Problem(path, f"{given!r} is not in the list of {codes.title.lower()}", hint)


def _in_use(codes: CodeList, code: str) -> str:
    known = codes[code]
    if known.valid_from and known.valid_to:
        return f"in use from {known.valid_from} to {known.valid_to}"
    return f"in use from {known.valid_from}" if known.valid_from else f"in use until {known.valid_to}"


@cache
def _dated_fields(kind: type[Kind]) -> tuple[tuple[str, CodeList], ...]:
    return tuple(
        (name, codes)
        for name, codes in kind.coded_fields().items()
        if any(code.valid_from or code.valid_to for code in codes)
    )
