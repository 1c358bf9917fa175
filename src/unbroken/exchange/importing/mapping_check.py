"""A mapping checked against the kinds: what it would record must be recordable, before the first row is read."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from unbroken.exchange.importing.columns import item_outside_each
from unbroken.exchange.importing.mapping import (
    ITEM,
    CodeTable,
    EntryOf,
    Mapping,
    Table,
    Value,
)
from unbroken.record.check import AMENDMENTS
from unbroken.record.errors import Problem
from unbroken.record.kinds import REGISTER, Kind, code_list_of
from unbroken.vocabulary.codes import CodeList

Problems = Iterator[Problem]


def check_mapping(mapping: Mapping) -> Problems:
    """Everything in a mapping that could never be recorded, each with the path of its key."""
    yield from _format_problems(mapping)
    for number, table in enumerate(mapping.tables):
        path = f"tables.{number}"
        names = [each.name for each in mapping.tables]
        if names.index(table.name) != number:
            yield Problem(f"{path}.name", f"there are two tables {table.name}", "each table has its own name")
        for place, join in enumerate(table.joins):
            yield from _known(f"{path}.joins.{place}.table", join.table, names, "a table")
        yield from _ref_problems(table, path)
        for place, entry in enumerate(table.entries):
            yield from _entry_problems(mapping, entry, names, f"{path}.entries.{place}")


def _format_problems(mapping: Mapping) -> Problems:
    for number, form in enumerate(mapping.format.dates):
        if form != "iso" and "%Y" not in form and "%y" not in form:
            yield Problem(f"format.dates.{number}", f"{form!r} has no year", "such as %d/%m/%Y %H:%M, or iso")


def _ref_problems(table: Table, path: str) -> Problems:
    """Two entries with the same reference would be one message with two contents."""
    refs = [entry.ref for entry in table.entries]
    for place, entry in enumerate(table.entries):
        if refs.index(entry.ref) != place:
            yield Problem(f"{path}.entries.{place}.ref", f"{entry.ref!r} is taken", "a reference of its own")
        if entry.each and f"{{{ITEM}}}" not in entry.ref:
            expected = f"a reference with {{{ITEM}}} in it"
            yield Problem(f"{path}.entries.{place}.ref", "is the same for every piece of each", expected)


def _entry_problems(mapping: Mapping, entry: EntryOf, tables: list[str], path: str) -> Problems:
    kind = REGISTER.get(entry.kind)
    if kind is None or entry.kind in AMENDMENTS:
        kinds = [each.kind for each in REGISTER if each.kind not in AMENDMENTS]
        yield from _known(f"{path}.kind", entry.kind, kinds, "a kind that a row can give")
        return
    if item_outside_each(entry):
        yield Problem(path, f"{ITEM} stands where nothing is cut into pieces", "an each around it")
    yield from _subject_problems(entry, kind, tables, path)
    yield from _body_problems(mapping, entry.body, kind, f"{path}.body")


def _subject_problems(entry: EntryOf, kind: type[Kind], tables: list[str], path: str) -> Problems:
    roles = {rule.role: rule for rule in kind.subjects}
    for place, subject in enumerate(entry.subjects):
        yield from _known(f"{path}.subjects.{place}.role", subject.role, list(roles), f"a role in {kind.kind}")
        if subject.from_:
            yield from _known(f"{path}.subjects.{place}.from", subject.from_, tables, "a table")
    given = {subject.role for subject in entry.subjects}
    for role, rule in roles.items():
        if rule.at_least and role not in given:
            yield Problem(f"{path}.subjects", f"has no {role}", f"{kind.kind} is about a {role}")


def _body_problems(mapping: Mapping, given: dict[str, Value], model: type[BaseModel], path: str) -> Problems:
    title = model.kind if issubclass(model, Kind) else model.__name__.lower()
    for name, value in given.items():
        info = model.model_fields.get(name)
        if info is None:
            yield from _known(f"{path}.{name}", name, list(model.model_fields), f"a field of {title}")
        else:
            yield from _value_problems(mapping, value, info, f"{path}.{name}")
    for name, info in model.model_fields.items():
        if info.is_required() and name not in given:
            yield Problem(f"{path}.{name}", "is missing", f"{title} must have it: {info.description or ''}".strip(": "))


def _value_problems(mapping: Mapping, value: Value, info: FieldInfo, path: str) -> Problems:
    if value.list_ is not None:
        for place, each in enumerate(value.list_):
            yield from _value_problems(mapping, each, info, f"{path}.list.{place}")
    elif value.object is not None:
        model = _model_in(info.annotation)
        if model is None:
            yield Problem(f"{path}.object", "is not what this field holds", "a text, a number or a code")
        else:
            yield from _body_problems(mapping, value.object, model, f"{path}.object")
    elif value.codes and value.codes not in mapping.codes:
        yield from _known(f"{path}.codes", value.codes, list(mapping.codes), "a code table of this mapping")
    else:
        yield from _code_problems(value, mapping.codes.get(value.codes), code_list_of(info), path)


def _code_problems(value: Value, table: CodeTable | None, codes: CodeList | None, path: str) -> Problems:
    """The codes that a value can give must be in the list of its field."""
    if codes is None:
        return
    given: dict[str, Any] = {f"{path}.value": value.value, f"{path}.default": value.default}
    given |= {f"{path}.bands.{start}": code for start, code in value.bands.items()}
    if table is not None:
        given |= {f"codes.{value.codes}.values.{word}": code for word, code in table.values.items()}
        given[f"codes.{value.codes}.default"] = table.default
    for key, code in given.items():
        if code is not None and code not in codes:
            near = codes.nearest(str(code))
            hint = f"did you mean {near}?" if near else f"a code of {codes.name}"
            yield Problem(key, f"{code!r} is not in the list of {codes.title.lower()}", hint)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The nested model in an annotation such as `Annotated[list[Name], ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)


def _known(path: str, name: str, known: Iterable[str], what: str) -> Problems:
    names = list(known)
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "one of " + ", ".join(sorted(names)[:20])
        yield Problem(path, f"{name!r} is not {what}", hint)
