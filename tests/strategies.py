"""Hypothesis strategies for whatever may be recorded, made from the kinds themselves.

`bodies(kind)` gives valid bodies, `subjects(kind)` subjects that satisfy its rules, `drafts(kinds)` whole drafts,
and `histories(kinds)` lists of drafts about few people and reports, with corrections and withdrawals among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib import import_module
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import annotated_types
from hypothesis import assume
from hypothesis import strategies as st
from pydantic import AliasChoices, BaseModel, StringConstraints, ValidationError
from pydantic.fields import FieldInfo

from unbroken.record.entries import Draft, Subject
from unbroken.record.kinds import REGISTER, CodeOf, Kind, SubjectRule

for _package in ("record.own_kinds", "people.kinds", "cases.kinds", "safety.kinds", "support.kinds", "triage.kinds",
                 "conduct.kinds", "conduct.wording.kinds", "coding.kinds"):  # fmt: skip
    import_module(f"unbroken.{_package}")

AMENDMENTS = frozenset({"entry.corrected", "entry.withdrawn", "body.erased"})
KINDS: tuple[type[Kind], ...] = tuple(kind for kind in REGISTER if kind.kind not in AMENDMENTS)
"""Every kind that stands on its own."""

OBJECTS: Mapping[str, tuple[str, ...]] = {
    "person": tuple(f"person:p{number}" for number in range(1, 7)),
    "report": tuple(f"report:r{number}" for number in range(1, 5)),
    "order": ("order:o1", "order:o2"),
    "prosecution": ("prosecution:c1", "prosecution:c2"),
    "referral": ("referral:f1", "referral:f2"),
    "register": ("register:l1", "register:l2"),
    "sample": ("sample:s1", "sample:s2"),
}
"""Few objects, so that the drafts of a history are about the same ones."""

WORDS = st.sampled_from(
    (
        "Said on the phone.",
        "Zoë Ó Briain-Tesař, née Ng",
        "Two lines,\nand a second: “quoted” & <b>marked</b>",
        "=1+1",
        "🚗 outside, engine running",
        "x",
        "Rows of text " * 12,
    )
)
DAYS = st.dates(date(2012, 1, 1), date(2030, 12, 31)).map(date.isoformat)


def bodies(kind: type[Kind] | str) -> st.SearchStrategy[dict[str, Any]]:
    """Valid bodies of a kind as they come in a file: JSON types only, optional fields there or not."""
    return _models(REGISTER[kind] if isinstance(kind, str) else kind)


def minimal_bodies(kind: type[Kind] | str) -> st.SearchStrategy[dict[str, Any]]:
    """Valid bodies with the required fields alone, and what a rule asks for besides."""
    return _models(REGISTER[kind] if isinstance(kind, str) else kind, optional=False)


@st.composite
def subjects(
    draw: st.DrawFn, kind: type[Kind] | str, objects: Mapping[str, Sequence[str]] = OBJECTS
) -> tuple[Subject, ...]:
    """Subjects that satisfy the rules of a kind; nobody is in two roles."""
    rules = (REGISTER[kind] if isinstance(kind, str) else kind).subjects
    found: list[Subject] = []
    for rule in rules:
        taken = {subject.object for subject in found}
        free = [name for name in objects[rule.type] if name not in taken]
        names = draw(st.lists(st.sampled_from(free), min_size=rule.at_least, max_size=_most(rule), unique=True))
        found.extend(Subject(rule.role, name) for name in names)
    return tuple(sorted(found))


@st.composite
def drafts(
    draw: st.DrawFn,
    kinds: Iterable[type[Kind]] = KINDS,
    objects: Mapping[str, Sequence[str]] = OBJECTS,
    agencies: Sequence[str] = ("northmoor", "cps", "helpline"),
) -> Draft:
    """A draft that will be taken in: a valid body, its subjects, a past time, a reference of its own."""
    kind = draw(st.sampled_from(tuple(kinds)))
    return Draft(
        kind=kind.kind,
        body=draw(bodies(kind)),
        subjects=draw(subjects(kind, objects)),
        happened=draw(_times()),
        agency=draw(st.sampled_from(agencies)),
        source="tests",
        source_ref=str(draw(st.uuids())),
    )


@st.composite
def histories(
    draw: st.DrawFn,
    kinds: Iterable[type[Kind]] = KINDS,
    objects: Mapping[str, Sequence[str]] = OBJECTS,
    *,
    max_size: int = 20,
) -> list[Draft]:
    """Drafts in the order in which they are recorded, some of them corrections or withdrawals of earlier ones.

    An amendment names what it amends by `corrects_ref`, so the whole list can be taken in at once or in pieces.
    """
    history = draw(st.lists(drafts(tuple(kinds), objects), min_size=1, max_size=max_size))
    originals = tuple(history)
    for _ in range(draw(st.integers(0, max(1, len(originals) // 3)))):
        target = draw(st.sampled_from(originals))
        history.append(draw(_amendment(target)))
    return history


@st.composite
def _amendment(draw: st.DrawFn, target: Draft) -> Draft:
    body: dict[str, Any] = {"why": draw(WORDS)}
    kind = draw(st.sampled_from(("entry.corrected", "entry.withdrawn")))
    if kind == "entry.corrected":
        body["body"] = draw(bodies(target.kind))
        if draw(st.booleans()):
            body["happened"] = draw(_times())
    return replace(
        target,
        kind=kind,
        body=body,
        subjects=(),
        source_ref=str(draw(st.uuids())),
        corrects_ref=(target.source, target.source_ref),
    )


def _times() -> st.SearchStrategy[str]:
    day = st.dates(date(2015, 1, 1), date(2023, 12, 31))
    return st.one_of(
        day.map(date.isoformat),
        day.map(lambda at: f"{at:%Y-%m}"),
        day.map(lambda at: f"{at.isoformat()}T14:15:00Z"),
        st.tuples(day, day).map(lambda pair: f"{min(pair).isoformat()}/{max(pair).isoformat()}"),
    )


def _most(rule: SubjectRule) -> int:
    """How many subjects a test draws at most: one more than the least, within the rule."""
    wanted = rule.at_least + 1
    return wanted if rule.at_most is None else min(wanted, rule.at_most)


@st.composite
def _models(draw: st.DrawFn, model: type[BaseModel], *, optional: bool = True) -> dict[str, Any]:
    """Bodies of a model. What its own rules across fields refuse is mended field by field."""
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    body = {
        name: draw(_field(info))
        for name, info in fields.items()
        if info.is_required() or (optional and draw(st.booleans()))
    }
    for _ in range(5):
        wrong = _wrong_fields(model, body)
        if not wrong:
            return body
        for name in wrong:
            if name in body and not fields[name].is_required():
                del body[name]
            else:
                body[name] = draw(_field(fields[name]))
    assume(False)
    raise AssertionError


def _wrong_fields(model: type[BaseModel], body: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        model.model_validate(body)
    except ValidationError as error:
        return tuple(dict.fromkeys(str(detail["loc"][0]) for detail in error.errors()))
    return ()


def _field(info: FieldInfo) -> st.SearchStrategy[Any]:
    assert not isinstance(info.alias, AliasChoices)
    return _value(info.annotation, tuple(info.metadata))


def _value(annotation: Any, metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Values of an annotation, JSON types only, within the constraints beside it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *markers = get_args(annotation)
        return _value(inner, (*metadata, *markers))
    if origin in (Union, UnionType):
        return st.one_of(*(_value(part, metadata) for part in get_args(annotation) if part is not type(None)))
    if origin is list:
        return _list(get_args(annotation)[0], metadata)
    if origin is tuple:
        return st.just(["victim", "person:p1"])
    if origin is dict:
        return st.dictionaries(st.sampled_from(("channel", "note")), WORDS, max_size=2)
    return _scalar(annotation, metadata)


def _list(element: Any, metadata: tuple[Any, ...]) -> st.SearchStrategy[list[Any]]:
    least = next((mark.min_length for mark in metadata if isinstance(mark, annotated_types.MinLen)), 0)
    return st.lists(_value(element, ()), min_size=least, max_size=least + 2, unique_by=repr)


def _scalar(annotation: Any, metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    codes = next((mark.codes for mark in metadata if isinstance(mark, CodeOf)), None)
    if codes is not None:
        return st.sampled_from([code.code for code in codes])
    if annotation is str:
        return _text(metadata)
    if annotation is date:
        return DAYS
    if annotation in (int, float):
        low, high = _bound(metadata, annotated_types.Ge, "ge", -1000), _bound(metadata, annotated_types.Le, "le", 1000)
        return st.integers(low, high) if annotation is int else st.floats(low, high, allow_nan=False, width=32)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _models(annotation)
    raise TypeError(f"no strategy for {annotation!r}: add one, so that every kind can be drawn")


def _text(metadata: tuple[Any, ...]) -> st.SearchStrategy[str]:
    pattern = next((mark for mark in (pattern_of(mark) for mark in metadata) if mark), None)
    if pattern:
        return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(_is_no_impossible_day)
    longest = min((size for size in (_longest(mark) for mark in metadata) if size), default=1000)
    return WORDS.map(lambda text: text[:longest].strip())


def _is_no_impossible_day(text: str) -> bool:
    """Whether it is no date, or one that there is: a pattern alone would allow 30 February."""
    try:
        return not re.fullmatch(r"\d{4}-\d\d-\d\d", text) or bool(date.fromisoformat(text))
    except ValueError:
        return False


def pattern_of(mark: Any) -> str | None:
    """The regular expression that this part of an annotation asks for, or None."""
    found = mark.pattern if isinstance(mark, StringConstraints) else getattr(mark, "pattern", None)
    return found if isinstance(found, str) else _in_field(mark, pattern_of)


def _longest(mark: Any) -> int | None:
    found = getattr(mark, "max_length", None)
    return found if isinstance(found, int) else _in_field(mark, _longest)


def _in_field(mark: Any, look: Any) -> Any:
    """Look among the constraints of a `Field(...)` that stands inside an annotation."""
    if not isinstance(mark, FieldInfo):
        return None
    return next((found for found in map(look, mark.metadata) if found), None)


def _bound(metadata: tuple[Any, ...], mark_type: type[Any], name: str, default: int) -> int:
    for mark in metadata:
        inner = mark.metadata if isinstance(mark, FieldInfo) else (mark,)
        for found in inner:
            if isinstance(found, mark_type):
                return int(getattr(found, name))
    return default
